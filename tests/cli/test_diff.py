# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The command that compares two quotes."""

from __future__ import annotations

import io
import json

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkout_core import (
    Cart,
    Line,
    Store,
    diff,
    dumps,
    quote,
    write_difference,
    write_order,
    write_order_detail,
    write_quote,
)
from checkout_core.cli import main
from checkout_core.views import difference_html, differences
from tests.factories.orders import placed


TEA = {"product_id": "tea", "quantity": 2, "selling_price": "250.00", "tax_rate": "5"}
CART = {"currency": "INR", "cart_items": [TEA]}
CHECKOUT = {"cart": CART, "store": {"currency": "INR"}}
MORE = {**CHECKOUT, "cart": {**CART, "cart_items": [{**TEA, "quantity": 3}]}}
SOLD = quote(Cart("INR", [Line("tea", 2, "250.00", tax_rate=5)]), Store("INR"))
BOUGHT = quote(Cart("INR", [Line("tea", 3, "250.00", tax_rate=5)]), Store("INR"))
FOUND = diff(SOLD, BOUGHT)


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that compares two documents, the second from standard input."""
    monkeypatch.chdir(tmp_path)

    def ran(before: Any, after: Any, *more: str) -> tuple[int, str, str]:
        Path("a.json").write_text(dumps(before), "utf-8")
        data = io.BytesIO(dumps(after).encode())
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(data))
        status = main(["diff", "a.json", "-", *more])
        out, err = capsys.readouterr()
        return status, out, err

    return ran


def test_a_quote_and_a_cart(run: Any) -> None:
    """The cart is priced; status 1 says that they differ."""
    assert (1, differences(FOUND) + "\n", "") == run(write_quote(SOLD), MORE)


def test_what_is_the_same(run: Any) -> None:
    """Status 0."""
    status, out, _ = run(write_quote(SOLD), CHECKOUT)

    assert (0, "The two quotes say the same.") == (status, out.splitlines()[-1])


def test_a_stored_order(run: Any) -> None:
    """It holds the quote that it was placed with."""
    order = placed()
    stored = write_order_detail(order, stored=True)
    status, out, _ = run(stored, write_quote(order.quote), "--format", "json")

    assert (0, True) == (status, json.loads(out)["is_empty"])


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", differences(FOUND, locale="de_DE", width=40)),
        ("html", difference_html(FOUND, locale="de_DE")),
    ],
)
def test_its_forms(run: Any, form: str, expected: str) -> None:
    """In the language and on the paper that were asked for."""
    width = ["--width", "40"] if form == "text" else []
    options = ["--format", form, "--locale", "de_DE", *width]

    assert (1, expected + "\n", "") == run(CHECKOUT, MORE, *options)


def test_json(run: Any) -> None:
    """As `write_difference` writes it."""
    _, out, _ = run(CHECKOUT, MORE, "--format", "json")

    assert dumps(write_difference(FOUND), indent=2) + "\n" == out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--format", "json", "--locale", "de"], "--locale: this has no effect"),
        (["--format", "html", "--width", "40"], "--width: this has no effect"),
        (["--width", "9"], "--width: this must lie between 32 and 240"),
        (["--locale", "xx"], "--locale: no such locale; write it"),
    ],
)
def test_options_without_effect(run: Any, options: list[str], expected: str) -> None:
    """Each is refused by its name."""
    status, out, err = run(CHECKOUT, MORE, *options)

    assert (2, "") == (status, out)
    assert f"checkout-core: {expected}" == err[: len(expected) + 15]


YEN = {
    "cart": {"currency": "JPY", "cart_items": [{**TEA, "selling_price": 250}]},
    "store": {"currency": "JPY"},
}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (CHECKOUT, YEN, "standard input: one quote is in INR and the other in JPY;"),
        (CART, CHECKOUT, "a.json: this is a cart, not a quote document or"),
        (CHECKOUT, write_order(SOLD), "standard input: this is an order, not a quote"),
        (CHECKOUT, {**CHECKOUT, "x": 1}, "standard input: x: this key is not known"),
        ({**CHECKOUT, "x": 1}, CHECKOUT, "a.json: x: this key is not known"),
        (CHECKOUT, [], "standard input: this must be a quote document"),
    ],
)
def test_bad_documents(run: Any, before: Any, after: Any, expected: str) -> None:
    """The fault names its file."""
    status, out, err = run(before, after)

    assert (2, "") == (status, out)
    assert f"checkout-core: {expected}" == err[: len(expected) + 15]


def test_a_quote_that_was_changed(run: Any) -> None:
    """Its figures would have no rows."""
    document = write_quote(SOLD)
    document["totals"] = {**document["totals"], "to_be_paid": "1.00"}
    status, _, err = run(CHECKOUT, document)

    assert 2 == status
    assert "standard input: totals.to_be_paid: " in err


def test_both_from_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    """There is only one."""
    status = main(["diff", "-", "-"])

    assert (
        2,
        "checkout-core: standard input: only A or B can be read from it; give a file\n",
    ) == (status, capsys.readouterr().err)
