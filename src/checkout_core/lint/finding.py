# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A warning: what is legal and probably not meant.  Knows no rule."""

from __future__ import annotations

from attrs import frozen


__all__ = ["Finding"]


@frozen
class Finding:
    """
    A warning: the path of what is odd, a stable code, and a sentence.

    Attributes:
        path: where it is, such as `promotions[0]`, `offer_groups[0]` or
            `cart.cart_items[0].hsn_code`.
        code: what is odd, such as `never_applies`.
        offer_id: the offer's id, or the group's; of a charge its id or its name, of a
            shipping rate `delivery`, of a payment plan `plan`; "" for a cart.
        message: a sentence for its author.
    """

    path: str
    code: str
    offer_id: str
    message: str

    def __str__(self) -> str:
        """Return path, offer id and message as one line."""
        name = f" ({self.offer_id})" if self.offer_id else ""
        return f"{self.path}{name}: {self.message}"
