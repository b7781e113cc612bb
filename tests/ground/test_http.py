# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Requests as values: which headers are masked, whatever a gateway calls them."""

from __future__ import annotations

import pytest

from checkout_core.http import Request, masked, masked_headers


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Basic a2V5Og==", "Basic ****"),
        ("authorization", "bearer k_1", "bearer ****"),
        ("Authorization", "k_1", "****"),
        ("Authorization", "k_1 of the shop", "****"),
        ("X-Api-Key", "k_1", "****"),
        ("x-client-secret", "k_1", "****"),
        ("X-Razorpay-Signature", "k_1", "****"),
        ("Cookie", "session=k_1", "****"),
        ("Idempotency-Key", "R1", "R1"),
        ("Content-Type", "application/json", "application/json"),
        ("x-merchantid", "shop", "shop"),
    ],
)
def test_headers_that_hold_a_secret(name: str, value: str, shown: str) -> None:
    """Their name says so; the scheme of an authorization is shown."""
    request = Request("GET", "https://api.example/orders", ((name, value),))

    assert (((name, shown),), {name: shown}, value == shown) == (
        masked_headers([(name, value)]),
        masked(request)["headers"],
        f"'{value}'" in repr(request),
    )
