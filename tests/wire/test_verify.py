# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A quote that was changed is always caught, one figure at a time."""

from __future__ import annotations

import copy
import re

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from checkout_core import (
    CheckoutError,
    dumps,
    quote,
    read_checkout,
    read_order,
    read_quote,
    read_refund,
    verify,
)
from checkout_core.cli import main
from checkout_core.wire import loads, write_quote
from checkout_core.wire.quotes import fingerprint
from tests.factories.faults import faults
from tests.paths import CASES


CHOSEN = (
    "01-worked-example",
    "21-free-shipping-twice",
    "18-free-goods-auto-scale",
    "43-intra-state",
    "55-charge-tax-apportion",
    "58-handling-and-charges",
    "59-points-percent",
    "63-round-off-cash",
    "65-dinar",
)
#: What only the fingerprint protects: facts that went in, what is said of offers
#: that do not apply, and the words that describe one that does.
ONLY_THE_FINGERPRINT = re.compile(
    r"(at|engine|fingerprint|promotions_not_matching|(cart|customer|store)\..*"
    r"|refusals.*|runner_up.*|(promotions|coupons)\.\d+\.(name|type|scope|funded_by))"
).fullmatch


def document_of(name: str) -> dict[str, Any]:
    """Return the quote document of a case."""
    case = loads((CASES / f"{name}.json").read_bytes())
    checkout = read_checkout(dumps(case["document"]))
    found = quote(checkout.cart, checkout.store, at=checkout.at)
    document: dict[str, Any] = loads(dumps(write_quote(found)))
    return document


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of everything that is no container."""
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return [path]
    return [each for key, inner in items for each in leaves(inner, (*path, key))]


def changed(document: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """Return the document with one leaf changed."""
    found = copy.deepcopy(document)
    holder: Any = found
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = other(holder[path[-1]])
    return found


def other(value: Any) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "x"
    try:
        number = Decimal(value)
    except ArithmeticError:
        return f"{value}x"
    unit = Decimal(1).scaleb(int(number.as_tuple().exponent))
    return f"{number + unit:f}"


def dotted(path: tuple[Any, ...]) -> str:
    """Return a path as one reads it."""
    return ".".join(map(str, path))


@pytest.mark.parametrize("name", CHOSEN)
def test_every_change_is_caught(name: str) -> None:
    """No leaf of the document can be changed unseen."""
    document = document_of(name)
    verify(document)

    for path in leaves(document):
        with pytest.raises(CheckoutError):
            verify(changed(document, path))


@pytest.mark.parametrize("name", CHOSEN)
def test_figures_are_caught_by_their_identities(name: str) -> None:
    """With a fresh fingerprint, every figure is still held by some identity."""
    document = document_of(name)

    missed = []
    for path in leaves(document):
        where = dotted(path)
        if ONLY_THE_FINGERPRINT(where):
            continue
        forged = changed(document, path)
        forged["fingerprint"] = fingerprint(forged)
        try:
            verify(forged)
        except CheckoutError:
            continue
        missed.append(where)

    assert [] == missed


@pytest.mark.parametrize("key", ["entries", "redemptions", "lines", "charges"])
@pytest.mark.parametrize("name", CHOSEN)
def test_no_row_can_be_lost_or_doubled(name: str, key: str) -> None:
    """With a fresh fingerprint, every row still stands there once."""
    document = document_of(name)
    rows = document[key]

    for at in range(len(rows)):
        for forgery in (rows[:at] + rows[at + 1 :], rows[: at + 1] + rows[at:]):
            forged = document | {key: forgery}
            forged["fingerprint"] = fingerprint(forged)
            with pytest.raises(CheckoutError):
                verify(forged)


@pytest.mark.parametrize("key", ["schema_version", "more"])
def test_what_stands_at_the_top_is_named_by_its_key(key: str) -> None:
    """A version that nobody reads, and a key that nobody knows."""
    with pytest.raises(CheckoutError) as caught:
        verify(document_of("01-worked-example") | {key: "x"})

    assert [key] == [each.path for each in caught.value.faults]


def test_a_plan_that_the_cart_does_not_have_is_named() -> None:
    """All of it is due now, so a document that says otherwise is wrong."""
    document = document_of("01-worked-example")
    paid = document["totals"]["to_be_paid"]
    document["instalments"] = [{"due": "on_delivery", "amount": paid}]
    document["fingerprint"] = fingerprint(document)

    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert ["instalments"] == [each.path for each in caught.value.faults]


def test_a_counter_that_was_changed_is_named() -> None:
    """Which redemptions to commit follows from the offers."""
    document = document_of("01-worked-example")
    document["redemptions"][0]["count"] += 1
    document["fingerprint"] = fingerprint(document)

    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert ["redemptions"] == [each.path for each in caught.value.faults]


@pytest.mark.parametrize("name", ["01-worked-example", "59-points-percent"])
@pytest.mark.parametrize(
    "key", ["totals", "lines", "tax_rows", "entries", "points", "shipping_tax_rate"]
)
def test_a_figure_has_the_digits_of_its_currency(name: str, key: str) -> None:
    """1054.250 is not how rupees are written, even where it adds up."""
    document = document_of(name)

    for path in leaves(document[key], (key,)):
        forged = copy.deepcopy(document)
        holder: Any = forged
        for step in path[:-1]:
            holder = holder[step]
        figure = holder[path[-1]]
        if isinstance(figure, str) and figure.replace(".", "").isdigit():
            holder[path[-1]] = f"{figure}0" if "." in figure else f"{figure}.0"
            forged["fingerprint"] = fingerprint(forged)
            with pytest.raises(CheckoutError):
                verify(forged)


def test_a_row_is_named_with_its_field() -> None:
    """A component's row that is called by another name is found."""
    document = document_of("43-intra-state")
    at = next(at for at, x in enumerate(document["entries"]) if x["name"] == "SGST")
    forged = changed(document, ("entries", at, "name"))
    forged["fingerprint"] = fingerprint(forged)

    with pytest.raises(CheckoutError) as caught:
        verify(forged)

    assert [(f"entries[{at}].name", "SGSTx")] == [
        (each.path, each.value) for each in caught.value.faults
    ]


