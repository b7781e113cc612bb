# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""When the parts of a quote are due: by a plan of cart or store, or at the door."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import (
    Cart,
    Customer,
    Line,
    Part,
    Quote,
    Store,
    dumps,
    quote,
    read_quote,
    verify,
    write_quote,
)
from checkout_core.cart import Payment
from checkout_core.wire.quotes import fingerprint
from tests.factories.faults import faults_of


QUARTER = [Part("now", percent=25), Part("on_delivery")]
HALVES = [Part("now", percent=50), Part("2026-12-24")]


def priced(price: str = "1049.00", plan: Any = None, **more: Any) -> Quote:
    """Return the quote of one line, by the cart's *plan*."""
    store = Store("INR", payment_plan=more.pop("of_store", ()))
    cart = Cart("INR", [Line("a", 1, price, tax_rate=0)], payment_plan=plan, **more)
    found = quote(cart, store)
    verify(found)
    assert found == read_quote(dumps(write_quote(found)), verify=True)
    return found


def due(found: Quote) -> list[tuple[str, str]]:
    """Return when its parts are due."""
    return [(each.due, str(each.amount)) for each in found.instalments]


CASH = Payment("cash_on_delivery")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [("now", "1049.00")]),
        ({"plan": QUARTER}, [("now", "262.25"), ("on_delivery", "786.75")]),
        ({"of_store": QUARTER}, [("now", "262.25"), ("on_delivery", "786.75")]),
        (
            {"plan": HALVES, "of_store": QUARTER},
            [("now", "524.50"), ("2026-12-24", "524.50")],
        ),
        ({"plan": [], "of_store": QUARTER}, [("now", "1049.00")]),
        ({"payment": CASH}, [("on_delivery", "1049.00")]),
        ({"payment": Payment("upi")}, [("now", "1049.00")]),
        ({"payment": CASH, "plan": []}, [("on_delivery", "1049.00")]),
        (
            {"payment": CASH, "plan": HALVES},
            [("now", "524.50"), ("2026-12-24", "524.50")],
        ),
        ({"price": "0.00", "plan": QUARTER}, []),
        ({"price": "0.00", "payment": CASH}, []),
        ({"price": "0.01", "plan": QUARTER}, [("on_delivery", "0.01")]),
        (
            {"price": "0.02", "plan": [Part("now", percent=100), Part("on_delivery")]},
            [("now", "0.02")],
        ),
    ],
)
def test_when_its_parts_are_due(
    more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """They are all that is to be paid; what is due now and at the door are sums."""
    found = priced(**more)
    sums = dict(expected)

    assert expected == due(found)
    assert (sums.get("now", "0.00"), sums.get("on_delivery", "0.00")) == (
        str(found.due_now),
        str(found.collect_on_delivery),
    )
    assert found.payment_required == (found.to_be_paid > 0)


def test_of_what_tenders_leave() -> None:
    """25 % of the 800.00 that are left after credit."""
    customer = Customer("u", credit_balance="249.00")
    found = priced(plan=QUARTER, customer=customer, credit_balance_used="249.00")

    assert [("now", "200.00"), ("on_delivery", "600.00")] == due(found)


def test_a_document_has_them_only_if_not_all_is_due_now() -> None:
    """So a document of before stays as it is."""
    assert "instalments" not in write_quote(priced())
    assert "instalments" not in write_quote(priced(plan=[Part("now")]))
    assert [
        {"due": "now", "amount": "262.25"},
        {"due": "on_delivery", "amount": "786.75"},
    ] == write_quote(priced(plan=QUARTER))["instalments"]
    written = write_quote(priced(of_store=QUARTER))
    assert [{"due": "now", "percent": "25"}, {"due": "on_delivery"}] == written[
        "store"
    ]["payment_plan"]
    assert "payment_plan" not in write_quote(priced())["store"]


@pytest.mark.parametrize(
    "said",
    [
        [],
        [{"due": "now", "amount": "1049.00"}],
        [
            {"due": "now", "amount": "262.00"},
            {"due": "on_delivery", "amount": "787.00"},
        ],
    ],
)
def test_what_a_stored_quote_cannot_say(said: Any) -> None:
    """They follow from the cart and the store."""
    document: dict[str, Any] = json.loads(dumps(write_quote(priced(plan=QUARTER))))
    document["instalments"] = said
    document["fingerprint"] = fingerprint(document)

    assert [("instalments", "does_not_add_up")] == faults_of(
        read_quote, dumps(document), verify=True
    )
