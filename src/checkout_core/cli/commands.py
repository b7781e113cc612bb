# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The commands: their arguments, what they do, and examples.

A command is a function from its arguments to an `Answer`.  Promises that no option is
accepted and then ignored, and that each document is of the kind that the command reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from attrs import frozen

from checkout_core.checks import did_you_mean
from checkout_core.cli import payments, serving, sources
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
from checkout_core.cli.streams import put, read
from checkout_core.errors import CheckoutError
from checkout_core.evaluation import evaluate
from checkout_core.lint import lint
from checkout_core.orders import StatusChange
from checkout_core.pricing import quote
from checkout_core.views.creditnote import credit_note
from checkout_core.views.explain import explain
from checkout_core.views.receipt import NARROWEST, WIDEST, WIDTH, receipt
from checkout_core.views.verdicts import verdicts
from checkout_core.wire import (
    dumps,
    read_checkout,
    read_order,
    read_quote,
    read_returns,
    read_store,
    write_cart,
    write_evaluation,
    write_order,
    write_quote,
    write_refund,
)


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from checkout_core.cli.arguments import Parser
    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


#: The faults of a quote that was changed; all others are faults of its form.
_DIFFERS = frozenset({"does_not_add_up", "fingerprint_differs"})


# What the commands do -----------------------------------------------------------


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


def pay(given: Namespace) -> Answer:
    """Return a request to Juspay, or the answer to it."""
    if given.send:
        refuse_unused(given, ("print",), "with --send")
    return PAYMENTS[given.call].run(given)


def _create_order(given: Namespace) -> Answer:
    checkout = _checkout(given)
    with sources.blaming_options(given):
        return Answer(payments.create_order(given, checkout, _priced(checkout)))


def _create_session(given: Namespace) -> Answer:
    checkout = _checkout(given)
    with sources.blaming_options(given):
        return Answer(payments.create_session(given, checkout, _priced(checkout)))


def _refund_order(given: Namespace) -> Answer:
    if given.amount is None:
        refuse_unused(given, ("currency",), "without --amount")
    with sources.blaming_options(given):
        return Answer(payments.refund(given))


def _mandate(given: Namespace) -> Answer:
    takes = payments.MANDATE_OPTIONS[given.what]
    options = dict.fromkeys(sum(payments.MANDATE_OPTIONS.values(), ()))
    unused = [name for name in options if name not in takes]
    refuse_unused(given, unused, f"with {given.what}")
    with sources.blaming_options(given):
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


def _order(priced: Quote, checkout: Checkout) -> str:
    facts = checkout.order
    order = write_order(
        priced,
        order_number=facts.order_number,
        order_date=facts.order_date,
        status=facts.status,
        payment_status=facts.payment_status,
    )
    return dumps(order, indent=2)


@frozen
class Form:
    """A form in which a price is printed, and its options."""

    write: Callable[..., str]
    takes: tuple[str, ...] = ()


#: Every form in which a price is printed.
FORMATS: Mapping[str, Form] = MappingProxyType(
    {
        "receipt": Form(
            lambda priced, _, **paper: receipt(priced, **paper), ("locale", "width")
        ),
        "explain": Form(lambda priced, checkout: explain(priced, checkout.store)),
        "order": Form(_order),
        "cart": Form(lambda priced, _: dumps(write_cart(priced), indent=2)),
        "quote": Form(lambda priced, _: dumps(write_quote(priced), indent=2)),
    }
)
DEFAULT_FORMAT = "receipt"


# What the commands take ---------------------------------------------------------


def _takes_checkout(parser: Parser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="a checkout document, or - for standard input"
    )


def _takes_form(parser: Parser) -> None:
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="receipt or explain to read, order, cart or quote as JSON"
        f" (default: {DEFAULT_FORMAT})",
    )
    _takes_paper(parser, "of a receipt")


