# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `init` command: a store and a cart to start from.

Or an order and its papers, or the carts of a month and two stores.  JSON has no
comments, so a README next to the files explains them.  Promises that no file is
overwritten, and that all of them are written or none.
"""

from __future__ import annotations

import shlex

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from checkout_core.cli import sample
from checkout_core.cli.blame import Refused, refuse_unused
from checkout_core.cli.ending import Answer


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from checkout_core.cli.arguments import Parser


#: What is written, in the order in which it is read.
NAMES = ("store.json", "cart.json", "README.md")


def takes_folder(parser: Parser) -> None:
    """Take where to write, and what."""
    parser.add_argument(
        "file",
        metavar="FOLDER",
        nargs="?",
        default=".",
        help="where to write; it is made if it is not there (default: here)",
    )
    parser.add_argument(
        "--papers",
        action="store_true",
        help="write an order to a business instead, with what its papers (inv01, gstr1,"
        " invoice, ubl, journal) are made of",
    )
    parser.add_argument(
        "--backtest",
        action="store_true",
        default=None,
        help="write 10,000 carts of a month instead, and two stores to price them by",
    )


def init(args: Namespace) -> Answer:
    """Write files to start from, and what explains them; return what to do next."""
    folder = Path(args.file)
    if args.papers:
        refuse_unused(args, ("backtest",), "with --papers")
        contents = sample.contents()
    elif args.backtest:
        # Its stores are read to price the carts, which no other command of `init` does.
        from checkout_core.cli import sample_carts

        contents = sample_carts.contents()
    else:
        source = files("checkout_core.cli") / "start"
        contents = {name: (source / name).read_bytes() for name in NAMES}
    _write(folder, contents)
    names = {name: shlex.quote(str(folder / name)) for name in contents}
    if args.papers:
        order, seller = names["order.json"], names["seller.json"]
        return Answer(
            f"{order}: an order that was placed and paid\n"
            f"{names['README.md']}: what each file is for\n"
            "\n"
            f"Next: checkout-core inv01 {order} --seller {seller}"
            " --number INV/26-27/0001 --date 2026-11-05"
        )
    if args.backtest:
        carts, today, proposed = (
            names[each] for each in ("carts.jsonl", "today.json", "next.json")
        )
        result, report = (
            shlex.quote(str(folder / each)) for each in ("result", "report.html")
        )
        return Answer(
            f"{carts}: carts that were paid in October, a line for each\n"
            f"{today}: the store that they were sold by\n"
            f"{proposed}: the same store with other offers\n"
            f"{names['README.md']}: what each file is for\n"
            "\n"
            f"Next: checkout-core backtest {carts} {result} --base {today}"
            f" --proposed {proposed} --report {report}"
        )
    store, cart = names["store.json"], names["cart.json"]
    return Answer(
        f"{store}: your offers, taxes and charges\n"
        f"{cart}: what a shopper wants to buy\n"
        f"{names['README.md']}: what each key means\n"
        "\n"
        f"Next: checkout-core price {cart} --store {store}"
    )


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write all files or none, and none that is there."""
    targets = {folder / name: data for name, data in contents.items()}
    there = [str(each) for each in targets if each.exists() or each.is_symlink()]
    if there:
        raise Refused(
            f"{each}: this exists and is not overwritten; give another folder"
            for each in there
        )
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, data in targets.items():
            with target.open("xb") as file:
                written.append(target)
                file.write(data)
    except BaseException:
        for each in written:
            each.unlink()
        for each in filter(Path.exists, made):
            each.rmdir()
        raise


__all__ = ["NAMES", "init", "takes_folder"]
