# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The commands: the purpose, the arguments, the function and examples of each.

Promises that one literal table holds all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.cli import (
    actions,
    backtesting,
    completion,
    doctor,
    filing,
    invoicing,
    journals,
    migrating,
    options,
    payment_calls,
    payments,
    play,
    serving,
    starting,
    style,
    sweeping,
    ubl,
)
from checkout_core.cli.blame import refuse_unused
from checkout_core.cli.links import PAGE, link_to


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from checkout_core.cli.arguments import Parser
    from checkout_core.cli.ending import Answer


def pay(args: Namespace) -> Answer:
    """Return a request to Juspay, or the answer to it."""
    if args.send:
        refuse_unused(args, ("print",), "with --send")
    return PAYMENTS[args.call].run(args)


def _takes_payment(parser: Parser) -> None:
    takes_commands(parser, "call", "CALL", PAYMENTS)


@frozen
class Command:
    """
    One command.

    Attributes:
        purpose: what it does, in one line of the help.
        takes: the function that adds its arguments to a parser.
        run: the function from its arguments to its answer.
        examples: commands for a shell, to be run one after another; none by default.
        variables: the environment variables that it reads, each with its meaning; none
            by default.
        page: the documentation about it, a path below `docs`; by default its section
            of the page about the command line.
    """

    purpose: str
    takes: Callable[[Parser], None]
    run: Callable[[Namespace], Answer]
    examples: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default=MappingProxyType({}), kw_only=True)
    page: str = field(default="", kw_only=True)


_CART = "checkout-core demo --document > cart.json"
_QUOTE = "checkout-core demo --format quote > quote.json"
_PAPERS = "checkout-core init papers --papers"
_DOCUMENT = "--number INV/26-27/0001 --date 2026-11-05"

PAYMENTS: Mapping[str, Command] = MappingProxyType(
    {
        "create-order": Command(
            "create an order for a priced cart",
            payments.takes_order,
            actions.create_order,
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
            page=f"{PAGE}#juspay",
        ),
        "session": Command(
            "create an order and open the payment page",
            payments.takes_session,
            actions.create_session,
            (
                _CART,
                (
                    "checkout-core juspay session cart.json --order-id A1"
                    " --client-id shop --print json"
                ),
            ),
            variables=payments.VARIABLES,
            page=f"{PAGE}#juspay",
        ),
        "refund": Command(
            "give money back",
            payments.takes_refund,
            actions.refund_payment,
            (
                "checkout-core juspay refund --order-id A1 --refund-id R1",
                (
                    "checkout-core juspay refund --order-id A1 --refund-id R1"
                    " --amount 99.50"
                ),
            ),
            variables=payments.VARIABLES,
            page=f"{PAGE}#juspay",
        ),
        "mandate": Command(
            "read or change a mandate",
            payments.takes_mandate,
            actions.change_mandate,
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
            page=f"{PAGE}#juspay",
        ),
        **{
            name: Command(
                each.purpose,
                each.add_to,
                each.run,
                each.examples,
                variables=payments.VARIABLES,
                page=f"{PAGE}#juspay",
            )
            for name, each in payment_calls.CALLS.items()
        },
    }
)

