# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Random checkout documents: a cart, a store with offers and charges, a moment."""

from tests.oracle.money import exponent_of, text

from . import carts, india, owns
from .chance import Chance, Document
from .vendors import BOTH, OF_COUPONS


CURRENCIES = ("INR",) * 8 + ("JPY", "KWD")
ROUNDING = ("half_up",) * 4 + ("half_even", "half_down", "up", "down")


def document(seed: str) -> Document:
    """Return the document of a seed."""
    chance = Chance(seed, 0)
    currency = chance.one(CURRENCIES)
    chance.exponent = exponent_of(currency)
    regime = chance.one([None, None, None, "named", "components"])
    at = chance.one(carts.MOMENTS)
    cart = carts.cart(chance, at, currency, regime)
    store = stored(chance, regime)
    enter(chance, cart, store)
    found = {"at": at, "cart": cart, "store": store}
    if chance.often(0.7):
        found["customer"] = carts.customer(chance)
    if regime is None:
        # Drawn apart, so that what else a seed gives does not depend on it.
        found = india.add(Chance(f"{seed}/india", chance.exponent), found)
    return found


def stored(chance: Chance, regime: str | None) -> Document:
    """Return a store with everything that an offer or a charge may ask of it."""
    groups = [
        {"id": name, "pick": chance.one(["all", "best"])}
        for name in chance.some(["g1", "g2", "g3"])
    ]
    names = [each["id"] for each in groups]
    promotions = [
        promotion(chance, f"p{i}", names)
        for i in range(chance.one([0, 1, 1, 2, 3, 4, 5]))
    ]
    if promotions and chance.often(0.15):
        # Two that give the same: the first in the store applies.
        twin = {**chance.one(promotions), "id": f"p{len(promotions)}"}
        promotions.append(twin)
        chance.random.shuffle(promotions)
    coupons = [coupon(chance, i) for i in range(chance.one([0, 1, 2, 2, 3, 4]))]
    if chance.often(0.03):
        promotions, coupons = even(chance)
    return {
        "promotions": promotions,
        "coupons": coupons,
        "offer_groups": groups,
        "maximum_coupons": chance.one([None, 1, 2, 2, 3, 3]),
        "offer_redemptions": {"p0": 2, "k0": 2} if chance.often(0.2) else None,
        "offer_discounts": (
            {"p0": chance.money(1, 1500), "k0": chance.money()}
            if chance.often(0.3)
            else None
        ),
        "code_redemptions": {"CODE0": 1} if chance.often(0.2) else None,
        "utc_offset": chance.one([None, None, "+05:30", "-03:00", "+14:00"]),
        "fixed_discount": chance.one([None, "own_basis", *["face_value"] * 3]),
        "free_shipping_threshold": chance.maybe(0.2, chance.edge()),
        "handling": chance.one([None, "per_unit", "per_line"]),
        "charges": [
            charge(chance, regime, i) for i in range(chance.one([0, 0, 1, 2, 3]))
        ],
        "loyalty": loyalty(chance),
        "payment_plan": carts.plan(chance) if chance.often(0.15) else None,
        "rounding": chance.one(ROUNDING),
        "round_off": chance.maybe(0.3, chance.one(["1", "5", "10"])),
        "tax": taxed(chance, regime),
    }


def taxed(chance: Chance, regime: str | None) -> Document:
    """Return the tax policies."""
    level = chance.one(["line", "line", "document", "unit"])
    exact = level != "unit" and chance.often(0.25)
    found: Document = {
        "level": level,
        "inclusive_split": "net_exact" if exact else "gross_exact",
        "charge_tax": chance.one(["own_rate", "own_rate", "highest", "apportion"]),
    }
    if regime is not None:
        return {**found, "regime": regime, "tax_name": "VAT"}
    return {**found, "seller_state": chance.one([None, *carts.STATES])}


def loyalty(chance: Chance) -> Document | None:
    """Return a programme, points being a tender or a discount."""
    if chance.often(0.4):
        return None
    return {
        "value_per_point": chance.one(["0.25", "1", "0.333", "0.01"]),
        "points_per_unit": chance.one(["0", "0.1", "1"]),
        "minimum_points": chance.one([0, 0, 7, 40, 60]),
        "maximum_points": chance.maybe(0.2, 60),
        "maximum_percent": chance.maybe(0.3, chance.percent()),
        "points_mode": chance.one([None, "tender", "discount", "discount"]),
    }


def offer(chance: Chance, name: str, kind_key: str) -> Document:
    """Return what promotions and coupons have in common."""
    ours: Document = {}
    if chance.often(0.55):
        kind = chance.one(list(owns.OWN))
        vendors, draw = owns.OWN[kind]
        ours["benefit"] = {"kind": kind, **draw(chance)}
        body: Document = {kind_key: vendors, "applies_to_product": None}
        body["details"] = None
    else:
        table = BOTH if kind_key == "promotion_type" else OF_COUPONS
        vendors = chance.one(list(table))
        body = {kind_key: vendors, **table[vendors](chance)}
    if chance.often(0.2):
        ours["conditions"] = owns.conditions(chance)
    if chance.often(0.2):
        ours["exclude"] = owns.exclude(chance)
    if vendors != "free-shipping" and chance.often(0.15):
        ours["funded_by"] = chance.one(["seller", "brand", "platform"])
    if chance.often(0.15):
        budget = chance.one([chance.money(), chance.edge()])
        ours["redemption_limits"] = {"total_discount_amount": budget}
    # Each from the same few moments as the cart: some start now, some end now.
    starts, ends = (chance.maybe(0.1, chance.one(carts.MOMENTS)) for _ in range(2))
    if starts is not None and ends is not None:
        ends = None
    found: Document = {
        "id": name,
        "name": name,
        "description": None,
        "tags": None,
        "redemption_limits": limits(chance) if chance.often(0.1) else None,
        "redemption_count": chance.one([0, 0, 0, 1]),
        "minimum_order_total": chance.maybe(0.2, chance.edge()),
        "starts_at": starts,
        "expires_at": ends,
        **body,
    }
    if ours:
        found["x_checkout_core"] = ours
    return found


