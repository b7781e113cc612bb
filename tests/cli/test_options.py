# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every command with every option: helped, heeded or refused, and its examples run."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys

from importlib.resources import files
from pathlib import Path

import pytest

from checkout_core.cli import (
    COMMANDS,
    STATUSES,
    command_parser,
    gateways,
    juspay_keys,
    main,
    serve_metrics,
    serve_tokens,
    serve_webhooks,
)
from checkout_core.cli.arguments import Parser
from checkout_core.cli.commands import PAYMENTS, TOUR
from checkout_core.cli.forms import FORMATS
from checkout_core.cli.payment_calls import CALLS
from checkout_core.cli.payments import MANDATES
from checkout_core.cli.sources import KEY_VARIABLE, MERCHANT_VARIABLE
from checkout_core.errors import MESSAGES
from checkout_core.papers.seller import SELLER
from tests.factories.papers import SHOP


DEMO = files("checkout_core").joinpath("demo.json").read_bytes()
RETURNS = {"id": "R1", "at": "2026-12-01T10:00:00+05:30", "returned": {"0": 1}}

PARSERS: dict[tuple[str, ...], Parser] = {
    **{(name,): parser for name, parser in command_parser().commands.items()},
    **{
        ("juspay", name): parser
        for name, parser in command_parser().commands["juspay"].commands.items()
    },
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no account in the environment."""
    for name in (KEY_VARIABLE, MERCHANT_VARIABLE):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """Return a folder to work in, with one document of each kind."""
    monkeypatch.chdir(tmp_path)
    cart = json.loads(DEMO)
    cart["cart"]["metadata"] = {"weight": 1.5}
    Path("cart.json").write_text(json.dumps(cart, indent=2))
    Path("carts.jsonl").write_text(json.dumps(cart))
    Path("store.json").write_text(json.dumps(cart["store"]))
    Path("returns.json").write_text(json.dumps(RETURNS))
    Path("seller.json").write_text(json.dumps(SELLER.write(SHOP)))
    assert 0 == main(["init", "papers", "--papers"])
    Path("roles.json").write_text('{"gateway": "Assets:Juspay"}')
    Path("facts.json").write_text('{"transport": {"Distance": 10}}')
    capsys.readouterr()
    for name in ("quote", "order", "cart"):
        assert 0 == main(["price", "cart.json", "--format", name])
        target = "vendor-cart" if name == "cart" else name
        Path(f"{target}.json").write_text(capsys.readouterr().out)
    Path("quotes.jsonl").write_text(Path("quote.json").read_text().replace("\n", ""))
    return tmp_path


def ran(
    capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, list[str]]:
    """Return the status of a command, what it printed, and the lines of its error."""
    status = main(arguments)
    out, err = capsys.readouterr()
    return status, out, err.splitlines()


# Help --------------------------------------------------------------------------------


@pytest.mark.parametrize("words", PARSERS, ids=" ".join)
def test_every_argument_is_explained(words: tuple[str, ...]) -> None:
    """Each option and each argument of each command has a help text of its own."""
    silent = [
        each.option_strings or each.dest
        for each in PARSERS[words].arguments
        if not PARSERS[words].commands and not each.help
    ]

    assert [] == silent


@pytest.mark.parametrize("words", PARSERS, ids=" ".join)
def test_help_is_no_error(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """It goes to standard output, and says what the command is for."""
    table = PAYMENTS if len(words) == 2 else COMMANDS
    status, out, err = ran(capsys, *words, "--help")

    assert (0, []) == (status, err)
    assert out.startswith(f"usage: checkout-core {' '.join(words)} ")
    assert f"\n{table[words[-1]].purpose}\n" in out


@pytest.mark.parametrize("words", [(), ("price",), ("juspay", "refund")], ids=" ".join)
def test_help_is_a_word_too(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """`help price` is what `price --help` is."""
    assert ran(capsys, *words, "--help") == ran(capsys, "help", *words)


def test_the_help_lists_the_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    """Help and documentation hold the one table of statuses."""
    from checkout_core import cli

    _, out, _ = ran(capsys, "--help")
    shown = out.partition("exit status:\n")[2].partition("\n\n")[0].splitlines()
    documented = [
        line.removeprefix("- ").partition(": ")[::2]
        for line in (cli.__doc__ or "").splitlines()
        if line.startswith("- ")
    ]

    assert [0, 1, 2, 3, 130, 141] == list(STATUSES)
    assert [[str(code), what] for code, what in STATUSES.items()] == [
        line.split(maxsplit=1) for line in shown
    ]
    assert [(str(code), what) for code, what in STATUSES.items()] == documented


def test_the_help_names_the_variables_of_the_environment(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Secrets are on no command line, so the help says where they are read."""
    _, out, _ = ran(capsys, "serve", "--help")
    rows = out.partition("environment:\n")[2].splitlines()

    assert [
        serve_tokens.SECRET_VARIABLE,
        serve_tokens.TOKEN_VARIABLE,
        serve_tokens.MERCHANT_TOKEN_VARIABLE,
        KEY_VARIABLE,
        MERCHANT_VARIABLE,
        gateways.USER_VARIABLE,
        gateways.PASSWORD_VARIABLE,
        *juspay_keys.VARIABLES,
        serve_webhooks.WEBHOOK_SECRET_VARIABLE,
        serve_metrics.METRICS_VARIABLE,
    ] == [row.split()[0] for row in rows]


EXAMPLES = {
    "first": TOUR,
    **{name: each.examples for name, each in COMMANDS.items() if each.examples},
    **{f"juspay {name}": each.examples for name, each in PAYMENTS.items()},
}


def test_what_has_no_examples() -> None:
    """Those of a service, which need its account or never end; one holds others."""
    assert {"juspay", "serve", "sweep"} == {
        name for name, each in COMMANDS.items() if not each.examples
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_run(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A shell runs them as the help prints them, from an empty folder."""
    if name == "backtest":
        pytest.importorskip("duckdb", reason="duckdb is not installed")
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    words = () if name == "first" else tuple(name.split())
    _, out, _ = ran(capsys, *words, "--help")
    printed = out.partition("examples:\n")[2]
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "checkout-core"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m checkout_core "$@"\n')
    program.chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        ["sh", "-ec", printed],
        cwd=work,
        env={
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert [f"  {each}" for each in EXAMPLES[name]] == printed.splitlines()
    assert (0, "") == (done.returncode, done.stderr)


# Options -----------------------------------------------------------------------------

#: A value of each option that is not its default.
SAMPLES = {
    "--cart": None,
    "--account": "DE75512108001245126199",
    "--action": "quickPay",
    "--amount": "9.50",
    "--amounts": "text",
    "--at": "2027-06-01T00:00:00+05:30",
    "--backtest": None,
    "--buyer-reference": "Meera",
    "--client-id": "page",
    "--code": "998599",
    "--color": "always",
    "--company": "Shop Ltd",
    "--copy": "duplicate",
    "--corrects": "INV/0 2026-10-01",
    "--currency": "JPY",
    "--customer": "Online",
    "--customer-id": "c2",
    "--database": "sqlite://",
    "--date": "1800000000",
    "--dates": "papers/dates.jsonl",
    "--delivered": "2026-11-06",
    "--description": "Tea",
    "--document": None,
    "--due": "2026-12-31",
    "--end": "1800086400",
    "--environment": "hdfc",
    "--field": "udf1=web",
    "--facts": "facts.json",
    "--format": None,
    "--lines": None,
    "--gstin": "29AAGCB7383J1Z4",
    "--locale": "de_DE",
    "--idempotence-key": "k2",
    "--kind": "DBN",
    "--merchant-id": "us",
    "--note": "Thank you",
    "--number": "INV/2",
    "--offer-code": "NEW10",
    "--offset": "+12:00",
    "--order-reference": "PO-8",
    "--order-id": "B2",
    "--papers": None,
    "--parties": "other.json",
    "--paying-with": "payment_method_type=WALLET",
    "--payment": "pay-2",
    "--payment-reference": "R-1",
    "--period": "122026",
    "--print": "json",
    "--reference": "n2",
    "--refund": "R9",
    "--refund-id": "R2",
    "--roles": "roles.json",
    "--rules": "papers/order.json",
    "--seller": "other.json",
    "--send": None,
    "--start": "1799900000",
    "--store": "store.json",
    "--supplier": "x",
    "--today": "2026-11-01",
    "--txn-id": "shop-B2-1",
    "--txn-uuid": "T2",
    "--type": "INSTANT",
    "--width": "60",
}

_INVOICE = [
    *("--seller", "seller.json", "--number", "INV/1", "--date", "2026-11-22"),
]

#: The document of the order in `papers`.
_PAPER = ["--number", "INV/26-27/0001", "--date", "2026-11-05"]
_INV01 = ["inv01", "papers/order.json", "--seller", "papers/seller.json", *_PAPER]
_UBL = [
    *("ubl", "papers/order.json", "--parties", "papers/parties.json", *_PAPER),
    *("--due", "2026-12-05", "--order-reference", "PO-7"),
]

_MANDATE = {
    "pause": ["--start", "1800000000", "--end", "1800096400"],
    "resume": ["--end", "1800000000"],
    "pre_debit_notify": [
        *("--reference", "n1", "--description", "Coffee"),
        *("--amount", "450.50", "--date", "1800000001"),
    ],
    "cancel_recurring_transaction": ["--order-id", "A1"],
    "execute": ["--order-id", "A1", "--amount", "450.50", "--customer-id", "c1"],
}

#: Each command, in each of the ways that decide which options mean something.
WAYS: list[list[str]] = [
    ["price", "cart.json"],
    *(["price", "cart.json", "--format", name] for name in FORMATS),
    *(["price", "carts.jsonl", "--lines", "--format", name] for name in FORMATS),
    ["demo"],
    ["demo", "--document"],
    *(["demo", "--format", name] for name in FORMATS),
    ["verify", "quote.json"],
    ["verify", "quote.json", "--format", "json"],
    ["verify", "quotes.jsonl", "--lines"],
    ["evaluate", "cart.json"],
    ["evaluate", "cart.json", "--format", "json"],
    ["evaluate", "carts.jsonl", "--lines", "--format", "text"],
    ["evaluate", "carts.jsonl", "--lines", "--format", "json"],
    ["lint", "cart.json"],
    ["lint", "cart.json", "--format", "json"],
    ["refund", "quote.json", "returns.json"],
    ["refund", "quote.json", "returns.json", "--format", "json"],
    ["invoice", "quote.json", *_INVOICE],
    ["invoice", "quote.json", *_INVOICE, "--format", "html"],
    _INV01,
    [
        *("gstr1", "papers/month.jsonl", "--gstin", "29AABCT1332L1ZA"),
        *("--period", "112026"),
    ],
    _UBL,
    ["journal", "papers/order.json"],
    ["journal", "papers/order.json", "--format", "hledger"],
    ["journal", "papers/order.json", "--format", "zoho"],
    ["diff", "quote.json", "cart.json"],
    ["diff", "quote.json", "cart.json", "--format", "html"],
    ["diff", "quote.json", "cart.json", "--format", "json"],
    ["schema"],
    ["schema", "quote"],
    ["init", "shop"],
    ["migrate", "--database", "sqlite:///shop.db"],
    ["doctor"],
    ["doctor", "--format", "json"],
    ["completion", "bash"],
    ["juspay", "create-order", "cart.json", "--order-id", "A1"],
    ["juspay", "session", "cart.json", "--order-id", "A1", "--client-id", "shop"],
    ["juspay", "refund", "--order-id", "A1", "--refund-id", "R1"],
    ["juspay", "refund", "--order-id", "A1", "--refund-id", "R1", "--amount", "9.10"],
    *(["juspay", "mandate", "M1", what, *_MANDATE.get(what, ())] for what in MANDATES),
    *(shlex.split(each.examples[0])[1:] for each in CALLS.values()),
    *(shlex.split(each.examples[-1])[1:] for each in CALLS.values()),
]


def parser_of(way: list[str]) -> Parser:
    """Return what reads the arguments of *way*."""
    words = tuple(way[:2]) if way[0] == "juspay" else (way[0],)
    return PARSERS[words]


def options_of(parser: Parser) -> set[str]:
    """Return the options of a command, but that for help."""
    return set(parser.options) - {"-h", "--help"}


def test_every_command_and_option_is_walked() -> None:
    """A new one is given its way, or its sample; services have tests of their own."""
    walked = [parser_of(way) for way in WAYS]
    left = {words for words, each in PARSERS.items() if each not in walked}
    options = {
        name
        for way in WAYS
        for name in options_of(parser_of(way))
        if name != "--format"
    }

    assert {("backtest",), ("juspay",), ("play",), ("serve",), ("sweep",)} == left
    assert set(SAMPLES) - {"--format"} == options


def other_format(way: list[str]) -> str:
    """Return a format that *way* does not have, and that is not the default."""
    choices = next(
        list(each.choices or ())
        for each in parser_of(way).arguments
        if "--format" in each.option_strings
    )
    return str(choices[0] if way[-1] == choices[1] else choices[1])


#: What is blamed where an option takes effect by making something else wrong.
BLAMED = {
    "--backtest": "shop/README.md",
    "--amount": "--idempotence-key",
    "--currency": "--amount",
    "--document": "--format",
    "--kind": "--payment",
    "--lines": "--format",
    "--order-id": "--txn-id",
    "--papers": "shop/cart.json",
    "--rules": "papers/order.json",
    "--send": f"${KEY_VARIABLE}",
    "--store": "cart.json: store",
    "--today": "--date",
}


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_no_option_is_ignored(
    way: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each changes what is printed, or is refused by its name."""
    plain = ran(capsys, *way)
    ignored = []
    for option in sorted(options_of(parser_of(way))):
        if option in way and option != "--format":
            continue
        value = other_format(way) if option == "--format" else SAMPLES[option]
        words = [] if value is None else [value]
        if option == "--corrects":
            words = str(SAMPLES[option]).split()
        more = [option, *words]
        found = ran(capsys, *way, *more)
        names = (option, BLAMED.get(option, option))
        blamed = tuple(f"checkout-core: {name}: " for name in names)
        refused = (2, "") == found[:2] and found[2][0].startswith(blamed)
        if not refused and (found[0] == 2 or found[1] == plain[1]):
            ignored.append(option)

    assert [] == ignored


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            "price cart.json --format explain --locale de_DE --width 40",
            [
                "--width: this has no effect with --format explain; leave it out",
            ],
        ),
        (
            "price cart.json --format order --width 3",
            ["--width: this has no effect with --format order; leave it out"],
        ),
        (
            "demo --document --format receipt",
            ["--format: this has no effect with --document; leave it out"],
        ),
        (
            "evaluate cart.json --format json --width 40",
            ["--width: this has no effect with --format json; leave it out"],
        ),
        (
            "refund quote.json returns.json --format json --locale de_DE",
            ["--locale: this has no effect with --format json; leave it out"],
        ),
        (
            "juspay refund --order-id A1 --refund-id R1 --currency EUR",
            ["--currency: this has no effect without --amount; leave it out"],
        ),
        (
            "juspay refund --order-id A1 --refund-id R1 --send --print curl",
            ["--print: this has no effect with --send; leave it out"],
        ),
        (
            "juspay mandate M1 revoke --amount 5 --order-id A1",
            [
                "--amount: this has no effect with revoke; leave it out",
                "--order-id: this has no effect with revoke; leave it out",
            ],
        ),
        (
            "price missing.json --width 3 --locale zz",
            [
                "--width: "
                + MESSAGES["count_out_of_range"].format(low=32, high=240)
                + " (got 3)",
                "--locale: no such locale; write it like 'en_IN' or 'de_DE' (got 'zz')",
            ],
        ),
    ],
)
def test_options_that_are_refused(
    arguments: str,
    lines: list[str],
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All at once, each by its name, before any file is read."""
    assert (2, "", [f"checkout-core: {line}" for line in lines]) == ran(
        capsys, *arguments.split()
    )


# Mistyped ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "program", "message"),
    [
        ("prise", "", "no such command: prise; did you mean 'price'?"),
        (
            "juspay sesion x",
            "juspay",
            "no such command: sesion; did you mean 'session'?",
        ),
        ("--versoin", "", "no such option: --versoin; did you mean '--version'?"),
        (
            "price cart.json --frmat order",
            "price",
            "no such option: --frmat; did you mean '--format'?",
        ),
        (
            "price --form=order cart.json",
            "price",
            "no such option: --form; did you mean '--format'?",
        ),
        (
            "demo -width 40",
            "demo",
            "no such option: -width; did you mean '--width'?",
        ),
        (
            "juspay refund --order A1 --refund-id R1",
            "juspay refund",
            "no such option: --order; did you mean '--order-id'?",
        ),
        (
            "schema --qqqq",
            "schema",
            "no such option: --qqqq; known are '-h', '--help'",
        ),
        ("price a.json b.json", "price", "more arguments than it takes: b.json"),
        ("price -- -a -b", "price", "more arguments than it takes: -b"),
        ("price", "price", "the following arguments are required: FILE"),
    ],
)
def test_mistyped_arguments(
    arguments: str,
    program: str,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The nearest known word stands under the usage of the command that was meant."""
    status, out, err = ran(capsys, *arguments.split())
    command = f"checkout-core {program}".rstrip()

    assert (2, "") == (status, out)
    assert err[0].startswith(f"usage: {command} [-h]")
    assert f"{command}: error: {message}" == err[-1]


def test_a_value_may_begin_with_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    """A number below zero and a text with blanks are values, and no options."""
    status, _, err = ran(
        capsys, "juspay", "mandate", "M1", "pre_debit_notify",
        "--description", "-10 % today", "--amount", "-4.50", "--reference", "n1",
        "--date", "1800000000",
    )  # fmt: skip

    assert (2, 1) == (status, len(err))
    assert err[0].startswith("checkout-core: --amount: ")


@pytest.mark.parametrize("words", [(), ("juspay",)], ids=["bare", "juspay"])
def test_a_bare_call_is_helped(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """The help goes to standard error: no script takes it for an answer."""
    _, help_text, _ = ran(capsys, *words, "--help")

    assert (2, "", help_text.splitlines()) == ran(capsys, *words)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    """It is that of the package."""
    from checkout_core import __version__

    assert (0, f"checkout-core {__version__}\n", []) == ran(capsys, "--version")


def test_a_mistyped_argument_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Not even with a line break, which would begin a line of its own."""
    _, _, err = ran(capsys, "a\n\x1b[31mb")

    assert "checkout-core: error: no such command: a\\n\\x1b[31mb; known" in err[-1]
