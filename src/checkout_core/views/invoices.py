# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A quote in two formats for tax authorities: the Indian e-invoice and EN 16931.

Promises that the figures are sums of the quote's own rows and that the identities which
the two schemes check hold exactly.  Only figures: parties, numbers and dates are added
by the host.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.checks import MAX_NOTE, ZERO, Validator, expect
from checkout_core.errors import CheckoutError, Faults, fault
from checkout_core.ledger.rows import CHARGES, postings
from checkout_core.money.exact import (
    decimals,
    difference,
    exact_sum,
    share_of,
    to_decimal,
)
from checkout_core.orders.invoice import invoice_of
from checkout_core.pricing import Quote
from checkout_core.refunds import PriceReduction
from checkout_core.tax.rates import PER_UNIT


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checkout_core.ledger import Component, TaxRow
    from checkout_core.ledger.rows import Posting
    from checkout_core.orders import Invoice


__all__ = ["VatInvoice", "VatRow", "check_en16931", "einvoice", "en16931"]


# The Indian e-invoice ------------------------------------------------------------

#: The field of the schema for each tax component.
_INDIAN: Mapping[str, str] = MappingProxyType(
    {
        "IGST": "IgstAmt",
        "CGST": "CgstAmt",
        "SGST": "SgstAmt",
        "UTGST": "SgstAmt",
        "CESS": "CesAmt",
        PER_UNIT: "CesNonAdvlAmt",
    }
)
#: The largest `RndOffAmt` that the schema allows, up or down.
MAX_ROUND_OFF = Decimal("99.99")
#: The chapter of the HSN that holds services.
_SERVICES = "99"
_ITEM_TAXES = ("IgstAmt", "CgstAmt", "SgstAmt", "CesAmt", "CesNonAdvlAmt")


def einvoice(
    quote: Quote, *, reductions: Sequence[PriceReduction] = ()
) -> dict[str, Any]:
    """
    Return `ItemList` and `ValDtls` of the Indian e-invoice schema (INV-01, 1.1).

    Delivery, handling and charges are items of their own (services), so that the
    document's values are sums of its items.  Raises `CheckoutError` if the place of
    supply is not known (it decides which tax is due), for amounts that are not rupees
    and for a round-off that is larger than the schema allows.

    Args:
        quote: what was sold.
        reductions: by how much payments lowered the price before the invoice was made,
            as `Order.price_reductions` has them: discounts of the items; none by
            default.
    """
    check = Validator()
    check.instance("quote", quote, Quote, "a Quote")
    for i, each in enumerate(check.items("reductions", reductions, limit=MAX_NOTE)):
        path, expected = f"reductions[{i}]", "a PriceReduction"
        check.instance(path, each, PriceReduction, expected)
    check.raise_any()
    _check_indian(quote)
    zero = to_decimal(0, quote.cart.currency.exponent)
    off = invoice_of(quote, reductions)
    items = [*_goods(quote, off, zero), *_services(quote, off, zero)]
    for number, item in enumerate(items, 1):
        item["SlNo"] = str(number)
        taxes = [item[name] for name in _ITEM_TAXES]
        item["TotItemVal"] = exact_sum(item["AssAmt"], taxes)

    def summed(name: str) -> Decimal:
        return exact_sum(zero, [item[name] for item in items])

    values = {
        "AssVal": summed("AssAmt"),
        "CgstVal": summed("CgstAmt"),
        "SgstVal": summed("SgstAmt"),
        "IgstVal": summed("IgstAmt"),
        "CesVal": exact_sum(summed("CesAmt"), [summed("CesNonAdvlAmt")]),
        "Discount": zero,
        "OthChrg": zero,
        "RndOffAmt": quote.totals.round_off,
        "TotInvVal": off.amount,
    }
    return {"ItemList": items, "ValDtls": values}


def _check_indian(quote: Quote) -> None:
    found = Faults()
    if quote.currency != "INR":
        found.add("currency", "not_in_rupees", quote.currency)
    if quote.place.component_names == ("GST",):
        found.add("place_of_supply", "place_unknown", None)
    rounded = quote.totals.round_off
    if rounded.copy_abs() > MAX_ROUND_OFF:
        limit = MAX_ROUND_OFF
        found.add("totals.round_off", "round_off_too_large", rounded, limit=limit)
    found.raise_any()


