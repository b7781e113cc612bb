# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The command line: a whole answer or none, and an error one can act on."""

from __future__ import annotations

import io
import json
import os
import runpy
import subprocess
import sys

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from attrs import frozen

from checkout_core import cli, quote, read_checkout, verify
from checkout_core.cli import COMMANDS, main
from checkout_core.cli.ending import Answer
from checkout_core.cli.streams import put
from checkout_core.errors import MESSAGES
from checkout_core.views import explain, receipt
from checkout_core.wire.text import MAX_CHARACTERS


DEMO = files("checkout_core").joinpath("demo.json").read_bytes()


@frozen
class Ended:
    """How a command ended: its status, what it printed, what it complained."""

    status: int
    out: str
    err: str


class Run:
    """Runs commands in this process, as a terminal would see them."""

    def __init__(self, captured: Any, patch: pytest.MonkeyPatch) -> None:
        self.captured = captured
        self.patch = patch

    def __call__(self, *arguments: str, stdin: bytes = b"") -> Ended:
        """Return how *arguments* ended."""
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main(arguments)
        out, err = self.captured.readouterr()
        return Ended(status, out.decode(), err.decode())


@pytest.fixture
def run(capsysbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command."""
    return Run(capsysbinary, monkeypatch)


@pytest.fixture
def demo_file(tmp_path: Path) -> str:
    """Return a file that holds the demo document."""
    found = tmp_path / "demo.json"
    found.write_bytes(DEMO)
    return str(found)


def refused(ended: Ended, status: int = 2) -> list[str]:
    """Return the lines of an error that printed nothing."""
    assert (status, "") == (ended.status, ended.out)
    assert "Traceback" not in ended.err
    return ended.err.splitlines()


def test_demo_prints_its_receipt(run: Run) -> None:
    """Without anything else, the demo is a receipt."""
    checkout = read_checkout(DEMO)
    expected = receipt(quote(checkout.cart, checkout.store, at=checkout.at))

    assert Ended(0, f"{expected}\n", "") == run("demo")


def test_the_demo_s_document_prices_to_the_same(run: Run) -> None:
    """The document that the demo prints is the one it prices."""
    document = run("demo", "--document").out

    assert DEMO.decode() == document
    assert run("demo") == run(
        "price", "-", "--format", "receipt", stdin=document.encode()
    )


def test_price_reads_a_file(run: Run, demo_file: str) -> None:
    """A file and standard input are read alike."""
    assert run("demo") == run("price", demo_file)


@pytest.mark.parametrize(
    ("seller", "buyer", "expected"),
    [
        ("Maharashtra", "Goa", ["IGST 18 152.24", "IGST 5 12.55"]),
        (
            "Maharashtra",
            "27",
            ["CGST 9 76.12 SGST 9 76.12", "CGST 2.5 6.28 SGST 2.5 6.28"],
        ),
        (
            "Chandigarh",
            "IN-CH",
            ["CGST 9 76.12 UTGST 9 76.12", "CGST 2.5 6.28 UTGST 2.5 6.28"],
        ),
    ],
)
def test_a_quote_splits_the_tax_by_place(
    run: Run, seller: str, buyer: str, expected: list[str]
) -> None:
    """998.00 with 18 % inside and 251.00 at 5 %: between states, within one, a UT."""
    document = {
        "cart": {
            "currency": "INR",
            "cart_items": [
                {
                    "product_id": "tee",
                    "quantity": 2,
                    "selling_price": "499.00",
                    "tax_rate": 18,
                    "price_including_tax": True,
                },
                {
                    "product_id": "tea",
                    "quantity": 1,
                    "selling_price": "251.00",
                    "tax_rate": 5,
                },
            ],
            "shipping_address": {"state": buyer, "country": "India"},
        },
        "store": {"currency": "INR", "tax": {"seller_state": seller}},
    }
    said = json.dumps(document).encode()
    found = json.loads(run("price", "-", "--format", "quote", stdin=said).out)

    assert expected == [
        " ".join(f"{x['name']} {x['rate']} {x['amount']}" for x in line["components"])
        for line in found["lines"]
    ]


def test_price_as_an_order(run: Run, demo_file: str) -> None:
    """The order carries the number, dates and statuses of the document."""
    order = json.loads(run("price", demo_file, "--format", "order").out)

    assert "NAM-2026-1105" == order["order_number"]
    assert "2026-11-05T18:30:00+05:30" == order["order_date"]
    assert ("draft", "pending") == (order["status"], order["payment_status"])
    assert 3299.92 == order["to_be_paid"]


def test_price_as_a_cart(run: Run, demo_file: str) -> None:
    """The cart is the vendor's."""
    cart = json.loads(run("price", demo_file, "--format", "cart").out)

    assert ("cart_demo", 6) == (cart["id"], cart["cart_items_count"])


def test_price_as_a_quote(run: Run, demo_file: str) -> None:
    """The quote can be verified from what was printed."""
    text = run("price", demo_file, "--format", "quote").out
    verify(text)

    assert Ended(0, "This quote adds up: INR 3299.92 is to be paid.\n", "") == run(
        "verify", "-", stdin=text.encode()
    )


def test_price_as_a_story(run: Run, demo_file: str) -> None:
    """The story is told with the store at hand."""
    checkout = read_checkout(DEMO)
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    expected = f"{explain(priced, checkout.store)}\n"

    assert expected == run("price", demo_file, "--format", "explain").out


def test_a_locale_and_a_width(run: Run) -> None:
    """A receipt is written as a locale has it, on any paper."""
    lines = run("demo", "--locale", "de_DE", "--width", "40").out.splitlines()

    assert "Zu zahlen                     3.299,92\u00a0₹" in lines


def test_every_command_explains_itself(run: Run) -> None:
    """Help goes to standard output and is no error."""
    for name, command in COMMANDS.items():
        ended = run(name, "--help")

        assert (0, "") == (ended.status, ended.err)
        assert command.purpose in ended.out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["price"], "checkout-core price: error: the following arguments are"),
        (["frob"], "checkout-core: error: no such command: frob; known are 'demo',"),
        (["demo", "--format", "x"], "checkout-core demo: error: argument --format"),
        (["demo", "--width", "x"], "checkout-core demo: error: argument --width"),
        (
            ["demo", "--width", "3"],
            "checkout-core: --width: this must lie between 32 and 240 (got 3)",
        ),
        (
            ["demo", "--locale", "xx_YY"],
            "checkout-core: --locale: no such locale; write it like 'en_IN' or",
        ),
    ],
)
def test_wrong_arguments(run: Run, arguments: list[str], expected: str) -> None:
    """They are refused with what is allowed."""
    assert refused(run(*arguments))[-1].startswith(expected)


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    """It is named, with the system's own reason."""
    path = str(tmp_path / "none.json")

    assert [f"checkout-core: {path}: No such file or directory"] == refused(
        run("price", path)
    )


