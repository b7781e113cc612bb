# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Debit notes for fees on top of payments that the merchant gets.

Such a fee is more consideration: value and tax of the supply rise (CGST Act s.34(3)).
A fee that the gateway keeps passes through, and needs no note.

Promises that a note is what the payer was charged, and that equal halves are equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.ledger import Component
from checkout_core.money.exact import exact_sum, share_of, to_decimal
from checkout_core.money.parse import to_minor


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.currencies import Currency
    from checkout_core.orders.events import PaymentUpdate


#: The decimals of the rate that a fee's tax comes to.
_DIGITS = 2


@frozen(kw_only=True)
class DebitNote:
    """
    The fee on top of a payment, as more consideration; amounts are in major units.

    Attributes:
        payment: the id of the payment.
        at: when it was received, with its offset.
        taxable_value: the fee.
        components: the tax on it by component; the rates are what it comes to.
    """

    payment: str
    at: datetime
    taxable_value: Decimal
    components: tuple[Component, ...]

    @property
    def amount(self) -> Decimal:
        """The fee with its tax."""
        return exact_sum(self.taxable_value, [each.amount for each in self.components])


def debit_note(
    payment: PaymentUpdate, names: Sequence[str], currency: Currency
) -> DebitNote:
    """
    Return the debit note for the fee on top of a payment.

    The tax is shared equally over the components called *names*; a minor unit that
    cannot be halved joins the value: 150.00 with a tax of 27.01 in two halves is 150.01
    and twice 13.50.
    """
    tax = to_minor(payment.surcharge_tax, currency, "surcharge_tax")
    equal, odd = divmod(tax, len(names))
    money = to_decimal(equal, currency.exponent)
    value = exact_sum(payment.surcharge, [to_decimal(odd, currency.exponent)])
    components: list[Component] = []
    if equal and value:
        whole = to_minor(value, currency, "surcharge")
        rate = share_of(to_decimal(equal, 0), whole, _DIGITS, to_decimal(100, 0))
        components = [Component(name, rate, money) for name in names]
    elif equal:
        components = [Component(name, to_decimal(0, _DIGITS), money) for name in names]
    return DebitNote(
        payment=payment.id,
        at=payment.at,
        taxable_value=value,
        components=tuple(components),
    )
