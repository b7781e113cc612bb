# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The command line: documents in, documents and text out.

Promises that standard output holds a whole answer in UTF-8 or nothing, and that
bad input ends with status 2 and one line for each fault on standard error, never
with a traceback.  A command is a function from its arguments to a text; reading
and printing happen here and nowhere else.
"""

from __future__ import annotations

import os
import sys

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from errno import EBADF, EINVAL
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.cli import payments, serving
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.evaluation import evaluate
from checkout_core.lint import lint
from checkout_core.orders import Moved
from checkout_core.pricing import quote
from checkout_core.views.creditnote import credit_note
from checkout_core.views.explain import explain
from checkout_core.views.receipt import WIDTH, receipt
from checkout_core.wire import (
    dumps,
    loads,
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
from checkout_core.wire.orders import OURS
from checkout_core.wire.text import MAX_CHARACTERS


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from checkout_core.pricing import Quote
    from checkout_core.wire import Checkout


PROGRAM = "checkout-core"

#: How it ends: well, with an error of the caller, interrupted at the keyboard.
DONE = 0
REFUSED = 2
INTERRUPTED = 130

#: A character takes at most four bytes; more is never read, whatever is offered.
_MOST_BYTES = 4 * MAX_CHARACTERS + 1

STANDARD_INPUT = "-"
STANDARD_OUTPUT = "standard output"


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command and return its exit status.

    *arguments* are those of the process where none are given.
    """
    given = _parser().parse_args(arguments)
    source = getattr(given, "file", given.command)
    try:
        text = COMMANDS[given.command].run(given)
        _put(text)
    except CheckoutError as error:
        for fault in error.faults:
            _complain(f"{_shown(source)}: {fault}")
    except GatewayError as error:
        _complain(f"the gateway: {error}")
    except OSError as error:
        _complain(f"{_shown(error.filename or source)}: {error.strerror}")
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: never a traceback
        fix = "internal error, please report it"
        _complain(f"{_shown(source)}: {fix} ({type(error).__name__}: {error})")
    else:
        return DONE
    return REFUSED


# What the commands do -----------------------------------------------------------


def price(given: Namespace) -> str:
    """Return a priced checkout document in the form that was asked for."""
    return _priced(_read(given.file), given)


def verify(given: Namespace) -> str:
    """Return that a quote document adds up; raises if it does not."""
    found = read_quote(_read(given.file))
    return f"This quote adds up: {found.currency} {found.to_be_paid:f} is to be paid."


def demo(given: Namespace) -> str:
    """Return the demo document, or what it comes to."""
    document = files("checkout_core").joinpath("demo.json").read_bytes()
    if given.document:
        return document.decode().rstrip("\n")
    return _priced(document, given)


def judge(given: Namespace) -> str:
    """Return what every offer of the document's store does for its cart."""
    checkout = read_checkout(_read(given.file))
    found = evaluate(checkout.cart, checkout.store, at=checkout.at)
    return dumps(write_evaluation(found), indent=2)


def check_offers(given: Namespace) -> str:
    """Return what looks wrong about the offers of a store, wherever it stands."""
    document = loads(_read(given.file))
    if isinstance(document, Mapping) and "cart" in document:
        store = read_checkout(document).store
    elif isinstance(document, Mapping) and "store" in document:
        # What `serve` takes: the store beside its catalogue.
        try:
            store = read_store(document["store"])
        except CheckoutError as error:
            raise error.under("store") from None
    else:
        store = read_store(document)
    found = [str(each) for each in lint(store)]
    return "\n".join(found) or "Nothing looks wrong about these offers."


def refund(given: Namespace) -> str:
    """Return what goes back for returned goods: a printed credit note, or JSON."""
    document = loads(_read(given.file))
    try:
        asked = read_returns(_read(given.returns))
    except CheckoutError as error:
        raise error.under("returns") from None
    known = {}
    if isinstance(document, Mapping) and OURS in document:
        order = read_order(document)
        if asked.cancel:
            order.after(Moved("cancelled", asked.at))
        sold = order.quote
        known = {
            "earlier": order.refunds,
            "paid": order.amount_paid,
            "order_number": order.number,
        }
    else:
        sold = read_quote(document)
    try:
        note = asked.refund(sold, **known)
    except CheckoutError as error:
        raise error.under("returns") from None
    if given.format == "json":
        return dumps(write_refund(note), indent=2)
    return credit_note(sold, note, locale=given.locale, width=given.width)


def serve(given: Namespace) -> str:
    """Serve a store until somebody stops it."""
    prepared = serving.prepare(given)
    try:
        _put(prepared.greeting)
        prepared.run()
    finally:
        prepared.close()
    return "Stopped."


def pay(given: Namespace) -> str:
    """Return a request to Juspay, or the answer to it."""
    run = PAYMENTS[given.call].run
    return run(given)


def _create_order(given: Namespace) -> str:
    checkout = read_checkout(_read(given.file))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    return payments.create_order(given, checkout, priced)


def _create_session(given: Namespace) -> str:
    checkout = read_checkout(_read(given.file))
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    return payments.create_session(given, checkout, priced)


def _priced(document: bytes, given: Namespace) -> str:
    checkout = read_checkout(document)
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    return FORMATS[given.format](priced, checkout, given)


