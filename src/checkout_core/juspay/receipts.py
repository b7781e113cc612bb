# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Whether an order was paid, and how much was received.

The requested amount and what the payer was charged can differ: a bank's offer may pay a
part, and a gateway may add a fee.  Promises that the two always add up, and that an
unexplained difference is never accepted as a payment.

Knows nothing of our orders; `reconcile` makes their events.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import ZERO, Validator
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.errors.describe import shown
from checkout_core.juspay.amounts import written
from checkout_core.juspay.answers import Order, TxnDetail
from checkout_core.juspay.policy import POLICY, Policy, Unexplained
from checkout_core.juspay.rules import same_order_id
from checkout_core.money import allocate
from checkout_core.money.exact import exact_sum, grid_of
from checkout_core.money.parse import currency_of, number, to_minor
from checkout_core.statuses import Funder


if TYPE_CHECKING:
    from checkout_core.currencies import Currency
    from checkout_core.juspay.answers import PaymentOffer
    from checkout_core.money import Amount
    from checkout_core.values import Record


_AN_ANSWER = "an order of Juspay, as read_order reads it"
_A_POLICY = "a Policy"


@frozen(kw_only=True)
class Receipt:
    """
    What was received for an order; all amounts are in major units.

    `amount + surcharge + surcharge_tax == received + gateway_discount`

    Attributes:
        currency: of every amount.
        received: what the payer was charged, in major units.
        gateway_discount: the discount of gateway offers.
        surcharge, surcharge_tax: the gateway's additional fee, and the tax on it.
        offers: those that the payer got; they explain the discount.
    """

    currency: Currency
    received: Decimal
    gateway_discount: Decimal
    surcharge: Decimal
    surcharge_tax: Decimal
    offers: tuple[PaymentOffer, ...]

    def funded_by(self, policy: Policy = POLICY) -> dict[Funder, Decimal]:
        """
        Return the part of the discount of each funder, by *policy*.

        Several offers share it by their benefits; cashback is paid later by its sponsor
        and is not part of it.
        """
        check = Validator()
        check.instance("policy", policy, Policy, _A_POLICY)
        check.raise_any()
        if not self.gateway_discount:
            return {}
        offers = sorted(self.offers, key=lambda each: each.offer_id or "")
        weights = [_benefit(self.currency, each) for each in offers]
        # No offer states its benefit: the first offer counts, or none.
        if not sum(weights):
            weights = [1, *weights[1:]]
        funders = [_funder(policy, each) for each in offers] or [Funder.BANK]
        whole = to_minor(self.gateway_discount, self.currency, "gateway_discount")
        found: dict[Funder, int] = {}
        for funder, part in zip(funders, allocate(whole, weights), strict=True):
            if part:
                found[funder] = found.get(funder, 0) + part
        money = grid_of(self.currency.exponent)
        return {each: money(part) for each, part in found.items()}


def _funder(policy: Policy, offer: PaymentOffer) -> Funder:
    named = policy.offer_funding
    by_id = named.get(offer.offer_id or "", Funder.BANK)
    return Funder(named.get(offer.offer_code or "", by_id))


def _benefit(currency: Currency, offer: PaymentOffer) -> int:
    """Return the immediate benefit of an offer, in whole minor units."""
    amounts = [
        each.amount
        for each in offer.benefits
        if each.amount is not None and each.amount > 0 and each.type != "CASHBACK"
    ]
    over, under = exact_sum(ZERO, amounts).as_integer_ratio()
    # In minor units, rounded down: a weight may be coarse.
    scale: int = 10**currency.exponent
    return over * scale // under


