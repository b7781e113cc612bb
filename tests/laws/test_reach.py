# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The strategies get everywhere: laws over carts that are never drawn hold nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from checkout_core import Quote, dumps, quote, read_checkout
from checkout_core.offers import BENEFITS, COUPON_TYPES
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.testing import strategies as ours


SEARCH = settings(
    max_examples=30_000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def priced(document: dict[str, Any]) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def refused(code: str) -> Callable[[Quote], bool]:
    """Return whether a quote refuses some offer with *code*."""
    return lambda q: any(each.code == code for each in q.refusals)


def applied(kind: str) -> Callable[[Quote], bool]:
    """Return whether an offer of type *kind* applies to a quote."""
    return lambda q: any(each.type == kind for each in (*q.promotions, *q.coupons))


def on_one_line(q: Quote) -> bool:
    """Return whether two promotions discount the same line."""
    touched = [{x.line for x in each.lines if x.discount} for each in q.promotions]
    return len(touched) > 1 and bool(touched[0] & touched[1])


def alone(q: Quote) -> bool:
    """Return whether one promotion applies because it beat others."""
    return len(q.promotions) == 1 and refused("excluded_by_promotion")(q)


def replaced(q: Quote) -> bool:
    """Return whether a coupon applies instead of the promotions."""
    return bool(q.coupons) and refused("excluded_by_coupon")(q)


def given(document: dict[str, Any], q: Quote) -> set[str]:
    """Return the kinds of our own benefits that apply to a quote."""
    applied_ids = {(each.kind, each.id) for each in (*q.promotions, *q.coupons)}
    store = document["store"]
    return {
        offer["x_checkout_core"]["benefit"]["kind"]
        for kind, offers in (
            ("promotion", store["promotions"]),
            ("coupon", store["coupons"]),
        )
        for offer in offers
        if (kind, offer["id"]) in applied_ids
        and "benefit" in offer.get("x_checkout_core", {})
    }


#: What the strategies have to draw, each at least once.
CONDITIONS: dict[str, Callable[[Quote], bool]] = {
    **{code: refused(code) for code in REFUSAL_REASONS},
    **{kind: applied(kind) for kind in COUPON_TYPES},
    "two promotions meet on one line": on_one_line,
    "an exclusive promotion wins": alone,
    "a coupon replaces promotions": replaced,
    "a line is cut to nothing": lambda q: any(x.is_free_item for x in q.lines),
    "somebody else pays": lambda q: q.totals.funded_savings > 0,
    "two coupons apply": lambda q: len(q.coupon_codes) > 1,
    "a gift card pays": lambda q: any(
        each.kind == "gift_card" and each.granted for each in q.tenders
    ),
    "points are a discount": lambda q: any(
        each.kind == "points_discount" for each in q.entries
    ),
    "it is paid in parts": lambda q: len(q.instalments) > 1,
    "a charge is chosen": lambda q: bool(q.cart.charges and q.figures.charges),
    "a discount reaches goods by measure": lambda q: any(
        line.price_per > 1 and quoted.left < quoted.listed
        for line, quoted in zip(q.cart.lines, q.lines, strict=True)
    ),
    "a face value leaves something over": lambda q: any(
        line.residue for each in (*q.promotions, *q.coupons) for line in each.lines
    ),
    "part of the delivery is taken off": lambda q: (
        0 < q.totals.shipping_discount_amount < q.totals.shipping_estimated_cost
    ),
}


@pytest.mark.slow
def test_everything_is_reached() -> None:
    """Each refusal, each benefit and each way to choose is drawn within one search."""
    missing = dict(CONDITIONS)
    kinds = {each.kind for each in BENEFITS.values() if each.kind}

    def nothing_is_missing(drawn: tuple[dict[str, Any], dict[str, Any]]) -> bool:
        document, entered = drawn
        for key in ("coupon_code", "coupon_codes") if entered else ():
            document["cart"].pop(key, None)
        document["cart"] |= entered
        if "coupon_codes" in entered:
            document["store"] |= {"maximum_coupons": 2, "fixed_discount": "face_value"}
        quoted = priced(document)
        for name in [name for name, holds in missing.items() if holds(quoted)]:
            del missing[name]
        kinds.difference_update(given(document, quoted))
        return not missing and not kinds

    # What only some of the carts enter is rare together with what else it needs.
    codes = [{}, {"coupon_code": "save"}, {"coupon_codes": ["save", "diwali10"]}]
    drawings = st.tuples(ours.documents("INR", most=2), st.sampled_from(codes))
    with suppress(NoSuchExample):
        find(drawings, nothing_is_missing, settings=SEARCH)

    assert ([], set()) == (list(missing), kinds)


@pytest.mark.parametrize("exponent", [0, 2, 3, 4])
def test_every_exponent_is_reached(exponent: int) -> None:
    """Each number of digits a currency can have is drawn."""

    def has_it(document: dict[str, Any]) -> bool:
        return priced(document).cart.currency.exponent == exponent

    found = find(ours.documents(None, most=2), has_it, settings=SEARCH)

    assert exponent == priced(found).cart.currency.exponent
