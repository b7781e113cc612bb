# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Hypothesis strategies for checkout documents (`checkout-core[testing]`).

They draw small carts with values where errors are likely: amounts of a few minor units,
rates that do not divide evenly, quantities near the rows' limits, offers that overlap.
Every document they draw is valid; `carts` and `checkouts` are the same, read.  Each
part has its own strategy, so that callers can combine them.
"""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from checkout_core.currencies import CURRENCIES
from checkout_core.offers import BENEFITS
from checkout_core.tenders import OF_CUSTOMER
from checkout_core.wire import Checkout, dumps, read_checkout


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy


__all__ = [
    "addresses",
    "amounts",
    "benefits",
    "cart_documents",
    "checkouts",
    "coupons",
    "currencies",
    "documents",
    "lines",
    "promotions",
    "rates",
    "slabs",
    "store_documents",
]


T = TypeVar("T")

Document = dict[str, Any]

#: The moment of every document, and times around it.
AT = "2026-11-22T12:00:00+05:30"
BEFORE = "2026-01-01T00:00:00Z"
AFTER = "2027-01-01T00:00:00Z"
#: The instant of `AT`, with another offset.
NOW = "2026-11-22T06:30:00Z"

PRODUCTS = ("p1", "p2", "p3", "p4")
VARIANTS = (None, "v1", "v2")
CATEGORIES = ("c1", "c2", "c3")
RATES = ("0", "0.25", "1.5", "3", "5", "7.125", "12", "18", "28", "40", "100")
STATES = ("Maharashtra", "29", "IN-CH", "Delhi")
CODES = ("SAVE", "Diwali10")


def currencies() -> SearchStrategy[str]:
    """Return currencies of every exponent, rupees most often."""
    return st.sampled_from(["INR", "INR", "INR", "JPY", "KWD", "CLF"])


def amounts(
    currency: str = "INR", *, low: int = 0, high: int = 500_000
) -> SearchStrategy[str]:
    """Return amounts as text, of *low* to *high* minor units, small ones often."""
    exponent = CURRENCIES[currency].exponent
    near = st.sampled_from([0, 1, 2, 3, 5, 10, 99, 100, 101, 333, 9999, 10_000])
    return (
        st.one_of(near, st.integers(low, high))
        .filter(lambda minor: low <= minor <= high)
        .map(lambda minor: f"{Decimal(minor).scaleb(-exponent):f}")
    )


def maybe(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """Return None half of the time."""
    return st.one_of(st.none(), strategy)


def seldom(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """Return None most of the time."""
    return st.one_of(st.none(), st.none(), st.none(), strategy)


def rates() -> SearchStrategy[str]:
    """Return tax rates as text."""
    return st.sampled_from(RATES)


def percents() -> SearchStrategy[str]:
    """Return discount percentages as text, nothing and everything among them."""
    return st.sampled_from(["5", "10", "0", "0.5", "12.5", "33.333333", "50", "100"])


def slabs(currency: str) -> SearchStrategy[list[Document]]:
    """Return tax slabs: a lower rate up to an edge, a higher one above."""
    return st.builds(
        lambda edge, low, high: [{"up_to": edge, "rate": low}, {"rate": high}],
        amounts(currency, low=1, high=50_000),
        st.sampled_from(["0", "5"]),
        st.sampled_from(["12", "18"]),
    )


@st.composite
def lines(draw: DrawFn, currency: str = "INR") -> Document:
    """Return a line without its `line_id`."""
    line: Document = {
        "product_id": draw(st.sampled_from(PRODUCTS)),
        "variant_id": draw(st.sampled_from(VARIANTS)),
        "category_ids": draw(st.lists(st.sampled_from(CATEGORIES), max_size=2)),
        "quantity": draw(st.one_of(st.integers(1, 7), st.integers(1, 1_000_000))),
        "selling_price": draw(amounts(currency)),
        "price_including_tax": draw(st.booleans()),
        "product_type": draw(st.sampled_from(["physical", "digital"])),
        "weight_grams": draw(st.sampled_from([0, 250, 1000])),
    }
    match draw(st.sampled_from(["rate"] * 6 + ["slabs", "cess", "exempt", "unit"])):
        case "slabs":
            line["tax_slabs"] = draw(slabs(currency))
        case "cess":
            line |= {"tax_rate": "28", "cess_rate": draw(st.sampled_from(["1", "12"]))}
        case "unit":
            cess = draw(amounts(currency, high=50))
            line |= {"tax_rate": draw(rates()), "cess_per_unit": cess}
        case "exempt":
            categories = ["zero", "exempt", "export", "outside_scope"]
            line |= {"tax_rate": "0", "tax_category": draw(st.sampled_from(categories))}
        case _:
            line["tax_rate"] = draw(rates())
    if draw(st.booleans()):
        charge = draw(amounts(currency, high=2_000))
        line["handling_charge_excluding_tax"] = charge
        line["handling_charge_tax_rate"] = draw(rates())
    return line


def addresses() -> SearchStrategy[Document]:
    """Return addresses that decide a place of supply, some of them abroad."""
    return st.one_of(
        st.builds(
            lambda state: {"state": state, "country": "India"}, st.sampled_from(STATES)
        ),
        st.just({"state": "Bavaria", "country": "Germany"}),
        st.just({"city": "Pune"}),
    )


@st.composite
def cart_documents(draw: DrawFn, currency: str = "INR", most: int = 5) -> Document:
    """Return the `cart` of a checkout document; lines have ids of their own."""
    items = draw(st.lists(lines(currency), min_size=1, max_size=most))
    ids = draw(st.permutations(range(len(items))))
    for item, number in zip(items, ids, strict=True):
        item["line_id"] = f"l{number}"
    cart: Document = {"id": "cart", "currency": currency, "cart_items": items}
    if draw(st.booleans()):
        cart["shipping"] = {
            "estimated_cost": draw(amounts(currency, high=20_000)),
            "tax_rate": draw(rates()),
            "price_including_tax": draw(st.booleans()),
        }
    if draw(st.integers(0, 3)):
        codes = ["save ", "SAVE", "sAvE", "DIWALI10", "NOPE", " "]
        cart["coupon_code"] = draw(st.sampled_from(codes))
    for kind in OF_CUSTOMER.values():
        counts = st.sampled_from([0, 0, 1, 99, 10**6])
        money = amounts(currency, high=10_000)
        cart[kind.argument] = draw(counts if kind.unit else money)
    cart["shipping_address"] = draw(maybe(addresses()))
    cart["billing_address"] = draw(maybe(addresses()))
    if draw(st.integers(0, 9)) == 0:
        cart["fulfillment_preference"] = {
            "fulfillment_type": "collect-in-store",
            "pickup_location_id": "s1",
        }
    return cart


# Offers ---------------------------------------------------------------------------


def targets() -> SearchStrategy[Document]:
    """Return a product and variant of a row, null for any."""
    return st.fixed_dictionaries(
        {
            "product_id": st.sampled_from([None, None, *PRODUCTS, "absent"]),
            "variant_id": st.sampled_from([None, None, None, "v1"]),
        }
    )


def edges(low: int = 0) -> SearchStrategy[int]:
    """Return quantities around which rows decide."""
    return st.integers(low, 6)


@st.composite
def rows(draw: DrawFn, currency: str, *, named: bool) -> Document:
    """Return a row of limits, with a product where it is *named*."""
    row: Document = dict.fromkeys(("product_id", "variant_id"))
    if named:
        row = draw(targets())
    return row | {
        "minimum_quantity": draw(seldom(edges())),
        "maximum_quantity": draw(seldom(edges())),
        "minimum_value": draw(seldom(amounts(currency))),
        "maximum_value": draw(seldom(amounts(currency))),
    }


@st.composite
def _reached(draw: DrawFn, currency: str, scopes: tuple[str, ...]) -> Document:
    """Return what an offer applies to, and its rows."""
    scope = draw(st.sampled_from(scopes))
    named = scope == "product"
    least = 1 if named else 0
    return {
        "applies_to_product": scope,
        "details": {
            "products": draw(
                st.lists(rows(currency, named=named), min_size=least, max_size=2)
            ),
            "category_id": (
                draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=2))
                if scope == "category"
                else []
            ),
        },
    }


_SCOPES = ("all", "all", "product", "category")


@st.composite
def percentage_discounts(draw: DrawFn, currency: str) -> Document:
    """Return a percentage off."""
    offer = draw(_reached(currency, _SCOPES))
    offer["details"] |= {
        "discount_type": "percentage",
        "discount_percent": draw(percents()),
        "maximum_discount_amount": draw(maybe(amounts(currency))),
    }
    return offer


@st.composite
def fixed_discounts(draw: DrawFn, currency: str) -> Document:
    """Return one amount off."""
    offer = draw(_reached(currency, _SCOPES))
    offer["details"] |= {
        "discount_type": "fixed-amount",
        "fixed_discount_amount": draw(amounts(currency)),
    }
    return offer


@st.composite
def fixed_prices(draw: DrawFn, currency: str) -> Document:
    """Return units at a price of their own."""
    by_quantity = draw(st.booleans())
    found = []
    for target in draw(st.lists(targets(), min_size=1, max_size=2)):
        row = target | {"offer_price": draw(amounts(currency))}
        if by_quantity:
            row["minimum_quantity"] = draw(edges())
            row["maximum_quantity"] = draw(maybe(edges()))
        else:
            row["minimum_purchase_amount"] = draw(amounts(currency, low=1))
            row["maximum_purchase_amount"] = draw(maybe(amounts(currency)))
        found.append(row)
    return _by_criterion(found, by_quantity=by_quantity)


@st.composite
def free_goods(draw: DrawFn, currency: str) -> Document:
    """Return extra units, in proportion or by slabs."""
    by_quantity = draw(st.booleans())
    key = "buy_quantity" if by_quantity else "minimum_purchase_amount"
    edge: SearchStrategy[Any] = edges(1) if by_quantity else amounts(currency, low=1)

    def slab(minimum: object) -> Document:
        return {
            key: minimum,
            "get_quantity": draw(st.integers(0, 3)),
            "condition": "greater-or-equal",
        }

    found = []
    for target in draw(st.lists(targets(), min_size=1, max_size=2)):
        if draw(st.booleans()):
            found.append(target | {"auto_scale": True, "slab": slab(draw(edge))})
        else:
            minimums = draw(st.lists(edge, min_size=1, max_size=3, unique_by=Decimal))
            found.append(target | {"slabs": [slab(each) for each in minimums]})
    return _by_criterion(found, by_quantity=by_quantity)


@st.composite
def buy_gets(draw: DrawFn, currency: str) -> Document:
    """Return buy x get y, its two sides often overlapping."""
    by_quantity = draw(st.booleans())

    def side(name: str) -> Document:
        category = draw(maybe(st.sampled_from(CATEGORIES)))
        product = draw(st.sampled_from([None, *PRODUCTS[:3]]))
        if category is None and product is None:
            category = "c1"
        return {
            f"{name}_product_id": product,
            f"{name}_variant_id": None,
            f"{name}_from_category_id": category,
        }

    found = []
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(st.sampled_from(["free", "discount"]))
        row: Document = {
            **side("buy"),
            **side("get"),
            "get_quantity": draw(edges(1)),
            "get_offer_type": kind,
            "get_discount_percent": draw(percents()) if kind == "discount" else None,
        }
        if by_quantity:
            row["minimum_quantity"] = draw(edges(1))
        else:
            row["minimum_purchase_amount"] = draw(amounts(currency, low=1))
        found.append(row)
    offer = _by_criterion(found, by_quantity=by_quantity)
    offer["details"]["maximum_discount_amount"] = draw(maybe(amounts(currency)))
    return offer


@st.composite
def volumes(draw: DrawFn, currency: str) -> Document:
    """Return percentages that depend on the quantity."""
    slab = st.fixed_dictionaries(
        {
            "quantity": edges(),
            "condition": st.sampled_from(["greater", "less-or-equal"]),
            "discount_percent": percents(),
        }
    )
    found = [
        target
        | {
            "slabs": draw(
                st.lists(
                    slab,
                    min_size=1,
                    max_size=3,
                    unique_by=lambda each: (each["quantity"], each["condition"]),
                )
            )
        }
        for target in draw(st.lists(targets(), min_size=1, max_size=2))
    ]
    most = draw(maybe(amounts(currency)))
    details = {"products": found, "maximum_discount_amount": most}
    return {"applies_to_product": "product", "details": details}


@st.composite
def rewards(draw: DrawFn, currency: str) -> Document:
    """Return bonus points."""
    offer = draw(_reached(currency, ("product", "category")))
    for row in offer["details"]["products"]:
        del row["maximum_quantity"], row["maximum_value"]
    offer["details"]["bonus_loyalty_point"] = draw(st.integers(0, 50))
    return offer


def _by_criterion(found: list[Document], *, by_quantity: bool) -> Document:
    kind = "minimum-quantity" if by_quantity else "minimum-purchase-amount"
    details = {"spending_criteria_type": kind, "products": found}
    return {"applies_to_product": "product", "details": details}


def nothing_more(currency: str) -> SearchStrategy[Document]:  # noqa: ARG001
    """Return no keys: the vendor's type says it all."""
    return st.just({})