def _item(zero: Decimal, components: Iterable[Component]) -> dict[str, Any]:
    found: dict[str, Any] = dict.fromkeys(_ITEM_TAXES, zero)
    for each in components:
        name = _INDIAN.get(each.name)
        if name is None:
            where = "cart.cart_items"
            raise CheckoutError([fault(where, "not_gst", each.name, name=each.name)])
        found[name] = exact_sum(found[name], [each.amount])
    return found


def _goods(quote: Quote, sold: Invoice, zero: Decimal) -> list[dict[str, Any]]:
    found = []
    goods = {each.line: each for each in sold.rows if each.kind == "subtotal"}
    for index, (line, quoted) in enumerate(
        zip(quote.cart.lines, quote.lines, strict=True)
    ):
        row = goods.get(index)
        net = zero if row is None else row.net
        code = line.hsn_code or ""
        found.append(
            {
                "PrdDesc": line.product_name,
                "IsServc": "Y" if code.startswith(_SERVICES) else "N",
                "HsnCd": code,
                "Qty": line.quantity,
                "FreeQty": quoted.free_quantity,
                "UnitPrice": share_of(quoted.subtotal, line.quantity, 3),
                "TotAmt": quoted.subtotal,
                "Discount": difference(quoted.subtotal, net),
                "AssAmt": net,
                "GstRt": quoted.tax_rate,
                "CesRt": quoted.cess_rate,
                **_item(zero, () if row is None else row.taxes),
            }
        )
    return found


def _services(quote: Quote, sold: Invoice, zero: Decimal) -> list[dict[str, Any]]:
    """
    Return an item for the delivery, each line's handling and each charge.

    A charge that is apportioned over the goods' rates is one item for each of
    them: an item has one legal rate, not an average.
    """
    charges = [row for row in quote.entries if row.kind in CHARGES]
    reduced = [each for each in sold.rows if each.kind != "subtotal"]
    return [
        {
            "PrdDesc": _service(quote, each),
            "IsServc": "Y",
            "HsnCd": each.hsn_code or "",
            "Qty": 1,
            "FreeQty": 0,
            "UnitPrice": each.net,
            "TotAmt": each.net,
            "Discount": difference(each.net, less.net),
            "AssAmt": less.net,
            "GstRt": each.rate,
            "CesRt": zero,
            **_item(zero, less.taxes),
        }
        for each, less in zip(postings(charges, zero), reduced, strict=True)
        if each.net or each.taxes
    ]


def _service(quote: Quote, charge: Posting) -> str:
    """Return what a charge is called on the invoice."""
    if charge.name is not None:
        return charge.name
    if charge.line is None:
        return "Shipping"
    return f"Handling of {quote.cart.lines[charge.line].product_name}"


# EN 16931 ------------------------------------------------------------------------

#: The category codes of EN 16931 (UNTDID 5305) for our categories.  The norm's category
#: S (standard) has a rate above zero; at rate zero it is Z.
EN_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "standard": "S",
        "zero": "Z",
        "exempt": "E",
        "reverse_charge": "AE",
        "export": "G",
        "outside_scope": "O",
    }
)
_AT_ZERO = {**EN_CATEGORIES, "standard": EN_CATEGORIES["zero"]}


@frozen
class VatRow:
    """
    One row of the VAT breakdown: BT-116 to BT-119.

    Attributes:
        category: BT-118, the category of the tax, such as "S" or "Z".
        rate: BT-119, in percent.
        taxable: BT-116, the amount that is taxed, in major units.
        tax: BT-117, the tax on it, in major units.
    """

    category: str
    rate: Decimal
    taxable: Decimal
    tax: Decimal


@frozen(kw_only=True)
class VatInvoice:
    """
    The totals of an invoice by EN 16931, each field named by its business term.

    Amounts are in major units.

    `lines`, `allowances` and `charges` are the amounts that BT-106 to BT-108 sum.

    Attributes:
        lines, allowances, charges: the amounts that BT-106, BT-107 and BT-108 sum.
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
    """

    lines: tuple[Decimal, ...]
    allowances: tuple[Decimal, ...]
    charges: tuple[Decimal, ...]
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


