# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""`checkout-core journal`: orders in, books out, and what is refused."""

from __future__ import annotations

import io
import json
import sys

from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import dumps, write_order_detail
from checkout_core.books import (
    HLEDGER_RULES,
    Dates,
    Payout,
    as_beancount,
    as_csv,
    as_erpnext,
    as_hledger,
    as_tally,
    as_zoho,
    journal,
)
from checkout_core.cli import main
from tests.factories.orders import paid, placed


if TYPE_CHECKING:
    from pathlib import Path


ORDER = paid(placed())
LINE = dumps(write_order_detail(ORDER, stored=True))
BOOKED = journal(ORDER)


class Run:
    """A command in a folder of its own, and what it printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def file(self, name: str, *lines: Any) -> str:
        """Write lines to a file of the folder; return its name."""
        texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
        path = self.folder / name
        path.write_text("".join(f"{each}\n" for each in texts), "utf-8")
        return str(path)

    def __call__(self, *arguments: str) -> tuple[int, str, list[str]]:
        """Return the status, the output and the errors of `journal`."""
        status = main(["journal", *arguments])
        found = self._capsys.readouterr()
        errors = found.err.replace(f"{self.folder}/", "")
        lines = [each.removeprefix("checkout-core: ") for each in errors.splitlines()]
        return status, found.out, lines


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the command."""
    return Run(tmp_path, capsys)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], as_beancount(BOOKED)),
        (["--format", "beancount"], as_beancount(BOOKED)),
        (["--format", "csv"], as_csv(BOOKED)),
        (["--format", "hledger"], as_hledger(BOOKED)),
        (["--format", "zoho"], as_zoho(BOOKED)),
        (["--format", "zoho", "--customer", "C"], as_zoho(BOOKED, customer="C")),
        (["--format", "tally"], as_tally(BOOKED)),
        (["--format", "tally", "--company", "S"], as_tally(BOOKED, company="S")),
        (["--format", "erpnext", "--company", "S"], as_erpnext(BOOKED, company="S")),
    ],
)
def test_every_format(run: Run, options: list[str], expected: str) -> None:
    """What is printed is what the function of the format returns."""
    assert (0, expected, []) == run(run.file("orders.jsonl", LINE), *options)


