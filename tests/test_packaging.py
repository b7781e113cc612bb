# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The package as it is shipped: its public names, its version, its files."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import tomllib

from collections.abc import Iterator
from importlib import import_module, metadata
from runpy import run_path
from typing import Any

import pytest

from babel import Locale

import checkout_core

from checkout_core import Cart, Line, Store, dumps, quote, read_quote, write_quote
from checkout_core.cli import main
from checkout_core.version import installed_version
from checkout_core.views.language import LANGUAGES
from tests.paths import ROOT, SOURCE


#: What a release promises; a change here is a line in the changelog.
PUBLIC = [
    "Address",
    "AppliedOffer",
    "Cart",
    "Charge",
    "Checkout",
    "CheckoutError",
    "Conditions",
    "Customer",
    "Difference",
    "Disputed",
    "Entry",
    "Evaluation",
    "ExcessReturned",
    "Exclude",
    "Fault",
    "Finding",
    "GatewayError",
    "Gift",
    "GiftCard",
    "Line",
    "Loyalty",
    "NearMiss",
    "Offer",
    "OfferGroup",
    "Order",
    "Part",
    "Payment",
    "PaymentUpdate",
    "PriceReduction",
    "Quote",
    "QuotedLine",
    "Redemptions",
    "Refund",
    "RefundPolicy",
    "Refunded",
    "Refusal",
    "Reversed",
    "Rounding",
    "ShipmentUpdate",
    "Shipping",
    "ShippingRates",
    "StatusChange",
    "Store",
    "Supplier",
    "TaxCategory",
    "TaxClass",
    "TaxComponent",
    "TaxPolicy",
    "TaxSlab",
    "Tender",
    "Totals",
    "Verdict",
    "Window",
    "allocate",
    "cancellation",
    "coupon",
    "diff",
    "dumps",
    "evaluate",
    "lint",
    "loads",
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
    "write_difference",
    "write_evaluation",
    "write_order",
    "write_order_detail",
    "write_quote",
    "write_refund",
]

#: Extras that no module of the package needs alone.
TOOLS = {"all", "browser", "dev", "docs", "examples", "test", "validators"}


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


def test_a_public_name_is_used_in_the_typing_tests() -> None:
    """What type checkers are shown is all that is promised."""
    text = (ROOT / "tests" / "typing" / "api.py").read_text(encoding="utf-8")
    shown = {
        alias.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module == "checkout_core"
        for alias in node.names
    }

    assert set(PUBLIC) == shown


def test_the_version_agrees_with_the_metadata() -> None:
    """What is installed is what pyproject.toml describes, and the package says so."""
    assert project()["version"] == installed().version == checkout_core.__version__


def test_the_version_stands_in_one_place() -> None:
    """No module repeats it: the metadata say it, and all else asks them."""
    version = project()["version"]

    assert [] == [
        path.name for path in SOURCE.rglob("*.py") if version in path.read_text("utf-8")
    ]


def test_every_module_can_be_imported(capsys: pytest.CaptureFixture[str]) -> None:
    """Tools that walk a package import all of it, and that runs nothing."""
    walked = [
        import_module(each.name).__name__
        for each in pkgutil.walk_packages(checkout_core.__path__, "checkout_core.")
    ]

    assert ("checkout_core.__main__" in walked, ("", "")) == (
        True,
        tuple(capsys.readouterr()),
    )


def classified(field: str) -> list[str]:
    """Return what the classifiers say of a field, in their order."""
    rows = [each.split(" :: ") for each in project()["classifiers"]]
    return [row[-1] for row in rows if row[0] == field]


def test_the_classifiers_are_known() -> None:
    """An index refuses a classifier that it does not know."""
    known = pytest.importorskip("trove_classifiers", reason="it comes with hatchling")
    given = project()["classifiers"]

    assert sorted(set(given) & known.classifiers) == given


def test_every_language_is_named() -> None:
    """The classifiers name the languages that the receipts speak."""
    named = [Locale.parse(each).get_display_name("en") for each in LANGUAGES]

    assert sorted(str(each) for each in named) == classified("Natural Language")


