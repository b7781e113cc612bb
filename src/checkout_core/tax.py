# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The line rule, the components of a tax and the place of supply.

Promises that an inclusive amount is the sum of its taxable value and its tax,
that CGST and SGST are equal to the last minor unit, and that no component is
ever derived from another that was rounded.  Amounts are ints of minor units.

Knows one line at a time; what is rounded over a document is the business of
`pricing.taxes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.errors import CheckoutError, fault
from checkout_core.money import Rounding, bias, divide
from checkout_core.states import State, state_of


if TYPE_CHECKING:
    from checkout_core.cart import Address, Cart, Rate
    from checkout_core.store import Store


@frozen
class Place:
    """
    Where goods are supplied, seen from the seller: what the tax is made of.

    `heads` names the equal parts of the GST: one, or CGST and SGST (UTGST).
    """

    heads: tuple[str, ...]

    @property
    def is_split(self) -> bool:
        """Whether the rate is halved."""
        return len(self.heads) > 1


#: Without the seller's state and the place of supply nothing is known but the rate.
UNKNOWN_PLACE = Place(("GST",))
INTER_STATE = Place(("IGST",))


def place_of_supply(cart: Cart, store: Store) -> Place:
    """
    Return the place of supply: shop, else shipping address, else billing address.

    Raises `CheckoutError` for a state that nobody knows, even one that decides
    nothing.  Source: IGST Act s.10(1)(ca) and Circular 209/3/2024, which let
    the delivery address decide for goods to unregistered buyers.
    """
    seller = store.policies.tax.seller_state
    if seller is None:
        return UNKNOWN_PLACE
    found = [
        (path, address, _state(address, path))
        for path, address in (
            ("shipping_address", cart.shipping_address),
            ("billing_address", cart.billing_address),
        )
        if address is not None
    ]
    if cart.collects_in_store:
        return intra_state(seller)
    for _path, address, state in found:
        if _is_abroad(address):
            return INTER_STATE
        if state is not None:
            return intra_state(seller) if state == seller else INTER_STATE
    return UNKNOWN_PLACE


def intra_state(seller: State) -> Place:
    """Return the place of a supply within the seller's own state."""
    return Place(("CGST", seller.local_tax))


def _is_abroad(address: Address) -> bool:
    country = address["country"].strip().casefold()
    return bool(country) and country not in ("india", "in", "ind")


def _state(address: Address, path: str) -> State | None:
    text = address["state"].strip()
    if not text or _is_abroad(address):
        return None
    state = state_of(text)
    if state is None:
        raise CheckoutError([fault(f"cart.{path}.state", "unknown_state", text)])
    return state


@frozen(eq=False)
class LineRule:
    """
    The line rule for one rate at one place: what of an amount is tax.

    One head of the tax is `(amount * n2 + bias) // d2`, and there are `heads`
    of them; the cess likewise, where there is one.
    """

    rate: Rate
    heads: int
    n2: int
    bias: int
    d2: int
    rounding: Rounding
    net_exact: bool
    simple: bool

    @classmethod
    def of(
        cls, rate: Rate, *, split: bool, rounding: Rounding, net_exact: bool
    ) -> LineRule:
        """Return the rule of *rate*, halved where the tax is *split*."""
        numerator, denominator = rate.half if split else rate.whole
        net_exact = net_exact and rate.inclusive
        return cls(
            rate,
            2 if split else 1,
            2 * numerator,
            bias(denominator, rounding),
            2 * denominator,
            rounding,
            net_exact,
            not rate.cess[0] and rounding is not Rounding.HALF_EVEN and not net_exact,
        )

    def parts(self, amount: int) -> tuple[int, int, int]:
        """
        Return (taxable value, one head of the tax, cess) of *amount*.

        An inclusive amount is their sum, unless the split is `net_exact`.
        """
        rate, heads = self.rate, self.heads
        base = amount
        if self.net_exact:
            base = self.net_of(amount)
            head, cess = self._outside(base)
        else:
            head = divide(amount * self.n2, self.d2, self.rounding)
            cess = divide(amount * rate.cess[0], rate.cess[1], self.rounding)
        if not rate.inclusive:
            return amount, head, cess
        head, cess = give_way(head, cess, heads, amount)
        if self.net_exact:
            return base, head, cess
        return amount - head * heads - cess, head, cess

    def net_of(self, amount: int) -> int:
        """Return an inclusive amount's taxable value, rounded by itself."""
        total = self.rate.percent + self.rate.cess_percent
        numerator, denominator = (100 + total).as_integer_ratio()
        return divide(amount * 100 * denominator, numerator, self.rounding)

    def _outside(self, net: int) -> tuple[int, int]:
        percent, denominator = self.rate.percent.as_integer_ratio()
        cess, cess_denominator = self.rate.cess_percent.as_integer_ratio()
        return (
            divide(net * percent, 100 * denominator * self.heads, self.rounding),
            divide(net * cess, 100 * cess_denominator, self.rounding),
        )

    def taxable(self, amount: int) -> int:
        """Return S(amount), the taxable part by the line rule."""
        if not self.rate.inclusive:
            return amount
        if self.simple:
            rest = amount - (amount * self.n2 + self.bias) // self.d2 * self.heads
            if rest >= 0:
                return rest
        return self.parts(amount)[0]

    def cost(self, amount: int) -> int:
        """Return what the shopper pays for *amount*, tax included."""
        if self.rate.inclusive:
            return amount
        if self.simple:
            return amount + (amount * self.n2 + self.bias) // self.d2 * self.heads
        _, head, cess = self.parts(amount)
        return amount + head * self.heads + cess


def give_way(head: int, cess: int, heads: int, amount: int) -> tuple[int, int]:
    """
    Return the components cut down until they fit into an inclusive *amount*.

    The cess gives way first, then the heads together.

    >>> give_way(1, 1, 2, 2), give_way(1, 1, 2, 1)
    ((1, 0), (0, 0))
    """
    over = head * heads + cess - amount
    if over > 0:
        given = min(over, cess)
        cess -= given
        head -= -(-(over - given) // heads)
    return head, cess