def test_a_directory(run: Run, tmp_path: Path) -> None:
    """It is no document."""
    assert [f"checkout-core: {tmp_path}: Is a directory"] == refused(
        run("verify", str(tmp_path))
    )


def test_a_name_that_no_file_has(run: Run) -> None:
    """A NUL cannot be in a name, and cannot steer the terminal either."""
    assert ["checkout-core: a\\x00b: this is not a valid file name"] == refused(
        run("price", "a\0b")
    )


def test_bytes_that_are_no_text(run: Run) -> None:
    """They are refused with the encoding they should have."""
    (line,) = refused(run("price", "-", stdin=b"\xff{}"))

    assert line.startswith("checkout-core: standard input: these bytes are not UTF-8")


def test_an_empty_input(run: Run) -> None:
    """Nothing is no document."""
    (line,) = refused(run("price", "-"))

    assert line.startswith("checkout-core: standard input: this is not JSON")


def test_an_endless_file(run: Run) -> None:
    """No more is read than a document may hold."""
    (line,) = refused(run("price", "/dev/zero"))

    assert f"longer than the limit of {MAX_CHARACTERS} characters" in line


def test_every_fault_has_its_line(run: Run) -> None:
    """All that is wrong is told at once, in the order of the document."""
    document = json.loads(DEMO)
    document["cart"]["cart_items"][0]["quantity"] = 0
    document["cart"]["cart_items"][1]["selling_price"] = "12.505x"
    document["customer"]["credit_balance"] = -1
    lines = refused(run("price", "-", stdin=json.dumps(document).encode()))

    assert [
        "checkout-core: standard input: customer.credit_balance",
        "checkout-core: standard input: cart.cart_items[0].quantity",
        "checkout-core: standard input: cart.cart_items[1].selling_price",
    ] == [": ".join(line.split(": ")[:3]) for line in lines]