def _takes_paper(parser: Parser, whose: str) -> None:
    parser.add_argument(
        "--locale",
        help=f"how the numbers {whose} are written, like de_DE (default: English)",
    )
    _takes_width(parser, whose)


def _takes_width(parser: Parser, whose: str) -> None:
    parser.add_argument(
        "--width",
        type=int,
        metavar="COLUMNS",
        help=f"width {whose} in columns, {NARROWEST} to {WIDEST} (default: {WIDTH})",
    )


def _takes_price(parser: Parser) -> None:
    _takes_checkout(parser)
    _takes_form(parser)


def _takes_demo(parser: Parser) -> None:
    parser.add_argument(
        "--document",
        action="store_true",
        help="print the document instead of its price",
    )
    _takes_form(parser)


def _takes_choice(parser: Parser, first: str, second: str) -> None:
    parser.add_argument(
        "--format",
        choices=(first, second),
        default=first,
        help=f"{first} to read, {second} for programs (default: {first})",
    )


def _takes_verify(parser: Parser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="a quote document, or - for standard input"
    )
    _takes_choice(parser, "text", "json")


def _takes_evaluate(parser: Parser) -> None:
    _takes_checkout(parser)
    _takes_choice(parser, "text", "json")
    _takes_width(parser, "of the text")


def _takes_lint(parser: Parser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a store, a checkout document, or what serve takes;"
        " or - for standard input",
    )
    _takes_choice(parser, "text", "json")


def _takes_refund(parser: Parser) -> None:
    parser.add_argument(
        "file",
        metavar="SOLD",
        help="a quote document or a stored order, or - for standard input",
    )
    parser.add_argument(
        "returns",
        metavar="RETURNS",
        help='the returned goods, {"id": "R1", "at": "2026-12-01T10:00:00+05:30",'
        ' "returned": {"0": 1}}: units by the index of their line;'
        " or - for standard input",
    )
    _takes_choice(parser, "note", "json")
    _takes_paper(parser, "of the note")


def _takes_schema(parser: Parser) -> None:
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="the document whose schema is printed; without it, the names of all",
    )


def _takes_payment(parser: Parser) -> None:
    takes_commands(parser, "call", "CALL", PAYMENTS)


@frozen
class Command:
    """
    One command: its purpose, its arguments, its function.

    Its `examples` can be run by a shell, one after another; `variables` are the
    environment variables that it reads.
    """

    purpose: str
    takes: Callable[[Parser], None]
    run: Callable[[Namespace], Answer]
    examples: tuple[str, ...] = ()
    variables: Mapping[str, str] = MappingProxyType({})


_CART = "checkout-core demo --document > cart.json"
_QUOTE = "checkout-core demo --format quote > quote.json"

