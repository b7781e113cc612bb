# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Limits and budgets in a back-test: worked tables, and how often a cart is priced.

Lines have no tax, so an offer saves what it takes of its budget.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from checkout_core import (
    Cart,
    Customer,
    Line,
    Offer,
    Store,
    coupon,
    promotion,
)
from checkout_core.backtest.claims import has_limits, limited_offers
from checkout_core.backtest.job import Stores
from checkout_core.backtest.row import Basket, Repriced
from checkout_core.offers import (
    amount_off,
    free_goods,
    free_shipping,
    percentage_off,
)
from checkout_core.store import shipping_rates
from tests.backtest.serial import Batches, serial
from tests.factories.tables import case


NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
NOTHING = Store("INR")


def bought(
    price: str | int = 100,
    minute: int | None = 0,
    code: str | None = None,
    who: str | None = None,
    had: dict[str, int] | None = None,
) -> Basket:
    """Return a cart of one unit, placed so many minutes after noon."""
    placed = None if minute is None else NOON + timedelta(minutes=minute)
    cart = Cart(
        "INR",
        [Line("A", 1, price, tax_rate=0)],
        coupon_code=code,
        customer=Customer(who, offer_redemptions=had),
    )
    return Basket("c", cart, NOON, who, None, [], placed)


def store(*offers: Offer, **fields: Any) -> Store:
    """Return a store with these offers."""
    return Store(
        "INR",
        promotions=[each for each in offers if each.kind == "promotion"],
        coupons=[each for each in offers if each.kind == "coupon"],
        **fields,
    )


def alone(name: str, gift: Any, **more: Any) -> Offer:
    """Return a promotion that applies without any other."""
    return promotion(name, gift, can_be_used_with_other_promotion=False, **more)


def times(
    most: int | None = None, each: int | None = None, code: int | None = None
) -> Any:
    """Return limits of redemptions: of all, of each customer, with each code."""
    said = {
        "total_redemptions": most,
        "per_customer_redemptions": each,
        "per_coupon_code_redemptions": code,
    }
    return {key: value for key, value in said.items() if value is not None}


def savings(rows: Iterable[Repriced]) -> list[str]:
    """Return what offers do in the proposed store: savings in rupees, else why not."""
    found = []
    for row in rows:
        assert row.proposed is not None
        found.append(
            " ".join(
                [
                    *[
                        f"{each.id}:{each.saving / 100:g}"
                        for each in row.proposed.offers
                    ],
                    *[f"{each.offer_id}:{each.code}" for each in row.proposed.refusals],
                ]
            )
        )
    return found


TEN = percentage_off(10)
WHOLE = percentage_off(100)
REFUSED, HAD = "p:limit_reached", "p:customer_limit_reached"


