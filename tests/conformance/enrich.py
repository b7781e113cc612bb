# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Lets cases that there are expect more, where that kills mutants that live.

    python -m tests.conformance.mutants --kills kills.jsonl --lines lines.json
    python -m tests.conformance.enrich kills.jsonl --lines lines.json

For each mutant that lives, documents of the corpus that run its line are priced with
it; the first whose quote differs gets the figures that differ into its `expect`.  No
document is changed.
"""

from __future__ import annotations

import argparse
import time

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.conformance import build, run
from tests.conformance.grow import expected, living, observed
from tests.conformance.mutants import CORE, MORE, Engine, Hunt, children, modules
from tests.conformance.mutations import Mutant


#: So many documents are tried for each mutant.
TRIED = 25


def shown_by(
    hunt: Hunt, before: Mapping[str, Any], mutant: Mutant
) -> tuple[str, Any] | None:
    """Return the case that tells a mutant, and what it has to expect."""
    names = [
        name for name in hunt.asked(mutant) if hunt.cases[name]["level"] == "exact"
    ]
    # Those that run little show best what they show.
    names = sorted(names, key=lambda name: len(str(hunt.cases[name])))[:TRIED]
    try:
        hunt.engine.change(mutant)
    except Exception:
        return None
    for name in names:
        said = before.get(name, "")
        if isinstance(said, str) or "quote" not in said:
            continue
        other = observed(hunt.engine, hunt.cases[name])
        if other != said:
            return name, expected(said, [other])
    return None


def merged(old: Any, new: Any) -> Any:
    """Return what either expects; of lists of as many items, item by item."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        found = {
            key: merged(each, new[key]) if key in new else each
            for key, each in old.items()
        }
        return found | {key: each for key, each in new.items() if key not in old}
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [merged(a, b) for a, b in zip(old, new, strict=True)]
    return new


def main() -> None:
    """Add figures to cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=Path)
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--seconds", type=float, default=3600, help="then it ends")
    asked = parser.parse_args()
    known = modules((*CORE, *MORE))
    mutants = living(asked.kills, {each.name: each for each in known})
    hunt = Hunt(Engine(known), run.read_cases(build.BUILT), asked.lines)
    before = {name: observed(hunt.engine, case) for name, case in hunt.cases.items()}
    hunt.engine.clear()
    more: dict[str, Any] = {}
    dead = 0
    end = time.monotonic() + asked.seconds
    for _, found in children(
        (each, partial(shown_by, hunt, before, each)) for each in mutants
    ):
        if found is not None:
            name, expect = found
            more[name] = merged(more.get(name, {}), expect)
            dead += 1
        if time.monotonic() > end:
            break
    print(f"{dead} of {len(mutants)} mutants by {len(more)} cases")
    for area, cases in build.areas().items():
        changed = [
            case | {"expect": merged(case["expect"], more[case["id"]])}
            if case["id"] in more
            else case
            for case in cases
        ]
        if changed != cases:
            path = build.AREAS / f"{area}.json"
            path.write_text(build.layout(changed), encoding="utf-8")
    build.BUILT.write_text(build.corpus(), encoding="utf-8")


if __name__ == "__main__":
    main()
