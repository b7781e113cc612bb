# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds: which rows of an order are refunded when goods are returned.

Every row is refunded cumulatively: what is due after all returns so far, rounded once,
less what was refunded before.  Promises that any sequence of partial returns ends at
exactly what was paid, row by row and tender by tender, that CGST and SGST of a refund
are equal, that no row but the round-off is ever negative, and that no refund costs the
shopper money.

Knows nothing of statuses, gateways or documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from checkout_core.checks import MAX_NOTE, Validator, listed
from checkout_core.errors import CheckoutError
from checkout_core.ledger import NET, Entry
from checkout_core.money import number, to_decimal, to_minor
from checkout_core.pricing import Quote
from checkout_core.refunds.note import (
    SIGNS,
    Due,
    Refund,
    Returned,
    check_discount,
)
from checkout_core.refunds.points import points_back, points_reversed
from checkout_core.refunds.policy import (
    ChargeRefund,
    PromotionBreak,
    RefundPolicy,
    Tenders,
)
from checkout_core.refunds.proration import apportion, prorate, to_tenders
from checkout_core.refunds.reprice import missing_from_bundles, priced_without
from checkout_core.store import Store
from checkout_core.tax.regimes import EQUAL


if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from decimal import Decimal

    from checkout_core.money import Amount

#: What identifies a row: its kind, line, offer, name and rate.
Key: TypeAlias = "tuple[str, int | None, str | None, str | None, Decimal | None]"
#: Rows in minor units; that of a line's goods is their taxable value.
Rows: TypeAlias = "dict[Key, int]"

_DISCOUNTS = ("promotion_discount", "coupon_discount")
_LINE = ("subtotal", "tax", "handling", "handling_tax")
_DELIVERY = ("shipping", "shipping_discount", "shipping_tax")
_CHARGES = ("charge", "charge_tax")
_ROUND_OFF: Key = ("round_off", None, None, None, None)
#: Discounts are already in the taxable value here, so they are not counted.
_SIGNS = {kind: 0 if kind in _DISCOUNTS else sign for kind, sign in SIGNS.items()}
_DEFAULT = RefundPolicy()
#: What a fault expects in place of a value that is not a quote.
A_QUOTE = "a Quote, as quote() and read_quote() return it"


def refund(
    quote: Quote,
    returned: Mapping[int, int],
    *,
    id: str,  # noqa: A002 - the field's own name
    at: datetime | str,
    earlier: Sequence[Refund] = (),
    paid: Amount | None = None,
    gateway_discount: Amount = 0,
    policy: RefundPolicy | None = None,
    shipping: Amount | None = None,
    reason: str = "",
    order_number: str | None = None,
    store: Store | None = None,
) -> Refund:
    """
    Return the refund for returned units; amounts are in major units.

    Raises `CheckoutError` with every fault, and then nothing is refunded.

    Args:
        quote: the quote that was ordered.
        returned: units by the index of their line, such as {0: 2}.
        id: the host's id of this refund, not used before for this order.
        at: when it is made, with its offset.
        earlier: all refunds of this order so far.
        paid: what payments settled; by default all that was to be paid.
        gateway_discount: the part of *paid* that an offer of the gateway gave, 0 by
            default; it goes back to its funder and not to the shopper.
        policy: how money is given back, by default `RefundPolicy()`.
        shipping: how much of the delivery is refunded, with tax; only if the policy's
            `shipping` is `explicit`.
        reason: what the shopper or the support agent said, "" by default.
        order_number: the host's number of the order, None if there is none.
        store: the store the order was priced in; the policies `recompute` and
            `bundle_only` need it.

    >>> from checkout_core import Cart, Line, Store, quote
    >>> three = quote(Cart("INR", [Line("tee", 3, "33.33", tax_rate=0)]), Store("INR"))
    >>> back = refund(three, {0: 2}, id="R1", at="2026-12-01T10:00:00Z")
    >>> back.gateway, back.lines[0].quantity
    (Decimal('66.66'), 2)
    """
    check = Validator()
    policy = _fitting(check, quote, earlier, policy)
    if store is not None:
        check.instance("store", store, Store, "a Store (read_store makes one)")
    check.raise_any()
    state = _State(check, quote, earlier, policy, paid, gateway_discount)
    moment, name, note, number_ = _said(check, id, at, earlier, reason, order_number)
    counts = _counted(check, state, returned)
    explicit = _explicit(check, state, shipping)
    if not counts and not explicit and not check.found:
        check.add("returned", "nothing_returned", {})
    if policy.promotion_break is not PromotionBreak.RETAIN and store is None:
        expected = "the store as it was when the order was placed"
        check.add("store", "required", store, expected=expected)
    check.raise_any()
    after = [had + counts.get(at, 0) for at, had in enumerate(state.returned)]
    if policy.promotion_break is PromotionBreak.BUNDLE_ONLY and store is not None:
        _whole_bundles(quote, store, after)
    assert moment is not None
    kept = None
    if policy.promotion_break is PromotionBreak.RECOMPUTE and store is not None:
        kept = priced_without(quote, store, after)
    rows = state.target(after, explicit, kept)
    return state.settled((name, moment, number_, note), counts, rows, kept)


