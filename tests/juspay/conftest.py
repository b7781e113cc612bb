# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the tests of the Juspay room share: a stand-in quote and the recordings."""

from __future__ import annotations

import json

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from attrs import frozen

from checkout_core.errors import CheckoutError, Fault
from checkout_core.juspay import Credentials


DATA = Path(__file__).parent / "data"


@frozen
class StandIn:
    """Something to pay that adds up, or says that it does not."""

    to_be_paid: Decimal = Decimal("1054.25")
    currency: str = "INR"
    payment_required: bool = True
    adds_up: bool = True

    def check(self) -> None:
        """Raise as a quote does whose figures were changed."""
        if not self.adds_up:
            raise CheckoutError(
                [Fault("to_be_paid", "does_not_add_up", self.to_be_paid, "no")]
            )


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
