# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The README says what is so: its examples run, its commands and tables hold."""

from __future__ import annotations

import re
import tomllib

from importlib import import_module

import pytest

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from checkout_core import quote, read_checkout
from checkout_core.juspay.gateway import EXPRESS, HYPER, METHODS
from checkout_core.juspay.orders import ACTIONS
from checkout_core.orders import TRANSITIONS
from checkout_core.views import receipt
from tests.paths import README


TEXT = README.read_text("utf-8")

#: Examples see the names that those before them made, as a reader does.
EXAMPLES = list(Sybil(parsers=[PythonCodeBlockParser()]).parse(README))


def block(language: str) -> str:
    """Return the first block of the README in *language*."""
    found = re.search(rf"^```{language}\n(.*?)\n```$", TEXT, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def test_there_are_examples() -> None:
    """A README whose examples are not found would pass all the same."""
    assert 20 < len(EXAMPLES)


def test_examples_run() -> None:
    """Every example prints what stands below it."""
    for example in EXAMPLES:
        example.evaluate()


def test_the_receipt_is_that_of_the_document() -> None:
    """What comes out is printed as it comes out."""
    checkout = read_checkout(block("json"))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)

    assert block("text") == receipt(priced)


def test_the_table_of_transitions() -> None:
    """An order's life stands in the README as it stands in the table."""
    rows = []
    for status, row in TRANSITIONS.items():
        ways = ", ".join(f"{event} → `{there}`" for event, there in row.items())
        rows.append(f"| `{status}` | {ways or 'it ends here'} |")

    assert "\n".join(rows) in TEXT


@pytest.mark.parametrize(
    ("what", "module", "constant"),
    [
        ("characters of a document", "wire.text", "MAX_CHARACTERS"),
        ("characters of a stored quote, order or refund", "wire.text", "MAX_STORED"),
        ("levels of a document, one within the other", "wire.text", "MAX_NESTING"),
        ("lines of a cart", "cart.line", "MAX_LINES"),
        ("promotions, and coupons, of a store", "store.store", "MAX_OFFERS"),
        ("rows of an offer", "offers", "MAX_ROWS"),
        ("characters of an identifier", "checks", "MAX_ID"),
        ("characters of a name or a note", "checks", "MAX_NOTE"),
        ("units of a line", "checks", "MAX_QUANTITY"),
        ("digits of an amount before the point", "money", "MAX_DIGITS"),
        ("decimals of a rate", "money", "MAX_DECIMALS"),
        (
            "changes, and pauses, of a subscription",
            "subscriptions.subscription",
            "MAX_CHANGES",
        ),
        (
            "years a subscription is looked at",
            "subscriptions.calendar",
            "DEFAULT_YEARS",
        ),
    ],
)
def test_limits(what: str, module: str, constant: str) -> None:
    """Each limit is the constant of the source."""
    limit = getattr(import_module(f"checkout_core.{module}"), constant)

    assert f"| {what} | {limit:,} |" in TEXT


def test_the_calls_of_the_endpoints() -> None:
    """The table names every action and every payment method there is."""
    rows = {line.split("`")[1]: line for line in TEXT.splitlines() if "| `POST" in line}

    for kind, names in ((HYPER, ACTIONS), (EXPRESS, METHODS)):
        assert f": {', '.join(f'`{name}`' for name in names)}" in rows[kind]


def test_commands_stand_alone_on_their_lines() -> None:
    """The two commands of a fresh clone can be copied, and `.ci/run` finds them."""
    found = re.findall(r"^python3 -m venv .*$", TEXT, re.MULTILINE)

    assert [
        (
            "python3 -m venv .venv && .venv/bin/pip install -q -e ."
            " && .venv/bin/checkout-core demo"
        ),
        (
            "python3 -m venv .venv && .venv/bin/pip install -q -e '.[test]'"
            " && .venv/bin/python -m pytest -n auto"
        ),
    ] == found


def test_the_floors_are_those_that_hold() -> None:
    """The rooms stand in the order that the contracts of the imports keep."""
    blocks = re.findall(r"^```text\n(.*?)\n```$", TEXT, re.DOTALL | re.MULTILINE)
    rooms = [each.split()[0] for each in blocks[-1].splitlines()]
    project = tomllib.loads((README.parent / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = [room for layer in layers for room in layer.split(" | ")]

    assert [each for each in floors if each in rooms] == rooms
    assert [] == [each for each in floors if each not in blocks[-1]]
