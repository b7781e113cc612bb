# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The line rule, the components of a tax and the place of supply.

Promises that an inclusive amount is the sum of its taxable value and its tax, that CGST
and SGST are equal to the last minor unit, and that no component is calculated from
another that was rounded.  Amounts are ints of minor units.

Knows one line at a time; `pricing.taxes` rounds over a whole document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, evolve, frozen

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.money import Rounding, bias, divide
from checkout_core.tax.india.gstin import gstin
from checkout_core.tax.india.states import State, hint_for, is_abroad, state_of
from checkout_core.tax.rates import Rate


if TYPE_CHECKING:
    from checkout_core.cart import Address, Cart
    from checkout_core.store import Store


@frozen
class Place:
    """
    The place of supply: which components the tax has.

    `heads` names the equal parts of the GST: one, or CGST and SGST (UTGST).
    """

    heads: tuple[str, ...]

    @property
    def is_split(self) -> bool:
        """Whether the rate is halved."""
        return len(self.heads) > 1


#: Used if the seller's state or the place of supply is not known: one component.
UNKNOWN_PLACE = Place(("GST",))
INTER_STATE = Place(("IGST",))


def place_of_supply(cart: Cart, store: Store) -> Place:
    """
    Return the place of supply: shop, else shipping address, else billing address.

    Raises `CheckoutError` for a state that is not one of India's, even where it
    does not decide the place, and for a buyer's registration that is not a GSTIN.
    Source: IGST Act s.10(1)(ca) and Circular 209/3/2024, which let the delivery
    address decide for goods to unregistered buyers.
    """
    seller = store.policies.tax.seller_state
    if seller is None:
        return UNKNOWN_PLACE
    check = Validator()
    found = [
        (address, _state(check, address, path))
        for path, address in (
            ("cart.shipping_address", cart.shipping_address),
            ("cart.billing_address", cart.billing_address),
        )
        if address is not None
    ]
    check.raise_any()
    if cart.collects_in_store:
        return intra_state(seller)
    for address, state in found:
        if is_abroad(address["country"]):
            return INTER_STATE
        if state is not None:
            return intra_state(seller) if state == seller else INTER_STATE
    return UNKNOWN_PLACE


def intra_state(seller: State) -> Place:
    """Return the place of a supply within the seller's own state."""
    return Place(("CGST", seller.local_tax))


def _state(check: Validator, address: Address, path: str) -> State | None:
    """Return the state of an address in India; its registration is checked too."""
    if is_abroad(address["country"]):
        return None
    number = address["tax_identification_number"].strip()
    if number:
        try:
            gstin(number, f"{path}.tax_identification_number")
        except CheckoutError as error:
            check.extend(error)
    text = address["state"].strip()
    state = state_of(text) if text else None
    if text and state is None:
        check.add(f"{path}.state", "unknown_state", text, hint=hint_for(text))
    return state


@define(eq=False)
class LineRule:
    """
    The line rule for one rate at one place: what of an amount is tax.

    One head of the tax is `(amount * n2 + bias) // d2`, and there are `heads` of them;
    further components (a cess) likewise.  `outside` is the same rate on top of a net
    amount, if the split is `net_exact`.  A `simple` rule has heads only, rounded by its
    bias.
    """

    rate: Rate
    heads: int
    n2: int
    bias: int
    d2: int
    rounding: Rounding
    outside: LineRule | None
    simple: bool

    @classmethod
    def of(
        cls, rate: Rate, *, split: bool, rounding: Rounding, net_exact: bool
    ) -> LineRule:
        """Return the rule of *rate*, halved if the tax is *split*."""
        numerator, denominator = rate.half if split else rate.whole
        outside = None
        if net_exact and rate.inclusive:
            bare = Rate.of(rate.percent, rate.extras, inclusive=False)
            outside = cls.of(bare, split=split, rounding=rounding, net_exact=False)
        further = rate.shares or rate.fixed or outside
        return cls(
            rate,
            2 if split else 1,
            2 * numerator,
            bias(denominator, rounding),
            2 * denominator,
            rounding,
            outside,
            not further and rounding is not Rounding.HALF_EVEN,
        )

    def parts(self, amount: int) -> tuple[int, int, tuple[int, ...]]:
        """
        Return (taxable value, one head of the tax, the further components).

        An inclusive *amount* is their sum, unless the split is `net_exact`.
        """
        rate = self.rate
        if self.simple:
            head = (amount * self.n2 + self.bias) // self.d2
            rest = amount - head * self.heads if rate.inclusive else amount
            if rest >= 0:
                return rest, head, ()
        fixed = rate.fixed and self.fixed_on(amount)
        if not rate.inclusive:
            head, others = self._tax_on(amount)
            return amount, head, (*others, fixed) if rate.fixed else others
        rest = net = amount - fixed
        if self.outside is None:
            head, others = self._tax_on(rest)
        else:
            net = divide(rest * rate.net[0], rate.net[1], self.rounding)
            _, head, others = self.outside.parts(net)
        head, others = give_way(head, others, self.heads, rest)
        if self.outside is None:
            net = rest - head * self.heads - sum(others)
        return net, head, (*others, fixed) if rate.fixed else others

    def _tax_on(self, amount: int) -> tuple[int, tuple[int, ...]]:
        head = divide(amount * self.n2, self.d2, self.rounding)
        shares = self.rate.shares
        return head, tuple([divide(amount * n, d, self.rounding) for n, d in shares])

    def fixed_on(self, amount: int) -> int:
        """Return the duty per unit, whatever the price; 0 if the amount is 0."""
        if self.rate.inclusive:
            return min(self.rate.fixed, amount)
        return self.rate.fixed if amount else 0

    def taxable(self, amount: int) -> int:
        """Return S(amount), the taxable part by the line rule."""
        if not self.rate.inclusive:
            return amount
        return self.parts(amount)[0]

    def cost(self, amount: int) -> int:
        """Return what the shopper pays for *amount*, tax included."""
        if self.rate.inclusive:
            return amount
        if self.simple:
            return amount + (amount * self.n2 + self.bias) // self.d2 * self.heads
        _, head, others = self.parts(amount)
        return amount + head * self.heads + sum(others)

    def of_units(self, units: int, quantity: int) -> LineRule:
        """Return the rule for *units* of a line that has *quantity* of them."""
        if not self.rate.fixed:
            return self
        return evolve(
            self, rate=evolve(self.rate, fixed=self.rate.fixed * units // quantity)
        )


def give_way(
    head: int, others: tuple[int, ...], heads: int, amount: int
) -> tuple[int, tuple[int, ...]]:
    """
    Return the components reduced until they fit into an inclusive *amount*.

    Further components are reduced first, from the last to the first, then the heads,
    all equally.

    >>> give_way(1, (1,), 2, 2), give_way(1, (1,), 2, 1)
    ((1, (0,)), (0, (0,)))
    """
    over = head * heads + sum(others) - amount
    if over <= 0:
        return head, others
    kept = list(others)
    for at in reversed(range(len(kept))):
        given = min(over, kept[at])
        kept[at] -= given
        over -= given
    return head - -(-over // heads), tuple(kept)
