# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Leaves in the areas the cases that are needed, and records what each is needed for.

    python -m tests.conformance.mutants --kills kills.jsonl
    python -m tests.conformance.cover kills.jsonl [MORE.jsonl ...] --write

A case stays if it is one of at most two that kill a mutant or run a line of the engine,
or the only one for a named thing: an area, a level, an operation, a code of a fault or
of a refusal.  The choice is greedy: the case with the most that is still open comes
first.  `kept.json` has, for each case, how many mutants of those tried it kills, for
how many mutants and lines it is needed, and the named things that only it has.
"""

from __future__ import annotations

import argparse
import heapq
import json

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.conformance import build, run
from tests.conformance.mutants import CORE, MORE, Engine, modules, remembered


#: So many cases are kept for each mutant, and for each line that cases run.
DEPTH = 2
#: A line that more cases run needs none of its own.
RARE = 40
KEPT = Path(__file__).with_name("kept.json")


def named(case: Mapping[str, Any]) -> Iterator[str]:
    """Yield the named things that a case is an example of."""
    yield f"area {case['area']}"
    yield f"level {case['level']}"
    if case["level"] in ("totals", "refuses", "skipped"):
        yield f"first step {case['id']}"
    yield f"operation {case['op']}"
    if case["op"] == "verify":
        yield f"verified {case['expect'].get('verified')}"
    yield from _codes(case["expect"])


def _codes(value: Any) -> Iterator[str]:
    """Yield the codes of faults and refusals that are expected."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key in ("faults", "refusals") and isinstance(each, list):
                for row in each:
                    yield f"{key[:-1]} {row.get('code')}"
            else:
                yield from _codes(each)
    elif isinstance(value, list):
        for each in value:
            yield from _codes(each)


def depth(thing: str) -> int:
    """Return how many cases are kept for a thing."""
    return DEPTH if thing.startswith(("mutant ", "line ")) else 1


def chosen(kills: Mapping[str, set[str]]) -> list[str]:
    """
    Return the cases that together do all that all of them do.

    What several do, `DEPTH` of them still do, but for named things: so that a case can
    be written anew, and a mutant that was not tried has two who may find it.
    """
    can = Counter(thing for found in kills.values() for thing in found)
    open_ = {thing: min(many, depth(thing)) for thing, many in can.items()}
    needed = dict(open_)
    # What a case still adds only falls, so the first whose number is right is the best.
    heap = [(-len(found), name) for name, found in kills.items()]
    heapq.heapify(heap)
    order: list[str] = []
    while heap:
        _, name = heapq.heappop(heap)
        adds = sum(open_[thing] > 0 for thing in kills[name])
        if heap and -adds > heap[0][0]:
            heapq.heappush(heap, (-adds, name))
        elif adds:
            order.append(name)
            for thing in kills[name]:
                open_[thing] -= 1
    counts = Counter(thing for name in order for thing in kills[name])
    # One that was chosen early may be needed no more.
    for name in reversed(order):
        if all(counts[thing] > needed[thing] for thing in kills[name]):
            counts.subtract(kills[name])
            order.remove(name)
    return order


def read_kills(paths: Iterable[Path]) -> dict[str, set[str]]:
    """Return, for each case, the mutants it kills."""
    found: dict[str, set[str]] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for name in row["by"]:
                found.setdefault(name, set()).add(f"mutant {row['mutant']}")
    return found


def main() -> None:
    """Choose, record, and leave out the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=Path, nargs="+")
    parser.add_argument("--lines", type=Path, help="cases also stay for these")
    parser.add_argument("--write", action="store_true", help="leave cases out")
    asked = parser.parse_args()
    cases = {case["id"]: case for case in run.read_cases(build.BUILT)}
    by_case = read_kills(asked.kills)
    does = {
        name: {*named(case), *by_case.get(name, ())} for name, case in cases.items()
    }
    if asked.lines:
        known = modules((*CORE, *MORE))
        every = list(cases.values())
        run_by = remembered(Engine(known), every, asked.lines)
        often = Counter(line for lines in run_by for line in lines)
        for case, lines in zip(every, run_by, strict=True):
            # One that many run is run by those that stay.
            rare = (line for line in lines if often[line] <= RARE)
            does[case["id"]] |= {f"line {name} {number}" for name, number in rare}
    kept = set(chosen(does))
    counts = Counter(thing for name in kept for thing in does[name])
    record = {}
    for name in (each for each in cases if each in kept):
        own = sorted(each for each in does[name] if counts[each] <= depth(each))
        record[name] = {
            "mutants": sum(thing.startswith("mutant ") for thing in does[name]),
            "own mutants": sum(thing.startswith("mutant ") for thing in own),
            "own lines": sum(thing.startswith("line ") for thing in own),
            "only": [each for each in own if not each.startswith(("mutant ", "line "))],
        }
    print(f"{len(kept)} of {len(cases)} cases are needed")
    for area, many in sorted(Counter(cases[name]["area"] for name in kept).items()):
        print(f"{area:<24} {many:>4}")
    if not asked.write:
        return
    for area, written in build.areas().items():
        left = [case for case in written if case["id"] in kept]
        path = build.AREAS / f"{area}.json"
        path.write_text(build.layout(left), encoding="utf-8")
    build.BUILT.write_text(build.corpus(), encoding="utf-8")
    KEPT.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
