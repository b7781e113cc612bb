# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is due of each row of an order once some units have come back.

Promises that any sequence of returns ends at exactly the rows of the order, that equal
halves of a tax stay equal, and that no row but the round-off is ever negative.

Knows nothing of tenders, and nothing of how kept goods are priced again.

Refunds are cumulative.  A row of `amount` for `quantity` units, of which `units` are
back so far, is due with `amount x units / quantity`, rounded once, half up; a refund is
what is due now less what was refunded before.  Rounding errors therefore never add up:
100.00 for 3 units is due with 33.33, 66.67 and 100.00, so that three returns of one
unit refund 33.33, 33.34 and 33.33, and two units at once refund 66.67.

The tax of a row comes back as a row of its own, in the same way.  CGST and SGST of a
line are equal amounts of equal units, so what is due of them is equal at every step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.refunds.policy import ChargeRefund
from checkout_core.refunds.proration import prorate
from checkout_core.refunds.rows import (
    DELIVERY,
    DISCOUNTS,
    OF_ORDER,
    ROUND_OFF,
    OrderRows,
    RowKey,
    Rows,
    paid_for,
    spread,
)


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.refunds.policy import RefundPolicy


def goods_due(order: OrderRows, units: Sequence[int]) -> Rows:
    """
    Return the lines' rows in proportion to the *units* that are back, line by line.

    A row that was refunded beyond its share, when kept goods were priced again, stays
    as it is until the share has caught up with it.
    """
    bought = [line.quantity for line in order.quote.lines]
    return {
        key: max(
            prorate(amount, units[key.line], bought[key.line]),
            order.refunded.get(key, 0),
        )
        for key, amount in order.charged.items()
        if key.line is not None and key.kind != "funded"
    }


def funded_due(order: OrderRows, goods: Rows) -> Rows:
    """
    Return what others funded of *goods*, in proportion to their value.

    Rounded up, but at most what is refunded of the goods now, so that the shopper's own
    part never decreases.  Of goods of 0.03, funded with 0.02, one unit of three is due
    with 0.01, of which the funder had paid ceil(0.02 x 0.01 / 0.03) = 0.01 and the
    shopper nothing; two units are due with 0.02 and 0.02, all three with 0.03 and 0.02.
    """
    # By line: what was charged, is due and was funded, and the most that is due of it.
    sums: dict[int | None, list[int]] = {}
    funded: Rows = {}
    for key, amount in order.charged.items():
        of_line = sums.setdefault(key.line, [0, 0, 0, 0])
        before = order.refunded.get(key, 0)
        if key.kind in ("subtotal", "tax"):
            of_line[0] += amount
            of_line[1] += goods[key]
            of_line[3] += goods[key] - before
        elif key.kind == "funded":
            of_line[2] += amount
            of_line[3] += before
            funded[key] = amount
    remaining = {}
    for line, (whole, back, paid, most) in sums.items():
        share = -(-paid * back // whole) if whole else 0
        remaining[line] = share if back == whole else min(share, most)
    found: Rows = {}
    for key, amount in funded.items():
        share = min(amount, remaining[key.line])
        found[key] = max(share, order.refunded.get(key, 0))
        remaining[key.line] -= found[key]
    return found


def charges_due(
    order: OrderRows,
    policy: RefundPolicy,
    goods: Rows,
    explicit: int,
    *,
    complete: bool,
) -> Rows:
    """
    Return the rows of delivery and charges, as *policy* says.

    `pro_rata` is by the taxable value that is due of the goods: a delivery of 50.00
    with goods of 200.00, of which 80.00 is due, is due with 20.00.  *explicit* is an
    amount of delivery with tax that is refunded now; *complete* says that every unit
    has come back.
    """
    back = whole = 0
    if ChargeRefund.PRO_RATA in (policy.shipping, policy.charges):
        kinds = ("subtotal",)
        back, whole = paid_for(goods, kinds), paid_for(order.charged, kinds)
    found: Rows = {}
    for key in order.without_units:
        amount, due = order.charged[key], 0
        match _way(policy, key):
            case ChargeRefund.FULL_ON_FULL_RETURN | ChargeRefund.PRO_RATA if complete:
                due = amount
            case ChargeRefund.PRO_RATA if whole:
                due = prorate(amount, back, whole)
        found[key] = max(due, order.refunded.get(key, 0))
    if explicit:
        remaining = {
            key: order.charged[key] - due
            for key, due in found.items()
            if key.kind in DELIVERY and key.kind not in DISCOUNTS
        }
        for key, amount in spread(explicit, remaining).items():
            found[key] += amount
    return found


def _way(policy: RefundPolicy, key: RowKey) -> ChargeRefund:
    """Return when a row of the delivery or of a charge is refunded."""
    return policy.shipping if key.kind in DELIVERY else policy.charges


def round_off_due(
    order: OrderRows, policy: RefundPolicy, rows: Rows, units: Sequence[int]
) -> Rows:
    """
    Return the rows of the round-off, given all other *rows* that are due.

    *units* are back of each line.  A round-off is refunded with the last of the goods
    and charges, that of each of several suppliers with the last of its own.  One in the
    shopper's favour is deducted earlier if more than they paid would be refunded: an
    order of two units of 5.30 is 10.60, rounded to 10.00; the first unit refunds 5.30,
    the second 4.70.
    """
    whole, due, refunded = (
        order.by_supplier(each) for each in (order.charged, rows, order.refunded)
    )
    found: Rows = {}
    for row in [key for key in order.charged if key.kind == ROUND_OFF]:
        charged, back = whole[row.supplier], due[row.supplier]
        outstanding = {
            key: amount - back[key] for key, amount in charged.items() if key != row
        }
        kept = {
            key: amount for key, amount in outstanding.items() if _is_kept(policy, key)
        }
        most = max(0, paid_for(charged) - paid_for(kept))
        so_far = paid_for(back)
        complete = order.is_complete(units, row.supplier) and not any(
            outstanding[key] for key in outstanding.keys() - kept.keys()
        )
        amount = max(
            most if complete else min(so_far, most),
            paid_for(refunded.get(row.supplier, {})),
        )
        found[row] = amount - so_far
    return found


def _is_kept(policy: RefundPolicy, key: RowKey) -> bool:
    """Return whether a row is of a delivery or charge that comes back if asked for."""
    asked = (ChargeRefund.NEVER, ChargeRefund.EXPLICIT)
    return key.kind in OF_ORDER and _way(policy, key) in asked
