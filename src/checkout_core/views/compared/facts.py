# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What differs of what the quotes were made from, but the lines.

Promises to name what differs of a customer, but not to print who it is and where they
live: of an address only what a price depends on is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.views.compared.comparison import Comparison, Item
from checkout_core.views.layout import clean
from checkout_core.words import message


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.views.language import Language


#: What people call the facts that shoppers and shops decide; all others are called as
#: their keys.
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "at": message("Moment of pricing"),
        "channel": message("Channel"),
        "coupon_code": message("Coupon code"),
        "coupon_codes": message("Coupon codes"),
        "payment.method": message("Payment method"),
        "payment.network": message("Card network"),
        "payment.card_type": message("Kind of card"),
        "payment.issuer": message("Bank of the payment"),
        "payment.bin": message("First digits of the card"),
        "payment.app": message("Payment app"),
        "payment.emi_months": message("Months of the instalments"),
        "customer.groups": message("Groups of the customer"),
        "customer.orders_placed": message("Orders that were placed before"),
        "customer.loyalty_points_balance": message("Balance of points"),
        "customer.credit_balance": message("Balance of credit"),
        "loyalty_points_redeemed": message("Points to be used"),
        "credit_balance_used": message("Credit to be used"),
        "shipping_address.pincode": message("Pincode of the delivery"),
        "shipping_address.state": message("State of the delivery"),
        "shipping_address.country": message("Country of the delivery"),
        "shipping.estimated_cost": message("Delivery cost that was given"),
        "shipping.tax_rate": message("Tax rate of the delivery"),
        "shipping.estimated_delivery_days": message("Days of the delivery"),
        "place.component_names": message("Taxes at the place of supply"),
        "place.state": message("Place of supply"),
        "place.supply": message("Kind of supply"),
        "place_of_supply": message("Place of supply that was given"),
        "supply_type": message("Kind of supply that was given"),
        "engine": message("Engine"),
    }
)
#: The same for the keys of what a cart has several of: `{name}` says which one it is.
EACH: Mapping[str, str] = MappingProxyType(
    {
        "charges[].id": message("Chosen charge {name}"),
        "charges[].amount": message("Amount of the charge {name}"),
        "gift_cards[].code": message("Gift card {name}"),
        "gift_cards[].balance": message("Balance of gift card {name}"),
        "gift_cards[].expires_at": message("End of gift card {name}"),
        "payment_plan[].due": message("Part {name} of the payment"),
        "payment_plan[].amount": message("Amount of part {name}"),
        "payment_plan[].percent": message("Share of part {name}"),
    }
)
#: Facts that are about a person: that they differ is said, but not what they are.
_PERSONAL = ("shipping_address.", "billing_address.", "customer.id", "customer_note")
#: Those of them that a price depends on.
_PRICED = (".pincode", ".state", ".country", ".tax_identification_number")


def facts(comparison: Comparison) -> Iterator[Item]:
    """Yield each fact that differs."""
    words = comparison.words
    for each in comparison.found.facts:
        name = _called(words, each.name)
        if each.name.startswith(_PERSONAL) and not each.name.endswith(_PRICED):
            yield Item(label=name, figure=words.text("differs"))
        else:
            figure = comparison.changed(each.name, each.before, each.after)
            yield Item(label=name, figure=figure)


def _called(words: Language, fact: str) -> str:
    """Return what people call a fact."""
    if fact in FACTS:
        return words.text(FACTS[fact])
    start, bracket, rest = fact.partition("[")
    name, _, key = rest.rpartition("].")
    label = EACH.get(f"{start}[].{key}") if bracket else None
    if label is None:
        return clean(fact)
    # The parts of a payment have no names; people count from 1.
    if start == "payment_plan":
        name = words.count(int(name) + 1)
    return words.text(label, name=clean(name))


__all__ = ["EACH", "FACTS", "facts"]
