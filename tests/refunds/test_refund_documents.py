# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Refunds as documents, on paper, to Juspay, and on the command line."""

from __future__ import annotations

import io
import json

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from checkout_core import (
    Cart,
    Charge,
    CheckoutError,
    Line,
    Store,
    dumps,
    quote,
    write_order_detail,
    write_quote,
)
from checkout_core.cli import main
from checkout_core.ledger import Entry
from checkout_core.orders import PaymentUpdate, Refunded
from checkout_core.refunds import Refund, RefundPolicy, cancellation, refund
from checkout_core.values import Record
from checkout_core.views import credit_note
from checkout_core.wire import read_refund, read_returns, write_refund
from checkout_core.wire.quotes import write_policies
from factories.orders import STORE, at, faults, paid, parcel, placed, priced


AT = "2026-12-01T10:00:00+05:30"
SOLD = priced()


def note(returned: dict[int, int] | None = None, **more: Any) -> Refund:
    """Return a refund of the shop's order."""
    given = {"id": "R1", "at": AT, "order_number": "ORD-1"} | more
    return refund(SOLD, {0: 1, 1: 2} if returned is None else returned, **given)


def document(**more: Any) -> Any:
    """Return that refund as somebody reads it."""
    return json.loads(dumps(write_refund(note(**more))))


# Documents ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        note(),
        note({0: 3, 1: 2, 2: 1}, reason="all of it"),
        cancellation(SOLD, id="C", at=AT, paid=0),
        cancellation(
            SOLD,
            id="C",
            at=AT,
            policy=RefundPolicy(
                cancellation_charge=50, cancellation_reason="packed already"
            ),
        ),
    ],
)
def test_a_refund_is_read_as_it_was_written(made: Refund) -> None:
    """From text, from data, from frozen data."""
    written = write_refund(made)

    assert made == read_refund(dumps(written))
    assert made == read_refund(json.loads(dumps(written)))
    assert made == read_refund(Record(written))


def test_a_total_that_no_order_has() -> None:
    """A refund names its totals as the quote does."""
    with pytest.raises(CheckoutError) as caught:
        note().total("grand_totals")

    assert [("name", "not_a_choice")] == faults(caught.value)


def test_a_document_says_lines_and_charges() -> None:
    """Who does not add rows up reads the sums."""
    found = document(returned={0: 3, 1: 2, 2: 1})

    assert ["270.00", "472.50", "180.00"] == [x["amount"] for x in found["lines"]]
    assert ("70.80", "10.80", "0.00") == (
        found["shipping"]["amount"],
        found["shipping"]["tax_amount"],
        found["charges"]["amount"],
    )
    assert ("993.30", "ORD-1") == (found["amount"], found["order_number"])


def put(*path: Any) -> Callable[[Any], None]:
    """Return a change that puts the last of *path* where the others lead."""

    def change(data: Any) -> None:
        *way, last, value = path
        for step in way:
            data = data[step]
        data[last] = value

    return change


