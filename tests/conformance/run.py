# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Runs the conformance corpus against a program that speaks JSON Lines.

    python run.py [--areas shipping,cess] [--level exact] -- PROGRAM ARGUMENT...

One file on the standard library: with `cases.jsonl` and `VERSION` beside it, it works
in any folder.  It promises a table of areas, the first failures with their reason, and
a status: 0 all that was asked passed, 1 some case failed, 2 nothing could be run.  A
program that crashes, hangs or writes what is no answer fails its case and is started
again for the next.  It knows nothing of pricing: it compares texts.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import queue
import subprocess
import sys
import threading

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple


HERE = Path(__file__).resolve().parent
PROTOCOL = 1
LEVELS = ("exact", "totals", "refuses", "path", "skipped")
OPERATIONS = ("price", "refund", "order", "verify")
#: What `--totals` compares, as numbers.
TOTALS = (
    *("subtotal", "item_total_tax", "promotion_discount_amount"),
    *("coupon_discount_amount", "shipping_amount", "shipping_tax_amount"),
    *("total_tax", "grand_total", "to_be_paid"),
)
#: How often a program that ends or hangs is started again before its run is over.
RESTARTS = 5
#: So many characters of a document or an answer are shown.
SHOWN = 160


class Outcome(NamedTuple):
    """What came of a case: `passed`, `failed` or `skipped`, and why not passed."""

    case: Mapping[str, Any]
    result: str
    reason: str = ""


class BrokenError(Exception):
    """The program ended, hung, or wrote what is no answer."""


# What is compared -------------------------------------------------------------------


