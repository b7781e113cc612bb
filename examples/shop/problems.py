# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What can go wrong beside bad input (`CheckoutError`) and a gateway that fails."""

from __future__ import annotations


class Malformed(Exception):
    """The body of a request has another form: answer with 400."""


class NotFound(Exception):
    """There is no such product, cart or order: answer with 404."""


class Conflict(Exception):
    """What was asked for no longer fits what is stored: answer with 409."""
