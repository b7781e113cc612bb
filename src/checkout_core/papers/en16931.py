# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of an invoice or of a credit note by EN 16931: lines, charges, totals, VAT.

Promises that each figure is a sum of the quote's or the refund's own rows, named by its
business term (BT), and that a row of the breakdown is the sum of the lines and charges
of its category and rate.  `vat_rules` has the rules that these figures keep.

Knows no party, number or date, and no XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.checks import ZERO, Validator, expect
from checkout_core.ledger.rows import postings
from checkout_core.ledger.totals import total
from checkout_core.money.exact import difference, exact_sum, share_of, to_decimal
from checkout_core.papers.categories import EFFECTS
from checkout_core.papers.exemptions import EN_REASONS, known_reasons
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund
from checkout_core.refunds.suppliers import supplier_refunds
from checkout_core.store.suppliers import part_hint
from checkout_core.tax.rates import PER_UNIT


if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from checkout_core.ledger import Entry
    from checkout_core.ledger.rows import Posting
    from checkout_core.papers.categories import EFFECTS
from checkout_core.papers.exemptions import Reasons


__all__ = [
    "EN_CATEGORIES",
    "EN_REASONS",
    "EN_UNITS",
    "VatCharge",
    "VatInvoice",
    "VatLine",
    "VatRow",
    "en16931",
    "en16931_note",
]

#: The category codes of EN 16931 (UNTDID 5305) for our categories.  The norm's category
#: S (standard) has a rate above zero; at rate zero it is Z.
EN_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {name: each.en16931 for name, each in EFFECTS.items()}
)
#: The unit of UN/ECE recommendation 20 (X: of 21) for a UQC; pieces for any other one.
EN_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "NOS": "C62",
        "PCS": "C62",
        "UNT": "C62",
        "OTH": "C62",
        "KGS": "KGM",
        "GMS": "GRM",
        "LTR": "LTR",
        "MLT": "MLT",
        "MTR": "MTR",
        "SET": "SET",
        "BOX": "XBX",
        "PRS": "PR",
        "DOZ": "DZN",
    }
)
_PIECE = "C62"
#: A price has at most this many decimals.
_PRICE_DIGITS = 6


@frozen
class VatRow:
    """
    One row of the VAT breakdown: BT-116 to BT-121.

    Attributes:
        category: BT-118, the category of the tax, such as "S" or "Z".
        rate: BT-119, in percent; 0 for O, which has none.
        taxable: BT-116, the amount that is taxed, in major units.
        tax: BT-117, the tax on it, in major units.
        reason_code: BT-121, why no VAT is due, such as "VATEX-EU-G"; "" by default.
        reason: BT-120, the same in words; "" by default.
    """

    category: str
    rate: Decimal
    taxable: Decimal
    tax: Decimal
    reason_code: str = field(default="", kw_only=True)
    reason: str = field(default="", kw_only=True)


@frozen(kw_only=True)
class VatLine:
    """
    One line of an invoice (BG-25), net of its discounts.

    Attributes:
        number: BT-126, from "1".
        name: BT-153, what the item is called.
        quantity: BT-129, billed units.
        unit: BT-130, a code of UN/ECE recommendation 20, such as "C62" (pieces).
        amount: BT-131, quantity times price, in major units.
        price: BT-146, of one unit, to 6 decimals.
        category: BT-151, such as "S".
        rate: BT-152, in percent; None for O, which has none.
    """

    number: str
    name: str
    quantity: Decimal
    unit: str
    amount: Decimal
    price: Decimal
    category: str
    rate: Decimal | None


@frozen
class VatCharge:
    """
    One charge (BG-21) or allowance (BG-20) of the whole document.

    Attributes:
        amount: BT-99 or BT-92, in major units.
        category: BT-102 or BT-95, such as "S".
        rate: BT-103 or BT-96, in percent; None for O, which has none.
        reason: BT-104 or BT-97, what it is called; "" by default.
    """

    amount: Decimal
    category: str
    rate: Decimal | None
    reason: str = ""


@frozen(kw_only=True)
class VatInvoice:
    """
    The figures of an invoice by EN 16931, each field named by its business term.

    Amounts are in major units; those of a credit note are positive too.

    Attributes:
        lines: the lines that BT-106 sums, each with its category and rate.
        allowances: the allowances that BT-107 sums.
        charges: the charges that BT-108 sums.
        bt_106: the lines, net of their discounts.
        bt_107: allowances of the whole document.
        bt_108: charges of the whole document.
        bt_109: the total without tax.
        bt_110: the tax.
        bt_112: the total with tax.
        bt_113: what is paid already.
        bt_114: the round-off.
        bt_115: what is left to be paid.
        breakdown: a row for each category and rate; () by default.
        currency: BT-5, the ISO 4217 code of every amount; "" by default.
    """

    lines: tuple[VatLine, ...]
    allowances: tuple[VatCharge, ...]
    charges: tuple[VatCharge, ...]
    bt_106: Decimal
    bt_107: Decimal
    bt_108: Decimal
    bt_109: Decimal
    bt_110: Decimal
    bt_112: Decimal
    bt_113: Decimal
    bt_114: Decimal
    bt_115: Decimal
    breakdown: tuple[VatRow, ...] = field(factory=tuple)
    currency: str = ""


