# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Batches of carts: the same rows out, in the same order, with exact figures."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    CheckoutError,
    coupon,
    dumps,
    loads,
    promotion,
    quote,
    read_checkout,
)
from checkout_core.backtest import Job
from checkout_core.backtest.row import read_row, repriced
from checkout_core.ledger.totals import SUMS
from checkout_core.offers import amount_off, percentage_off
from tests.paths import CASES, MORE_CASES


pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

AT = "2026-11-22T12:00:00+05:30"
TEN = promotion("ten", percentage_off(10), name="Ten").document
FIFTY = coupon(
    "fifty", amount_off("50.00"), ["FIFTY"], name="Fifty", minimum_order_total="500.00"
).document
TODAY = dumps({"currency": "INR", "promotions": [TEN]})
NEXT = dumps({"currency": "INR", "coupons": [FIFTY]})
JOB = Job(TODAY, NEXT)


def cart(quantity: object = 2, **more: Any) -> dict[str, Any]:
    """Return a cart of shirts at 300.00, without their tax of 18 %."""
    shirts = {
        "product_id": "shirt",
        "quantity": quantity,
        "selling_price": "300.00",
        "tax_rate": "18",
    }
    return {"currency": "INR", "cart_items": [shirts], **more}


def results(*rows: dict[str, Any], job: Job = JOB) -> list[dict[str, Any]]:
    """Return the results of rows with a cart as text."""
    from checkout_core.backtest import reprice

    names = {name: None for row in rows for name in row}
    columns = [{**names, **row, "cart": dumps(row["cart"])} for row in rows]
    (batch,) = reprice(job, [pa.RecordBatch.from_pylist(columns)])
    batch.validate(full=True)
    found: list[dict[str, Any]] = batch.to_pylist()
    return found


def faults(row: dict[str, Any]) -> list[tuple[str, str]]:
    """Return path and code of each fault of a result."""
    return [(each["path"], each["code"]) for each in row["faults"]]


def test_a_cart_in_both_stores() -> None:
    """
    600.00 less 10 % is 540.00, with 97.20 tax 637.20; less 50.00 and taxed 649.00.

    With their tax the savings are 70.80 and 59.00.
    """
    (row,) = results(
        {
            "cart_id": 7,
            "placed_at": AT,
            "cart": cart(coupon_code="FIFTY"),
            "customer": '{"id": "c1"}',
            "expected_to_be_paid": Decimal("637.20"),
        }
    )

    assert "7" == row["cart_id"]
    assert datetime(2026, 11, 22, 6, 30, tzinfo=UTC) == row["at"]
    assert "c1" == row["customer_id"]
    assert Decimal("637.20") == row["expected_to_be_paid"]
    assert [] == row["faults"]
    assert row["reproduced"] is True
    before, after = row["base"], row["proposed"]
    assert Decimal("637.20") == before["totals"]["to_be_paid"]
    assert Decimal("649.00") == after["totals"]["to_be_paid"]
    assert before["offers"] == [
        {
            "kind": "promotion",
            "id": "ten",
            "name": "Ten",
            "code": None,
            "saving": Decimal("70.80"),
        }
    ]
    assert after["offers"] == [
        {
            "kind": "coupon",
            "id": "fifty",
            "name": "Fifty",
            "code": "FIFTY",
            "saving": Decimal("59.00"),
        }
    ]
    assert ["unknown_code"] == [each["code"] for each in before["refusals"]]
    assert [] == after["refusals"]


def test_how_much_a_cart_is_short() -> None:
    """300.00 are 200.00 short of the coupon's 500.00."""
    row = results(
        {"cart_id": "a", "placed_at": AT, "cart": cart(1, coupon_code="FIFTY")}
    )[0]

    (refusal,) = row["proposed"]["refusals"]
    assert refusal == {
        "kind": "coupon",
        "offer_id": "fifty",
        "name": "Fifty",
        "code": "below_minimum",
        "short_units": 0,
        "short_amount": Decimal("200.00"),
    }


def test_what_was_paid_otherwise() -> None:
    """A paisa less is not reproduced, and nothing said is not known."""
    rows = results(
        {
            "cart_id": "a",
            "placed_at": AT,
            "cart": cart(),
            "expected_to_be_paid": "637.19",
        },
        {"cart_id": "b", "placed_at": AT, "cart": cart(), "expected_to_be_paid": None},
    )

    assert [False, None] == [each["reproduced"] for each in rows]


