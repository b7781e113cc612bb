# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The whole shipping cost; the vendor's free-shipping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from attrs import frozen

from checkout_core.offers.benefits.benefit import (
    NOTHING,
    Adjustment,
    Basket,
    Gift,
    NotMet,
    Outcome,
)
from checkout_core.offers.selectors import EVERYTHING, Selector
from checkout_core.values import safe


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.checks import Validator
    from checkout_core.offers.benefits.benefit import (
        Benefit,
        OfferRules,
        ToMinor,
    )
    from checkout_core.values import Record
    from checkout_core.words import Words


@frozen
class FreeShipping:
    """The whole shipping cost."""

    kind: ClassVar[str] = ""
    type: ClassVar[str] = "free-shipping"
    discount_type: ClassVar[str] = ""
    kinds: ClassVar[tuple[str, ...]] = ("promotion", "coupon")
    has_details: ClassVar[bool] = False
    discounts_lines: ClassVar[bool] = False
    lowers_total: ClassVar[bool] = True
    ties_units: ClassVar[bool] = False

    @classmethod
    def read(cls, check: Validator, document: Record) -> Benefit:
        """Return the benefit of the vendor's offer, without details and goods."""
        details = document.get("details")
        if details is not None and not check.lenient:
            hint = "free-shipping frees the whole cost and has no details; drop this"
            for key, value in check.record("details", details).items():
                check.add(f"details.{safe(key)}", "unknown_key", value, hint=hint)
        scope = document.get("applies_to_product")
        if scope is not None:
            hint = "free-shipping looks at no products; drop this"
            check.add("applies_to_product", "unknown_key", scope, hint=hint)
        return FreeShipping()

    @property
    def scope(self) -> str:
        """What it applies to."""
        return "shipping"

    def document(self) -> dict[str, Any]:
        """Return no keys: the vendor's type says it all."""
        return {}

    def reach(self) -> Selector:
        """Return all lines: it looks at none of them."""
        return EVERYTHING

    def required(self) -> Selector:
        """Return no lines: goods do not matter."""
        return Selector()

    def minor(
        self,
        path: str,  # noqa: ARG002 - the protocol's
        to_minor: ToMinor,  # noqa: ARG002 - the protocol's
    ) -> FreeShipping:
        """Return the same: it has no amounts."""
        return self

    def joined(self, other: FreeShipping) -> None:
        """Return None: it has no rows."""

    def give(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
        basket: Basket,
    ) -> Outcome:
        """Return all that is left of the delivery cost, if that is something."""
        left = basket.delivery
        return Adjustment(shipping=left) if left else NotMet(NOTHING)

    def terms(self, words: Words) -> str:
        """Return its terms, as a label."""
        return words.text("free shipping")

    def gives_nothing(self) -> bool:
        """Return whether it is zero for every cart."""
        return False

    def findings(
        self,
        rules: OfferRules,  # noqa: ARG002 - the protocol's
    ) -> Iterator[tuple[str, str]]:
        """Yield nothing: there is nothing to mistake."""
        return iter(())


def free_shipping() -> Gift:
    """
    Return the whole shipping cost; the vendor's `free-shipping`.

    >>> free_shipping().type
    'free-shipping'
    """
    return Gift(FreeShipping())
