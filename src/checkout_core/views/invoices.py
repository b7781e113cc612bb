# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures of a quote for the Indian e-invoice, and those of EN 16931 by their names.

Promises that the figures are sums of the quote's own rows and that the identities which
the scheme checks hold exactly.  Only figures: parties, numbers and dates are added by
the host.  What EN 16931 asks for is made in `papers`.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError, Faults, fault
from checkout_core.ledger.rows import CHARGES, postings
from checkout_core.money.exact import difference, exact_sum, share_of, to_decimal
from checkout_core.orders.invoice import invoice_of
from checkout_core.papers.en16931 import (
    EN_CATEGORIES,
    VatCharge,
    VatInvoice,
    VatLine,
    VatRow,
    en16931,
)
from checkout_core.papers.vat_rules import check_en16931
from checkout_core.pricing import Quote
from checkout_core.refunds import PriceReduction
from checkout_core.tax.rates import PER_UNIT


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from checkout_core.ledger import Component
    from checkout_core.ledger.rows import Posting
    from checkout_core.orders import Invoice


__all__ = [
    "EN_CATEGORIES",
    "VatCharge",
    "VatInvoice",
    "VatLine",
    "VatRow",
    "check_en16931",
    "einvoice",
    "en16931",
]

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
