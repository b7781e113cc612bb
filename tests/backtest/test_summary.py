# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The figures of a back-test: those of ten carts by hand, and laws for any carts."""

from __future__ import annotations

import sys

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from pathlib import Path
from typing import Any

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from checkout_core import CheckoutError, coupon, loads, promotion
from checkout_core.backtest import Job
from checkout_core.backtest.figures import (
    PARTS,
    Applied,
    BadRows,
    BreakEven,
    Bucket,
    CartChange,
    Displaced,
    NearMiss,
    OfferName,
    Orders,
    PaidOtherwise,
    Refused,
    Summary,
    Trap,
)
from checkout_core.ledger.totals import SUMS
from checkout_core.offers import amount_off, categories, free_goods, percentage_off
from tests.factories.ten_carts import (
    BAD,
    FIFTY,
    HUGE,
    JOB,
    LATER,
    ROWS,
    TEN,
    TWENTY,
    row,
    store,
    write_results,
)


for _name in ("pyarrow", "duckdb"):
    pytest.importorskip(_name, reason=f"{_name} of an extra is not installed")


def summed(
    folder: Path, *parts: list[dict[str, Any]], job: Job = JOB, **more: Any
) -> Summary:
    """Return the figures of rows."""
    from checkout_core.backtest.summaries import summary

    return summary(write_results(folder, job, *parts), job, **more)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """Return the figures of the ten carts and two bad rows, in two parts."""
    folder = tmp_path_factory.mktemp("it's done")
    return summed(folder, ROWS[:4] + BAD[:1], BAD[1:] + ROWS[4:])


def name(offer: Any) -> OfferName:
    """Return which offer it is."""
    return OfferName(kind=offer.kind, id=offer.id, name=offer.name)


def amount(text: str) -> Decimal:
    """Return an amount with two decimals."""
    return Decimal(text).quantize(Decimal("0.01"))


# Ten carts --------------------------------------------------------------------------


def test_rows_and_the_bad_ones(found: Summary) -> None:
    """By their code, with the first of them."""
    assert (12, 2) == (found.rows, found.faulty)
    assert (
        BadRows(
            code="count_out_of_range",
            rows=1,
            cart_id="bad-1",
            path="cart.cart_items[0].quantity",
            message="this must lie between 1 and 1000000",
        ),
        BadRows(
            code="required",
            rows=1,
            cart_id="bad-2",
            path="cart",
            message="this is missing; give a cart",
        ),
    ) == found.bad


def test_what_was_paid(found: Summary) -> None:
    """Nine carts say it; for two of them today's store gives something else."""
    paid = found.reproduction

    assert (9, 7, amount("-40")) == (paid.stored, paid.reproduced, paid.difference)
    assert (
        PaidOtherwise(cart_id="c10", paid=amount("4550"), base=amount("4500")),
        PaidOtherwise(cart_id="c08", paid=amount("390"), base=amount("400")),
    ) == paid.most
    assert [amount("-50"), amount("10")] == [each.difference for each in paid.most]


def test_orders_that_change(found: Summary) -> None:
    """Three cheaper by 1,000 and four dearer by 609: 391 less in all."""
    orders = found.orders

    assert (
        Orders(
            compared=10,
            cheaper=3,
            dearer=4,
            saved=amount("1000"),
            added=amount("609"),
        )
        == orders
    )
    assert (7, 3) == (orders.changed, orders.same)
    assert amount("-391") == found.total("to_be_paid").change


def test_totals(found: Summary) -> None:
    """All of them, in their order; points have no decimals."""
    assert list(SUMS) == [each.name for each in found.totals]
    assert {
        "subtotal": ("17490.00", "17490.00"),
        "promotion_discount_amount": ("1609.00", "2000.00"),
        "coupon_discount_amount": ("100.00", "100.00"),
        "to_be_paid": ("15781.00", "15390.00"),
        "loyalty_points_earned": ("0", "0"),
    } == {
        each: (str(found.total(each).before), str(found.total(each).after))
        for each in (
            "subtotal",
            "promotion_discount_amount",
            "coupon_discount_amount",
            "to_be_paid",
            "loyalty_points_earned",
        )
    }


