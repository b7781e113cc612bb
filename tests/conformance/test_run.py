# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The runner, with programs that answer, crash, hang, and write what is no answer."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.conformance import run


#: Answers `start`, and then does what BODY says with each request.
PROGRAM = """
import json, sys, time
for line in sys.stdin:
    request = json.loads(line)
    if request["op"] == "start":
        print(json.dumps({"program": "p", "version": "1", "protocol": 1}), flush=True)
        continue
    if request["op"] == "stop":
        break
    answer = {"id": request["id"], "order": {"to_be_paid": "10.00"}}
BODY
    print(json.dumps(answer), flush=True)
"""


def case(ident: str, level: str = "exact", **expect: Any) -> dict[str, Any]:
    """Return a case of the area `a`."""
    return {
        "id": ident,
        "area": "a",
        "level": level,
        "why": f"because of {ident}",
        "op": "price",
        "document": "{}",
        "expect": expect or {"order": {"to_be_paid": "10.00"}},
    }


class Runs:
    """Runs programs against a small corpus in a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def cases(self, *cases: dict[str, Any]) -> Path:
        """Write a corpus of these cases."""
        path = self.folder / "cases.jsonl"
        path.write_text("".join(json.dumps(each) + "\n" for each in cases))
        (self.folder / "VERSION").write_text("9.9.9\n")
        return path

    def __call__(
        self, body: str, *cases: dict[str, Any], given: tuple[str, ...] = ()
    ) -> tuple[int, list[tuple[str, str, str]]]:
        """Return the status and (id, result, reason) of each case."""
        program = self.folder / "program.py"
        lines = dedent(body).strip().splitlines()
        text = PROGRAM.replace("BODY", "\n".join(f"    {line}" for line in lines))
        program.write_text(text)
        corpus = self.cases(*cases)
        status = run.main(
            [
                *("--corpus", str(corpus), "--json", *given),
                *("--", sys.executable, str(program)),
            ]
        )
        rows = [json.loads(each) for each in self.capsys.readouterr().out.splitlines()]
        return status, [(row["id"], row["result"], row["reason"]) for row in rows]


@pytest.fixture
def runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Runs:
    """Return what runs programs in a folder of this test."""
    return Runs(tmp_path, capsys)


def test_a_right_answer_passes(runs: Runs) -> None:
    """Status 0, and no reason."""
    assert (0, [("a/1", "passed", "")]) == runs("", case("a/1"))


def test_a_number_is_read_with_its_digits(runs: Runs) -> None:
    """`10.00` is a right answer as a number too, and `10.0` is not."""
    body = """
    text = '{"id": "%s", "order": {"to_be_paid": %s}}'
    print(text % (request["id"], "10.00" if "1" in request["id"] else "10.0"))
    sys.stdout.flush()
    continue
    """

    status, rows = runs(body, case("a/1"), case("a/2"))

    wrong = 'order.to_be_paid: expected "10.00", found "10.0"'
    assert (1, [("a/1", "passed", ""), ("a/2", "failed", wrong)]) == (status, rows)


def test_a_crash_fails_its_case_alone(runs: Runs) -> None:
    """The program is started again for the next case; its last words are the reason."""
    body = 'if request["id"] == "a/1":\n    sys.exit("out of luck")'

    status, rows = runs(body, case("a/1"), case("a/2"))

    ended = "the program ended: out of luck"
    assert (1, [("a/1", "failed", ended), ("a/2", "passed", "")]) == (status, rows)


def test_a_program_that_hangs_is_ended(runs: Runs) -> None:
    """After the time for a case."""
    body = 'if request["id"] == "a/1":\n    time.sleep(60)'

    status, rows = runs(body, case("a/1"), case("a/2"), given=("--timeout", "0.5"))

    late = "no answer within 0.5 s"
    assert (1, [("a/1", "failed", late), ("a/2", "passed", "")]) == (status, rows)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("oh no", 'no JSON: "oh no"'),
        ("[1]", 'no JSON object: "[1]"'),
        ('{"id": "a/2"}', 'asked "a/1", answered "a/2"'),
        ("{}", 'asked "a/1", answered null'),
        ('{"id": "a/1"}', 'order: expected {"to_be_paid": "10.00"}, absent'),
    ],
)
def test_what_is_no_answer_fails(runs: Runs, written: str, reason: str) -> None:
    """Garbage, another's answer, and nothing of what was asked."""
    body = f"print({written!r}, flush=True)\ncontinue"

    assert (1, [("a/1", "failed", reason)]) == runs(body, case("a/1"))


def test_a_program_that_breaks_always_is_left_alone(runs: Runs) -> None:
    """It is started again so many times, and then no more."""
    cases = [case(f"a/{number}") for number in range(9)]

    status, rows = runs("sys.exit(3)", *cases)

    last = f"broken {run.RESTARTS + 1} times, not started again"
    assert (1, last) == (status, rows[-1][2])


@pytest.mark.parametrize(
    ("level", "result", "reason"),
    [
        ("skipped", "skipped", "not supported: no tips"),
        ("exact", "failed", "not supported: no tips"),
    ],
)
def test_what_is_not_supported(
    runs: Runs, level: str, result: str, reason: str
) -> None:
    """A program may say so where the level allows it."""
    body = 'answer = {"id": request["id"], "skip": "no tips"}'

    assert [("a/1", result, reason)] == runs(body, case("a/1", level))[1]


