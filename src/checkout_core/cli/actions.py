# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the commands do.

A command is a function from its arguments to an `Answer`.  Promises that no option is
accepted and then ignored, and that each document is of the kind that the command reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING

import attrs

from checkout_core.checks import did_you_mean
from checkout_core.cli import payments, serving
from checkout_core.cli.blame import (
    CHECKOUT,
    QUOTE,
    RETURNS,
    SHELF,
    STANDARD_INPUT,
    STORE,
    STORED_ORDER,
    Refused,
    blaming,
    kind_of,
    of_source,
    opened,
    paper,
    refuse_unused,
)
from checkout_core.cli.ending import DONE, FOUND, Answer
from checkout_core.cli.forms import DEFAULT_FORMAT, FORMATS
from checkout_core.cli.streams import put, read
from checkout_core.errors import CheckoutError
from checkout_core.evaluation import evaluate
from checkout_core.lint import lint
from checkout_core.orders import StatusChange
from checkout_core.pricing import quote
from checkout_core.views.creditnote import credit_note
from checkout_core.views.verdicts import verdicts
from checkout_core.wire import (
    dumps,
    read_checkout,
    read_order,
    read_quote,
    read_returns,
    read_store,
    write_evaluation,
    write_refund,
)


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


#: The faults of a quote that was changed; all others are faults of its form.
_DIFFERS = frozenset({"does_not_add_up", "fingerprint_differs"})


def price(given: Namespace) -> Answer:
    """Return a priced checkout document in the requested form."""
    form = _form(given)
    return form(_checkout(given))


def verify(given: Namespace) -> Answer:
    """Return whether a quote document adds up."""
    document = opened(given.file, read(given.file), QUOTE)
    try:
        found = read_quote(document)
    except CheckoutError as error:
        if all(each.code not in _DIFFERS for each in error.faults):
            raise
        if given.format == "json":
            said = {"adds_up": False, "faults": error.as_json()}
            return Answer(dumps(said, indent=2), FOUND)
        return Answer(None, FOUND, of_source(given.file, error.faults))
    if given.format == "json":
        said = {
            "adds_up": True,
            "currency": found.currency,
            "to_be_paid": f"{found.to_be_paid:f}",
        }
        return Answer(dumps(said, indent=2))
    paid = f"{found.currency} {found.to_be_paid:f}"
    return Answer(f"This quote adds up: {paid} is to be paid.")


def demo(given: Namespace) -> Answer:
    """Return the demo document, or its price."""
    document = files("checkout_core").joinpath("demo.json").read_bytes()
    if given.document:
        refuse_unused(given, ("format", "locale", "width"), "with --document")
        return Answer(document.decode().rstrip("\n"))
    form = _form(given)
    return form(read_checkout(document))


def judge(given: Namespace) -> Answer:
    """Return what every offer of the document's store does for its cart."""
    if given.format == "json":
        refuse_unused(given, ("width",), "with --format json")
    sizes = paper(given, "width")
    checkout = _checkout(given)
    found = evaluate(checkout.cart, checkout.store, at=checkout.at)
    if given.format == "json":
        return Answer(dumps(write_evaluation(found), indent=2))
    return Answer(verdicts(found, **sizes))


def check_offers(given: Namespace) -> Answer:
    """Return the findings about the offers of a store."""
    document = opened(given.file, read(given.file), STORE, CHECKOUT, SHELF)
    if kind_of(document) is CHECKOUT:
        store = read_checkout(document).store
    elif isinstance(document, Mapping) and "store" in document:
        # The document of `serve`: the store and its catalogue.
        try:
            store = read_store(document["store"])
        except CheckoutError as error:
            raise error.under("store") from None
    else:
        store = read_store(document)
    findings = lint(store)
    status = FOUND if findings else DONE
    if given.format == "json":
        rows = [attrs.asdict(each) for each in findings]
        return Answer(dumps(rows, indent=2), status)
    found = "\n".join(map(str, findings))
    return Answer(found or "No likely mistakes were found in these offers.", status)


