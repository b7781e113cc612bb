# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The routes of carts: create, edit, where they are made and where they go.

A stored cart holds what the shopper chose; each request answers with its price at that
second.  If the engine refuses an edit, the cart does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cart import Address
from checkout_core.cart.line import MAX_LINES
from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError
from checkout_core.service.calls import Call, conflict, no_cart, own_cart, request_error
from checkout_core.service.catalogue import plain_address, read_item
from checkout_core.service.dependencies import new_id
from checkout_core.service.editing import (
    Contents,
    answer_cart,
    edit_cart,
    not_ordered,
    remove_keys,
    set_key,
)
from checkout_core.service.ports import CartRow
from checkout_core.values import thawed
from checkout_core.wire.envelopes import BAD_REQUEST, Envelope, succeeded


if TYPE_CHECKING:
    from checkout_core.service.dependencies import App
    from checkout_core.service.ports import Unit
    from checkout_core.values import Record


def create(call: Call) -> Envelope:
    """Make a cart of `{items, metadata?}`."""
    app, owner = call.app, call.caller.id
    body = call.document()
    check = Validator()
    check.keys("", body, ("items", "metadata"))
    items = check.items("items", body.get("items"), limit=MAX_LINES)
    few_enough(app, len(items))
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
    check.raise_any()
    name = f"cart_{call.reserved or new_id(20)}"
    with app.database.reading() as unit:
        priced = app.priced(unit, name, contents, call.caller)
    row, at = CartRow(name, owner, priced.contents, shown=priced.shown), app.clock()
    most = app.limits.carts
    is_new = app.database.write(
        lambda unit: unit.carts.add(row, at, most=most), is_one=True
    )
    if not (is_new or _is_stored(call, name)):
        message = f"a caller has at most {most} carts; delete one first"
        raise conflict("too_many_carts", message)
    return succeeded("The cart is created.", {"cart": priced.text})


def _is_stored(call: Call, name: str) -> bool:
    """Return whether the same request stored its cart before a crash, or meanwhile."""
    if not call.reserved:
        return False
    with call.app.database.reading() as unit:
        return unit.carts.get(name) is not None


def few_enough(app: App, lines: int) -> None:
    """Raise if a cart would have more lines than a caller may send."""
    most = app.limits.lines
    if lines > most:
        message = f"a cart has at most {most} lines here; make another cart"
        raise request_error(BAD_REQUEST, "too_many_lines", message)


def get(call: Call) -> Envelope:
    """Return a cart with its price now."""
    return answer_cart(call, lambda unit: own_cart(unit, call), "This is the cart.")


def delete(call: Call) -> Envelope:
    """Delete a cart, unless it was ordered."""
    return _delete(call, lambda unit: not_ordered(own_cart(unit, call)))


def of_user(call: Call) -> Envelope:
    """Return the caller's newest cart that has not been ordered."""
    return answer_cart(call, lambda unit: _newest(call, unit), "This is the cart.")


def delete_of_user(call: Call) -> Envelope:
    """Delete the caller's newest cart that has not been ordered."""
    return _delete(call, lambda unit: _newest(call, unit))


def _delete(call: Call, find: Callable[[Unit], CartRow]) -> Envelope:
    """Delete the cart that *find* returns."""
    call.app.database.write(lambda unit: unit.carts.delete(find(unit).id))
    return succeeded("The cart is deleted.", {})


def _newest(call: Call, unit: Unit) -> CartRow:
    user = call.path["user_id"]
    row = unit.carts.newest(user) if user == call.caller.id else None
    if row is None:
        raise no_cart(user)
    return row


def put_item(call: Call) -> Envelope:
    """Set the quantity of a product in a cart; quantity 0 removes it."""
    check = Validator()
    item = read_item(check, "", call.document())
    check.raise_any()
    key = (item["product_id"], item["variant_id"])
    place = ""

    def edit(contents: Contents) -> None:
        nonlocal place
        items = {
            (each["product_id"], each["variant_id"]): each for each in contents["items"]
        }
        if item["quantity"]:
            if key not in items:
                few_enough(call.app, len(items) + 1)
            items[key] = item
        else:
            items.pop(key, None)
        contents["items"] = list(items.values())
        place = f"items[{list(items).index(key)}]." if key in items else ""

    try:
        return edit_cart(call, edit, "The cart is changed.")
    except CheckoutError as error:
        # The request has one item, wherever in the cart that is.
        raise CheckoutError(
            evolve(each, path=each.path.removeprefix(place)) for each in error.faults
        ) from None


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
    for name, fields in addresses.items():
        address = check.within(name, partial(Address, **fields))
        if address is not None:
            call.app.carts.check_contact(check, name, address)
    check.raise_any()
    return edit_cart(
        call, lambda contents: contents.update(addresses), "The addresses are set."
    )


def set_fulfilment(call: Call) -> Envelope:
    """Set the fulfillment preference: delivery or collection."""
    preference = thawed(call.document())
    return edit_cart(
        call,
        set_key("fulfillment_preference", preference),
        "The preference is set.",
    )


def set_note(call: Call) -> Envelope:
    """Store the customer's note; null removes it."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("customer_note",))
    note = check.maybe_text("customer_note", body.get("customer_note"), limit=MAX_NOTE)
    check.raise_any()
    return edit_cart(call, set_key("customer_note", note), "The note is kept.")


def set_channel(call: Call) -> Envelope:
    """Say where the cart is made, such as `app`; conditions of offers ask for it."""
    body = call.document()
    check = Validator()
    check.keys("", body, ("channel",))
    channel = check.text(
        "channel", body.get("channel"), needed="where the cart is made, such as app"
    )
    check.raise_any()
    return edit_cart(call, set_key("channel", channel), "The channel is set.")


def remove_channel(call: Call) -> Envelope:
    """Say nothing of where the cart is made."""
    return edit_cart(call, remove_keys("channel"), "No channel is set.")
