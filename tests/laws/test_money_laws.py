# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Laws of money.

Shares make the whole, rounding is what fractions say it is, and what is written comes
back as it was.
"""

from __future__ import annotations

import decimal

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from checkout_core.errors import CheckoutError
from checkout_core.money import MAX_DECIMALS, MAX_DIGITS, Rounding, allocate
from checkout_core.money.exact import percent_of, plain, to_decimal
from checkout_core.money.parse import (
    currency_of,
    json_number,
    number,
    parse_amount,
    to_minor,
)
from checkout_core.money.rounding import bias, divide, to_step


#: One currency for each exponent there is.
CURRENCIES = [currency_of(code) for code in ("JPY", "INR", "KWD", "CLF")]

totals = st.integers(0, 10**18)
weights = st.one_of(
    st.lists(st.integers(0, 9), min_size=1, max_size=12),
    st.lists(st.integers(0, 10**15), min_size=1, max_size=12),
).filter(any)
plain_texts = st.from_regex(
    r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", fullmatch=True
).filter(str.isascii)


class TestAllocate:
    """
    Floor shares, then the left-over units.

    One each goes to the largest remainders, equal remainders to the larger weight, then
    to the smaller rank.
    """

    @given(totals, weights)
    def test_shares_make_the_whole(self, total: int, weights: list[int]) -> None:
        """Nothing is lost and nothing is added."""
        assert total == sum(allocate(total, weights))

    @given(totals, weights)
    def test_each_share_is_within_one_of_the_exact(
        self, total: int, weights: list[int]
    ) -> None:
        """A share is the exact one, rounded down or up."""
        whole = sum(weights)
        exact = [Fraction(total * weight, whole) for weight in weights]

        assert all(
            floor(want) <= share <= ceil(want)
            for want, share in zip(exact, allocate(total, weights), strict=True)
        )

    @given(totals, weights)
    def test_a_larger_weight_never_gets_less(
        self, total: int, weights: list[int]
    ) -> None:
        """Shares rise with the weights."""
        pairs = sorted(zip(weights, allocate(total, weights), strict=True))

        assert all(
            low[1] <= high[1] for low, high in pairwise(pairs) if low[0] < high[0]
        )

    @given(totals, weights)
    def test_equal_weights_differ_by_one_at_most(
        self, total: int, weights: list[int]
    ) -> None:
        """Among equals the smaller rank is never worse off."""
        shares = allocate(total, weights)

        assert all(
            shares[first] - shares[second] in {0, 1}
            for first in range(len(weights))
            for second in range(first + 1, len(weights))
            if weights[first] == weights[second]
        )

    @given(st.data(), totals, weights)
    def test_the_order_of_the_weights_does_not_matter(
        self, data: st.DataObject, total: int, weights: list[int]
    ) -> None:
        """With ranks, a permutation of the weights permutes the shares."""
        ranks = data.draw(st.permutations(range(len(weights))))
        order = data.draw(st.permutations(range(len(weights))))
        expected = allocate(total, weights, ranks)

        shuffled = allocate(
            total, [weights[at] for at in order], [ranks[at] for at in order]
        )

        assert [expected[at] for at in order] == shuffled

    @given(totals, weights, st.integers(1, 10**6))
    def test_only_the_proportion_matters(
        self, total: int, weights: list[int], factor: int
    ) -> None:
        """Weights in another unit give the same shares."""
        assert allocate(total, weights) == allocate(
            total, [weight * factor for weight in weights]
        )

    @given(totals, weights)
    def test_nothing_goes_to_a_weight_of_nothing(
        self, total: int, weights: list[int]
    ) -> None:
        """A left-over unit never goes where there is no weight."""
        assert not any(
            share
            for weight, share in zip(weights, allocate(total, weights), strict=True)
            if not weight
        )


def reference(value: Fraction, mode: Rounding) -> int:
    """Return *value* rounded on its magnitude, as a page of a textbook would."""
    magnitude = abs(value)
    down = floor(magnitude)
    rest = magnitude - down
    half = Fraction(1, 2)
    up = {
        Rounding.UP: rest > 0,
        Rounding.DOWN: False,
        Rounding.HALF_UP: rest >= half,
        Rounding.HALF_DOWN: rest > half,
        Rounding.HALF_EVEN: rest > half or (rest == half and down % 2 == 1),
    }[mode]
    found = down + up
    return -found if value < 0 else found


numerators = st.integers(-(10**20), 10**20) | st.integers(-50, 50)
denominators = st.integers(1, 10**12) | st.integers(1, 20)


class TestRounding:
    """Rounding is on the magnitude, by one of five modes."""

    @pytest.mark.parametrize("mode", Rounding)
    @given(numerators, denominators)
    def test_division_is_that_of_fractions(
        self, mode: Rounding, numerator: int, denominator: int
    ) -> None:
        """Every mode gives what exact fractions give."""
        expected = reference(Fraction(numerator, denominator), mode)

        assert expected == divide(numerator, denominator, mode)

    @pytest.mark.parametrize("mode", Rounding)
    @given(st.integers(-1000, 1000), st.integers(1, 1000))
    def test_an_exact_half_is_that_of_fractions(
        self, mode: Rounding, half: int, denominator: int
    ) -> None:
        """Ties, which a random fraction seldom meets, are decided by the mode."""
        numerator = (2 * half + 1) * denominator

        assert reference(Fraction(2 * half + 1, 2), mode) == divide(
            numerator, 2 * denominator, mode
        )

    @pytest.mark.parametrize("mode", [each for each in Rounding if each != "half_even"])
    @given(st.integers(0, 10**15), denominators)
    def test_the_bias_does_what_it_says(
        self, mode: Rounding, numerator: int, denominator: int
    ) -> None:
        """A biased floor is the rounded quotient."""
        doubled = 2 * numerator + bias(denominator, mode)

        assert divide(numerator, denominator, mode) == doubled // (2 * denominator)

    @pytest.mark.parametrize("mode", Rounding)
    @given(st.integers(-(10**15), 10**15), st.integers(1, 10**6))
    def test_a_step_divides_what_was_rounded_to_it(
        self, mode: Rounding, amount: int, step: int
    ) -> None:
        """A rounded amount is a multiple of the step and less than one away."""
        found = to_step(amount, step, mode)

        assert (0, True) == (found % step, abs(found - amount) < step)

    @given(st.integers(0, 10**15), st.integers(1, 10**15))
    def test_a_percentage_has_two_decimals_half_up(self, part: int, whole: int) -> None:
        """A share in percent is the exact one, rounded once."""
        exact = Fraction(part * 100, whole)
        expected = Fraction(reference(exact * 100, Rounding.HALF_UP), 100)

        assert expected == Fraction(percent_of(part, whole))


class TestSpelling:
    """What is written plainly is read exactly, and what is not is refused."""

    @pytest.mark.parametrize("currency", CURRENCIES, ids=lambda each: each.code)
    @given(minor=st.integers(0, 10**15 - 1))
    def test_an_amount_comes_back_as_it_was_written(
        self, currency: Any, minor: int
    ) -> None:
        """Format, parse, and the minor units are the same, for every exponent."""
        written = to_decimal(minor, currency.exponent)

        assert [minor] * 3 == [
            parse_amount(str(written), currency, "p"),
            parse_amount(written, currency, "p"),
            parse_amount(json_number(f"{written:f}"), currency, "p"),
        ]

    @pytest.mark.parametrize("currency", CURRENCIES, ids=lambda each: each.code)
    @given(text=plain_texts)
    def test_the_grid_decides_and_nothing_is_rounded(
        self, currency: Any, text: str
    ) -> None:
        """A number is minor units if they are whole, and an error if not."""
        exact = Fraction(text) * 10**currency.exponent
        try:
            found: int | str = to_minor(number(text, "p"), currency, "p")
        except CheckoutError as error:
            found = error.faults[0].code

        expected = int(exact) if exact.denominator == 1 else "off_grid"
        assert expected == found

    @given(plain_texts)
    def test_a_plain_text_is_its_own_number(self, text: str) -> None:
        """No digit is lost, and text and JSON number are read alike."""
        assert [Fraction(text)] * 3 == [
            Fraction(number(text, "p")),
            Fraction(number(Decimal(text), "p")),
            Fraction(number(json_number(text), "p")),
        ]

    @given(st.text(alphabet="0123456789.-+eE_ ١²\n", max_size=30))
    def test_what_is_taken_follows_the_grammar(self, text: str) -> None:
        """Whatever is read is ASCII digits with at most one point and a sign."""
        try:
            found = number(text, "p")
        except CheckoutError:
            return
        whole, _, part = text.removeprefix("-").partition(".")
        assert (True, True) == (
            Fraction(text) == Fraction(found),
            len(whole) <= MAX_DIGITS
            and len(part) <= MAX_DECIMALS
            and (whole == "0" or not whole.startswith("0")),
        )

    @given(st.decimals(allow_nan=True, allow_infinity=True))
    def test_any_decimal_is_taken_exactly_or_refused(self, value: Decimal) -> None:
        """A Decimal object is never bent to fit."""
        try:
            found = number(value, "p")
        except CheckoutError:
            return
        assert value == found

    @given(st.decimals(-(10**14), 10**14, places=6), st.integers(0, 9))
    def test_a_plain_decimal_is_the_same_number(self, value: Decimal, by: int) -> None:
        """Dropping zeros and exponent changes no value and leaves no exponent."""
        with decimal.localcontext(decimal.Context(prec=60)):
            padded = value.quantize(Decimal(1).scaleb(-6 - by))
            assume(padded == value)
        found = plain(padded)
        exponent = found.as_tuple().exponent

        assert isinstance(exponent, int)
        assert (value, True) == (found, -MAX_DECIMALS <= exponent <= 0)