@pytest.mark.parametrize(
    ("proposed", "carts", "expected"),
    [
        case(
            "two of three, in the order of their times",
            store(promotion("p", TEN, redemption_limits=times(2))),
            [bought(minute=2), bought(minute=0), bought(minute=1)],
            [REFUSED, "p:10", "p:10"],
        ),
        case(
            "one is left of what the store counted",
            store(
                promotion("p", TEN, redemption_limits=times(3)),
                offer_redemptions={"p": 2},
            ),
            [bought(), bought()],
            ["p:10", REFUSED],
        ),
        case(
            "carts of one moment in the order of the source, those without one last",
            store(promotion("p", TEN, redemption_limits=times(2))),
            [bought(minute=None), bought(200), bought(300)],
            [REFUSED, "p:20", "p:30"],
        ),
        case(
            "100.00 of a budget: 60.00, not 50.00, 30.00, not 20.00, 10.00, not 5.00",
            store(promotion("p", WHOLE, budget=100)),
            [bought(each, i) for i, each in enumerate((60, 50, 30, 20, 10, 5))],
            ["p:60", REFUSED, "p:30", REFUSED, "p:10", REFUSED],
        ),
        case(
            "what another offer gives once the first is used up is counted too",
            store(
                alone("p", amount_off(50), redemption_limits=times(1)),
                alone("q", amount_off(30), budget=50),
            ),
            [bought(100, i) for i in range(3)],
            [
                "p:50 q:excluded_by_promotion",
                "q:30 p:limit_reached",
                "p:limit_reached q:limit_reached",
            ],
        ),
        case(
            "a code twice, in either spelling, and another code once more",
            store(coupon("k", TEN, ["ONE", "TWO"], redemption_limits=times(code=2))),
            [
                bought(code="ONE"),
                bought(code="one"),
                bought(code="ONE"),
                bought(code="TWO"),
            ],
            ["k:10", "k:10", "k:code_limit_reached", "k:10"],
        ),
        case(
            "what was taken to apply, and does not, is not counted in the end",
            store(
                promotion("p", amount_off(50), redemption_limits=times(1)),
                promotion("q", amount_off(10), redemption_limits=times(2)),
                alone("r", amount_off(40)),
            ),
            [bought(), bought(), bought()],
            [
                "p:50 q:10 r:excluded_by_promotion",
                f"r:40 {REFUSED} q:excluded_by_promotion",
                f"r:40 {REFUSED} q:excluded_by_promotion",
            ],
        ),
        case(
            "a cart below the minimum takes nothing, until nothing is left",
            store(promotion("p", WHOLE, budget=100, minimum_order_total=100)),
            [bought(40), bought(100), bought(40)],
            ["p:below_minimum", "p:100", REFUSED],
        ),
        case(
            "a code that a better promotion comes before is not used",
            store(
                alone("p", amount_off(50), redemption_limits=times(1)),
                coupon(
                    "k",
                    TEN,
                    ["ONE"],
                    can_be_used_with_promotion=False,
                    redemption_limits=times(code=1),
                ),
            ),
            [bought(code="ONE"), bought(code="ONE"), bought(code="ONE")],
            [
                "p:50 k:better_promotion_applied",
                f"k:10 {REFUSED}",
                f"{REFUSED} k:code_limit_reached",
            ],
        ),
        case(
            "the delivery is taken of the budget too, also by what another replaces",
            store(
                alone("p", free_shipping(), budget=100),
                alone("q", amount_off(70), redemption_limits=times(1)),
                shipping_rates=shipping_rates(
                    {"type": "flat", "amount": "60.00", "tax_rate": 0}
                ),
            ),
            [bought(), bought(), bought()],
            [
                "q:70 p:excluded_by_promotion",
                "p:60 q:limit_reached",
                f"{REFUSED} q:limit_reached",
            ],
        ),
        case(
            "once for each customer; guests are not counted",
            store(promotion("p", TEN, redemption_limits=times(each=1))),
            [
                bought(who="meera"),
                bought(who="meera"),
                bought(who="ravi"),
                bought(),
                bought(),
            ],
            ["p:10", HAD, "p:10", "p:10", "p:10"],
        ),
        case(
            "what the first cart of a customer says, and not what later ones say",
            store(promotion("p", TEN, redemption_limits=times(each=2))),
            [
                bought(who="meera", had={"p": 1}),
                bought(who="meera", had={"p": 0}),
                bought(who="ravi"),
                bought(who="ravi", had={"p": 2}),
                bought(who="ravi"),
            ],
            ["p:10", HAD, "p:10", "p:10", HAD],
        ),
        case(
            "who had it is told so, though what is left is too little",
            store(promotion("p", WHOLE, budget=250, redemption_limits=times(each=1))),
            [
                bought(300, 0, who="meera"),
                bought(100, 1, who="meera"),
                bought(300, 2, who="meera"),
                bought(300, 3, who="ravi"),
            ],
            [REFUSED, "p:100", HAD, REFUSED],
        ),
        case(
            "what is left has to be enough for an offer that another one replaces",
            store(
                alone("p", amount_off(60), budget=100),
                coupon(
                    "k",
                    WHOLE,
                    ["ALL"],
                    redemption_limits=times(2),
                    can_be_used_with_promotion=False,
                ),
            ),
            [
                bought(100, 0, "ALL"),
                bought(100, 1),
                bought(100, 2, "ALL"),
                bought(100, 3, "ALL"),
            ],
            [
                "k:100 p:excluded_by_coupon",
                "p:60",
                "k:100 p:limit_reached",
                "p:limit_reached k:limit_reached",
            ],
        ),
        case(
            "units are given once what saves as much is used up",
            store(
                alone("p", WHOLE, redemption_limits=times(1)),
                alone("units", free_goods(1, every_quantity=1), budget=150),
            ),
            [bought(), bought(), bought()],
            [
                "p:100 units:excluded_by_promotion",
                f"units:100 {REFUSED}",
                f"{REFUSED} units:limit_reached",
            ],
        ),
        case(
            "units that are given can be worth more than the cart",
            store(
                alone("units", free_goods(3, every_quantity=1), budget=350),
                coupon(
                    "k",
                    WHOLE,
                    ["ALL"],
                    redemption_limits=times(1),
                    can_be_used_with_promotion=False,
                ),
            ),
            [bought(100, 0, "ALL"), bought(100, 1, "ALL"), bought(100, 2, "ALL")],
            [
                "units:300 k:better_promotion_applied",
                "k:100 units:limit_reached",
                "units:limit_reached k:limit_reached",
            ],
        ),
    ],
)
def test_worked(proposed: Store, carts: list[Basket], expected: list[str]) -> None:
    """What each cart gets, in the order of the source."""
    both = Stores(NOTHING, proposed, None)
    found = Batches(carts, both).run()

    assert expected == savings(found)
    assert serial(carts, both) == found