def test_every_python_that_is_named_is_tested() -> None:
    """A classifier is a promise: `.ci/run` knows each version."""
    versions = [
        each for each in classified("Programming Language") if each.startswith("3.")
    ]
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert ["3.11", "3.12", "3.13", "3.14"] == versions
    assert f">={versions[0]}" == project()["requires-python"]
    assert set(versions[1:]) <= set(re.findall(r"python_of (3\.\d+)", run))


def test_every_extra_is_tried() -> None:
    """`.ci/extras.py` says what each extra makes importable, and CI installs it."""
    module = run_path(str(ROOT / ".ci" / "extras.py"))

    assert {"", *project()["optional-dependencies"]} == set(module["EXTRAS"])


def test_all_names_every_extra_of_the_package() -> None:
    """
    What only tests, examples, documents and tools need is not among them.

    Nor is `spark`, which takes 500 MB and a Java.
    """
    extras = project()["optional-dependencies"]
    of_hosts = sorted(set(extras) - TOOLS - {"spark"})

    assert [f"checkout-core[{','.join(of_hosts)}]"] == extras["all"]
    assert "checkout-core[all]" in extras["test"]


def test_the_page_names_every_extra() -> None:
    """With its requirements, for a host; by its purpose, for a contributor."""
    page = (ROOT / "docs" / "how-to" / "install.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \|(?: (.+) \|)?$", page, re.MULTILINE)
    extras = project()["optional-dependencies"]

    assert {name: tuple(extras[name]) for name in extras if name not in TOOLS} == {
        name: tuple(re.findall(r"`([^`]+)`", needs)) for name, needs in rows if needs
    }
    assert TOOLS - {"all"} == {name for name, needs in rows if not needs}


def test_a_requirement_says_its_oldest_version() -> None:
    """CI installs each at that version; none above is ruled out but for PySpark's."""
    extras = project()["optional-dependencies"]
    rows = [
        *project()["dependencies"],
        *(row for each in extras.values() for row in each),
    ]

    assert [] == [
        row
        for row in rows
        if not re.fullmatch(
            r"[\w.-]+(\[[\w,]+\])?>=[\d.]+(; sys_platform != 'win32')?"
            r"|checkout-core\[[\w,]+\]|pandas>=[\d.]+,<3",
            row,
        )
    ]


@pytest.mark.parametrize("name", ["SECURITY.md", "CONTRIBUTING.md"])
def test_what_contributors_read_is_there(name: str) -> None:
    """Every path it names exists, and no address in it is invented."""
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:src|tests|benchmarks|\.ci)/[\w./]+|[A-Z]+\.md)`", text)

    assert [] == [path for path in paths if not (ROOT / path).exists()]
    assert [] == re.findall(r"https?://\S+|\S+@\S+", text)


def test_the_version_that_is_mended() -> None:
    """SECURITY.md names the series of this version."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    series = project()["version"].rpartition(".")[0]

    assert f"\nVersion {series}, in its latest release.\n" in text


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


@pytest.mark.parametrize("module", ["checkout_core", "checkout_core.wire"])
def test_names_that_load_when_they_are_asked_for(module: str) -> None:
    """All that is promised is there, and nothing else."""
    package = import_module(module)
    for name in package.__all__:
        assert getattr(package, name) is not None

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing


@pytest.fixture
def uninstalled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run from sources that nobody installed."""

    def unknown(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", unknown)
    installed_version.cache_clear()
    yield
    installed_version.cache_clear()


def test_sources_that_nobody_installed(
    uninstalled: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """They say that their version is not known, and price all the same."""
    sold = quote(Cart("INR", [Line("tee", 1, "499.00", tax_rate=5)]), Store("INR"))

    assert "unknown" == checkout_core.__version__
    assert (0, "checkout-core unknown\n") == (
        main(["--version"]),
        capsys.readouterr().out,
    )
    assert "checkout-core unknown" == write_quote(sold)["engine"]
    assert sold == read_quote(dumps(write_quote(sold)))
