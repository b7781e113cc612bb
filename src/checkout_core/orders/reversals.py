# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Money of a payment that went away again without a refund of ours, and disputes about it.

Promises that an event with invalid values cannot be made, and that what is reported
twice, late or in another order leads to the same lists.

Knows nothing of an order's status and of goods: what the shopper keeps is the
merchant's matter, and no tax changes.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Validator
from checkout_core.errors import CheckoutError, fault


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from checkout_core.money import Amount


class ReversalKind(StrEnum):
    """
    Why money of a payment went away.

    - `AUTO_REFUNDED`: the gateway gave it back by itself.
    - `REFUNDED_ELSEWHERE`: it was refunded on the gateway's dashboard.
    - `CHARGEBACK_LOST`: the payer's bank took it back.
    - `UNDONE`: it did not go away after all: the refund failed at the gateway.
    """

    AUTO_REFUNDED = "auto_refunded"
    REFUNDED_ELSEWHERE = "refunded_elsewhere"
    CHARGEBACK_LOST = "chargeback_lost"
    UNDONE = "undone"


class DisputeState(StrEnum):
    """
    The state of a dispute; a won one can still be lost, a lost one is final.

    - `OPENED`: the payer's bank asks for the money back.
    - `WON`: the merchant keeps it.
    - `LOST`: the bank took it back.
    """

    OPENED = "opened"
    WON = "won"
    LOST = "lost"


@frozen(init=False)
class Reversed:
    """
    Money of a payment went away without a refund of ours.

    Raises `CheckoutError` with every fault.

    >>> Reversed("A1", "P1", "850.00", "2026-11-22T12:00:00Z", "auto_refunded").kind
    <ReversalKind.AUTO_REFUNDED: 'auto_refunded'>

    Attributes:
        id: the gateway's id of it, not empty.
        payment: the id of the payment.
        amount: how much of what was received, in major units, above 0.
        at: when it was reported, with its offset.
        kind: `auto_refunded`, `refunded_elsewhere`, `chargeback_lost`, or `undone` for
            one that was reported before and failed.
    """

    id: str
    payment: str
    amount: Decimal
    at: datetime
    kind: ReversalKind

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        payment: str,
        amount: Amount,
        at: datetime | str,
        kind: str,
    ) -> None:
        check = Validator()
        ident, paid, whole, moment = _common(check, id, payment, amount, at)
        why = check.choice("kind", kind, ReversalKind)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            ident, paid, whole, moment, why
        )


@frozen(init=False)
class Disputed:
    """
    The state of a dispute about a payment, such as a chargeback.

    Raises `CheckoutError` with every fault.

    >>> Disputed("C1", "P1", "850.00", "2026-11-22T12:00:00Z", "opened").state
    <DisputeState.OPENED: 'opened'>

    Attributes:
        id: the gateway's id of it, not empty.
        payment: the id of the payment.
        amount: how much it is about, in major units, above 0.
        at: when it was reported, with its offset.
        state: `opened`, `won` or `lost`.
    """

    id: str
    payment: str
    amount: Decimal
    at: datetime
    state: DisputeState

    def __init__(
        self,
        id: str,  # noqa: A002 - the field's own name
        payment: str,
        amount: Amount,
        at: datetime | str,
        state: str,
    ) -> None:
        check = Validator()
        ident, paid, whole, moment = _common(check, id, payment, amount, at)
        known = check.choice("state", state, DisputeState)
        check.raise_any()
        assert moment is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            ident, paid, whole, moment, known
        )


def _common(
    check: Validator, ident: object, payment: object, amount: object, at: object
) -> tuple[str, str, Decimal, datetime | None]:
    """Return the fields that both events have, checked."""
    return (
        check.text("id", ident, needed="the gateway's id of it", limit=MAX_NOTE),
        check.text("payment", payment, needed="the payment's id", limit=MAX_NOTE),
        check.positive_amount("amount", amount),
        check.time("at", at),
    )


T = TypeVar("T", Reversed, Disputed)

_STATES = list(DisputeState)


def _rank(event: Reversed | Disputed) -> int:
    """Return how late a state is: a later one takes the place of an earlier one."""
    if isinstance(event, Disputed):
        return _STATES.index(event.state)
    return int(event.kind is ReversalKind.UNDONE)


def with_event(name: str, known: tuple[T, ...], event: T) -> tuple[T, ...]:
    """
    Return *known* after a report, in the order of their ids; the same if it is old.

    Raises `CheckoutError` if the id was reported with another payment or amount; *name*
    is the event's in faults.
    """
    before = of_id(known, event.id)
    if before is None:
        found = list(known)
        found.append(event)
        return tuple(sorted(found, key=lambda each: each.id))
    for field in ("payment", "amount"):
        said, now = getattr(before, field), getattr(event, field)
        if said != now:
            path, facts = f"{name}.{field}", {"id": event.id, "before": said}
            raise CheckoutError([fault(path, "reversal_differs", now, **facts)])
    if _rank(event) <= _rank(before):
        return known
    return tuple([event if each is before else each for each in known])


def of_id(known: Sequence[T], ident: str) -> T | None:
    """Return the event with an id, None if there is none."""
    return next((each for each in known if each.id == ident), None)


def lost(event: Disputed, amount: Decimal) -> Reversed:
    """Return the reversal of *amount* that a lost dispute is."""
    kind = ReversalKind.CHARGEBACK_LOST
    return Reversed(event.id, event.payment, amount, event.at, kind)
