# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What no document can tell from the engine: mutants and functions, with the reason.

The folder `equivalents` has a file for each module of the engine, named as it is below
the package: `outside` are functions that no document reaches or that decide nothing
that an answer has, each with its reason; `equivalent` are reasons, each with its
mutants: the line of the source as it stands there, what is changed, and the function
where another one has the same line.
"""

from __future__ import annotations

import json

from pathlib import Path
from typing import Any


FOLDER = Path(__file__).with_name("equivalents")


def _read() -> dict[str, Any]:
    return {
        f"checkout_core.{path.stem}": json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.json"))
    }


#: (module, function) to the reason.
OUTSIDE: dict[tuple[str, str], str] = {
    (module, function): why
    for module, listed in _read().items()
    for function, why in listed["outside"].items()
}

#: (module, line of the source, change, and perhaps function) to the reason.
EQUIVALENT: dict[tuple[str, ...], str] = {
    (module, *mutant): why
    for module, listed in _read().items()
    for why, mutants in listed["equivalent"].items()
    for mutant in mutants
}
