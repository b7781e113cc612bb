# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who the merchant of `serve` is at Juspay: an API key, or the keys of JWT authentication.

All of it comes from the environment; the keys are in files that it names.  Promises
that every fault names its variable, and that no key is shown.
"""

from __future__ import annotations

import os

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.cli.blame import renamed
from checkout_core.cli.sources import KEY_VARIABLE
from checkout_core.errors import CheckoutError
from checkout_core.juspay import Credentials, JwtCredentials


if TYPE_CHECKING:
    from checkout_core.checks import Validator


ID_VARIABLE = "JUSPAY_JWT_KEY_ID"
PRIVATE_VARIABLE = "JUSPAY_JWT_PRIVATE_KEY_FILE"
PUBLIC_VARIABLE = "JUSPAY_JWT_PUBLIC_KEY_FILE"

#: The variables, each with its purpose.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        ID_VARIABLE: "the id of your JWT keys at Juspay; with it calls are encrypted",
        PRIVATE_VARIABLE: "the file with your private key, in PEM",
        PUBLIC_VARIABLE: "the file with Juspay's public key, in PEM",
    }
)
#: The source of each part of the credentials.
_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "merchant_id": "--merchant-id",
        "key_id": f"${ID_VARIABLE}",
        "private_key": f"${PRIVATE_VARIABLE}",
        "public_key": f"${PUBLIC_VARIABLE}",
        "api_key": f"${KEY_VARIABLE}",
    }
)


def has_account() -> bool:
    """Return whether the environment has a key: without one, no money moves."""
    return KEY_VARIABLE in os.environ or ID_VARIABLE in os.environ


def credentials_of(
    check: Validator, merchant_id: str
) -> Credentials | JwtCredentials | None:
    """
    Return the credentials of the environment; None with the faults in *check*.

    With `$JUSPAY_JWT_KEY_ID` those of JWT authentication, with the API key too if there
    is one.  Raises `OSError` for a file that cannot be read.
    """
    try:
        if ID_VARIABLE not in os.environ:
            return Credentials(merchant_id, os.environ.get(KEY_VARIABLE, ""))
        private, public = _read(check, PRIVATE_VARIABLE), _read(check, PUBLIC_VARIABLE)
        if private is None or public is None:
            return None
        return JwtCredentials(
            merchant_id,
            os.environ[ID_VARIABLE],
            private,
            public,
            api_key=os.environ.get(KEY_VARIABLE),
        )
    except CheckoutError as error:
        check.found += [
            renamed(each, _SOURCES.get(each.path, each.path)) for each in error.faults
        ]
        return None


def _read(check: Validator, variable: str) -> str | None:
    name = os.environ.get(variable)
    if not name:
        check.needed(f"${variable}", None, VARIABLES[variable])
        return None
    return Path(name).read_text("ascii", "replace")
