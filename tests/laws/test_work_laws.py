# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Whatever is drawn, each call of the benchmarks costs linear work, never more.

Work is counted, for n, 2n and 4n of what grows, never timed.  A cost of f + a * n grows
from 2n to 4n by twice what it grows from n to 2n, whatever f is; n squared by four
times, and n to the 1.15, the most that is allowed, by 2.22 times.  As steps are exact,
`MOST` is less: of 24 lines at 1,000 steps each, the comparison of each with each at 6
steps a pair is found, since (48,000 + 41,472) / (24,000 + 10,368) is 2.6.
"""

from __future__ import annotations

import sys

from collections.abc import Callable
from typing import Any

import pytest

from attrs import evolve, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.calls import CALLS, Call
from benchmarks.carts import BENEFITS, coupon_of, promotion_of
from benchmarks.samples import Sample
from checkout_core import Cart, Line, Store, coupon, promotion
from checkout_core.tax import TaxPolicy
from tests.factories.work import Work, work


#: The most that 4n may take more than 2n, in what 2n takes more than n.
MOST = 2.1
#: The part of the work at n that may be uneven: a rounding row here, none there.
LEEWAY = 0.1

#: How many carts are drawn for each call.
EXAMPLES = 10

#: Benefits that no promotion gives.
CODES_ONLY = ("fixed price", "rewards")


@frozen(kw_only=True)
class Drawn:
    """What a sample is made from, but for what grows."""

    axis: str
    least: int
    terms: str
    apply: str
    inside: tuple[bool, bool]
    rates: list[int]
    handling: bool
    policies: dict[str, Any]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw what grows, the kind of offers, and what decides the tax."""
    level = draw(st.sampled_from(["line", "document", "unit"]))
    split = draw(st.sampled_from(["gross_exact", "net_exact"]))
    tax = TaxPolicy(
        level=level,
        inclusive_split="gross_exact" if level == "unit" else split,
        charge_tax=draw(st.sampled_from(["own_rate", "highest", "apportion"])),
    )
    apply = draw(st.sampled_from(["together", "one of them", "coupons"]))
    kinds = [name for name in BENEFITS if apply == "coupons" or name not in CODES_ONLY]
    return Drawn(
        axis=draw(st.sampled_from(list(GROWN))),
        least=draw(st.integers(8, 12)),
        terms=draw(st.sampled_from(kinds)),
        apply=apply,
        inside=draw(st.sampled_from([(False, False), (True, True), (True, False)])),
        rates=draw(st.lists(st.sampled_from([0, 5, 12, 18, 28]), min_size=1)),
        handling=draw(st.booleans()),
        policies={
            "tax": tax,
            "handling": draw(st.sampled_from(["per_unit", "per_line"])),
            "rounding": draw(st.sampled_from(["half_up", "half_even", "down"])),
            "round_off": draw(st.sampled_from([None, "1"])),
        },
    )


# What grows -----------------------------------------------------------------------


def lines_of(what: Drawn, count: int) -> list[Line]:
    """Return so many lines with units enough for every offer of their kind."""
    return [
        Line(
            f"p{i}",
            50 + i % 2,
            f"{1_000 + i}.99",
            tax_rate=what.rates[i % len(what.rates)],
            price_including_tax=what.inside[i % 2],
            category_ids=["c1"],
            handling_charge_excluding_tax="10.00" if what.handling else 0,
        )
        for i in range(count)
    ]


def offers_of(what: Drawn, count: int) -> dict[str, Any]:
    """Return so many offers, as promotions or as coupons."""
    if what.apply == "coupons":
        found = [coupon_of(what.terms, f"k{i}", f"K{i}") for i in range(count)]
        return {"coupons": found}
    together = what.apply == "together"
    return {
        "promotions": [
            promotion_of(what.terms, f"o{i}", can_be_used_with_other_promotion=together)
            for i in range(count)
        ]
    }


def of_lines(what: Drawn, count: int) -> Sample:
    """Return so many lines and three offers."""
    store = Store("INR", **offers_of(what, 3), **what.policies)
    return Sample.of(Cart("INR", lines_of(what, count), coupon_code="K0"), store)


def of_offers(what: Drawn, count: int) -> Sample:
    """Return five lines and so many offers."""
    store = Store("INR", **offers_of(what, count), **what.policies)
    return Sample.of(Cart("INR", lines_of(what, 5), coupon_code="K0"), store)


def of_refused(what: Drawn, count: int) -> Sample:
    """
    Return five lines and more promotions than `evaluate` gives hints for.

    In the cart of a hint they all apply, and there each must cost what the others do:
    a percentage of what the ones before left would be divided otherwise, or not at all.
    """
    found = [
        promotion_of("fixed amount", f"o{i}", minimum_order_total=1_000_000 + i)
        for i in range(3 * count)
    ]
    store = Store("INR", promotions=found, **what.policies)
    return Sample.of(Cart("INR", lines_of(what, 5)), store)