def even(chance: Chance) -> tuple[list[Document], list[Document]]:
    """Return promotions, and a coupon, that give alone what two give together."""
    amount = chance.number(1, 200)

    def fixed(found: Document, kind: str, minor: int) -> Document:
        details = {
            "discount_type": "fixed-amount",
            "fixed_discount_amount": text(minor, chance.exponent),
            "products": [],
            "category_id": [],
        }
        return {
            **found,
            kind: "discount",
            "applies_to_product": "all",
            "details": details,
            "redemption_limits": None,
            "minimum_order_total": None,
            "starts_at": None,
            "expires_at": None,
            "x_checkout_core": {},
        }

    amounts = {"p0": amount, "p1": amount, "p2": 2 * amount}
    found = [
        {
            **fixed(promotion(chance, name, []), "promotion_type", each),
            "can_be_used_with_other_promotion": name != "p2",
        }
        for name, each in amounts.items()
    ]
    chance.random.shuffle(found)
    alone = fixed(coupon(chance, 0), "coupon_type", 2 * amount)
    return found, [{**alone, "can_be_used_with_promotion": False}]


def limits(chance: Chance) -> Document:
    """Return limits of redemptions."""
    return {
        "total_redemptions": chance.one([None, 0, 1, 2, 5]),
        "per_customer_redemptions": chance.one([None, 1, 2]),
        "per_coupon_code_redemptions": chance.one([None, 1, 2]),
    }


def promotion(chance: Chance, name: str, groups: list[str]) -> Document:
    """Return a promotion, in a group, combinable or alone."""
    found = offer(chance, name, "promotion_type")
    found["can_be_used_with_other_promotion"] = chance.often(0.7)
    if groups and chance.often(0.5):
        ours = found.setdefault("x_checkout_core", {})
        ours["group"] = chance.one(groups)
    return found


def coupon(chance: Chance, number: int) -> Document:
    """Return a coupon with one code or two."""
    found = offer(chance, f"k{number}", "coupon_type")
    codes = [f"CODE{number}"] + ([f"Also{number}"] if chance.often(0.3) else [])
    rules = {
        "max_applicable_items": chance.one([None, 0, 1, 2, 3, 5]),
        "application_priority": chance.one(
            [None, "cheapest_first", "most_expensive_first", "first_added"]
        ),
    }
    return {
        **found,
        "coupon_code": codes,
        "application_rules": chance.maybe(0.4, rules),
        "can_be_used_with_promotion": chance.often(0.7),
    }


def enter(chance: Chance, cart: Document, store: Document) -> None:
    """Enter codes, known and unknown, and choose charges."""
    known = [
        chance.one([code, f" {code.lower()}"])
        for each in store["coupons"]
        for code in each["coupon_code"]
    ]
    if chance.often(0.2):
        cart["coupon_code"] = chance.one([None, "", "NONE", *known, *known, *known])
    else:
        more = ["NONE"] if chance.often(0.05) else []
        codes = chance.some([*known, *more], len(known) // 2)
        chance.random.shuffle(codes)
        cart["coupon_codes"] = codes
    chosen = []
    for each in store["charges"]:
        if each.get("when") == "chosen" and chance.often(0.7):
            choice = {"id": each["id"]}
            if "open" in each:
                choice["amount"] = chance.one([each["open"]["minimum"], "5"])
            chosen.append(choice)
    if chosen:
        cart["charges"] = chosen


def charge(chance: Chance, regime: str | None, number: int) -> Document:
    """Return a charge: an amount, a percent, open; taxed, untaxed or as the goods."""
    found = {
        "id": f"x{number}",
        "name": f"charge {number}",
        **charged(chance),
        **charge_tax(chance, regime),
    }
    if "open" in found or chance.often(0.5):
        found["when"] = "chosen"
    if chance.often(0.5):
        found["conditions"] = owns.conditions(chance)
    return found


def charged(chance: Chance) -> Document:
    """Return how much a charge is."""
    found: Document = {}
    way = chance.one(["amount", "percent", "percent", "open"])
    if way == "amount":
        found["amount"] = chance.money(0, 5000)
    elif way == "percent":
        found["percent"] = chance.percent()
        if chance.often(0.5):
            found["minimum"] = chance.money(0, 1000)
        if chance.often(0.5):
            found["maximum"] = chance.money(1000, 9000)
    else:
        found["open"] = {"minimum": "1", "maximum": "500"}
    return found


def charge_tax(chance: Chance, regime: str | None) -> Document:
    """Return how a charge is taxed: by a rate, a category, a way, or as the goods."""
    found: Document = {}
    if chance.often(0.4):
        found["price_including_tax"] = True
    tax = chance.one(["rate", "rate", "none", "none", "category", "way"])
    if tax == "category":
        found["tax_category"] = chance.one(["exempt", "outside_scope"])
    elif tax == "way":
        found["charge_tax"] = chance.one(["own_rate", "highest", "apportion"])
    if tax == "rate" or (tax == "way" and chance.often(0.5)):
        found["tax_rate"] = chance.rate()
    elif tax == "none" and regime == "components" and chance.often(0.5):
        found["tax_components"] = carts.components(chance)
    return found
