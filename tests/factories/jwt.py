# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The two pairs of keys of a merchant and Juspay, and a third of somebody else."""

from __future__ import annotations

from functools import cache
from typing import Any

from checkout_core.juspay import JwtCredentials
from checkout_core.testing.gateway import Gateway, JwtKeys, Loopback, new_pair


@cache
def pair_of(who: str) -> tuple[str, str]:
    """Return the private and the public key of *who*."""
    del who
    return new_pair()


def jwt_credentials(
    *, own: str = "merchant", other: str = "juspay", **fields: Any
) -> JwtCredentials:
    """Return what a merchant has: its own private key, and Juspay's public one."""
    private, public = pair_of(own)[0], pair_of(other)[1]
    return JwtCredentials("merchant-id", "key_1", private, public, **fields)


def jwt_keys(**fields: Any) -> JwtKeys:
    """Return what Juspay has: its own private key, and the merchant's public one."""
    return JwtKeys("key_1", pair_of("juspay")[0], pair_of("merchant")[1], **fields)


def jwt_gateway(**fields: Any) -> Loopback:
    """Return the way to a fake Juspay that knows the merchant's keys and no API key."""
    return Loopback(Gateway(api_key="NOBODY_HAS_IT", jwt=jwt_keys(**fields)))
