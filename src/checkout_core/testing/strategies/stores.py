# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Stores of a checkout document: policies and offers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from checkout_core.currencies import CURRENCIES
from checkout_core.testing.strategies.carts import plans
from checkout_core.testing.strategies.facts import conditions
from checkout_core.testing.strategies.offers import coupons, promotions
from checkout_core.testing.strategies.values import (
    HSN_CODES,
    Document,
    amounts,
    maybe,
    once,
    percents,
    rates,
    seldom,
)


if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy


@once
@st.composite
def charges(draw: DrawFn, currency: str = "INR", name: str = "c0") -> Document:
    """
    Return a charge of a store: an amount, a percentage, or what the shopper says.

    Args:
        currency: the currency of its amounts.
        name: its id, by which a cart can choose it.
    """
    found: Document = {"id": name, "name": "Gift wrap"}
    way = draw(st.sampled_from(["amount", "amount", "percent", "open"]))
    low, high = sorted(
        draw(st.lists(amounts(currency, high=5_000), min_size=2, max_size=2)),
        key=Decimal,
    )
    match way:
        case "amount":
            found["amount"] = high
        case "percent":
            found["percent"] = draw(percents().filter(lambda percent: percent != "0"))
            found |= draw(st.sampled_from([{}, {"minimum": low, "maximum": high}]))
        case _:
            found["open"] = {"minimum": low, "maximum": high}
    if way == "open" or draw(st.booleans()):
        found["when"] = "chosen"
    if draw(st.integers(0, 2)) == 0:
        found["conditions"] = draw(conditions())
    found["price_including_tax"] = draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        found["hsn_code"] = draw(st.sampled_from(HSN_CODES))
    if draw(st.integers(0, 5)) == 0:
        found["tax_category"] = draw(st.sampled_from(["exempt", "outside_scope"]))
    else:
        found |= draw(_charge_taxes())
    return found


@once
def _charge_taxes() -> SearchStrategy[Document]:
    """Return how a charge is taxed; without a rate it follows the goods."""
    ways = [None, None, "own_rate", "apportion", "highest"]
    return st.fixed_dictionaries(
        {"charge_tax": st.sampled_from(ways)}, optional={"tax_rate": rates()}
    )


@once
def _policies(currency: str) -> SearchStrategy[Document]:
    """Return policies that a document may leave out."""
    return st.fixed_dictionaries(
        {},
        optional={
            "handling_hsn_code": st.sampled_from(HSN_CODES),
            "maximum_coupons": st.sampled_from([1, 2, 3]),
            "utc_offset": st.sampled_from(["+05:30", "-03:00", "+14:00"]),
            "fixed_discount": st.sampled_from(["own_basis", *["face_value"] * 3]),
            "payment_plan": seldom(plans(currency)),
        },
    )


@once
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
        },
        optional={"points_mode": st.sampled_from(["tender", "discount", "discount"])},
    )
    unit = f"{Decimal(1).scaleb(-CURRENCIES[currency].exponent):f}"
    few = st.sampled_from([0, 0, 1, 1, 2])
    names = ["o1", "o2", "o3"][: draw(st.integers(0, 3))]
    picks = draw(st.lists(st.sampled_from(["all", "best"]), max_size=2))
    groups = [{"id": f"g{i}", "pick": pick} for i, pick in enumerate(picks)]
    held = [group["id"] for group in groups]
    money = amounts(currency, low=1)
    return {
        **draw(_policies(currency)),
        **({"offer_groups": groups} if groups else {}),
        "currency": currency,
        "promotions": [draw(promotions(name, currency, held)) for name in names],
        "coupons": [draw(coupons("k1", "SAVE", currency))]
        + ([draw(coupons("k2", "Diwali10", currency))] if draw(st.booleans()) else []),
        "code_redemptions": draw(st.sampled_from([{}, {"SAVE": 2}])),
        **(
            {"offer_discounts": {name: draw(money) for name in ("o1", "k1")}}
            if draw(st.integers(0, 4)) == 0
            else {}
        ),
        "free_shipping_threshold": draw(maybe(amounts(currency))),
        "handling": draw(st.sampled_from(["per_unit", "per_line"])),
        "charges": [draw(charges(currency, f"c{i}")) for i in range(draw(few))],
        "loyalty": draw(maybe(loyalty)),
        "tax": tax,
        "rounding": draw(
            st.sampled_from(
                ["half_up", "half_up", "half_even", "half_down", "up", "down"]
            )
        ),
        "round_off": draw(st.sampled_from([None, None, unit, "1", "10"])),
    }
