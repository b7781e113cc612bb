# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The parts of a stored quote, read behind its fingerprint when they are asked for."""

from __future__ import annotations

import copy
import pickle

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import (
    CheckoutError,
    Quote,
    dumps,
    loads,
    quote,
    read_checkout,
    read_order,
    read_quote,
    verify,
    write_cart,
    write_order,
    write_order_detail,
    write_quote,
)
from checkout_core.orders import Order
from checkout_core.refunds import cancellation, refund
from checkout_core.views import explain, receipt
from checkout_core.wire.quotes import fingerprint
from tests.factories.faults import faults
from tests.paths import CASES


AT = "2026-11-22T12:00:00+05:30"


def priced(name: str = "01-worked-example") -> Quote:
    """Return the quote of a case."""
    case = loads((CASES / f"{name}.json").read_bytes())
    checkout = read_checkout(dumps(case["document"]))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def forged(change: Callable[[Any], object], name: str = "01-worked-example") -> str:
    """Return the text of a stored quote that was changed, its fingerprint anew."""
    document = loads(dumps(write_quote(priced(name))))
    change(document)
    document["fingerprint"] = fingerprint(document)
    return dumps(document)


# What is read when -----------------------------------------------------------------


def test_a_part_is_read_when_it_is_asked_for() -> None:
    """Of a quote whose rows have a wrong form, the amount can be read, and no row."""
    found = read_quote(forged(lambda document: document.update(entries=None)))

    assert Decimal("1054.25") == found.to_be_paid
    with pytest.raises(CheckoutError) as caught:
        _ = found.entries
    assert [("entries", "required")] == faults(caught.value)


def spoil(document: Any) -> None:
    """Put a wrong value into four parts of a quote's document."""
    document["cart"]["cart_items"][0]["quantity"] = 0
    document["store"]["handling"] = "free"
    document["lines"][0]["listed"] = 5
    document["entries"] = None


@pytest.mark.parametrize("name", ["cart", "policies", "figures", "lines", "entries"])
def test_every_fault_is_raised_whichever_part_is_asked_for(name: str) -> None:
    """A document of a wrong form has one error: the one that reading it at once has."""
    text = forged(spoil)
    with pytest.raises(CheckoutError) as caught:
        getattr(read_quote(text), name)
    with pytest.raises(CheckoutError) as at_once:
        read_quote(text, verify=True)

    assert at_once.value.faults == caught.value.faults
    assert [
        ("cart.cart_items[0].quantity", "count_out_of_range"),
        ("store.handling", "not_a_choice"),
        ("lines[0].listed", "bad_amount"),
        ("entries", "required"),
    ] == faults(caught.value)


@pytest.mark.parametrize("key", ["at", "place_of_supply", "engine", "currency"])
def test_what_is_small_is_read_at_once(key: str) -> None:
    """A wrong moment, place, engine or currency is refused by `read_quote` itself."""
    text = forged(lambda document: document.update({key: 5, "entries": None}))
    with pytest.raises(CheckoutError) as caught:
        read_quote(text)

    assert {key, "entries"} == {each.path for each in caught.value.faults}


@pytest.mark.parametrize("name", ["totals", "nothing"])
def test_a_quote_has_no_other_attributes(name: str) -> None:
    """What is looked for in its document is its own, and a wrong name is none."""
    found = read_quote(dumps(write_quote(priced())))

    assert (name == "totals") == hasattr(found, name)


@pytest.mark.parametrize("is_forged", [False, True])
def test_half_a_surrogate_pair_is_a_fault(is_forged: bool) -> None:  # noqa: FBT001
    """JSON can say it and UTF-8 cannot, so it is refused, never raised as it is."""
    text = dumps(write_quote(priced())).replace('"name": "', '"name": "\\ud800')
    if is_forged:
        text = forged(lambda document: document.update(loads(text)))
    with pytest.raises(CheckoutError) as caught:
        _ = read_quote(text).figures

    assert {"control_character"} == {each.code for each in caught.value.faults}


