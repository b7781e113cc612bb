# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Random carts: lines, addresses, how they are paid, what the host knows."""

from typing import Any

from tests.oracle.money import minor, text

from .chance import PRODUCTS, Chance, Document


VARIANTS = (None, None, "v1", "v2")
CATEGORIES = ("c1", "c2", "c3")
CHANNELS = ("web", "app")
GROUPS = ("vip", "staff")
PINCODES = ("560 001", "560002", "400001", "56ab 12")
UNTAXED = ("zero", "exempt", "reverse_charge", "export", "outside_scope")
COMPONENTS = ("State", "County", "City")
#: Every payment matches some pattern that is drawn, and fails some other.
PAYMENTS: tuple[Document, ...] = (
    {"method": "card", "issuer": "HDFC", "network": "VISA", "card_type": "credit"},
    {"method": "card", "issuer": "ICICI", "card_type": "debit", "bin": "45551234"},
    {"method": "card", "issuer": "HDFC", "bin": "4556"},
    {"method": "upi", "app": "gpay"},
    {"method": "upi"},
    {"method": "emi", "issuer": "HDFC", "emi_months": 6},
    {"method": "wallet", "app": "Paytm"},
    {"method": "netbanking", "issuer": "SBI"},
    {"method": "cash_on_delivery"},
    {"method": "cash_on_delivery"},
    {"method": "bank_transfer"},
)
MOMENTS = (
    "2026-11-22T12:00:00+05:30",
    "2026-11-27T22:00:00+05:30",
    "2026-11-27T21:59:59+05:30",
    "2026-11-28T01:59:59+05:30",
    "2026-11-28T02:00:00+05:30",
    "2026-11-28T00:00:00+05:30",
    "2026-11-23T01:30:00+05:30",
    "2026-11-27T16:30:00Z",
    "2026-11-27T20:29:59.500000Z",
)
STATES = ("Karnataka", "29", "Delhi", "Chandigarh", "IN-MH")
ADDRESSES: tuple[Document | None, ...] = (
    None,
    {"state": "Karnataka", "country": "India", "pincode": "560 001"},
    {"state": "Delhi", "pincode": "110001"},
    {"country": "IN", "pincode": "400 001"},
    {"pincode": "56AB12"},
    {"state": "Chandigarh"},
    {"country": "Germany", "pincode": "10115"},
)


def line(chance: Chance, regime: str | None, place: int) -> Document:
    """Return a line: pieces or goods by measure, taxed in one way or another."""
    measured = chance.often(0.12)
    # Of a price of a few minor units a tax rounded up twice may be more than all.
    price = chance.money(0 if chance.often(0.05) else 1, chance.one([3, *[9000] * 12]))
    found: Document = {
        "line_id": chance.maybe(0.1, f"line{place}"),
        "product_id": chance.one(PRODUCTS),
        "variant_id": chance.one(VARIANTS),
        "category_ids": chance.some(CATEGORIES) if chance.often(0.6) else [],
        "quantity": chance.one([1, 1, 2, 2, 3, 4, 5, 6, 7]),
        "selling_price": price,
        "price_including_tax": chance.often(0.4),
    }
    if measured:
        found |= {
            "price_per": chance.one([2, 100, 1000, 1000]),
            "quantity": chance.one([1, 3, 250, 333, 1500, 2500]),
            "unit": chance.one([None, "GMS", "mtr"]),
        }
    if chance.often(0.3):
        found["listing_price"] = chance.one([price, chance.money(1, 9000)])
    found |= taxed(chance, regime, price, measured=measured)
    if chance.often(0.2):
        found["handling_charge_excluding_tax"] = chance.money(0, 500)
        if chance.often(0.6):
            found["handling_charge_tax_rate"] = chance.rate()
        elif regime == "components":
            found["handling_charge_tax_components"] = components(chance)
    return found