#: What draws the `details` and `applies_to_product` of each benefit of
#: `offers.BENEFITS`.
DETAILS: Mapping[str, Callable[[str], SearchStrategy[Document]]] = MappingProxyType(
    {
        "percentage_discount": percentage_discounts,
        "fixed_discount": fixed_discounts,
        "free_goods": free_goods,
        "free_shipping": nothing_more,
        "buy_x_get_y": buy_gets,
        "volume_based": volumes,
        "fixed_price": fixed_prices,
        "accelerated_rewards": rewards,
    }
)


def benefits(kind: str, currency: str) -> SearchStrategy[Document]:
    """Return the `details` and `applies_to_product` of one of the vendor's types."""
    return st.one_of(
        [
            DETAILS[name](currency)
            for name, each in BENEFITS.items()
            if each.type == kind
        ]
    )


def _gifts(kind: str) -> SearchStrategy[str]:
    """Return the names of benefits that a promotion, or a coupon, can have."""
    return st.sampled_from(
        [name for name, each in BENEFITS.items() if kind in each.kinds]
    )


@st.composite
def _terms(draw: DrawFn, name: str, currency: str) -> Document:
    """Return the keys that every offer has."""
    offer: Document = {
        "id": name,
        "name": name.upper(),
        "description": None,
        "tags": None,
        "redemption_limits": None,
        "redemption_count": draw(st.integers(0, 3)),
        "minimum_order_total": draw(seldom(amounts(currency))),
        "starts_at": draw(st.sampled_from([BEFORE] * 8 + [NOW, AFTER])),
        "expires_at": draw(st.sampled_from([None, None, None, AFTER])),
    }
    if offer["starts_at"] == BEFORE and draw(st.integers(0, 11)) == 0:
        offer["expires_at"] = NOW
    if draw(st.integers(0, 5)) == 0:
        offer["redemption_limits"] = {
            "total_redemptions": draw(st.sampled_from([None, 0, 3])),
            "per_customer_redemptions": draw(st.sampled_from([None, 1])),
            "per_coupon_code_redemptions": draw(st.sampled_from([None, 2])),
        }
    if draw(st.integers(0, 4)) == 0:
        payer = draw(st.sampled_from(["seller", "platform", "brand"]))
        offer["x_checkout_core"] = {"funded_by": payer}
    return offer