def en16931(
    quote: Quote, *, supplier: str | None = None, reasons: Reasons | None = None
) -> VatInvoice:
    """
    Return the lines, the totals BT-106 to BT-115 and the VAT breakdown of *quote*.

    Lines are net of their discounts, delivery and charges are charges of the
    document, and what points, credit and other funders pay counts as paid.  Raises
    `CheckoutError` for a reason that cannot be written and for an unknown supplier.

    Args:
        quote: what was sold.
        supplier: whose part of it is invoiced, an id of `quote.suppliers`; None (the
            default) for the whole, which is an invoice if one supplier sells it.
        reasons: by category (E, AE, G, O) why no VAT is due: a pair of a VATEX code
            (BT-121) and a text (BT-120), one of them may be "".  None (the default)
            and what is left out: `EN_REASONS`, which has nothing for E.
    """
    expect(quote=(quote, Quote), supplier=(supplier, str | None))
    why = known_reasons(reasons)
    zero = to_decimal(0, quote.cart.currency.exponent)
    totals = quote.totals
    entries: Iterable[Entry] = quote.entries
    lines: Iterable[int] = range(len(quote.cart.lines))
    tendered = [totals.funded_savings, *[each.value for each in quote.tenders]]
    round_off, due = totals.round_off, totals.to_be_paid
    if supplier is not None:
        own = {each.id: each for each in quote.suppliers}
        figures = own[_known_supplier(supplier, own)]
        lines = figures.lines
        entries = [
            row
            for row in entries
            if (row.line is None and (len(own) == 1 or row.supplier == supplier))
            or row.line in lines
        ]
        tendered = [figures.funded, figures.points, figures.credit]
        round_off, due = figures.round_off, figures.to_be_paid
    sold = postings(entries, zero)
    goods = {row.line: row for row in sold if row.kind == "subtotal"}
    parts = [
        _Part(
            index,
            goods.get(index),
            quote.cart.lines[index].quantity,
            _line_category(quote, index, goods),
        )
        for index in lines
    ]
    paid = exact_sum(zero, tendered)
    rest = _Rest(paid=paid, round_off=round_off, due=due, zero=zero)
    return _invoice(quote, parts, sold, rest, why)


def en16931_note(
    quote: Quote,
    refund: Refund,
    *,
    supplier: str | None = None,
    reasons: Reasons | None = None,
) -> VatInvoice:
    """
    Return the figures of the credit note for *refund*, all as on an invoice.

    Its lines are the refunded parts of the order's lines; where only money comes back
    and no goods, a line is one piece at that amount.  BT-113 is what points, credit and
    other funders had paid, BT-115 the rest.  Raises `CheckoutError` as `en16931` does.

    Args:
        quote: what was sold.
        refund: what of it comes back.
        supplier: whose part of it is credited, the id of one that gives something back;
            None (the default) for the whole.
        reasons: as for `en16931`.
    """
    expect(
        quote=(quote, Quote), refund=(refund, Refund), supplier=(supplier, str | None)
    )
    why = known_reasons(reasons)
    zero = refund.zero
    entries, round_off = refund.entries, refund.round_off
    tendered = [refund.funded, *[each.due for each in refund.tenders]]
    if supplier is not None:
        own = {each.id: each for each in supplier_refunds(quote, refund)}
        part = own[_known_supplier(supplier, own)]
        entries = part.entries
        tendered = [part.funded, part.points, part.credit]
        round_off = total(entries, "round_off", zero)
    back = postings(entries, zero)
    sold = {
        row.line: row for row in postings(quote.entries, zero) if row.kind == "subtotal"
    }
    units = {row.line: row.quantity for row in refund.returned}
    parts = [
        _Part(
            row.line, row, units.get(row.line, 0), _line_category(quote, row.line, sold)
        )
        for row in back
        if row.kind == "subtotal" and row.line is not None
    ]
    paid = exact_sum(zero, tendered)
    due = difference(total(entries, "grand_total", zero), paid)
    rest = _Rest(paid=paid, round_off=round_off, due=due, zero=zero)
    return _invoice(quote, parts, back, rest, why)


def _known_supplier(supplier: str, known: Collection[str]) -> str:
    """Return the id of a supplier that has a part of the order."""
    if supplier not in known:
        check = Validator()
        hint = part_hint(supplier, known)
        check.add("supplier", "unknown_supplier", supplier, hint=hint)
        check.raise_any()
    return supplier


@frozen
class _Part:
    """The goods of one line: its posting, its units and its category."""

    line: int
    row: Posting | None
    quantity: int
    category: str


@frozen(kw_only=True)
class _Rest:
    """What is paid and rounded, after goods, charges and tax."""

    paid: Decimal
    round_off: Decimal
    due: Decimal
    zero: Decimal


def _line_category(
    quote: Quote, index: int, goods: Mapping[int | None, Posting]
) -> str:
    """Return how a line is taxed; a line that costs nothing has no rows that say it."""
    row = goods.get(index)
    known = row.category if row is not None else None
    return known or quote.cart.lines[index].tax_category


