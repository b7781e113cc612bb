# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Groups of promotions in a store: their keys, their faults, and what lint says."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Offer, OfferGroup, Store, lint, promotion, read_store
from checkout_core.offers import percentage_off
from checkout_core.store.groups import MAX_GROUPS
from checkout_core.wire import write_store
from tests.factories.faults import faults_of
from tests.factories.tables import case


SALE = {"id": "sale", "pick": "best"}
GROUP = "x_checkout_core.group"


def document(group: Any, kind: str = "promotion") -> dict[str, Any]:
    """Return an offer of free delivery that names a group."""
    more: dict[str, dict[str, Any]] = {
        "promotion": {"can_be_used_with_other_promotion": True},
        "coupon": {"can_be_used_with_promotion": True, "coupon_code": ["A"]},
    }
    return {
        "id": "o",
        f"{kind}_type": "free-shipping",
        "x_checkout_core": {"group": group},
        **more[kind],
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        case(
            "no id and a word that is no pick",
            {"offer_groups": [{"pick": "all"}, {"id": "a", "pick": "some"}]},
            [
                ("offer_groups[0].id", "required"),
                ("offer_groups[1].pick", "not_a_choice"),
            ],
        ),
        case(
            "no pick, an unknown key, no object",
            {"offer_groups": [{"id": "a"}, {**SALE, "x": 1}, 4]},
            [
                ("offer_groups[2]", "wrong_type"),
                ("offer_groups[0].pick", "required"),
                ("offer_groups[1].x", "unknown_key"),
            ],
        ),
        case("no list", {"offer_groups": {}}, [("offer_groups", "wrong_type")]),
        case(
            "one id twice",
            {"offer_groups": [SALE, {"id": "b", "pick": "all"}, SALE]},
            [("offer_groups[2].id", "same_group_id")],
        ),
        case(
            "too many",
            {
                "offer_groups": [
                    {"id": f"g{i}", "pick": "all"} for i in range(MAX_GROUPS + 1)
                ]
            },
            [("offer_groups", "too_many")],
        ),
        case(
            "a group that the store does not have",
            {"offer_groups": [SALE], "promotions": [document("sales")]},
            [(f"promotions[0].{GROUP}", "unknown_group")],
        ),
        case(
            "a group in a store without groups",
            {"promotions": [document("sale")]},
            [(f"promotions[0].{GROUP}", "unknown_group")],
        ),
        case(
            "a group that could not be read is no second fault",
            {
                "offer_groups": [{"id": "sale", "pick": "some"}],
                "promotions": [document("sale")],
            },
            [("offer_groups[0].pick", "not_a_choice")],
        ),
        case(
            "a coupon",
            {"offer_groups": [SALE], "coupons": [document("sale", "coupon")]},
            [(f"coupons[0].{GROUP}", "group_of_coupon")],
        ),
        case(
            "no text",
            {"offer_groups": [SALE], "promotions": [document(1)]},
            [(f"promotions[0].{GROUP}", "wrong_type")],
        ),
        case(
            "an empty text",
            {"offer_groups": [SALE], "promotions": [document("")]},
            [(f"promotions[0].{GROUP}", "empty_text")],
        ),
    ],
)
def test_what_is_refused(
    given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each fault has its path and its code."""
    found = faults_of(read_store, {"currency": "INR", **given})

    assert sorted(expected) == sorted(found)


def test_no_group_in_python() -> None:
    """A mapping is no `OfferGroup`."""
    assert [("offer_groups[0]", "wrong_type")] == faults_of(
        Store, "INR", offer_groups=[SALE]
    )


def test_too_many_groups_in_python() -> None:
    """They are counted before any of them is looked at."""
    groups = [OfferGroup(f"g{i}", "all") for i in range(MAX_GROUPS + 1)]

    assert [("offer_groups", "too_many")] == faults_of(
        Store, "INR", offer_groups=groups
    )


def test_one_group_twice_in_python() -> None:
    """The same instance twice is one id twice."""
    sale = OfferGroup("sale", "best")

    assert [("offer_groups[1].id", "same_group_id")] == faults_of(
        Store, "INR", offer_groups=[sale, sale]
    )


def test_they_come_back() -> None:
    """A store with groups is written as a document that is read as an equal one."""
    store = Store(
        "INR",
        offer_groups=[OfferGroup("sale", "best"), OfferGroup("rest", "all")],
        maximum_coupons=3,
    )

    assert store == read_store(write_store(store))
    assert [SALE, {"id": "rest", "pick": "all"}] == write_store(store)["offer_groups"]
    assert {"offer_groups", "maximum_coupons"}.isdisjoint(write_store(Store("INR")))


def found(*offers: Offer, groups: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return what lint finds of groups, said as `id pick`, but for caps."""
    store = Store(
        "INR",
        promotions=offers,
        offer_groups=[OfferGroup(*each.split()) for each in groups],
    )
    return [
        (each.path, each.code, each.offer_id)
        for each in lint(store)
        if each.code != "missing_cap"
    ]


def half(name: str, group: str | None = None, **more: Any) -> Offer:
    """Return a promotion of half of everything."""
    return promotion(name, percentage_off(50), group=group, **more)


def test_a_group_without_promotions() -> None:
    """It is probably a name that was written otherwise."""
    assert [("offer_groups[1]", "empty_group", "sale")] == found(
        half("a", "member"), groups=("member all", "sale best")
    )


def test_percentages_that_add_up_in_groups() -> None:
    """All of a group apply together, and with those outside; of a best one only one."""
    both = [half("a", "g"), half("b")]

    assert [("promotions[1]", "stack_reaches_100", "b")] == found(
        *both, groups=("g all",)
    )
    assert [] == found(*both, groups=("g best",))


def test_members_do_not_tie() -> None:
    """In a group, who is exclusive is not looked at."""
    alone = {"can_be_used_with_other_promotion": False}
    offers = [half("a", "g", **alone), half("b", "g", **alone)]

    assert [] == found(*offers, groups=("g best",))


def test_a_budget_of_nothing() -> None:
    """An offer that may give nothing in all never applies."""
    assert [("promotions[0]", "never_applies", "a")] == found(
        half("a", budget=0), groups=()
    )
