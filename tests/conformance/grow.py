# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Finds documents that kill mutants the corpus lets live, and writes them as cases.

    python -m tests.conformance.mutants --survivors living.jsonl
    python -m tests.conformance.grow living.jsonl --seed 3 --area drawn

Documents are drawn as the oracle's tests draw them, and made of the corpus by small
changes; quotes are verified as they are and with a figure changed.  A document stays if
the oracle agrees with the engine, as far as it knows what the document asks for; then
it is made as small as it can be while it kills the same mutants.  It promises cases in
the format of the areas, whose expectations hold what the mutants get wrong; their `why`
is the sentence of the changed function, to be written better by a person.
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import random
import signal

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.conformance import build, run
from tests.conformance.candidates import changed_figures, nudged
from tests.conformance.mutants import (
    CORE,
    MORE,
    PATIENCE,
    Engine,
    TooLong,
    children,
    equivalent,
    lines_of,
    modules,
    plain,
)
from tests.conformance.mutations import Module, Mutant
from tests.oracle.compare import differences
from tests.oracle.drawn import document as drawn


Case = dict[str, Any]
#: Of a quote, what repeats what went in or words for people, and its seal.
ASIDE = {
    "fingerprint",
    "schema_version",
    "engine",
    "at",
    "cart",
    "customer",
    "store",
    "message",
}
#: Keys that the oracle does not read.
UNKNOWN = (
    "tax_class",
    "tax_classes",
    "cess_per_unit",
    "up_to",
    "measure",
    "discounted",
    "section_9_5",
)
#: So many documents are tried for each mutant, those that run its line.
TRIED = 60
#: So many killers are enough to choose from.
FEW = 4
#: So many times a document is made smaller, with so many mutants.
STEPS = 250
SWAPPED = 4


