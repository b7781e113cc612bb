# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a refusal says is missing: how much, of which line, and which gift.

The ids of the rows show the arithmetic.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from babel.numbers import get_currency_symbol

from checkout_core import Refusal, dumps, read_quote, write_quote
from checkout_core.currencies import CURRENCIES
from checkout_core.ledger import MissingGift
from checkout_core.money.exact import to_decimal, with_symbol
from checkout_core.views import explain
from checkout_core.views.formats import Numbers
from checkout_core.wire.quotes import fingerprint
from tests.factories.carts import line, priced
from tests.factories.offers import (
    MONEY,
    UNITS,
    buy_get,
    coupon,
    fixed_price,
    free_goods,
    percentage,
    promotion,
    row,
    rules,
    volume,
)
from tests.factories.tables import case


def told(said: Any, offer: dict[str, Any], **more: Any) -> Refusal:
    """Return the one refusal of a cart in a store that has *offer*."""
    (found,) = priced(said, offer, **more).refusals
    return found


class TestOneLine:
    """Free goods count each line by itself: the nearest line is told, by name."""

    @pytest.mark.parametrize(
        ("by", "said", "at", "message"),
        [
            case(
                "90 and 10 of 100",
                MONEY,
                "A/one 1 x 90.00; A/two 1 x 10.00",
                0,
                "Add ₹10.00 more of A to use this offer.",
            ),
            case(
                "10 and 90 of 100",
                MONEY,
                "A/two 1 x 10.00; A/one 1 x 90.00",
                1,
                "Add ₹10.00 more of A to use this offer.",
            ),
            case(
                "10 and 90 of 100, whichever key is smaller",
                MONEY,
                "A/one 1 x 10.00; A/two 1 x 90.00",
                1,
                "Add ₹10.00 more of A to use this offer.",
            ),
            case(
                "50 and 50 of 100: the smaller key",
                MONEY,
                "A/two 1 x 50.00; A/one 1 x 50.00",
                1,
                "Add ₹50.00 more of A to use this offer.",
            ),
            case(
                "1 and 2 of 3",
                UNITS,
                "A/one 1 x 90.00; A/two 2 x 10.00",
                1,
                "Add 1 more of A to use this offer.",
            ),
        ],
    )
    def test_the_nearest_line(self, by: str, said: str, at: int, message: str) -> None:
        """Whichever comes first in the cart."""
        edge = "100" if by == MONEY else 3
        details = free_goods((edge, 1), by=by, scaled=True)

        found = told(said, promotion("free-goods", details))

        assert (at, message) == (found.line, found.message)

    def test_the_line_has_its_variant_s_name(self) -> None:
        """Two lines of one product can be told apart."""
        said = [line("A/red 1 x 9.00", product_name="Tee", variant_name="Red")]

        found = told(said, promotion("free-goods", free_goods((3, 1))))

        assert "Add 2 more of Tee, Red to use this offer." == found.message

    @pytest.mark.parametrize(
        ("quantities", "expected"),
        [
            case("9 are too many, 1 more of 2", (9, 1), "quantity_too_low"),
            case("all too many", (9, 9), "nothing_to_discount"),
        ],
    )
    def test_too_many_of_one_line(
        self, quantities: tuple[int, int], expected: str
    ) -> None:
        """From 2 units on one is free, from 5 on none: that hides no other line."""
        said = "A/one {} x 9.00; A/two {} x 9.00".format(*quantities)

        found = told(said, promotion("free-goods", free_goods((2, 1), (5, 0))))

        assert expected == found.code

    def test_a_row_that_counts_lines_together_names_none(self) -> None:
        """More of any participating line helps."""
        details = percentage("10", row("A", units=(3, None)))

        found = told("A 1 x 9.00", promotion("discount", details))

        assert (None, 2) == (found.line, found.short_units)


