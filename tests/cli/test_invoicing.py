# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The command that prints a tax invoice."""

from __future__ import annotations

import io
import json

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkout_core import CheckoutError, dumps, write_order_detail, write_quote
from checkout_core.cli import main
from checkout_core.orders import Order, PaymentUpdate
from checkout_core.papers.seller import SELLER
from checkout_core.views.pdf import as_pdf
from checkout_core.views.tax_invoice import as_html, as_text
from tests.factories.papers import NOON, SHOP, paper_of, sold


FACTS = ("--number", "INV/1", "--date", "2026-11-22")


@pytest.fixture
def run(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Callable[..., tuple[int, bytes, str]]:
    """Return a function that prints the invoice of what was sold."""

    def ran(sold: Any, *more: str, seller: Any = None) -> tuple[int, bytes, str]:
        files = {
            "sold.json": sold,
            "seller.json": SELLER.write(SHOP) if seller is None else seller,
        }
        for name, document in files.items():
            (tmp_path / name).write_text(dumps(document), "utf-8")
        names = [str(tmp_path / each) for each in files]
        status = main(["invoice", names[0], "--seller", names[1], *more])
        out, err = capfdbinary.readouterr()
        return status, out, err.decode().replace(f"{tmp_path}/", "")

    return ran


def test_an_invoice_is_text_by_default(run: Any) -> None:
    """Of a quote document."""
    status, out, _ = run(write_quote(sold()), *FACTS, "--width", "40")

    assert (0, as_text(paper_of(sold()), width=40) + "\n") == (status, out.decode())


def test_an_invoice_is_a_page(run: Any) -> None:
    """Of a stored order, which knows its number and its payments."""
    order = Order.placed(sold(), number="ORD-1", at=NOON)
    order = order.after(PaymentUpdate("P1", "1180.00", NOON, method="UPI"))
    stored = write_order_detail(order, stored=True)
    more = ("--format", "html", "--copy", "original", "--locale", "hi_IN")
    status, out, _ = run(stored, *FACTS, *more)
    page = as_html(paper_of(order), copy="original", locale="hi_IN")

    assert (0, page + "\n") == (status, out.decode())
    assert "ORD-1" in page


def test_an_invoice_is_a_pdf(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes, as they are."""
    # Without libharfbuzz-subset0 the fonts have the time of their making.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    try:
        found = as_pdf(as_html(paper_of(sold())))
    except CheckoutError:
        pytest.skip("this machine has no WeasyPrint, or no Pango that it could load")
    status, out, _ = run(write_quote(sold()), *FACTS, "--format", "pdf")

    assert (0, found) == (status, out)


def test_each_fault_names_what_has_to_be_changed(run: Any) -> None:
    """An option, the seller's file, or what was sold."""
    quoted = write_quote(sold())
    status, out, err = run(quoted, "--number", "inv", "--date", "22", "--supplier", "x")

    assert (2, b"") == (status, out)
    assert ["--number", "--date", "--supplier"] == [
        line.split(": ")[1] for line in err.splitlines()
    ]
    other = SELLER.write(SHOP) | {"gstin": None}
    _, _, err = run(quoted, *FACTS, seller=other)
    assert err.startswith(
        "checkout-core: seller.json: gstin: the goods were priced for"
    )
    _, _, err = run(quoted, *FACTS, seller={"gstin": "29"})
    assert err.startswith(
        "checkout-core: seller.json: gstin: this is not a valid GSTIN"
    )
    _, _, err = run(write_quote(sold(tax={})), *FACTS)
    assert err.startswith("checkout-core: sold.json: place_of_supply: the tax of an")
    _, _, err = run({"cart": {}}, *FACTS)
    assert err.startswith("checkout-core: sold.json: this is a checkout document, not")


def test_no_option_is_ignored(run: Any) -> None:
    """A text has no copy, and a page no width."""
    quoted = write_quote(sold())

    for more, option in (
        (["--copy", "original"], "--copy"),
        (["--format", "html", "--width", "40"], "--width"),
    ):
        status, _, err = run(quoted, *FACTS, *more)

        assert (2, option) == (status, err.split(": ")[1])


def test_standard_input_is_read_once(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """What was sold, or the seller."""
    file = tmp_path / "sold.json"
    file.write_text(dumps(write_quote(sold())), "utf-8")
    text = json.dumps(SELLER.write(SHOP)).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))

    assert 0 == main(["invoice", str(file), "--seller", "-", *FACTS])
    assert 2 == main(["invoice", "-", "--seller", "-", *FACTS])
    assert "only SOLD or SELLER" in capsys.readouterr().err