def cancellation(
    quote: Quote,
    *,
    id: str,  # noqa: A002 - the field's own name
    at: datetime | str,
    earlier: Sequence[Refund] = (),
    paid: Amount | None = None,
    gateway_discount: Amount = 0,
    policy: RefundPolicy | None = None,
    reason: str = "",
    order_number: str | None = None,
) -> Refund:
    """
    Return the refund of everything not yet refunded, before the order is shipped.

    Delivery, charges and round-off are refunded too, whatever the policy says about
    returns; `policy.cancellation_charge` is kept, but no more than the money and credit
    that would be refunded.  The arguments are those of `refund`.  Raises
    `CheckoutError` with every fault.
    """
    check = Validator()
    policy = _fitting(check, quote, earlier, policy)
    check.raise_any()
    state = _State(check, quote, earlier, policy, paid, gateway_discount)
    moment, name, note, number_ = _said(check, id, at, earlier, reason, order_number)
    charge = state.amount(check, "cancellation_charge", policy.cancellation_charge)
    check.raise_any()
    counts = {
        at: line.quantity - had
        for at, (line, had) in enumerate(zip(quote.lines, state.returned, strict=True))
        if line.quantity > had
    }
    assert moment is not None
    said = name, moment, number_, note
    return state.settled(said, counts, state.whole, None, charge)


def _fitting(
    check: Validator, quote: object, earlier: object, policy: RefundPolicy | None
) -> RefundPolicy:
    """Return the policy; add a fault to *check* for each value of a foreign type."""
    check.instance("quote", quote, Quote, A_QUOTE)
    for at, each in enumerate(check.items("earlier", earlier, limit=MAX_NOTE)):
        check.instance(
            f"earlier[{at}]", each, Refund, "a Refund, as refund() returns it"
        )
    if policy is None:
        return _DEFAULT
    return check.instance("policy", policy, RefundPolicy, "a RefundPolicy") or _DEFAULT


def _said(
    check: Validator,
    name: object,
    at: object,
    earlier: Sequence[Refund],
    reason: object,
    order_number: object,
) -> tuple[datetime | None, str, str, str | None]:
    """Return moment, id, reason and order number, checked."""
    ident = check.text("id", name, needed="an id of your own")
    if ident in {each.id for each in earlier}:
        check.add("id", "refund_id_used", ident)
    return (
        check.time("at", at),
        ident,
        check.text("reason", reason, limit=MAX_NOTE),
        check.maybe_text("order_number", order_number),
    )