def test_the_parts_of_the_change(found: Summary) -> None:
    """Promotions take off 391 more, and nothing is left."""
    assert {"promotion_discount_amount": amount("-391")} == {
        name: change for name, change in found.parts if change
    }
    assert 0 == found.unexplained


def test_offers(found: Summary) -> None:
    """Today's in their order, then the new ones, each with its carts and its saving."""
    nowhere = Applied(carts=0, saving=amount("0"))
    fifty = Applied(carts=2, saving=amount("100"))

    assert [
        (
            name(TEN),
            (),
            "removed",
            Applied(carts=7, saving=amount("1609")),
            nowhere,
        ),
        (name(HUGE), (), "same", nowhere, nowhere),
        (name(FIFTY), ("SAVE50",), "same", fifty, fifty),
        (name(TWENTY), (), "new", nowhere, Applied(carts=3, saving=amount("2000"))),
        (name(LATER), (), "new", nowhere, nowhere),
    ] == [(x.offer, x.codes, x.state, x.base, x.proposed) for x in found.offers]


def test_who_displaces_whom(found: Summary) -> None:
    """Twenty takes the place of ten on three carts, which pay less."""
    assert (
        Displaced(
            gone=name(TEN),
            came=name(TWENTY),
            carts=3,
            base_saving=amount("1000"),
            proposed_saving=amount("2000"),
            dearer=0,
        ),
    ) == found.displaced


def test_refusals(found: Summary) -> None:
    """By offer and code, those on most carts first."""

    def refused(
        offer: Any, code: str, base: int, proposed: int, kind: str = "coupon"
    ) -> Refused:
        return Refused(
            kind=offer.kind if offer else kind,
            offer_id=offer.id if offer else None,
            name=offer.name if offer else None,
            code=code,
            base=base,
            proposed=proposed,
        )

    assert (
        refused(HUGE, "below_minimum", 10, 10),
        refused(LATER, "not_started", 0, 10),
        refused(TWENTY, "below_minimum", 0, 7),
        refused(TEN, "below_minimum", 3, 0),
        refused(FIFTY, "below_minimum", 1, 1),
        refused(None, "unknown_code", 1, 1),
    ) == found.refusals


def test_near_misses(found: Summary) -> None:
    """Of 1,900 and 1,990 a tenth is more than what is missing to 2,000."""

    def near(offer: Any, carts: int, count: int, nearest: str) -> NearMiss:
        return NearMiss(
            offer=name(offer),
            code="below_minimum",
            carts=carts,
            near=count,
            nearest=amount(nearest),
            nearest_units=None,
        )

    assert (
        near(TWENTY, 7, 2, "10"),
        near(FIFTY, 1, 0, "100"),
        near(HUGE, 10, 0, "95000"),
    ) == found.near


def test_traps(found: Summary) -> None:
    """One that no cart reaches, today neither, and one that starts later."""
    assert (
        Trap(
            code="out_of_reach",
            offer=name(HUGE),
            carts=10,
            reasons=(("below_minimum", 10),),
            short=amount("95000"),
            today=True,
        ),
        Trap(
            code="always_refused",
            offer=name(LATER),
            carts=10,
            reasons=(("not_started", 10),),
        ),
    ) == found.traps


def test_quantiles(found: Summary) -> None:
    """Of -500, -300, -200, 100, 120, 190 and 199: the nearest rank, no mean."""
    assert [
        (0, amount("-500")),
        (5, amount("-500")),
        (25, amount("-300")),
        (50, amount("100")),
        (75, amount("190")),
        (95, amount("199")),
        (100, amount("199")),
    ] == [(each.percent, each.change) for each in found.quantiles]


def test_buckets(found: Summary) -> None:
    """500 / 8 is 62.50, so the buckets are 100.00 wide, and 0 is an end."""
    counts = [1, 0, 1, 1, 0, 0, 4]
    ends = [amount(str(each)) for each in range(-500, 300, 100)]

    assert [
        Bucket(low=low, high=high, carts=carts)
        for low, high, carts in zip(ends, ends[1:], counts, strict=False)
    ] == list(found.buckets)