def _invoice(
    quote: Quote,
    parts: Iterable[_Part],
    rows: Iterable[Posting],
    rest: _Rest,
    reasons: Reasons,
) -> VatInvoice:
    zero = rest.zero
    breakdown = _Breakdown(zero)
    lines, duties = [], []
    for number, part in enumerate(parts, 1):
        made = _line(quote, part, number, zero)
        taxes, duty = _taxes(part.row, zero)
        lines.append(made)
        duties.append(duty)
        breakdown.add(made.category, made.rate, made.amount, taxes)
    charges = _Charges(zero)
    for row in rows:
        taxes, _ = _taxes(row, zero)
        if row.kind != "subtotal" and (row.net or taxes):
            rate = row.rate
            if rate is None:
                # A charge of an older quote does not say its rate.
                rate = exact_sum(ZERO, [each.rate for each in row.taxes])
            category, rate = _letter(row.category or "standard", rate)
            charges.add(_called(row), category, rate, row.net)
            breakdown.add(category, rate, row.net, taxes)
    # A duty per unit is not a percentage of a value; in EN 16931 it is a charge.
    if duty := exact_sum(zero, duties):
        charges.add("Duty per unit", "Z", ZERO, duty)
        breakdown.add("Z", ZERO, duty, zero)
    found = breakdown.rows(reasons)
    goods = exact_sum(zero, [each.amount for each in lines])
    more = exact_sum(zero, [each.amount for each in charges.all])
    net = exact_sum(goods, [more])
    tax = exact_sum(zero, [each.tax for each in found])
    return VatInvoice(
        lines=tuple(lines),
        allowances=(),
        charges=charges.all,
        bt_106=goods,
        bt_107=zero,
        bt_108=more,
        bt_109=net,
        bt_110=tax,
        bt_112=exact_sum(net, [tax]),
        bt_113=rest.paid,
        bt_114=rest.round_off,
        bt_115=rest.due,
        breakdown=found,
        currency=quote.currency,
    )


def _line(quote: Quote, part: _Part, number: int, zero: Decimal) -> VatLine:
    line, priced = quote.cart.lines[part.line], quote.lines[part.line]
    amount = zero if part.row is None else part.row.net
    quantity, unit = part.quantity, EN_UNITS.get(line.unit or "", _PIECE)
    if not quantity:
        quantity, unit = 1, _PIECE
    rate = exact_sum(priced.tax_rate, [priced.cess_rate])
    category, shown = _letter(part.category, rate)
    return VatLine(
        number=str(number),
        name=" ".join(filter(None, (line.product_name, line.variant_name))),
        quantity=Decimal(quantity),
        unit=unit,
        amount=amount,
        price=share_of(amount, quantity, _PRICE_DIGITS),
        category=category,
        rate=shown,
    )


def _letter(category: str, rate: Decimal) -> tuple[str, Decimal | None]:
    """Return the norm's category at a rate, and the rate as it shows it."""
    effect = EFFECTS[category]
    letter = effect.en16931 if rate else effect.en16931_at_zero
    return letter, None if letter == "O" else rate


def _taxes(row: Posting | None, zero: Decimal) -> tuple[Decimal, Decimal]:
    """Return the taxes of a posting and, apart, its duties per unit."""
    taxes = () if row is None else row.taxes
    duty = exact_sum(zero, [each.amount for each in taxes if each.name == PER_UNIT])
    every = exact_sum(zero, [each.amount for each in taxes])
    return difference(every, duty), duty


def _called(row: Posting) -> str:
    """Return what a charge is called."""
    return row.name or row.kind.capitalize()


class _Charges:
    """Charges of one name, category and rate added up, in the order they are met."""

    def __init__(self, zero: Decimal) -> None:
        self._zero = zero
        self._found: dict[tuple[str, str, Decimal | None], Decimal] = {}

    def add(
        self, reason: str, category: str, rate: Decimal | None, net: Decimal
    ) -> None:
        key = reason, category, rate
        self._found[key] = exact_sum(self._found.get(key, self._zero), [net])

    @property
    def all(self) -> tuple[VatCharge, ...]:
        return tuple(
            [
                VatCharge(net, category, rate, reason)
                for (reason, category, rate), net in self._found.items()
            ]
        )


class _Breakdown:
    """Value and tax by category and rate, in the order they are met."""

    def __init__(self, zero: Decimal) -> None:
        self._zero = zero
        self._found: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}

    def add(
        self, category: str, rate: Decimal | None, taxable: Decimal, tax: Decimal
    ) -> None:
        key = category, rate or ZERO
        known = self._found.get(key, (self._zero, self._zero))
        self._found[key] = exact_sum(known[0], [taxable]), exact_sum(known[1], [tax])

    def rows(self, reasons: Reasons) -> tuple[VatRow, ...]:
        return tuple(
            [
                VatRow(*key, *sums, reason_code=code, reason=text)
                for key, sums in self._found.items()
                for code, text in [reasons.get(key[0], ("", ""))]
            ]
        )