def _counted(
    check: Validator, state: _State, returned: Mapping[int, int]
) -> dict[int, int]:
    """Return the units of each line that come back, checked."""
    lines = state.quote.lines
    found: dict[int, int] = {}
    if not isinstance(returned, Mapping):
        check.needed("returned", returned, "a mapping of units by the line's index")
        return found
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


def _explicit(check: Validator, state: _State, shipping: Amount | None) -> int:
    """Return the explicit refund of the delivery, in minor units."""
    if shipping is None:
        return 0
    if state.policy.shipping is not ChargeRefund.EXPLICIT:
        check.add("shipping", "shipping_not_explicit", shipping)
        return 0
    minor = state.amount(check, "shipping", shipping)
    whole, before = state.whole, state.before
    left = state.paid_for(whole, _DELIVERY) - state.paid_for(before, _DELIVERY)
    if not 0 <= minor <= left:
        most = to_decimal(left, state.exponent)
        check.add("shipping", "more_than_charged", shipping, left=most)
    return minor


def _whole_bundles(quote: Quote, store: Store, after: Sequence[int]) -> None:
    check = Validator()
    for offer, lines in missing_from_bundles(quote, store, after):
        names = [
            quote.cart.lines[at].product_name or quote.cart.lines[at].product_id
            for at in lines
        ]
        check.add("returned", "bundle_broken", offer, lines=listed(names))
    check.raise_any()