def test_the_carts_that_change_most(found: Summary) -> None:
    """The most first, whatever the sign; a guest has no customer."""
    noon = datetime(2026, 10, 12, 6, 30, tzinfo=UTC)

    assert ["c10", "c05", "c04", "c09", "c03", "c07", "c02"] == [
        each.cart_id for each in found.most
    ]
    assert (
        CartChange(
            part="part-00001.parquet",
            row=3,
            cart_id="c07",
            at=noon,
            customer_id=None,
            before=amount("1030"),
            after=amount("1150"),
        )
        == found.most[5]
    )
    assert amount("120") == found.most[5].change


def test_the_break_even(found: Summary) -> None:
    """391.00 of 1,578.10 an order is one order more."""
    assert (
        BreakEven(given=amount("391"), average=amount("1578.10"), orders=1)
        == found.break_even
    )


def test_what_was_compared(found: Summary) -> None:
    """The job by its fingerprint; all carts were priced."""
    assert (JOB.fingerprint, JOB.engine, None, "INR", None) == (
        found.fingerprint,
        found.engine,
        found.at,
        found.currency.code,
        found.sample,
    )


# Other carts and stores ---------------------------------------------------------------


def test_the_other_way_round(tmp_path: Path) -> None:
    """Ten takes the place of twenty: the same carts pay more, and nothing is given."""
    job = Job(JOB.proposed, JOB.base)
    found = summed(tmp_path, ROWS, job=job)
    (displaced,) = found.displaced

    assert (3, 3) == (displaced.carts, displaced.dearer)
    assert [Trap(code="dearer", offer=name(TEN), carts=3, other=displaced)] == list(
        found.traps[1:]
    )
    assert found.break_even is None


def test_a_part_that_is_not_done(tmp_path: Path) -> None:
    """Results without a manifest are of a run that was ended, and are left out."""
    write_results(tmp_path, JOB, ROWS[:2])

    assert 2 == summed(tmp_path).rows
    write_results(tmp_path, JOB, ROWS[2:], done=False)
    assert 2 == summed(tmp_path).rows


@pytest.mark.parametrize("parts", [(), ([],), (BAD,)])
def test_nothing_to_compare(tmp_path: Path, parts: Any) -> None:
    """Without results, without rows, or with bad ones alone, every figure is 0."""
    found = summed(tmp_path, *parts)

    assert 0 == found.orders.compared == found.orders.changed
    assert {Decimal(0)} == {each.before for each in found.totals}
    assert ((), (), (), (), None) == (
        found.traps,
        found.quantiles,
        found.buckets,
        found.most,
        found.break_even,
    )


def test_stores_without_offers(tmp_path: Path) -> None:
    """No cart changes; a code that was entered is unknown to both."""
    found = summed(tmp_path, ROWS, job=Job(store(), store()))

    assert (10, 0) == (found.orders.compared, found.orders.changed)
    assert ((), (), ()) == (found.offers, found.displaced, found.traps)
    assert [("unknown_code", 4, 4)] == [
        (each.code, each.base, each.proposed) for each in found.refusals
    ]


@pytest.mark.parametrize(
    ("currency", "price", "change"),
    [("KWD", "1.005", "-0.101"), ("JPY", "999", "-100")],
)
def test_other_digits(tmp_path: Path, currency: str, price: str, change: str) -> None:
    """A tenth of 1.005 dinars is 0.101, half up; yen have no decimals."""
    gift = promotion("gift", percentage_off(10))
    job = Job(store(currency=currency), store(gift, currency=currency))
    found = summed(tmp_path, [row("c", price, currency=currency)], job=job)

    assert change == str(found.total("to_be_paid").change)
    assert [price, change.removeprefix("-")] == [
        str(found.break_even and each)
        for each in (found.break_even and found.break_even.average, found.orders.saved)
    ]
    assert 1 == len({each.low for each in found.buckets if each.carts})


