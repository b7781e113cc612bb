# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The price of the goods that are kept after a return, with the order's offers.

The store is the one the order was priced in, kept by the host: prices and rates are
those of the order and not those of today.  Promises that no row is refunded beyond what
was charged, and that equal halves of a tax stay equal.

A return can break an offer's condition.  Then what the shopper paid for the goods, less
the price of what is kept, is due, and not the returned goods' own part.  Three units of
100.00 at 10 % off from three units on cost 270.00; one comes back, and the two that are
kept cost 200.00 without the discount, so 70.00 is due and not 90.00.  A delivery that
is no longer free is a part of what is kept: had the order been delivered free from
250.00 on and else for 50.00, 20.00 is due.  The next unit leaves one of 100.00, so
270.00 - 100.00 is due by then, and the last one leaves nothing: all refunds together
are 270.00 again.

The amount is taken from rows in two steps.  At most the returned goods' own part comes
from their rows, in proportion.  If more is due, what is kept has become cheaper, and
the rest comes from the remaining rows of all lines, in proportion: two lines of 200.00
less a coupon of 100.00 cost 150.00 each; one comes back, the coupon is then all the
other's, which costs 100.00, so 200.00 is due, 150.00 from the returned line and 50.00
from the kept one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checkout_core.pricing import quote_by
from checkout_core.refunds.proration import apportion, prorate
from checkout_core.refunds.rows import (
    DELIVERY,
    LINE,
    OrderRows,
    Rows,
    paid_for,
    spread,
)
from checkout_core.store import Redemptions


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.pricing import Quote
    from checkout_core.store import Store


def priced_without(quoted: Quote, store: Store, back: Sequence[int]) -> Quote | None:
    """
    Return the quote had *back* units not been bought, None if nothing is kept.

    It is priced by the rules of *quoted*; a return does not apply newer ones.  Nothing
    is paid in place of money; points that are a discount stay.
    """
    # The quote wrote the class's rate of that moment; the class may have changed since.
    lines = [
        line.changed(
            tax_class=None,
            quantity=line.quantity - units,
            min_order_quantity=1,
            max_order_quantity=None,
            incremental_quantity=1,
        )
        for line, units in zip(quoted.cart.lines, back, strict=True)
        if line.quantity > units
    ]
    if not lines:
        return None
    fields: dict[str, Any] = {"lines": lines, "payment_plan": ()}
    loyalty = quoted.policies.loyalty
    if loyalty is not None and loyalty.is_discount:
        # They stay on what is kept, within their limits.
        points = quoted.totals.loyalty_points_redeemed
        fields["loyalty_points_redeemed"] = int(points)
    cart = quoted.cart.changed(keep_tenders=False, **fields)
    # Counters include this order's own redemptions, which must not count here.
    return quote_by(quoted.revision, cart, store, quoted.at, Redemptions(), stored=True)


def repriced(order: OrderRows, goods: Rows, funded: Rows, kept: OrderRows) -> Rows:
    """
    Return the lines' rows that are due if the price of *kept* stays with the merchant.

    *goods* and *funded* are the rows that would be due if the offers stayed.
    """
    before = order.refunded
    # By line: what a funder and what the shopper had paid of the returned goods, and
    # what the shopper had paid of all other goods.
    gross, others = order.by_line(goods), order.by_line(funded)
    of_funder = [min(n, -negative) for n, negative in zip(gross, others, strict=True)]
    own = [[n - part] for n, part in zip(gross, of_funder, strict=True)]
    charged = order.by_line(order.charged)
    rest = [[max(0, n - back)] for n, (back,) in zip(charged, own, strict=True)]
    due, returned = _due(order, kept), sum(map(sum, own))
    further = min(max(0, due - returned), sum(map(sum, rest)))
    of_returned = apportion(min(due, returned), own)
    of_rest = apportion(further, rest)

    steps: list[Rows] = [{} for _ in own]
    for key, amount in goods.items():
        if key.line is not None and key.kind in LINE:
            steps[key.line][key] = amount - before.get(key, 0)
    found = dict(goods)
    for line, step in enumerate(steps):
        first = of_returned[line][0] + of_funder[line]
        for key, amount in spread(first, step).items():
            found[key] = before.get(key, 0) + amount
        remaining = {key: order.charged[key] - found[key] for key in step}
        for key, amount in spread(of_rest[line][0], remaining).items():
            found[key] += amount
    for key, amount in funded.items():
        assert key.line is not None
        part = min(amount - before.get(key, 0), of_funder[key.line])
        found[key] = before.get(key, 0) + part
        of_funder[key.line] -= part
    return found


def _due(order: OrderRows, kept: OrderRows) -> int:
    """
    Return what the shopper paid for goods and handling, less *kept* and refunds.

    A price reduction lowers the price of what is kept, too: goods of 270.00 were paid
    with 243.00, and what is kept costs 200.00 without its offer, 180.00 now, so 63.00
    is due.
    """
    kinds = (*LINE, "funded")
    delivery = paid_for(kept.charged, DELIVERY) - paid_for(order.charged, DELIVERY)
    delivery -= paid_for(order.reduced, DELIVERY)
    price, off = paid_for(kept.charged, kinds), paid_for(order.reduced, LINE)
    if off:
        # What is kept costs less in the proportion in which all of it did.
        whole = paid_for(order.charged, kinds) + off
        price -= prorate(off, min(price, whole), whole)
    due = order.remaining(kinds) - price
    return max(0, due - max(0, delivery))
