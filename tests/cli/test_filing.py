# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The commands of e-invoices and returns."""

from __future__ import annotations

import json

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checkout_core import (
    Order,
    PaymentUpdate,
    Refunded,
    dumps,
    write_order_detail,
    write_quote,
)
from checkout_core.cli import main
from checkout_core.papers.gstr1 import gstr1, read_documents
from checkout_core.papers.inv01 import inv01
from checkout_core.papers.seller import SELLER
from tests.factories.carts import AT
from tests.factories.gst_papers import (
    HOME,
    MUMBAI,
    OWN,
    PUNE,
    SELLERS,
    SHOP,
    goods,
    ordered,
    plain,
    sold,
)


FACTS = ("--number", "INV/1", "--date", "2026-11-22")
LATER = "2026-12-01T10:00:00+05:30"
LAMP = [goods("Lamp", "1000.00", "18")]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Return a function that writes files, runs a command, and returns what it said."""

    def ran(command: str, files: dict[str, Any], *more: str) -> tuple[int, str, str]:
        for name, document in files.items():
            text = document if isinstance(document, str) else dumps(document)
            (tmp_path / name).write_text(text, "utf-8")
        names = {name: str(tmp_path / name) for name in files}
        status = main([command, *[names.get(each, each) for each in more]])
        out, err = capfd.readouterr()
        return status, out, err.replace(f"{tmp_path}/", "")

    return ran


def stored(order: Order) -> Any:
    """Return the document of a stored order."""
    return write_order_detail(order, stored=True)


def files(found: Any, **more: Any) -> dict[str, Any]:
    """Return what the command reads."""
    return {"sold.json": found, "seller.json": SELLER.write(SELLERS[""]), **more}


SOLD = ("sold.json", "--seller", "seller.json")


# INV-01 ------------------------------------------------------------------------------


def test_an_e_invoice_of_a_quote(run: Run) -> None:
    """What Python returns, as JSON; nothing else is said."""
    found = sold(LAMP, SHOP)

    status, out, err = run("inv01", files(write_quote(found)), *SOLD, *FACTS)

    expected = inv01(found, SELLERS[""], "INV/1", "2026-11-22")
    assert (0, plain(expected), "") == (status, json.loads(out, parse_float=str), err)


def test_what_the_portal_may_refuse_is_a_line(run: Run) -> None:
    """The document is printed all the same."""
    found = sold(LAMP, PUNE, billing_address=SHOP)

    status, out, err = run("inv01", files(write_quote(found)), *SOLD, *FACTS)

    assert (0, "URP") == (status, json.loads(out)["ShipDtls"]["Gstin"])
    assert err.startswith(
        "checkout-core: INV/1: ShipDtls.Gstin: the recipient has no GSTIN"
    )


def test_a_credit_note_of_a_stored_order(run: Run) -> None:
    """Of a refund by its id, with facts from a file."""
    order = ordered(LAMP, MUMBAI)
    note = order.refund({0: 1}, id="R1", at=LATER)
    order = order.after(Refunded(note))
    facts = {"transport": {"Distance": 0}, "igst_on_intra": False}

    status, out, _ = run(
        "inv01",
        files(stored(order), **{"facts.json": facts}),
        *SOLD,
        *("--number", "CN/1", "--date", "2026-12-01", "--kind", "CRN"),
        *("--refund", "R1", "--corrects", "INV/1", "2026-11-22"),
        *("--facts", "facts.json", "--today", "2026-12-02"),
    )

    whole = json.loads(out, parse_float=str)
    assert (0, "CRN", "1180.00") == (
        status,
        whole["DocDtls"]["Typ"],
        whole["ValDtls"]["TotInvVal"],
    )
    assert {"Distance": 0} == whole["EwbDtls"]


def test_a_debit_note_of_a_stored_order(run: Run) -> None:
    """Of the fee of a payment, with its code."""
    order = ordered(LAMP, SHOP).after(
        PaymentUpdate(
            "P1",
            "1180.00",
            AT,
            surcharge="50.00",
            surcharge_tax="9.00",
            surcharge_by="merchant",
        )
    )

    status, out, _ = run(
        "inv01",
        files(stored(order)),
        *SOLD,
        *FACTS,
        *("--kind", "DBN", "--payment", "P1", "--code", "997159"),
        *("--corrects", "INV/1", "2026-11-22"),
    )

    whole = json.loads(out, parse_float=str)
    assert (0, "59.00") == (status, whole["ValDtls"]["TotInvVal"])


def test_faults_name_where_they_come_from(run: Run) -> None:
    """An option, the seller's file, the facts', or what was sold."""
    seller = {**SELLER.write(SELLERS[""]), "legal_name": "Ov"}
    order = ordered(LAMP, HOME)
    order = order.after(Refunded(order.refund({0: 1}, id="R1", at=LATER)))
    given = files(stored(order))
    given |= {"seller.json": seller, "facts.json": {"transport": {}}}

    status, out, err = run(
        "inv01",
        given,
        *SOLD,
        *("--number", "inv", "--date", "soon", "--kind", "CRN", "--refund", "R1"),
        *("--code", "997159", "--corrects", "x", "2026-11-22", "--facts", "facts.json"),
    )

    assert (2, "") == (status, out)
    starts = (
        "checkout-core: --number: a paper's number",
        "checkout-core: --date: this is not a day",
        "checkout-core: --corrects[0].number: a paper's number",
        "checkout-core: facts.json: transport.Distance: the portal needs this",
        "checkout-core: --code: a CRN has the codes of its goods and charges",
        "checkout-core: seller.json: legal_name: 3 to 100 characters",
        "checkout-core: sold.json: cart.shipping_address.tax_identification_number",
    )
    rows = err.splitlines()
    assert len(starts) == len(rows)
    for start, row in zip(starts, rows, strict=True):
        assert row.startswith(start)


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (("--refund", "R1"), "--refund: this has no effect with --kind INV"),
        (
            ("--corrects", "INV/0", "2026-11-21"),
            "--corrects: this has no effect with --kind INV",
        ),
        (("--kind", "CRN"), "--refund: this is missing"),
        (
            ("--kind", "CRN", "--refund", "R9"),
            "--refund: the order has nothing to credit or charge by this refund",
        ),
        (("--facts", "facts.json"), "facts.json: dispatched: this key is not known"),
        (("--facts", "-"), "standard input: only one file can be read from it"),
    ],
)
def test_options_that_do_not_fit(run: Run, more: tuple[str, ...], line: str) -> None:
    """Each is named, and nothing is printed."""
    found: dict[str, Any] = {"facts.json": {"dispatched": {}}}
    sources = ("-", *SOLD[1:]) if "-" in more else SOLD

    status, out, err = run(
        "inv01", files(write_quote(sold(LAMP, SHOP)), **found), *sources, *FACTS, *more
    )

    assert (2, "") == (status, out)
    assert err.startswith(f"checkout-core: {line}")


# GSTR-1 ------------------------------------------------------------------------------


def month() -> list[tuple[Order, list[dict[str, Any]]]]:
    """Return two orders with their papers, one of another month."""
    shop, home = ordered(LAMP, SHOP), ordered(LAMP, HOME)
    return [
        (shop, [{"number": "INV/1", "date": "2026-11-22"}]),
        (home, [{"number": "INV/3", "date": "2026-11-23"}]),
        (home, [{"number": "INV/9", "date": "2026-12-01"}]),
    ]


def as_lines(rows: list[tuple[Order, list[dict[str, Any]]]]) -> str:
    """Return a file of orders."""
    return "".join(
        dumps({"order": stored(order), "papers": papers}) + "\n"
        for order, papers in rows
    )


OPTIONS = ("orders.jsonl", "--gstin", OWN, "--period", "112026")


def test_a_return_of_a_file(run: Run) -> None:
    """What Python returns; findings and what is passed over are lines of their own."""
    status, out, err = run("gstr1", {"orders.jsonl": as_lines(month())}, *OPTIONS)

    expected = gstr1(
        [each for row in month() for each in read_documents(*row)], OWN, "112026"
    )
    assert (0, plain(expected.document)) == (
        status,
        json.loads(out, parse_float=str),
    )
    first, second = err.splitlines()
    assert first.startswith(
        "checkout-core: 112026: doc_issue (INV/): INV/1 to INV/3 are 3 numbers"
    )
    assert second == "checkout-core: documents of other months or registrations: 1"


def test_whose_return_it_is_can_be_left_out(run: Run) -> None:
    """It is then the first order's own seller's, who has to be known."""
    without = ("orders.jsonl", "--period", "112026")
    own = {"tax": {"seller_gstin": None, "seller_state": "Karnataka"}}
    unknown = [(ordered(LAMP, SHOP, store=own), [{"number": "1", "date": AT[:10]}])]

    status, out, _ = run("gstr1", {"orders.jsonl": as_lines(month())}, *without)
    refused = run("gstr1", {"orders.jsonl": as_lines(unknown)}, *without)
    empty = run("gstr1", {"orders.jsonl": ""}, *without)

    whole = json.loads(out)
    assert (0, OWN, "INV/3") == (
        status,
        whole["gstin"],
        whole["doc_issue"]["doc_det"][0]["docs"][0]["to"],
    )
    assert (2, "") == refused[:2] == empty[:2]
    assert "--gstin: the first order does not say" in refused[2]
    assert empty[2] == (
        "checkout-core: orders.jsonl: no order with papers is in it; add one, or give"
        " --gstin\n"
    )
    given = run("gstr1", {"orders.jsonl": ""}, *without, "--gstin", "")
    assert given[2].startswith("checkout-core: --gstin: this is not a valid GSTIN")
    of_another_kind = run("gstr1", {"orders.jsonl": "[]"}, *without)
    assert (2, 1) == (of_another_kind[0], len(of_another_kind[2].splitlines()))
    assert "orders.jsonl: line 1: this must be an object" in of_another_kind[2]


def test_a_return_with_nothing_to_look_at(run: Run) -> None:
    """No line but the document itself."""
    status, _, err = run("gstr1", {"orders.jsonl": as_lines(month()[:1])}, *OPTIONS)

    assert (0, "") == (status, err)


def test_lines_that_cannot_be_read_are_named(run: Run) -> None:
    """With their numbers, together with what is wrong with documents."""
    order = ordered(LAMP, PUNE)
    order = order.after(Refunded(order.refund({0: 1}, id="R1", at=LATER)))
    note = {
        "kind": "CRN",
        "number": "CN/1",
        "date": "2026-11-29",
        "refund": "R1",
    }
    text = "\n".join(
        [
            "[]",
            '{"orders": 1}',
            "{",
            '{"order": {"x_checkout_core": {}}, "papers": []}',
            as_lines([(order, [note])]),
            as_lines([(order, [{"number": "x"}])]),
        ]
    )

    status, out, err = run("gstr1", {"orders.jsonl": text}, *OPTIONS)

    assert (2, "") == (status, out)
    rows = err.splitlines()
    assert "checkout-core: orders.jsonl: line 1: this must be an object" in rows[0]
    for number in (2, 3, 4, 7):
        start = f"checkout-core: orders.jsonl: line {number}: "
        assert any(row.startswith(start) for row in rows), err
    assert rows[-1].startswith("checkout-core: CN/1.original: a note to")
    only = run("gstr1", {"orders.jsonl": "[]"}, *OPTIONS)
    assert (2, "") == only[:2]


def test_a_file_of_another_kind_is_not_read_to_its_end(run: Run) -> None:
    """After a hundred lines it is enough."""
    status, _, err = run("gstr1", {"orders.jsonl": "[]\n" * 500}, *OPTIONS)

    assert (2, 100) == (status, len(err.splitlines()))


def test_a_month_that_is_none(run: Run) -> None:
    """The option is named."""
    status, _, err = run(
        "gstr1",
        {"orders.jsonl": ""},
        *("orders.jsonl", "--gstin", OWN, "--period", "13"),
    )

    assert 2 == status
    assert err.startswith("checkout-core: --period: a period is a month and a year")
