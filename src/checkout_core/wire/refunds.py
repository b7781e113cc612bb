# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds as documents, and the document that requests one.

Promises that a refund is read as an equal refund and checked without other data, and
that a document of returns is refused with every fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from attrs import Factory, field, frozen

from checkout_core.checks import MAX_NOTE, Validator, expect
from checkout_core.ledger import Entry
from checkout_core.money import MAX_DIGITS
from checkout_core.money.exact import difference
from checkout_core.refunds import (
    Due,
    Refund,
    RefundPolicy,
    Returned,
    TenderRefund,
    Units,
    cancellation,
    refund,
)
from checkout_core.store import Store
from checkout_core.tenders import TENDERS
from checkout_core.values import safe, thawed
from checkout_core.wire.codec import (
    check_version,
    structure,
    unstructure,
    unstructure_fields,
)
from checkout_core.wire.store import read_store
from checkout_core.wire.text import MAX_STORED, read_object


if TYPE_CHECKING:
    from datetime import datetime

    from checkout_core.pricing import Quote
    from checkout_core.refunds import RefundedCharge
    from checkout_core.wire.text import Document


#: Raised when a refund of this form can no longer be read by older releases.
SCHEMA_VERSION = "checkout_core.refund/3"
#: Read as well, and the second written where it holds all of a refund, so that an older
#: release reads that.  A refund of the first form holds no discount of a gateway, one
#: of the second no fee that is given back.
OLDER_VERSIONS = ("checkout_core.refund/1", "checkout_core.refund/2")

#: Sums that are written for convenience; they must equal the sums of the rows.
_SUMS = ("amount", "tax_amount", "funded", "round_off")
_RETURN_KEYS = (
    "id",
    "at",
    "returned",
    "cancel",
    "shipping",
    "paid",
    "gateway_discount",
    "reason",
    "order_number",
    "policy",
    "store",
    "earlier",
)
_POLICY_KEYS = tuple(each.name for each in attrs.fields(RefundPolicy))


@frozen(kw_only=True)
class RefundDocument:
    """
    A refund as its document has it: a key for each figure of points and of credit.

    Where `Refund` has a list of tenders, documents of the first forms have these keys;
    what belongs to any other tender is in `tenders`, which is left out if it is empty,
    as `surcharge` is if it is 0.
    """

    id: str
    at: datetime
    currency: str
    order_number: str | None
    reason: str
    returned: tuple[Returned, ...]
    entries: tuple[Entry, ...]
    due: Due
    gateway: Decimal
    credit: Decimal
    moved: Decimal
    points: int
    points_value: Decimal
    points_reversed: int
    unpaid: Decimal
    charge: Decimal
    charge_reason: str
    gateway_discount: Decimal = field(
        default=Factory(
            lambda self: difference(self.gateway, self.gateway).copy_abs(),
            takes_self=True,
        )
    )
    surcharge: Decimal = field(
        default=Factory(
            lambda self: difference(self.gateway, self.gateway).copy_abs(),
            takes_self=True,
        )
    )
    tenders: tuple[TenderRefund, ...] = ()


#: Keys that are left out where there is nothing of them.
_SPARSE = ("surcharge", "tenders")
_KEYS = tuple(
    each.name for each in attrs.fields(RefundDocument) if each.name not in _SPARSE
)
#: The fields that a refund and its document have in common.
_COMMON = tuple(
    each.name for each in attrs.fields(Refund) if each.name in {*_KEYS, "surcharge"}
)
#: The tenders that documents have keys for.
_KEYED = (("credit", ""), ("points", ""))


def refund_document(note: Refund) -> dict[str, Any]:
    """Return a refund as plain data, as `RefundDocument` has it."""
    found = unstructure_fields(note, _KEYS)
    if note.surcharge:
        found["surcharge"] = unstructure(note.surcharge)
    further = [each for each in note.tenders if (each.kind, each.name) not in _KEYED]
    if further:
        found["tenders"] = [unstructure(each) for each in further]
    return found


