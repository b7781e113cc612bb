# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The choices of a merchant about refunds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.refunds import RefundPolicy
from tests.factories.faults import faults


D = Decimal


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tenders": "x"}, [("tenders", "not_a_choice")]),
        ({"promotion_break": None}, [("promotion_break", "required")]),
        ({"shipping": "x"}, [("shipping", "not_a_choice")]),
        ({"charges": "explicit"}, [("charges", "not_a_choice")]),
        ({"points_restored": "x"}, [("points_restored", "not_a_choice")]),
        ({"minimum_amount": -1}, [("minimum_amount", "negative")]),
        (
            {"cancellation_charge": 1.5, "cancellation_reason": None},
            [
                ("cancellation_charge", "float_given"),
                ("cancellation_reason", "wrong_type"),
            ],
        ),
    ],
)
def test_a_policy_is_checked(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """Every fault of a policy at once."""
    with pytest.raises(CheckoutError) as caught:
        RefundPolicy(**fields)

    assert expected == faults(caught.value)
