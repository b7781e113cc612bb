# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the books need of an order that the order does not hold: its invoice, its payouts.

Promises checked values.  A day is a day of the host's: its date, its ISO text, or a
moment with its offset.

Knows nothing of orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, field, frozen

from checkout_core.books.terms import Commission, TdsBase, checked_terms
from checkout_core.checks import MAX_NOTE, Validator, listing
from checkout_core.errors import CheckoutError
from checkout_core.money.exact import difference, exact_sum
from checkout_core.store.moments import checked_offset, offset_of


if TYPE_CHECKING:
    from checkout_core.money import Amount


__all__ = ["Dates", "Payout", "PayoutFrom", "Settled", "read_dates"]


class PayoutFrom(StrEnum):
    """
    Whose payout it is.

    - `GATEWAY`: what a payment gateway collected.
    - `COURIER`: what a courier collected at the door.
    """

    GATEWAY = "gateway"
    COURIER = "courier"


@frozen(init=False, kw_only=True)
class Payout:
    """
    What a gateway or a courier paid out of one order's money.

    A payout of many orders is one `Payout` for each.  Raises `CheckoutError` with every
    fault.

    >>> Payout(at="2026-11-24", gross="1054.24", fee="21.08", fee_tax="3.79").net
    Decimal('1029.37')

    Attributes:
        at: its day.
        gross: the order's money in it, in major units, above 0.
        fee: what was kept of that, 0 by default.
        fee_tax: the tax on the fee, 0 by default.
        id: the gateway's id of the payout, "" by default.
        paid_by: `gateway` (default) or `courier`.
    """

    at: date
    gross: Decimal
    fee: Decimal
    fee_tax: Decimal
    id: str
    paid_by: PayoutFrom

    def __init__(
        self,
        *,
        at: date | datetime | str,
        gross: Amount,
        fee: Amount = 0,
        fee_tax: Amount = 0,
        id: str = "",  # noqa: A002 - the field's own name
        paid_by: str = PayoutFrom.GATEWAY,
    ) -> None:
        check = Validator()
        moment = _moment(check, "at", at)
        whole = check.positive_amount("gross", gross)
        kept = check.amount("fee", fee)
        tax = check.amount("fee_tax", fee_tax)
        ident = check.text("id", id, limit=MAX_NOTE)
        source = check.choice("paid_by", paid_by, PayoutFrom)
        both = exact_sum(kept, [tax])
        if not check.found and both > whole:
            expected = f"at most {whole}"
            identity = "fee and fee_tax, which are kept of the gross amount"
            check.add(
                "fee", "does_not_add_up", both, expected=expected, identity=identity
            )
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            at=moment, gross=whole, fee=kept, fee_tax=tax, id=ident, paid_by=source
        )

    @property
    def net(self) -> Decimal:
        """What came to the bank: the gross amount less the fee and its tax."""
        return difference(self.gross, exact_sum(self.fee, [self.fee_tax]))


@frozen(init=False, kw_only=True)
class Settled:
    """
    A payment to the suppliers of an order.

    It pays what `settlement` comes to for the order and for its refunds up to then, but
    for what an earlier one paid.  Raises `CheckoutError` with every fault.

    >>> Settled(at="2026-12-05", commission={"mh": {"percent": 10}}).tds_base
    <TdsBase.GROSS: 'gross'>

    Attributes:
        at: its day.
        commission: the operator's commission by the supplier's id, a `Commission`, as
            an argument also {"amount" or "percent", "tax_rate"}; none by default.
        tds_base: what tax is deducted of, `gross` (default) or `value`.
        tds_exempt: the ids of suppliers of whom none is deducted; () by default.
    """

    at: date
    commission: Mapping[str, Commission] = field(hash=False)
    tds_base: TdsBase
    tds_exempt: tuple[str, ...]

    def __init__(
        self,
        *,
        at: date | datetime | str,
        commission: Mapping[str, Commission | Mapping[str, Any]] | None = None,
        tds_base: str = TdsBase.GROSS,
        tds_exempt: Iterable[str] = (),
    ) -> None:
        check = Validator()
        moment = _moment(check, "at", at)
        base = check.choice("tds_base", tds_base, TdsBase)
        taken, exempt = checked_terms(check, commission, tds_exempt)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            at=moment, commission=taken, tds_base=base, tds_exempt=exempt
        )