def _order(priced: Quote, checkout: Checkout, _given: Namespace) -> str:
    facts = checkout.order
    order = write_order(
        priced,
        order_number=facts.order_number,
        order_date=facts.order_date,
        status=facts.status,
        payment_status=facts.payment_status,
    )
    return dumps(order, indent=2)


def _cart(priced: Quote, _checkout: Checkout, _given: Namespace) -> str:
    return dumps(write_cart(priced), indent=2)


def _quote(priced: Quote, _checkout: Checkout, _given: Namespace) -> str:
    return dumps(write_quote(priced), indent=2)


def _receipt(priced: Quote, _checkout: Checkout, given: Namespace) -> str:
    return receipt(priced, locale=given.locale, width=given.width)


def _explain(priced: Quote, checkout: Checkout, _given: Namespace) -> str:
    return explain(priced, checkout.store)


#: Every form a price is printed in.
FORMATS: Mapping[str, Callable[[Quote, Checkout, Namespace], str]] = MappingProxyType(
    {
        "receipt": _receipt,
        "explain": _explain,
        "order": _order,
        "cart": _cart,
        "quote": _quote,
    }
)


# What the commands take ---------------------------------------------------------


def _takes_file(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="a JSON document, or - for standard input"
    )


def _takes_format(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=FORMATS, default="receipt", help="default: %(default)s"
    )
    _takes_paper(parser)


def _takes_paper(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--locale",
        default="en_IN",
        help="how numbers are written on paper (default: %(default)s)",
    )
    parser.add_argument(
        "--width",
        type=int,
        default=WIDTH,
        help="columns of the paper (default: %(default)s)",
    )


def _takes_price(parser: ArgumentParser) -> None:
    _takes_file(parser)
    _takes_format(parser)


def _takes_demo(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--document", action="store_true", help="print the document, not its price"
    )
    _takes_format(parser)


def _takes_refund(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="SOLD",
        help="a stored order or a quote document, or - for standard input",
    )
    parser.add_argument(
        "returns", metavar="RETURNS", help="what comes back, or - for standard input"
    )
    parser.add_argument(
        "--format",
        choices=("note", "json"),
        default="note",
        help="default: %(default)s",
    )
    _takes_paper(parser)


def _takes_payment(parser: ArgumentParser) -> None:
    calls = parser.add_subparsers(dest="call", required=True, metavar="CALL")
    for name, call in PAYMENTS.items():
        call.takes(calls.add_parser(name, help=call.purpose, description=call.purpose))


@frozen
class Command:
    """One command: what it is for, what it takes, what it does."""

    purpose: str
    takes: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], str]


PAYMENTS: Mapping[str, Command] = MappingProxyType(
    {
        "create-order": Command(
            "create an order for a priced cart", payments.takes_order, _create_order
        ),
        "session": Command(
            "create an order and open the payment page",
            payments.takes_session,
            _create_session,
        ),
        "refund": Command("give money back", payments.takes_refund, payments.refund),
        "mandate": Command(
            "read or change a mandate", payments.takes_mandate, payments.mandate
        ),
    }
)

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "price": Command("price a checkout document", _takes_price, price),
        "verify": Command("check a quote from itself alone", _takes_file, verify),
        "evaluate": Command("judge every offer for a cart", _takes_file, judge),
        "lint": Command(
            "look for slips in a store's offers", _takes_file, check_offers
        ),
        "refund": Command("give money back for what comes back", _takes_refund, refund),
        "juspay": Command("build a request to Juspay", _takes_payment, pay),
        "serve": Command(
            "serve carts, orders and payments", serving.takes_service, serve
        ),
        "demo": Command("price a document that comes along", _takes_demo, demo),
    }
)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        PROGRAM, description="Price carts: exact to the last paisa, explained."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        purpose = command.purpose
        command.takes(commands.add_parser(name, help=purpose, description=purpose))
    return parser


# Reading and printing -----------------------------------------------------------


def _read(file: str) -> bytes:
    """Return the bytes of a file or of standard input, but no endless ones."""
    if file == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(EBADF, "this is closed", file)
        return sys.stdin.buffer.read(_MOST_BYTES)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except ValueError:
        # A NUL in the name is no OSError of its own.
        raise OSError(EINVAL, "no file can be called so", file) from None


def _put(text: str) -> None:
    """Print *text* in UTF-8, whatever the terminal's own encoding is."""
    if sys.stdout is None:
        raise OSError(EBADF, "this is closed", STANDARD_OUTPUT)
    # A lone surrogate of JSON is written as the escape that it was.
    data = f"{text}\n".encode(errors="backslashreplace")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is left in the buffer would fail again, loudly, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OSError(error.errno, error.strerror, STANDARD_OUTPUT) from None


def _complain(text: str) -> None:
    """Print one line of an error; nothing in it can steer a terminal."""
    if sys.stderr is not None:
        line = "".join(
            each if each.isprintable() else repr(each)[1:-1] for each in text
        )
        print(f"{PROGRAM}: {line}", file=sys.stderr)


def _shown(source: str) -> str:
    return "standard input" if source == STANDARD_INPUT else source