def test_offers_that_never_or_always_apply(tmp_path: Path) -> None:
    """Each with its reason, and whether it is so today."""
    always = promotion("always", percentage_off(1))
    mugs = promotion("mugs", percentage_off(9, on=categories("mugs")))
    none = coupon("none", amount_off(5), ["NONE"])
    soon = promotion(
        "soon",
        amount_off(7),
        starts_at="2026-10-20T00:00:00+05:30",
        minimum_order_total="9000",
    )
    three = promotion("three", free_goods(1, every_quantity=3, product="tee"))
    entered = coupon(
        "entered", amount_off(5), ["SAVE50"], starts_at="2027-01-01T00:00:00+05:30"
    )
    rows = [
        row("c1", "400", code="SAVE50"),
        row("c2", "600", at="2026-10-25T12:00:00+05:30"),
    ]
    job = Job(store(mugs), store(always, mugs, none, soon, three, entered))
    found = summed(tmp_path, rows, job=job)

    assert [
        ("no_goods", "mugs", 0, (), None, True),
        ("always_applies", "always", 2, (), None, False),
        (
            "never_applied",
            "soon",
            2,
            (("below_minimum", 1), ("not_started", 1)),
            None,
            False,
        ),
        ("out_of_reach", "three", 2, (("quantity_too_low", 2),), 2, False),
        ("no_code", "none", 0, (), None, False),
        ("always_refused", "entered", 1, (("not_started", 1),), None, False),
    ] == [
        (x.code, x.offer.id, x.carts, x.reasons, x.short_units, x.today)
        for x in found.traps
    ]


def test_an_offer_of_changed_terms(tmp_path: Path) -> None:
    """It keeps its id, so nothing displaces it."""
    less = promotion("ten", percentage_off(5), name="5%")
    found = summed(tmp_path, ROWS, job=Job(store(TEN), store(less)))

    assert [("changed", "5%", 7, 10)] == [
        (x.state, x.offer.name, x.base.carts, x.proposed.carts) for x in found.offers
    ]
    assert () == found.displaced


def test_buckets_without_an_end(tmp_path: Path) -> None:
    """Where less than one in twenty lies far out, at both sides."""
    fall = promotion("fall", percentage_off(10))
    rise = promotion("rise", percentage_off(10), minimum_order_total="500")
    rows = [row(f"c{i}", "100") for i in range(40)] + [row("far", "90000")]
    found = summed(tmp_path, rows, job=Job(store(), store(fall)))

    # Ten each, and one of 9,000: buckets are 2.00 wide.
    assert (None, amount("-16"), 1) == (
        found.buckets[0].low,
        found.buckets[0].high,
        found.buckets[0].carts,
    )
    found = summed(tmp_path / "up", rows, job=Job(store(fall, rise), store()))
    last = found.buckets[-1]

    assert (amount("16"), None, 1) == (last.low, last.high, last.carts)
    assert 41 == sum(each.carts for each in found.buckets)


# A sample -----------------------------------------------------------------------------


def test_a_sample_with_too_few_changes(tmp_path: Path) -> None:
    """Seven carts of six customers are no ground for an interval."""
    found = summed(tmp_path, ROWS, sample="0.5").sample

    assert found is not None
    assert ("0.5", 7, 6, amount("-782"), None) == (
        found.rate,
        found.changed,
        found.customers,
        found.estimate,
        found.margin,
    )


def test_a_sample_of_enough(tmp_path: Path) -> None:
    """
    40 carts of 10.00 less at 1 %: 40,000.00 less, give or take 12,334.00.

    The variance is 0.99 / 0.0001 x 40 x 10.00^2 = 39,600,000, its root 6,292.8531 and
    1.96 times that 12,333.9920.
    """
    gift = promotion("gift", amount_off(10))
    rows = [row(f"c{i}", "100", customer=f"u{i}") for i in range(40)]
    job = Job(store(), store(gift))
    found = summed(tmp_path, rows, job=job, sample="0.01").sample

    assert found is not None
    assert (amount("-40000"), amount("12334.00")) == (found.estimate, found.margin)


