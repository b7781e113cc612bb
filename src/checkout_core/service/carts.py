# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes of carts: create, edit, coupons, what pays and when, addresses.

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
from checkout_core.cart.cart import MAX_CODES
from checkout_core.cart.charges import MAX_CHOSEN
from checkout_core.cart.gift_cards import MAX_GIFT_CARDS
from checkout_core.cart.instalments import check_plan, write_plan
from checkout_core.cart.line import MAX_LINES
from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.evaluation import evaluate
from checkout_core.service.calls import Call, conflict, no_cart, own_cart, request_error
from checkout_core.service.catalogue import plain_address, read_item
from checkout_core.service.dependencies import new_id
from checkout_core.service.ports import CartRow
from checkout_core.store.compiled import code_key
from checkout_core.tenders import masked
from checkout_core.values import thawed
from checkout_core.wire import dumps, loads, write_cart, write_evaluation
from checkout_core.wire.envelopes import BAD_REQUEST, Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.ledger import Tender
    from checkout_core.pricing import Quote
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import Unit
    from checkout_core.values import Record


#: The keys of a stored cart; all but `items` are those of a checkout document's cart.
Contents = dict[str, Any]

IDEMPOTENCY_KEY = "idempotency-key"
#: The keys that hold coupon codes, of which a cart has one at most.
_CODES = ("coupon_code", "coupon_codes")


def create(call: Call) -> Envelope:
    """
    Make a cart of `{items, metadata?}`.

    With an Idempotency-Key, repeated requests create one cart.
    """
    body = call.document()
    check = Validator()
    check.keys("", body, ("items", "metadata"))
    items = check.items("items", body.get("items"), limit=MAX_LINES)
    contents: Contents = {"items": []}
    named = set()
    for index, given_item in enumerate(items):
        item = read_item(check, f"items[{index}]", given_item)
        contents["items"].append(item)
        product = item["product_id"], item["variant_id"]
        if product in named:
            check.add(f"items[{index}]", "line_twice", item["product_id"])
        named.add(product)
    if body.get("metadata") is not None:
        contents["metadata"] = thawed(check.record("metadata", body["metadata"]))
    key = call.headers.get(IDEMPOTENCY_KEY)
    if key is not None:
        check.text("Idempotency-Key", key, needed="any text of your own")
    check.raise_any()
    app, owner = call.app, call.caller.id
    row = CartRow(f"cart_{new_id(20)}", owner, dumps(contents))
    with app.database.writing() as unit:
        if key is not None:
            digest = hashlib.sha256(row.contents.encode()).hexdigest()
            before, cart_id = unit.carts.claim(owner, key, digest, row.id)
            if before != digest:
                message = "this Idempotency-Key was used for another cart"
                raise conflict("idempotency_key_reused", message)
            if cart_id != row.id:
                known = unit.carts.get(cart_id)
                if known is None:
                    raise no_cart(cart_id)
                return _answer(call, unit, known, "The cart was created before.")
        answer = _answer(call, unit, row, "The cart is created.")
        unit.carts.add(row, app.clock())
    return answer


def get(call: Call) -> Envelope:
    """Return a cart with its price now."""
    with call.app.database.reading() as unit:
        return _answer(call, unit, own_cart(unit, call), "This is the cart.")


def delete(call: Call) -> Envelope:
    """Delete a cart, unless it was ordered."""
    with call.app.database.writing() as unit:
        row = _not_ordered(own_cart(unit, call))
        unit.carts.delete(row.id)
    return succeeded("The cart is deleted.", {})


def of_user(call: Call) -> Envelope:
    """Return the caller's newest cart that has not been ordered."""
    with call.app.database.reading() as unit:
        row = _newest(call, unit)
        return _answer(call, unit, row, "This is the cart.")


def delete_of_user(call: Call) -> Envelope:
    """Delete the caller's newest cart that has not been ordered."""
    with call.app.database.writing() as unit:
        unit.carts.delete(_newest(call, unit).id)
    return succeeded("The cart is deleted.", {})


def _newest(call: Call, unit: Unit) -> CartRow:
    user = call.path["user_id"]
    row = unit.carts.newest(user) if user == call.caller.id else None
    if row is None:
        raise no_cart(user)
    return row


def _answer(call: Call, unit: Unit, row: CartRow, message: str) -> Envelope:
    quote = call.app.priced(unit, row.id, loads(row.contents), call.caller)
    return _shown(call.app, quote, message)