def taxed(
    chance: Chance, regime: str | None, price: str, *, measured: bool
) -> Document:
    """Return how a line is taxed: rate, cess, slabs, components or a category."""
    way = chance.number(1, 10)
    if way <= 2:
        return {"tax_rate": "0", "tax_category": chance.one(UNTAXED)}
    if way <= 4:
        # Between the price and half of it a free unit or a discount changes the rate.
        unit = max(4, minor(price, chance.exponent))
        near = chance.number(unit // 2, unit + 1)
        first = chance.one([text(near, chance.exponent), chance.money(1, 5000)])
        cess = chance.one(["0", "0", "1.5"]) if regime is None else "0"
        slabs = [
            {"up_to": first, "rate": chance.one(["5", "0", "18"])},
            {"rate": chance.one(["18", "28", "5"])},
        ]
        return {"tax_slabs": slabs, "cess_rate": cess}
    if way <= 6 and regime == "components":
        return {"tax_components": components(chance)}
    if way == 7 and regime is None and not measured:
        return {"tax_rate": chance.rate(), "cess_rate": chance.one(["1", "12.5"])}
    return {"tax_rate": chance.rate()}


def components(chance: Chance) -> list[Document]:
    """Return tax components as a US state, county and city have them."""
    return [
        {
            "name": name,
            "rate": chance.one(["4", "4.5", "0.125", "8.875", "0"]),
            "compound": chance.often(0.3),
        }
        for name in chance.some(COMPONENTS, 1)
    ]


def lines(chance: Chance, regime: str | None) -> list[Document]:
    """Return lines, each with a key of its own."""
    found = [line(chance, regime, place) for place in range(chance.number(1, 5))]
    seen = set()
    for place, each in enumerate(found):
        key = (each["product_id"], each["variant_id"] or "")
        if each["line_id"] is None and key in seen:
            each["line_id"] = f"line{place}"
        if each["line_id"] is None:
            seen.add(key)
    return found


def customer(chance: Chance) -> Document:
    """Return what the host knows of who buys."""
    return {
        "id": chance.maybe(0.8, "u1"),
        "groups": chance.some(GROUPS) if chance.often(0.6) else None,
        "orders_placed": chance.one([None, 0, 0, 1, 2, 5]),
        "loyalty_points_balance": chance.one([0, 40, 1000, 100000]),
        "credit_balance": chance.money(0),
        "offer_redemptions": {"p0": 1, "k0": 1} if chance.often(0.3) else None,
    }


def gift_cards(chance: Chance, at: str) -> list[Document]:
    """Return gift cards: some expired at this moment, some empty."""
    return [
        {
            "code": f"{chance.one(['GIFT', 'CARD', ''])}{number}{'x' * number}",
            "balance": chance.one(["0", chance.money(), chance.edge()]),
            "expires_at": chance.one([None, None, at, "2027-01-01T00:00:00Z"]),
        }
        for number in range(chance.number(1, 3))
    ]


def plan(chance: Chance) -> list[Document]:
    """Return a payment plan: now, dates, on delivery, in this order."""
    dues = [
        *(["now"] if chance.often(0.7) else []),
        *sorted(chance.some(["2026-12-01", "2026-12-24", "2027-01-01"])),
        *(["on_delivery"] if chance.often(0.6) else []),
    ] or ["now"]
    parts: list[Document] = [{"due": due} for due in dues]
    for part in parts[:-1]:
        if chance.often(0.5):
            part["percent"] = chance.percent()
        else:
            part["amount"] = chance.one([chance.money(), chance.edge()])
    return parts


def cart(chance: Chance, at: str, currency: str, regime: str | None) -> Document:
    """Return a cart, and remember the amounts that limits should lie on."""
    items = lines(chance, regime)
    remember(chance, items)
    found: Document = {"currency": currency, "cart_items": items}
    if chance.often(0.5):
        found["payment"] = chance.one(PAYMENTS)
    if chance.often(0.5):
        found["channel"] = chance.one(CHANNELS)
    for key in ("shipping_address", "billing_address"):
        if chance.often(0.4):
            found[key] = chance.one(ADDRESSES)
    if chance.often(0.1):
        found["fulfillment_preference"] = {
            "fulfillment_type": "collect-in-store",
            "pickup_location_id": "s1",
        }
    elif chance.often(0.6):
        found["shipping"] = shipping(chance, regime)
    return found | tenders(chance, at)


def tenders(chance: Chance, at: str) -> Document:
    """Return points, credit, gift cards and a plan, or some of them."""
    found: Document = {}
    if chance.often(0.45):
        found["loyalty_points_redeemed"] = chance.one([0, 7, 40, 100, 5000])
    if chance.often(0.3):
        found["credit_balance_used"] = chance.money(0)
    if chance.often(0.25):
        found["gift_cards"] = gift_cards(chance, at)
    if chance.often(0.15):
        found["payment_plan"] = plan(chance) if chance.often(0.8) else []
    return found


def shipping(chance: Chance, regime: str | None) -> Document:
    """Return a quoted cost of delivery, with a rate, components or neither."""
    found: Document = {
        "estimated_cost": chance.money(0, 9900),
        "price_including_tax": chance.often(0.5),
    }
    if chance.often(0.5):
        found["tax_rate"] = chance.rate()
    elif regime == "components" and chance.often(0.5):
        found["tax_components"] = components(chance)
    return found


def remember(chance: Chance, items: list[dict[str, Any]]) -> None:
    """Note what the lines come to, alone and together, and what their units cost."""
    chance.products = [each["product_id"] for each in items]
    listed = []
    for each in items:
        unit = minor(each["selling_price"], chance.exponent)
        listed.append(unit * each["quantity"] // each.get("price_per", 1))
        chance.edges += [unit, listed[-1]]
    chance.edges += [sum(listed), *(sum(listed[: i + 1]) for i in range(len(listed)))]
