# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Names that users have can be imported for one more release, with a warning."""

from __future__ import annotations

import decimal

import pytest

from checkout_core.deprecated import former


FIND = former("shop.old", {"Sum": "decimal:Decimal"})


def test_a_former_name_is_the_new_one() -> None:
    """The object is the same, and the warning says where it is now."""
    with pytest.warns(DeprecationWarning, match="is deprecated") as warned:
        found = FIND("Sum")

    assert (
        decimal.Decimal,
        (
            "shop.old.Sum is deprecated and leaves with the next release;"
            " use decimal.Decimal"
        ),
    ) == (found, str(warned[0].message))


def test_the_warning_names_the_line_that_asks() -> None:
    """A host finds its own import by it."""
    with pytest.warns(DeprecationWarning, match="is deprecated") as warned:
        FIND("Sum")

    assert __file__ == warned[0].filename


def test_a_name_that_never_was() -> None:
    """It is missing, as in any module."""
    with pytest.raises(AttributeError) as refused:
        FIND("Total")

    assert "module 'shop.old' has no attribute 'Total'" == str(refused.value)