def test_an_operation_that_is_not_done_is_not_asked(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is skipped, and the run does not fail."""
    text = PROGRAM.replace('"protocol": 1', '"protocol": 1, "does": ["verify"]')
    monkeypatch.setattr(f"{__name__}.PROGRAM", text)

    assert (0, [("a/1", "skipped", "the program does no price")]) == runs(
        "sys.exit(3)", case("a/1")
    )


REFUSED = 'answer = {"id": request["id"], "faults": [{"path": "p", "code": "c"}]}'


@pytest.mark.parametrize(
    ("body", "level", "expect", "result"),
    [
        (REFUSED, "refuses", {}, "passed"),
        ("", "refuses", {}, "failed"),
        (REFUSED, "path", {"faults": [{"path": "p", "code": "c"}]}, "passed"),
        (REFUSED, "path", {"faults": [{"path": "p", "code": "d"}]}, "failed"),
        (REFUSED, "path", {"faults": [{"path": "p", "code": "c"}] * 2}, "failed"),
        ("", "path", {"faults": [{"path": "p", "code": "c"}]}, "failed"),
        ("", "totals", {"totals": {"to_be_paid": "10"}}, "passed"),
        ("", "totals", {"totals": {"to_be_paid": "10.01"}}, "failed"),
        ("", "exact", {"order": {"to_be_paid": "10"}}, "failed"),
        ("", "exact", {"order": {"to_be_paid": None}}, "failed"),
    ],
)
def test_levels(
    runs: Runs, body: str, level: str, expect: dict[str, Any], result: str
) -> None:
    """What each level compares."""
    one = case("a/1", level) | {"expect": expect}

    assert result == runs(body, one)[1][0][1]


def test_totals_alone(runs: Runs) -> None:
    """`--totals` compares numbers, and leaves out what has no totals."""
    cases = [
        case("a/1", order={"to_be_paid": "10.000"}),
        case("a/2", quote={"at": "x"}),
        case("a/3", "path", faults=[{"path": "q", "code": "r"}]),
    ]

    _, rows = runs("", *cases, given=("--totals",))

    assert ["a/1", "a/3"] == [name for name, _, _ in rows]
    assert ["passed", "failed"] == [result for _, result, _ in rows]


def test_lists_are_compared_item_by_item() -> None:
    """All items, of each the expected keys."""
    expected = {"lines": [{"a": "1"}, {"a": "2"}]}

    assert [] == [
        *run.differences("", expected, {"lines": [{"a": "1", "b": "0"}, {"a": "2"}]})
    ]
    assert ['lines[1].a: expected "2", found "3"'] == [
        *run.differences("", expected, {"lines": [{"a": "1"}, {"a": "3"}]})
    ]
    assert 1 == len([*run.differences("", expected, {"lines": [{"a": "1"}]})])


def test_what_is_null_may_be_absent() -> None:
    """But not another value, and no other key."""
    expected = {"a": None, "b": "1"}

    assert [] == [*run.differences("", expected, {"b": "1"})]
    assert [] == [*run.differences("", expected, {"a": None, "b": "1"})]
    assert ['a: expected null, found "0"'] == [
        *run.differences("", expected, {"a": "0", "b": "1"})
    ]
    assert ['b: expected "1", absent'] == [*run.differences("", expected, {})]


def test_the_table_counts_by_area() -> None:
    """A row for each area, and one for all."""
    rows = [
        run.Outcome({"area": area}, result)
        for area, result in [("b", "passed"), ("a", "failed"), ("b", "skipped")]
    ]

    assert [
        "area  passed  failed  skipped",
        "a          0       1        0",
        "b          1       0        1",
        "all        1       1        1",
    ] == run.table(rows).splitlines()


def test_the_report_shows_the_first_failures(
    runs: Runs, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with its reason, then how many more there are."""
    outcomes = [
        run.Outcome(case(f"a/{number}"), "failed", "order.x: ...") for number in (1, 2)
    ]

    run.report(outcomes, {"program": "p", "version": "1"}, "1.0.0", 1, as_json=False)

    out = capsys.readouterr().out
    assert "corpus 1.0.0, p 1\n" in out
    assert "a/1: because of a/1\n  order.x: ...\n" in out
    assert "and 1 more failed\n" in out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "the program is missing"),
        (["--level", "most", "--", "x"], "no level most"),
        (["--areas", "b", "--", "x"], "no area b"),
        (["--cases", "a/2", "--", "x"], "no case is of these"),
        (["--corpus", "none.jsonl", "--", "x"], "no corpus"),
    ],
)
def test_what_cannot_be_asked(
    runs: Runs, capsys: pytest.CaptureFixture[str], given: list[str], said: str
) -> None:
    """Status 2, and what is wrong."""
    corpus = ["--corpus", str(runs.cases(case("a/1")))]

    with pytest.raises(SystemExit) as ended:
        run.main([*corpus, *given])

    assert 2 == ended.value.code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["/no/such/program"], "the program does not start"),
        ([sys.executable, "-c", "print('{}')"], "this is protocol 1"),
        ([sys.executable, "-c", "raise SystemExit('no')"], "no"),
    ],
)
def test_a_program_that_does_not_begin(
    runs: Runs, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    """Status 2: nothing was run."""
    corpus = runs.cases(case("a/1"))

    assert 2 == run.main(["--corpus", str(corpus), "--", *command])
    assert said in capsys.readouterr().err


def test_the_runner_works_in_any_folder(tmp_path: Path) -> None:
    """Three files copied away, and a Python without our package."""
    here = Path(run.__file__).parent
    for name in ("run.py", "cases.jsonl", "VERSION", "programs/float_cart.py"):
        shutil.copy(here / name, tmp_path / Path(name).name)

    done = subprocess.run(
        [
            *(sys.executable, "-I", "-S", "run.py", "--areas", "rounding"),
            *("--", sys.executable, "-I", "-S", "float_cart.py"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (1, "") == (done.returncode, done.stderr)
    assert "rounding" in done.stdout
