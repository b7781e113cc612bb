# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which mistakes in the engine the corpus finds: each mutant in a child of its own.

    python -m tests.conformance.mutants --modules pricing --sample 300 --seed 7
    python -m tests.conformance.mutants --kills kills.jsonl

prints how many mutants died, by module, and those that live with their line.  A mutant
dies by a case that fails, an error, or a case that takes longer than `PATIENCE`.  Only
cases that run the changed statement are asked; the default stops at the first that
fails, `--kills` looks for several and writes who kills whom, for `cover`.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import pickle
import random
import resource
import select
import signal
import sys

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

from tests.conformance import run
from tests.conformance.equivalents import EQUIVALENT, OUTSIDE
from tests.conformance.mutations import Module, Mutant, code_of


SOURCE = Path(__file__).resolve().parents[2] / "src" / "checkout_core"
PROGRAM = "tests.conformance.programs.checkout_core_program"
#: What the corpus is for: figures of a cart.
CORE = (
    *("pricing/*.py", "store/shipping.py", "store/zones.py", "store/tax_classes.py"),
    *("store/charges.py", "tax/*.py"),
)
MORE = ("cart/compiled.py", "offers/benefits/*.py", "refunds/*.py", "ledger/*.py")
#: Seconds that a case may take, and memory that a mutant may have.
PATIENCE = 2.0
MEMORY = 2 * 1024**3
JOBS = 2
#: Where several killers are looked for: so many cases are asked after the first.
FURTHER = 15


class Found(NamedTuple):
    """What came of a mutant: who kills it, nobody if it lives."""

    mutant: Mutant
    killers: list[str]
    #: How many cases run the changed statement.
    asked: int


class TooLong(BaseException):
    """A case takes longer than it may."""


def modules(patterns: Sequence[str] = CORE) -> list[Module]:
    """Return the modules of patterns below the package, in order."""
    paths = sorted({path for each in patterns for path in SOURCE.glob(each)})
    return [Module(_name(path), path) for path in paths]


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(["checkout_core", *(each for each in parts if each != "__init__")])


# The engine, changed -----------------------------------------------------------------