def refund(given: Namespace) -> Answer:
    """Return the refund for returned goods: a printed credit note, or JSON."""
    if given.format == "json":
        refuse_unused(given, ("locale", "width"), "with --format json")
    sizes = paper(given, "locale", "width")
    if given.file == given.returns == STANDARD_INPUT:
        raise Refused(
            ["standard input: only SOLD or RETURNS can be read from it; give a file"]
        )
    document = opened(given.file, read(given.file), QUOTE, STORED_ORDER)
    wanted = opened(given.returns, read(given.returns), RETURNS)
    with blaming(given.returns):
        asked = read_returns(wanted)
    known = {}
    if kind_of(document) is STORED_ORDER:
        order = read_order(document)
        if asked.cancel:
            order.after(StatusChange("cancelled", asked.at))
        sold = order.quote
        known = {
            "earlier": order.refunds,
            "paid": order.amount_paid,
            "gateway_discount": order.gateway_discount,
            "order_number": order.number,
        }
    else:
        sold = read_quote(document)
    with blaming(given.returns):
        note = asked.refund(sold, **known)
    if given.format == "json":
        return Answer(dumps(write_refund(note), indent=2))
    return Answer(credit_note(sold, note, **sizes))


def schema(given: Namespace) -> Answer:
    """Return the JSON Schema of a kind of document, or the names of all."""
    folder = files("checkout_core.wire") / "schemas"
    ending = ".schema.json"
    names = sorted(each.name.removesuffix(ending) for each in folder.iterdir())
    if given.name is None:
        return Answer("\n".join(names))
    if given.name not in names:
        hint = did_you_mean(given.name, names)
        raise Refused([f"NAME: there is no schema of {given.name!r}; {hint}"])
    text = (folder / f"{given.name}{ending}").read_text("utf-8")
    return Answer(text.rstrip("\n"))


def serve(given: Namespace) -> Answer:
    """Serve a store until the process is interrupted."""
    prepared = serving.prepare(given)
    try:
        put(prepared.greeting)
        prepared.run()
    finally:
        prepared.close()
    return Answer("Stopped.")


def create_order(given: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay create-order`."""
    checkout = _checkout(given)
    with payments.blaming_options(given):
        return Answer(payments.create_order(given, checkout, _priced(checkout)))


def create_session(given: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay session`."""
    checkout = _checkout(given)
    with payments.blaming_options(given):
        return Answer(payments.create_session(given, checkout, _priced(checkout)))


def refund_payment(given: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay refund`."""
    if given.amount is None:
        refuse_unused(given, ("currency",), "without --amount")
    with payments.blaming_options(given):
        return Answer(payments.refund(given))


def change_mandate(given: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay mandate`."""
    takes = payments.MANDATE_OPTIONS[given.what]
    options = dict.fromkeys(sum(payments.MANDATE_OPTIONS.values(), ()))
    unused = [name for name in options if name not in takes]
    refuse_unused(given, unused, f"with {given.what}")
    with payments.blaming_options(given):
        return Answer(payments.mandate(given))


def _checkout(given: Namespace) -> Checkout:
    return read_checkout(opened(given.file, read(given.file), CHECKOUT))


def _priced(checkout: Checkout) -> Quote:
    return quote(checkout.cart, checkout.store, at=checkout.at)


def _form(given: Namespace) -> Callable[[Checkout], Answer]:
    """Return the function that prints a price; refuse options without effect."""
    name = given.format or DEFAULT_FORMAT
    form = FORMATS[name]
    unused = [each for each in ("locale", "width") if each not in form.takes]
    refuse_unused(given, unused, f"with --format {name}")
    options = paper(given, *form.takes)

    def printed(checkout: Checkout) -> Answer:
        return Answer(form.write(_priced(checkout), checkout, **options))

    return printed


__all__ = [
    "change_mandate",
    "check_offers",
    "create_order",
    "create_session",
    "demo",
    "judge",
    "price",
    "refund",
    "refund_payment",
    "schema",
    "serve",
    "verify",
]