def test_customers_are_drawn_whole(tmp_path: Path) -> None:
    """40 carts of one customer are one draw: 400.00 x root of 9,900 x 1.96."""
    gift = promotion("gift", amount_off(10))
    rows = [row(f"c{i}", "100", customer="u") for i in range(40)]
    found = summed(tmp_path, rows, job=Job(store(), store(gift)), sample="0.01").sample
    square = Fraction(196, 100) ** 2 * 9900 * 40_000**2

    assert found is not None
    assert 1 == found.customers
    assert (
        found.margin == Decimal(isqrt(square.numerator // square.denominator) + 1) / 100
    )


def test_a_sample_of_all(tmp_path: Path) -> None:
    """Where everybody is drawn, nothing is left to chance."""
    gift = promotion("gift", amount_off(10))
    rows = [row(f"c{i}", "100") for i in range(30)]
    found = summed(tmp_path, rows, job=Job(store(), store(gift)), sample="1").sample

    assert found is not None
    assert (30, amount("-300"), amount("0")) == (
        found.customers,
        found.estimate,
        found.margin,
    )


# Laws ---------------------------------------------------------------------------------

CARTS_OF_ANY = st.lists(
    st.tuples(
        st.integers(1, 600_000),
        st.sampled_from([None, "SAVE50", "NOPE"]),
        st.sampled_from([None, "a", "b"]),
    ),
    max_size=12,
)


@settings(max_examples=10, deadline=None)
@given(CARTS_OF_ANY)
def test_the_figures_are_those_of_a_plain_loop(
    tmp_path_factory: pytest.TempPathFactory,
    carts: list[tuple[int, str | None, str | None]],
) -> None:
    """Every sum and count, and the parts of the change, whatever the carts."""
    import pyarrow.parquet as pq

    rows = [
        row(f"c{i}", str(Decimal(minor) / 100), code=code, customer=who)
        for i, (minor, code, who) in enumerate(carts)
    ]
    folder = tmp_path_factory.mktemp("drawn")
    found = summed(folder, rows)
    read = pq.read_table(folder / "results" / "part-00000.parquet").to_pylist()
    changes = [
        each["proposed"]["totals"]["to_be_paid"] - each["base"]["totals"]["to_be_paid"]
        for each in read
    ]

    for total in found.totals:
        for side, amount_of in (("base", total.before), ("proposed", total.after)):
            looped = sum((x[side]["totals"][total.name] for x in read), Decimal(0))
            assert looped == amount_of
    assert [sum(x < 0 for x in changes), sum(x > 0 for x in changes)] == [
        found.orders.cheaper,
        found.orders.dearer,
    ]
    assert sum(changes) == found.orders.added - found.orders.saved
    assert sum(x for _, x in found.parts) == found.total("to_be_paid").change
    assert 0 == found.unexplained
    assert sum(each.carts for each in found.buckets) == found.orders.changed
    for each in found.offers:
        for side, applied in (("base", each.base), ("proposed", each.proposed)):
            savings = [
                offer["saving"]
                for x in read
                for offer in x[side]["offers"]
                if (offer["kind"], offer["id"]) == (each.offer.kind, each.offer.id)
            ]
            assert (len(savings), sum(savings)) == (applied.carts, applied.saving)
    ranked = sorted(x for x in changes if x)
    assert [
        ranked[max(1, -(-each.percent * len(ranked) // 100)) - 1]
        for each in found.quantiles
    ] == [each.change for each in found.quantiles]


def test_the_parts_are_all_of_what_is_paid() -> None:
    """By the rows of the ledger: each kind once, with its sign."""
    found: dict[str, int] = {}
    for part, sign in PARTS:
        for kind, of_part in SUMS[part]:
            found[kind] = found.get(kind, 0) + sign * of_part

    assert dict(SUMS["to_be_paid"]) == {k: sign for k, sign in found.items() if sign}


# What is written, and what is missing -------------------------------------------------


def test_the_document(found: Summary) -> None:
    """Amounts are text; what is worked out stands beside."""
    from checkout_core import dumps
    from checkout_core.backtest.document import summary_document

    read = loads(dumps(summary_document(found)))

    assert "INR" == read["currency"]
    assert {
        "name": "to_be_paid",
        "before": "15781.00",
        "after": "15390.00",
        "change": "-391.00",
    } in read["totals"]
    assert "-391.00" == read["parts"]["promotion_discount_amount"]
    assert "2026-10-12T06:30:00+00:00" == read["most"][0]["at"]
    assert ["SAVE50"] == read["offers"][2]["codes"]
    assert {"given": "391.00", "average": "1578.10", "orders": 1} == read["break_even"]


def test_without_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said which extra is missing."""
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(CheckoutError, match="checkout-core\\[backtest\\]"):
        summed(tmp_path, ROWS[:1])