def test_an_error_cannot_steer_the_terminal(run: Run) -> None:
    """A key of the document is shown with its escapes, on one line."""
    document = {"cart": {"a\n\x1b[31m": 1, "currency": "INR", "cart_items": []}}
    lines = refused(run("price", "-", stdin=json.dumps(document).encode()))

    assert lines[0].startswith(
        "checkout-core: standard input: cart.a\\n\\x1b[31m: this"
    )


def test_half_a_character_is_printed_as_its_escape(capsysbinary: Any) -> None:
    """JSON can hold a lone surrogate, which UTF-8 cannot."""
    put("tee \ud83d")

    assert b"tee \\ud83d\n" == capsysbinary.readouterr().out


def test_what_can_be_printed_is_told_as_it_is(run: Run) -> None:
    """A path of Windows keeps its single backslashes."""
    lines = refused(run("price", "C:\\it's.json"))

    assert lines[0].startswith("checkout-core: C:\\it's.json: ")


def test_a_quote_that_does_not_add_up(run: Run) -> None:
    """Each figure that does not hold is told."""
    document = json.loads(run("demo", "--format", "quote").out)
    document["totals"]["grand_total"] = "1.00"
    lines = refused(run("verify", "-", stdin=json.dumps(document).encode()), 1)

    assert any("totals.grand_total: this should be 3709.92" in each for each in lines)


def test_a_quote_that_does_not_add_up_as_json(run: Run) -> None:
    """The faults are data on standard output; the status is the same."""
    document = json.loads(run("demo", "--format", "quote").out)
    document["totals"]["grand_total"] = "1.00"
    said = json.dumps(document).encode()
    ended = run("verify", "-", "--format", "json", stdin=said)
    found = json.loads(ended.out)

    assert (1, "", False) == (ended.status, ended.err, found["adds_up"])
    assert {"fingerprint", "totals.grand_total"} <= {
        each["path"] for each in found["faults"]
    }


def test_a_quote_that_adds_up_as_json(run: Run) -> None:
    """What is to be paid is text, as in the document."""
    said = run("demo", "--format", "quote").out
    ended = run("verify", "-", "--format", "json", stdin=said.encode())

    assert (0, "") == (ended.status, ended.err)
    assert {
        "adds_up": True,
        "currency": "INR",
        "to_be_paid": json.loads(said)["totals"]["to_be_paid"],
    } == json.loads(ended.out)


def test_schemas(run: Run) -> None:
    """Their names, and each as the package carries it."""
    folder = files("checkout_core.wire") / "schemas"

    assert Ended(0, "checkout\nquote\n", "") == run("schema")
    for name in ("checkout", "quote"):
        expected = (folder / f"{name}.schema.json").read_text("utf-8")
        assert Ended(0, expected, "") == run("schema", name)


def test_a_schema_that_is_not_there(run: Run) -> None:
    """The nearest one is named."""
    assert [
        "checkout-core: NAME: there is no schema of 'qoute'; did you mean 'quote'?"
    ] == refused(run("schema", "qoute"))


#: A document of each kind, and what it is called.
KINDS = {
    "a checkout document": {"cart": {}, "store": {}},
    "a quote document": {"schema_version": "checkout_core.quote/2"},
    "a refund document": {"schema_version": "checkout_core.refund/1"},
    "a stored order": {"order_items": [], "x_checkout_core": {}},
    "an order": {"order_number": "A1", "order_items": []},
    "a cart": {"currency": "INR", "cart_items": []},
    "a document of returns": {"id": "R1", "returned": {"0": 1}},
    "a store": {"currency": "INR", "coupons": [{}]},
    "a store with its catalogue": {"store": {}, "catalogue": []},
    "an evaluation": {"applicable_coupons": []},
}