class _State:
    """An order's ledger, its earlier refunds, and the policy."""

    def __init__(
        self,
        check: Validator,
        quote: Quote,
        earlier: Sequence[Refund],
        policy: RefundPolicy,
        paid: Amount | None,
        gateway_discount: Amount,
    ) -> None:
        self.quote = quote
        self.earlier = earlier
        self.policy = policy
        self.exponent = quote.cart.currency.exponent
        self.whole = self.rows(quote.entries)
        self.before = self.rows([row for each in earlier for row in each.entries])
        self.returned = [0] * len(quote.lines)
        self.tenders = [
            self.minor(quote.totals.to_be_paid),
            self.minor(quote.totals.credit_balance_used),
            self.minor(quote.totals.points_value),
        ]
        self.gone = [
            sum(self.minor(getattr(each.due, name)) for each in earlier)
            for name in ("gateway", "credit", "points_value")
        ]
        self.forgiven = sum(self.minor(each.unpaid) for each in earlier)
        self.paid = self.tenders[0]
        if paid is not None:
            self.paid = self.amount(check, "paid", paid)
        self.discount = self.amount(check, "gateway_discount", gateway_discount)
        check_discount(check, self.money(self.discount), self.money(self.paid))
        smallest = policy.minimum_for(quote.currency)
        self.smallest = self.amount(check, "minimum_amount", smallest)
        self._fit(check)

    def _fit(self, check: Validator) -> None:
        """Add a fault for earlier refunds that belong to another order."""
        lines = self.quote.lines
        fits = all(
            key in self.whole and (key == _ROUND_OFF or 0 <= n <= self.whole[key])
            for key, n in self.before.items()
            if n
        ) and all(
            had <= all_of for had, all_of in zip(self.gone, self.tenders, strict=True)
        )
        for each in self.earlier:
            fits = fits and each.currency == self.quote.currency
            for back in each.returned:
                if 0 <= back.line < len(lines):
                    self.returned[back.line] += back.quantity
                else:
                    fits = False
        if not fits or any(
            had > line.quantity for had, line in zip(self.returned, lines, strict=True)
        ):
            check.add("earlier", "refunds_do_not_fit", [x.id for x in self.earlier])

    def amount(self, check: Validator, path: str, value: Amount) -> int:
        """Return an amount >= 0 in minor units, checked."""
        try:
            found = check.amount(path, number(value, path))
            return to_minor(found, self.quote.cart.currency, path)
        except CheckoutError as error:
            check.extend(error)
            return 0

    def minor(self, amount: Decimal) -> int:
        return to_minor(amount, self.quote.cart.currency, "amount")

    def money(self, minor: int) -> Decimal:
        return to_decimal(minor, self.exponent)

    def rows(self, entries: Sequence[Entry]) -> Rows:
        """Return the rows that are money paid or refunded."""
        found: Rows = {}
        for row in entries:
            if row.kind in SIGNS:
                amount = self.minor(row.amount)
                # Refunds are by line and charge: the rate of a net amount is left out.
                rate = None if row.kind in NET else row.rate
                key = (row.kind, row.line, row.offer, row.name, rate)
                found[key] = found.get(key, 0) + amount
                if row.kind in _DISCOUNTS:
                    goods: Key = ("subtotal", row.line, None, None, None)
                    found[goods] = found.get(goods, 0) - amount
        return found

    def entries(self, rows: Rows) -> tuple[Entry, ...]:
        """Return *rows* as rows of the ledger, in the order of the quote's."""
        step = dict(rows)
        for key, amount in rows.items():
            if key[0] in _DISCOUNTS:
                step["subtotal", key[1], None, None, None] += amount
        return tuple(
            Entry(key[0], self.money(step[key]), *key[1:])
            for key in self.whole
            if step.get(key)
        )

    @staticmethod
    def paid_for(rows: Rows, kinds: Collection[str] = _SIGNS) -> int:
        """Return what the shopper pays for rows; *kinds* selects some of them."""
        return sum(_SIGNS[key[0]] * n for key, n in rows.items() if key[0] in kinds)

    # What is due after some returns ----------------------------------------------

    def target(self, after: Sequence[int], explicit: int, kept: Quote | None) -> Rows:
        """Return all rows refunded once *after* units of each line are back."""
        lines = self.quote.lines
        complete = all(
            units == line.quantity for units, line in zip(after, lines, strict=True)
        )
        goods = self.goods(after)
        found = goods | self.funded(goods)
        if kept is not None:
            found = self.repriced(goods, kept)
        found |= self.charges(found, explicit, complete=complete)
        return found | self.rounded(found, complete=complete)

    def goods(self, after: Sequence[int]) -> Rows:
        """Return the lines' rows in proportion to the units that came back."""
        lines = self.quote.lines
        return {
            key: max(
                prorate(n, after[key[1]], lines[key[1]].quantity),
                self.before.get(key, 0),
            )
            for key, n in self.whole.items()
            if key[1] is not None and key[0] != "funded"
        }

    def funded(self, goods: Rows) -> Rows:
        """
        Return what others funded of *goods*, in proportion to their value.

        Rounded up, but at most what is refunded now, so that the shopper's own part
        never decreases.
        """
        found: Rows = {}
        sums: dict[int | None, list[int]] = {}
        for key, n in self.whole.items():
            known = sums.setdefault(key[1], [0, 0, 0, 0])
            had = self.before.get(key, 0)
            if key[0] in ("subtotal", "tax"):
                known[0] += n
                known[1] += goods[key]
                known[3] += goods[key] - had
            elif key[0] == "funded":
                known[2] += n
                known[3] += had
        left = {}
        for line, (whole, back, funded, most) in sums.items():
            share = -(-funded * back // whole) if whole else 0
            left[line] = share if back == whole else min(share, most)
        for key, n in self.whole.items():
            if key[0] == "funded":
                found[key] = max(min(n, left[key[1]]), self.before.get(key, 0))
                left[key[1]] -= found[key]
        return found

    def repriced(self, goods: Rows, kept: Quote) -> Rows:
        """
        Return the lines' rows for what the shopper paid less the price of *kept*.

        Taken from the returned goods in proportion; the remainder is taken from the
        goods that are kept, which have become cheaper.
        """
        had, kinds = self.before, (*_LINE, "funded")
        rows = self.rows(kept.entries)
        # Delivery that is no longer free is part of what is kept.
        dearer = self.paid_for(rows, _DELIVERY) - self.paid_for(self.whole, _DELIVERY)
        due = self.paid_for(self.whole, kinds) - self.paid_for(rows, kinds)
        due = max(0, due - max(0, dearer) - self.paid_for(had, kinds))
        found = dict(goods)
        funded = self.funded(goods)
        gross, lent = self.by_line(goods), self.by_line(funded)
        lent = [min(n, -other) for n, other in zip(gross, lent, strict=True)]
        asked = [[n - other] for n, other in zip(gross, lent, strict=True)]
        left = [
            [max(0, n - back)]
            for n, (back,) in zip(self.by_line(self.whole), asked, strict=True)
        ]
        enough = sum(map(sum, asked))
        more = min(max(0, due - enough), sum(map(sum, left)))
        first, then = apportion(min(due, enough), asked), apportion(more, left)
        steps: list[Rows] = [{} for _ in asked]
        for key, n in goods.items():
            if key[1] is not None and key[0] in _LINE:
                steps[key[1]][key] = n - had.get(key, 0)
        for at, ((one,), (other,)) in enumerate(zip(first, then, strict=True)):
            step = steps[at]
            for key, n in self.spread(step, one + lent[at]).items():
                found[key] = had.get(key, 0) + n
            over = {key: self.whole[key] - found[key] for key in step}
            for key, n in self.spread(over, other).items():
                found[key] += n
        for key, n in funded.items():
            assert key[1] is not None
            given = min(n - had.get(key, 0), lent[key[1]])
            found[key] = had.get(key, 0) + given
            lent[key[1]] -= given
        return found

    def by_line(self, rows: Rows) -> list[int]:
        """Return the part of each line's *rows* not refunded before."""
        found = [0] * len(self.quote.lines)
        for key, n in rows.items():
            if key[1] is not None:
                found[key[1]] += _SIGNS[key[0]] * (n - self.before.get(key, 0))
        return found

    @staticmethod
    def spread(rows: Rows, amount: int) -> Rows:
        """Return *amount* spread over *rows*, equal halves kept equal."""
        groups: dict[object, list[Key]] = {}
        for key in rows:
            half = key[0], key[1], key[4]
            groups.setdefault(half if key[3] in EQUAL else key, []).append(key)
        figures = [[rows[key] for key in keys] for keys in groups.values()]
        return {
            key: n
            for keys, numbers in zip(
                groups.values(), apportion(amount, figures), strict=True
            )
            for key, n in zip(keys, numbers, strict=True)
        }

    def charges(self, goods: Rows, explicit: int, *, complete: bool) -> Rows:
        """Return the rows of delivery and charges, as the policy says."""
        kinds = ("subtotal",)
        back, net = self.paid_for(goods, kinds), self.paid_for(self.whole, kinds)
        found: Rows = {}
        for key, amount in self.whole.items():
            if key[0] not in _DELIVERY + _CHARGES:
                continue
            due = 0
            match self.way(key):
                case ChargeRefund.FULL_ON_FULL_RETURN | ChargeRefund.PRO_RATA if (
                    complete
                ):
                    due = amount
                case ChargeRefund.PRO_RATA if net:
                    due = prorate(amount, back, net)
            found[key] = max(due, self.before.get(key, 0))
        if explicit:
            left = {
                key: self.whole[key] - n
                for key, n in found.items()
                if key[0] in _DELIVERY
            }
            for key, n in self.spread(left, explicit).items():
                found[key] += n
        return found

    def way(self, key: Key) -> ChargeRefund:
        return self.policy.shipping if key[0] in _DELIVERY else self.policy.charges

    def rounded(self, rows: Rows, *, complete: bool) -> Rows:
        """
        Return the row of the round-off.

        It is refunded with the last unit; a round-off in the shopper's favour is
        deducted earlier if more than they paid would be refunded.
        """
        end = self.paid_for(self.whole) - sum(
            _SIGNS[key[0]] * (n - rows[key])
            for key, n in self.whole.items()
            if key[0] in _DELIVERY + _CHARGES
            and self.way(key) in (ChargeRefund.NEVER, ChargeRefund.EXPLICIT)
        )
        so_far = self.paid_for(rows)
        due = max(0, end) if complete else min(so_far, max(0, end))
        due = max(due, self.paid_for(self.before))
        return {_ROUND_OFF: due - so_far}

    # Where it goes -----------------------------------------------------------------

    def settled(
        self,
        said: tuple[str, datetime, str | None, str],
        counts: Mapping[int, int],
        rows: Rows,
        kept: Quote | None,
        charge: int = 0,
    ) -> Refund:
        """Return the refund of *rows* less what was refunded before."""
        step = {key: rows[key] - self.before.get(key, 0) for key in rows}
        amount = self.paid_for(step)
        pro_rata = self.policy.tenders is Tenders.PRO_RATA
        due = to_tenders(amount, self.tenders, self.gone, pro_rata=pro_rata)
        paid, unpaid = self.paid_of(due[0])
        discount = self.discount_of(paid)
        gateway = paid - discount
        of_money = min(charge, gateway)
        of_credit = min(charge - of_money, due[1])
        gateway -= of_money
        moved = gateway if gateway < self.smallest else 0
        worth = self.tenders[2], self.gone[2] + due[2]
        complete = all(
            line.quantity == had + counts.get(at, 0)
            for at, (line, had) in enumerate(
                zip(self.quote.lines, self.returned, strict=True)
            )
        )
        taxable = self.paid_for(self.whole, ("subtotal",)) - self.paid_for(
            rows, ("subtotal",)
        )
        name, moment, order_number, note = said
        kept_back = of_money + of_credit
        return Refund(
            name,
            moment,
            self.quote.currency,
            order_number,
            note,
            tuple(
                Returned(line, units, self.free_back(line, units))
                for line, units in counts.items()
            ),
            self.entries(step),
            Due(*map(self.money, due)),
            self.money(gateway - moved),
            self.money(due[1] - of_credit + moved),
            self.money(moved),
            points_back(
                self.policy, self.quote, self.earlier, worth, complete=complete
            ),
            self.money(due[2]),
            points_reversed(
                self.quote, self.earlier, taxable, worth, kept, complete=complete
            ),
            self.money(unpaid),
            self.money(kept_back),
            self.policy.cancellation_reason if kept_back else "",
            self.money(discount),
        )

    def paid_of(self, due: int) -> tuple[int, int]:
        """Return how much of *due* was paid, and how much was never paid."""
        unpaid = self.forgiven
        given = self.gone[0] - unpaid
        # Unpaid money is cancelled first; only then is paid money refunded.
        owed = max(0, self.tenders[0] - self.paid - unpaid)
        paid = min(max(0, due - owed), max(0, self.paid - given))
        return paid, due - paid

    def discount_of(self, paid: int) -> int:
        """
        Return the part of *paid* that an offer of the gateway paid.

        In proportion, cumulatively: of 1000.00 paid with a discount of 100.00 three
        returns of 333.33, 333.33 and 333.34 hold 33.33, 33.34 and 33.33 of it.
        """
        so_far = self.gone[0] - self.forgiven + paid
        # Money received when nothing was owed settles nothing of this order.
        settled = min(self.paid, self.tenders[0] - self.forgiven)
        before = sum(self.minor(each.gateway_discount) for each in self.earlier)
        due = prorate(self.discount, so_far, settled) if settled else 0
        return min(max(0, due - before), paid)

    def free_back(self, line: int, units: int) -> int:
        """Return how many free units of a line are returned with *units* of it."""
        quoted = self.quote.lines[line]
        had, free = self.returned[line], quoted.free_quantity
        return free * (had + units) // quoted.quantity - free * had // quoted.quantity
