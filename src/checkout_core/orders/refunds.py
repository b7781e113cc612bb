# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Money back: what of an order's ledger is taken back when goods return.

A refund is rows of the same kinds as the quote's, so its figures are the same
sums.  Every row is refunded cumulatively: what is due after all returns so far,
rounded once, less what was refunded before.  Promises that any path of partial
returns ends at exactly what was paid, row by row and tender by tender, that
CGST and SGST of a refund are equal, and that no refund costs the shopper money.

Knows nothing of statuses, gateways or documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Check, listed
from checkout_core.errors import CheckoutError
from checkout_core.ledger import SUMS, Entry, total
from checkout_core.money import (
    RATE_SCALE,
    Rounding,
    divide,
    number,
    rate_millionths,
    shares,
    to_decimal,
    to_minor,
)
from checkout_core.orders.policy import (
    ChargeRefund,
    PromotionBreak,
    RefundPolicy,
    Restored,
    Returned,
    Tenders,
)
from checkout_core.orders.recomputed import goods_without, missing_from_bundles


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from checkout_core.money import Amount
    from checkout_core.pricing import Quote
    from checkout_core.store import Store

    #: What tells a row from the others: its kind, line, offer, name and rate.
    Key: TypeAlias = tuple[str, int | None, str | None, str | None, Decimal | None]
    Rows: TypeAlias = dict[Key, int]


#: The kinds of rows a refund is made of, with their sign in what is paid back.
SIGNS: Mapping[str, int] = MappingProxyType(dict(SUMS["to_be_paid"]))
_TENDERS = ("points", "credit")
_GOODS = ("subtotal", "promotion_discount", "coupon_discount", "tax", "funded")
_DELIVERY = ("shipping", "shipping_discount", "shipping_tax")


@frozen
class Due:
    """What of a refund belongs to which tender, whatever became of it."""

    gateway: Decimal
    credit: Decimal
    points_value: Decimal


@frozen
class Refund:
    """
    A credit note: rows of the order's ledger, and where their sum goes.

    `amount` less `funded` is what the shopper had paid for it:
    `gateway + credit + points_value + charge + unpaid`.

    Attributes:
        id: the host's own, never used twice; also the gateway's request id.
        at: when it was made.
        reason: what the shopper or the support agent said.
        returned: units that came back, by line.
        entries: the rows, positive where they lower what was paid.
        due: what belongs to which tender.
        gateway: money that goes back through the gateway.
        credit: store credit given, `moved` included.
        moved: credit in place of gateway money below the gateway's minimum.
        points: redeemed points given back.
        points_value: what those were worth; kept from the shopper where the
            policy restores none.
        points_reversed: earned points taken back.
        unpaid: what was never paid and so is not paid back.
        charge, charge_reason: what is kept for a cancellation.
    """

    id: str
    at: datetime
    reason: str
    returned: tuple[Returned, ...]
    entries: tuple[Entry, ...]
    due: Due
    gateway: Decimal
    credit: Decimal
    moved: Decimal
    points: int
    points_value: Decimal
    points_reversed: int
    unpaid: Decimal
    charge: Decimal
    charge_reason: str

    @property
    def amount(self) -> Decimal:
        """Everything that is taken back, tax included."""
        return self.total("grand_total")

    @property
    def funded(self) -> Decimal:
        """What of it someone other than the shopper had paid."""
        return self.total("funded_savings")

    def total(self, name: str) -> Decimal:
        """Return a total of the order, as far as it is taken back."""
        return total(self.entries, name, self.gateway - self.gateway)