def test_the_fault_names_the_figure() -> None:
    """The error says which figure is off, by which identity, and what it should be."""
    document = document_of("01-worked-example")
    forged = changed(document, ("totals", "grand_total"))

    with pytest.raises(CheckoutError) as caught:
        verify(forged)

    found = {each.path: each for each in caught.value.faults}
    assert {"fingerprint", "totals.grand_total"} <= set(found)
    assert "1104.25" in found["totals.grand_total"].message


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("lines",), []),
        (("cart", "cart_items"), []),
        (("promotions", 0, "lines", 0, "line"), 99),
        (("entries", 0, "line"), 99),
        (("totals",), None),
        (("totals", "subtotal"), "NaN"),
        (("totals", "subtotal"), True),
        (("totals", "subtotal"), "01095.76"),
        (("schema_version",), "checkout_core.quote/0"),
        (("place_of_supply",), "GST"),
        (("unknown",), 1),
    ],
)
def test_a_broken_document_is_one_error(path: tuple[Any, ...], value: Any) -> None:
    """Whatever is wrong with the shape, the error is a CheckoutError."""
    document = document_of("01-worked-example")
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    document["fingerprint"] = fingerprint(document)

    with pytest.raises(CheckoutError):
        verify(document)


@pytest.mark.parametrize("key", ["currency", "payment_required", "customer"])
def test_a_float_is_an_error_wherever_it_stands(key: str) -> None:
    """A mapping with a float is refused with the float's path."""
    document = document_of("01-worked-example") | {key: 0.5}

    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert [(key, "float_given")] == faults(caught.value)


