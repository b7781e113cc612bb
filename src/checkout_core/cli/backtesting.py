# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `backtest` command: stored carts, priced by a store as it is and as it would be.

Promises that each fault names the file or the option that has to be changed, and that a
run which is interrupted is taken up by the same command.  Needs
`checkout-core[backtest]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkout_core.cli.blame import (
    STORE,
    STORE_WITH_CATALOGUE,
    Refused,
    document_of,
    of_source,
    renamed,
)
from checkout_core.cli.ending import DONE, FOUND, INTERRUPTED, Answer
from checkout_core.cli.progress import pricing
from checkout_core.cli.streams import read
from checkout_core.errors import CheckoutError
from checkout_core.errors.extras import needing
from checkout_core.money.exact import to_decimal
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.backtest import Job, Outcome, Progress
    from checkout_core.cli.arguments import Parser
    from checkout_core.errors import Fault


def takes_backtest(parser: Parser) -> None:
    """Take carts, a folder, two stores, and how to price."""
    parser.add_argument(
        "file",
        metavar="CARTS",
        help="a file of stored carts or a folder of such files, Parquet or JSON Lines",
    )
    parser.add_argument(
        "out",
        metavar="OUT",
        help="the folder for the results; with those of a run that was ended, it is"
        " taken up",
    )
    parser.add_argument(
        "--base", required=True, metavar="STORE", help="the file of the store as it is"
    )
    parser.add_argument(
        "--proposed",
        required=True,
        metavar="STORE",
        help="the file of the store as it would be",
    )
    parser.add_argument(
        "--at",
        metavar="TIME",
        help="the moment of pricing, like 2026-11-22T12:00:00+05:30"
        " (default: when each cart was placed)",
    )
    parser.add_argument(
        "--sample",
        metavar="SHARE",
        help="price the carts of a share of the customers only, like 0.01",
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="price in N processes (default: one for each core)",
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        help="write what was found as a page of HTML too; its figures are in"
        " OUT/summary.json",
    )
    parser.add_argument(
        "--engine",
        choices=tuple(ENGINES),
        default=LOCAL,
        help=f"what runs it (default: {LOCAL})",
    )
    parser.add_argument(
        "--master",
        metavar="URL",
        help="the cluster of Spark, like spark://host:7077 (default: all cores of this"
        " machine)",
    )


def backtest(args: Namespace) -> Answer:
    """Price the carts, and say what they come to in both stores."""
    from checkout_core.backtest import Job

    with needing("backtest"):
        from checkout_core.backtest import running  # noqa: F401 - if it can be imported

    stores = [_store(file) for file in (args.base, args.proposed)]
    try:
        job = Job(*stores, at=args.at)
        _check_report(args)
        with pricing() as progress:
            outcome = ENGINES[args.engine](job, args, progress)
        _write_figures(args, outcome)
    except CheckoutError as error:
        raise Refused(_line(args, each) for each in error.faults) from None
    except KeyboardInterrupt:
        again = "interrupted; the same command goes on with what is left"
        return Answer(None, INTERRUPTED, [f"{args.out}: {again}"])
    status = FOUND if outcome.tally.faulty else DONE
    return Answer(_summary(outcome, args.report), status)


def _check_report(args: Namespace) -> None:
    """Raise a `CheckoutError` for a page that could not be written, or over others."""
    from checkout_core.backtest.messages import refuse
    from checkout_core.backtest.sources import is_among

    if args.report is None:
        return
    page, out = Path(args.report), Path(args.out).resolve()
    place = page.resolve()
    # The folder of the results may not be there yet.
    if page.is_dir() or not (place.parent == out or place.parent.is_dir()):
        raise refuse("report", "no_folder_for_report", args.report)
    read = (Path(each).resolve() for each in (args.file, args.base, args.proposed))
    written = (out / each for each in _OF_RUN)
    if (
        is_among(args.file, page)
        or place in read
        or any(place.is_relative_to(each) for each in written)
    ):
        raise refuse("report", "report_over_another", args.report)


#: What a run writes to the folder of its results, or removes there.
_OF_RUN = ("job.json", "summary.json", "results", "limits", "spark")


def _write_figures(args: Namespace, outcome: Outcome) -> None:
    """Write `summary.json`, and the page if it is wanted."""
    from checkout_core.backtest import (
        differences_of,
        report_html,
        summary,
        summary_document,
    )
    from checkout_core.backtest.folder import write
    from checkout_core.backtest.sample import share

    part = share(args.sample)
    sample = None if part is None else str(part)
    found = summary(outcome.folder, outcome.job, sample=sample)
    text = dumps(summary_document(found), indent=2)
    write(outcome.folder / "summary.json", f"{text}\n".encode())
    if args.report is not None:
        differences = differences_of(found, outcome.job, args.file, outcome.folder)
        page = report_html(found, differences)
        write(Path(args.report), page.encode(), "report")


def _store(file: str) -> str:
    """Return the text of the store in a file, or in the checkout document there."""
    document: Any = document_of(file, read(file), STORE, STORE_WITH_CATALOGUE)
    return dumps(document)


def _local(
    job: Job, args: Namespace, progress: Callable[[Progress], None] | None
) -> Outcome:
    from checkout_core.backtest import run

    _refuse(args, "master", SPARK)
    return run(
        job,
        args.file,
        args.out,
        workers=args.workers,
        sample=args.sample,
        progress=progress,
    )


def _spark(
    job: Job, args: Namespace, _progress: Callable[[Progress], None] | None
) -> Outcome:
    _refuse(args, "workers", LOCAL)
    from checkout_core.backtest.spark import ON_ONE_MACHINE, run_on_spark

    return run_on_spark(
        job,
        args.file,
        args.out,
        master=args.master or ON_ONE_MACHINE,
        sample=args.sample,
    )


def _refuse(args: Namespace, option: str, engine: str) -> None:
    """Raise a `CheckoutError` if an option is given that only another engine takes."""
    from checkout_core.backtest.messages import refuse

    given = getattr(args, option)
    if given is not None:
        raise refuse(option, "option_of_engine", given, engine=engine)


LOCAL, SPARK = "local", "spark"

#: What prices the carts, by its name; each takes a job, the arguments and what is
#: called with how far it is (None for nothing).
ENGINES: Mapping[
    str, Callable[[Job, Namespace, Callable[[Progress], None] | None], Outcome]
] = MappingProxyType({LOCAL: _local, SPARK: _spark})

#: What the places of faults are to who types the command.
_FILES = {"base": "base", "proposed": "proposed", "source": "file", "out": "out"}


def _line(args: Namespace, found: Fault) -> str:
    """Return the line of a fault: of its file, or of its option."""
    first, _, rest = found.path.partition(".")
    if first in _FILES:
        file = getattr(args, _FILES[first])
        return of_source(file, [renamed(found, rest)])[0]
    return str(renamed(found, f"--{first}"))


def _summary(outcome: Outcome, report: str | None) -> str:
    found, currency = outcome.tally, outcome.job.stores().currency

    def amount(minor: int) -> str:
        return f"{to_decimal(minor, currency.exponent):,} {currency.code}"

    base, proposed = (found.sums[side]["to_be_paid"] for side in ("base", "proposed"))
    rows = [
        ("carts", f"{found.rows:,}"),
        ("with faults", f"{found.faulty:,}"),
        *((f"  {code}", f"{count:,}") for code, count in found.faults.items()),
        ("reproduced", f"{found.reproduced:,} of {found.expected:,}"),
        ("to_be_paid before", amount(base)),
        ("to_be_paid after", amount(proposed)),
        ("change", amount(outcome.change)),
        *(
            (f"  {name}", amount(change))
            for name, change in outcome.parts.items()
            if change
        ),
        ("digest", found.hexadecimal),
        ("results", str(Path(outcome.folder, "results"))),
        *([] if report is None else [("report", report)]),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)


__all__ = ["ENGINES", "LOCAL", "backtest", "takes_backtest"]