def refund_of(check: Validator, path: str, document: RefundDocument) -> Refund:
    """Return the refund that a document holds; add its faults to *check*."""
    if document.moved > document.credit:
        check.add(
            f"{path}.moved" if path else "moved",
            "does_not_add_up",
            document.moved,
            expected=f"at most {document.credit}",
            identity="the credit it is part of",
        )
    own = difference(document.credit, document.moved)
    credit = TenderRefund(
        kind="credit", name="", due=document.due.credit, value=own, restored=own
    )
    points = TenderRefund(
        kind="points",
        name="",
        due=document.due.points_value,
        value=document.points_value,
        restored=Decimal(document.points),
    )
    order = list(TENDERS)
    return Refund(
        **{name: getattr(document, name) for name in _COMMON},
        gateway_due=document.due.gateway,
        tenders=tuple(
            sorted(
                [*document.tenders, credit, points],
                key=lambda each: -order.index(each.kind),
            )
        ),
    )


def write_refund(note: Refund) -> dict[str, Any]:
    """
    Return a refund as a document; amounts and rates are text.

    The document has the rows of *note*, and the lines and charges that they add up to.
    Raises `CheckoutError` if *note* is not a `Refund`.
    """
    expect(note=(note, Refund))
    return {
        "schema_version": SCHEMA_VERSION if note.surcharge else OLDER_VERSIONS[-1],
        **refund_document(note),
        **{name: unstructure(getattr(note, name)) for name in _SUMS},
        "lines": [
            {
                **unstructure(line),
                "handling": unstructure(line.handling),
                "amount": unstructure(line.amount),
            }
            for line in note.lines
        ],
        "shipping": _charge(note.shipping),
        "charges": _charge(note.charges),
    }


def _charge(charge: RefundedCharge) -> dict[str, Any]:
    found: dict[str, Any] = unstructure(charge)
    return found | {
        "tax_amount": unstructure(charge.tax_amount),
        "amount": unstructure(charge.amount),
    }


def read_refund(document: Document) -> Refund:
    """
    Return the refund that `write_refund` wrote, checked.

    *document* is JSON text, bytes or a mapping.  Raises `CheckoutError` with every
    fault: of its form, of figures that do not add up, and of sums that differ from
    their rows.
    """
    data = thawed(read_object(document, limit=MAX_STORED))
    check = Validator()
    check_version(check, "", data, SCHEMA_VERSION, *OLDER_VERSIONS)
    sums = (*_SUMS, "lines", "shipping", "charges")
    aside = ("schema_version", *sums)
    found: RefundDocument = structure(check, RefundDocument, data, "", skip=aside)
    check.raise_any()
    note = refund_of(check, "", found)
    check.raise_any()
    note.check()
    written = write_refund(note)
    for key in sums:
        if data.get(key) != written[key]:
            expected = written[key] if isinstance(written[key], str) else "other rows"
            check.add(
                key,
                "does_not_add_up",
                data.get(key),
                expected=expected,
                identity="the entries",
            )
    check.raise_any()
    return note


@frozen(kw_only=True)
class Returns:
    """
    The contents of a document of returns; amounts are in major units.

    Attributes:
        id: the host's id of the refund.
        at: when it is made, with its offset.
        returned: units by the index of their line; none for a cancellation.
        cancel: True refunds everything, before the order is shipped.
        shipping: how much of the delivery is refunded, with tax; None for what the
            policy says.
        paid: what payments settled; None for all that was to be paid.
        gateway_discount: the part of *paid* that an offer of the gateway gave.
        reason: what the shopper or the support agent wrote, "" for nothing.
        order_number: the host's number of the order, None if it is not given.
        policy: how money is given back.
        store: the store the order was priced in, None if it is not given.
        earlier: all refunds of the order so far.
    """

    id: str
    at: datetime
    returned: Mapping[int, int]
    cancel: bool
    shipping: Decimal | None
    paid: Decimal | None
    gateway_discount: Decimal
    reason: str
    order_number: str | None
    policy: RefundPolicy
    store: Store | None
    earlier: tuple[Refund, ...]

    def refund(self, quote: Quote, **known: Any) -> Refund:
        """
        Return the refund of *quote* that this document requests.

        *known* overrides the document: what `Order.refund_facts` returns.  Raises
        `CheckoutError` with every fault.
        """
        facts: dict[str, Any] = {
            "id": self.id,
            "at": self.at,
            "earlier": self.earlier,
            "paid": self.paid,
            "gateway_discount": self.gateway_discount,
            "policy": self.policy,
            "reason": self.reason,
            "order_number": self.order_number,
            **known,
        }
        if self.cancel:
            return cancellation(quote, **facts)
        return refund(
            quote, self.returned, shipping=self.shipping, store=self.store, **facts
        )


