# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What versions 0.2.0 and 0.5.0 stored is read, verified and refunded as it was.

The documents of each folder were written by that version: of each shop the quote, and
the order after a payment and a refund of one unit of the first line; of most the
checkout too, and of 0.2.0 three golden quotes.  They are written again byte for byte,
and never anew.  The net amounts of 0.2.0 do not say how they are taxed: what its rows
lack is worked out from the quote where it is needed.
"""

from __future__ import annotations

import json
import pickle

from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from checkout_core import (
    CheckoutError,
    dumps,
    read_checkout,
    read_order,
    read_quote,
    verify,
    write_order_detail,
    write_quote,
    write_refund,
)
from checkout_core.orders import Refunded
from checkout_core.pricing import quote_by
from checkout_core.revisions import SECOND, THIRD
from checkout_core.views.invoices import einvoice, en16931
from checkout_core.wire import loads
from checkout_core.wire.quotes import fingerprint


HERE = Path(__file__).parent
#: The rules of each version's quotes.
RULES = {"0.2.0": 2, "0.5.0": 3}
#: Of each quote its version, its name, what is paid, and of that of an order what is
#: left after its refund.
QUOTES = [
    ("0.2.0", "01-worked-example", "1054.25", None),
    ("0.2.0", "43-intra-state", "223.10", None),
    ("0.2.0", "65-dinar", "1.055", None),
    # The first refund gave 429.45 back.
    ("0.2.0", "charges-by-rate", "1473.00", "1043.55"),
    ("0.2.0", "own-components", "83.90", "62.25"),
    ("0.2.0", "shipping-freed", "1250.00", "751.00"),
    ("0.5.0", "charges-by-rate", "1473.00", "1043.55"),
    ("0.5.0", "charges-without-rates", "579.00", "392.00"),
    ("0.5.0", "free-delivery-and-discounts", "1858.00", "1408.90"),
    ("0.5.0", "free-units-in-slabs", "4068.00", "1000.00"),
    ("0.5.0", "own-components", "83.90", "62.25"),
    ("0.5.0", "shipping-freed", "1250.00", "751.00"),
]
ORDERS = [
    (version, name, left) for version, name, _, left in QUOTES if left is not None
]
LATER = "2026-11-30T12:00:00+05:30"
SCHEMA = json.loads(
    (files("checkout_core.wire") / "schemas" / "quote.schema.json").read_text()
)


def text_of(name: str, form: str, version: str = "0.2.0") -> str:
    """Return a document as it was stored."""
    return (HERE / version / f"{name}.{form}.json").read_text(encoding="utf-8")


def test_the_tables_have_every_document() -> None:
    """A file that no test reads would prove nothing."""
    for form, rows in (("quote", QUOTES), ("order", ORDERS)):
        stored = {
            each for version in RULES for each in HERE.glob(f"{version}/*.{form}.json")
        }

        assert {HERE / row[0] / f"{row[1]}.{form}.json" for row in rows} == stored


@pytest.mark.parametrize(("version", "name", "paid", "left"), QUOTES)
def test_a_stored_quote_verifies_and_keeps_its_bytes(
    version: str, name: str, paid: str, left: str | None
) -> None:
    """As it was stored, and once it was read and stored again."""
    text = text_of(name, "quote", version)
    found = read_quote(text, verify=True)

    verify(text)
    verify(found)
    assert text == dumps(write_quote(found), indent=2) + "\n"
    assert (RULES[version], f"checkout-core {version}") == (
        found.revision.number,
        found.engine,
    )
    assert paid == str(found.to_be_paid)
    assert found == pickle.loads(pickle.dumps(found))
    jsonschema.Draft202012Validator(SCHEMA).validate(loads(text))


@pytest.mark.parametrize(("version", "name", "left"), ORDERS)
def test_a_stored_order_keeps_its_bytes(version: str, name: str, left: str) -> None:
    """The quote, the payment and the refund that it holds."""
    text = text_of(name, "order", version)
    written = write_order_detail(read_order(text, verify=True), stored=True)

    assert text == dumps(written, indent=2) + "\n"


@pytest.mark.parametrize(("version", "name", "left"), ORDERS)
def test_the_rest_is_refunded(version: str, name: str, left: str) -> None:
    """After the refund of one unit; the rows of 0.2.0 have no rates there either."""
    order = read_order(text_of(name, "order", version), verify=True)
    units = {
        index: line.quantity - order.returned.get(index, 0)
        for index, line in enumerate(order.quote.lines)
    }

    note = order.refund(
        {index: count for index, count in units.items() if count}, id="R2", at=LATER
    )

    assert left == str(order.amount_held) == str(note.gateway)
    assert "0.00" == str(order.after(Refunded(note)).amount_held)
    assert {"kind", "amount", "line", "offer", "name", "rate"} == {
        key for row in write_refund(note)["entries"] for key in row
    }


# What the rows of 0.2.0 lack -------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["charges-by-rate", "own-components", "shipping-freed"]
)
def test_the_same_cart_by_the_rules_of_quote_3(name: str) -> None:
    """Every figure is that of these; only the rows say more."""
    checkout = read_checkout(text_of(name, "checkout"))
    today = quote_by(THIRD, checkout.cart, checkout.store, checkout.at, None)
    stored = read_quote(text_of(name, "quote"))

    assert stored.figures == today.figures
    assert stored.entries == today.entries
    assert stored.written != today.written
    assert einvoiced(stored) == einvoiced(today)
    assert en16931(stored) == en16931(today)


def einvoiced(quoted: object) -> object:
    """Return the e-invoice of a quote, or the codes of what forbids it."""
    try:
        return einvoice(quoted)  # type: ignore[arg-type]
    except CheckoutError as error:
        return [each.code for each in error.faults]


def test_the_rules_of_then_write_what_they_wrote() -> None:
    """A quote that is priced by them today has the rows of then in its document."""
    checkout = read_checkout(text_of("charges-by-rate", "checkout"))
    again = quote_by(SECOND, checkout.cart, checkout.store, checkout.at, None)
    said = {"engine": None, "fingerprint": None}

    written = write_quote(again)

    assert loads(text_of("charges-by-rate", "quote")) | said == written | said
    assert again == pickle.loads(pickle.dumps(again))
    assert again.entries == pickle.loads(pickle.dumps(again)).entries


def test_a_charge_has_a_row_for_each_of_its_rates() -> None:
    """
    60.00 of delivery over goods of 225.00, 216.00, 761.18 and 71.05 at four rates.

    Of 1273.23 the book is 17.67 %, so 10.60 of the delivery is at its rate 0.
    """
    found = read_quote(text_of("charges-by-rate", "quote"))
    rows = [each for each in found.entries if each.kind == "shipping"]
    then = [each for each in found.written if each.kind == "shipping"]

    assert [("60.00", None)] == [(str(each.amount), each.rate) for each in then]
    assert [("10.60", "0"), ("10.18", "5"), ("35.87", "18"), ("3.35", "40")] == [
        (str(each.amount), str(each.rate)) for each in rows
    ]


def test_the_einvoice_of_a_stored_quote() -> None:
    """One item for each rate of a charge, though its row had none."""
    items = einvoice(read_quote(text_of("charges-by-rate", "quote")))["ItemList"]

    assert [
        ("lamp", "18", "761.18", "68.51"),
        ("book", "0", "225.00", "0.00"),
        ("cola", "40", "71.05", "14.21"),
        ("gift", "5", "0.00", "0.00"),
        ("rice", "5", "216.00", "5.40"),
        ("Shipping", "0", "10.60", "0.00"),
        ("Shipping", "5", "10.18", "0.25"),
        ("Shipping", "18", "35.87", "3.23"),
        ("Shipping", "40", "3.35", "0.67"),
        ("Handling of lamp", "0", "3.53", "0.00"),
        ("Handling of lamp", "5", "3.39", "0.08"),
        ("Handling of lamp", "18", "11.96", "1.08"),
        ("Handling of lamp", "40", "1.12", "0.22"),
        ("Cash on delivery", "0", "5.30", "0.00"),
        ("Cash on delivery", "5", "5.09", "0.13"),
        ("Cash on delivery", "18", "17.94", "1.61"),
        ("Cash on delivery", "40", "1.67", "0.33"),
        ("Gift wrap", "12", "17.86", "1.07"),
    ] == [
        tuple(str(each[key]) for key in ("PrdDesc", "GstRt", "AssAmt", "CgstAmt"))
        for each in items
    ]


def test_a_stored_row_that_says_its_rate() -> None:
    """A document of quote/2 has none, so one that was added is found."""
    document = loads(text_of("shipping-freed", "quote"))
    document["entries"][0]["rate"] = "18"
    document["fingerprint"] = fingerprint(document)

    with pytest.raises(CheckoutError) as caught:
        read_quote(document, verify=True)

    assert ["entries[0].rate"] == [each.path for each in caught.value.faults]
