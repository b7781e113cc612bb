# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The command `journal`: orders in, the books of an accounting program out.

Promises that one order is held at a time, that a transaction is printed completely or
not at all, that an order that is refused is named by the number of its line, while the
others are printed, and that dates of no order are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.books import HLEDGER_RULES, Dates, journal, read_dates
from checkout_core.books.accounts import Accounts
from checkout_core.books.beancount import beancount_parts, check_names
from checkout_core.books.tables import (
    csv_parts,
    erpnext_parts,
    hledger_parts,
    zoho_parts,
)
from checkout_core.books.tally import tally_parts
from checkout_core.checks import Validator
from checkout_core.cli.blame import (
    STANDARD_INPUT,
    STORED_ORDER,
    Refused,
    blaming,
    document_in,
    of_source,
    refuse_spread,
    refuse_unused,
    renamed,
    source_name,
)
from checkout_core.cli.ending import DONE, FOUND, Answer
from checkout_core.cli.progress import counting
from checkout_core.cli.streams import lines, opened, put, read
from checkout_core.errors import CheckoutError, fault
from checkout_core.store.moments import checked_offset
from checkout_core.wire import read_order
from checkout_core.wire.text import loads


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from checkout_core.books import Transaction
    from checkout_core.cli.arguments import Parser


@frozen
class _Form:
    """
    A form of the books.

    Attributes:
        parts: the function from transactions to the parts of a text.
        takes: the options that it takes, () by default.
        needs: those of them that have to be given, () by default.
    """

    parts: Callable[..., Iterator[str]]
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


#: Every form in which books are printed.
JOURNALS: Mapping[str, _Form] = MappingProxyType(
    {
        "beancount": _Form(beancount_parts),
        "csv": _Form(csv_parts),
        "hledger": _Form(hledger_parts),
        "erpnext": _Form(erpnext_parts, ("company", "customer"), ("company",)),
        "tally": _Form(tally_parts, ("company",)),
        "zoho": _Form(zoho_parts, ("customer",)),
    }
)
DEFAULT_JOURNAL = "beancount"


def takes_journal(parser: Parser) -> None:
    """Take orders, what they do not hold, and the form of the books."""
    parser.add_argument(
        "file",
        metavar="ORDERS",
        help="stored orders as JSON Lines, one on each line, or - for standard input",
    )
    parser.add_argument(
        "--format",
        choices=JOURNALS,
        default=DEFAULT_JOURNAL,
        help=f"the program that reads it (default: {DEFAULT_JOURNAL})",
    )
    parser.add_argument(
        "--dates",
        metavar="DATES",
        help="invoices and payouts as JSON Lines, an object for each order:"
        ' {"order": "A1", "invoice": {"date": "2026-11-23", "number": "INV-1"},'
        ' "payouts": [{"at": "2026-11-24", "gross": "105.00", "fee": "2.10"}]};'
        " or - for standard input",
    )
    parser.add_argument(
        "--roles",
        metavar="ROLES",
        help='accounts by role, a JSON object such as {"bank": "Assets:HDFC"}',
    )
    parser.add_argument(
        "--offset",
        metavar="OFFSET",
        help="the offset from UTC in which a moment has its day, such as +05:30"
        " (default: the store's, or else each moment's own)",
    )
    parser.add_argument(
        "--company",
        metavar="NAME",
        help="the company as erpnext or tally calls it",
    )
    parser.add_argument(
        "--customer",
        metavar="NAME",
        help="the customer that receivables are of, as erpnext or zoho calls them",
    )
    parser.add_argument(
        "--rules",
        metavar="RULES",
        help="with hledger: the new file for the rules by which it reads the CSV",
    )


def run_journal(args: Namespace) -> Answer:
    """Print the books of orders; return how that ends."""
    form = JOURNALS[args.format]
    unused = [each for each in ("company", "customer") if each not in form.takes]
    unused += [] if args.format == "hledger" else ["rules"]
    refuse_unused(args, unused, f"with --format {args.format}")
    missing = [each for each in form.needs if getattr(args, each) is None]
    if missing:
        raise Refused(
            f"--{each}: {args.format} needs this; give it" for each in missing
        )
    names = {each: getattr(args, each) for each in form.takes}
    options = {name: value for name, value in names.items() if value is not None}
    book = _Book.of(args)
    if args.rules is not None:
        _write_rules(args.rules)
    complaints: list[str] = []
    seen = 0
    with opened(args.file) as stream, counting() as advance:

        def counted() -> None:
            nonlocal seen
            seen += 1
            advance()

        found = book.transactions(args.file, lines(stream), counted, complaints)
        for part in form.parts(found, **options):
            put(part.removesuffix("\n"))
    complaints += book.unused(args.dates)
    status = FOUND if complaints else DONE
    if not seen:
        complaints.insert(0, f"{source_name(args.file)}: no order is in it")
    return Answer(None, status, complaints)


