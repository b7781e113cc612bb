# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The statuses of orders, transactions, refunds and mandates, and what they mean.

Promises that only CHARGED is paid, and that an unknown word is pending.

Knows nothing of answers.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from checkout_core.checks import expect
from checkout_core.gateway import AuthorizationState, RefundState
from checkout_core.orders import DisputeState


class Outcome(StrEnum):
    """
    The meaning of a status for the shop.

    - `PENDING`: nothing is decided; also every unknown status.
    - `PAID`: the money was received; deliver.
    - `FAILED`: it ended without money.
    """

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"


PENDING, PAID, FAILED = Outcome


@frozen
class Status:
    """
    One row of the status table.

    Attributes:
        status_id: Juspay's number, None for a status without a public one.
        name: Juspay's word.
        outcome: what it means for the shop.
        rank: a later stage of an order has a higher one.
    """

    status_id: int | None
    name: str
    outcome: Outcome
    rank: int

    @property
    def terminal(self) -> bool:
        """Whether the status is final; a refund does not change it."""
        return self.outcome is not PENDING

    @property
    def paid(self) -> bool:
        """Whether the money was received."""
        return self.outcome is PAID


#: The statuses of an order or a transaction: id, name, what it means, rank.  Source:
#: the transaction status tables of Juspay's v2.0 pages, the appendix and the backend
#: response codes (2026-11), which agree; 1 and -1 from S002 and the error samples.
#: Names without a public id are known and are always pending.
STATUSES: tuple[Status, ...] = (
    Status(-1, "ERROR", PENDING, 0),
    Status(1, "CREATED", PENDING, 1),
    Status(10, "NEW", PENDING, 1),
    Status(20, "STARTED", PENDING, 2),
    Status(21, "CHARGED", PAID, 5),
    Status(22, "JUSPAY_DECLINED", FAILED, 4),
    Status(23, "PENDING_VBV", PENDING, 2),
    Status(24, "VBV_SUCCESSFUL", PENDING, 3),
    Status(26, "AUTHENTICATION_FAILED", FAILED, 4),
    Status(27, "AUTHORIZATION_FAILED", FAILED, 4),
    Status(28, "AUTHORIZING", PENDING, 3),
    Status(29, "COD_INITIATED", PENDING, 3),
    Status(31, "VOIDED", FAILED, 6),
    Status(32, "VOID_INITIATED", PENDING, 3),
    Status(33, "CAPTURE_INITIATED", PENDING, 3),
    Status(34, "CAPTURE_FAILED", PENDING, 3),
    Status(35, "VOID_FAILED", PENDING, 3),
    Status(36, "AUTO_REFUNDED", FAILED, 6),
    Status(40, "NOT_FOUND", PENDING, 0),
    Status(None, "AUTHORIZED", PENDING, 3),
    Status(None, "AUTO_VOIDED", PENDING, 3),
    Status(None, "MERCHANT_VOIDED", PENDING, 3),
    Status(None, "PARTIAL_CHARGED", PENDING, 3),
    Status(None, "PENDING", PENDING, 2),
    Status(None, "TO_BE_CHARGED", PENDING, 3),
)

_BY_NAME = {each.name: each for each in STATUSES}


#: Juspay's words for the state of a refund (refund pages, 2026-11).
REFUND_STATES = {
    "PENDING": RefundState.PENDING,
    "MANUAL_REVIEW": RefundState.PENDING,
    "SUCCESS": RefundState.SUCCESS,
    "REFUNDED": RefundState.SUCCESS,
    "FAILURE": RefundState.FAILURE,
}


#: What the words for an order say about money that is held (capture and void pages).
AUTHORIZATIONS = {
    "AUTHORIZED": AuthorizationState.HELD,
    "CAPTURE_INITIATED": AuthorizationState.CAPTURING,
    "CAPTURE_FAILED": AuthorizationState.CAPTURE_FAILED,
    "PARTIAL_CHARGED": AuthorizationState.PARTLY_CAPTURED,
    "VOID_INITIATED": AuthorizationState.VOIDING,
    "VOID_FAILED": AuthorizationState.VOID_FAILED,
}


#: Juspay's words for the state of a chargeback, those of its events (CHARGEBACK_...);
#: no page shows the field, so that they are taken with and without that prefix.  One of
#: money that was refunded before is closed without more money moving.  An unknown word
#: counts as opened.
CHARGEBACK_STATES = {
    "RECEIVED": DisputeState.OPENED,
    "EVIDENCE_REQUIRED": DisputeState.OPENED,
    "UNDER_REVIEW": DisputeState.OPENED,
    "RESOLVED_IN_MERCHANT_FAVOUR": DisputeState.WON,
    "CANCELED": DisputeState.WON,
    "ALREADY_REFUNDED": DisputeState.WON,
    "RESOLVED_IN_CUSTOMER_FAVOUR": DisputeState.LOST,
    "EXPIRED": DisputeState.LOST,
}


class MandateState(StrEnum):
    """
    The state of a mandate; an unknown word of Juspay's is `UNKNOWN`.

    - `CREATED`: registered, not yet to be debited.
    - `ACTIVE`: it can be debited.
    - `PAUSED`: not now.
    - `FAILURE`, `REVOKED`, `EXPIRED`: never (again).
    """

    CREATED = "CREATED"
    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    FAILURE = "FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


#: The states that a mandate never leaves.
ENDED = frozenset({MandateState.FAILURE, MandateState.REVOKED, MandateState.EXPIRED})


def status_of(name: str | None) -> Status:
    """
    Return the row of a status; an unknown name is pending.

    >>> status_of("CHARGED").outcome, status_of("HALF_CHARGED").outcome
    (<Outcome.PAID: 'paid'>, <Outcome.PENDING: 'pending'>)
    """
    expect(name=(name, str | None))
    known = _BY_NAME.get(name or "")
    return known or Status(None, name or "", PENDING, 0)
