# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The `init` command: a store and a cart to start from.

JSON has no comments, so a README next to them explains each key.  Promises that no file
is overwritten, and that all of them are written or none.
"""

from __future__ import annotations

import shlex

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from checkout_core.cli.blame import Refused
from checkout_core.cli.ending import Answer


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser


#: What is written, in the order in which it is read.
NAMES = ("store.json", "cart.json", "README.md")


def takes_folder(parser: Parser) -> None:
    """Take where to write."""
    parser.add_argument(
        "file",
        metavar="FOLDER",
        nargs="?",
        default=".",
        help="where to write; it is made if it is not there (default: here)",
    )


def init(args: Namespace) -> Answer:
    """Write a store, a cart and what explains them; return what to do next."""
    folder = Path(args.file)
    targets = [folder / name for name in NAMES]
    there = [str(each) for each in targets if each.exists() or each.is_symlink()]
    if there:
        raise Refused(
            f"{each}: this exists and is not overwritten; give another folder"
            for each in there
        )
    source = files("checkout_core.cli") / "start"
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            with target.open("xb") as file:
                written.append(target)
                file.write((source / target.name).read_bytes())
    except BaseException:
        for each in written:
            each.unlink()
        for each in filter(Path.exists, made):
            each.rmdir()
        raise
    store, cart, about = (shlex.quote(str(each)) for each in targets)
    return Answer(
        f"{store}: your offers, taxes and charges\n"
        f"{cart}: what a shopper wants to buy\n"
        f"{about}: what each key means\n"
        "\n"
        f"Next: checkout-core price {cart} --store {store}"
    )


__all__ = ["NAMES", "init", "takes_folder"]
