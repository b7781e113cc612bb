# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The option of the store that `serve` sells from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from checkout_core.cli.blame import blaming
from checkout_core.cli.serve_group import OptionGroup


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.cli.arguments import Parser
    from checkout_core.service import Catalogue


def _takes(parser: Parser) -> None:
    parser.add_argument(
        "--store", metavar="FILE", help="a store with its catalogue (default: a demo)"
    )


def catalogue_of(arguments: Namespace) -> Catalogue:
    """Return the catalogue; raise `Refused` with the faults of the file."""
    from checkout_core.service import read_catalogue

    if arguments.store is None:
        text = files("checkout_core").joinpath("demo-store.json").read_bytes()
    else:
        text = Path(arguments.store).read_bytes()
    with blaming(f"{arguments.store}"):
        return read_catalogue(text)


STORE = OptionGroup(takes=_takes)