def test_many_orders_from_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other; accounts are opened once, and blank lines are skipped."""
    data = f"{LINE}\n\n{LINE}\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    assert (0, as_beancount([*BOOKED, *BOOKED]), []) == run("-")


def test_dates_and_roles(run: Run) -> None:
    """Each order has its invoice and its payouts, and roles have their accounts."""
    orders = run.file("orders.jsonl", LINE)
    payout = {"at": "2026-11-24", "gross": "100.00", "fee": "2.00"}
    invoice = {"date": "2026-11-23", "number": "INV-1"}
    mine = {"order": "ORD-1", "invoice": invoice, "payouts": [payout]}
    dates = run.file("dates.jsonl", mine)
    roles = run.file("roles.json", {"bank": "Assets:HDFC", "tax": "Liabilities:{name}"})
    known = Dates(
        invoice="2026-11-23",
        invoice_number="INV-1",
        payouts=[Payout(at="2026-11-24", gross="100.00", fee="2.00")],
        offset="+05:30",
    )
    names = {"bank": "Assets:HDFC", "tax": "Liabilities:{name}"}
    expected = as_beancount(journal(ORDER, dates=known, roles=names))

    assert (0, expected, []) == run(
        orders, "--dates", dates, "--roles", roles, "--offset", "+05:30"
    )


def test_dates_of_no_order_are_named(run: Run) -> None:
    """All of them, after the books of the orders that are there."""
    mine, others = {"order": "ORD-1"}, [{"order": "ORD-l"}, {"order": "ORD-2"}]
    dates = run.file("dates.jsonl", others[0], mine, others[1])
    orders = run.file("orders.jsonl", LINE)
    lack = "order: no order has this number; add the order, or leave it out"
    expected = [
        f"dates.jsonl: line 1: {lack} (got 'ORD-l')",
        f"dates.jsonl: line 3: {lack} (got 'ORD-2')",
    ]

    assert (1, as_csv(BOOKED), expected) == run(
        orders, "--dates", dates, "--format", "csv"
    )
    nothing = run(run.file("empty.jsonl", ""), "--dates", dates, "--format", "csv")
    assert (1, "empty.jsonl: no order is in it", 4) == (
        nothing[0],
        nothing[2][0],
        len(nothing[2]),
    )


def test_dates_may_be_of_an_order_that_cannot_be_read(run: Run) -> None:
    """Its number is not known, so only that is told."""
    dates = run.file("dates.jsonl", {"order": "ORD-2"})
    status, _, errors = run(
        run.file("orders.jsonl", "{}", LINE), "--dates", dates, "--format", "csv"
    )

    assert 1 == status
    assert ["orders.jsonl: line 1"] == [each.partition(": x_")[0] for each in errors]


def test_the_rules_of_hledger(run: Run) -> None:
    """They are written to a new file, and nothing is overwritten."""
    orders, rules = run.file("orders.jsonl", LINE), run.folder / "a.csv.rules"
    options = ["--format", "hledger", "--rules", str(rules)]

    assert 0 == run(orders, *options)[0]
    assert HLEDGER_RULES == rules.read_text("utf-8")
    assert (
        2,
        "",
        [
            (
                "a.csv.rules: this exists and is not overwritten; give another file,"
                " or leave it out"
            )
        ],
    ) == run(orders, *options)


def test_an_order_that_is_refused(run: Run) -> None:
    """Its line is told, the others are printed, and the status says so."""
    orders = run.file("orders.jsonl", "{}", LINE, {"cart": {}})
    status, out, errors = run(orders, "--format", "csv")

    assert 1 == status
    assert as_csv(BOOKED) == out
    assert [
        "orders.jsonl: line 1: x_checkout_core: this is missing",
        "orders.jsonl: line 3: this is a checkout document, not a stored order",
    ] == [each.partition(";")[0] for each in errors]


def test_orders_of_many_faults(run: Run) -> None:
    """An amount of a payout that the currency does not have."""
    orders = run.file("orders.jsonl", LINE)
    dates = run.file(
        "dates.jsonl",
        {"order": "ORD-1", "payouts": [{"at": "2026-11-24", "gross": "0.001"}]},
    )
    status, out, errors = run(orders, "--dates", dates, "--format", "csv")

    assert (1, as_csv([])) == (status, out)
    assert errors[0].startswith("orders.jsonl: line 1: dates.payouts[0].gross: INR has")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            ["--format", "erpnext"],
            "--company: erpnext needs this; give it",
        ),
        (
            ["--company", "S", "--customer", "C", "--rules", "R"],
            "--company: this has no effect with --format beancount; leave it out",
        ),
        (["--offset", "IST"], "--offset: "),
        (
            ["--dates", "-", "--roles", "-"],
            (
                "standard input: only one of ORDERS, --dates and --roles can be read"
                " from it; give a file"
            ),
        ),
    ],
)
def test_bad_options(run: Run, options: list[str], expected: str) -> None:
    """Each is named, and nothing is printed."""
    status, out, errors = run(run.file("orders.jsonl", LINE), *options)

    assert (2, "") == (status, out)
    assert errors[0].startswith(expected)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({"bnak": "Assets:X"}, "roles.json: bnak: this key is not known here;"),
        ([], "roles.json: this must be an object, not a list"),
        ({"bank": "HDFC"}, "roles.json: roles: beancount reads no such account;"),
    ],
)
def test_bad_roles(run: Run, roles: Any, expected: str) -> None:
    """They are told before anything is printed."""
    orders = run.file("orders.jsonl", LINE)
    status, out, errors = run(orders, "--roles", run.file("roles.json", roles))

    assert (2, "") == (status, out)
    assert errors[0].startswith(expected)


def test_roles_of_another_program(run: Run) -> None:
    """Only beancount asks for names of a certain form."""
    roles = run.file("roles.json", {"gateway": "Razorpay (clearing)"})
    orders = run.file("orders.jsonl", LINE)
    status, out, _ = run(orders, "--roles", roles, "--format", "csv")

    assert 0 == status
    assert ",payment,Razorpay (clearing)," in out


def test_bad_dates(run: Run) -> None:
    """All lines at once: what is no JSON, what is twice, what is wrong."""
    orders = run.file("orders.jsonl", LINE)
    dates = run.file("dates.jsonl", "{]", {"order": "A"}, {"order": "A"}, {"x": 1})
    status, out, errors = run(orders, "--dates", dates)

    assert (2, "") == (status, out)
    assert ["line 1", "line 3", "line 4", "line 4"] == [
        each.split(": ")[1] for each in errors
    ]
    assert "another line is about this order" in errors[1]