def _shown(app: App, quote: Quote, message: str) -> Envelope:
    return succeeded(message, {"cart": write_cart(quote, ready=app.carts.ready)})


def _not_ordered(row: CartRow) -> CartRow:
    if row.order_number is not None:
        message = f"this cart was ordered as {row.order_number}; make a new cart"
        raise conflict("cart_ordered", message)
    return row


def _edit_cart(
    call: Call,
    edit: Callable[[Contents], None],
    message: str,
    check: Callable[[Quote], None] = lambda _: None,
) -> Envelope:
    """Apply *edit*, re-price, run *check*, save; nothing is saved if either raises."""
    app = call.app
    with app.database.writing() as unit:
        row = _not_ordered(own_cart(unit, call))
        contents: Contents = loads(row.contents)
        edit(contents)
        quote = app.priced(unit, row.id, contents, call.caller)
        check(quote)
        unit.carts.put(evolve(row, contents=dumps(contents)))
    return _shown(app, quote, message)


def put_item(call: Call) -> Envelope:
    """Set the quantity of a product in a cart; quantity 0 removes it."""
    check = Validator()
    item = read_item(check, "", call.document())
    check.raise_any()
    key = (item["product_id"], item["variant_id"])

    def edit(contents: Contents) -> None:
        items = {
            (each["product_id"], each["variant_id"]): each for each in contents["items"]
        }
        if item["quantity"]:
            items[key] = item
        else:
            items.pop(key, None)
        contents["items"] = list(items.values())

    return _edit_cart(call, edit, "The cart is changed.")


# Coupon, points, credit -------------------------------------------------------------


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
        _remove(*_CODES)(contents)
        contents.update(entered)

    return _edit_cart(call, edit, "The coupon applies.", coupon_applies)


def coupon_applies(quote: Quote, status: int = BAD_REQUEST) -> None:
    """Raise `RequestError` with the reason if a code of a cart does not apply."""
    refused = [each for each in quote.refusals if each.kind == "coupon"]
    if not refused:
        return
    why = refused[0]
    # Of several codes it is said which one.
    about = f"{why.name}: " if quote.cart.coupon_codes else ""
    raise request_error(status, why.code, f"{about}{why.message}")


def remove_coupon(call: Call) -> Envelope:
    """Remove the coupon codes."""
    return _edit_cart(call, _remove(*_CODES), "The coupon is removed.")


def redeem_points(call: Call) -> Envelope:
    """Redeem points, as many as requested and allowed; refused if that is none."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("loyalty_point_redeemed",))
    points = check.count("loyalty_point_redeemed", body.get("loyalty_point_redeemed"))
    check.raise_any()
    return _edit_cart(
        call,
        _set("loyalty_points_redeemed", points),
        "The points are redeemed.",
        lambda quote: _granted(quote.figures.points, "points"),
    )


def remove_points(call: Call) -> Envelope:
    """Redeem no points."""
    return _edit_cart(
        call, _remove("loyalty_points_redeemed"), "No points are redeemed."
    )


def use_credit(call: Call) -> Envelope:
    """Use store credit, as much as requested and allowed; refused if that is none."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("credit_balance_used",))
    amount = check.amount("credit_balance_used", body.get("credit_balance_used"))
    check.raise_any()
    return _edit_cart(
        call,
        _set("credit_balance_used", f"{amount:f}"),
        "The credit is used.",
        lambda quote: _granted(quote.figures.credit, "credit"),
    )


def remove_credit(call: Call) -> Envelope:
    """Use no store credit."""
    return _edit_cart(call, _remove("credit_balance_used"), "No credit is used.")


def use_gift_cards(call: Call) -> Envelope:
    """Pay with gift cards, in the order of their codes; those before are left out."""
    body, path = call.document(), "gift_card_codes"
    check = Validator()
    check.keys("", body, (path,))
    known, found = call.app.catalogue.gift_cards, []
    for i, code in enumerate(check.items(path, body.get(path), limit=MAX_GIFT_CARDS)):
        where = f"{path}[{i}]"
        card = known.get(code_key(code)) if isinstance(code, str) else None
        if card is None:
            check.add(where, "no_such_gift_card", masked(str(code)))
        elif card.code in found:
            check.add(where, "same_gift_card", masked(card.code))
        else:
            found.append(card.code)
    check.raise_any()
    return _edit_cart(
        call, _set("gift_cards", found), "The gift cards are used.", gift_cards_pay
    )


