# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of coupons, charges and evaluations of a cart."""

from __future__ import annotations

from functools import partial

from checkout_core.cart.cart import MAX_CODES
from checkout_core.cart.charges import MAX_CHOSEN
from checkout_core.checks import Validator
from checkout_core.evaluation import evaluate
from checkout_core.service.calls import Call, own_cart
from checkout_core.service.counted import names_of_all
from checkout_core.service.dependencies import paths_of_contents
from checkout_core.service.editing import (
    Contents,
    all_apply,
    edit_cart,
    remove_keys,
    set_key,
)
from checkout_core.values import thawed
from checkout_core.wire import loads, write_evaluation
from checkout_core.wire.envelopes import Envelope, succeeded
from checkout_core.wire.text import written


#: The keys that hold coupon codes, of which a cart has one at most.
_CODES = ("coupon_code", "coupon_codes")

_coupon_applies = partial(all_apply, kind="coupon")
_charged = partial(all_apply, kind="charge")


def apply_coupon(call: Call) -> Envelope:
    """
    Enter `coupon_code`, or several `coupon_codes`, in place of those entered before.

    If one does not apply, the cart keeps what it has, and the reason is given.
    """
    body = call.document()
    check = Validator()
    check.keys("", body, _CODES)
    codes = body.get("coupon_codes")
    if codes is None:
        code = body.get("coupon_code")
        check.text("coupon_code", code, needed="a coupon code")
        entered: Contents = {"coupon_code": code}
    else:
        found = check.texts("coupon_codes", codes, limit=MAX_CODES)
        if body.get("coupon_code") is not None:
            check.add("coupon_codes", "codes_by_two_keys", codes)
        elif not codes:
            check.needed("coupon_codes", None, "at least one code")
        entered = {"coupon_codes": list(found)}
    check.raise_any()

    def edit(contents: Contents) -> None:
        remove_keys(*_CODES)(contents)
        contents.update(entered)

    return edit_cart(call, edit, "The coupon applies.", _coupon_applies)


def remove_coupon(call: Call) -> Envelope:
    """Remove the coupon codes."""
    return edit_cart(call, remove_keys(*_CODES), "The coupon is removed.")


def choose_charges(call: Call) -> Envelope:
    """Choose charges of the store, in place of those chosen before."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("charges",))
    chosen = [
        thawed(check.record(f"charges[{i}]", each))
        for i, each in enumerate(
            check.items("charges", body.get("charges"), limit=MAX_CHOSEN)
        )
    ]
    check.raise_any()
    return edit_cart(
        call, set_key("charges", chosen), "The charges are chosen.", _charged
    )


def remove_charges(call: Call) -> Envelope:
    """Choose no charges."""
    return edit_cart(call, remove_keys("charges"), "No charges are chosen.")


def evaluate_coupons(call: Call) -> Envelope:
    """Return which coupons would apply to a cart, and why others do not."""
    return _evaluated(call, "coupons")


def evaluate_promotions(call: Call) -> Envelope:
    """Return which promotions apply to a cart, and why others do not."""
    return _evaluated(call, "promotions")


def _evaluated(call: Call, which: str) -> Envelope:
    app = call.app
    with app.database.reading() as unit:
        row = own_cart(unit, call)
        contents = loads(row.contents)
        facts = app.facts(unit, contents, call.caller, names_of_all)
    cart = app.cart(row.id, contents, facts)
    with paths_of_contents():
        found = evaluate(
            cart,
            app.catalogue.store,
            at=app.clock(),
            redemptions=facts.redemptions,
            catalogue=app.catalogue.addable,
            only=which.removesuffix("s"),
        )
    evaluation = write_evaluation(found)
    names = (f"applicable_{which}", f"inapplicable_{which}", "with_payment")
    content = {name: written(evaluation[name]) for name in names if name in evaluation}
    return succeeded(f"These are the {which}.", content)


def list_coupons(call: Call) -> Envelope:
    """Return the store's coupons."""
    coupons = [thawed(coupon.document) for coupon in call.app.catalogue.store.coupons]
    return succeeded("These are the coupons.", {"coupons": coupons})


def list_promotions(call: Call) -> Envelope:
    """Return the store's promotions."""
    promotions = [
        thawed(promotion.document) for promotion in call.app.catalogue.store.promotions
    ]
    return succeeded("These are the promotions.", {"promotions": promotions})
