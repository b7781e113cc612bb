# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a gateway says of one payment: whether it was made, and what became of its money.

Values and nothing else.  Knows nothing of any gateway and of orders; `payments` turns
them into the events of an order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from attrs import field, frozen

from checkout_core.errors import GatewayError
from checkout_core.orders import DisputeState, PaymentState, ReversalKind
from checkout_core.statuses import Funder, SurchargeBy


class RefundState(StrEnum):
    """
    The state of a refund at a gateway; a word that is not known is `PENDING`.

    - `PENDING`: not done.
    - `SUCCESS`: the customer has the money.
    - `FAILURE`: it will not be paid.
    """

    PENDING = "PENDING"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"


class AuthorizationState(StrEnum):
    """
    What becomes of money that is held for the merchant but not taken yet.

    - `HELD`: it can be captured or voided.
    - `CAPTURING`: a capture is under way.
    - `PARTLY_CAPTURED`: a part of it was captured.
    - `CAPTURE_FAILED`: the last capture was refused; nothing was taken by it.
    - `VOIDING`: it is being given back.
    - `VOID_FAILED`: the last void was refused; the money is still held.
    """

    HELD = "held"
    CAPTURING = "capturing"
    PARTLY_CAPTURED = "partly_captured"
    CAPTURE_FAILED = "capture_failed"
    VOIDING = "voiding"
    VOID_FAILED = "void_failed"


@frozen(kw_only=True)
class RefundStatus:
    """
    One refund as the gateway knows it.

    Attributes:
        id: our id of it; one that was made on the gateway's dashboard has an id that is
            not ours.
        state: how far it is, None if the gateway does not know it.
        amount: how much, in major units; None (the default) if it does not say.
        at: when it was asked for, with its offset; None (the default) if it does not
            say.
    """

    id: str
    state: RefundState | None
    amount: Decimal | None = None
    at: datetime | None = None


@frozen(kw_only=True)
class ReversalReport:
    """
    Money of a payment that the gateway gave back by itself.

    Attributes:
        id: the gateway's id of it.
        kind: why; `auto_refunded` by default.
        amount: how much, in major units; None (the default) for all that is there.
        at: when, with its offset; None (the default) if it does not say.
    """

    id: str
    kind: ReversalKind = ReversalKind.AUTO_REFUNDED
    amount: Decimal | None = None
    at: datetime | None = None


@frozen(kw_only=True)
class DisputeReport:
    """
    One dispute about a payment, such as a chargeback, as the gateway knows it.

    Attributes:
        id: the gateway's id of it.
        amount: how much it is about, in major units; None for all that is there.
        state: opened, won or lost.
        at: when it was reported, with its offset; None (the default) if it does not
            say.
    """

    id: str
    amount: Decimal | None
    state: DisputeState
    at: datetime | None = None


@frozen(kw_only=True)
class PaymentReport:
    """
    One payment as the gateway knows it now.

    All amounts are in major units; those after `reference` say nothing until it has
    succeeded.

    Attributes:
        id: our id of it.
        state: started, failed or succeeded; None if the gateway does not know it.
        method: the payment method in the gateway's words, None if not known yet.
        authorization: what becomes of money that is held but not taken yet, None (the
            default) if none is.
        reference: the gateway's own id of the payment, None if not known yet.
        settled: how much of what was asked for was taken, None (the default) for all of
            it; the rest is asked for again.
        received: what the payer was charged, None for exactly what was settled.
        gateway_discount: what an offer of the gateway took off, 0 by default.
        funded_by: the part of that discount of each funder, empty by default.
        surcharge, surcharge_tax: the fee on top, and the tax on it; 0 by default.
        surcharge_by: who gets that fee, the gateway by default.
        refunds: every refund that the answer tells of, () by default.
        reversals: money that the gateway gave back by itself, () by default.
        disputes: every dispute that the answer tells of, () by default.
        problem: why the payment does not count although it was made: its amount,
            currency or id differs from what was asked for, or a part of it is not
            explained; None (the default) for nothing.
        on_delivery: whether the gateway leaves it to the courier to take the money:
            then it is not paid, and the order may be sent; False by default.
    """

    id: str
    state: PaymentState | None
    method: str | None = None
    authorization: AuthorizationState | None = None
    reference: str | None = None
    settled: Decimal | None = None
    received: Decimal | None = None
    gateway_discount: Decimal = Decimal(0)
    funded_by: Mapping[Funder, Decimal] = field(factory=dict)
    surcharge: Decimal = Decimal(0)
    surcharge_tax: Decimal = Decimal(0)
    surcharge_by: SurchargeBy = SurchargeBy.GATEWAY
    refunds: tuple[RefundStatus, ...] = ()
    reversals: tuple[ReversalReport, ...] = ()
    disputes: tuple[DisputeReport, ...] = ()
    problem: GatewayError | None = None
    on_delivery: bool = False

    @property
    def not_found(self) -> bool:
        """Whether the gateway knows no such payment."""
        return self.state is None