def _write_rules(file: str) -> None:
    """Write the rules of hledger to a new file."""
    try:
        with Path(file).open("x", encoding="utf-8") as target:
            target.write(HLEDGER_RULES)
    except FileExistsError:
        why = "this exists and is not overwritten; give another file, or leave it out"
        raise Refused([f"{file}: {why}"]) from None


@frozen
class _Book:
    """
    How orders are booked, by the options of the command.

    Attributes:
        dates: what orders do not hold, by their numbers.
        otherwise: the same of an order that is not among them.
        roles: accounts by role, None for the default ones.
        left: the line of each of the dates whose order has not come, by its number; {}
            once an order cannot be read.
    """

    dates: Mapping[str, Dates]
    otherwise: Dates
    roles: Mapping[str, str] | None
    left: dict[str, int]

    @classmethod
    def of(cls, args: Namespace) -> _Book:
        """Return how to book; raises `Refused` with all faults of an option."""
        sources = [args.file, args.dates, args.roles]
        if sources.count(STANDARD_INPUT) > 1:
            both = "only one of ORDERS, --dates and --roles can be read from it"
            raise Refused([f"standard input: {both}; give a file"])
        check = Validator()
        checked_offset(check, "--offset", args.offset)
        if check.found:
            raise Refused(map(str, check.found))
        roles = None
        if args.roles is not None:
            with blaming(args.roles):
                roles = loads(read(args.roles))
                _check_roles(roles)
            if args.format == "beancount":
                with blaming(args.roles):
                    check_names(roles)
        dates: dict[str, Dates] = {}
        left: dict[str, int] = {}
        if args.dates is not None:
            dates, left = _read_all(args.dates, args.offset)
        return cls(dates, Dates(offset=args.offset), roles, left)

    def transactions(
        self,
        source: str,
        documents: Iterable[tuple[int, bytes]],
        advance: Callable[[], None],
        complaints: list[str],
    ) -> Iterator[Transaction]:
        """
        Yield the transactions of all orders.

        What is wrong with an order is added to *complaints*; *advance* is called after
        each.
        """
        for number, line in documents:
            refuse_spread(source, number, line)
            order = None
            try:
                document = document_in(line, STORED_ORDER)
                order = read_order(document, verify=True)
                self.left.pop(order.number, None)
                dates = self.dates.get(order.number, self.otherwise)
                found = journal(order, dates=dates, roles=self.roles)
            except CheckoutError as error:
                complaints += of_line(source, number, error)
                found = ()
                if order is None:
                    # Its number is not known, so any of the dates may be its.
                    self.left.clear()
            yield from found
            advance()

    def unused(self, source: str) -> list[str]:
        """Return a line for each of the dates whose order has not come."""
        found = []
        for order, number in self.left.items():
            alone = CheckoutError([fault("order", "unknown_order", order)])
            found += of_line(source, number, alone)
        return found


def of_line(source: str, number: int, error: CheckoutError) -> list[str]:
    """Return a line for each fault of one line of a file."""
    return of_source(f"{source_name(source)}: line {number}", error.faults)


def _check_roles(roles: Any) -> None:
    """Raise `CheckoutError` with the faults of a document of roles."""
    check = Validator()
    check.mapping("", roles)
    check.raise_any()
    try:
        Accounts(roles)
    except CheckoutError as error:
        paths = [each.path.removeprefix("roles.") for each in error.faults]
        raise CheckoutError(map(renamed, error.faults, paths)) from None


def _read_all(file: str, offset: str | None) -> tuple[dict[str, Dates], dict[str, int]]:
    """
    Return the dates of all orders and their lines, both by the order's number.

    Raises `Refused` with every fault.
    """
    found: dict[str, Dates] = {}
    where: dict[str, int] = {}
    complaints: list[str] = []
    with opened(file) as stream:
        for number, line in lines(stream):
            refuse_spread(file, number, line)
            try:
                order, dates = read_dates(loads(line), offset=offset)
            except CheckoutError as error:
                complaints += of_line(file, number, error)
                continue
            if order in found:
                twice = CheckoutError([fault("order", "order_twice", order)])
                complaints += of_line(file, number, twice)
            found[order], where[order] = dates, number
    if complaints:
        raise Refused(complaints)
    return found, where


__all__ = ["DEFAULT_JOURNAL", "JOURNALS", "run_journal", "takes_journal"]
