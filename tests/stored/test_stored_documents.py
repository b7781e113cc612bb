# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What version 0.1.0 stored is read, verified and refunded by the rules of its time.

The documents of `0.1.0` were written by that version: of each shop the checkout
that it priced, the quote, and the order after a payment, a delivered parcel and a
refund.  Each of the five hits a rule that has changed since.  They are never
written anew.
"""

from __future__ import annotations

import json

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from checkout_core import (
    CheckoutError,
    RefundPolicy,
    dumps,
    quote,
    read_checkout,
    read_order,
    read_quote,
    refund,
    verify,
    write_quote,
)
from checkout_core.orders import Refunded
from checkout_core.pricing import quote_by
from checkout_core.revisions import FIRST
from checkout_core.views import explain
from checkout_core.views.invoices import einvoice
from checkout_core.wire import loads
from checkout_core.wire.quotes import fingerprint


if TYPE_CHECKING:
    from checkout_core import Quote


HERE = Path(__file__).parent / "0.1.0"
NAMES = (
    "funded-and-rounded",
    "wholly-funded",
    "inclusive-apportioned",
    "places-row-by-row",
    "postal-code-abroad",
)
LATER = "2026-11-30T12:00:00+05:30"
SCHEMA = json.loads(
    (files("checkout_core.wire") / "schemas" / "quote.schema.json").read_text()
)


def text_of(name: str, form: str) -> str:
    """Return a document as it was stored."""
    return (HERE / f"{name}.{form}.json").read_text(encoding="utf-8")


def priced_now(name: str) -> Quote:
    """Return today's quote of a checkout of then."""
    checkout = read_checkout(text_of(name, "checkout"))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def figures(found: Quote) -> list[str]:
    """Return what the changed rules are about."""
    totals = found.totals
    return [
        str(each)
        for each in (
            totals.total_savings,
            totals.shipping_amount,
            totals.shipping_tax_amount,
            totals.round_off,
            totals.grand_total,
            totals.to_be_paid,
        )
    ]


@pytest.mark.parametrize(
    ("name", "then", "now"),
    [
        # 108.06 is owed: 120.40 was rounded to 120, now 108.06 is to 108.
        (
            "funded-and-rounded",
            ["12.34", "0.00", "0.00", "-0.40", "120.00", "107.66"],
            ["12.34", "0.00", "0.00", "-0.06", "120.34", "108.00"],
        ),
        # All of 4.01 is funded: the total was rounded up to 4.05.
        (
            "wholly-funded",
            ["4.01", "0.00", "0.00", "0.04", "4.05", "0.04"],
            ["4.01", "0.00", "0.00", "0.00", "4.01", "0.00"],
        ),
        # 10.00 over 140.00 with 40 % inside and 100.00 at 0 %: 5.00 + 5.00 before,
        # of which 2 x 0.71 is tax, now 5.83 + 4.17, of which 2 x 0.83 is.
        (
            "inclusive-apportioned",
            ["0.00", "8.58", "1.42", "0.00", "260.00", "260.00"],
            ["0.00", "8.34", "1.66", "0.00", "260.00", "260.00"],
        ),
        # One place, the cheapest first: the coat's row had it, now the sock has it.
        (
            "places-row-by-row",
            ["50.00", "0.00", "0.00", "0.00", "100.00", "100.00"],
            ["5.00", "0.00", "0.00", "0.00", "145.00", "145.00"],
        ),
        # New York 11201 is no postal code of India.
        (
            "postal-code-abroad",
            ["30.00", "40.00", "0.00", "0.00", "140.00", "110.00"],
            ["30.00", "2500.00", "0.00", "0.00", "2600.00", "2570.00"],
        ),
    ],
    ids=NAMES,
)
def test_what_changed(name: str, then: list[str], now: list[str]) -> None:
    """The stored quote says what it said; the same cart is priced anew otherwise."""
    assert [then, now] == [
        figures(read_quote(text_of(name, "quote"))),
        figures(priced_now(name)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_quote_verifies(name: str) -> None:
    """As it was stored, and once it was read and stored again: the same bytes."""
    text = text_of(name, "quote")
    found = read_quote(text)

    verify(text)
    verify(found)
    assert text == dumps(write_quote(found), indent=2) + "\n"
    assert (1, "") == (found.revision.number, found.engine)
    jsonschema.Draft202012Validator(SCHEMA).validate(loads(text))


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_of_then_price_as_they_did(name: str) -> None:
    """What a refund prices the kept goods by is what 0.1.0 priced the order by."""
    checkout = read_checkout(text_of(name, "checkout"))
    again = quote_by(FIRST, checkout.cart, checkout.store, checkout.at, None)

    # How a refusal is said is no figure, and is in the fingerprint.
    said = {"refusals": None, "fingerprint": None}
    assert loads(text_of(name, "quote")) | said == write_quote(again) | said


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("funded-and-rounded", ["/coupon/c1/FEST"]),
        ("wholly-funded", ["cart-2/coupon/c1/FEST"]),
        ("places-row-by-row", ["/coupon/c1/FEST"]),
    ],
)
def test_a_key_that_was_committed_stays(name: str, expected: list[str]) -> None:
    """Redemptions of carts without an id have the key that the host stored."""
    found = read_quote(text_of(name, "quote")).figures.redemptions

    assert expected == [each.idempotency_key for each in found]
    assert [""] == [each.why for each in found]


