# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The package for JavaScript: what Node answers through it is what Python answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from checkout_core import dumps, loads
from checkout_core.ledger import Totals
from checkout_core.wire import answer_text
from checkout_core.wire.calls import CALLS, CallName
from tests.docs.blocks import blocks, place_commands
from tests.paths import CASES, DOCS, MORE_CASES, ROOT, TESTS


if TYPE_CHECKING:
    from collections.abc import Iterator


PACKAGE = DOCS / "bindings" / "js"
PROGRAMS = TESTS / "bindings"
NODE = shutil.which("node")
#: A folder of npm's packages, of which `pyodide` is one.
NPM = os.environ.get("CHECKOUT_CORE_TEST_NPM")
#: How long a program may take, in seconds; Python is loaded in three.
PATIENCE = 180

CASE = {
    f"{path.parent.name}/{path.stem}": loads(path.read_bytes())
    for folder in (CASES, MORE_CASES)
    for path in sorted(folder.glob("*.json"))
}

needs_node = pytest.mark.skipif(NODE is None, reason="this machine has no node")
needs_pyodide = pytest.mark.skipif(
    NODE is None or NPM is None or find_spec("hatchling") is None,
    reason="node, hatchling or $CHECKOUT_CORE_TEST_NPM, a node_modules with pyodide,"
    " is missing",
)


def described() -> dict[str, Any]:
    """Return what package.json says."""
    found: dict[str, Any] = json.loads((PACKAGE / "package.json").read_text("utf-8"))
    return found