def en16931(quote: Quote) -> VatInvoice:
    """
    Return the totals BT-106 to BT-115 and the VAT breakdown of *quote*.

    Lines are net of their discounts, delivery and charges are charges of the
    document, and what points, credit and other funders pay counts as paid.
    """
    expect(quote=(quote, Quote))
    zero = to_decimal(0, quote.cart.currency.exponent)
    totals = quote.totals
    lines = tuple([line.taxable_value for line in quote.lines])
    # A duty per unit is not a percentage of a value; in EN 16931 it is a charge.
    duties = [
        part.amount
        for line in quote.lines
        for part in line.components
        if part.name == PER_UNIT
    ]
    charges = (
        totals.shipping_amount,
        totals.handling_charge_excluding_tax,
        exact_sum(zero, duties),
    )
    net = exact_sum(zero, [*lines, *charges])
    tax = exact_sum(totals.total_tax, [each.copy_negate() for each in duties])
    gross = exact_sum(net, [tax])
    paid = exact_sum(totals.funded_savings, [each.value for each in quote.tenders])
    return VatInvoice(
        lines=lines,
        allowances=(),
        charges=charges,
        bt_106=exact_sum(zero, lines),
        bt_107=zero,
        bt_108=exact_sum(zero, charges),
        bt_109=net,
        bt_110=tax,
        bt_112=gross,
        bt_113=paid,
        bt_114=totals.round_off,
        bt_115=totals.to_be_paid,
        breakdown=_breakdown(quote.figures.tax_rows, charges[-1], zero),
    )


def _breakdown(
    rows: Iterable[TaxRow], duties: Decimal, zero: Decimal
) -> tuple[VatRow, ...]:
    """Return one row for each category and rate; *duties* have rate zero."""
    found: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}

    def add(category: str, rate: Decimal, taxable: Decimal, *taxes: Decimal) -> None:
        known = found.get((category, rate), (zero, zero))
        sums = exact_sum(known[0], [taxable]), exact_sum(known[1], taxes)
        found[category, rate] = sums

    for row in rows:
        rate = exact_sum(row.rate, [row.cess_rate])
        code = EN_CATEGORIES[row.category] if rate else _AT_ZERO[row.category]
        taxes = [each.amount for each in row.components if each.name != PER_UNIT]
        add(code, rate, row.taxable_value, *taxes)
    if duties:
        add(EN_CATEGORIES["zero"], ZERO, duties)
    return tuple([VatRow(*key, *sums) for key, sums in found.items()])


def check_en16931(invoice: VatInvoice) -> None:
    """
    Raise `CheckoutError` with every rule of EN 16931 that *invoice* breaks.

    BR-CO-10 to BR-CO-17, and BR-S-08 with its sisters for all rows together: the
    values of the rows are the total without tax.  As in the official test, the
    tax of a row, and its value if it is taxed, may be off by less than 1.00.
    """
    expect(invoice=(invoice, VatInvoice))
    found = Faults()

    def same(name: str, rule: str, actual: Decimal, expected: Decimal) -> None:
        if actual != expected:
            found.add(name, "does_not_add_up", actual, expected=expected, identity=rule)

    def less(*amounts: Decimal) -> list[Decimal]:
        return [each.copy_negate() for each in amounts]

    zero = exact_sum(invoice.bt_106, less(invoice.bt_106))
    same("bt_106", "BR-CO-10", invoice.bt_106, exact_sum(zero, invoice.lines))
    same("bt_107", "BR-CO-11", invoice.bt_107, exact_sum(zero, invoice.allowances))
    same("bt_108", "BR-CO-12", invoice.bt_108, exact_sum(zero, invoice.charges))
    net = exact_sum(invoice.bt_106, [*less(invoice.bt_107), invoice.bt_108])
    same("bt_109", "BR-CO-13", invoice.bt_109, net)
    tax = exact_sum(zero, [row.tax for row in invoice.breakdown])
    same("bt_110", "BR-CO-14", invoice.bt_110, tax)
    gross = exact_sum(invoice.bt_109, [invoice.bt_110])
    same("bt_112", "BR-CO-15", invoice.bt_112, gross)
    due = exact_sum(invoice.bt_112, [*less(invoice.bt_113), invoice.bt_114])
    same("bt_115", "BR-CO-16", invoice.bt_115, due)
    base = exact_sum(zero, [row.taxable for row in invoice.breakdown])
    off = exact_sum(base, less(invoice.bt_109)).copy_abs()
    if off >= sum(row.rate > 0 for row in invoice.breakdown):
        same("breakdown", "BR-S-08", base, invoice.bt_109)
    for index, row in enumerate(invoice.breakdown):
        expected = share_of(row.taxable, 100, max(2, decimals(zero)), row.rate)
        difference = exact_sum(row.tax, less(expected)).copy_abs()
        if difference >= 1:
            same(f"breakdown[{index}].tax", "BR-CO-17", row.tax, expected)
    found.raise_any()
