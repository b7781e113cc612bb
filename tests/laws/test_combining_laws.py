# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds of every group of promotions, of every set of codes, of every budget."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Cart,
    Line,
    OfferGroup,
    Quote,
    Redemptions,
    Store,
    dumps,
    promotion,
    quote,
    read_checkout,
    read_quote,
    verify,
    write_quote,
)
from checkout_core.offers import amount_off, free_shipping, percentage_off
from checkout_core.testing import strategies as ours


Document = dict[str, Any]
OURS = "x_checkout_core"


def priced(document: Document) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def grouped(document: Document, *groups: tuple[str, str], among: list[str]) -> Document:
    """Return a document with these groups, whose promotions are each in one of them."""
    offers = [
        each | {OURS: (each.get(OURS) or {}) | {"group": name}}
        for each, name in zip(document["store"]["promotions"], among, strict=True)
    ]
    found = [{"id": name, "pick": pick} for name, pick in groups]
    store = document["store"] | {"promotions": offers, "offer_groups": found}
    return document | {"store": store}


def combinable(document: Document) -> Document:
    """Return a document whose promotions can all be combined, in no group."""
    offers = [
        each
        | {"can_be_used_with_other_promotion": True}
        | {OURS: (each.get(OURS) or {}) | {"group": None}}
        for each in document["store"]["promotions"]
    ]
    more = {"promotions": offers, "offer_groups": []}
    return document | {"store": document["store"] | more}


def without_group(figures: Any) -> Any:
    """Return figures without what a group changes: the order of the refusals."""
    refusals = sorted(figures.refusals, key=lambda each: str(each.offer_id))
    return attrs.evolve(figures, refusals=tuple(refusals))


@given(ours.documents())
def test_one_group_of_all_is_no_group(document: Document) -> None:
    """Combinable promotions in one group that gives all cost what they cost."""
    plain = combinable(document)
    count = len(plain["store"]["promotions"])
    one = grouped(plain, ("g", "all"), among=["g"] * count)

    assert without_group(priced(plain).figures) == without_group(priced(one).figures)


@given(ours.documents())
def test_a_group_for_each_is_one_group(document: Document) -> None:
    """Groups of one, in the store's order, are what they are together."""
    count = len(document["store"]["promotions"])
    names = [f"g{i}" for i in range(count)]
    picks = [(name, ("all", "best")[i % 2]) for i, name in enumerate(names)]
    each = grouped(document, *picks, among=names)
    together = grouped(document, ("g", "all"), among=["g"] * count)

    assert priced(each).figures == priced(together).figures


@given(ours.documents())
def test_the_best_of_a_group_is_the_best_alone(document: Document) -> None:
    """No member that gives something saves more alone in the store."""
    document["cart"].pop("coupon_codes", None)
    document["cart"]["coupon_code"] = None
    offers = document["store"]["promotions"]
    best = priced(grouped(document, ("g", "best"), among=["g"] * len(offers)))
    alone = []
    for each in offers:
        store = document["store"] | {"promotions": [each]}
        alone.append(priced(document | {"store": store}))

    applied = [each.promotions[0].id for each in alone if each.promotions]
    assert bool(applied) == bool(best.promotions)
    if applied:
        most = max(each.totals.promotion_savings for each in alone if each.promotions)
        assert (1, most) == (len(best.promotions), best.totals.promotion_savings)


@given(ours.documents(), st.data())
def test_any_groups_verify_and_come_back(
    document: Document, data: st.DataObject
) -> None:
    """Promotions in drawn groups, with several codes, are replayed from their rows."""
    names = st.sampled_from(["a", "b", "c"])
    count = len(document["store"]["promotions"])
    among = [data.draw(names) for _ in range(count)]
    picks = [(name, data.draw(st.sampled_from(["all", "best"]))) for name in "bca"]
    drawn = grouped(document, *picks, among=among)
    drawn["store"]["maximum_coupons"] = data.draw(st.integers(1, 3))
    drawn["cart"] |= {
        "coupon_code": None,
        "coupon_codes": [
            code for each in drawn["store"]["coupons"] for code in each["coupon_code"]
        ][:20],
    }
    found = priced(drawn)

    found.check()
    verify(found)
    text = dumps(write_quote(found))
    assert found == read_quote(text, verify=True)
    assert len(found.coupons) <= drawn["store"]["maximum_coupons"]


@given(ours.documents(), st.data())
def test_the_order_of_codes_is_no_matter(
    document: Document, data: st.DataObject
) -> None:
    """A cart with the same codes in another order has the same figures."""
    codes = [
        code for each in document["store"]["coupons"] for code in each["coupon_code"]
    ][:20]
    document["store"]["maximum_coupons"] = 2
    document["cart"]["coupon_code"] = None
    found = []
    for each in (codes, data.draw(st.permutations(codes))):
        cart = document["cart"] | {"coupon_codes": each}
        found.append(priced(document | {"cart": cart}).figures)

    assert found[0] == found[1]


@given(
    st.lists(st.integers(1, 500_00), min_size=1, max_size=8),
    st.integers(0, 200_00),
)
def test_a_budget_is_never_overdrawn(prices: list[int], most: int) -> None:
    """Whatever is bought, redemptions together take at most the budget."""
    budget = Decimal(most).scaleb(-2)
    store = Store(
        "INR",
        promotions=[
            promotion("half", percentage_off(50), group="g", budget=budget),
            promotion("ten", amount_off("0.10"), group="g", budget=budget),
            promotion("free", free_shipping(), budget=budget),
        ],
        offer_groups=[OfferGroup("g", "best")],
    )
    taken: dict[str, Decimal] = {}
    for price in prices:
        goods = Line("A", 1, Decimal(price).scaleb(-2), tax_rate=18)
        found = quote(
            Cart("INR", [goods]),
            store,
            at=ours.AT,
            redemptions=Redemptions(discounts=taken),
        )
        for each in found.figures.redemptions:
            assert each.amount is not None
            before = taken.get((each.offer_id or ""), Decimal(0))
            taken[(each.offer_id or "")] = before + each.amount

    assert all(each <= budget for each in taken.values())