class TestTooMany:
    """More than a row allows hides no row that more units would open."""

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            case(
                "6 of at most 5, and 3 more for above 8",
                [("A", "<=5 10"), ("A", ">8 20")],
                ("quantity_too_low", 3),
            ),
            case(
                "the rows the other way round",
                [("A", ">8 20"), ("A", "<=5 10")],
                ("quantity_too_low", 3),
            ),
            case(
                "the nearer of two",
                [("A", ">8 20"), ("A", ">7 10")],
                ("quantity_too_low", 2),
            ),
            case("too many only", [("A", "<=5 10")], ("nothing_to_discount", 0)),
            case(
                "what is above gives nothing",
                [("A", "<=5 10, >8 0")],
                ("nothing_to_discount", 0),
            ),
            case("nothing at all", [("A", ">8 0")], ("nothing_to_discount", 0)),
            case(
                "too many goes further than what nobody has",
                [("A", "<=5 10"), ("X", ">1 10")],
                ("nothing_to_discount", 0),
            ),
        ],
    )
    def test_volume(
        self, rows: list[tuple[str, str]], expected: tuple[str, int]
    ) -> None:
        """Six units."""
        found = told("A 6 x 10.00", promotion("volume-based", volume(*rows)))

        assert expected == (found.code, found.short_units)

    @pytest.mark.parametrize("turned", [False, True])
    def test_fixed_price_by_amount(self, turned: bool) -> None:  # noqa: FBT001
        """400.00 are above the one row's 200 and 50.00 short of the other's 100."""
        rows = [("A", "100", "200", "8"), ("B", "100", None, "8")]
        details = fixed_price(*(rows[::-1] if turned else rows), by=MONEY)

        found = told("A 40 x 10.00; B 5 x 10.00", coupon("fixed-price", details))

        assert ("value_too_low", "50.00") == (found.code, str(found.short_amount))

    def test_the_sheet_has_minor_units(self) -> None:
        """50.00 short are 5000, in a stored quote too."""
        details = fixed_price(("B", "100", None, "8"), by=MONEY)
        found = priced("B 5 x 10.00", coupon("fixed-price", details))
        stored = read_quote(write_quote(found))
        (refusal,) = found.refusals
        expected = ("coupon", refusal.offer_id, refusal.name, "value_too_low", 0, 5000)

        assert [expected] == found.sheet.refused == stored.sheet.refused


def free(got: str, percent: str | None = None, **more: Any) -> dict[str, Any]:
    """Return buy 2 of A get 1 of something."""
    return promotion("buy-x-get-y", buy_get((2, "A", 1, got), percent=percent, **more))