def test_one_moment_for_all_carts() -> None:
    """The job's moment is in place of each cart's own."""
    job = Job(TODAY, NEXT, at="2026-12-01T00:00:00Z")

    rows = results(
        {"cart_id": "a", "placed_at": AT, "cart": cart()},
        {"cart_id": "b", "placed_at": None, "cart": cart()},
        job=job,
    )

    assert [datetime(2026, 12, 1, tzinfo=UTC)] * 2 == [each["at"] for each in rows]


def test_bad_rows_are_rows() -> None:
    """Each with all its faults, between rows that are right."""
    rows = results(
        {"cart_id": "a", "placed_at": AT, "cart": cart()},
        {
            "cart_id": None,
            "placed_at": "today",
            "cart": cart("two"),
            "customer": '{"name": 1}',
            "expected_to_be_paid": "-1",
        },
        {"cart_id": "c", "placed_at": None, "cart": cart()},
        {
            "cart_id": "",
            "placed_at": AT,
            "cart": cart(),
            "customer": "{",
            "expected_to_be_paid": "1.005",
        },
        {"cart_id": "e", "placed_at": AT, "cart": cart()},
    )

    assert ["a", None, "c", None, "e"] == [each["cart_id"] for each in rows]
    assert [] == faults(rows[0])
    assert [
        ("cart_id", "required"),
        ("placed_at", "bad_time"),
        ("customer.name", "unknown_key"),
        ("cart.cart_items[0].quantity", "bad_count"),
        ("expected_to_be_paid", "negative"),
    ] == faults(rows[1])
    assert [("base.at", "time_required"), ("proposed.at", "time_required")] == faults(
        rows[2]
    )
    assert [
        ("cart_id", "empty_text"),
        ("customer", "not_json"),
        ("expected_to_be_paid", "off_grid"),
    ] == faults(rows[3])
    assert [] == faults(rows[4])
    assert [True, False, False, False, True] == [
        each["base"] is not None and each["proposed"] is not None for each in rows
    ]


def test_a_cart_that_only_one_store_refuses() -> None:
    """One side alone would be a change of 708.00: it has none, as any faulty row."""
    job = Job('{"currency": "INR"}', TODAY)

    (row,) = results({"cart_id": "a", "placed_at": None, "cart": cart()}, job=job)

    assert row["base"] is None
    assert row["proposed"] is None
    assert [("proposed.at", "time_required")] == faults(row)


def test_columns_that_are_missing() -> None:
    """No cart, no id: two faults; a column too many is one."""
    from checkout_core.backtest import reprice

    batch = pa.RecordBatch.from_pylist([{"carts": "{}"}])

    (row,) = next(reprice(JOB, [batch])).to_pylist()

    assert [
        ("carts", "unknown_key"),
        ("cart_id", "required"),
        ("cart", "required"),
    ] == faults(row)


def test_a_job_of_another_version_is_refused() -> None:
    """Machines with two versions of the engine would give two figures."""
    from checkout_core.backtest import reprice

    with pytest.raises(CheckoutError) as caught:
        next(reprice(Job(TODAY, NEXT, engine="0.0.1"), []))

    assert ["another_engine"] == [each.code for each in caught.value.faults]


def test_rows_as_text() -> None:
    """One column of JSON objects; what is no object is a fault of its row."""
    from checkout_core.backtest import reprice

    good = dumps({"cart_id": "a", "placed_at": AT, "cart": cart()})
    batch = pa.record_batch({"value": [good, "{", "[]", None, '{"cart_id": 1.5}']})

    rows = next(reprice(JOB, [batch])).to_pylist()

    assert [
        [],
        [("", "not_json")],
        [("", "wrong_type")],
        [("", "wrong_type")],
        [("cart_id", "wrong_type"), ("cart", "required")],
    ] == [faults(each) for each in rows]