@st.composite
def promotions(draw: DrawFn, name: str = "o1", currency: str = "INR") -> Document:
    """Return a promotion in the vendor's form."""
    gift = draw(_gifts("promotion"))
    return {
        **draw(_terms(name, currency)),
        **draw(DETAILS[gift](currency)),
        "promotion_type": BENEFITS[gift].type,
        "can_be_used_with_other_promotion": draw(st.booleans()),
    }


@st.composite
def coupons(
    draw: DrawFn, name: str = "k1", code: str = "SAVE", currency: str = "INR"
) -> Document:
    """Return a coupon in the vendor's form."""
    gift = draw(_gifts("coupon"))
    orders = ["cheapest_first", "most_expensive_first", "first_added"]
    rules = st.fixed_dictionaries(
        {
            "max_applicable_items": st.sampled_from([1, 2, 3, 6, 0]),
            "application_priority": st.sampled_from(orders),
        }
    )
    return {
        **draw(_terms(name, currency)),
        **draw(DETAILS[gift](currency)),
        "coupon_type": BENEFITS[gift].type,
        "coupon_code": [code],
        "application_rules": draw(maybe(rules)),
        "can_be_used_with_promotion": draw(st.booleans()),
    }


@st.composite
def store_documents(draw: DrawFn, currency: str = "INR") -> Document:
    """Return the `store` of a checkout document."""
    level = draw(st.sampled_from(["line", "line", "document", "unit"]))
    split = draw(st.sampled_from(["gross_exact", "gross_exact", "net_exact"]))
    tax = {
        "seller_state": draw(maybe(st.sampled_from(["27", "Chandigarh"]))),
        "level": level,
        "inclusive_split": "gross_exact" if level == "unit" else split,
        "charge_tax": draw(st.sampled_from(["own_rate", "highest", "apportion"])),
    }
    loyalty = st.fixed_dictionaries(
        {
            "value_per_point": st.sampled_from(["0", "0.004", "0.25", "1"]),
            "points_per_unit": st.sampled_from(["0", "0.1", "1"]),
            "minimum_points": st.sampled_from([0, 10]),
            "maximum_points": st.sampled_from([None, 50]),
            "maximum_percent": st.sampled_from([None, "50"]),
        }
    )
    unit = f"{Decimal(1).scaleb(-CURRENCIES[currency].exponent):f}"
    charge = st.fixed_dictionaries(
        {
            "name": st.just("Gift wrap"),
            "amount": amounts(currency, high=5_000),
            "tax_rate": rates(),
            "price_including_tax": st.booleans(),
            "charge_tax": st.sampled_from([None, None, "own_rate", "apportion"]),
        }
    )
    names = ["o1", "o2", "o3"][: draw(st.integers(0, 3))]
    return {
        "currency": currency,
        "promotions": [draw(promotions(name, currency)) for name in names],
        "coupons": [draw(coupons("k1", "SAVE", currency))]
        + ([draw(coupons("k2", "Diwali10", currency))] if draw(st.booleans()) else []),
        "code_redemptions": draw(st.sampled_from([{}, {"SAVE": 2}])),
        "free_shipping_threshold": draw(maybe(amounts(currency))),
        "handling": draw(st.sampled_from(["per_unit", "per_line"])),
        "charges": draw(st.lists(charge, max_size=1)),
        "loyalty": draw(maybe(loyalty)),
        "tax": tax,
        "rounding": draw(
            st.sampled_from(
                ["half_up", "half_up", "half_even", "half_down", "up", "down"]
            )
        ),
        "round_off": draw(st.sampled_from([None, None, unit, "1", "10"])),
    }


@st.composite
def documents(draw: DrawFn, currency: str | None = None, most: int = 5) -> Document:
    """Return a whole checkout document that can be priced."""
    code = draw(currencies()) if currency is None else currency
    customer: Document = {"id": draw(st.sampled_from([None, "u1"]))}
    for kind in OF_CUSTOMER.values():
        counts, money = st.sampled_from([0, 37, 100_000]), amounts(code, high=20_000)
        customer[kind.balance] = draw(counts if kind.unit else money)
    redeemed = st.sampled_from([{}, {"o1": 1, "k1": 1}])
    customer["offer_redemptions"] = draw(redeemed)
    return {
        "at": AT,
        "cart": draw(cart_documents(code, most)),
        "customer": customer,
        "store": draw(store_documents(code)),
    }


def checkouts(currency: str | None = None) -> SearchStrategy[Checkout]:
    """Return checkouts, read from documents."""
    return documents(currency).map(lambda document: read_checkout(dumps(document)))
