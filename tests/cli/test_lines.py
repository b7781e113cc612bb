# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""JSON Lines: one line in, one line out, at once, in order, and no more memory."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys

from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from attrs import frozen

from checkout_core import verify
from checkout_core.cli import main
from checkout_core.wire.text import MAX_CHARACTERS


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def cart(quantity: object, **more: object) -> dict[str, Any]:
    """Return a cart of so many units for 12.50 each, without tax."""
    line = {
        "product_id": "tea",
        "quantity": quantity,
        "selling_price": "12.50",
        "tax_rate": 0,
    }
    return {"currency": "INR", "cart_items": [line], **more}


def checkout(quantity: object) -> bytes:
    """Return a checkout document on one line."""
    return json.dumps({"cart": cart(quantity)}).encode()


COUPON = {
    "id": "ten",
    "name": "10 off",
    "coupon_type": "discount",
    "coupon_code": ["TEN"],
    "applies_to_product": "all",
    "details": {"discount_type": "fixed-amount", "fixed_discount_amount": 10},
    "can_be_used_with_promotion": True,
}
STORE = {"currency": "INR", "round_off": "1"}
BAD = {
    "path": "cart.cart_items[0].quantity",
    "code": "count_out_of_range",
    "value": 0,
    "message": "this must lie between 1 and 1000000",
}


@frozen
class Ended:
    """How a command ended: its status, the lines it printed, and its errors."""

    status: int
    lines: list[Any]
    err: list[str]


class Run:
    """Runs commands in this process, with lines as their standard input."""

    def __init__(self, captured: Any, patch: pytest.MonkeyPatch) -> None:
        self.captured = captured
        self.patch = patch

    def __call__(self, arguments: str, *lines: bytes) -> Ended:
        """Return how a command ended."""
        stream = io.TextIOWrapper(io.BytesIO(b"\n".join(lines)))
        self.patch.setattr("sys.stdin", stream)
        status = main(arguments.split())
        out, err = self.captured.readouterr()
        return Ended(
            status,
            [json.loads(line, parse_float=str) for line in out.decode().splitlines()],
            err.decode().splitlines(),
        )