@frozen(init=False, kw_only=True)
class Dates:
    """
    What the books need of an order that the order does not hold.

    Raises `CheckoutError` with every fault.

    >>> Dates(invoice="2026-11-23", invoice_number="INV-1").invoice
    datetime.date(2026, 11, 23)

    Attributes:
        invoice: the day of the invoice, on which the sale is booked; None (the default)
            for the day on which the order was placed, if its sale is booked at all.
        invoice_number: the invoice's number, "" by default.
        payouts: what gateways and couriers paid out, one `Payout` for each; none by
            default.
        settled: what other suppliers were paid, one `Settled` for each day; none by
            default.
        offset: the offset from UTC in which a moment has its day, such as "+05:30";
            None (the default) for the store's `utc_offset`, or else each moment's own.
    """

    invoice: date | None
    invoice_number: str
    payouts: tuple[Payout, ...]
    settled: tuple[Settled, ...]
    offset: str | None

    def __init__(
        self,
        *,
        invoice: date | datetime | str | None = None,
        invoice_number: str = "",
        payouts: Iterable[Payout] = (),
        settled: Iterable[Settled] = (),
        offset: str | None = None,
    ) -> None:
        check = Validator()
        zone = checked_offset(check, "offset", offset)
        moment = None if invoice is None else _moment(check, "invoice", invoice)
        name = check.text("invoice_number", invoice_number, limit=MAX_NOTE)
        given = listing(check, "payouts", payouts) or ()
        for i, each in enumerate(given):
            check.instance(f"payouts[{i}]", each, Payout, "a Payout")
        paid = listing(check, "settled", settled) or ()
        for i, each in enumerate(paid):
            check.instance(f"settled[{i}]", each, Settled, "a Settled")
        check.raise_any()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            invoice=moment,
            invoice_number=name,
            payouts=given,
            settled=paid,
            offset=zone,
        )


def day_of(at: date, offset: str | None) -> date:
    """
    Return the day of a moment in an offset, None for its own; a date as it is.

    >>> night = datetime.fromisoformat("2026-11-22T20:00:00+00:00")
    >>> day_of(night, "+05:30"), day_of(night, None)
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 22))
    """
    if not isinstance(at, datetime):
        return at
    zone = offset_of(offset)
    return (at if zone is None else at.astimezone(timezone(zone))).date()


def _moment(check: Validator, path: str, value: object) -> date | None:
    """Return a date, or a moment with its offset; from their values or texts."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) == len("2026-11-22"):
        try:
            return date.fromisoformat(value)
        except ValueError:
            check.add(path, "bad_day", value)
            return None
    return check.time(path, value)


T = TypeVar("T")

# Documents ------------------------------------------------------------------------

_KEYS = ("order", "invoice", "payouts", "settled")
_INVOICE = ("date", "number")
_SETTLED = ("at", "commission", "tds_base", "tds_exempt")
_PAYOUT = ("at", "gross", "fee", "fee_tax", "id", "paid_by")
#: Where the document has what a fault of `Dates` is about.
_PATHS = {"invoice": "invoice.date", "invoice_number": "invoice.number"}
#: One order's money is paid out, and its suppliers are paid, in at most so many parts.
MAX_PAYOUTS = 1000


def read_dates(document: object, *, offset: str | None = None) -> tuple[str, Dates]:
    """
    Return the order's number and the `Dates` that a document says of it.

    Raises `CheckoutError` with every fault, unknown keys among them.

    >>> read_dates({"order": "A1", "invoice": {"date": "2026-11-23"}})[0]
    'A1'

    Args:
        document: an object with the key `order`, and where known `invoice` (`date`,
            `number`), `payouts` and `settled`, lists of objects with the arguments of
            `Payout` and `Settled`.
        offset: as `Dates` takes it, None by default.
    """
    check = Validator()
    found = check.record("", document)
    check.raise_any()
    check.keys("", found, _KEYS)
    needed = "the order's number"
    order = check.text("order", found.get("order"), needed=needed, limit=MAX_NOTE)
    invoice: Mapping[str, Any] = {}
    if found.get("invoice") is not None:
        invoice = check.record("invoice", found["invoice"])
        check.keys("invoice", invoice, _INVOICE)
        if invoice.get("date") is None:
            check.needed("invoice.date", None, "the day of the invoice")
    payouts = _made(check, "payouts", found, Payout, _PAYOUT, ("at", "gross"))
    settled = _made(check, "settled", found, Settled, _SETTLED, ("at",))
    number = invoice.get("number")
    try:
        dates = Dates(
            invoice=invoice.get("date"),
            invoice_number="" if number is None else number,
            payouts=payouts,
            settled=settled,
            offset=offset,
        )
    except CheckoutError as error:
        check.found += [
            evolve(each, path=_PATHS.get(each.path, each.path)) for each in error.faults
        ]
        raise CheckoutError(check.found) from None
    check.raise_any()
    return order, dates


def _made(
    check: Validator,
    key: str,
    document: Mapping[str, Any],
    kind: Callable[..., T],
    known: tuple[str, ...],
    needed: tuple[str, ...],
) -> list[T]:
    """Return the instances that a list of a document describes; none for None."""
    given = document.get(key)
    if given is None:
        return []
    found = []
    for i, each in enumerate(check.items(key, given, limit=MAX_PAYOUTS)):
        path = f"{key}[{i}]"
        part = check.record(path, each)
        check.keys(path, part, known)
        fields: dict[str, Any] = dict.fromkeys(needed)
        fields |= {name: part[name] for name in known if name in part}
        try:
            found.append(kind(**fields))
        except CheckoutError as error:
            check.extend(error, path)
    return found
