# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The route that prices a checkout document without state.

Promises that it asks no database, no gateway and no clock: the same document and the
same catalogue have the same answer.  So what was redeemed is what the document's store
says, or the catalogue's, and not what this service counted since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.checks import Validator
from checkout_core.service.carts import few_enough
from checkout_core.wire import read_checkout
from checkout_core.wire.calls import priced
from checkout_core.wire.envelopes import Envelope, succeeded
from checkout_core.wire.text import read_object, written
from checkout_core.wire.writer import AMOUNTS, NUMBERS


if TYPE_CHECKING:
    from checkout_core.service.calls import Call


def price(call: Call) -> Envelope:
    """Price a checkout document, with this store if it has none; nothing is stored."""
    check = Validator()
    check.keys("", call.query, ("amounts",))
    amounts = check.choice("amounts", call.query.get("amounts", NUMBERS), AMOUNTS)
    check.raise_any()
    document = read_object(call.body)
    checkout = read_checkout(document)
    few_enough(call.app, len(checkout.cart.lines))
    if document.get("store") is None:
        checkout = evolve(checkout, store=call.app.catalogue.store)
    content = {
        name: written(each, amounts=amounts)
        for name, each in priced(checkout, amounts=amounts).items()
    }
    return succeeded("This is the price.", content)