class Engine:
    """The engine in this process, in which single functions can be changed."""

    def __init__(self, targets: Sequence[Module]) -> None:
        import importlib

        self.modules = {each.name: each for each in targets}
        self.program = importlib.import_module(PROGRAM)
        for name in self.modules:
            importlib.import_module(name)
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = {}
        self.caches = []
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                code = each.__code__
                key = (code.co_filename, code.co_qualname, code.co_firstlineno)
                self.functions.setdefault(key, []).append(each)
            elif type(each).__name__ == "_lru_cache_wrapper":
                module = str(getattr(each, "__module__", ""))
                if module.startswith("checkout_core"):
                    self.caches.append(each)

    def answered(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer of the engine as the runner reads it."""
        text = self.program.answered(request)
        found = json.loads(text, parse_float=str, parse_int=str)
        return dict(found)

    def change(self, mutant: Mutant) -> Callable[[], None]:
        """Change the engine; returns what takes it back, where that is possible."""
        module = self.modules[mutant.module]
        swapped: list[tuple[FunctionType, CodeType]] = []
        if mutant.function is not None:
            new = code_of(module.compiled(mutant.number, alone=True), mutant.function)
            key = (str(module.path), *mutant.function)
            for each in self.functions.get(key, ()):
                if new is not None and new.co_freevars == each.__code__.co_freevars:
                    swapped.append((each, each.__code__))
                    each.__code__ = new
        if not swapped:
            self._import(module, module.compiled(mutant.number))
            return lambda: None
        self.clear()

        def back() -> None:
            for function, code in swapped:
                function.__code__ = code
            self.clear()

        return back

    def clear(self) -> None:
        """Forget what functions remember."""
        for each in self.caches:
            each.cache_clear()

    def _import(self, module: Module, changed: CodeType) -> None:
        """Import the whole engine again, with a changed module in it."""
        import importlib

        for name in [*sys.modules]:
            if name.split(".")[0] == "checkout_core" or name == PROGRAM:
                del sys.modules[name]
        sys.meta_path.insert(0, _Finder(module, changed))
        self.program = importlib.import_module(PROGRAM)


class _Finder:
    """Finds one module, with other code."""

    def __init__(self, module: Module, code: CodeType) -> None:
        self.module = module
        self.code = code

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != self.module.name:
            return None
        package = self.module.path.name == "__init__.py"
        spec = ModuleSpec(name, self, origin=str(self.module.path), is_package=package)  # type: ignore[arg-type]
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [str(self.module.path.parent)]
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        exec(self.code, vars(module))


def passes(engine: Engine, case: Mapping[str, Any]) -> bool:
    """Return whether the engine answers as a case expects, in time."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        return not run.check(case, engine.answered(run.request_of(case)))
    except (Exception, TooLong):
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def limited() -> None:
    """Bound the time of a case and the memory of this process."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, late)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


# Children ----------------------------------------------------------------------------


def children(
    tasks: Iterable[tuple[Any, Callable[[], Any]]],
) -> Iterator[tuple[Any, Any]]:
    """Yield (key, result) of tasks, each run in a fork; None of one that broke."""
    waiting = iter(tasks)
    running: dict[int, tuple[Any, int, list[bytes]]] = {}
    more = True
    while more or running:
        while more and len(running) < JOBS:
            task = next(waiting, None)
            if task is None:
                more = False
                break
            inner, outer = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(inner)
                _run(task[1], outer)
            os.close(outer)
            running[inner] = task[0], pid, []
        # Without a pipe it would wait for ever.
        ready = select.select([*running], [], [])[0] if running else []
        for pipe in ready:
            key, pid, parts = running[pipe]
            part = os.read(pipe, 1 << 16)
            if part:
                parts.append(part)
                continue
            os.close(pipe)
            os.waitpid(pid, 0)
            del running[pipe]
            yield key, pickle.loads(b"".join(parts)) if parts else None


def _run(task: Callable[[], Any], pipe: int) -> None:
    """Run a task in this child, write its result, and end."""
    try:
        limited()
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 2)
        text = pickle.dumps(task())
        with os.fdopen(pipe, "wb") as out:
            out.write(text)
    finally:
        os._exit(0)


def reached(
    engine: Engine, cases: Sequence[Mapping[str, Any]]
) -> list[set[tuple[str, int]]]:
    """Return, for each case, the lines of the modules that it runs."""
    found: list[set[tuple[str, int]]] = [set() for _ in cases]
    tasks = (
        (index, partial(lines_of, engine, run.request_of(case)))
        for index, case in enumerate(cases)
    )
    for index, lines in children(tasks):
        found[index] = lines or set()
    return found


def remembered(
    engine: Engine, cases: Sequence[Mapping[str, Any]], memory: Path | None
) -> list[set[tuple[str, int]]]:
    """Return the lines that cases run, those of an earlier run from a file."""
    if memory is None:
        return reached(engine, cases)
    known: dict[str, list[list[Any]]] = {}
    if memory.exists():
        known = json.loads(memory.read_text())
    sources = "".join(each.text for each in engine.modules.values())
    keys = [
        hashlib.sha256(
            (sources + json.dumps(run.request_of(case))).encode()
        ).hexdigest()
        for case in cases
    ]
    new = [i for i, key in enumerate(keys) if key not in known]
    for i, lines in zip(new, reached(engine, [cases[i] for i in new]), strict=True):
        known[keys[i]] = sorted([name, line] for name, line in lines)
    memory.write_text(json.dumps({key: known[key] for key in keys}))
    return [{(name, line) for name, line in known[key]} for key in keys]


def lines_of(engine: Engine, request: Mapping[str, Any]) -> set[tuple[str, int]]:
    """Return the lines of the modules that a request runs."""
    names = {str(each.path): name for name, each in engine.modules.items()}
    lines: set[tuple[str, int]] = set()

    def entered(frame: FrameType, event: str, _: Any) -> Any:
        name = names.get(frame.f_code.co_filename)
        if name is None:
            return None

        def line(inner: FrameType, event: str, _: Any) -> Any:
            lines.add((name, inner.f_lineno))
            return line

        lines.add((name, frame.f_lineno))
        return line

    sys.settrace(entered)
    try:
        engine.answered(request)
    finally:
        sys.settrace(None)
    return lines


# The hunt ----------------------------------------------------------------------------


class Hunt:
    """Cases against mutants."""

    def __init__(
        self,
        engine: Engine,
        cases: Sequence[Mapping[str, Any]],
        memory: Path | None = None,
    ) -> None:
        self.engine = engine
        self.cases = {str(case["id"]): case for case in cases}
        lines = remembered(engine, cases, memory)
        self.by_line: dict[tuple[str, int], set[str]] = {}
        for case, found in zip(cases, lines, strict=True):
            for line in found:
                self.by_line.setdefault(line, set()).add(str(case["id"]))
        #: Who killed before, by function and by module: they are asked first.
        self.known: dict[Any, Counter[str]] = {}

    def asked(self, mutant: Mutant) -> list[str]:
        """Return the cases that run a changed statement, likely killers first."""
        if mutant.function is None:
            names = set(self.cases)
        else:
            names = set()
            for line in mutant.lines:
                names |= self.by_line.get((mutant.module, line), set())
        here = self.known.get((mutant.module, mutant.function), Counter())
        there = self.known.get(mutant.module, Counter())
        return sorted(names, key=lambda each: (-here[each], -there[each], each))

    def over(self, mutants: Iterable[Mutant], *, most: int = 1) -> Iterator[Found]:
        """Yield what comes of each mutant; *most* killers are looked for."""

        def tasks() -> Iterator[tuple[Any, Callable[[], Any]]]:
            for mutant in mutants:
                names = self.asked(mutant)
                if not names:
                    yield (mutant, 0), list
                    continue
                task = partial(self._killers, mutant, names, most)
                yield (mutant, len(names)), task

        for (mutant, asked), found in children(tasks()):
            # A child that ended without an answer was killed by whatever was asked.
            killers = self.asked(mutant)[:most] if found is None else found
            for each in killers:
                for key in ((mutant.module, mutant.function), mutant.module):
                    self.known.setdefault(key, Counter())[each] += 1
            yield Found(mutant, killers, asked)

    def _killers(self, mutant: Mutant, names: Sequence[str], most: int) -> list[str]:
        """Return the cases that fail, in a child that may be spoiled."""
        try:
            self.engine.change(mutant)
        except Exception:
            # It cannot even be imported.
            return list(names[:most])
        found: list[str] = []
        since = 0
        for name in names:
            if not passes(self.engine, self.cases[name]):
                found.append(name)
            since += bool(found)
            if len(found) == most or since > FURTHER:
                break
        return found


def plain(name: str) -> str:
    """Return the name of a mutant without its number, which changes often."""
    place, _, what = name.partition("] ")
    return f"{place.partition(' [')[0]} {what}"


def equivalent(module: Module, mutant: Mutant) -> str | None:
    """Return why no figure can show a mutant, None if one should."""
    key = (mutant.module, module.rows[mutant.line - 1].strip(), mutant.what)
    if mutant.function is None:
        return EQUIVALENT.get(key)
    function = mutant.function[0]
    return (
        OUTSIDE.get((mutant.module, function))
        or EQUIVALENT.get(key)
        or EQUIVALENT.get((*key, function))
    )


def drawn(
    targets: Sequence[Module],
    sample: int | None,
    seed: str,
    aside: Collection[str] = (),
    *,
    listed: bool = False,
) -> tuple[list[Mutant], int]:
    """Return a sample of those that are not equivalent, or are, and how many are."""
    found, same = [], 0
    for module in targets:
        for mutant in module.mutants():
            said = equivalent(module, mutant) is not None
            same += said
            if said == listed and plain(mutant.name) not in aside:
                found.append(mutant)
    if sample is not None and sample < len(found):
        found = random.Random(seed).sample(found, sample)
        found.sort(key=lambda each: (each.module, each.number))
    return found, same


def table(results: Iterable[Found]) -> str:
    """Return how many mutants died, by module."""
    rows: dict[str, list[int]] = {}
    for each in results:
        for name in (each.mutant.module.removeprefix("checkout_core."), "all"):
            row = rows.setdefault(name, [0, 0])
            row[0] += bool(each.killers)
            row[1] += 1
    last = rows.pop("all", [0, 0])
    lines = [f"{'module':<40} killed  mutants   rate"]
    for name, (killed, all_) in [*sorted(rows.items()), ("all", last)]:
        rate = 100 * killed / all_ if all_ else 0
        lines.append(f"{name:<40} {killed:>6} {all_:>8}  {rate:>4.1f} %")
    return "\n".join(lines)


def main() -> None:
    """Hunt mutants and print what lives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=run.listed, default=[], help="parts of names")
    parser.add_argument("--more", action="store_true", help="offers and refunds too")
    parser.add_argument("--sample", type=int, help="so many mutants; all by default")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--kills", type=Path, metavar="FILE")
    parser.add_argument("--killers", type=int, default=8, help="so many with --kills")
    parser.add_argument("--lines", type=Path, metavar="FILE", help="what cases run")
    parser.add_argument("--except", type=Path, dest="aside", metavar="FILE")
    parser.add_argument("--survivors", type=Path, metavar="FILE")
    parser.add_argument(
        "--listed", action="store_true", help="hunt those listed as equivalent instead"
    )
    asked = parser.parse_args()
    known = modules((*CORE, *MORE))
    core = {each.name for each in modules(CORE)}
    targets = [each for each in known if asked.more or each.name in core]
    if asked.modules:
        targets = [
            each for each in targets if any(part in each.name for part in asked.modules)
        ]
    done = set()
    if asked.aside:
        lines = asked.aside.read_text().splitlines()
        done = {plain(json.loads(line)["mutant"]) for line in lines}
    mutants, same = drawn(targets, asked.sample, asked.seed, done, listed=asked.listed)
    hunt = Hunt(Engine(known), run.read_cases(run.HERE / "cases.jsonl"), asked.lines)
    results = []
    if asked.kills:
        asked.kills.write_text("")
    gc.freeze()
    for index, each in enumerate(
        hunt.over(mutants, most=asked.killers if asked.kills else 1), 1
    ):
        results.append(each)
        if asked.kills:
            row = {"mutant": each.mutant.name, "by": each.killers}
            with asked.kills.open("a") as file:
                file.write(json.dumps(row) + "\n")
        if index % 50 == 0 and sys.stderr.isatty():
            print(f"\r{index} of {len(mutants)}", end="", file=sys.stderr)
    by_name = {each.name: each for each in targets}
    living = [each for each in results if not each.killers]
    if asked.listed:
        # One that a case finds is not equivalent.
        living = [each for each in results if each.killers]
    for each in sorted(living, key=lambda each: each.mutant[:2]):
        text = by_name[each.mutant.module].rows[each.mutant.line - 1].strip()
        print(f"{each.mutant.name}  (asked {each.asked})\n    {text}")
    print(table(results))
    print(f"{same} mutants are listed as equivalent")
    if asked.survivors:
        rows = [json.dumps({"mutant": each.mutant.name, "by": []}) for each in living]
        asked.survivors.write_text("".join(f"{row}\n" for row in rows))


if __name__ == "__main__":
    main()