def gift_cards_pay(quote: Quote, status: int = BAD_REQUEST) -> None:
    """Raise `RequestError` with the reason if a gift card has ended or is used up."""
    for why in quote.refusals:
        if why.kind == "gift_card":
            raise request_error(status, why.code, f"{why.name}: {why.message}")


def remove_gift_cards(call: Call) -> Envelope:
    """Pay with no gift card."""
    return _edit_cart(call, _remove("gift_cards"), "No gift card is used.")


def choose_payment_plan(call: Call) -> Envelope:
    """Pay in the parts of a plan that the shop offers, or all of it at once."""
    body, path = call.document(), "payment_plan"
    check = Validator()
    check.keys("", body, (path,))
    plan = check_plan(check, path, body.get(path))
    if plan and not check.found and plan not in call.app.catalogue.payment_plans:
        check.add(path, "plan_not_offered", body[path])
    check.raise_any()
    return _edit_cart(call, _set(path, write_plan(plan)), "The plan is chosen.")


def remove_payment_plan(call: Call) -> Envelope:
    """Pay in the parts of the store's plan, or all of it at once if it has none."""
    return _edit_cart(call, _remove("payment_plan"), "No plan is chosen.")


def _granted(grant: Tender, what: str) -> None:
    if grant.asked and not grant.granted:
        raise request_error(
            BAD_REQUEST, grant.why, f"No {what} can be used on this cart ({grant.why})."
        )


# Charges ----------------------------------------------------------------------------


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
    return _edit_cart(
        call, _set("charges", chosen), "The charges are chosen.", _charged
    )


def remove_charges(call: Call) -> Envelope:
    """Choose no charges."""
    return _edit_cart(call, _remove("charges"), "No charges are chosen.")


def _charged(quote: Quote) -> None:
    """Raise `RequestError` with the reason if a charge is not to be had."""
    for why in quote.refusals:
        if why.kind == "charge":
            raise request_error(BAD_REQUEST, why.code, f"{why.name}: {why.message}")


# Where it goes ----------------------------------------------------------------------


_ADDRESSES = ("billing_address", "shipping_address")
_BY_ID = tuple(f"{each}_id" for each in _ADDRESSES)


def set_address(call: Call) -> Envelope:
    """Set both addresses, each complete or by the id of a stored address."""
    body = call.document()
    check = Validator()
    check.keys("", body, (*_ADDRESSES, *_BY_ID))
    known: Mapping[str, Record] = call.app.catalogue.addresses.get(call.caller.id, {})
    addresses: Contents = {}
    for name, ident in zip(_ADDRESSES, _BY_ID, strict=True):
        if body.get(ident) is None:
            addresses[name] = plain_address(check.record(name, body.get(name)))
            continue
        key = check.text(ident, body[ident], needed="an address's id")
        if key in known:
            addresses[name] = plain_address(known[key])
        else:
            check.add(ident, "no_such_address", key)
    strict = call.app.carts.phones == "strict"
    for name, fields in addresses.items():
        address = check.within(name, partial(Address, **fields))
        if address is not None and strict:
            check_phone(check, name, address)
    check.raise_any()
    return _edit_cart(
        call, lambda contents: contents.update(addresses), "The addresses are set."
    )


def set_fulfilment(call: Call) -> Envelope:
    """Set the fulfillment preference: delivery or collection."""
    preference = thawed(call.document())
    return _edit_cart(
        call,
        _set("fulfillment_preference", preference),
        "The preference is set.",
    )


def set_note(call: Call) -> Envelope:
    """Store the customer's note; null removes it."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("customer_note",))
    note = check.maybe_text("customer_note", body.get("customer_note"), limit=MAX_NOTE)
    check.raise_any()
    return _edit_cart(call, _set("customer_note", note), "The note is kept.")


def _set(key: str, value: Any) -> Callable[[Contents], None]:
    def edit(contents: Contents) -> None:
        contents[key] = value

    return edit


def _remove(*keys: str) -> Callable[[Contents], None]:
    def edit(contents: Contents) -> None:
        for key in keys:
            contents.pop(key, None)

    return edit


# Offers -----------------------------------------------------------------------------


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
        quote = app.priced(unit, row.id, loads(row.contents), call.caller)
        redeemed = app.redemptions(unit)
    evaluation = write_evaluation(
        evaluate(
            quote.cart,
            app.catalogue.store,
            at=quote.at,
            redemptions=redeemed,
            catalogue=app.catalogue.lines,
        )
    )
    names = (f"applicable_{which}", f"inapplicable_{which}")
    return succeeded(
        f"These are the {which}.", {name: evaluation[name] for name in names}
    )


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
