# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A cart in one file, its store in another: the fault of each names its own file."""

from __future__ import annotations

import json

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from checkout_core.cli import main


DEMO = json.loads(files("checkout_core").joinpath("demo.json").read_bytes())
#: Ten percent off from June 2027 to July, for 100.00 and no tax.
JUNE = {
    "id": "june",
    "name": "June",
    "starts_at": "2027-06-01T00:00:00+05:30",
    "expires_at": "2027-07-01T00:00:00+05:30",
    "promotion_type": "discount",
    "applies_to_product": "all",
    "details": {"discount_type": "percentage", "discount_percent": 10},
    "can_be_used_with_other_promotion": True,
}
LINE = {"product_id": "tea", "quantity": 1, "selling_price": "100.00", "tax_rate": 0}
CART = {"currency": "INR", "cart_items": [LINE]}
BETWEEN = "2027-06-15T00:00:00+05:30"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder to work in, with the demo taken apart."""
    monkeypatch.chdir(tmp_path)
    without = {key: part for key, part in DEMO.items() if key != "store"}
    given: dict[str, Any] = {
        "whole": DEMO,
        "store": DEMO["store"],
        "served": {"store_id": "s1", "store": DEMO["store"], "catalogue": []},
        "checkout": without,
        "cart": DEMO["cart"],
        "june": {"currency": "INR", "promotions": [JUNE]},
        "plain": CART,
        "dated": {"at": BETWEEN, "cart": CART},
    }
    for name, document in given.items():
        Path(f"{name}.json").write_text(json.dumps(document))
    return tmp_path


def ran(capsys: pytest.CaptureFixture[str], arguments: str) -> tuple[int, str, str]:
    """Return the status of a command, what it printed, and its errors."""
    status = main(arguments.split())
    return status, *capsys.readouterr()


def paid(capsys: pytest.CaptureFixture[str], arguments: str) -> str:
    """Return what is to be paid by a quote."""
    status, out, err = ran(capsys, f"price {arguments} --format quote")

    assert (0, "") == (status, err)
    return str(json.loads(out)["totals"]["to_be_paid"])


@pytest.mark.parametrize("command", ["price", "evaluate"])
@pytest.mark.parametrize("store", ["store", "served"])
def test_a_store_of_its_own(
    command: str, store: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A document taken apart is priced and judged as the whole is."""
    assert ran(capsys, f"{command} whole.json") == ran(
        capsys, f"{command} checkout.json --store {store}.json"
    )


def test_a_cart_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is priced at the moment of `--at`: 100.00 before June, 90.00 in June."""
    before = "plain.json --store june.json --at 2027-05-15T00:00:00+05:30"

    assert "100.00" == paid(capsys, before)
    assert "90.00" == paid(capsys, f"plain.json --store june.json --at {BETWEEN}")


def test_the_moment_of_the_document(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It holds, unless `--at` names another one."""
    assert "90.00" == paid(capsys, "dated.json --store june.json")
    assert "100.00" == paid(
        capsys, "dated.json --store june.json --at 2027-07-15T00:00:00Z"
    )


