# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes of carts: create, edit, coupons, points, credit, addresses.

A stored cart holds what the shopper chose; it is priced again on every request.  If the
engine refuses an edit, the cart does not change.
"""

from __future__ import annotations

import hashlib

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import evolve

from checkout_core.cart import Address
from checkout_core.cart.addresses import check_phone
from checkout_core.cart.line import MAX_LINES
from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.evaluation import evaluate
from checkout_core.service.desk import (
    Asked,
    conflict,
    new_id,
    no_cart,
    own_cart,
    refuse,
)
from checkout_core.service.ports import CartRow
from checkout_core.service.shelf import plain_address, read_item
from checkout_core.values import thawed
from checkout_core.wire import dumps, loads, write_cart, write_evaluation
from checkout_core.wire.envelopes import BAD_REQUEST, Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.ledger import Tender
    from checkout_core.pricing import Quote
    from checkout_core.service.desk import Desk
    from checkout_core.service.ports import Unit
    from checkout_core.values import Record


#: The keys of a stored cart; all but `items` are those of a checkout document's cart.
Wish = dict[str, Any]

IDEMPOTENCY_KEY = "idempotency-key"


def create(asked: Asked) -> Envelope:
    """
    Make a cart of `{items, metadata?}`.

    With an Idempotency-Key, repeated requests create one cart.
    """
    given = asked.document()
    check = Validator()
    check.keys("", given, ("items", "metadata"))
    items = check.items("items", given.get("items"), limit=MAX_LINES)
    wish: Wish = {"items": []}
    named = set()
    for at, each in enumerate(items):
        item = read_item(check, f"items[{at}]", each)
        wish["items"].append(item)
        product = item["product_id"], item["variant_id"]
        if product in named:
            check.add(f"items[{at}]", "line_twice", item["product_id"])
        named.add(product)
    if given.get("metadata") is not None:
        wish["metadata"] = thawed(check.record("metadata", given["metadata"]))
    key = asked.headers.get(IDEMPOTENCY_KEY)
    if key is not None:
        check.text("Idempotency-Key", key, needed="any text of your own")
    check.raise_any()
    desk, owner = asked.desk, asked.caller.id
    row = CartRow(f"cart_{new_id(20)}", owner, dumps(wish))
    with desk.database.writing() as unit:
        if key is not None:
            digest = hashlib.sha256(row.wish.encode()).hexdigest()
            before, cart_id = unit.carts.claim(owner, key, digest, row.id)
            if before != digest:
                message = "this Idempotency-Key was used for another cart"
                raise conflict("idempotency_key_reused", message)
            if cart_id != row.id:
                known = unit.carts.get(cart_id)
                if known is None:
                    raise no_cart(cart_id)
                return _answer(asked, unit, known, "The cart was created before.")
        answer = _answer(asked, unit, row, "The cart is created.")
        unit.carts.add(row, desk.clock())
    return answer


def get(asked: Asked) -> Envelope:
    """Return a cart with its price now."""
    with asked.desk.database.reading() as unit:
        return _answer(asked, unit, own_cart(unit, asked), "This is the cart.")


def delete(asked: Asked) -> Envelope:
    """Delete a cart, unless it was ordered."""
    with asked.desk.database.writing() as unit:
        row = _open(own_cart(unit, asked))
        unit.carts.delete(row.id)
    return succeeded("The cart is deleted.", {})


def of_user(asked: Asked) -> Envelope:
    """Return the caller's newest cart that has not been ordered."""
    with asked.desk.database.reading() as unit:
        row = _newest(asked, unit)
        return _answer(asked, unit, row, "This is the cart.")


def delete_of_user(asked: Asked) -> Envelope:
    """Delete the caller's newest cart that has not been ordered."""
    with asked.desk.database.writing() as unit:
        unit.carts.delete(_newest(asked, unit).id)
    return succeeded("The cart is deleted.", {})


def _newest(asked: Asked, unit: Unit) -> CartRow:
    user = asked.path["user_id"]
    row = unit.carts.newest(user) if user == asked.caller.id else None
    if row is None:
        raise no_cart(user)
    return row