@pytest.fixture
def run(capsysbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command."""
    return Run(capsysbinary, monkeypatch)


def test_a_line_is_a_quote(run: Run) -> None:
    """In the order of the input, each a document that can be verified."""
    ended = run("price - --lines", checkout(1), checkout(3))

    assert (0, []) == (ended.status, ended.err)
    assert ["12.50", "37.50"] == [each["totals"]["to_be_paid"] for each in ended.lines]
    for each in ended.lines:
        verify(json.dumps(each))


def test_a_line_is_the_document_of_one_file(run: Run) -> None:
    """`--lines` changes where a document stands, and not what it holds."""
    for form in ("quote", "order", "cart"):
        many = run(f"price - --lines --format {form}", checkout(2)).lines
        one = " ".join(map(str, many))

        assert [json.loads(_printed(run, form), parse_float=str)] == many, one


def _printed(run: Run, form: str) -> str:
    """Return what `price` prints of a single document."""
    stream = io.TextIOWrapper(io.BytesIO(checkout(2)))
    run.patch.setattr("sys.stdin", stream)
    assert 0 == main(["price", "-", "--format", form])
    return str(run.captured.readouterr().out.decode())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("price - --lines --format order", [25, 25, 0.0]),
        ("price - --lines --format order --amounts numbers", [25, 25, 0.0]),
        ("price - --lines --format order --amounts text", ["25.00", "25.00", "0.00"]),
        ("price - --lines --format cart --amounts text", ["25.00", "25.00", "0.00"]),
        ("price - --format order --amounts text", ["25.00", "25.00", "0.00"]),
    ],
)
def test_amounts_are_numbers_or_text(
    run: Run, arguments: str, expected: list[object]
) -> None:
    """As JavaScript reads them: of 25.00 it keeps 25, of "25.00" each digit."""
    run.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(checkout(2))))
    assert 0 == main(arguments.split())
    found = json.loads(run.captured.readouterr().out)

    names = ("subtotal", "to_be_paid", "total_tax")
    assert expected == [found[name] for name in names]


@pytest.mark.parametrize("lines", ["", " --lines"])
def test_the_savings_of_verdicts_are_text(run: Run, lines: str) -> None:
    """Those of `evaluate` too."""
    store = {"coupons": [COUPON]}
    at = "2026-11-22T12:00:00+05:30"
    document = json.dumps({"cart": cart(2), "store": store, "at": at}).encode()
    run.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(document)))
    assert 0 == main(
        ["evaluate", "-", "--format", "json", "--amounts", "text", *lines.split()]
    )
    found = json.loads(run.captured.readouterr().out)

    assert ["10.00"] == [
        each["estimated_discount"] for each in found["applicable_coupons"]
    ]


def test_a_quote_has_text_for_what_the_host_gave(run: Run) -> None:
    """So that a program which reads and writes the line again keeps its fingerprint."""
    weighed = json.dumps({"cart": cart(2, metadata={"weight": 1.5})})
    line = run(
        "price - --lines --amounts text", weighed.replace("1.5", "1.50").encode()
    ).lines[0]

    assert {"weight": "1.50"} == line["cart"]["metadata"]
    assert [True] == [
        each["adds_up"]
        for each in run("verify - --lines", json.dumps(line).encode()).lines
    ]


def test_amounts_of_what_is_no_json(run: Run) -> None:
    """Nothing is accepted and ignored, on a line neither."""
    refused = "--amounts: this has no effect with --format {}; leave it out"
    told = {
        form: run(f"{command} - --lines --format {form} --amounts text").err
        for command, form in (("price", "receipt"), ("evaluate", "text"))
    }

    assert {
        form: [f"checkout-core: {refused.format(form)}"] for form in ("receipt", "text")
    } == told


def test_a_line_of_text(run: Run) -> None:
    """What people read is the text of an object, with the number of its line."""
    ended = run("price - --lines --format receipt --width 32", checkout(2))
    ((number, text),) = [(each["line"], each["text"]) for each in ended.lines]

    assert 1 == number
    assert "To be paid                ₹25.00" in text.splitlines()


def test_a_document_that_is_refused(run: Run) -> None:
    """It is a line too, those after it are priced, and the status says so."""
    ended = run("price - --lines", checkout(0), b"{", checkout(2))

    assert {"line": 1, "faults": [BAD]} == ended.lines[0]
    assert (2, ["not_json"]) == (
        ended.lines[1]["line"],
        [each["code"] for each in ended.lines[1]["faults"]],
    )
    assert "25.00" == ended.lines[2]["totals"]["to_be_paid"]
    assert (1, ["checkout-core: standard input: 2 of 3 documents have faults"]) == (
        ended.status,
        ended.err,
    )


def test_a_document_of_another_kind(run: Run) -> None:
    """It is told what it is, as for a single document."""
    ended = run("price - --lines", json.dumps(cart(1)).encode())

    assert [("wrong_kind", None)] == [
        (each["code"], each["value"]) for each in ended.lines[0]["faults"]
    ]
    assert ended.lines[0]["faults"][0]["message"].endswith("as --store")


def test_blank_lines(run: Run) -> None:
    """They are skipped, and counted: a fault names the line of an editor."""
    ended = run("price - --lines", b"", b"  \r", checkout(0), b"")

    assert [3] == [each["line"] for each in ended.lines]


def test_nothing(run: Run) -> None:
    """No document is no fault."""
    assert Ended(0, [], []) == run("price - --lines")


def test_other_systems(run: Run) -> None:
    """A mark of the byte order and their ends of lines are taken."""
    ended = run("price - --lines", b"\xef\xbb\xbf" + checkout(1) + b"\r", checkout(2))

    assert (0, 2) == (ended.status, len(ended.lines))


def test_a_line_that_is_too_long(run: Run) -> None:
    """It is a fault of that line, and the next one begins behind its end."""
    ended = run("price - --lines", b"[" * (4 * MAX_CHARACTERS + 99_999), checkout(2))

    assert ["document_too_large"] == [each["code"] for each in ended.lines[0]["faults"]]
    assert "25.00" == ended.lines[1]["totals"]["to_be_paid"]


def test_a_last_line_that_is_too_long(run: Run) -> None:
    """The end of the input ends it too."""
    ended = run("price - --lines", checkout(2), b"[" * (4 * MAX_CHARACTERS + 1))

    assert (1, 2) == (ended.status, len(ended.lines))


def test_a_store_for_all_lines(run: Run, tmp_path: Path) -> None:
    """Carts alone are priced by it: 12.50 is rounded to 13.00, and 25.00 is whole."""
    file = tmp_path / "store.json"
    file.write_text(json.dumps(STORE))
    carts = [json.dumps(cart(each)).encode() for each in (1, 2, 0)]
    ended = run(f"price - --lines --store {file}", *carts)

    assert ["13.00", "25.00"] == [
        each["totals"]["to_be_paid"] for each in ended.lines[:2]
    ]
    assert ["cart_items[0].quantity"] == [
        each["path"] for each in ended.lines[2]["faults"]
    ]


def test_a_store_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    """Nothing is priced, and nothing is printed."""
    file = tmp_path / "store.json"
    file.write_text("{}")
    ended = run(f"price - --lines --store {file}", checkout(1))

    assert (2, []) == (ended.status, ended.lines)
    assert ended.err[0].startswith(f"checkout-core: {file}: currency: ")


def test_quotes_are_verified(run: Run) -> None:
    """What adds up, what was changed, and what is no quote: each is its line."""
    (priced,) = run("price - --lines", checkout(2)).lines
    changed = {**priced, "totals": {**priced["totals"], "to_be_paid": "1.00"}}
    documents: list[dict[str, Any]] = [priced, changed, {"cart": {}}]
    ended = run("verify - --lines", *(json.dumps(x).encode() for x in documents))
    good, wrong, other = ended.lines

    assert {
        "line": 1,
        "adds_up": True,
        "currency": "INR",
        "to_be_paid": "25.00",
    } == good
    assert (2, False) == (wrong["line"], wrong["adds_up"])
    assert "totals.to_be_paid" in [each["path"] for each in wrong["faults"]]
    assert ["line", "faults"] == list(other)
    assert ["wrong_kind"] == [each["code"] for each in other["faults"]]
    assert (1, ["checkout-core: standard input: 2 of 3 documents have faults"]) == (
        ended.status,
        ended.err,
    )


def test_offers_are_judged(run: Run) -> None:
    """As the lists of the vendor, or as text with the number of the line."""
    (lists,) = run("evaluate - --lines", checkout(2)).lines
    (text,) = run("evaluate - --lines --format text", checkout(2)).lines

    assert [] == lists["applicable_coupons"]
    assert (1, "The store has no offers.") == (
        text["line"],
        text["text"].splitlines()[-1],
    )


# A process of its own ---------------------------------------------------------------


def started(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    """Return a command that was started in a process of its own."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **more,
    )


