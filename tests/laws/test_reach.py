# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The strategies get everywhere: laws over carts that are never drawn hold nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hypothesis import HealthCheck, Phase, find, settings

from checkout_core import Quote, dumps, quote, read_checkout
from checkout_core.offers import COUPON_TYPES
from checkout_core.pricing.refusals import SENTENCES
from checkout_core.testing import strategies as ours


SEARCH = settings(
    max_examples=20_000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def found(condition: Callable[[Quote], bool], currency: str | None = "INR") -> Quote:
    """Return a quote of the strategies for which *condition* holds."""

    def holds(document: dict[str, Any]) -> bool:
        return condition(priced(document))

    return priced(find(ours.documents(currency, most=2), holds, settings=SEARCH))


def entered(condition: Callable[[Quote], bool]) -> Quote:
    """Return such a quote of a cart whose customer entered a code."""

    def holds(document: dict[str, Any]) -> bool:
        document["cart"]["coupon_code"] = "save"
        return condition(priced(document))

    found = find(ours.documents("INR", most=2), holds, settings=SEARCH)
    return priced(found | {"cart": found["cart"] | {"coupon_code": "save"}})


#: Codes that only a cart with a coupon's code can meet.
OF_COUPONS = ("code_limit_reached", "better_promotion_applied", "excluded_by_coupon")


def priced(document: dict[str, Any]) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


@pytest.mark.parametrize("code", SENTENCES)
def test_every_refusal_is_reached(code: str) -> None:
    """Each code refuses some offer."""
    search = entered if code in OF_COUPONS else found
    quoted = search(lambda q: any(each.code == code for each in q.refusals))

    assert code in [each.code for each in quoted.refusals]


@pytest.mark.parametrize("kind", COUPON_TYPES)
def test_every_benefit_applies(kind: str) -> None:
    """Each type of offer applies to some cart."""
    search = entered if kind in COUPON_TYPES[-2:] else found
    quoted = search(
        lambda q: any(each.type == kind for each in (*q.promotions, *q.coupons))
    )

    assert kind in [each.type for each in (*quoted.promotions, *quoted.coupons)]


@pytest.mark.parametrize("exponent", [0, 2, 3, 4])
def test_every_exponent_is_reached(exponent: int) -> None:
    """Each number of digits a currency can have is drawn."""
    quoted = found(lambda q: q.cart.currency.exponent == exponent, None)

    assert exponent == quoted.cart.currency.exponent


def test_two_promotions_meet_on_one_line() -> None:
    """Two combinable promotions discount the same line."""
    quoted = found(
        lambda q: (
            len(q.promotions) > 1
            and bool(
                {x.line for x in q.promotions[0].lines if x.discount}
                & {x.line for x in q.promotions[1].lines if x.discount}
            )
        )
    )

    assert len(quoted.promotions) > 1


def test_an_exclusive_promotion_wins() -> None:
    """A promotion that applies alone beats others."""
    quoted = found(
        lambda q: len(q.promotions) == 1 and "excluded_by_promotion" in codes(q)
    )

    assert 1 == len(quoted.promotions)


def test_a_coupon_replaces_promotions() -> None:
    """A coupon that stands alone saves more than the promotions."""
    quoted = entered(lambda q: bool(q.coupons) and "excluded_by_coupon" in codes(q))

    assert () == quoted.promotions


def test_a_line_is_cut_to_nothing() -> None:
    """An offer takes all of a line."""
    quoted = found(lambda q: any(line.is_free_item for line in q.lines))

    assert any(line.is_free_item for line in quoted.lines)


def test_somebody_else_pays() -> None:
    """A discount is funded by a platform or a brand."""
    quoted = found(lambda q: q.totals.funded_savings > 0)

    assert quoted.totals.funded_savings > 0


def codes(quoted: Quote) -> list[str]:
    """Return the codes of a quote's refusals."""
    return [each.code for each in quoted.refusals]