def test_a_mapping_is_read_at_once() -> None:
    """Its owner can change it afterwards, and the quote stays what it was."""
    document = write_quote(priced())
    found = read_quote(document)
    document["lines"].clear()
    document["cart"].clear()

    assert priced() == found


# The same quote --------------------------------------------------------------------


def test_it_is_the_quote_that_was_stored() -> None:
    """Equal, with the same hash and the same document, however it is read."""
    whole = priced()
    text = dumps(write_quote(whole))
    read = [read_quote(text), read_quote(text.encode()), read_quote(text, verify=True)]

    assert [whole] * 3 == read
    assert {hash(whole)} == {hash(each) for each in read}
    assert text == dumps(write_quote(read_quote(text)))
    verify(read_quote(text))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy])
def test_it_can_be_copied(again: Callable[[Quote], Quote]) -> None:
    """Before anything of it was read."""
    assert priced() == again(read_quote(dumps(write_quote(priced()))))


def test_it_can_be_pickled() -> None:
    """Before anything of it was read, and it needs no document then."""
    found = read_quote(dumps(write_quote(priced())))

    assert priced() == pickle.loads(pickle.dumps(found))


def test_threads_can_share_it() -> None:
    """Whichever thread reads a part first, all have the same amounts."""
    found = read_quote(dumps(write_quote(priced())))
    with ThreadPoolExecutor(8) as threads:
        read = list(threads.map(lambda _: (found.lines, found.cart), range(64)))

    assert [(priced().lines, priced().cart)] * 64 == read


def test_an_order_is_read_behind_the_fingerprint_of_its_quote() -> None:
    """The status is compared with the amount that is to be paid, and no row is read."""
    order = Order.placed(priced(), number="ORD-1", at=AT)
    document = loads(dumps(write_order_detail(order, stored=True)))
    document["x_checkout_core"]["quote"] = loads(forged(spoil))
    found = read_order(dumps(document))

    assert Decimal("1054.25") == found.to_be_paid
    with pytest.raises(CheckoutError) as caught:
        write_order_detail(found)
    assert 4 == len(caught.value.faults)


# Lines that are not there -----------------------------------------------------------


def in_rows(document: Any) -> None:
    """Move a row to a line that does not exist."""
    document["entries"][0]["line"] = 9


def of_no_line(document: Any) -> None:
    """Leave out of which line a row is."""
    document["entries"][0]["line"] = None


def in_offers(document: Any) -> None:
    """Move what a coupon took off to a line that does not exist."""
    document["coupons"][0]["lines"][0]["line"] = 9


def of_lines(document: Any) -> None:
    """Leave a line out."""
    document["lines"].pop()


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        (in_rows, "entries", ("entries[0].line", "does_not_add_up")),
        (of_no_line, "entries", ("entries[0].line", "required")),
        (in_offers, "coupons", ("coupons[0].lines[0].line", "does_not_add_up")),
        (of_lines, "lines", ("lines", "does_not_add_up")),
    ],
)
def test_a_line_that_the_cart_does_not_have(
    change: Callable[[Any], None], name: str, expected: tuple[str, str]
) -> None:
    """It is refused, also without verification, since no figure of it can be shown."""
    text = forged(change)
    with pytest.raises(CheckoutError) as caught:
        getattr(read_quote(text), name)
    with pytest.raises(CheckoutError) as of_mapping:
        read_quote(loads(text))

    assert [expected] == faults(caught.value) == faults(of_mapping.value)


# Verified ---------------------------------------------------------------------------


def twice(document: Any) -> None:
    """List a coupon twice, and what it saved in one row."""
    document["coupons"].append(copy.deepcopy(document["coupons"][0]))


def line_twice(document: Any) -> None:
    """List a line of a coupon twice."""
    lines = document["coupons"][0]["lines"]
    lines.append(copy.deepcopy(lines[0]))


def of_another_code(document: Any) -> None:
    """Give the coupon a code that the shopper did not enter."""
    document["coupons"][0]["code"] = "OTHER"


