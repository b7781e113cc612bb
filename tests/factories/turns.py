# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A fake gateway that shoppers and several processes use at the same time."""

from __future__ import annotations

import threading

from decimal import Decimal
from typing import TYPE_CHECKING

from checkout_core.testing.gateway import Gateway, Loopback, Step


if TYPE_CHECKING:
    from checkout_core.http import Request, Response


class Turns:
    """A way to a fake gateway whose shoppers and whose requests take turns."""

    def __init__(self, loopback: Loopback | None = None) -> None:
        self.loopback = loopback or Loopback(Gateway())
        self.lock = threading.Lock()

    def send(self, request: Request) -> Response:
        """Answer one request at a time."""
        with self.lock:
            return self.loopback.send(request)

    def pay(self, number: str) -> Step:
        """Let the shopper pay; what the gateway would tell of it is returned."""
        with self.lock:
            step = self.loopback.gateway.pay(number)
            self.loopback.take(step)
        return step

    def held(self, number: str) -> Decimal:
        """Return what the gateway has of all pages of an order."""
        found = [
            Decimal(str(each["amount"])) - Decimal(str(each["amount_refunded"]))
            for name, each in self.loopback.gateway.orders.items()
            if name.partition("-")[0] == number.lower() and each["status"] == "CHARGED"
        ]
        return sum(found, Decimal(0))

    def given_back(self, number: str) -> list[Decimal]:
        """Return the amount of each refund of an order."""
        return [
            Decimal(str(refund["amount"]))
            for name, each in self.loopback.gateway.orders.items()
            if name.partition("-")[0] == number.lower()
            for refund in each["refunds"]
        ]
