# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Names that a package offers are loaded when they are first asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import checkout_core

from checkout_core import offers, wire


#: Rooms that pricing a cart without offers does not need.
NOT_LOADED = (
    "evaluation",
    "wire",
    "offers.benefits.table",
    "views",
    "orders",
    "refunds",
)


def printed(program: str) -> str:
    """Return what a fresh interpreter prints."""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_the_import_loads_only_what_prices_a_cart() -> None:
    """Documents, offers, orders and views are loaded with their first name."""
    program = (
        "import sys, checkout_core\n"
        f"print([x for x in {NOT_LOADED!r} if f'checkout_core.{{x}}' in sys.modules])"
    )

    assert "[]" == printed(program)


def test_a_name_is_kept_once_it_is_found() -> None:
    """The package has it as if it had been imported with the package."""
    program = (
        "import checkout_core as c\n"
        "print('evaluate' in vars(c), c.evaluate.__module__, 'evaluate' in vars(c))"
    )

    assert "False checkout_core.evaluation True" == printed(program)


def test_a_module_of_such_names() -> None:
    """It is an attribute of its package before anyone imports it."""
    program = "import checkout_core as c; print(c.wire.read_order.__name__)"

    assert ("read_order", wire) == (printed(program), checkout_core.__getattr__("wire"))


@pytest.mark.parametrize("package", [checkout_core, offers, wire])
def test_every_name_is_found(package: object) -> None:
    """What `__all__` offers is there."""
    names = package.__all__  # type: ignore[attr-defined]

    assert [] == [name for name in names if getattr(package, name, None) is None]


@pytest.mark.parametrize("package", [checkout_core, offers, wire])
def test_another_name(package: object) -> None:
    """It is missing, as in any module."""
    name = package.__name__  # type: ignore[attr-defined]
    with pytest.raises(AttributeError) as refused:
        package.no_such_name  # type: ignore[attr-defined]  # noqa: B018 - it is missing

    assert f"module {name!r} has no attribute 'no_such_name'" == str(refused.value)


def test_the_names_are_listed() -> None:
    """`dir` has those that are not loaded yet, and those that are."""
    assert set(checkout_core.__all__) <= set(dir(checkout_core))
    program = "import checkout_core as c; print(set(c.__all__) - set(dir(c)))"

    assert "set()" == printed(program)
