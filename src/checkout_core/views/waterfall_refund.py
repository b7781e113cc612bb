# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The waterfall of a refund, as values: from what the units cost to where the money goes.

The steps are those of the credit note.  First what was paid for the returned units is
added up to the refund; then what is kept or was paid by others is taken off; what is
left goes to the tenders, and the last step ends at 0.  Promises that the steps chain,
and that each row of the refund belongs to one of them, which is the sum of its rows.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.checks import expect
from checkout_core.errors import CheckoutError, fault
from checkout_core.money.exact import exact_sum
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund
from checkout_core.refunds.note import SIGNS
from checkout_core.tenders import TENDERS
from checkout_core.views.bars import Chain
from checkout_core.views.language import Language
from checkout_core.views.layout import clean
from checkout_core.views.receipt import tendered


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from checkout_core.ledger import Entry
    from checkout_core.views.bars import Waterfall
    from checkout_core.views.language import Catalogue


#: Which step a kind of row belongs to.
_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "subtotal": "goods",
        "promotion_discount": "goods",
        "coupon_discount": "goods",
        "tax": "goods",
        "handling": "handling",
        "handling_tax": "handling",
        "shipping": "shipping",
        "shipping_discount": "shipping",
        "shipping_tax": "shipping",
        "charge": "charge",
        "charge_tax": "charge",
        "round_off": "round_off",
        "funded": "funded",
    }
)


def refund_waterfall(
    quote: Quote,
    note: Refund,
    *,
    locale: str | None = None,
    catalogue: Catalogue | None = None,
) -> Waterfall:
    """
    Return the bars of a refund of *quote*, from what was paid to each tender.

    Raises `CheckoutError` for an unknown locale and a refund that is not of this quote.

    Args:
        quote: what was sold.
        note: the refund of a part of it.
        locale: the language and the number formats, as for `waterfall`.
        catalogue: translations of the host; None (the default) for none.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> from checkout_core.refunds import refund
    >>> tee = Line("Tee", 2, "499.00", tax_rate=5, price_including_tax=True)
    >>> sold = quote(Cart("INR", [tee]), Store("INR"))
    >>> note = refund(sold, {0: 1}, id="R1", at="2026-12-01T10:00:00Z")
    >>> for bar in refund_waterfall(sold, note).bars:
    ...     print(bar.key, bar.figure, bar.start, bar.end)
    goods ₹499.00 0.00 499.00
    refund ₹499.00 0.00 499.00
    gateway ₹499.00 499.00 0.00
    """
    expect(quote=(quote, Quote), note=(note, Refund))
    if note.currency != quote.currency or any(
        not 0 <= each.line < len(quote.lines) for each in note.lines
    ):
        raise CheckoutError([fault("refund", "refunds_do_not_fit", note.id)])
    language = Language.of(locale, quote.cart.currency, catalogue)
    chain = Chain(language, note.zero)
    _back(chain, note)
    tax = note.tax_amount
    inside = language.text("{tax} of it is tax", tax=language.money(tax)) if tax else ""
    chain.total("refund", language.text("Refund"), tax, inside)
    before = len(chain.bars)
    for key, label, amount, rows in _kept(language, note):
        if amount:
            chain.step(key, label, amount.copy_negate(), rows=rows)
    if len(chain.bars) > before:
        chain.total("given_back", language.text("Given back"), note.zero)
    for key, label, amount in _to(language, note):
        if amount:
            kind = key.partition(":")[0]
            # What is given back is a gain of its reader: it has no minus sign.
            given = language.money(amount)
            chain.step(key, label, amount.copy_negate(), kind=kind, figure=given)
    whole = language.money(note.amount)
    return chain.waterfall(language.text("Where {amount} goes", amount=whole))


def _rows(note: Refund) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for each in note.entries:
        found[_STEPS[each.kind]].append(each)
    return found


def _back(chain: Chain, note: Refund) -> None:
    """Add what was paid for what comes back, step by step."""
    text, rows = chain.language.text, _rows(note)
    units = sum([each.quantity for each in note.returned])
    many = chain.language.many
    labels = {
        "goods": text("Paid for the goods"),
        "handling": text("Handling"),
        "shipping": text("Shipping"),
        "charge": _charged(chain.language, note),
        "round_off": text("Round-off"),
    }
    notes = {"goods": many("{number} unit", "{number} units", units)}
    for key, label in labels.items():
        amount = _sum(rows[key], note.zero)
        if rows[key] or key == "goods":
            chain.step(key, label, amount, note=notes.get(key, ""), rows=rows[key])


def _charged(language: Language, note: Refund) -> str:
    """Return the name of the store's charge, "Charges" if there are several."""
    names = {each.name for each in note.entries if each.kind == "charge"}
    if len(names) != 1:
        return language.text("Charges")
    return language.isolated(clean(names.pop() or ""))


def _sum(rows: list[Entry], zero: Decimal) -> Decimal:
    """Return what *rows* are in the amount that is refunded."""
    return exact_sum(
        zero, [x.amount if SIGNS[x.kind] > 0 else x.amount.copy_negate() for x in rows]
    )


def _kept(
    language: Language, note: Refund
) -> Iterator[tuple[str, str, Decimal, list[Entry]]]:
    """Yield what is not given back: key, label, amount and rows."""
    text = language.text
    label = text("Cancellation charge")
    if note.charge_reason:
        reason = clean(note.charge_reason)
        label = text("Cancellation charge, {reason}", reason=reason)
    yield "funded", text("Paid by others"), note.funded, _rows(note)["funded"]
    yield "unpaid", text("Not paid yet"), note.unpaid, []
    discount = text("Discount of a payment offer")
    yield "gateway_discount", discount, note.gateway_discount, []
    yield "kept", label, note.charge, []


def _to(language: Language, note: Refund) -> Iterator[tuple[str, str, Decimal]]:
    """Yield where the rest goes: key, label and amount."""
    text = language.text
    yield "gateway", text("To your payment method"), note.gateway
    for index, each in enumerate(note.tenders):
        kind = TENDERS[each.kind]
        label = text(
            kind.refunded if each.restored else kind.not_restored or kind.refunded,
            restored=tendered(language, kind, each.restored),
            name=clean(each.name),
        )
        yield f"{each.kind}:{index}", label, each.value
    yield "moved", text("To your credit, below the minimum"), note.moved


__all__ = ["refund_waterfall"]
