# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The command that refunds."""

from __future__ import annotations

import io
import json

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkout_core import dumps, write_order_detail, write_quote
from checkout_core.cli import main
from checkout_core.orders import PaymentUpdate, Refunded
from checkout_core.views import credit_note
from checkout_core.wire import read_refund
from checkout_core.wire.quotes import write_policies
from tests.factories.orders import STORE, at, paid, placed, with_shipment
from tests.factories.refunds import AT, SOLD, note, returns_document


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that refunds what was sold, by a document of returns."""

    def ran(sold: Any, returns: Any, *more: str) -> tuple[int, str, str]:
        file = tmp_path / "sold.json"
        file.write_text(dumps(sold), "utf-8")
        text = dumps(returns).encode()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
        status = main(["refund", str(file), "-", *more])
        out, err = capsys.readouterr()
        return status, out, err

    return ran


def test_the_command_refunds_what_came_in(run: Any) -> None:
    """The order knows that 100.00 of its 843.30 were a bank's."""
    order = placed().after(PaymentUpdate("P1", "843.30", AT, gateway_discount="100.00"))
    whole = returns_document(cancel=True, returned=None)
    sold = write_order_detail(order, stored=True)
    status, out, _ = run(sold, whole, "--format", "json")

    assert (0, "743.30", "100.00") == (
        status,
        json.loads(out)["gateway"],
        json.loads(out)["gateway_discount"],
    )


def test_the_command_prints_a_credit_note(run: Any) -> None:
    """From a quote document, all of it paid."""
    given = returns_document(id="R1", returned={"0": 1, "1": 2}, order_number="ORD-1")
    status, out, _ = run(write_quote(SOLD), given)

    assert (0, credit_note(SOLD, note()) + "\n") == (status, out)


def test_the_command_prints_json(run: Any) -> None:
    """As `read_refund` reads it."""
    given = returns_document(id="R1", returned={"0": 1, "1": 2}, order_number="ORD-1")
    status, out, _ = run(write_quote(SOLD), given, "--format", "json")

    assert (0, note()) == (status, read_refund(out))


def test_the_command_knows_a_stored_order(run: Any) -> None:
    """What was paid and refunded before, and its number, are the order's."""
    order = paid(placed(), 500)
    whole = returns_document(cancel=True, returned=None)
    stored = write_order_detail(order, stored=True)
    status, out, _ = run(stored, whole, "--format", "json")
    found = read_refund(out)

    assert 0 == status
    assert order.cancellation(id="R9", at=AT) == found
    assert ("ORD-1", "500.00") == (found.order_number, str(found.gateway))


def test_the_command_goes_on_from_earlier_refunds(run: Any) -> None:
    """What came back before is not refunded again."""
    order = paid(placed())
    before = order.after(Refunded(note({0: 1})))
    status, out, _ = run(
        write_order_detail(before, stored=True),
        returns_document(returned={"0": 2}),
        "--format",
        "json",
    )

    assert 0 == status
    assert note({0: 2}, id="R9", earlier=[note({0: 1})]) == read_refund(out)


def test_the_command_cancels_only_what_may_be(run: Any) -> None:
    """An order that is on its way is not cancelled."""
    shipped = with_shipment(paid(placed()), "S1", "shipped", {0: 3, 1: 2, 2: 1})
    whole = returns_document(cancel=True, returned=None)
    status, out, err = run(write_order_detail(shipped, stored=True), whole)

    assert (2, "") == (status, out)
    assert "cannot happen to an order that is shipped" in err


def test_the_command_says_what_is_wrong(run: Any) -> None:
    """One line a fault, first of the form, then of what was asked."""
    status, _, err = run(write_quote(SOLD), returns_document(id="", units=1))
    assert (2, 2) == (status, len(err.splitlines()))
    assert "standard input: units: " in err

    status, _, err = run(write_quote(SOLD), returns_document(returned={"0": 9, "7": 1}))
    assert (2, 2) == (status, len(err.splitlines()))
    assert "standard input: returned[0]: at most 3 of this can still be returned" in err


def test_the_command_recomputes_with_the_store(run: Any) -> None:
    """The store in which it was priced is in the document."""
    store = write_policies(STORE.policies, "INR")
    given = returns_document(policy={"promotion_break": "recompute"}, store=store)
    status, out, _ = run(write_quote(SOLD), given, "--format", "json")

    assert 0 == status
    assert at(0) < read_refund(out).at