def test_each_side_has_its_own_counters() -> None:
    """Two redemptions today, three in the proposed store: the third cart is dearer."""
    base = store(promotion("p", TEN, redemption_limits=times(2)))
    proposed = store(promotion("p", TEN, redemption_limits=times(3)))
    found = Batches([bought()] * 4, Stores(base, proposed, None)).run()

    offers = [
        [len(side.offers) if side else None for side in (row.base, row.proposed)]
        for row in found
    ]
    assert [[1, 1], [1, 1], [0, 1], [0, 0]] == offers


def test_a_cart_that_cannot_be_priced_takes_nothing() -> None:
    """A cart in another currency has faults, and the next one gets the offer."""
    dollars = bought()._replace(cart=Cart("USD", [Line("A", 1, 100, tax_rate=0)]))
    both = Stores(store(promotion("p", TEN, redemption_limits=times(1))), NOTHING, None)
    found = Batches([dollars, bought(), bought()], both).run()

    assert [None, 1, 0] == [row.base and len(row.base.offers) for row in found]


def test_stores_without_limits_are_told_apart() -> None:
    """Conditions and windows are no limits; an offer of the same id is counted too."""
    unlimited = promotion("p", TEN)
    held = coupon("p", TEN, ["ONE"], redemption_limits=times(1))

    assert not has_limits(Stores(NOTHING, store(unlimited), None))
    assert has_limits(Stores(NOTHING, store(held), None))
    assert has_limits(Stores(store(held), NOTHING, None))
    assert ["promotion", "coupon"] == [
        each.kind for each in limited_offers(store(unlimited, held))
    ]


@pytest.mark.parametrize(
    "number", [1_000, pytest.param(10_000, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize(
    ("proposed", "most"),
    [
        case("used up in the middle", store(promotion("p", TEN, budget=10_000)), 1),
        case("small leftovers", store(promotion("p", TEN, budget="10003.37")), 1),
        case(
            "two budgets that compete",
            store(
                alone("p", percentage_off(20), budget=10_000),
                alone("q", TEN, budget=10_000),
            ),
            2,
        ),
        case(
            "two limited offers that compete",
            store(
                alone("p", percentage_off(20), redemption_limits=times(300)),
                alone("q", TEN, redemption_limits=times(300)),
            ),
            2,
        ),
        case(
            "codes",
            store(coupon("k", TEN, ["ONE", "TWO"], redemption_limits=times(code=100))),
            1,
        ),
        case(
            "customers",
            store(promotion("p", TEN, redemption_limits=times(each=1))),
            1,
        ),
    ],
)
def test_a_cart_is_priced_few_times(proposed: Store, most: int, number: int) -> None:
    """Once more for each limited offer that is used up before it, in as many rounds."""
    carts = [
        bought(100 + i * 7919 % 300, i, ("ONE", "TWO")[i % 2], f"c{i * 104729 % 700}")
        for i in range(number)
    ]
    run = Batches(carts, Stores(NOTHING, proposed, None))
    run.run()

    assert 1 <= len(run.rounds) <= most
    assert sum(run.rounds) <= most * number
