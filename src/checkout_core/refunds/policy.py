# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The choices of a merchant about refunds, with their defaults.

Knows nothing of orders; `refunds` reads it.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator, expect


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.money import Amount


class TenderOrder(StrEnum):
    """
    Which tender a refund goes to.

    - `WATERFALL`: the gateway's money first, then credit, then gift cards, then points:
      the last to pay is the first to be refunded.
    - `PRO_RATA`: all of them, by what is left of each.
    """

    WATERFALL = "waterfall"
    PRO_RATA = "pro_rata"


class PromotionBreak(StrEnum):
    """
    What happens to offers whose conditions are no longer met after a partial return.

    - `RETAIN`: what was paid for the units is paid back, offers stay.
    - `RECOMPUTE`: what is kept is priced again, and its price is kept.
    - `BUNDLE_ONLY`: lines that an offer ties together are returned together.
    """

    RETAIN = "retain"
    RECOMPUTE = "recompute"
    BUNDLE_ONLY = "bundle_only"


class ChargeRefund(StrEnum):
    """
    When the delivery, or a charge of the store, is refunded.

    A line's handling is refunded with its units.

    - `NEVER`: only with a cancellation.
    - `FULL_ON_FULL_RETURN`: all of it, with the last unit.
    - `PRO_RATA`: in proportion to the value of the returned goods.
    - `EXPLICIT`: the amount given to `refund`, up to what was charged.
    """

    NEVER = "never"
    FULL_ON_FULL_RETURN = "full_on_full_return"
    PRO_RATA = "pro_rata"
    EXPLICIT = "explicit"


class Restored(StrEnum):
    """
    Whether redeemed points are given back.

    - `NONE`: never.
    - `FULL_REFUND_ONLY`: all of them, once everything is refunded.
    - `PRO_RATA`: as their value is refunded.
    """

    NONE = "none"
    FULL_REFUND_ONLY = "full_refund_only"
    PRO_RATA = "pro_rata"


class Advance(StrEnum):
    """
    What happens to the paid parts of a payment plan if the order is cancelled.

    - `RETURNED`: they are paid back, less `cancellation_charge`.
    - `KEPT`: they are the cancellation charge, and the other parts lapse.
    """

    RETURNED = "returned"
    KEPT = "kept"


class SurchargeRefund(StrEnum):
    """
    When the fee on top of a payment is given back.

    - `NEVER`: it stays.
    - `ON_CANCELLATION`: with its tax, if the order is cancelled.
    """

    NEVER = "never"
    ON_CANCELLATION = "on_cancellation"


#: The smallest refund gateways accept, in major units (Razorpay, PhonePe: one rupee).
SMALLEST: Mapping[str, Decimal] = MappingProxyType({"INR": Decimal(1)})


@frozen(init=False, kw_only=True)
class RefundPolicy:
    """
    How an order's money is given back.

    Raises `CheckoutError` for values that are not one of the choices.

    Attributes:
        tenders: `waterfall` (default) or `pro_rata`, see `TenderOrder`.
        promotion_break: `retain` (default), `recompute` or `bundle_only`, see
            `PromotionBreak`.
        shipping: when delivery is refunded, by default `full_on_full_return`; see
            `ChargeRefund`.
        charges: when the store's charges are refunded; the same choices but
            `explicit`, and the same default.
        points_restored: whether redeemed points are given back, by default
            `pro_rata`; see `Restored`.
        minimum_amount: the smallest amount that the gateway refunds, in major units;
            less goes to store credit.  None (default) for the known minimum of the
            currency.
        cancellation_charge: what is kept if an order is cancelled, in major units; 0
            by default.
        cancellation_reason: why it is kept, printed on the credit note; "" by default.
        advance: whether the paid parts of a payment plan are `returned` (default) or
            `kept` if the order is cancelled, see `Advance`.
        surcharge: when the fee on top of a payment is given back: `never` (default) or
            `on_cancellation`, see `SurchargeRefund`.

    >>> RefundPolicy(shipping="pro_rata").shipping
    <ChargeRefund.PRO_RATA: 'pro_rata'>
    """

    tenders: TenderOrder
    promotion_break: PromotionBreak
    shipping: ChargeRefund
    charges: ChargeRefund
    points_restored: Restored
    minimum_amount: Decimal | None
    cancellation_charge: Decimal
    cancellation_reason: str
    advance: Advance
    surcharge: SurchargeRefund

    def __init__(
        self,
        *,
        tenders: str = TenderOrder.WATERFALL,
        promotion_break: str = PromotionBreak.RETAIN,
        shipping: str = ChargeRefund.FULL_ON_FULL_RETURN,
        charges: str = ChargeRefund.FULL_ON_FULL_RETURN,
        points_restored: str = Restored.PRO_RATA,
        minimum_amount: Amount | None = None,
        cancellation_charge: Amount = 0,
        cancellation_reason: str = "",
        advance: str = Advance.RETURNED,
        surcharge: str = SurchargeRefund.NEVER,
    ) -> None:
        check = Validator()
        ways = [each for each in ChargeRefund if each is not ChargeRefund.EXPLICIT]
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            tenders=check.choice("tenders", tenders, TenderOrder),
            promotion_break=check.choice(
                "promotion_break", promotion_break, PromotionBreak
            ),
            shipping=check.choice("shipping", shipping, ChargeRefund),
            charges=check.choice("charges", charges, ways),
            points_restored=check.choice("points_restored", points_restored, Restored),
            minimum_amount=check.maybe_amount("minimum_amount", minimum_amount),
            cancellation_charge=check.amount(
                "cancellation_charge", cancellation_charge
            ),
            cancellation_reason=check.text(
                "cancellation_reason", cancellation_reason, limit=MAX_NOTE
            ),
            advance=check.choice("advance", advance, Advance),
            surcharge=check.choice("surcharge", surcharge, SurchargeRefund),
        )
        check.raise_any()

    def minimum_for(self, currency: str) -> Decimal:
        """
        Return the smallest amount that a gateway refunds, in major units.

        *currency* is an ISO 4217 code.  Raises `CheckoutError` if it is not text.
        """
        expect(currency=(currency, str))
        if self.minimum_amount is not None:
            return self.minimum_amount
        return SMALLEST.get(currency, Decimal(0))
