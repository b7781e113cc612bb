# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The package as it is shipped: its public names, its version, its files."""

from __future__ import annotations

import ast
import importlib
import tomllib

from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import pytest

import checkout_core


SOURCE = Path(checkout_core.__file__).parent
ROOT = Path(__file__).parent.parent
FILES = {str(path.relative_to(SOURCE)): path for path in sorted(SOURCE.rglob("*.py"))}
TESTS = {
    str(path.relative_to(ROOT)): path
    for folder in ("tests", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
}

#: What a release promises; a change here is a line in the changelog.
PUBLIC = [
    "Address",
    "Cart",
    "Charge",
    "Checkout",
    "CheckoutError",
    "Customer",
    "Fault",
    "GatewayError",
    "Line",
    "Loyalty",
    "Offer",
    "Order",
    "Quote",
    "Redemptions",
    "Refund",
    "RefundPolicy",
    "Refusal",
    "Rounding",
    "Shipping",
    "Store",
    "TaxPolicy",
    "TaxSlab",
    "allocate",
    "cancellation",
    "coupon",
    "dumps",
    "evaluate",
    "lint",
    "near_miss",
    "promotion",
    "quote",
    "read_cart",
    "read_checkout",
    "read_order",
    "read_quote",
    "read_refund",
    "read_store",
    "refund",
    "verify",
    "write_cart",
    "write_evaluation",
    "write_order",
    "write_order_detail",
    "write_quote",
    "write_refund",
]


def project() -> dict[str, Any]:
    """Return the project table of pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["project"]
    return found


def installed() -> metadata.Distribution:
    """Return what is installed, or skip where the sources are only on the path."""
    try:
        return metadata.distribution("checkout-core")
    except metadata.PackageNotFoundError:
        pytest.skip("checkout-core runs from its sources here and is not installed")


def test_the_public_names_are_these() -> None:
    """Nothing appears or vanishes unnoticed."""
    assert PUBLIC == checkout_core.__all__


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_says_what_it_is(name: str) -> None:
    """Each can be imported and has a docstring of its own."""
    found = getattr(checkout_core, name)

    assert (found.__doc__ or "").strip()


def test_a_star_import_gives_the_public_names() -> None:
    """And nothing else."""
    names: dict[str, Any] = {}
    exec("from checkout_core import *", names)

    assert {*PUBLIC, "__builtins__"} == set(names)


def test_the_version_agrees_with_the_metadata() -> None:
    """What is installed is what pyproject.toml describes, and the package says so."""
    assert project()["version"] == installed().version == checkout_core.__version__


def test_the_command_is_installed() -> None:
    """The script of pyproject.toml is an entry point that exists."""
    ((name, value),) = project()["scripts"].items()
    module, _, function = value.partition(":")

    assert ("checkout-core", True) == (
        name,
        callable(getattr(importlib.import_module(module), function)),
    )


def test_the_package_is_typed() -> None:
    """Type checkers find its marker."""
    assert (SOURCE / "py.typed").is_file()


def test_the_core_needs_two_libraries() -> None:
    """All else is an optional extra."""
    names = {each.partition(">")[0] for each in project()["dependencies"]}

    assert {"attrs", "babel"} == names


def head(path: Path) -> list[str]:
    """Return the first two lines of a file."""
    return path.read_text(encoding="utf-8").splitlines()[:2]


SPDX = [
    "# SPDX-FileCopyrightText: 2026 The checkout-core authors",
    "# SPDX-License-Identifier: MIT",
]


@pytest.mark.parametrize("name", [*FILES, *TESTS])
def test_a_module_opens_with_its_licence(name: str) -> None:
    """Two SPDX lines stand at the head of every module."""
    assert SPDX == head({**FILES, **TESTS}[name])


@pytest.mark.parametrize("name", [*FILES, *TESTS])
def test_a_module_says_what_it_is(name: str) -> None:
    """Every module has a docstring."""
    tree = ast.parse({**FILES, **TESTS}[name].read_text(encoding="utf-8"))

    assert ast.get_docstring(tree)


@pytest.mark.parametrize("name", FILES)
def test_a_module_holds_no_tabs_and_no_trailing_blanks(name: str) -> None:
    """Sources are as the formatter leaves them, ending with one line break."""
    text = FILES[name].read_text(encoding="utf-8")

    assert (False, [], True) == (
        "\t" in text,
        [line for line in text.splitlines() if line != line.rstrip()],
        text.endswith("\n") and not text.endswith("\n\n"),
    )


@pytest.mark.parametrize("module", ["checkout_core", "checkout_core.wire"])
def test_names_that_load_when_they_are_asked_for(module: str) -> None:
    """All that is promised is there, and nothing else."""
    package = import_module(module)
    for name in package.__all__:
        assert getattr(package, name) is not None

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing
