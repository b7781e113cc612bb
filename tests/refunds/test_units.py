# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Units by line: one shape for what is returned and what is sent."""

from __future__ import annotations

import pickle

from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.orders import ShipmentUpdate
from checkout_core.refunds import Units
from tests.factories.faults import faults
from tests.factories.refunds import AT, note


def test_they_are_a_mapping() -> None:
    """By the line's index, the first line first."""
    units = Units({2: 1, 0: 3})

    assert ([0, 2], 3, 2, False) == (list(units), units[0], len(units), 1 in units)
    assert {0: 3, 2: 1} == units
    assert units != {0: 3}
    assert units != "0"


@pytest.mark.parametrize("units", [{2: 1, 0: 3}, [(0, 3), (2, 1)], ([2, 1], [0, 3])])
def test_they_are_made_of_a_mapping_or_of_pairs(units: Any) -> None:
    """Their order does not matter."""
    assert Units({0: 3, 2: 1}) == Units(units)


def test_they_are_values() -> None:
    """Equal ones have one hash, and they may be pickled."""
    one, other = Units({0: 3, 2: 1}), Units({2: 1, 0: 3})

    assert 1 == len({one, other})
    assert one == pickle.loads(pickle.dumps(one))
    assert Units() == {}


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (1, [("", "wrong_type")]),
        ([1], [("[0]", "wrong_type")]),
        ({-1: 1, "0": 1}, [("[-1]", "count_out_of_range"), ("[0]", "bad_count")]),
        ({0: 0, 1: 1.0}, [("[0]", "count_out_of_range"), ("[1]", "bad_count")]),
        ([(0, 1), (0, 2)], [("[1]", "line_twice")]),
    ],
)
def test_they_are_checked(units: Any, expected: list[tuple[str, str]]) -> None:
    """Every fault at once, each at its line."""
    with pytest.raises(CheckoutError) as caught:
        Units(units)

    assert expected == faults(caught.value)


def test_refunds_and_shipments_have_the_same_shape() -> None:
    """What came back and what is sent can be compared."""
    sent = ShipmentUpdate("S1", "shipped", AT, {0: 1, 1: 2})

    assert note({1: 2, 0: 1}).units == sent.units
