# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Names that users have can be imported for one more release, with a warning."""

from __future__ import annotations

import decimal

import pytest

from checkout_core.deprecated import former, renamed_argument


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


@renamed_argument("size", "count")
def repeated(**given: int) -> dict[str, int]:
    """Return what was given."""
    return given


def test_an_argument_by_its_former_name() -> None:
    """It is taken as the new one, once; the new name says nothing."""
    with pytest.warns(DeprecationWarning, match="use count") as warned:
        found = repeated(size=2)

    assert ({"count": 2}, {"count": 3}, [__file__]) == (
        found,
        repeated(count=3),
        [each.filename for each in warned],
    )


def test_an_argument_by_both_names() -> None:
    """Neither is dropped: the function is called as it was written."""
    assert {"size": 2, "count": 3} == repeated(size=2, count=3)
