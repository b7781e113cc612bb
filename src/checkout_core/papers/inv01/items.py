# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
`ItemList` and `ValDtls` of INV-01.

Promises that each value is a sum of its items, and that `AssAmt` is `TotAmt` less
`Discount`.  Knows no parties.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.money.exact import exact_sum, share_of
from checkout_core.papers.categories import EFFECTS
from checkout_core.papers.inv01.fields import optional
from checkout_core.papers.inv01.joined import code_of
from checkout_core.papers.inv01.messages import add
from checkout_core.pricing.recompute import store_of
from checkout_core.tax.india.units import is_service
from checkout_core.tax.rates import PER_UNIT


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from checkout_core.checks import Validator
    from checkout_core.ledger import Component
    from checkout_core.papers.particulars import Item
    from checkout_core.pricing import Quote
    from checkout_core.store import Store


__all__ = ["HEADS", "as_items", "is_taxable", "values_of"]


#: The field of each tax.
HEADS: Mapping[str, str] = MappingProxyType(
    {
        "IGST": "IgstAmt",
        "CGST": "CgstAmt",
        "SGST": "SgstAmt",
        "UTGST": "SgstAmt",
        "CESS": "CesAmt",
        PER_UNIT: "CesNonAdvlAmt",
    }
)
_AMOUNTS = tuple(dict.fromkeys(HEADS.values()))
MAX_ITEMS = 1_000

_CODE = re.compile(r"(?!0+$)([0-9]{4,6}|[0-9]{8})").fullmatch
_LEAST_NAME, _MOST_NAME = 3, 300


def is_taxable(item: Item) -> bool:
    """Return whether goods or a charge are an item; others are in `OthChrg`."""
    return EFFECTS[item.category].is_item


def as_items(
    check: Validator, quote: Quote, items: Iterable[Item], zero: Decimal
) -> list[dict[str, Any]]:
    """Return `ItemList`; what the portal would refuse goes into *check*."""
    store = store_of(quote.cart, quote.policies)
    found = [_item(check, quote, store, each, zero) for each in items]
    if len(found) > MAX_ITEMS:
        add(check, "cart.cart_items", "too_many_items", len(found), limit=MAX_ITEMS)
    for number, each in enumerate(found, 1):
        each["SlNo"] = str(number)
    return found


def _item(
    check: Validator, quote: Quote, store: Store, item: Item, zero: Decimal
) -> dict[str, Any]:
    is_charge = item.kind != "subtotal"
    code = item.hsn_code
    paid = _heads(check, item.taxes, zero)
    # What the recipient pays on reverse charge is shown, and not in the total.
    shown = _heads(check, item.recipient_taxes, zero) if item.recipient_taxes else paid
    _check_code(check, quote, store, item, is_charge=is_charge)
    found = {
        "SlNo": "",
        "PrdDesc": optional(_name(item), _LEAST_NAME, _MOST_NAME),
        "IsServc": "Y" if is_charge or is_service(code) else "N",
        "HsnCd": code,
        "Qty": item.quantity,
        "FreeQty": item.free_quantity,
        # A service has none, and the portal takes no code as short as "NA".
        "Unit": item.unit,
        "UnitPrice": share_of(item.subtotal, item.quantity or 1, 3),
        "TotAmt": item.subtotal,
        "Discount": item.discount,
        "AssAmt": item.taxable_value,
        "GstRt": item.rate,
        "CesRt": item.cess_rate,
        **shown,
        "OthChrg": zero,
        "TotItemVal": exact_sum(item.taxable_value, paid.values()),
    }
    return {key: value for key, value in found.items() if value is not None}


def _name(item: Item) -> str:
    """Return what an item is called."""
    if item.kind == "shipping":
        return "Delivery"
    return f"Handling of {item.name}" if item.kind == "handling" else item.name


def _heads(
    check: Validator, taxes: Iterable[Component], zero: Decimal
) -> dict[str, Decimal]:
    """Return the amount of each field of a tax."""
    found = dict.fromkeys(_AMOUNTS, zero)
    for each in taxes:
        key = HEADS.get(each.name)
        if key is None:
            check.add("cart.cart_items", "not_gst", each.name, name=each.name)
        else:
            found[key] = exact_sum(found[key], [each.amount])
    return found


#: Whose code each kind of charge has.
_WHOSE = {
    "shipping": "the delivery's",
    "handling": "that of the handling",
    "charge": "the charge's",
    "surcharge": "that of the surcharge",
}


def _check_code(
    check: Validator, quote: Quote, store: Store, item: Item, *, is_charge: bool
) -> None:
    """Add a fault for a code or a unit that the portal refuses."""
    code, whose = item.hsn_code, _WHOSE.get(item.kind, "the line's")
    path = f"cart.cart_items[{item.line}].hsn_code"
    if is_charge:
        known = code_of(quote, store, item.kind, item.line, item.name)
        path = "code" if known is None else known.path
    if not _CODE(code):
        add(check, path, "hsn_code", code or None, whose=whose)
    elif is_charge and not is_service(code):
        add(check, path, "service_code", code)
    if not is_charge and item.unit is None and not is_service(code):
        assert item.line is not None
        unit = f"cart.cart_items[{item.line}].unit"
        add(check, unit, "unit_missing", quote.cart.lines[item.line].unit)


def values_of(
    items: Sequence[Mapping[str, Any]],
    others: Iterable[Item],
    round_off: Decimal,
    zero: Decimal,
) -> dict[str, Decimal]:
    """Return `ValDtls`; *others* are goods and charges that are not taxable."""

    def summed(name: str) -> Decimal:
        return exact_sum(zero, [each[name] for each in items])

    other = exact_sum(zero, [each.amount for each in others])
    return {
        "AssVal": summed("AssAmt"),
        "CgstVal": summed("CgstAmt"),
        "SgstVal": summed("SgstAmt"),
        "IgstVal": summed("IgstAmt"),
        "CesVal": exact_sum(summed("CesAmt"), [summed("CesNonAdvlAmt")]),
        "Discount": zero,
        "OthChrg": other,
        "RndOffAmt": round_off,
        "TotInvVal": exact_sum(summed("TotItemVal"), [other, round_off]),
    }