#: What each command reads, and where it says that one comes from.
READS = {
    ("price",): (
        ["a checkout document"],
        "`checkout-core demo --document` prints one to start from",
    ),
    ("evaluate",): (
        ["a checkout document"],
        "`checkout-core demo --document` prints one to start from",
    ),
    ("juspay", "create-order"): (
        ["a checkout document"],
        "`checkout-core demo --document` prints one to start from",
    ),
    ("verify",): (
        ["a quote document"],
        "`checkout-core price FILE --format quote` writes one",
    ),
    ("lint",): (
        ["a store", "a checkout document", "a store with its catalogue"],
        "a checkout document holds one as its `store`",
    ),
    ("refund",): (
        ["a quote document", "a stored order"],
        "`checkout-core price FILE --format quote` writes one",
    ),
}


#: What is said instead of a document that only lacks a store.
HINTS: dict[tuple[tuple[str, ...], str], str] = {
    (("price",), "a cart"): "give the file of its store as --store",
    (("evaluate",), "a cart"): "give the file of its store as --store",
    (("refund",), "an order"): "`write_order_detail(order, stored=True)` makes one",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", READS, ids=" ".join)
def test_a_document_of_another_kind(
    run: Run, words: tuple[str, ...], kind: str
) -> None:
    """It is told what it is, what was wanted, and where one comes from."""
    wanted, origin = READS[words]
    origin = HINTS.get((words, kind), origin)
    more = ["missing.json"] if words == ("refund",) else []
    lines = refused(run(*words, "-", *more, stdin=json.dumps(KINDS[kind]).encode()))
    told = (
        f"checkout-core: standard input: this is {kind}, not {' or '.join(wanted)};"
        f" {origin}"
    )

    assert (kind not in wanted) == (lines == [told])


@pytest.mark.parametrize("text", ["{}", "[]", '{"schema_version": "other/1"}'])
def test_a_document_of_no_known_kind(run: Run, text: str) -> None:
    """Whoever reads it says what is missing."""
    lines = refused(run("verify", "-", stdin=text.encode()))

    assert not any("this is a" in line for line in lines)


def test_returns_of_another_kind(run: Run, demo_file: str) -> None:
    """The second file of a refund is named, not the first."""
    sold = run("demo", "--format", "quote").out.encode()

    assert [
        (
            f"checkout-core: {demo_file}: this is a checkout document, not a document"
            " of returns; `checkout-core refund --help` shows one"
        )
    ] == refused(run("refund", "-", demo_file, stdin=sold))


def test_standard_input_is_read_once(run: Run) -> None:
    """It cannot be both documents of a refund."""
    assert [
        (
            "checkout-core: standard input: only SOLD or RETURNS can be read from it;"
            " give a file"
        )
    ] == refused(run("refund", "-", "-"))


BAD_INPUTS: dict[str, tuple[list[str], bytes, int, str]] = {
    "missing file": (
        ["price", "missing.json"],
        b"",
        2,
        "missing.json: No such file or directory",
    ),
    "directory": (["verify", "."], b"", 2, ".: Is a directory"),
    "file below a file": (
        ["lint", "/dev/null/x"],
        b"",
        2,
        "/dev/null/x: Not a directory",
    ),
    "NUL in the name": (
        ["evaluate", "a\0b"],
        b"",
        2,
        "a\\x00b: this is not a valid file name",
    ),
    "binary": (
        ["price", "-"],
        b"\x89PNG\r\n\x1a\n",
        2,
        f"standard input: {MESSAGES['not_utf8']}",
    ),
    "empty": (
        ["evaluate", "-"],
        b"",
        2,
        "standard input: "
        + MESSAGES["not_json"].format(detail="Expecting value at line 1, column 1"),
    ),
    "truncated": (
        ["lint", "-"],
        b'{"currency": "INR"',
        2,
        "standard input: "
        + MESSAGES["not_json"].format(
            detail="Expecting ',' delimiter at line 1, column 19"
        ),
    ),
    "an order": (
        ["price", "-"],
        b'{"order_items": []}',
        2,
        (
            "standard input: this is an order, not a checkout document;"
            " `checkout-core demo --document` prints one to start from"
        ),
    ),
    "unknown key": (
        ["lint", "-"],
        b'{"currency": "INR", "coupns": []}',
        2,
        "standard input: coupns: "
        + MESSAGES["unknown_key"].format(hint="did you mean 'coupons'?"),
    ),
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input(run: Run, name: str) -> None:
    """One line says where and what, the status is exact, and nothing is printed."""
    arguments, stdin, status, expected = BAD_INPUTS[name]
    (line,) = refused(run(*arguments, stdin=stdin), status)

    assert f"checkout-core: {expected}" == line.partition(" (got ")[0]


def test_half_a_character_is_refused(run: Run) -> None:
    """JSON may hold half a surrogate pair; nobody could write it again."""
    document = json.loads(DEMO)
    document["cart"]["metadata"] = {"half": "\ud83d"}
    text = json.dumps(document).encode()
    ended = run("price", "-", "--format", "order", stdin=text)

    assert 2 == ended.status
    assert "cart.metadata.half: control characters" in ended.err


def test_what_nobody_foresaw(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a fault of our own is no traceback."""

    def broken(_given: object) -> Answer:
        msg = "surprise"
        raise ZeroDivisionError(msg)

    command = cli.Command("break", lambda _parser: None, broken)
    monkeypatch.setattr(cli, "COMMANDS", {"break": command})

    assert [
        (
            "checkout-core: break: internal error, please report it"
            " (ZeroDivisionError: surprise)"
        )
    ] == refused(run("break"))


def test_an_interrupt(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends quietly, with the shell's own status for it."""

    def interrupted(_given: object) -> Answer:
        raise KeyboardInterrupt

    command = cli.Command("wait", lambda _parser: None, interrupted)
    monkeypatch.setattr(cli, "COMMANDS", {"wait": command})

    assert Ended(130, "", "") == run("wait")


def test_closed_streams(
    capsysbinary: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without input there is an error; without output too; without both, silence."""
    monkeypatch.setattr("sys.stdin", None)
    assert 2 == main(["price", "-"])
    assert b"standard input: this is closed" in capsysbinary.readouterr().err

    monkeypatch.setattr("sys.stdout", None)
    assert 2 == main(["demo"])
    assert b"standard output: this is closed" in capsysbinary.readouterr().err

    monkeypatch.setattr("sys.stderr", None)
    assert 2 == main(["price", str(tmp_path)])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk(capsysbinary: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and Python ends without a second complaint."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr("sys.stdout", full)
        status = main(["demo"])

    assert 2 == status
    assert b"standard output: No space left on device" in capsysbinary.readouterr().err


def started(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    """Return a command that was started in a process of its own."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    return subprocess.Popen(
        [sys.executable, "-m", "checkout_core", *arguments],
        env=environment,
        stderr=subprocess.PIPE,
        **more,
    )


def test_a_pipe_that_closes_early() -> None:
    """Nothing is said; the status is that of every program that a pipe ends."""
    reading, writing = os.pipe()
    os.close(reading)
    process = started("demo", stdout=writing)
    os.close(writing)
    _, err = process.communicate()

    assert (141, b"") == (process.returncode, err)


def test_a_pipe_that_is_closed_in_this_process(
    capsysbinary: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same status, and nothing on standard error."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as closed:
        monkeypatch.setattr("sys.stdout", closed)
        status = main(["demo"])

    assert (141, b"") == (status, capsysbinary.readouterr().err)


def test_an_error_that_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is a closed pipe too, the status still says it."""
    reading, writing = os.pipe()
    os.close(reading)
    closed = os.fdopen(writing, "w", buffering=1, encoding="utf-8")
    monkeypatch.setattr("sys.stderr", closed)

    assert 2 == main(["price", "missing.json"])
    with pytest.raises(BrokenPipeError):
        closed.close()


def test_output_is_utf_8_on_every_terminal() -> None:
    """Even where the terminal says that it knows only ASCII."""
    process = started("demo", stdout=subprocess.PIPE)
    out, err = process.communicate()

    assert (0, b"") == (process.returncode, err)
    assert "To be paid                             ₹3,299.92" in out.decode()


def test_the_module_runs(capsysbinary: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m checkout_core` is the command."""
    monkeypatch.setattr("sys.argv", ["checkout_core", "demo"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("checkout_core", run_name="__main__")

    assert 0 == ended.value.code
    assert capsysbinary.readouterr().out.startswith(b"      ")