def _answer(asked: Asked, unit: Unit, row: CartRow, message: str) -> Envelope:
    quote = asked.desk.priced(unit, row.id, loads(row.wish), asked.caller)
    return _shown(asked.desk, quote, message)


def _shown(desk: Desk, quote: Quote, message: str) -> Envelope:
    return succeeded(message, {"cart": write_cart(quote, ready=desk.shop.ready)})


def _open(row: CartRow) -> CartRow:
    if row.order_number is not None:
        message = f"this cart was ordered as {row.order_number}; make a new cart"
        raise conflict("cart_ordered", message)
    return row


def _edited(
    asked: Asked,
    edit: Callable[[Wish], None],
    message: str,
    check: Callable[[Quote], None] = lambda _: None,
) -> Envelope:
    """Apply *edit*, re-price, run *check*, save; nothing is saved if either raises."""
    desk = asked.desk
    with desk.database.writing() as unit:
        row = _open(own_cart(unit, asked))
        wish: Wish = loads(row.wish)
        edit(wish)
        quote = desk.priced(unit, row.id, wish, asked.caller)
        check(quote)
        unit.carts.put(evolve(row, wish=dumps(wish)))
    return _shown(desk, quote, message)


def put_item(asked: Asked) -> Envelope:
    """Set the quantity of a product in a cart; quantity 0 removes it."""
    check = Validator()
    item = read_item(check, "", asked.document())
    check.raise_any()
    key = (item["product_id"], item["variant_id"])

    def edit(wish: Wish) -> None:
        found = {
            (each["product_id"], each["variant_id"]): each for each in wish["items"]
        }
        if item["quantity"]:
            found[key] = item
        else:
            found.pop(key, None)
        wish["items"] = list(found.values())

    return _edited(asked, edit, "The cart is changed.")


# Coupon, points, credit -------------------------------------------------------------


def apply_coupon(asked: Asked) -> Envelope:
    """Enter a coupon code; one that does not apply is refused with the reason."""
    given = asked.document()
    check = Validator()
    check.keys("", given, ("coupon_code",))
    code = check.text("coupon_code", given.get("coupon_code"), needed="a coupon code")
    check.raise_any()
    return _edited(
        asked, _setting("coupon_code", code), "The coupon applies.", coupon_applies
    )


def coupon_applies(quote: Quote, status: int = BAD_REQUEST) -> None:
    """Raise `Refused` with the reason if the code of a cart does not apply."""
    if quote.cart.coupon_code is None or quote.coupons:
        return
    why = next(each for each in quote.refusals if each.kind == "coupon")
    raise refuse(status, why.code, why.message)


def remove_coupon(asked: Asked) -> Envelope:
    """Remove the coupon code."""
    return _edited(asked, _without("coupon_code"), "The coupon is removed.")


def redeem_points(asked: Asked) -> Envelope:
    """Redeem points, as many as requested and allowed; refused if that is none."""
    given = asked.document()
    check = Validator()
    check.keys("", given, ("loyalty_point_redeemed",))
    points = check.count("loyalty_point_redeemed", given.get("loyalty_point_redeemed"))
    check.raise_any()
    return _edited(
        asked,
        _setting("loyalty_points_redeemed", points),
        "The points are redeemed.",
        lambda quote: _granted(quote.figures.points, "points"),
    )


def remove_points(asked: Asked) -> Envelope:
    """Redeem no points."""
    return _edited(
        asked, _without("loyalty_points_redeemed"), "No points are redeemed."
    )


def use_credit(asked: Asked) -> Envelope:
    """Use store credit, as much as requested and allowed; refused if that is none."""
    given = asked.document()
    check = Validator()
    check.keys("", given, ("credit_balance_used",))
    amount = check.amount("credit_balance_used", given.get("credit_balance_used"))
    check.raise_any()
    return _edited(
        asked,
        _setting("credit_balance_used", f"{amount:f}"),
        "The credit is used.",
        lambda quote: _granted(quote.figures.credit, "credit"),
    )