@pytest.fixture
def pricing() -> Iterator[subprocess.Popen[bytes]]:
    """Yield a command that waits for lines."""
    with started("-m", "checkout_core", "price", "-", "--lines") as process:
        yield process
        process.kill()


def asked(process: subprocess.Popen[bytes]) -> bytes:
    """Return the answer to a line, while the input stays open."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(checkout(1) + b"\n")
    process.stdin.flush()
    return process.stdout.readline()


def test_an_answer_does_not_wait(pricing: subprocess.Popen[bytes]) -> None:
    """Each line is answered before the next one is written."""
    for _ in range(3):
        assert "12.50" == json.loads(asked(pricing))["totals"]["to_be_paid"]


def test_a_reader_that_leaves(pricing: subprocess.Popen[bytes]) -> None:
    """The command ends with the status of a closed pipe, and says nothing."""
    asked(pricing)
    assert pricing.stdin is not None
    assert pricing.stdout is not None
    assert pricing.stderr is not None
    pricing.stdout.close()
    with suppress(BrokenPipeError):
        pricing.stdin.write(checkout(1) + b"\n")
        pricing.stdin.close()

    assert (141, b"") == (pricing.wait(30), pricing.stderr.read())


def test_an_interrupt(pricing: subprocess.Popen[bytes]) -> None:
    """What was printed is complete, and nothing follows it."""
    asked(pricing)
    pricing.send_signal(signal.SIGINT)
    out, err = pricing.communicate(timeout=30)

    assert (130, b"", b"") == (pricing.returncode, out, err)


#: Runs the command and prints how much memory it took at most, in KiB.
MEASURED = """
import resource, sys
from checkout_core.cli import main
status = main(["price", "-", "--lines"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(status)
"""


def peak(count: int) -> int:
    """Return the most memory, in KiB, that so many lines take."""
    process = started("-c", MEASURED)
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    line = checkout(2) + b"\n"

    def write() -> None:
        for _ in range(count):
            stdin.write(line)
        stdin.close()

    writing = Thread(target=write)
    writing.start()
    printed = sum(1 for _ in stdout)
    writing.join()
    assert process.stderr is not None
    with process:
        found = int(process.stderr.read())

    assert (0, count) == (process.returncode, printed)
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the unit is not KiB")
def test_memory_is_constant() -> None:
    """20,000 lines take at most 4 MiB more than 200: 200 bytes a line would be seen."""
    assert peak(20_000) < peak(200) + 4096
