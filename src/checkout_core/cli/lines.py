# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
JSON Lines: a document on each line in, a line for each document out, in order.

Promises that one line is held at a time, that a line is printed completely and at once
or not at all, and that a document that is refused is a line too: its number and faults.
Blank lines are skipped, and counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from checkout_core.cli.blame import source_name
from checkout_core.cli.ending import DONE, FOUND, Answer
from checkout_core.cli.progress import counting
from checkout_core.cli.streams import lines, opened, put
from checkout_core.errors import CheckoutError
from checkout_core.wire import dumps
from checkout_core.wire.writer import NUMBERS


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.wire.writer import Amounts


def answered(
    file: str,
    make: Callable[[int, bytes], Any],
    *,
    bad: Callable[[CheckoutError], Mapping[str, Any] | None] = lambda _: None,
    amounts: Amounts = NUMBERS,
) -> Answer:
    """
    Print a line for each document of *file*; return how that ends.

    *make* returns the JSON document that is printed, from the number and the bytes of a
    line.  *bad* returns what is printed in addition to the faults of an error; None
    (the default) for nothing.  *amounts* is how amounts are printed.
    """
    count = faulty = 0
    with opened(file) as stream, counting() as advance:
        for number, line in lines(stream):
            try:
                answer = make(number, line)
            except CheckoutError as error:
                faulty += 1
                more = bad(error) or {}
                answer = {"line": number, **more, "faults": error.as_json()}
            put(dumps(answer, amounts=amounts))
            count += 1
            advance()
    if not faulty:
        return Answer(None, DONE)
    summary = f"{source_name(file)}: {faulty} of {count} documents have faults"
    return Answer(None, FOUND, [summary])


__all__ = ["answered"]
