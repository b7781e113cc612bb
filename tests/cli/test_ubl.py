# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The command that writes UBL: an invoice, a credit note, and every option of both."""

from __future__ import annotations

import datetime as dt

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import (
    Order,
    PaymentUpdate,
    Refunded,
    dumps,
    read_order,
    write_order_detail,
)
from checkout_core.cli import main
from checkout_core.papers.en16931 import en16931, en16931_note
from checkout_core.papers.ubl import UblDelivery, ubl
from checkout_core.papers.ubl_parties import read_parties
from checkout_core.wire.text import loads
from tests.factories.faults import faults_of


if TYPE_CHECKING:
    from collections.abc import Callable


NAMED = ("--number", "INV/1", "--date", "2026-11-05")
DUE = ("--due", "2026-12-05", "--order-reference", "PO-7")
NOON, DUE_AMOUNT = "2026-11-05T18:30:00+05:30", "3299.92"
DAY, LATER = dt.date(2026, 11, 5), dt.date(2026, 12, 5)


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs the command on the order of `init --papers`."""
    monkeypatch.chdir(tmp_path)
    assert 0 == main(["init", ".", "--papers"])
    capsys.readouterr()

    def ran(*more: str, file: str = "order.json") -> tuple[int, str, str]:
        status = main(["ubl", file, "--parties", "parties.json", *more])
        return status, *capsys.readouterr()

    return ran


def parties() -> Any:
    """Return what the file of the parties says."""
    return read_parties(loads(Path("parties.json").read_bytes()))


def test_an_invoice_has_every_option(run: Any) -> None:
    """As in Python, with the reasons of the file."""
    more = ("--account", "IN1", "--payment-reference", "R-1", "--note", "Thank you")
    given = (*more, "--delivered", "2026-11-06", "--buyer-reference", "Meera")
    status, out, err = run(*NAMED, *DUE, *given)
    order, who = read_order(Path("order.json").read_bytes()), parties()

    assert (0, "") == (status, err)
    assert out == ubl(
        en16931(order.quote, supplier="", reasons=who.reasons),
        who.seller,
        who.buyer,
        "INV/1",
        DAY,
        LATER,
        order_reference="PO-7",
        buyer_reference="Meera",
        account="IN1",
        payment_reference="R-1",
        note="Thank you",
        delivery=UblDelivery(date=dt.date(2026, 11, 6)),
    )


def test_a_credit_note_is_of_a_refund(run: Any) -> None:
    """And names the invoice that it corrects."""
    order = read_order(Path("order.json").read_bytes())
    back = order.refund({0: 1}, id="R1", at="2026-11-20T10:00:00+05:30")
    order = order.after(Refunded(back))
    Path("back.json").write_text(dumps(write_order_detail(order, stored=True)))
    given = ("--refund", "R1", "--corrects", "INV/1", "2026-11-05")
    status, out, _ = run(
        *("--number", "CN/1", "--date", "2026-12-05", "--order-reference", "PO-7"),
        *given,
        file="back.json",
    )
    who = parties()

    assert 0 == status
    assert out == ubl(
        en16931_note(order.quote, back, supplier="", reasons=who.reasons),
        who.seller,
        who.buyer,
        "CN/1",
        LATER,
        kind="credit_note",
        order_reference="PO-7",
        preceding=[("INV/1", DAY)],
    )


def test_a_price_that_a_payment_lowered(run: Any) -> None:
    """Is not that of the quote, of which the figures are: the quote has to be given."""
    order = read_order(Path("order.json").read_bytes())
    paid = PaymentUpdate(
        "P1", DUE_AMOUNT, NOON, gateway_discount="100.00", funded_by="merchant"
    )
    lowered = Order.placed(order.quote, number="L-1", at=NOON).after(paid)
    Path("less.json").write_text(dumps(write_order_detail(lowered, stored=True)))

    assert (
        2,
        "",
        (
            "checkout-core: less.json: payments: P1 lowered the price after the quote,"
            " of which the figures are; give the quote to have those\n"
        ),
    ) == run(*NAMED, *DUE, file="less.json")


def test_no_option_is_ignored(run: Any) -> None:
    """What needs another option says which."""
    for more, line in (
        (
            ("--corrects", "INV/0", "2026-11-01"),
            "--corrects: this has no effect without",
        ),
        (
            ("--payment-reference", "R"),
            "--payment-reference: this has no effect without",
        ),
    ):
        status, out, err = run(*NAMED, *DUE, *more)

        assert (2, "") == (status, out)
        assert err.startswith(f"checkout-core: {line}")


def test_each_fault_names_its_option(run: Any) -> None:
    """All of them at once: days, references, the supplier."""
    status, out, err = run(
        *("--number", "INV/1", "--date", "5.11.", "--due", "x", "--delivered", "y"),
        *("--refund", "R1", "--corrects", "INV/1", "z"),
    )

    assert (2, "") == (status, out)
    assert ["--date", "--due", "--delivered", "--corrects[0][1]", "--refund"] == [
        line.split(": ")[1] for line in err.splitlines()
    ]
    _, _, err = run(*NAMED)
    assert ["--due", "--buyer-reference"] == [
        line.split(": ")[1] for line in err.splitlines()
    ]


def test_standard_input_is_read_once(run: Any) -> None:
    """What was sold, or the parties."""
    assert 2 == main(["ubl", "-", "--parties", "-", *NAMED])
    assert run(*NAMED, *DUE)[0] == 0


def test_parties_are_read_with_every_fault() -> None:
    """Types, keys and reasons, each by its path."""
    document: Any = {
        "seller": {"name": 5, "adress": {}, "address": {"country": 1, "town": ""}},
        "buyer": None,
        "delivered_to": "home",
        "reasons": {"E": ["VATEX-EU-AE", ""], "S": ["", "x"]},
    }

    assert [
        ("parties.seller.adress", "unknown_key"),
        ("parties.seller.name", "wrong_type"),
        ("parties.seller.address.town", "unknown_key"),
        ("parties.seller.address.country", "wrong_type"),
        ("parties.buyer", "required"),
        ("parties.delivered_to", "wrong_type"),
        ("parties.reasons.E[0]", "bad_exemption_code"),
        ("parties.reasons.S", "not_a_choice"),
    ] == faults_of(read_parties, document)