def test_the_present_moment(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has its offset, and stands in the quote."""
    _, out, _ = ran(
        capsys, "price plain.json --store june.json --at now --format quote"
    )

    assert json.loads(out)["at"].endswith("+00:00")


def test_a_moment_for_a_whole_document(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It takes the place of the document's own, or of none."""
    for name, whole in (
        ("dated", {"at": BETWEEN, "cart": CART}),
        ("undated", {"cart": CART}),
    ):
        document = {**whole, "store": json.loads(Path("june.json").read_text())}
        Path(f"{name}.json").write_text(json.dumps(document))

    assert "100.00" == paid(capsys, "dated.json --at 2027-07-15T00:00:00Z")
    assert "90.00" == paid(capsys, f"undated.json --at {BETWEEN}")


#: Files to write, a command, and the lines of its error.
REFUSED: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "no store": (
        {},
        "price cart.json",
        [
            ("cart.json: this is a cart, not a checkout document; give the file of its"
            " store as --store")
        ],
    ),
    "two stores": (
        {},
        "price whole.json --store store.json",
        [
            ("whole.json: store: this key is not known here; the store is read from the"
            " file of --store")
        ],
    ),
    "no moment": (
        {},
        "price plain.json --store june.json",
        [
            ("--at: required because the store has offers, or charges with hours;"
            " give a datetime with its time zone")
        ],
    ),
    "no moment in a checkout": (
        {"x": {"cart": CART}},
        "evaluate x.json --store june.json",
        [
            ("x.json: at: required because the store has offers, or charges with hours;"
            " give a datetime with its time zone")
        ],
    ),
    "a bad moment": (
        {},
        "price plain.json --store june.json --at tomorrow",
        [
            ("--at: this is not a date and time; write it like"
            " '2026-11-22T12:00:00+05:30' (got 'tomorrow')")
        ],
    ),
    "a fault of the cart": (
        {"x": {**CART, "cart_items": [{**LINE, "quantity": 0}], "coupn": "A"}},
        f"price x.json --store june.json --at {BETWEEN}",
        [
            ("x.json: coupn: this key is not known here; did you mean 'coupon_code'?"
            " (got 'A')"),
            ("x.json: cart_items[0].quantity: this must lie between 1 and 1000000"
            " (got 0)"),
        ],
    ),
    "a fault of the checkout": (
        {"x": {"at": BETWEEN, "cart": {**CART, "cart_items": []}}},
        "price x.json --store june.json",
        [
            ("x.json: cart.cart_items: there is nothing to price; put at least one line"
            " into the cart (got a list of 0 items)")
        ],
    ),
    "a fault of the store": (
        {"s": {"currency": "INR", "rounding": "x"}},
        "price plain.json --store s.json",
        [
            ("s.json: rounding: this must be one of 'half_up', 'half_even',"
            " 'half_down', 'up', 'down' (got 'x')")
        ],
    ),
    "a fault of a store that is served": (
        {"s": {"store": {"currency": "XYZ"}, "catalogue": []}},
        "price plain.json --store s.json",
        [
            ("s.json: store.currency: this is not an active ISO 4217 currency; write it"
            " like 'INR' (got 'XYZ')")
        ],
    ),
    "two currencies": (
        {"x": {**CART, "currency": "USD"}},
        f"price x.json --store june.json --at {BETWEEN}",
        [("june.json: currency: the cart is in USD and the store in INR; use one (got"
         " 'INR')")],
    ),
    "a class that the store does not have": (
        {"x": {**CART, "cart_items": [
            {key: each for key, each in LINE.items() if key != "tax_rate"}
            | {"tax_class": "tv"}]}},
        f"price x.json --store june.json --at {BETWEEN}",
        [("x.json: cart_items[0].tax_class: the store's tax table does not have this"
         " class; add it there (got 'tv')")],
    ),
    "a cart as the store": (
        {},
        "price plain.json --store plain.json",
        [
            ("plain.json: this is a cart, not a store or a store with its catalogue; a"
            " checkout document holds one as its `store`")
        ],
    ),
    "a store as the cart": (
        {},
        "price store.json --store store.json",
        [
            ("store.json: this is a store, not a checkout document or a cart;"
            " `checkout-core demo --document` prints one to start from")
        ],
    ),
    "no document at all": (
        {"x": [1]},
        "price x.json --store june.json",
        ["x.json: this must be an object, not a list (got a list of 1 item)"],
    ),
    "no document, without a store": (
        {"x": 7},
        f"price x.json --at {BETWEEN}",
        ["x.json: this must be an object, not a number (got 7)"],
    ),
    "one standard input": (
        {},
        "price - --store -",
        [
            "standard input: only FILE or --store can be read from it; give a file"
        ],
    ),
    "no file": (
        {},
        "price plain.json --store none.json",
        ["none.json: No such file or directory"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fault is told once, under the file or the option it is in."""
    documents, command, lines = REFUSED[name]
    for file, document in documents.items():
        Path(f"{file}.json").write_text(json.dumps(document))

    assert (2, "", [f"checkout-core: {line}" for line in lines]) == (
        *(found := ran(capsys, command))[:2],
        found[2].splitlines(),
    )