def observed(engine: Engine, case: Mapping[str, Any]) -> Any:
    """Return what a program would be compared by."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        answer = engine.answered(run.request_of(case))
    except TooLong:
        return "too long"
    except Exception as error:
        return f"broken: {type(error).__name__}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if "quote" in answer:
        order = {key: answer["order"][key] for key in build.ORDER}
        return {"order": order, "quote": _bare(answer["quote"])}
    return answer


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items() if key not in ASIDE}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return value


def asked(document: Any, tampered: Mapping[str, Any] | None = None) -> Case:
    """Return a case as an area has it, that expects nothing yet."""
    case: Case = {"id": "drawn/0", "level": "exact", "why": "", "document": document}
    if tampered is not None:
        case |= {"tampered": dict(tampered), "sealed": True}
    return case | {"expect": {}}


def as_built(case: Case) -> Case:
    """Return a case as programs see it."""
    return dict(json.loads(build.text_of(build.built("drawn", case))))


def agreed(case: Case) -> bool:
    """Return whether the oracle agrees with the engine, as far as it knows."""
    text = build.text_of(case["document"])
    if any(f'"{key}"' in text for key in UNKNOWN):
        return True
    from checkout_core import loads

    document = loads(text)
    lines = document.get("cart", {}).get("cart_items") or []
    try:
        if any(int(line["quantity"]) > 60 for line in lines):
            return True
        return not differences(document)
    except Exception:
        # The oracle cannot read it, and so does not know.
        return True


# Hunting -----------------------------------------------------------------------------


class Pool:
    """Documents that may kill, what the engine says of them, and the lines they run."""

    def __init__(self, engine: Engine, cases: Sequence[Case]) -> None:
        self.engine = engine
        self.cases: list[Case] = []
        self.built: list[Case] = []
        self.said: list[Any] = []
        self.by_line: dict[tuple[str, int], list[int]] = {}
        size = 40
        batches = [cases[i : i + size] for i in range(0, len(cases), size)]
        tasks = ((i, partial(self._looked, each)) for i, each in enumerate(batches))
        for _, found in children(tasks):
            for case, built, said, lines in found or ():
                for line in lines:
                    self.by_line.setdefault(line, []).append(len(self.cases))
                self.cases.append(case)
                self.built.append(built)
                self.said.append(said)

    def _looked(self, batch: Sequence[Case]) -> list[tuple[Case, Case, Any, Any]]:
        found = []
        for case in batch:
            try:
                built = as_built(case)
                self.engine.clear()
                lines = lines_of(self.engine, run.request_of(built))
            except Exception:
                # No quote to be changed, or a document that is no document.
                continue
            said = observed(self.engine, built)
            found.append((case, built, said, lines))
        return found

    def killers(self, mutant: Mutant, chance: random.Random) -> list[int]:
        """Return the documents that tell a mutant from the engine."""
        names: set[int] = set()
        for line in mutant.lines:
            names.update(self.by_line.get((mutant.module, line), ()))
        if mutant.function is None:
            names = set(range(len(self.cases)))
        some = chance.sample(sorted(names), min(TRIED, len(names)))
        try:
            self.engine.change(mutant)
        except Exception:
            return some
        found: list[int] = []
        for index in some:
            if observed(self.engine, self.built[index]) != self.said[index]:
                found.append(index)
            if len(found) == FEW:
                break
        return found


def candidates(seed: str, cases: Sequence[Case], many: int) -> Iterator[Case]:
    """Yield documents drawn, changed, and quotes with a changed figure."""
    chance = random.Random(seed)
    documents = [
        case["document"]
        for case in cases
        if isinstance(case["document"], dict) and "faults" not in case["expect"]
    ]
    for number in range(many):
        yield asked(build.read(json.dumps(drawn(f"{seed}/{number}"), default=str)))
    for _ in range(2 * many):
        yield asked(nudged(chance, chance.choice(documents), chance.choice(documents)))
    for _ in range(many):
        document = chance.choice(documents)
        if chance.random() < 0.3:
            document = build.read(json.dumps(drawn(f"{seed}/{chance.randrange(many)}")))
        tampered = changed_figures(chance, document)
        if tampered is not None:
            yield asked(document, tampered)


# Making small ------------------------------------------------------------------------


class Small:
    """Makes a case smaller while it kills the same mutants."""

    def __init__(self, engine: Engine, case: Case, kills: Sequence[Mutant]) -> None:
        self.engine = engine
        self.case = case
        #: A few are enough: the others mostly die with them.
        self.kills = [each for each in kills if each.function is not None][:SWAPPED]
        self.faulty = "faults" in observed(engine, as_built(case))

    def result(self) -> tuple[Case, Any, list[Any]]:
        """Return the smallest case, what is said of it, and what mutants say."""
        document = self.case["document"]
        best = self.said(document)
        if best is None:
            return self.case, observed(self.engine, as_built(self.case)), []
        steps, smaller = 0, True
        while smaller and steps < STEPS:
            smaller = False
            for place in list(_places(document)):
                steps += 1
                other = _without(document, place) if steps < STEPS else None
                found = None if other is None else self.said(other)
                if found is not None and agreed(self.case | {"document": other}):
                    document, best, smaller = other, found, True
        return self.case | {"document": document}, *best

    def said(self, document: Any) -> tuple[Any, list[Any]] | None:
        """Return what the engine and each mutant say, None if one says the same."""
        try:
            built = as_built(self.case | {"document": document})
        except (Exception, SystemExit):
            return None
        said = observed(self.engine, built)
        if isinstance(said, str) or ("faults" in said) != self.faulty:
            return None
        others = []
        for mutant in self.kills:
            back = self.engine.change(mutant)
            try:
                others.append(observed(self.engine, built))
            finally:
                back()
            if others[-1] == said:
                return None
        return said, others


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of each key and item, the large ones first."""
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = [*value.items()]
    elif isinstance(value, list):
        items = [*reversed([*enumerate(value)])]
    items.sort(key=lambda pair: -len(build.text_of(pair[1])))
    for key, _ in items:
        yield (*way, key)
    for key, each in items:
        yield from _places(each, (*way, key))


def _without(document: Any, place: tuple[Any, ...]) -> Any:
    """Return a document without what is at a place, None if nothing is there."""
    found = copy.deepcopy(document)
    inner = found
    try:
        for key in place[:-1]:
            inner = inner[key]
        del inner[place[-1]]
    except (KeyError, IndexError, TypeError):
        return None
    return found


# Writing -----------------------------------------------------------------------------


def expected(said: Any, others: Sequence[Any]) -> Any:
    """Return of an answer what any mutant gets wrong, and what is to be paid."""
    if "quote" not in said:
        return said
    priced = [each for each in others if not isinstance(each, str) and "quote" in each]
    names = {"to_be_paid"}
    keys: dict[str, set[str]] = {}
    for other in priced:
        names |= _differing(said["order"], other["order"])
        for key, value in said["quote"].items():
            if other["quote"].get(key) != value:
                found = _differing(value, other["quote"].get(key))
                keys.setdefault(key, set()).update(found)
    if len(priced) < len(others) or not keys:
        names |= {"item_total_tax", "total_tax", "grand_total"}
    names |= keys.pop("totals", set()) & set(said["order"])
    order = {key: each for key, each in said["order"].items() if key in names}
    quote = {key: _cut(said["quote"][key], each) for key, each in keys.items()}
    result: dict[str, Any] = {"order": order}
    if "refusals" in quote:
        result["refusals"] = quote.pop("refusals")
    return result | ({"quote": quote} if quote else {})