def test_carts_as_structs() -> None:
    """Null is the default, a decimal is exact, and a float is refused."""
    from checkout_core.backtest import reprice

    exact = cart(coupon_code=None)
    exact["cart_items"][0]["selling_price"] = Decimal("300.00")
    exact["cart_items"][0]["variant_id"] = None
    inexact = cart()
    inexact["cart_items"][0]["selling_price"] = 300.1
    noon = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)

    (right,) = next(
        reprice(
            JOB,
            [
                pa.RecordBatch.from_pylist(
                    [{"cart_id": "a", "placed_at": noon, "cart": exact}]
                )
            ],
        )
    ).to_pylist()
    (wrong,) = next(
        reprice(
            JOB,
            [
                pa.RecordBatch.from_pylist(
                    [{"cart_id": "a", "placed_at": noon, "cart": inexact}]
                )
            ],
        )
    ).to_pylist()

    assert Decimal("637.20") == right["base"]["totals"]["to_be_paid"]
    assert [("cart.cart_items[0].selling_price", "float_given")] == faults(wrong)


def test_batches_stay_batches() -> None:
    """One batch out for each batch in, an empty one too."""
    from checkout_core.backtest import reprice
    from checkout_core.backtest.columns import schema_of

    row = {"cart_id": "a", "placed_at": AT, "cart": dumps(cart())}
    one = pa.RecordBatch.from_pylist([row])
    three = pa.RecordBatch.from_pylist([row] * 3)

    found = list(reprice(JOB, [three, one.slice(0, 0), one]))

    assert [3, 0, 1] == [each.num_rows for each in found]
    assert [schema_of(2)] * 3 == [each.schema for each in found]
    assert all(each.validate(full=True) is None for each in found)


@pytest.mark.parametrize(
    ("currency", "price", "paid"),
    [("JPY", "300", "708"), ("KWD", "300.125", "708.295")],
)
def test_currencies_of_other_decimals(currency: str, price: str, paid: str) -> None:
    """2 x 300.125 with 18 % tax are 708.295: three decimals are kept."""
    store = dumps({"currency": currency})
    bought = cart(currency=currency)
    bought["cart_items"][0]["selling_price"] = price

    (row,) = results({"cart_id": "a", "cart": bought}, job=Job(store, store))

    assert paid == str(row["base"]["totals"]["to_be_paid"])


def priced_documents() -> list[Any]:
    """Return the documents of the cases that have a price."""
    found = []
    for path in (*sorted(CASES.glob("*.json")), *sorted(MORE_CASES.glob("*.json"))):
        case = loads(path.read_bytes())
        if not case["expected"].get("error"):
            found.append(pytest.param(case["document"], id=path.stem))
    return found


@pytest.mark.parametrize("document", priced_documents())
def test_every_case_has_the_figures_of_its_quote(document: dict[str, Any]) -> None:
    """The totals of a result are those of the quote, digit for digit."""
    store = {"currency": document["cart"]["currency"], **document.get("store", {})}
    checkout = read_checkout(dumps(document))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    job = Job(dumps(store), dumps(store))

    row = {
        "cart_id": "a",
        "placed_at": document.get("at"),
        "cart": document["cart"],
        "expected_to_be_paid": str(priced.to_be_paid),
    }
    if document.get("customer") is not None:
        row["customer"] = dumps(document["customer"])
    (found,) = results(row, job=job)

    assert found["reproduced"] is True
    assert found["base"] == found["proposed"]
    assert {name: str(getattr(priced.totals, name)) for name in SUMS} == {
        name: str(value) for name, value in found["base"]["totals"].items()
    }
    assert [each.saving for each in (*priced.promotions, *priced.coupons)] == [
        each["saving"] for each in found["base"]["offers"]
    ]
    assert [(each.code, each.short_amount) for each in priced.refusals] == [
        (each["code"], each["short_amount"]) for each in found["base"]["refusals"]
    ]


@given(st.lists(st.none() | st.integers(-(10**28) + 1, 10**28 - 1)))
def test_ints_become_decimals(column: list[int | None]) -> None:
    """As many minor units as the int says, null for None."""
    from checkout_core.backtest.columns import decimals

    made = decimals(column, pa.decimal128(28, 3))

    made.validate(full=True)
    assert made.to_pylist() == [
        None if each is None else Decimal(each).scaleb(-3) for each in column
    ]


def test_a_row_needs_no_columns() -> None:
    """Plain values in and out, amounts as ints of minor units."""
    stores = JOB.stores()

    found = repriced(
        read_row({"cart_id": "a", "placed_at": AT, "cart": cart()}, stores), stores
    )

    assert found.base is not None
    assert 63720 == dict(zip(SUMS, found.base.totals, strict=True))["to_be_paid"]