def row(kind: str, amount: str, **more: Any) -> dict[str, Any]:
    """Return a row of a refund as data."""
    empty = dict.fromkeys(("line", "offer", "name", "rate"))
    return {"kind": kind, "amount": amount} | empty | more


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("schema_version", "x"), [("schema_version", "bad_schema_version")]),
        (put("gateway", 1), [("gateway", "bad_amount")]),
        (put("more", 1), [("more", "unknown_key")]),
        (put("at", "noon"), [("at", "bad_time")]),
        (put("amount", "1.00"), [("amount", "does_not_add_up")]),
        (put("lines", 0, "quantity", 2), [("lines", "does_not_add_up")]),
        (put("shipping", None), [("shipping", "does_not_add_up")]),
        (
            put("gateway", "900.00"),
            [("amount", "does_not_add_up")],
        ),
        (
            put("points_value", "1.00"),
            [
                ("amount", "does_not_add_up"),
                ("due.points_value", "does_not_add_up"),
            ],
        ),
        (put("moved", "99.00"), [("moved", "does_not_add_up")]),
        (put("moved", "-1.00"), [("moved", "negative")]),
        (
            put("gateway_discount", "-1.00"),
            [("amount", "does_not_add_up"), ("gateway_discount", "negative")],
        ),
        (
            put("charge", "-1.00"),
            [("amount", "does_not_add_up"), ("charge", "negative")],
        ),
        (
            put("entries", [row("points", "1.00")]),
            [
                ("amount", "does_not_add_up"),
                ("due", "does_not_add_up"),
                ("entries[0].kind", "not_a_choice"),
            ],
        ),
        (
            put("entries", 0, "amount", "-1.00"),
            [
                ("amount", "does_not_add_up"),
                ("due", "does_not_add_up"),
                ("entries[0].amount", "negative"),
            ],
        ),
    ],
)
def test_a_refund_that_was_changed(
    change: Callable[[Any], None], expected: list[tuple[str, str]]
) -> None:
    """Each fault has its path."""
    data = document()
    change(data)

    with pytest.raises(CheckoutError) as caught:
        read_refund(data)

    assert expected == faults(caught.value)


def test_halves_that_differ_are_seen() -> None:
    """CGST is SGST in every refund."""
    data = document()
    halves = [x for x in data["entries"] if x["name"] in ("CGST", "SGST")][:2]
    one, other = (Decimal(x["amount"]) for x in halves)
    halves[0]["amount"] = f"{one + Decimal('0.01')}"
    halves[1]["amount"] = f"{other - Decimal('0.01')}"

    with pytest.raises(CheckoutError) as caught:
        read_refund(data)

    assert {"does_not_add_up"} == {code for _, code in faults(caught.value)}


@pytest.mark.parametrize("read", [read_refund, read_returns])
def test_only_objects_are_documents(read: Callable[[Any], object]) -> None:
    """A list is none."""
    with pytest.raises(CheckoutError) as caught:
        read("[]")

    assert [("", "wrong_type")] == faults(caught.value)


# Documents of returns ---------------------------------------------------------------


def asked(**more: Any) -> dict[str, Any]:
    """Return a document of returns."""
    return {"id": "R9", "at": AT, "returned": {"0": 1}} | more


def test_returns_are_read() -> None:
    """Everything a refund takes can stand in the document."""
    first = note({0: 1})
    found = read_returns(
        dumps(
            asked(
                returned=[{"line": 0, "quantity": 1}],
                shipping="20.80",
                paid="800.00",
                reason="too small",
                order_number="ORD-1",
                policy={"shipping": "explicit", "minimum_amount": "2.00"},
                store={"currency": "INR"},
                earlier=[write_refund(first)],
            )
        )
    )
    made = found.refund(SOLD)

    assert (
        refund(
            SOLD,
            {0: 1},
            id="R9",
            at=AT,
            shipping="20.80",
            paid="800.00",
            reason="too small",
            order_number="ORD-1",
            policy=RefundPolicy(shipping="explicit", minimum_amount="2.00"),
            earlier=[first],
        )
        == made
    )
    assert "INR" == found.store.currency.code if found.store else False


def test_lines_may_be_numbers_in_python() -> None:
    """A host that never wrote JSON has ints for keys."""
    assert {2: 1} == read_returns(asked(returned={2: 1})).returned