@pytest.mark.parametrize("name", NAMES)
def test_no_document_borrows_the_rules_of_another_revision(name: str) -> None:
    """An old quote in new clothes does not add up, nor does a new one in old."""
    old = loads(text_of(name, "quote"))
    new = write_quote(priced_now(name))
    engine = new.pop("engine")
    old |= {"schema_version": "checkout_core.quote/2", "engine": engine}
    new["schema_version"] = "checkout_core.quote/1"

    for forged in (old, new):
        forged["fingerprint"] = fingerprint(forged)
        with pytest.raises(CheckoutError) as caught:
            verify(forged)
        assert {"does_not_add_up"} == {each.code for each in caught.value.faults}


def test_a_document_without_an_engine_names_none() -> None:
    """The key came with the second revision: there it is needed, before unknown."""
    old = loads(text_of("wholly-funded", "quote")) | {"engine": "checkout-core 0.1.0"}
    new = write_quote(priced_now("wholly-funded"))
    del new["engine"]

    found = []
    for document in (old, new):
        with pytest.raises(CheckoutError) as caught:
            read_quote(document)
        found += [(each.path, each.code) for each in caught.value.faults]
        assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(document)

    assert [("engine", "unknown_key"), ("engine", "required")] == found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("funded-and-rounded", ("97.65", "0.00")),
        ("inclusive-apportioned", ("210.00", "0.00")),
        ("places-row-by-row", ("80.00", "0.00")),
        ("postal-code-abroad", ("60.00", "30.00")),
    ],
)
@pytest.mark.parametrize("promotion_break", ["retain", "recompute"])
def test_the_rest_is_refunded(
    name: str, promotion_break: str, expected: tuple[str, str]
) -> None:
    """What the first refund left of the payment and of the credit comes back."""
    order = read_order(text_of(name, "order"))
    store = read_checkout(text_of(name, "checkout")).store
    left = {
        at: line.quantity - order.returned.get(at, 0)
        for at, line in enumerate(order.quote.lines)
    }

    note = refund(
        order.quote,
        {at: units for at, units in left.items() if units},
        id="R2",
        at=LATER,
        earlier=order.refunds,
        policy=RefundPolicy(promotion_break=promotion_break),
        store=store,
    )

    assert expected == (str(note.gateway), str(note.credit))
    assert "0.00" == str(order.after(Refunded(note)).amount_held)


@pytest.mark.parametrize(
    ("name", "back", "expected"),
    [
        # 10.00 of 12.00 stays due for the other cup; the lamp's funding is untouched.
        ("funded-and-rounded", 1, ("10.00", "0.00")),
        ("wholly-funded", 0, ("0.00", "0.04")),
        ("inclusive-apportioned", 1, ("50.00", "0.00")),
        # By today's rules the coat would lose its 50.00 and the mug bring nothing.
        ("places-row-by-row", 2, ("20.00", "0.00")),
        ("postal-code-abroad", 0, ("50.00", "0.00")),
    ],
    ids=NAMES,
)
def test_what_is_kept_is_priced_by_the_rules_of_then(
    name: str, back: int, expected: tuple[str, str]
) -> None:
    """One unit comes back and the offers are looked at again, as 0.1.0 did."""
    note = refund(
        read_quote(text_of(name, "quote")),
        {back: 1},
        id="R1",
        at=LATER,
        policy=RefundPolicy(promotion_break="recompute"),
        store=read_checkout(text_of(name, "checkout")).store,
    )

    assert expected == (str(note.gateway), str(note.credit))


@pytest.mark.parametrize("name", NAMES)
def test_a_stored_order_is_read(name: str) -> None:
    """Its quote, its payment, its parcel and its refund are what they were."""
    order = read_order(text_of(name, "order"))

    assert read_quote(text_of(name, "quote")) == order.quote
    assert (1, 1, 1) == (len(order.payments), len(order.parcels), len(order.refunds))
    assert ("complete", "success") == (order.status, order.payment_status)


def test_a_stored_quote_is_explained_by_the_rules_of_then() -> None:
    """It was the total that was rounded, whatever others paid of it."""
    story = explain(read_quote(text_of("funded-and-rounded", "quote")))

    assert (
        "The total is rounded to a multiple of ₹1.00, which takes off ₹0.40." in story
    )


@pytest.mark.parametrize("name", NAMES)
def test_nobody_wrote_down_which_engine_priced_it(name: str) -> None:
    """Documents of the first form do not say."""
    assert "" == read_quote(text_of(name, "quote")).engine


def test_the_papers_of_a_stored_quote() -> None:
    """The e-invoice has the charge in the parts that it was taxed in then."""
    items = einvoice(read_quote(text_of("inclusive-apportioned", "quote")))["ItemList"]

    assert [
        ("Shipping", "0", "5.00", "0.00"),
        ("Shipping", "40", "3.58", "0.71"),
    ] == [
        tuple(str(each[key]) for key in ("PrdDesc", "GstRt", "AssAmt", "CgstAmt"))
        for each in items
        if each["PrdDesc"] == "Shipping"
    ]
