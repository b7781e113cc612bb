# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Something to pay that is no quote of ours."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from checkout_core.errors import CheckoutError, Fault


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
