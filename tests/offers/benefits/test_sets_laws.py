# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Sets of units against a reading that lists every unit, and tries every choice of sets.

The package never lists units: it counts runs of equal ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checkout_core.offers.benefits.pools import places_of, sets_of, side_by_side
from tests.factories.carts import priced
from tests.factories.offers import fixed, left, ours, promotion


#: Runs of units: their amount, and how many; a pool is in the order of its amounts.
RUNS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 7)), max_size=5)
SIZES = st.integers(1, 5)


def pool(runs: list[tuple[int, int]]) -> list[tuple[int, int, int, int, int]]:
    """Return *runs* as groups of a pool, one line each."""
    ordered = enumerate(sorted(runs, reverse=True))
    return [(amount, i, 1, i, units) for i, (amount, units) in ordered]


def each_unit(groups: list[tuple[int, int, int, int, int]]) -> list[int]:
    """Return the amount of every unit, one by one."""
    return [amount for amount, *_, units in groups for _ in range(units)]


def listed(sets: list[tuple[int, int]]) -> list[int]:
    """Return what every set costs, one by one."""
    return [cost for count, cost in sets for _ in range(count)]


def cut(units: list[int], size: int) -> list[int]:
    """Return what the full sets of *size* units cost."""
    return [sum(units[i : i + size]) for i in range(0, len(units) - size + 1, size)]


@given(RUNS, SIZES)
def test_sets_are_those_of_the_units_one_by_one(
    runs: list[tuple[int, int]], size: int
) -> None:
    """Runs say what slices of a list say, with at most two entries a run."""
    groups = pool(runs)
    found = sets_of(groups, size)

    assert cut(each_unit(groups), size) == listed(found)
    assert len(found) <= 2 * len(groups)


@given(RUNS, RUNS, SIZES, SIZES)
def test_sets_side_by_side_are_pairs(
    one: list[tuple[int, int]], other: list[tuple[int, int]], first: int, second: int
) -> None:
    """The j-th of one with the j-th of the other, as long as there are both."""
    a, b = sets_of(pool(one), first), sets_of(pool(other), second)

    assert [x + y for x, y in zip(listed(a), listed(b), strict=False)] == listed(
        side_by_side(a, b)
    )


@given(RUNS, SIZES, st.data())
def test_every_nth_is_every_nth_of_the_list(
    runs: list[tuple[int, int]], size: int, data: st.DataObject
) -> None:
    """The unit at a place of each *size*, as a slice with a step has it."""
    place = data.draw(st.integers(1, size))
    groups = pool(runs)

    assert each_unit(groups)[place - 1 :: size] == each_unit(
        places_of(groups, size, place)
    )


# Through a quote -----------------------------------------------------------------


#: Lines of a few units, small amounts, odd ones among them.
CARTS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 30)), min_size=1, max_size=3
)
#: What an earlier offer takes off, so that units of one line differ.
ODD = st.integers(0, 5)
ORDERS = st.sampled_from(["dearest_first", "cheapest_first"])


def said(cart: list[tuple[int, int]]) -> str:
    """Return a cart in a few words, with a product and a category a line."""
    return "; ".join(
        f"P{i} {units} x {Decimal(price) / 100:.2f} in c{i % 2}"
        for i, (units, price) in enumerate(cart)
    )


def before(cart: list[tuple[int, int]], odd: int) -> tuple[list[list[int]], Any]:
    """Return the units of each line after an earlier offer, and that offer."""
    offer = promotion("discount", fixed(f"0.0{odd}"), "all", id="odd")
    rest = [int(Decimal(x) * 100) for x in left(priced(said(cart), offer)).split()]
    units = []
    for amount, (count, _) in zip(rest, cart, strict=True):
        each, more = divmod(amount, count)
        units.append([each + 1] * more + [each] * (count - more))
    return units, offer


def taken(cart: list[tuple[int, int]], odd: int, offer: dict[str, Any]) -> list[int]:
    """Return what *offer* takes off each line, in minor units, after an earlier one."""
    units, first = before(cart, odd)
    found = left(priced(said(cart), first, offer)).split()
    return [
        sum(each) - int(Decimal(amount) * 100)
        for each, amount in zip(units, found, strict=True)
    ]


def best(units: tuple[int, ...], size: int, price: int) -> int:
    """Return the most that any choice of sets saves."""
    most = 0
    for chosen in combinations(range(len(units)), size):
        saving = sum(units[i] for i in chosen) - price
        if saving > 0:
            rest = tuple(x for i, x in enumerate(units) if i not in chosen)
            most = max(most, saving + best(rest, size, price))
    return most