PAYMENTS: Mapping[str, Command] = MappingProxyType(
    {
        "create-order": Command(
            "create an order for a priced cart",
            payments.takes_order,
            _create_order,
            (
                _CART,
                (
                    "checkout-core juspay create-order cart.json --order-id A1"
                    " --merchant-id shop"
                ),
                (
                    "checkout-core juspay create-order cart.json --order-id A1"
                    " --field return_url=https://shop.example/back --field udf1=web"
                ),
            ),
            variables=payments.VARIABLES,
        ),
        "session": Command(
            "create an order and open the payment page",
            payments.takes_session,
            _create_session,
            (
                _CART,
                (
                    "checkout-core juspay session cart.json --order-id A1"
                    " --client-id shop --print json"
                ),
            ),
            variables=payments.VARIABLES,
        ),
        "refund": Command(
            "give money back",
            payments.takes_refund,
            _refund_order,
            (
                "checkout-core juspay refund --order-id A1 --refund-id R1",
                (
                    "checkout-core juspay refund --order-id A1 --refund-id R1"
                    " --amount 99.50"
                ),
            ),
            variables=payments.VARIABLES,
        ),
        "mandate": Command(
            "read or change a mandate",
            payments.takes_mandate,
            _mandate,
            (
                "checkout-core juspay mandate M1 check_status",
                (
                    "checkout-core juspay mandate M1 pause"
                    " --start 2027-01-01T00:00:00+05:30 --end 2027-02-01T00:00:00+05:30"
                ),
                (
                    "checkout-core juspay mandate M1 execute --order-id A2"
                    " --amount 450 --customer-id c1"
                ),
            ),
            variables=payments.VARIABLES,
        ),
    }
)

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "demo": Command(
            "price an example document",
            _takes_demo,
            demo,
            (
                "checkout-core demo",
                "checkout-core demo --format explain",
                "checkout-core demo --document > cart.json",
            ),
        ),
        "price": Command(
            "price a checkout document",
            _takes_price,
            price,
            (
                _CART,
                "checkout-core price cart.json",
                "checkout-core price cart.json --format explain",
                "checkout-core price cart.json --format quote > quote.json",
                "checkout-core price - --width 32 < cart.json",
            ),
        ),
        "verify": Command(
            "check that the figures of a quote add up",
            _takes_verify,
            verify,
            (
                _QUOTE,
                "checkout-core verify quote.json",
                "checkout-core demo --format quote | checkout-core verify -",
            ),
        ),
        "evaluate": Command(
            "say for every offer whether it applies to a cart, and why not",
            _takes_evaluate,
            judge,
            (
                _CART,
                "checkout-core evaluate cart.json",
                "checkout-core evaluate cart.json --format json",
            ),
        ),
        "lint": Command(
            "look for likely mistakes in a store's offers; status 1 if there are any",
            _takes_lint,
            check_offers,
            (_CART, "checkout-core lint cart.json || echo 'look at these offers'"),
        ),
        "refund": Command(
            "calculate the refund for returned goods",
            _takes_refund,
            refund,
            (
                _QUOTE,
                (
                    'echo \'{"id": "R1", "at": "2026-12-01T10:00:00+05:30",'
                    ' "returned": {"0": 1}}\' > returns.json'
                ),
                "checkout-core refund quote.json returns.json",
                "checkout-core refund quote.json returns.json --format json",
            ),
        ),
        "schema": Command(
            "print the JSON Schema of a kind of document",
            _takes_schema,
            schema,
            ("checkout-core schema", "checkout-core schema checkout"),
        ),
        "juspay": Command("print a request to Juspay, or send it", _takes_payment, pay),
        "serve": Command(
            "serve carts, orders and payments over HTTP",
            serving.takes_service,
            serve,
            variables=serving.VARIABLES,
        ),
    }
)


#: The examples of the main help.
TOUR = (
    "checkout-core demo",
    _CART,
    "checkout-core price cart.json --format explain",
    "checkout-core evaluate cart.json",
)


def takes_commands(
    parser: Parser, dest: str, metavar: str, commands: Mapping[str, Command]
) -> None:
    """Add *commands* to a parser that takes one of them."""
    rows = []
    for name, command in commands.items():
        closing = sections(environment=command.variables, examples=command.examples)
        rows.append((name, command.purpose, closing))
    parser.takes_commands(dest, metavar, rows)
    for name, command in commands.items():
        command.takes(parser.commands[name])


def sections(**found: Mapping[Any, str] | Sequence[str]) -> str:
    """
    Return the end of a help text: all sections that are not empty, with titles.

    >>> print(sections(examples=["ls"], environment={"HOME": "where you live"}))
    examples:
      ls
    <BLANKLINE>
    environment:
      HOME  where you live
    """
    texts = []
    for name, rows in found.items():
        lines = rows
        if isinstance(rows, Mapping):
            width = max((len(str(key)) for key in rows), default=0)
            lines = [f"{key!s:<{width}}  {what}" for key, what in rows.items()]
        if lines:
            title = name.replace("_", " ")
            texts.append("\n".join([f"{title}:", *(f"  {line}" for line in lines)]))
    return "\n\n".join(texts)