def _differing(value: Any, other: Any) -> set[str]:
    """Return the keys of an object, or of the items of a list, that differ."""
    if isinstance(value, dict) and isinstance(other, dict):
        return {key for key, each in value.items() if other.get(key) != each}
    if isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        return set().union(
            *(_differing(a, b) for a, b in zip(value, other, strict=True))
        )
    if isinstance(value, list):
        return set().union(*(each for each in value if isinstance(each, dict)))
    return set()


def _cut(value: Any, keys: set[str]) -> Any:
    """Return an object, or each of a list, with some keys."""
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key in keys}
    if isinstance(value, list):
        return [_cut(each, keys) for each in value]
    return value


def sentence(targets: Mapping[str, Any], mutants: Sequence[Mutant]) -> str:
    """Return what the functions of mutants say they do."""
    said: list[str] = []
    for mutant in mutants:
        for node in ast.walk(targets[mutant.module].tree):
            kinds = (ast.FunctionDef, ast.ClassDef, ast.Module)
            if not isinstance(node, kinds) or not ast.get_docstring(node):
                continue
            first = getattr(node, "lineno", 0)
            last = getattr(node, "end_lineno", 10**9)
            if isinstance(node, ast.Module) or not first <= mutant.line <= last:
                continue
            said.append(
                " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
            )
    return said[-1].rstrip(".") if said else "every figure of the quote"


def chosen(
    pool: Pool, kills: dict[int, list[Mutant]], most: int
) -> list[tuple[int, list[Mutant]]]:
    """Return documents with the mutants that each is to kill, the best first."""
    used: set[str] = set()
    found: list[tuple[int, list[Mutant]]] = []
    sizes = {i: len(build.text_of(pool.cases[i]["document"])) for i in kills}
    while kills and len(found) < most:
        kills = {
            index: left
            for index, each in kills.items()
            if (left := [mutant for mutant in each if mutant.name not in used])
        }
        if not kills:
            break
        index = max(kills, key=lambda i: len(kills[i]) / (sizes[i] + 500) ** 0.5)
        mutants = kills.pop(index)
        if not agreed(pool.cases[index]):
            print("the oracle differs:", build.text_of(pool.cases[index]["document"]))
            continue
        found.append((index, mutants))
        used |= {each.name for each in mutants}
    return found


def living(path: Path, targets: Mapping[str, Module]) -> list[Mutant]:
    """Return the mutants of a file that nothing kills and something should."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    names = {plain(row["mutant"]) for row in rows if not row["by"]}
    return [
        mutant
        for module in targets.values()
        for mutant in module.mutants()
        if plain(mutant.name) in names and equivalent(module, mutant) is None
    ]


def main() -> None:
    """Hunt, choose, make small, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("survivors", type=Path)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--area", default="drawn")
    parser.add_argument("--many", type=int, default=800)
    parser.add_argument("--kills", type=Path, help="who kills whom is added to it")
    parser.add_argument("--most", type=int, default=60, help="so many cases")
    given = parser.parse_args()
    targets = {each.name: each for each in modules((*CORE, *MORE))}
    mutants = living(given.survivors, targets)
    engine = Engine([*targets.values()])
    cases = [case for each in build.areas().values() for case in each]
    pool = Pool(engine, list(candidates(given.seed, cases, given.many)))
    print(f"{len(pool.cases)} documents, {len(mutants)} mutants", flush=True)
    kills: dict[int, list[Mutant]] = {}
    tasks: Iterator[tuple[Any, Callable[[], Any]]] = (
        (mutant, partial(pool.killers, mutant, random.Random(given.seed)))
        for mutant in mutants
    )
    for mutant, found in children(tasks):
        for index in found or ():
            kills.setdefault(index, []).append(mutant)
    dead = {mutant.name for found in kills.values() for mutant in found}
    print(f"{len(dead)} killed by them", flush=True)
    path = build.AREAS / f"{given.area}.json"
    written = build.read(path.read_text()) if path.exists() else []
    jobs = (
        (found, Small(engine, pool.cases[index], found).result)
        for index, found in chosen(pool, kills, given.most)
    )
    for found, result in children(jobs):
        if result is not None:
            case, said, others = result
            refused = "faults" in said and "verified" not in said
            written.append(
                case
                | {
                    "id": f"{given.area}/{len(written) + 1}",
                    "level": "path" if refused else "exact",
                    "why": sentence(targets, found),
                    "expect": expected(said, others),
                }
            )
            path.write_text(build.layout(written), encoding="utf-8")
            if given.kills:
                ident = written[-1]["id"]
                rows = [{"mutant": each.name, "by": [ident]} for each in found]
                with given.kills.open("a") as file:
                    file.writelines(json.dumps(row) + "\n" for row in rows)
    print(f"{len(written)} cases in {given.area}")


if __name__ == "__main__":
    main()