@given(CARTS, ODD, st.integers(2, 3), st.integers(0, 60))
def test_no_other_choice_of_sets_saves_more(
    cart: list[tuple[int, int]], odd: int, size: int, price: int
) -> None:
    """The dearest first, against all choices of all units."""
    offer = ours("set_price", size=size, price=f"{Decimal(price) / 100:.2f}")
    units, _ = before(cart, odd)
    pooled = sorted((x for each in units for x in each if x), reverse=True)[:7]
    if sum(map(len, units)) <= 7:
        assert best(tuple(pooled), size, price) == sum(taken(cart, odd, offer))


def in_sets(parts: list[list[int]], sizes: list[int]) -> Iterator[int]:
    """Yield what each bundle costs, the dearest units of each part first."""
    sets = [
        cut(sorted((x for x in part if x), reverse=True), size)
        for part, size in zip(parts, sizes, strict=True)
    ]
    yield from map(sum, zip(*sets, strict=False))


@given(CARTS, ODD, st.integers(1, 2), st.integers(1, 2), st.integers(0, 60))
def test_bundles_are_those_of_the_units_one_by_one(
    cart: list[tuple[int, int]], odd: int, first: int, second: int, price: int
) -> None:
    """Lines of c0 and those of c1, at a price or less by an amount."""
    units, _ = before(cart, odd)
    parts = [[x for each in units[i::2] for x in each] for i in (0, 1)]
    amount = f"{Decimal(price) / 100:.2f}"
    components = [
        {"category_ids": ["c0"], "quantity": first},
        {"category_ids": ["c1"], "quantity": second},
    ]
    at_price = ours("bundle", components=components, price=amount)
    costs = list(in_sets(parts, [first, second]))

    assert sum(max(0, cost - price) for cost in costs) == sum(
        taken(cart, odd, at_price)
    )
    if price:
        less = ours("bundle", components=components, amount_off=amount)

        assert sum(min(cost, price) for cost in costs) == sum(taken(cart, odd, less))


@given(CARTS, ODD, st.integers(2, 4), ORDERS, st.data())
def test_one_of_every_n_is_that_of_the_list(
    cart: list[tuple[int, int]], odd: int, n: int, order: str, data: st.DataObject
) -> None:
    """Free units of full groups, dearest first or cheapest first."""
    place = data.draw(st.integers(1, n))
    offer = ours("every_nth", n=n, position=place, order=order, percent_off="100")
    units, _ = before(cart, odd)
    counted = sorted(
        (x for each in units for x in each if x), reverse=order == "dearest_first"
    )
    full = counted[: len(counted) // n * n]

    assert sum(full[place - 1 :: n]) == sum(taken(cart, odd, offer))


OFFERS = st.one_of(
    st.builds(
        lambda size, price: ours("set_price", size=size, price=f"0.{price}"),
        st.integers(2, 3),
        st.integers(10, 60),
    ),
    st.builds(
        lambda n, order: ours("every_nth", n=n, order=order, percent_off="50"),
        st.integers(2, 3),
        ORDERS,
    ),
    st.builds(
        lambda percent, most: ours(
            "unit_price", rows=[{"percent_off": percent, "maximum_quantity": most}]
        ),
        st.sampled_from(["10", "33.3"]),
        st.integers(1, 4),
    ),
    st.builds(
        lambda price: ours(
            "bundle",
            components=[{"product_ids": ["P0", "P2"]}, {}],
            price=f"0.{price}",
        ),
        st.integers(10, 40),
    ),
)


@given(CARTS, OFFERS, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(
    cart: list[tuple[int, int]], offer: dict[str, Any], chance: Any
) -> None:
    """Each line keeps its discount, wherever in the cart it is."""
    texts = said(cart).split("; ")
    mixed = list(range(len(texts)))
    chance.shuffle(mixed)
    straight = left(priced("; ".join(texts), offer)).split()
    shuffled = left(priced("; ".join([texts[i] for i in mixed]), offer)).split()

    assert [straight[i] for i in mixed] == shuffled


@given(CARTS, ODD, OFFERS)
def test_no_line_gets_below_nothing(
    cart: list[tuple[int, int]], odd: int, offer: dict[str, Any]
) -> None:
    """Every discount is at least 0 and at most what an earlier offer left."""
    units, _ = before(cart, odd)
    found = taken(cart, odd, offer)

    assert all(0 <= x <= sum(each) for x, each in zip(found, units, strict=True))