def of_rows(what: Drawn, count: int) -> Sample:
    """Return five lines and an offer of so many rows, each for another product."""
    rows = [
        {
            "product_id": f"p{i}",
            "variant_id": None,
            "minimum_quantity": 1,
            "offer_price": 90 + i,
        }
        for i in range(count)
    ]
    details = {"spending_criteria_type": "minimum-quantity", "products": rows}
    offers = [coupon("rows", "fixed-price", ["K0"], details)]
    store = Store("INR", coupons=offers, **what.policies)
    return Sample.of(Cart("INR", lines_of(what, 5), coupon_code="K0"), store)


def of_slabs(what: Drawn, count: int) -> Sample:
    """Return five lines and an offer of so many slabs."""
    slabs = [
        {"quantity": 2 + i, "condition": "greater", "discount_percent": 5}
        for i in range(count)
    ]
    row = {"product_id": None, "variant_id": None, "slabs": slabs}
    offers = [promotion("slabs", "volume-based", {"products": [row]})]
    store = Store("INR", promotions=offers, **what.policies)
    return Sample.of(Cart("INR", lines_of(what, 5)), store)


def of_counters(what: Drawn, count: int) -> Sample:
    """Return five lines and so many offers and codes that were redeemed before."""
    store = Store(
        "INR",
        **offers_of(what, 3),
        **what.policies,
        offer_redemptions={f"o{i}": 1 for i in range(count)},
        code_redemptions={f"K{i}": 1 for i in range(count)},
    )
    return Sample.of(Cart("INR", lines_of(what, 5), coupon_code="K0"), store)


GROWN: dict[str, Callable[[Drawn, int], Sample]] = {
    "lines": of_lines,
    "offers": of_offers,
    "refused offers": of_refused,
    "rows": of_rows,
    "slabs": of_slabs,
    "counters": of_counters,
}


# The law --------------------------------------------------------------------------


def works(call: Call, what: Drawn) -> list[Work]:
    """Return the work at n, 2n and 4n, caches of the process filled beforehand."""
    samples = [GROWN[what.axis](what, factor * what.least) for factor in (1, 2, 4)]
    for each in samples:
        call.make(each)()
    return [work(call.make(each)) for each in samples]


def grows_too_fast(found: list[Work]) -> bool:
    """Return whether steps, or what is walked in C, grow faster than linearly."""
    return any(
        four - two > MOST * max(0, two - one) + LEEWAY * one
        for one, two, four in zip(*found, strict=True)
    )


LAW = settings(max_examples=EXAMPLES, derandomize=True, deadline=None)


@pytest.mark.parametrize("name", CALLS)
@LAW
@given(drawn())
def test_work_is_linear(name: str, what: Drawn) -> None:
    """In lines, offers, rows, slabs and counters, whatever the offers and policies."""
    found = works(CALLS[name], what)
    if grows_too_fast(found):
        # The process has caches of its own, such as that of patterns, and fills one of
        # them again now and then: what does not come back is none of the call's work.
        found = works(CALLS[name], what)

    assert not grows_too_fast(found), found


def pairing(sample: Sample) -> Callable[[], object]:
    """Read the totals, and compare each line with each."""

    def run() -> object:
        for one in sample.cart.lines:
            for other in sample.cart.lines:
                assert one is other or one.product_id != other.product_id
        return sample.priced().totals

    return run


def walking(sample: Sample) -> Callable[[], object]:
    """Read the totals, and sum all quantities once for each line."""

    def run() -> object:
        units = [line.quantity for line in sample.cart.lines]
        for line in sample.cart.lines:
            assert line.quantity <= sum(units)
        return sample.priced().totals

    return run


def right(sample: Sample, found: object) -> bool:
    """Return whether the totals are those of the quote."""
    return found == sample.quote.totals


@LAW
@given(drawn())
def test_pairs_are_found(what: Drawn) -> None:
    """The law has teeth: a quadratic call is found, little as each pair costs."""
    found = works(Call(pairing, right), evolve(what, axis="lines", least=24))

    assert grows_too_fast(found), found


@pytest.mark.skipif(
    sys.version_info < (3, 12), reason="Python 3.11 does not say what C is given"
)
@LAW
@given(drawn())
def test_walks_in_c_are_found(what: Drawn) -> None:
    """A function in C that goes through all lines for each line is found too."""
    found = works(Call(walking, right), evolve(what, axis="lines", least=24))

    assert grows_too_fast(found), found
