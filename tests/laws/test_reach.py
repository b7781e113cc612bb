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
from checkout_core.offers import BENEFITS
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.testing import strategies as ours
from tests.factories.offers import coupon, promotion


SEARCH = settings(
    max_examples=5_000,
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


def without_codes(cart: dict[str, Any]) -> dict[str, Any]:
    """Return the cart without what was entered, and without charges of the store."""
    entered = ("coupon_code", "coupon_codes", "charges")
    return {key: value for key, value in cart.items() if key not in entered}


def enter_all(document: dict[str, Any], places: int) -> None:
    """Enter a code of each coupon, in a store with so many places for coupons."""
    store = document["store"]
    cart = document["cart"] = without_codes(document["cart"])
    cart["coupon_codes"] = [each["coupon_code"][0] for each in store["coupons"]]
    store |= {"maximum_coupons": places, "fixed_discount": "face_value"}


#: What the strategies have to draw, each at least once.
CONDITIONS: dict[str, Callable[[Quote], bool]] = {
    **{code: refused(code) for code in REFUSAL_REASONS},
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
}


@pytest.mark.slow
def test_everything_is_reached() -> None:
    """Each refusal and each way to choose and to pay is drawn within one search."""
    missing = dict(CONDITIONS)

    def nothing_is_missing(drawn: tuple[dict[str, Any], int | None]) -> bool:
        document, places = drawn
        if places is not None:
            enter_all(document, places)
        quoted = priced(document)
        for name in [name for name, holds in missing.items() if holds(quoted)]:
            del missing[name]
        return not missing

    places = st.sampled_from([None, 1, 2])
    with suppress(NoSuchExample):
        drawings = st.tuples(ours.documents("INR", most=2), places)
        find(drawings, nothing_is_missing, settings=SEARCH)

    assert [] == list(missing)


#: What an offer does in a store with this policy: the benefit, the policy, how it is
#: seen.
DONE: dict[str, tuple[str, dict[str, Any], Callable[[Quote], bool]]] = {
    **{name: (name, {}, applied(each.type)) for name, each in BENEFITS.items()},
    "a discount reaches goods by measure": (
        "percentage_discount",
        {},
        lambda q: any(
            line.price_per > 1 and quoted.left < quoted.listed
            for line, quoted in zip(q.cart.lines, q.lines, strict=True)
        ),
    ),
    "a face value leaves something over": (
        "fixed_discount",
        {"fixed_discount": "face_value"},
        lambda q: any(x.residue for each in q.promotions for x in each.lines),
    ),
    "part of the delivery is taken off": (
        "shipping_discount",
        {},
        lambda q: (
            0 < q.totals.shipping_discount_amount < q.totals.shipping_estimated_cost
        ),
    ),
}


@pytest.mark.parametrize("what", DONE)
def test_what_a_benefit_does_is_reached(what: str) -> None:
    """Each benefit that is drawn applies to some of the carts, as the only offer."""
    name, policy, holds = DONE[what]
    benefit = BENEFITS[name]
    offered = coupon if benefit.kinds == ("coupon",) else promotion

    def is_done(drawn: tuple[dict[str, Any], dict[str, Any]]) -> bool:
        document, details = drawn
        document["cart"] = without_codes(document["cart"]) | {"coupon_code": "CODE"}
        offers: dict[str, Any] = {"promotions": [], "coupons": []}
        offers[f"{offered.__name__}s"] = [offered(benefit.type, **details)]
        document["store"] |= offers | policy | {"charges": [], "offer_discounts": {}}
        return holds(priced(document))

    details = ours.DETAILS[name]("INR")
    drawn = find(
        st.tuples(ours.documents("INR", most=4), details), is_done, settings=SEARCH
    )

    assert is_done(drawn)


@pytest.mark.parametrize("exponent", [0, 2, 3, 4])
def test_every_exponent_is_reached(exponent: int) -> None:
    """Each number of digits a currency can have is drawn."""

    def has_it(document: dict[str, Any]) -> bool:
        return priced(document).cart.currency.exponent == exponent

    found = find(ours.documents(None, most=2), has_it, settings=SEARCH)

    assert exponent == priced(found).cart.currency.exponent


def shared(name: str) -> Callable[[Quote], bool]:
    """Return whether several suppliers have a part of an amount."""
    return lambda q: sum(bool(getattr(each, name)) for each in q.suppliers) > 1


#: What suppliers and places do in some order.
SUPPLIED: dict[str, Callable[[Quote], bool]] = {
    "a delivery is shared": shared("shipping_amount"),
    "charges are shared": shared("handling_charge_excluding_tax"),
    "a round-off is shared": shared("round_off"),
    "credit is shared": shared("credit"),
    "someone is not registered": lambda q: not all(x.registered for x in q.suppliers),
    "the store pays a supplier's tax": lambda q: any(
        each.tax_paid_by == "" for each in q.suppliers
    ),
    "a supplier has no goods": lambda q: not all(each.lines for each in q.suppliers),
    "the kinds of places differ": lambda q: q.place.kind == "mixed",
    "no tax is due abroad": lambda q: q.supply_type == "export_without_payment",
    "the cart says where": lambda q: q.place.why == "override",
}


@pytest.mark.parametrize("what", SUPPLIED)
def test_what_suppliers_do_is_reached(what: str) -> None:
    """Each way to share and to supply is drawn."""
    holds = SUPPLIED[what]

    def is_so(document: dict[str, Any]) -> bool:
        return holds(priced(document))

    drawings = ours.documents("INR", most=3).flatmap(ours.supplied)
    assert is_so(find(drawings, is_so, settings=SEARCH))