@pytest.mark.parametrize("version", ["x" * 5_000_000, 10**5_000], ids=["text", "int"])
@pytest.mark.parametrize("read", [read_order, read_quote, read_refund])
def test_a_hostile_version_is_shown_shortly(
    read: Callable[[Any], object], version: object
) -> None:
    """However long the version of a stored document is, the error is short."""
    said = {"schema_version": version}

    with pytest.raises(CheckoutError) as caught:
        read({"x_checkout_core": said} if read is read_order else said)

    assert ["bad_schema_version"] == [each.code for each in caught.value.faults]
    assert len(str(caught.value)) < 320


@pytest.mark.parametrize("text", ["[]", "null", "{}", "{", "1"])
def test_what_is_no_quote_is_refused(text: str) -> None:
    """Anything but a quote document is refused with an error."""
    with pytest.raises(CheckoutError):
        verify(text)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_trusted_quote_is_the_same(name: str) -> None:
    """Without verification the very same quote is read."""
    document = document_of(name)

    assert read_quote(document) == read_quote(document, verify=True)


def test_a_trusted_quote_has_its_fingerprint() -> None:
    """A figure that was changed is caught by it, and by it alone."""
    document = document_of("01-worked-example")
    document["totals"]["to_be_paid"] = "1.00"
    with pytest.raises(CheckoutError) as caught:
        read_quote(document)
    document["fingerprint"] = fingerprint(document)

    assert [("fingerprint", "fingerprint_differs")] == faults(caught.value)
    assert Decimal("1.00") == read_quote(document).to_be_paid


def test_a_trusted_quote_still_has_its_form() -> None:
    """Keys, types and values are checked in any case."""
    document = document_of("01-worked-example")
    document["entries"] = None
    document["colour"] = "red"
    with pytest.raises(CheckoutError) as caught:
        read_quote(document)

    assert {"colour", "entries"} == {each.path for each in caught.value.faults}


@pytest.mark.parametrize("read", [read_quote, read_order])
def test_whether_to_verify_is_yes_or_no(read: Callable[..., object]) -> None:
    """A text is not taken for a yes."""
    with pytest.raises(CheckoutError) as caught:
        read({}, verify="no")

    assert ["verify"] == [each.path for each in caught.value.faults]


def test_a_tender_that_was_changed_is_shown_as_one() -> None:
    """What the cart asks for is compared tender by tender, not as lists."""
    document = document_of("59-points-percent")
    document["points"]["asked"] = "123456"
    document["fingerprint"] = fingerprint(document)

    with pytest.raises(CheckoutError) as caught:
        read_quote(document, verify=True)

    (found,) = caught.value.faults
    assert ("points", "a Tender") == (found.path, found.value)
    assert found.message.startswith("this should be Tender(kind='points', name='',")


def test_a_quote_verifies_itself() -> None:
    """A quote that is no document yet can be verified too."""
    case = loads((CASES / "01-worked-example.json").read_bytes())
    checkout = read_checkout(dumps(case["document"]))

    verify(quote(checkout.cart, checkout.store, at=checkout.at))


def test_sums_may_be_longer_than_inputs() -> None:
    """A million units of the largest amount verify like any other quote."""
    line = {
        "product_id": "a",
        "quantity": 1_000_000,
        "selling_price": "999999999999999.99",
        "tax_rate": "18",
    }
    checkout = read_checkout({"cart": {"currency": "INR", "cart_items": [line]}})
    found = quote(checkout.cart, checkout.store)

    verify(found)

    assert Decimal("1179999999999999988200.00") == found.to_be_paid


def test_the_command_says_that_it_adds_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`checkout-core verify` reads a stored quote."""
    stored = tmp_path / "quote.json"
    stored.write_text(dumps(document_of("01-worked-example")))

    assert 0 == main(["verify", str(stored)])
    assert "1054.25" in capsys.readouterr().out
