# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the tests of the Juspay room share: a stand-in quote and the recordings."""

from __future__ import annotations

import json

from pathlib import Path
from typing import Any

import pytest

from checkout_core.juspay import Credentials
from tests.factories.stand_in import StandIn


DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def payable() -> type[StandIn]:
    """Return the class of the stand-in."""
    return StandIn


@pytest.fixture(scope="session")
def credentials() -> Credentials:
    """Return the merchant of the recordings."""
    return Credentials("merchant-id", "LOOPBACK_KEY")


@pytest.fixture(scope="session")
def recordings() -> dict[str, Any]:
    """Return what the official Python SDK put on the wire, by label."""
    text = (DATA / "sdk-expresscheckout-1.0.4.json").read_text(encoding="utf-8")
    return {each["label"]: each for each in json.loads(text)["recordings"]}