def test_a_cancellation_is_asked_for() -> None:
    """It needs no units, and takes what is left."""
    found = read_returns(asked(cancel=True, returned=None)).refund(SOLD)

    assert cancellation(SOLD, id="R9", at=AT) == found


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"id": None}, [("id", "required")]),
        ({"at": None}, [("at", "bad_time")]),
        ({"units": 1}, [("units", "unknown_key")]),
        ({"cancel": 1}, [("cancel", "wrong_type")]),
        (
            {"cancel": True, "returned": {"0": 1}, "shipping": "10.00"},
            [("returned", "unknown_key"), ("shipping", "unknown_key")],
        ),
        ({"returned": 1}, [("returned", "wrong_type")]),
        ({"returned": {"x": 1}}, [("returned.x.line", "bad_count")]),
        (
            {"returned": {"9" * 5000: 1}},
            [(f"returned.{'9' * 57}....line", "bad_count")],
        ),
        ({"returned": {"0": 0}}, [("returned.0.quantity", "count_out_of_range")]),
        ({"returned": {"0": 1, "00": 1}}, [("returned.00", "line_twice")]),
        ({"returned": [1]}, [("returned[0]", "wrong_type"), *[
            (f"returned[0].{x}", "required") for x in ("line", "quantity")]]),
        (
            {"returned": [{"line": 0, "quantity": 1, "x": 1}]},
            [("returned[0].x", "unknown_key")],
        ),
        ({"policy": {"shipping": "x"}}, [("policy.shipping", "not_a_choice")]),
        ({"policy": {"x": "x"}}, [("policy.x", "unknown_key")]),
        ({"store": {"currency": "x"}}, [("store.currency", "unknown_currency")]),
        ({"earlier": [{}]}, [("earlier[0].schema_version", "bad_schema_version")]),
        ({"gateway_discount": "-1"}, [("gateway_discount", "negative")]),
        ({"paid": "-1", "shipping": "x"}, [
            ("shipping", "bad_amount"), ("paid", "negative")]),
    ],
)  # fmt: skip
def test_returns_are_checked(
    more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Each fault has its path."""
    with pytest.raises(CheckoutError) as caught:
        read_returns(asked(**more))

    assert expected == faults(caught.value)


# On paper -----------------------------------------------------------------------------

PAPER = """\
Credit note R1
for order ORD-1
                        2026-12-01 10:00
  does not fit
----------------------------------------
tee                               ₹89.99
  1 of 3
tea                              ₹472.50
  2 of 2
========================================
Refund                           ₹562.49
To your payment method           ₹562.49
Earned points, taken back            -52
========================================
Taxable value                    ₹526.27
Tax in the refund                 ₹36.22
  CGST 2.5%                       ₹11.25
  SGST 2.5%                       ₹11.25
  CGST 9%                          ₹6.86
  SGST 9%                          ₹6.86"""


def test_a_credit_note_on_paper() -> None:
    """The figures add up from the first line to where the money goes."""
    found = credit_note(SOLD, note(reason="does not\nfit"), width=40)

    assert PAPER == found


def test_every_part_has_its_place_on_paper() -> None:
    """A cancellation with everything an order can have."""
    policy = RefundPolicy(cancellation_charge="50", cancellation_reason="packed")
    found = credit_note(SOLD, cancellation(SOLD, id="C", at=AT, policy=policy))

    for label in ("Shipping ", "Cancellation charge, packed ", "To your credit "):
        assert any(line.startswith(label) for line in found.splitlines())
    assert "400 points restored" in found


def test_what_became_cheaper_and_what_was_free_is_said() -> None:
    """A line that is kept, free units, a charge by its name, credit for the rest."""
    tea, soap = (Line(name, 1, "0.40", tax_rate=0) for name in ("tea", "soap"))
    sold = quote(
        Cart("INR", [tea, soap]), Store("INR", charges=[Charge("Gift wrap", "0.10")])
    )
    made = refund(sold, {0: 1}, id="R", at=AT, policy=RefundPolicy(charges="pro_rata"))
    (back,) = made.returned
    made = attrs.evolve(
        made,
        returned=(attrs.evolve(back, free_quantity=2),),
        entries=(*made.entries, Entry("subtotal", Decimal("0.10"), 1)),
    )
    found = credit_note(sold, made, width=32)

    assert """\
tea                        ₹0.40
  1 of 1, 2 free too
soap                       ₹0.10
  kept, at a lower price
Gift wrap                  ₹0.05
================================
Refund                     ₹0.55
To your credit, below the
minimum                    ₹0.45
================================
Taxable value              ₹0.55
Tax in the refund          ₹0.00""" == found.split("--\n")[-1]


def test_several_charges_are_one_figure() -> None:
    """Of more than one the names are left to the order."""
    fees = [Charge("Gift wrap", "9.00"), Charge("Cash on delivery", "1.00")]
    sold = quote(
        Cart("INR", [Line("a", 1, "5.00", tax_rate=0)]), Store("INR", charges=fees)
    )
    found = credit_note(sold, refund(sold, {0: 1}, id="R", at=AT), width=32)

    assert "Charges                   ₹10.00" in found.splitlines()


def test_points_may_stay_spent() -> None:
    """What a policy keeps from the shopper is said."""
    policy = RefundPolicy(points_restored="none")
    found = credit_note(SOLD, cancellation(SOLD, id="C", at=AT, policy=policy))

    assert any(line.startswith("Points, not restored ") for line in found.split("\n"))


def test_a_note_of_another_order_is_not_printed() -> None:
    """Its lines would be others'."""
    other = attrs.evolve(note(), currency="USD")

    with pytest.raises(CheckoutError) as caught:
        credit_note(SOLD, other)

    assert [("refund", "refunds_do_not_fit")] == faults(caught.value)


def test_paper_has_its_width() -> None:
    """As a receipt's."""
    with pytest.raises(CheckoutError) as caught:
        credit_note(SOLD, note(), width=8)

    assert [("width", "count_out_of_range")] == faults(caught.value)


# The command --------------------------------------------------------------------------


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
    whole = asked(cancel=True, returned=None)
    sold = write_order_detail(order, stored=True)
    status, out, _ = run(sold, whole, "--format", "json")

    assert (0, "743.30", "100.00") == (
        status,
        json.loads(out)["gateway"],
        json.loads(out)["gateway_discount"],
    )


def test_the_command_prints_a_credit_note(run: Any) -> None:
    """From a quote document, all of it paid."""
    given = asked(id="R1", returned={"0": 1, "1": 2}, order_number="ORD-1")
    status, out, _ = run(write_quote(SOLD), given)

    assert (0, credit_note(SOLD, note()) + "\n") == (status, out)


def test_the_command_prints_json(run: Any) -> None:
    """As `read_refund` reads it."""
    given = asked(id="R1", returned={"0": 1, "1": 2}, order_number="ORD-1")
    status, out, _ = run(write_quote(SOLD), given, "--format", "json")

    assert (0, note()) == (status, read_refund(out))


def test_the_command_knows_a_stored_order(run: Any) -> None:
    """What was paid and refunded before, and its number, are the order's."""
    order = paid(placed(), 500)
    whole = asked(cancel=True, returned=None)
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
        asked(returned={"0": 2}),
        "--format",
        "json",
    )

    assert 0 == status
    assert note({0: 2}, id="R9", earlier=[note({0: 1})]) == read_refund(out)