def of_a_code(document: Any) -> None:
    """Give a promotion the code that the shopper entered."""
    document["promotions"][0]["code"] = document["cart"]["coupon_code"]


def elsewhere(document: Any) -> None:
    """Say that the supply is in another place than the addresses say."""
    document["place_of_supply"]["components"] = ["CGST", "SGST"]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        (twice, {"coupons[1].sequence", "redemptions", "lines[0].left"}),
        (line_twice, {"lines[0].left"}),
        (of_another_code, {"coupons[0].code"}),
        (of_a_code, {"promotions[0].code"}),
        (elsewhere, {"place_of_supply.components"}),
    ],
)
def test_offers_and_places_that_contradict_the_cart(
    change: Callable[[Any], None], paths: set[str]
) -> None:
    """They are found though every figure follows from them."""
    with pytest.raises(CheckoutError) as caught:
        verify(forged(change))

    assert paths & {each.path for each in caught.value.faults}


@pytest.mark.parametrize("value", [True, Decimal("1.0"), Decimal(1), "1"])
def test_one_is_written_in_one_way(value: object) -> None:
    """The sequence 1 is neither true nor 1.0, though Python says they are equal."""
    document = write_quote(priced())
    document["coupons"][0]["sequence"] = value
    document["fingerprint"] = fingerprint(document)
    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert ["coupons[0].sequence"] == [each.path for each in caught.value.faults]


@pytest.mark.parametrize("value", [1, Decimal(1), "true"])
def test_yes_is_written_in_one_way(value: object) -> None:
    """A line that is free is neither 1 nor "true"."""
    document = write_quote(priced())
    document["lines"][0]["on_promotion"] = value
    document["fingerprint"] = fingerprint(document)
    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert ["lines[0].on_promotion"] == [each.path for each in caught.value.faults]


# Only one kind of error ---------------------------------------------------------------


WRONG: tuple[Any, ...] = (None, True, -1, 7, "x", "-1.00", "0.005", [], {})
USES: tuple[Callable[[Quote], object], ...] = (
    repr,
    hash,
    priced().__eq__,
    lambda found: found.to_be_paid,
    lambda found: found.check(),
    write_order,
    write_cart,
    write_quote,
    verify,
    receipt,
    explain,
    pickle.dumps,
    lambda found: refund(found, {0: 1}, id="R", at=AT),
    lambda found: cancellation(found, id="C", at=AT),
    lambda found: Order.placed(found, number="ORD-1", at=AT),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every value of a document, nested ones included."""
    inner: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inner = enumerate(value)
    found = [path] if path else []
    for key, each in inner:
        found += places(each, (*path, key))
    return found


def test_an_offer_out_of_its_sequence_can_be_explained() -> None:
    """What it was taken off is told by its place, whatever number it has."""
    name = "28-nothing-left-is-not-picked"

    def change(document: Any) -> None:
        for offer in document["promotions"]:
            offer["sequence"] = 1

    assert 2 == len(priced(name).promotions)
    assert explain(priced(name)) == explain(read_quote(forged(change, name)))


@pytest.mark.parametrize(
    "name",
    [
        "01-worked-example",
        "21-free-shipping-twice",
        "58-handling-and-charges",
        "59-points-percent",
    ],
)
def test_a_wrong_form_never_raises_anything_else(name: str) -> None:
    """Whatever is done with a quote of any wrong value: the one error, or none."""
    paths = places(write_quote(priced(name)))
    raised = 0
    for i, path in [*enumerate(paths)][::8]:

        def change(
            document: Any, path: tuple[Any, ...] = path, wrong: Any = WRONG[i % 9]
        ) -> None:
            for key in path[:-1]:
                document = document[key]
            document[path[-1]] = wrong

        text = forged(change, name)
        for use in USES:
            try:
                use(read_quote(text))
            except CheckoutError:
                raised += 1

    assert raised > len(USES)