def ran(folder: Path, *arguments: str, text: str = "") -> list[str]:
    """Return the lines that a program of node prints."""
    done = subprocess.run(
        [str(NODE), *arguments],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    # An error of the interpreter prints its whole program; its end says what it was.
    assert 0 == done.returncode, done.stderr[-2000:]
    return done.stdout.splitlines()


def installed(folder: Path) -> Path:
    """Install the package and the programs that use it into a new folder."""
    shutil.copytree(PACKAGE, folder / "node_modules" / "checkout-core")
    for path in PROGRAMS.glob("*.mjs"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package, its wheels and Pyodide, as npm installs it."""
    folder = installed(tmp_path_factory.mktemp("shop"))
    modules = folder / "node_modules"
    wheels = modules / "checkout-core" / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    pack_again("attrs", wheels / "attrs.whl")
    (modules / "pyodide").symlink_to(Path(str(NPM)) / "pyodide")
    return folder


def pack_again(name: str, wheel: Path) -> None:
    """Make a wheel of what is installed here."""
    found = metadata.distribution(name)
    with zipfile.ZipFile(wheel, "w") as archive:
        for each in found.files or ():
            if ".." not in each.parts and each.suffix != ".pyc":
                archive.write(str(each.locate()), str(each))


@pytest.fixture(scope="module")
def in_node(shop: Path) -> dict[tuple[str, str], str]:
    """Return each answer of node, by its case and its call."""
    asked = list(questions())
    lines = [json.dumps({"call": call, "text": text}) for _, call, text in asked]
    *answers, told = ran(shop, "lines.mjs", text="\n".join(lines))
    assert metadata.version("checkout-core") == json.loads(told)["version"]
    return {
        (name, call): answer
        for (name, call, _), answer in zip(asked, answers, strict=True)
    }


def questions() -> Iterator[tuple[str, CallName, str]]:
    """Yield each case with a call and the text of its document."""
    for name, case in CASE.items():
        text = dumps(case["document"])
        yield name, "price", text
        yield name, "evaluate", text
        priced = json.loads(answer_text("price", text, "text"))
        if "quote" in priced:
            # A quote that JavaScript read and wrote again: numbers are floats there.
            yield name, "verify", json.dumps(priced["quote"])


def spelled(value: object) -> object:
    """Return a figure as the cases spell it: every number as text."""
    return value if isinstance(value, bool) or value is None else str(value)


# Few tests, since each process of tests that has one of them loads Python in Node.
@needs_pyodide
@pytest.mark.slow
def test_every_case_in_node(in_node: dict[tuple[str, str], str]) -> None:
    """Every expected field of the order, digit for digit; or it is refused."""
    expected: dict[str, object] = {}
    found: dict[str, object] = {}
    for name, case in CASE.items():
        answer = json.loads(in_node[name, "price"])
        if case["expected"].get("error"):
            expected[name], found[name] = {"faults"}, set(answer)
        else:
            order, expected[name] = answer["order"], case["expected"]
            found[name] = {key: spelled(order[key]) for key in case["expected"]}

    assert (99 + 63, expected) == (len(found), found)


@needs_pyodide
@pytest.mark.slow
def test_the_same_bytes_as_in_python(in_node: dict[tuple[str, str], str]) -> None:
    """Each answer to each call, faults too."""
    assert in_node == {
        (name, call): answer_text(call, text, "text")
        for name, call, text in questions()
    }


@needs_pyodide
@pytest.mark.slow
def test_the_calls(shop: Path) -> None:
    """Objects in, objects out, and faults as data."""
    path = CASES / "01-worked-example.json"
    document = dumps(loads(path.read_bytes())["document"])
    (shop / "cart.json").write_text(document, "utf-8")
    wheels = [
        str(each) for each in (shop / "node_modules/checkout-core/wheels").iterdir()
    ]
    pyodide = str(Path(str(NPM)) / "pyodide")
    found = json.loads(ran(shop, "calls.mjs", "cart.json", pyodide, *wheels)[0])

    priced = json.loads(answer_text("price", document, "text"))
    totals, refusals = priced["quote"]["totals"], priced["quote"]["refusals"]
    adds_up = {
        "adds_up": True,
        "currency": "INR",
        "to_be_paid": totals["to_be_paid"],
    }
    assert {
        "price": {**priced, "totals": totals, "refusals": refusals},
        "same": True,
        "text": totals,
        "verified": adds_up,
        "stored": adds_up,
        "evaluated": json.loads(answer_text("evaluate", document, "text")),
        "refused": "TypeError: price: give a document, as an object or as JSON text",
    } == {key: found[key] for key in found if key not in {"changed", "faults", "float"}}
    assert [
        (False, ["fingerprint_differs", "does_not_add_up"]),
        (None, ["empty_cart"]),
        (None, ["bad_amount"]),
    ] == [
        (found[key].get("adds_up"), [each["code"] for each in found[key]["faults"]])
        for key in ("changed", "faults", "float")
    ]


@needs_node
def test_wheels_are_given_in_many_ways(tmp_path: Path) -> None:
    """By path, address or bytes; what cannot be read is said."""
    installed(tmp_path)
    shutil.rmtree(tmp_path / "node_modules/checkout-core/wheels", ignore_errors=True)
    wheel = tmp_path / "a wheel.whl"
    wheel.write_bytes(bytes([1, 2, 3]))
    found = json.loads(ran(tmp_path, "loading.mjs", str(wheel))[0])

    unpacked = ["Uint8Array", [1, 2, 3], "zip"]
    assert {
        "path": ["1.2.3", unpacked],
        "url": ["1.2.3", unpacked, unpacked],
        "bytes": ["1.2.3", unpacked, unpacked, unpacked],
        "address": ["1.2.3", unpacked],
        "missing": "/b.whl: 404",
        "none": "load: this package has no wheels; give those of checkout-core and"
        " attrs as `wheels`",
    } == found


@needs_node
def test_a_program_that_asks_the_command_line(tmp_path: Path) -> None:
    """That of the page: a line for a cart, and its answer at once, text for amounts."""
    page = (DOCS / "how-to" / "any-language.md").read_text("utf-8")
    program = next(each for each in blocks(page) if "createInterface" in each.text)
    (tmp_path / "price.mjs").write_text(program.text, "utf-8")
    place_commands(tmp_path)
    path = os.pathsep.join([str(tmp_path / ".venv" / "bin"), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    start = ["checkout-core", "init", "shop"]
    for command in (start, [str(NODE), "price.mjs"]):
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )

    assert ["1038.00", "1352.00"] == done.stdout.splitlines()


# What the package says of itself ------------------------------------------------------


def test_the_version_is_pythons() -> None:
    """One release has one version."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]

    assert version == described()["version"]


def test_it_asks_for_the_pyodide_that_is_tested() -> None:
    """That of `.ci/run`."""
    (tested,) = re.findall(r"pyodide@(\d+)", (ROOT / ".ci" / "run").read_text("utf-8"))

    assert {"pyodide": f"{tested}.x"} == described()["dependencies"]


def test_its_files_are_there() -> None:
    """What it exports and packs, but for wheels, which are built."""
    found = described()
    named = {*found["exports"]["."].values(), *found["files"]} - {"wheels/*.whl"}

    assert {"index.d.ts", "index.js"} == {Path(each).name for each in named}
    assert all((PACKAGE / each).is_file() for each in named)


def test_the_types_name_every_total() -> None:
    """In the order of the quote."""
    text = (PACKAGE / "index.d.ts").read_text("utf-8")
    body = text.partition("export interface Totals {")[2].partition("}")[0]

    names = [each.name for each in attrs.fields(Totals)]
    assert names == re.findall(r"^ +(\w+): Exact;$", body, re.MULTILINE)


def test_the_types_name_every_call() -> None:
    """As methods, and as what `answer` takes."""
    text = (PACKAGE / "index.d.ts").read_text("utf-8")

    assert " | ".join(f'"{name}"' for name in CALLS) in text
    assert [*CALLS] == [
        name for name in re.findall(r"^  (\w+)\(", text, re.MULTILINE) if name in CALLS
    ]