def refund(
    quote: Quote,
    returned: Mapping[int, int],
    *,
    id: str,  # noqa: A002 - the field's own name
    at: datetime | str,
    earlier: Sequence[Refund] = (),
    paid: Decimal | None = None,
    policy: RefundPolicy | None = None,
    shipping: Amount | None = None,
    reason: str = "",
    store: Store | None = None,
) -> Refund:
    """
    Return the refund for units of lines that come back, by the line's index.

    *earlier* are the order's refunds so far; *paid* is what the gateway took,
    the whole unless it is given; *shipping* is the delivery's share with tax
    where the policy says `explicit`; *store* is the store as it was, needed by
    the policies that look at offers again.  Raises `CheckoutError` with every
    fault, and then nothing is refunded.
    """
    policy = policy or RefundPolicy()
    check = Check()
    state = _State(quote, earlier, policy)
    moment = check.time("at", at)
    name = _identity(check, id, earlier)
    counts = _counted(check, state, returned)
    explicit = _explicit(check, state, shipping)
    if not counts and not explicit and not check.found:
        check.add("returned", "nothing_returned", dict(returned))
    if policy.promotion_break is not PromotionBreak.RETAIN and store is None:
        expected = "the store as it was when the order was placed"
        check.add("store", "required", store, expected=expected)
    note = check.text("reason", reason, limit=MAX_NOTE)
    check.raise_any()
    after = [had + counts.get(at, 0) for at, had in enumerate(state.returned)]
    if policy.promotion_break is PromotionBreak.BUNDLE_ONLY and store is not None:
        _whole_bundles(quote, store, after)
    rows = state.target(after, explicit, store)
    assert moment is not None
    return state.settled(name, moment, note, counts, rows, paid)


def cancellation(
    quote: Quote,
    *,
    id: str,  # noqa: A002 - the field's own name
    at: datetime | str,
    earlier: Sequence[Refund] = (),
    paid: Decimal | None = None,
    policy: RefundPolicy | None = None,
    reason: str = "",
) -> Refund:
    """
    Return the refund of everything that is left of an order, before it is shipped.

    Delivery, charges and round-off come back too, whatever the policy says of
    returns; `policy.cancellation_charge` is kept, at most what is refunded.
    """
    policy = policy or RefundPolicy()
    check = Check()
    state = _State(quote, earlier, policy)
    moment = check.time("at", at)
    name = _identity(check, id, earlier)
    note = check.text("reason", reason, limit=MAX_NOTE)
    charge = 0
    try:
        charge = to_minor(
            policy.cancellation_charge, quote.cart.currency, "cancellation_charge"
        )
    except CheckoutError as error:
        check.extend(error)
    check.raise_any()
    counts = {
        at: line.quantity - had
        for at, (line, had) in enumerate(zip(quote.lines, state.returned, strict=True))
        if line.quantity > had
    }
    assert moment is not None
    rows = dict(state.whole)
    return state.settled(name, moment, note, counts, rows, paid, charge)


def _identity(check: Check, text: str, earlier: Sequence[Refund]) -> str:
    name = check.text("id", text, needed="an id of your own")
    if name in {each.id for each in earlier}:
        check.add("id", "refund_id_used", text)
    return name


def _counted(
    check: Check, state: _State, returned: Mapping[int, int]
) -> dict[int, int]:
    """Return the units of each line that come back, checked."""
    lines = state.quote.lines
    found = {}
    for at, units in returned.items():
        path = f"returned[{at}]"
        if type(at) is not int or not 0 <= at < len(lines):
            check.add(path, "no_such_line", at, last=len(lines) - 1)
            continue
        left = lines[at].quantity - state.returned[at]
        count = check.count(path, units, low=1)
        if count > left:
            check.add(path, "more_than_bought", units, left=left)
        found[at] = count
    return dict(sorted(found.items()))


def _explicit(check: Check, state: _State, shipping: Amount | None) -> int:
    """Return what of the delivery is refunded by word, in minor units."""
    if shipping is None:
        return 0
    if state.policy.shipping is not ChargeRefund.EXPLICIT:
        check.add("shipping", "shipping_not_explicit", shipping)
        return 0
    try:
        amount = number(shipping, "shipping")
        minor = to_minor(amount, state.quote.cart.currency, "shipping")
    except CheckoutError as error:
        check.extend(error)
        return 0
    left = state.paid_for(state.whole, _DELIVERY) - state.paid_for(
        state.before, _DELIVERY
    )
    if not 0 <= minor <= left:
        most = to_decimal(left, state.exponent)
        check.add("shipping", "more_than_charged", shipping, left=most)
    return minor


