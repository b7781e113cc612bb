# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Prices and refunds as SVG and as HTML, from the command line."""

from __future__ import annotations

import io

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkout_core import dumps, quote, read_checkout, write_quote
from checkout_core.cli import main
from checkout_core.views import html, refund_html, refund_svg, svg
from tests.factories.refunds import SOLD, note, returns_document
from tests.paths import ROOT


CART = ROOT / "docs" / "pictures" / "diwali.json"


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that refunds what was sold, or prices a file."""

    def ran(command: str, *more: str) -> tuple[int, str, str]:
        file = CART
        arguments = [command, str(file)]
        if command == "refund":
            file = tmp_path / "sold.json"
            file.write_text(dumps(write_quote(SOLD)), "utf-8")
            text = dumps(returns_document()).encode()
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
            arguments = [command, str(file), "-"]
        status = main([*arguments, *more])
        out, err = capsys.readouterr()
        return status, out, err

    return ran


def test_a_price_as_a_picture_and_as_a_page(run: Any) -> None:
    """The views' own texts; the page knows the store and the order's number."""
    document = CART.read_text("utf-8")
    checkout = read_checkout(document)
    priced = quote(checkout.cart, checkout.store, at=checkout.at)

    assert (0, svg(priced) + "\n", "") == run("price", "--format", "svg")
    assert (0, html(priced, checkout.store) + "\n", "") == run(
        "price", "--format", "html"
    )
    hindi = svg(priced, locale="hi_IN")
    assert hindi + "\n" == run("price", "--format", "svg", "--locale", "hi_IN")[1]


def test_a_refund_as_a_picture_and_as_a_page(run: Any) -> None:
    """The same for what comes back."""
    made = note({0: 1}, id="R9", order_number=None)

    assert (0, refund_svg(SOLD, made) + "\n", "") == run("refund", "--format", "svg")
    assert (0, refund_html(SOLD, made) + "\n", "") == run("refund", "--format", "html")


@pytest.mark.parametrize("command", ["price", "refund"])
@pytest.mark.parametrize("form", ["svg", "html"])
def test_pictures_have_no_width_in_columns(run: Any, command: str, form: str) -> None:
    """An option that does nothing is refused."""
    status, out, err = run(command, "--format", form, "--width", "40")

    assert (2, "") == (status, out)
    assert "--width: this has no effect with --format" in err
