# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the commands do.

A command is a function from its arguments to an `Answer`.  Promises that no option is
accepted and then ignored, and that each document is of the kind that the command reads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core.checks import did_you_mean
from checkout_core.cli import payments, serving, sources, tables
from checkout_core.cli.blame import (
    CHECKOUT,
    QUOTE,
    RETURNS,
    STANDARD_INPUT,
    STORE,
    STORE_WITH_CATALOGUE,
    STORED_ORDER,
    Refused,
    blaming,
    document_in,
    document_of,
    kind_of,
    layout_options,
    of_source,
    refuse_unused,
    renamed,
)
from checkout_core.cli.carts import Carts, store_of
from checkout_core.cli.ending import DONE, FOUND, Answer
from checkout_core.cli.forms import (
    DEFAULT_FOR_LINES,
    DEFAULT_FORMAT,
    FORMATS,
    JSON_FORMATS,
)
from checkout_core.cli.lines import answered
from checkout_core.cli.notes import DIFFERENCE_FORMATS, REFUND_FORMATS
from checkout_core.cli.streams import put, read
from checkout_core.differences import diff
from checkout_core.errors import CheckoutError
from checkout_core.evaluation import evaluate
from checkout_core.lint import lint
from checkout_core.orders import StatusChange
from checkout_core.pricing import quote
from checkout_core.views.verdicts import verdicts
from checkout_core.wire import (
    dumps,
    read_checkout,
    read_order,
    read_quote,
    read_returns,
    write_evaluation,
)
from checkout_core.wire.calls import CHANGED, difference, verified
from checkout_core.wire.writer import NUMBERS


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.forms import Form
    from checkout_core.evaluation import Evaluation
    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout
    from checkout_core.wire.writer import Amounts


def price(args: Namespace) -> Answer:
    """Return a priced checkout document in the requested form, or each of many."""
    default = DEFAULT_FOR_LINES if args.lines else DEFAULT_FORMAT
    amounts = _amounts(args, args.format or default, JSON_FORMATS)
    form, write = _form(args, default, amounts)
    carts = Carts.of(args)
    if args.lines:

        def written(number: int, line: bytes) -> Any:
            found = carts.use(line, write)
            return found if form.is_json else {"line": number, "text": found}

        return answered(args.file, written, amounts=amounts)
    with carts.blaming(args.file):
        return Answer(_printed(form, carts.use(read(args.file), write), amounts))


def verify(args: Namespace) -> Answer:
    """Return whether a quote document adds up, or each of many."""
    if args.lines:
        refuse_unused(args, ("format", "color"), "with --lines")
        return answered(
            args.file,
            lambda number, line: {"line": number, **_verified(line)},
            bad=difference,
        )
    is_json = args.format == "json"
    if is_json:
        refuse_unused(args, ("color",), "with --format json")
    data = read(args.file)
    try:
        with blaming(args.file, unless=difference):
            found = _verified(data)
    except CheckoutError as error:
        if is_json:
            result = {**CHANGED, "faults": error.as_json()}
            return Answer(dumps(result, indent=2), FOUND)
        return Answer(None, FOUND, of_source(args.file, error.faults))
    if is_json:
        return Answer(dumps(found, indent=2))
    plain = "This quote adds up: {currency} {to_be_paid} is to be paid."
    return Answer(tables.verified(args.color, plain.format_map(found)))


def _verified(data: bytes) -> dict[str, Any]:
    """Return what is printed of a quote that adds up; raises `CheckoutError`."""
    return verified(document_in(data, QUOTE))


def demo(args: Namespace) -> Answer:
    """Return the demo document, or its price."""
    document = files("checkout_core").joinpath("demo.json").read_bytes()
    if args.document:
        refuse_unused(args, ("format", "locale", "width"), "with --document")
        return Answer(document.decode().rstrip("\n"))
    form, write = _form(args, DEFAULT_FORMAT, NUMBERS)
    return Answer(_printed(form, write(read_checkout(document)), NUMBERS))


def judge(args: Namespace) -> Answer:
    """Return what every offer of a store does for a cart, or for each of many."""
    form = args.format or ("json" if args.lines else "text")
    if form == "json":
        refuse_unused(args, ("locale", "width", "color"), "with --format json")
    elif args.lines:
        refuse_unused(args, ("color",), "with --lines")
    amounts = _amounts(args, form, ("json",))
    layout = layout_options(args, "locale", "width")
    carts = Carts.of(args)

    def judged(checkout: Checkout) -> Evaluation:
        return evaluate(checkout.cart, checkout.store, at=checkout.at)

    if args.lines:

        def written(number: int, line: bytes) -> Any:
            evaluation = carts.use(line, judged)
            if form == "json":
                return write_evaluation(evaluation)
            return {"line": number, "text": verdicts(evaluation, **layout)}

        return answered(args.file, written, amounts=amounts)
    with carts.blaming(args.file):
        evaluation = carts.use(read(args.file), judged)
    if form == "json":
        document = write_evaluation(evaluation)
        return Answer(dumps(document, indent=2, amounts=amounts))
    return Answer(tables.verdicts(args.color, evaluation, **layout))


def check_offers(args: Namespace) -> Answer:
    """Return the findings about the offers of a store, and about a cart if asked."""
    if args.format == "json":
        refuse_unused(args, ("color",), "with --format json")
    document = document_of(
        args.file, read(args.file), STORE, CHECKOUT, STORE_WITH_CATALOGUE
    )
    is_checkout = kind_of(document) is CHECKOUT
    cart = None
    if is_checkout:
        checkout = read_checkout(document)
        store, cart = checkout.store, checkout.cart if args.cart else None
    else:
        store = store_of(document)
    findings = lint(store, cart)
    status = FOUND if findings else DONE
    if args.format == "json":
        rows = [attrs.asdict(each) for each in findings]
        return Answer(dumps(rows, indent=2), status)
    return Answer(tables.findings(args.color, findings), status)