def test_the_command_cancels_only_what_may_be(run: Any) -> None:
    """An order that is on its way is not cancelled."""
    shipped = parcel(paid(placed()), "S1", "shipped", {0: 3, 1: 2, 2: 1})
    whole = asked(cancel=True, returned=None)
    status, out, err = run(write_order_detail(shipped, stored=True), whole)

    assert (2, "") == (status, out)
    assert "cannot happen to an order that is shipped" in err


def test_the_command_says_what_is_wrong(run: Any) -> None:
    """One line a fault, first of the form, then of what was asked."""
    status, _, err = run(write_quote(SOLD), asked(id="", units=1))
    assert (2, 2) == (status, len(err.splitlines()))
    assert "standard input: units: " in err

    status, _, err = run(write_quote(SOLD), asked(returned={"0": 9, "7": 1}))
    assert (2, 2) == (status, len(err.splitlines()))
    assert "standard input: returned[0]: only 3 units" in err


def test_the_command_recomputes_with_the_store(run: Any) -> None:
    """The store of then comes along in the document."""
    store = write_policies(STORE.policies, "INR")
    given = asked(policy={"promotion_break": "recompute"}, store=store)
    status, out, _ = run(write_quote(SOLD), given, "--format", "json")

    assert 0 == status
    assert at(0) < read_refund(out).at