def spelled(value: Any) -> Any:
    """Return plain data with each number as its text."""
    if isinstance(value, Mapping):
        return {key: spelled(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [spelled(each) for each in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def differences(
    path: str, expected: Any, found: Any, *, as_numbers: bool = False
) -> Iterator[str]:
    """
    Yield what differs: of an object the expected keys, of a list every item.

    A key that is expected to be null may be absent.  Both are as `spelled` has them.
    """
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for key, each in expected.items():
            inner = f"{path}.{key}" if path else str(key)
            if key not in found:
                if each is not None:
                    yield f"{inner}: expected {shown(each)}, absent"
            else:
                yield from differences(inner, each, found[key], as_numbers=as_numbers)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{path}: expected {shown(expected)}, found {shown(found)}"
            return
        for index, (each, other) in enumerate(zip(expected, found, strict=True)):
            inner = f"{path}[{index}]"
            yield from differences(inner, each, other, as_numbers=as_numbers)
    elif not (same_number(expected, found) if as_numbers else expected == found):
        yield f"{path}: expected {shown(expected)}, found {shown(found)}"


def same_number(expected: Any, found: Any) -> bool:
    """Return whether two texts are one number, whatever their digits."""
    try:
        return Decimal(expected) == Decimal(found)
    except (InvalidOperation, TypeError, ValueError):
        return bool(expected == found)


def shown(value: Any) -> str:
    """Return data on one short line."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def check(case: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """Return how an answer differs from what its case expects; nothing if it passes."""
    level, expect = case["level"], case["expect"]
    if level == "refuses":
        return [] if answer.get("faults") else [f"not refused: {shown(answer)}"]
    if level == "path":
        faults = answer.get("faults")
        if not isinstance(faults, list) or not faults:
            return [f"not refused: {shown(answer)}"]
        found = sorted(key_of(each) for each in faults)
        wanted = sorted(key_of(each) for each in expect["faults"])
        if found == wanted:
            return []
        return [f"faults: expected {shown(wanted)}, found {shown(found)}"]
    if level == "totals":
        found = answer.get("order", {})
        return list(differences("order", expect["totals"], found, as_numbers=True))
    return list(differences("", spelled(expect), answer))


def by_totals(case: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return a case that asks for totals alone, None if it expects none."""
    if case["level"] in ("totals", "refuses"):
        return case
    if case["level"] == "path":
        return {**case, "level": "refuses", "expect": {}}
    known = case["expect"].get("order", {})
    totals = {name: known[name] for name in TOTALS if name in known}
    return {**case, "level": "totals", "expect": {"totals": totals}} if totals else None


def key_of(fault: Any) -> list[str]:
    """Return path and code of a fault."""
    if not isinstance(fault, Mapping):
        return ["", shown(fault)]
    return [str(fault.get("path")), str(fault.get("code"))]


def request_of(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a program is asked for a case: all of it but the answer."""
    aside = ("area", "level", "expect", "why")
    asked = {key: each for key, each in case.items() if key not in aside}
    if "with_payment" in case["expect"]:
        asked["with_payment"] = True
    return asked


# The program ------------------------------------------------------------------------


class Program:
    """A program as a child process: lines go in, lines come back."""

    def __init__(self, command: Sequence[str], timeout: float) -> None:
        self.timeout = timeout
        self.errors: list[str] = []
        self.lines: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
        )
        self.readers = [
            threading.Thread(target=read, daemon=True)
            for read in (self._read, self._read_errors)
        ]
        for each in self.readers:
            each.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line)
        self.lines.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as lines:
            for line in lines:
                self.errors = [*self.errors[-4:], line.rstrip()]

    def ask(self, request: Mapping[str, Any], *, wait: float = 0) -> dict[str, Any]:
        """Return the answer to a request; raises `BrokenError` if there is none."""
        line = json.dumps(request, ensure_ascii=False)
        closed = self._write(line + "\n")
        if closed is not None:
            raise BrokenError(f"the program takes no lines: {self._last(closed)}")
        timeout = wait or self.timeout
        try:
            text = self.lines.get(timeout=timeout)
        except queue.Empty:
            raise BrokenError(f"no answer within {timeout:g} s") from None
        if text is None:
            raise BrokenError(f"the program ended: {self._last('no message')}")
        try:
            answer = json.loads(text, parse_float=str, parse_int=str)
        except ValueError:
            raise BrokenError(f"no JSON: {shown(text.rstrip())}") from None
        if not isinstance(answer, dict):
            raise BrokenError(f"no JSON object: {shown(text.rstrip())}")
        if answer.get("id") != request.get("id"):
            asked = shown(request.get("id"))
            raise BrokenError(f"asked {asked}, answered {shown(answer.get('id'))}")
        return answer

    def _last(self, otherwise: object) -> str:
        """Return the last line of the program's errors."""
        self.end(0.2)
        return self.errors[-1] if self.errors else str(otherwise)

    def stop(self) -> None:
        """Ask the program to end, and wait for it."""
        self._write('{"op": "stop"}\n')
        self.end(self.timeout)

    def _write(self, text: str) -> OSError | None:
        """Write to the program; returns why it takes nothing, None if it does."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(text)
            self.process.stdin.flush()
        except (OSError, ValueError) as error:
            return error if isinstance(error, OSError) else OSError(str(error))
        return None

    def end(self, wait: float = 0) -> None:
        """Wait so many seconds for the end of the program, then end it."""
        assert self.process.stdin is not None
        # What was not yet taken is lost with the program.
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(wait)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for each in self.readers:
            # A child of the program may keep its output open.
            each.join(1)


class Conversation:
    """One program over all cases, started again where it breaks."""

    def __init__(
        self, command: Sequence[str], *, timeout: float, patience: float, version: str
    ) -> None:
        self.command = command
        self.timeout = timeout
        self.patience = patience
        self.version = version
        self.program: Program | None = None
        self.starts = 0
        self.about: dict[str, Any] = {}

    def start(self) -> Program:
        """Return the program, running and greeted."""
        if self.program is not None:
            return self.program
        if self.starts > RESTARTS:
            raise BrokenError(f"broken {self.starts} times, not started again")
        self.starts += 1
        try:
            program = Program(self.command, self.timeout)
        except OSError as error:
            raise BrokenError(f"the program does not start: {error}") from None
        hello = {"op": "start", "protocol": PROTOCOL, "corpus": self.version}
        try:
            self.about = program.ask(hello, wait=self.patience)
        except BrokenError:
            program.end()
            raise
        if str(self.about.get("protocol")) != str(PROTOCOL):
            program.end()
            said = shown(self.about.get("protocol"))
            raise BrokenError(f"this is protocol {PROTOCOL}, the program says {said}")
        self.program = program
        return program

    def outcome(self, case: Mapping[str, Any]) -> Outcome:
        """Return what comes of one case."""
        does = self.about.get("does")
        if isinstance(does, list) and case["op"] not in does:
            return Outcome(case, "skipped", f"the program does no {case['op']}")
        try:
            answer = self.start().ask(request_of(case))
        except BrokenError as error:
            if self.program is not None:
                self.program.end()
                self.program = None
            return Outcome(case, "failed", str(error))
        if "skip" in answer:
            reason = f"not supported: {answer['skip']}"
            result = "skipped" if case["level"] == "skipped" else "failed"
            return Outcome(case, result, reason)
        found = check(case, answer)
        return Outcome(case, "failed" if found else "passed", "; ".join(found[:3]))

    def stop(self) -> None:
        """End the program, if it runs."""
        if self.program is not None:
            self.program.stop()


# The run ----------------------------------------------------------------------------


def read_cases(path: Path) -> list[Mapping[str, Any]]:
    """Return the cases of a built corpus."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def chosen(
    cases: Iterable[Mapping[str, Any]],
    areas: Sequence[str],
    levels: Sequence[str],
    names: Sequence[str],
) -> list[Mapping[str, Any]]:
    """Return the cases of some areas, levels and ids; of nothing, all."""
    return [
        case
        for case in cases
        if (not areas or case["area"] in areas)
        and (not levels or case["level"] in levels)
        and (not names or case["id"] in names)
    ]


def table(outcomes: Iterable[Outcome]) -> str:
    """Return passed, failed and skipped cases by area."""
    counts: dict[str, dict[str, int]] = {}
    for each in outcomes:
        row = counts.setdefault(
            each.case["area"], {"passed": 0, "failed": 0, "skipped": 0}
        )
        row[each.result] += 1
    rows = sorted(counts.items())
    total = {
        name: sum(row[name] for _, row in rows)
        for name in ("passed", "failed", "skipped")
    }
    width = max([len("area"), len("all"), *(len(area) for area, _ in rows)])
    lines = [f"{'area':<{width}}  passed  failed  skipped"]
    for area, row in [*rows, ("all", total)]:
        lines.append(
            f"{area:<{width}}  {row['passed']:>6}  {row['failed']:>6}"
            f"  {row['skipped']:>7}"
        )
    return "\n".join(lines)


def listed(text: str) -> list[str]:
    """Return the names of a list with commas."""
    return [each.strip() for each in text.split(",") if each.strip()]


def main(given: Sequence[str] | None = None) -> int:
    """Run the corpus; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="run.py", description="Run the conformance corpus against a program."
    )
    parser.add_argument("--areas", type=listed, default=[], help="only these, a,b")
    parser.add_argument("--level", type=listed, default=[], help="only these, a,b")
    parser.add_argument("--cases", type=listed, default=[], help="only these ids, a,b")
    parser.add_argument(
        "--totals", action="store_true", help="compare totals alone, as numbers"
    )
    parser.add_argument("--corpus", type=Path, default=HERE / "cases.jsonl")
    parser.add_argument("--failures", type=int, default=10, help="so many are shown")
    parser.add_argument("--timeout", type=float, default=10, help="seconds for a case")
    parser.add_argument("--patience", type=float, default=60, help="for the start")
    parser.add_argument("--json", action="store_true", help="results as JSON Lines")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="-- PROGRAM ARG")
    asked = parser.parse_args(given)
    command = asked.command[1:] if asked.command[:1] == ["--"] else asked.command
    if not command:
        parser.error("the program is missing: run.py -- PROGRAM ARGUMENT...")
    unknown = [each for each in asked.level if each not in LEVELS]
    if unknown:
        parser.error(f"no level {', '.join(unknown)}; levels: {', '.join(LEVELS)}")
    try:
        cases = read_cases(asked.corpus)
        version = asked.corpus.with_name("VERSION").read_text().strip()
    except (OSError, ValueError) as error:
        parser.error(f"no corpus: {error}")
    absent = set(asked.areas) - {case["area"] for case in cases}
    if absent:
        parser.error(f"no area {', '.join(sorted(absent))}")
    cases = chosen(cases, asked.areas, asked.level, asked.cases)
    if asked.totals:
        cases = [case for case in map(by_totals, cases) if case is not None]
    if not cases:
        parser.error("no case is of these areas, levels and ids")
    talk = Conversation(
        command, timeout=asked.timeout, patience=asked.patience, version=version
    )
    try:
        talk.start()
    except BrokenError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    outcomes = [talk.outcome(case) for case in cases]
    talk.stop()
    report(outcomes, talk.about, version, asked.failures, as_json=asked.json)
    return 1 if any(each.result == "failed" for each in outcomes) else 0


def report(
    outcomes: Sequence[Outcome],
    about: Mapping[str, Any],
    version: str,
    most: int,
    *,
    as_json: bool,
) -> None:
    """Print what came of the cases."""
    if as_json:
        for each in outcomes:
            row = {
                "id": each.case["id"],
                "area": each.case["area"],
                "result": each.result,
                "reason": each.reason,
            }
            print(json.dumps(row, ensure_ascii=False))
        return
    name, release = about.get("program", "a program"), about.get("version", "")
    print(f"corpus {version}, {name} {release}".rstrip())
    print(table(outcomes))
    failed = [each for each in outcomes if each.result == "failed"]
    for each in failed[:most]:
        print(f"\n{each.case['id']}: {each.case['why']}\n  {each.reason}")
    if len(failed) > most:
        print(f"\nand {len(failed) - most} more failed")


if __name__ == "__main__":
    sys.exit(main())