class TestGift:
    """Everything is bought and only the gift is missing: the refusal names it."""

    @pytest.mark.parametrize(
        ("offer", "gift", "message"),
        [
            case(
                "a product",
                free("soap"),
                ("soap", None, None, "100", None),
                "Add 1 of soap: it is free.",
            ),
            case(
                "a variant of a product",
                free("soap/neem"),
                ("soap", "neem", None, "100", None),
                "Add 1 of soap, variant neem: it is free.",
            ),
            case(
                "a variant",
                free("/neem"),
                (None, "neem", None, "100", None),
                "Add 1 of variant neem: it is free.",
            ),
            case(
                "a category",
                free("@bath"),
                (None, None, "bath", "100", None),
                "Add 1 of category bath: it is free.",
            ),
            case(
                "a product in a category",
                free("soap@bath"),
                ("soap", None, "bath", "100", None),
                "Add 1 of soap, category bath: it is free.",
            ),
            case(
                "half off",
                free("soap", "50"),
                ("soap", None, None, "50", None),
                "Add 1 of soap: it is 50% off.",
            ),
            case(
                "12.5 % off, capped",
                free("soap", "12.50", most="1234567.50"),
                ("soap", None, None, "12.50", "1234567.50"),
                "Add 1 of soap: it is 12.5% off, up to ₹12,34,567.50 in all.",
            ),
            case(
                "free, capped",
                free("soap", most="10"),
                ("soap", None, None, "100", "10.00"),
                "Add 1 of soap: it is free, up to ₹10.00 in all.",
            ),
        ],
    )
    def test_is_named(self, offer: dict[str, Any], gift: Any, message: str) -> None:
        """The code is that of what is not there; the distance is of the gift."""
        found = told("A 3 x 10.00", offer)

        product, variant, category, percent, most = gift
        cap = None if most is None else Decimal(most)
        wanted = MissingGift(product, variant, category, Decimal(percent), cap)
        assert wanted == found.gift
        assert ("no_matching_items", 1, message) == (
            found.code,
            found.short_units,
            found.message,
        )

    @pytest.mark.parametrize(
        ("percent", "most", "expected"),
        [
            case("100 %", "100", None, True),
            case("99 %", "99", None, False),
            case("100 % up to 10", "100", "10", False),
        ],
    )
    def test_is_free(self, percent: str, most: str | None, *, expected: bool) -> None:
        """Whatever it costs, only all of it is free."""
        cap = None if most is None else Decimal(most)

        assert (
            expected == MissingGift("soap", None, None, Decimal(percent), cap).is_free
        )

    @pytest.mark.parametrize(
        ("most", "expected"),
        [
            case("a set of three", None, (3, "Add 3 of soap: they are free.")),
            case("room for two", 2, (2, "Add 2 of soap: they are free.")),
            case("more room than a set", 9, (3, "Add 3 of soap: they are free.")),
        ],
    )
    def test_one_set(self, most: int | None, expected: tuple[int, str]) -> None:
        """As many as one set gives and as have a place."""
        offer = coupon(
            "buy-x-get-y",
            buy_get((2, "A", 3, "soap")),
            application_rules=rules(most),
        )

        found = told("A 9 x 10.00", offer)

        assert expected == (found.short_units, found.message)

    def test_bought_for_an_amount(self) -> None:
        """30.00 of 25.00 are bought."""
        offer = promotion("buy-x-get-y", buy_get(("25", "A", 1, "soap"), by=MONEY))

        assert "Add 1 of soap: it is free." == told("A 3 x 10.00", offer).message

    @pytest.mark.parametrize(
        ("said", "offer"),
        [
            case("1 of 2 bought", "A 1 x 10.00", free("soap")),
            case("nothing bought", "soap 1 x 10.00", free("soap")),
            case("0 % off", "A 2 x 10.00", free("soap", "0")),
            case("at most 0 off", "A 2 x 10.00", free("soap", most="0")),
            case(
                "no place",
                "A 2 x 10.00",
                coupon(
                    "buy-x-get-y",
                    buy_get((2, "A", 1, "soap")),
                    application_rules=rules(0),
                ),
            ),
        ],
    )
    def test_none_is_missing(self, said: str, offer: dict[str, Any]) -> None:
        """Adding it alone would give nothing."""
        found = told(said, offer)

        assert (
            "no_matching_items",
            0,
            None,
            "This offer needs items that are not in your cart.",
        ) == (found.code, found.short_units, found.gift, found.message)

    def test_further_than_what_nobody_bought(self) -> None:
        """Of two rows the one with everything bought is told."""
        details = buy_get((1, "X", 1, "A"), (2, "A", 1, "soap"))

        found = told("A 2 x 10.00", promotion("buy-x-get-y", details))

        assert "Add 1 of soap: it is free." == found.message

    def test_is_kept_with_the_quote(self) -> None:
        """A quote that was stored says the same, and so does its story."""
        found = priced("A 2 x 10.00", free("soap", most="10"))

        again = read_quote(dumps(write_quote(found)))

        assert found.refusals == again.refusals
        assert "does not apply: 1 more of the items it discounts must be in" in explain(
            again
        )

    def test_older_quotes_name_neither_line_nor_gift(self) -> None:
        """Documents that know no such fields are read as before."""
        document = write_quote(priced("A 2 x 10.00", free("soap")))
        for each in document["refusals"]:
            for added in ("line", "gift"):
                each.pop(added, None)
        document["fingerprint"] = fingerprint(document)

        (found,) = read_quote(dumps(document)).refusals

        assert (None, None) == (found.line, found.gift)


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        ("INR", "Add ₹8,76,54,349.00 more to use this offer."),
        ("USD", "Add $87,654,349.00 more to use this offer."),
        ("JPY", "Add ¥87,654,349 more to use this offer."),
        ("KWD", "Add KWD\u00a087,654,349.000 more to use this offer."),
    ],
)
def test_amounts_are_grouped(currency: str, expected: str) -> None:
    """As the receipt of that currency shows them."""
    offer = promotion(
        "discount", percentage("10"), "all", minimum_order_total="87654350"
    )

    assert expected == told("A 1 x 1", offer, currency=currency).message


@pytest.mark.parametrize("code", CURRENCIES)
def test_an_amount_with_its_symbol_is_that_of_the_receipt(code: str) -> None:
    """Symbol, groups and digits as babel writes them, rupees in India's way."""
    currency = CURRENCIES[code]
    if get_currency_symbol(code, "en") == code != currency.symbol:
        pytest.skip(f"this release of babel has no symbol of {code}")
    numbers = Numbers.of("en_IN" if code == "INR" else "en", currency)

    def plain_blanks(text: str) -> str:
        return " ".join(text.split())

    for minor in (0, 5, 99_999, 100_000, 12_345_678_901, -123_456):
        amount = to_decimal(minor, currency.exponent)
        assert plain_blanks(numbers.money(amount)) == plain_blanks(
            with_symbol(amount, currency)
        )