def _whole_bundles(quote: Quote, store: Store, after: Sequence[int]) -> None:
    check = Check()
    for offer, lines in missing_from_bundles(quote, store, after):
        names = [quote.cart.lines[at].product_name for at in lines]
        check.add("returned", "bundle_broken", offer, lines=listed(names))
    check.raise_any()


class _State:
    """An order's ledger, what was refunded of it before, and the policy."""

    def __init__(
        self, quote: Quote, earlier: Sequence[Refund], policy: RefundPolicy
    ) -> None:
        self.quote = quote
        self.earlier = earlier
        self.policy = policy
        self.exponent = quote.cart.currency.exponent
        self.whole = self.rows(quote.entries)
        self.before = self.rows([row for each in earlier for row in each.entries])
        self.returned = [0] * len(quote.lines)
        for each in earlier:
            for part in each.returned:
                self.returned[part.line] += part.quantity

    def minor(self, amount: Decimal) -> int:
        return int(amount.scaleb(self.exponent))

    def rows(self, entries: Sequence[Entry]) -> Rows:
        """Return the rows that are money paid or taken back, in minor units."""
        found: Rows = {}
        for row in entries:
            if row.kind in SIGNS and row.kind not in _TENDERS:
                key = (row.kind, row.line, row.offer, row.name, row.rate)
                found[key] = found.get(key, 0) + self.minor(row.amount)
        return found

    @staticmethod
    def paid_for(rows: Rows, kinds: Sequence[str] = ()) -> int:
        """Return what the shopper pays for rows, of some kinds where they are given."""
        return sum(
            SIGNS[key[0]] * amount
            for key, amount in rows.items()
            if not kinds or key[0] in kinds
        )

    # What is due after some returns ----------------------------------------------

    def target(self, after: Sequence[int], explicit: int, store: Store | None) -> Rows:
        """Return all rows refunded once *after* units of each line are back."""
        quote = self.quote
        complete = all(
            units == line.quantity
            for units, line in zip(after, quote.lines, strict=True)
        )
        if complete:
            goods = {key: n for key, n in self.whole.items() if key[0] in _GOODS}
        elif self.policy.promotion_break is PromotionBreak.RECOMPUTE and store:
            kept = self.rows(goods_without(quote, store, after))
            goods = {
                key: self.whole.get(key, 0) - kept.get(key, 0)
                for key in (self.whole | kept)
                if key[0] in _GOODS
            }
        else:
            goods = self.retained(after)
        had = {key: n for key, n in self.before.items() if key[0] in _GOODS}
        if self.paid_for(goods) < self.paid_for(had):
            # What is kept costs more than is left of the money: nothing comes back.
            goods = had
        charges = self.charges(after, goods, explicit, complete=complete)
        return goods | charges | self.rounded(goods, charges, complete=complete)

    def retained(self, after: Sequence[int]) -> Rows:
        """Return the goods' rows in proportion to the units that came back."""
        found: Rows = {}
        by_line: dict[int, list[tuple[Key, int]]] = {}
        for key, amount in self.whole.items():
            if key[0] in _GOODS and key[1] is not None:
                by_line.setdefault(key[1], []).append((key, amount))
        for at, rows in by_line.items():
            units, quantity = after[at], self.quote.lines[at].quantity
            gross = {
                key: n if key[0] == "tax" else 0
                for key, n in rows
                if key[0] != "funded"
            }
            off = sum(n for key, n in rows if key[0].endswith("_discount"))
            listed_key: Key = ("subtotal", at, None, None, None)
            taxable = self.whole.get(listed_key, 0) - off
            parts = {
                key: _part(n, units, quantity)
                for key, n in rows
                if key[0] not in ("subtotal", "funded")
            }
            discounts = sum(n for key, n in parts.items() if key[0] != "tax")
            parts[listed_key] = _part(taxable, units, quantity) + discounts
            found |= parts
            whole = taxable + sum(gross.values())
            back = parts[listed_key] - discounts
            back += sum(n for key, n in parts.items() if key[0] == "tax")
            funded = [(key, n) for key, n in rows if key[0] == "funded"]
            # Rounded up, so that the shopper's own part never falls again.
            left = -(-sum(n for _, n in funded) * back // whole) if whole else 0
            for key, n in funded:
                found[key] = min(n, left)
                left -= found[key]
        return found

    def charges(
        self, after: Sequence[int], goods: Rows, explicit: int, *, complete: bool
    ) -> Rows:
        """Return the rows of delivery, handling and charges, as the policy says."""
        back, whole = self.paid_for(goods), self.paid_for(self.whole, _GOODS)
        found: Rows = {}
        for key, amount in self.whole.items():
            kind, line = key[0], key[1]
            if kind in _GOODS or kind == "round_off":
                continue
            policy = self.policy.shipping if kind in _DELIVERY else self.policy.charges
            if policy is ChargeRefund.NEVER or policy is ChargeRefund.EXPLICIT:
                due = 0
            elif complete:
                due = amount
            elif policy is ChargeRefund.FULL_ON_FULL_RETURN:
                due = 0
            elif line is not None:
                due = _part(amount, after[line], self.quote.lines[line].quantity)
            else:
                due = _part(amount, max(0, back), whole) if whole else 0
            found[key] = max(due, self.before.get(key, 0))
        if explicit:
            self._by_word(found, explicit)
        return found

    def _by_word(self, found: Rows, explicit: int) -> None:
        """Add *explicit* minor units of the delivery to what was refunded of it."""
        keys = [key for key in found if key[0] in _DELIVERY]
        whole = self.paid_for(self.whole, _DELIVERY)
        due = self.paid_for(found, _DELIVERY) + explicit
        for key in keys:
            found[key] = _part(self.whole[key], due, whole)
        taxes = sum(n for key, n in found.items() if key[0] == "shipping_tax")
        found["shipping", None, None, None, None] = due - taxes

    def rounded(self, goods: Rows, charges: Rows, *, complete: bool) -> Rows:
        """
        Return the row of the round-off.

        It comes back with the last unit; a round-off in the shopper's favour
        comes back earlier where more than they paid would be refunded.
        """
        key: Key = ("round_off", None, None, None, None)
        off = self.whole.get(key, 0)
        end = dict(charges)
        for each, amount in self.whole.items():
            policy = (
                self.policy.shipping if each[0] in _DELIVERY else self.policy.charges
            )
            full = policy in (
                ChargeRefund.FULL_ON_FULL_RETURN,
                ChargeRefund.PRO_RATA,
            )
            if each in end and full:
                end[each] = amount
        most = self.paid_for(self.whole, _GOODS) + self.paid_for(end) + off
        so_far = self.paid_for(goods) + self.paid_for(charges)
        due = max(0, most) if complete else min(so_far, max(0, most))
        due = max(due, self.paid_for(self.before))
        return {key: due - so_far}

    # Where it goes -----------------------------------------------------------------

    def settled(
        self,
        name: str,
        at: datetime,
        reason: str,
        counts: Mapping[int, int],
        rows: Rows,
        paid: Decimal | None,
        charge: int = 0,
    ) -> Refund:
        """Return the refund that leads from what was refunded to *rows*."""
        step = {
            key: rows.get(key, 0) - self.before.get(key, 0)
            for key in (rows | self.before)
        }
        amount = self.paid_for(step)
        due = self.tendered(amount)
        quote, totals = self.quote, self.quote.totals
        took = self.minor(totals.to_be_paid if paid is None else paid)
        given = sum(
            self.minor(each.gateway) + self.minor(each.moved) + self.minor(each.charge)
            for each in self.earlier
        )
        gateway = min(due[0], max(0, took - given))
        unpaid = due[0] - gateway
        kept = min(charge, gateway)
        kept_credit = min(charge - kept, due[1])
        gateway -= kept
        smallest = self.minor(self.policy.minimum_for(quote.currency))
        moved = gateway if 0 < gateway < smallest else 0
        complete = self.paid_for(rows) == self.paid_for(self.whole)
        money = [to_decimal(n, self.exponent) for n in due]
        return Refund(
            name,
            at,
            reason,
            tuple(
                Returned(line, units, self.free_back(line, units))
                for line, units in counts.items()
            ),
            tuple(
                Entry(kind, to_decimal(n, self.exponent), line, offer, label, rate)
                for (kind, line, offer, label, rate), n in step.items()
                if n
            ),
            Due(*money),
            to_decimal(gateway - moved, self.exponent),
            to_decimal(due[1] - kept_credit + moved, self.exponent),
            to_decimal(moved, self.exponent),
            self.points_back(due[2], complete=complete),
            money[2],
            self.reversed(rows, due[2], counts),
            to_decimal(unpaid, self.exponent),
            to_decimal(kept + kept_credit, self.exponent),
            self.policy.cancellation_reason if kept + kept_credit else "",
        )

    def tendered(self, amount: int) -> tuple[int, int, int]:
        """Return how *amount* falls on gateway, credit and points."""
        totals = self.quote.totals
        left = [
            self.minor(had) - sum(self.minor(each) for each in gone)
            for had, gone in (
                (totals.to_be_paid, [each.due.gateway for each in self.earlier]),
                (
                    totals.credit_balance_used,
                    [each.due.credit for each in self.earlier],
                ),
                (totals.points_value, [each.due.points_value for each in self.earlier]),
            )
        ]
        if self.policy.tenders is Tenders.PRO_RATA and amount:
            first, second, third = shares(amount, left, range(3), sum(left))
            return first, second, third
        gateway = min(amount, left[0])
        credit = min(amount - gateway, left[1])
        return gateway, credit, amount - gateway - credit

    def points_back(self, value: int, *, complete: bool) -> int:
        """Return the redeemed points that are given back for *value*."""
        quote = self.quote
        spent = int(quote.totals.loyalty_points_redeemed)
        before = sum(each.points for each in self.earlier)
        match self.policy.points_restored:
            case Restored.NONE:
                return 0
            case Restored.FULL_REFUND_ONLY:
                return spent - before if complete else 0
            case Restored.PRO_RATA:
                worth = self.minor(quote.totals.points_value)
                so_far = value + sum(
                    self.minor(each.points_value) for each in self.earlier
                )
                return spent * so_far // worth - before if worth else 0

    def reversed(self, rows: Rows, value: int, counts: Mapping[int, int]) -> int:
        """
        Return the earned points that are taken back: earned less still earned.

        What is kept earns by the order's own rules, and nothing once everything
        is back; a bonus stays until then.
        """
        quote = self.quote
        earned = int(quote.totals.loyalty_points_earned)
        before = sum(each.points_reversed for each in self.earlier)
        if all(
            line.quantity == had + counts.get(at, 0)
            for at, (line, had) in enumerate(
                zip(quote.lines, self.returned, strict=True)
            )
        ):
            return earned - before
        loyalty = quote.policies.loyalty
        kept = 0
        if loyalty is not None:
            taxable = ("subtotal", "promotion_discount", "coupon_discount")
            base = self.paid_for(self.whole, taxable) - self.paid_for(rows, taxable)
            base -= self.minor(quote.totals.points_value) - value
            base += sum(self.minor(each.points_value) for each in self.earlier)
            scale = RATE_SCALE * 10**self.exponent
            kept = max(0, base) * rate_millionths(loyalty.points_per_unit) // scale
        offers = (*quote.promotions, *quote.coupons)
        kept += sum(each.bonus_points for each in offers)
        return max(0, earned - kept - before)

    def free_back(self, line: int, units: int) -> int:
        """Return how many of a line's free units come back with *units* of it."""
        quoted = self.quote.lines[line]
        had = self.returned[line]
        free = quoted.free_quantity
        return free * (had + units) // quoted.quantity - free * had // quoted.quantity


def _part(amount: int, units: int, quantity: int) -> int:
    """
    Return the share of *units* out of *quantity*, rounded half up.

    >>> [_part(10000, units, 3) for units in (1, 2, 3)]
    [3333, 6667, 10000]
    """
    return divide(amount * units, quantity, Rounding.HALF_UP)