#: Every command, by its name.
COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "demo": Command(
            "price an example document",
            options.takes_demo,
            actions.demo,
            (
                "checkout-core demo",
                "checkout-core demo --format explain",
                "checkout-core demo --document > cart.json",
            ),
        ),
        "init": Command(
            "write a store and a cart to start from, an order and its papers, or carts",
            starting.takes_folder,
            starting.init,
            (
                "checkout-core init shop",
                "checkout-core price shop/cart.json --store shop/store.json",
                _PAPERS,
                "checkout-core init october --backtest",
            ),
        ),
        "price": Command(
            "price a checkout document",
            options.takes_price,
            actions.price,
            (
                _CART,
                "checkout-core price cart.json",
                "checkout-core price cart.json --format explain",
                "checkout-core price cart.json --format quote > quote.json",
                "checkout-core price - --width 32 < cart.json",
                "checkout-core init shop",
                "checkout-core price shop/cart.json --store shop/store.json --at now",
                "tr -d '\\n' < cart.json > carts.jsonl",
                "checkout-core price carts.jsonl --lines > quotes.jsonl",
            ),
        ),
        "verify": Command(
            "check that the figures of a quote add up",
            options.takes_verify,
            actions.verify,
            (
                _QUOTE,
                "checkout-core verify quote.json",
                "checkout-core demo --format quote | checkout-core verify -",
                "tr -d '\\n' < quote.json | checkout-core verify - --lines",
            ),
            variables=style.VARIABLES,
        ),
        "evaluate": Command(
            "say for every offer whether it applies to a cart, and why not",
            options.takes_evaluate,
            actions.judge,
            (
                _CART,
                "checkout-core evaluate cart.json",
                "checkout-core evaluate cart.json --format json",
                "checkout-core init shop",
                "checkout-core evaluate shop/cart.json --store shop/store.json",
            ),
            variables=style.VARIABLES,
        ),
        "lint": Command(
            "look for likely mistakes in a store's offers; status 1 if there are any",
            options.takes_lint,
            actions.check_offers,
            (_CART, "checkout-core lint cart.json || echo 'look at these offers'"),
            variables=style.VARIABLES,
        ),
        "refund": Command(
            "calculate the refund for returned goods",
            options.takes_refund,
            actions.refund,
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
        "invoice": Command(
            "print the tax invoice of a quote or an order, as text, page or PDF",
            invoicing.takes_invoice,
            invoicing.invoice,
            (
                _QUOTE,
                (
                    'echo \'{"legal_name": "Handloom House Pvt Ltd", "gstin":'
                    ' "29AABCT1332L1ZA", "address1": "14, Church Street", "location":'
                    ' "Bengaluru", "pin": "560001"}\' > seller.json'
                ),
                (
                    "checkout-core invoice quote.json --seller seller.json"
                    " --number INV/1 --date 2026-11-22"
                ),
                (
                    "checkout-core invoice quote.json --seller seller.json"
                    " --number INV/1 --date 2026-11-22 --format html > invoice.html"
                ),
            ),
            page="how-to/tax-invoice.md",
        ),
        "inv01": Command(
            "print an e-invoice of India for the portal (INV-01 1.1)",
            filing.takes_inv01,
            filing.e_invoice,
            (
                _PAPERS,
                (
                    "checkout-core inv01 papers/order.json --seller papers/seller.json"
                    f" {_DOCUMENT} > inv01.json"
                ),
            ),
            page="how-to/e-invoice.md",
        ),
        "gstr1": Command(
            "print the return of outward supplies of a month (GSTR-1)",
            filing.takes_gstr1,
            filing.monthly_return,
            (
                _PAPERS,
                (
                    "checkout-core gstr1 papers/month.jsonl --gstin 29AABCT1332L1ZA"
                    " --period 112026 > gstr1.json"
                ),
            ),
            page="how-to/gstr1.md",
        ),
        "ubl": Command(
            "print an invoice or a credit note by EN 16931, as UBL 2.1",
            ubl.takes_ubl,
            ubl.ubl_document,
            (
                _PAPERS,
                (
                    "checkout-core ubl papers/order.json --parties papers/parties.json"
                    f" {_DOCUMENT} --due 2026-12-05 --order-reference PO-7"
                    " > ubl.xml"
                ),
            ),
            page="how-to/en16931-and-ubl.md",
        ),
        "diff": Command(
            "compare two quotes; status 1 if they differ",
            options.takes_diff,
            actions.compare,
            (
                _CART,
                _QUOTE,
                "checkout-core diff quote.json cart.json",
                ('sed \'s/"quantity": 1/"quantity": 2/\' cart.json > more.json'),
                "checkout-core diff quote.json more.json || echo 'they differ'",
                (
                    "checkout-core diff quote.json more.json --format html > diff.html"
                    " || true"
                ),
            ),
        ),
        "backtest": Command(
            "price stored carts by a store as it is and as it would be",
            backtesting.takes_backtest,
            backtesting.backtest,
            (
                "checkout-core init shop",
                (
                    'sed \'1s/{/{"cart_id": 1,/; s/"at"/"placed_at"/\''
                    " shop/cart.json | tr -d '\\n' > carts.jsonl"
                ),
                "sed 's/_percent\": 10/_percent\": 20/' shop/store.json > next.json",
                (
                    "checkout-core backtest carts.jsonl out --base shop/store.json"
                    " --proposed next.json"
                ),
            ),
            page="how-to/backtest.md",
        ),
        "journal": Command(
            "book orders for an accounting program",
            journals.takes_journal,
            journals.run_journal,
            (
                _PAPERS,
                "checkout-core journal papers/order.json --dates papers/dates.jsonl",
                "checkout-core journal papers/order.json --format csv > journal.csv",
            ),
            page="how-to/journal.md",
        ),
        "schema": Command(
            "print the JSON Schema of a kind of document",
            options.takes_schema,
            actions.schema,
            ("checkout-core schema", "checkout-core schema checkout"),
        ),
        "juspay": Command("print a request to Juspay, or send it", _takes_payment, pay),
        "serve": Command(
            "serve carts, orders and payments over HTTP",
            serving.takes_service,
            actions.serve,
            variables=serving.VARIABLES,
        ),
        "sweep": Command(
            "ask for open payments of a service, and send its waiting refunds",
            sweeping.takes_sweep,
            sweeping.run_sweep,
            variables=sweeping.VARIABLES,
        ),
        "migrate": Command(
            "bring the database of a service to the tables of this release",
            migrating.takes_database,
            migrating.migrate,
            (
                "checkout-core migrate --database sqlite:///shop.db",
                "checkout-core migrate --database sqlite:///shop.db",
            ),
            page="how-to/migrate.md",
        ),
        "play": Command(
            "serve a page that prices what is typed, or write it to a folder",
            play.takes_play,
            play.play,
            (
                (
                    "checkout-core play --export page"
                    " --pyodide https://static.example/pyodide/314.0.7/"
                ),
            ),
            page="how-to/playground.md",
        ),
        "doctor": Command(
            "say which extras, languages, variables and databases are usable here",
            doctor.takes_doctor,
            doctor.doctor,
            (
                "checkout-core doctor",
                "checkout-core doctor --database sqlite:///shop.db",
            ),
            variables={**style.VARIABLES, **serving.VARIABLES},
        ),
        "completion": Command(
            "print a script that completes commands and options in a shell",
            completion.takes_shell,
            completion.completion,
            ("checkout-core completion bash > checkout-core.bash",),
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
        more = sections(
            documentation=[link_to(command.page or f"{PAGE}#{name}")],
            environment=command.variables,
            examples=command.examples,
        )
        rows.append((name, command.purpose, more))
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


__all__ = ["COMMANDS", "PAYMENTS", "TOUR", "Command", "sections", "takes_commands"]