def receipt_of(answer: Order) -> Receipt:
    """
    Return what was received for a CHARGED order; meaningless for other statuses.

    Raises `GatewayError` if an amount is missing, negative, cannot be read or has too
    many decimals, and if fees exceed what was received.

    >>> from checkout_core.juspay import Order
    >>> asked = {"order_id": "A1", "amount": Decimal(1000), "currency": "INR"}
    >>> receipt = receipt_of(Order(**asked, effective_amount=Decimal(850)))
    >>> receipt.received, receipt.gateway_discount
    (Decimal('850.00'), Decimal('150.00'))
    """
    check = Validator()
    check.instance("answer", answer, Order, _AN_ANSWER)
    check.raise_any()
    try:
        currency = currency_of(answer.currency)
    except CheckoutError as error:
        raise _unusable("currency", str(error)) from None
    if answer.amount is None:
        raise _unusable("amount", "the answer has no amount")
    asked = _minor(currency, "amount", answer.amount, answer.other)
    txn, whole = answer.txn_detail or TxnDetail(), answer.effective_amount
    surcharge = _minor(currency, "surcharge_amount", txn.surcharge_amount, txn.other)
    tax = _minor(currency, "tax_amount", txn.tax_amount, txn.other)
    received = _minor(currency, "effective_amount", whole, answer.other)
    if whole is None and txn.txn_amount is None:
        received = asked
    elif whole is None:
        name, off = "offer_deduction_amount", txn.offer_deduction_amount
        received = _minor(currency, "txn_amount", txn.txn_amount, txn.other)
        received -= _minor(currency, name, off, txn.other)
    discount = asked + surcharge + tax - received
    if discount < 0:
        # More was received than requested and reported: the excess is the gateway's
        # fee.
        surcharge, discount = surcharge - discount, 0
    if discount > asked:
        raise _unusable("effective_amount", "the amount received is less than the fees")
    money = grid_of(currency.exponent)
    return Receipt(
        currency=currency,
        received=money(received),
        gateway_discount=money(discount),
        surcharge=money(surcharge),
        surcharge_tax=money(tax),
        offers=tuple([each for each in answer.offers if each.availed]),
    )


def _minor(
    currency: Currency, name: str, amount: Decimal | None, unread: Record
) -> int:
    """Return an amount of an answer in minor units, 0 if it has none."""
    if name in unread:
        raise _unusable(name, f"{name} is not an amount: {shown(unread[name])}")
    if amount is None:
        return 0
    try:
        found = to_minor(amount, currency, name)
    except CheckoutError as error:
        raise _unusable(name, str(error)) from None
    if found < 0:
        raise _unusable(name, f"{name} is below zero: {written(amount)}")
    return found


def _unusable(name: str, message: str) -> GatewayError:
    # Not `unusable_answer`: a payment was made, of any amount.
    return GatewayError(message, error_code="unusable_receipt", fields=(name,))


def is_paid(
    order: Order,
    *,
    order_id: str,
    amount: Amount,
    currency: str,
    policy: Policy = POLICY,
) -> bool:
    """
    Return whether *order* is paid exactly as requested.

    False while it is not CHARGED.  Raises `GatewayError` for a CHARGED order whose id,
    amount, currency or status number differs from the request, and names them: do not
    deliver, and do not request the money again.  If less was received and no offer of
    the payer explains it, the error is `unexplained_discount`: read the status again,
    and do not deliver, unless *policy* accepts it.  Raises `CheckoutError` for an
    invalid *amount*, such as a float.
    """
    check = Validator()
    check.instance("order", order, Order, _AN_ANSWER)
    check.instance("policy", policy, Policy, _A_POLICY)
    ident = check.text("order_id", order_id)
    check.raise_any()
    asked = number(amount, "amount")
    if not order.state.paid:
        return False
    check_asked(order, order_id=ident, amount=asked, currency=currency)
    receipt = receipt_of(order)
    refuses = policy.unexplained_discount is Unexplained.REFUSE
    if receipt.gateway_discount and not receipt.offers and refuses:
        raise GatewayError(
            f"the order is CHARGED, but {receipt.gateway_discount} {currency} of"
            f" {written(asked)} were not received, and no offer explains it",
            error_code="unexplained_discount",
            fields=("effective_amount",),
        )
    return True


def check_asked(order: Order, *, order_id: str, amount: Decimal, currency: str) -> None:
    """Raise `GatewayError` if an order whose money was taken is not what was asked."""
    differs = []
    if order.order_id is None or not same_order_id(order.order_id, order_id):
        differs.append(f"order_id is {shown(order.order_id)}, not {order_id!r}")
    if order.amount is None or order.amount != amount:
        found = "missing" if order.amount is None else written(order.amount)
        differs.append(f"amount is {found}, not {written(amount)}")
    if order.currency != currency:
        stated = (order.currency or "missing")[:60]
        differs.append(f"currency is {stated}, not {currency}")
    if order.status_id not in (None, order.state.status_id):
        differs.append(
            f"status_id is {shown(order.status_id)}, not {order.state.status_id}"
        )
    if differs:
        raise GatewayError(
            f"the order is {order.state.name}, but {'; '.join(differs)}",
            error_code="differs_from_request",
            fields=tuple(each.partition(" ")[0] for each in differs),
        )
