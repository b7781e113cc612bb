# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a group of options of `serve` is; `serving` has the literal list of all.

A group adds its options, checks them, decides once for all processes what they share,
and changes the dependencies of the service.  A new option costs a module `serve_NAME`
and its line in that list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.cli.arguments import Parser
    from checkout_core.service import App


def _nothing(*_: object) -> None:
    """Do nothing."""


def _same(app: App, _: Namespace) -> App:
    return app


def _no_lines(*_: object) -> Sequence[str]:
    return ()


@frozen(kw_only=True)
class OptionGroup:
    """
    Some options of `serve` that belong together.

    Attributes:
        takes: adds them to the parser; by default there are variables only.
        check: notes the faults of their values and of the variables that belong to
            them; nothing was opened then.  By default there are none.
        refuse: raises `Refused` for an option that would have no effect, after all
            checks; by default every option has one.
        settle: decides what all processes have to share, such as a new secret, and
            writes it into the arguments; called once, before the service is made.  By
            default there is nothing to decide.
        change: returns the dependencies with what the options say, in each process; by
            default they stay as they are.
        lines: returns further lines of the greeting, none by default.
        variables: the environment variables that they read, and what each is for; none
            by default.
    """

    takes: Callable[[Parser], None] = _nothing
    check: Callable[[Validator, Namespace], None] = _nothing
    refuse: Callable[[Namespace], None] = _nothing
    settle: Callable[[Namespace], None] = _nothing
    change: Callable[[App, Namespace], App] = _same
    lines: Callable[[App, Namespace], Sequence[str]] = _no_lines
    variables: Mapping[str, str] = field(factory=dict)