def remove_credit(asked: Asked) -> Envelope:
    """Use no store credit."""
    return _edited(asked, _without("credit_balance_used"), "No credit is used.")


def _granted(grant: Tender, what: str) -> None:
    if grant.asked and not grant.granted:
        raise refuse(
            BAD_REQUEST, grant.why, f"No {what} can be used on this cart ({grant.why})."
        )


# Where it goes ----------------------------------------------------------------------


_ADDRESSES = ("billing_address", "shipping_address")
_BY_ID = tuple(f"{each}_id" for each in _ADDRESSES)


def set_address(asked: Asked) -> Envelope:
    """Set both addresses, each complete or by the id of a stored address."""
    given = asked.document()
    check = Validator()
    check.keys("", given, (*_ADDRESSES, *_BY_ID))
    known: Mapping[str, Record] = asked.desk.shelf.addresses.get(asked.caller.id, {})
    found: Wish = {}
    for name, ident in zip(_ADDRESSES, _BY_ID, strict=True):
        if given.get(ident) is None:
            found[name] = plain_address(check.record(name, given.get(name)))
            continue
        key = check.text(ident, given[ident], needed="an address's id")
        if key in known:
            found[name] = plain_address(known[key])
        else:
            check.add(ident, "no_such_address", key)
    strict = asked.desk.shop.phones == "strict"
    for name, fields in found.items():
        address = check.within(name, partial(Address, **fields))
        if address is not None and strict:
            check_phone(check, name, address)
    check.raise_any()
    return _edited(asked, lambda wish: wish.update(found), "The addresses are set.")


def set_fulfilment(asked: Asked) -> Envelope:
    """Set the fulfillment preference: delivery or collection."""
    preference = thawed(asked.document())
    return _edited(
        asked,
        _setting("fulfillment_preference", preference),
        "The preference is set.",
    )


def set_note(asked: Asked) -> Envelope:
    """Store the customer's note; null removes it."""
    given = asked.document()
    check = Validator()
    check.keys("", given, ("customer_note",))
    note = check.maybe_text("customer_note", given.get("customer_note"), limit=MAX_NOTE)
    check.raise_any()
    return _edited(asked, _setting("customer_note", note), "The note is kept.")


def _setting(key: str, value: Any) -> Callable[[Wish], None]:
    def edit(wish: Wish) -> None:
        wish[key] = value

    return edit


def _without(key: str) -> Callable[[Wish], None]:
    def edit(wish: Wish) -> None:
        wish.pop(key, None)

    return edit


# Offers -----------------------------------------------------------------------------


def evaluate_coupons(asked: Asked) -> Envelope:
    """Return which coupons would apply to a cart, and why others do not."""
    return _evaluated(asked, "coupons")


def evaluate_promotions(asked: Asked) -> Envelope:
    """Return which promotions apply to a cart, and why others do not."""
    return _evaluated(asked, "promotions")


def _evaluated(asked: Asked, which: str) -> Envelope:
    desk = asked.desk
    with desk.database.reading() as unit:
        row = own_cart(unit, asked)
        quote = desk.priced(unit, row.id, loads(row.wish), asked.caller)
        redeemed = desk.redemptions(unit)
    found = write_evaluation(
        evaluate(
            quote.cart,
            desk.shelf.store,
            at=quote.at,
            redemptions=redeemed,
            catalogue=desk.shelf.catalogue,
        )
    )
    names = (f"applicable_{which}", f"inapplicable_{which}")
    return succeeded(f"These are the {which}.", {name: found[name] for name in names})


def list_coupons(asked: Asked) -> Envelope:
    """Return the store's coupons."""
    found = [thawed(each.document) for each in asked.desk.shelf.store.coupons]
    return succeeded("These are the coupons.", {"coupons": found})


def list_promotions(asked: Asked) -> Envelope:
    """Return the store's promotions."""
    found = [thawed(each.document) for each in asked.desk.shelf.store.promotions]
    return succeeded("These are the promotions.", {"promotions": found})