def refund(args: Namespace) -> Answer:
    """Return the refund for returned goods in the requested form."""
    form = REFUND_FORMATS[args.format]
    unused = [each for each in ("locale", "width") if each not in form.takes]
    refuse_unused(args, unused, f"with --format {args.format}")
    layout = layout_options(args, *form.takes)
    if args.file == args.returns == STANDARD_INPUT:
        raise Refused(
            ["standard input: only SOLD or RETURNS can be read from it; give a file"]
        )
    document = document_of(args.file, read(args.file), QUOTE, STORED_ORDER)
    wanted = document_of(args.returns, read(args.returns), RETURNS)
    with blaming(args.returns):
        asked = read_returns(wanted)
    known = {}
    if kind_of(document) is STORED_ORDER:
        order = read_order(document, verify=True)
        if asked.cancel:
            order.after(StatusChange("cancelled", asked.at))
        sold = order.quote
        known = order.refund_facts()
    else:
        sold = read_quote(document, verify=True)
    with blaming(args.returns):
        note = asked.refund(sold, **known)
    return Answer(form.write(sold, note, **layout))


def compare(args: Namespace) -> Answer:
    """Return what two quotes differ in, in the requested form."""
    form = DIFFERENCE_FORMATS[args.format]
    unused = [each for each in ("locale", "width") if each not in form.takes]
    refuse_unused(args, unused, f"with --format {args.format}")
    layout = layout_options(args, *form.takes)
    if args.file == args.other == STANDARD_INPUT:
        raise Refused(["standard input: only A or B can be read from it; give a file"])
    before, after = _quoted(args.file), _quoted(args.other)
    try:
        found = diff(before, after)
    except CheckoutError as error:
        faults = [renamed(each, "") for each in error.faults]
        raise Refused(of_source(args.other, faults)) from None
    return Answer(form.write(found, **layout), DONE if found.is_empty else FOUND)


def _quoted(source: str) -> Quote:
    """Return the quote that a document is, holds, or is priced to."""
    document = document_of(source, read(source), QUOTE, STORED_ORDER, CHECKOUT)
    kind = kind_of(document)
    with blaming(source):
        if kind is CHECKOUT:
            return _priced(read_checkout(document))
        if kind is STORED_ORDER:
            return read_order(document, verify=True).quote
        return read_quote(document, verify=True)


def schema(args: Namespace) -> Answer:
    """Return the JSON Schema of a kind of document, or the names of all."""
    folder = files("checkout_core.wire") / "schemas"
    ending = ".schema.json"
    names = sorted(each.name.removesuffix(ending) for each in folder.iterdir())
    if args.name is None:
        return Answer("\n".join(names))
    if args.name not in names:
        hint = did_you_mean(args.name, names)
        raise Refused([f"NAME: there is no schema of {args.name!r}; {hint}"])
    text = (folder / f"{args.name}{ending}").read_text("utf-8")
    return Answer(text.rstrip("\n"))


def serve(args: Namespace) -> Answer:
    """Serve a store until the process is interrupted."""
    prepared = serving.prepare(args)
    try:
        put(prepared.greeting)
        prepared.run()
    finally:
        prepared.close()
    return Answer("Stopped.")


def create_order(args: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay create-order`."""
    checkout = _checkout(args)
    with sources.blaming_options(args):
        return Answer(payments.create_order(args, checkout, _priced(checkout)))


def create_session(args: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay session`."""
    checkout = _checkout(args)
    with sources.blaming_options(args):
        return Answer(payments.create_session(args, checkout, _priced(checkout)))


def refund_payment(args: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay refund`."""
    if args.amount is None:
        refuse_unused(args, ("currency",), "without --amount")
    with sources.blaming_options(args):
        return Answer(payments.refund(args))


def change_mandate(args: Namespace) -> Answer:
    """Return the request, or its answer, of `juspay mandate`."""
    takes = payments.MANDATE_OPTIONS[args.what]
    options = dict.fromkeys(sum(payments.MANDATE_OPTIONS.values(), ()))
    unused = [name for name in options if name not in takes]
    refuse_unused(args, unused, f"with {args.what}")
    with sources.blaming_options(args):
        return Answer(payments.mandate(args))


def _checkout(args: Namespace) -> Checkout:
    return read_checkout(document_of(args.file, read(args.file), CHECKOUT))


def _priced(checkout: Checkout) -> Quote:
    return quote(checkout.cart, checkout.store, at=checkout.at)


def _form(
    args: Namespace, default: str, amounts: Amounts
) -> tuple[Form, Callable[[Checkout], Any]]:
    """Return the form of a price, and what writes it; refuse options without effect."""
    name = args.format or default
    form = FORMATS[name]
    unused = [each for each in ("locale", "width") if each not in form.takes]
    refuse_unused(args, unused, f"with --format {name}")
    options = layout_options(args, *form.takes)

    more = (amounts,) if form.is_json else ()

    def write(checkout: Checkout) -> Any:
        return form.write(_priced(checkout), checkout, *more, **options)

    return form, write


def _amounts(args: Namespace, form: str, forms: Collection[str]) -> Amounts:
    """Return how amounts are printed; refuse the option in a form not of *forms*."""
    if form not in forms:
        refuse_unused(args, ("amounts",), f"with --format {form}")
    found: Amounts = args.amounts or NUMBERS
    return found


def _printed(form: Form, written: Any, amounts: Amounts) -> str:
    return dumps(written, indent=2, amounts=amounts) if form.is_json else written


__all__ = [
    "change_mandate",
    "check_offers",
    "compare",
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