def read_returns(document: Document) -> Returns:
    """
    Return the contents of a document of returns.

    `returned` maps the index of a line to units, or lists objects with `line`
    and `quantity`; `policy` has the names of `RefundPolicy`; `store` is the store
    as it was; `earlier` are refunds as `write_refund` wrote them.

    >>> found = read_returns({"id": "R1", "at": "2026-12-01T10:00:00Z",
    ...                       "returned": {"0": 2}})
    >>> found.returned
    Units({0: 2})
    """
    data = thawed(read_object(document, limit=MAX_STORED))
    check = Validator()
    check.keys("", data, _RETURN_KEYS)
    policy = RefundPolicy()
    if data.get("policy") is not None:
        chosen = check.record("policy", data["policy"])
        check.keys("policy", chosen, _POLICY_KEYS)
        facts: dict[str, Any] = {
            key: chosen[key] for key in _POLICY_KEYS if key in chosen
        }
        policy = check.within("policy", lambda: RefundPolicy(**facts)) or policy
    store = None
    if data.get("store") is not None:
        store = check.within(
            "store", lambda: read_store(check.record("store", data["store"]))
        )
    notes = data.get("earlier")
    earlier = [
        check.within(f"earlier[{index}]", partial(read_refund, note))
        for index, note in enumerate(
            () if notes is None else check.items("earlier", notes, limit=10_000)
        )
    ]
    at = check.time("at", data.get("at"))
    cancel = check.flag("cancel", data.get("cancel", False))
    for key in ("returned", "shipping") if cancel else ():
        if data.get(key):
            hint = "a cancellation takes all that is left; drop this, or 'cancel'"
            check.add(key, "unknown_key", data[key], hint=hint)
    found = partial(
        Returns,
        id=check.text("id", data.get("id"), needed="an id of the refund's own"),
        returned=read_units(check, "returned", data.get("returned")),
        cancel=cancel,
        shipping=check.maybe_amount("shipping", data.get("shipping")),
        paid=check.maybe_amount("paid", data.get("paid")),
        gateway_discount=check.amount(
            "gateway_discount", data.get("gateway_discount", 0)
        ),
        reason=check.text("reason", data.get("reason", ""), limit=MAX_NOTE),
        order_number=check.maybe_text("order_number", data.get("order_number")),
    )
    check.raise_any()
    assert at is not None
    notes_read = tuple(note for note in earlier if note is not None)
    return found(at=at, policy=policy, store=store, earlier=notes_read)


def read_units(check: Validator, name: str, value: Any) -> Units:
    """
    Return units by the index of their line: `{"0": 2}`, or a list of objects.

    An object of the list has `line` and `quantity`.  Faults are added to *check* under
    *name*; None gives an empty mapping.
    """
    pairs: list[tuple[str, object, object]] = []
    if isinstance(value, Mapping):
        for key, units in value.items():
            digits = isinstance(key, str) and len(key) <= MAX_DIGITS
            digits = digits and key.isascii() and key.isdecimal()
            line = int(key) if digits else key
            pairs.append((f"{name}.{safe(key)}", line, units))
    else:
        for index, each in enumerate(
            () if value is None else check.items(name, value, limit=10_000)
        ):
            path = f"{name}[{index}]"
            row = check.record(path, each)
            check.keys(path, row, ("line", "quantity"))
            pairs.append((path, row.get("line"), row.get("quantity")))
    found: dict[int, int] = {}
    for path, line, units in pairs:
        index = check.count(f"{path}.line", line)
        if index in found:
            check.add(path, "line_twice", line)
        found[index] = check.count(f"{path}.quantity", units, low=1)
    return Units(found)
