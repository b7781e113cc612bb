# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Refunds: which rows of an order are refunded when goods are returned.

What a payment lowered the price by is off the rows before anything is refunded
(`reduction`).  Every row is refunded cumulatively: what is due after all returns so
far, rounded once, less what was refunded before (`due`; `reprice` if offers are not
kept).  The sum goes back to who paid it (`tenders`).  Promises that any sequence of
partial returns ends at exactly what was paid, row by row and tender by tender, that
CGST and SGST of a refund are equal, that no row but the round-off is ever negative, and
that no refund costs the shopper money.

Knows nothing of statuses, gateways or documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from checkout_core.cart.instalments import NOW
from checkout_core.checks import MAX_NOTE, Validator, listed
from checkout_core.errors import CheckoutError
from checkout_core.money.parse import number, to_minor
from checkout_core.pricing import Quote
from checkout_core.refunds.bundles import missing_from_bundles
from checkout_core.refunds.due import (
    charges_due,
    funded_due,
    goods_due,
    round_off_due,
)
from checkout_core.refunds.note import Refund, Returned, check_discount
from checkout_core.refunds.points import points_reversed
from checkout_core.refunds.policy import (
    Advance,
    ChargeRefund,
    PromotionBreak,
    RefundPolicy,
    SurchargeRefund,
)
from checkout_core.refunds.proration import prorate
from checkout_core.refunds.reduction import PriceReduction, reduced_rows
from checkout_core.refunds.reprice import priced_without, repriced
from checkout_core.refunds.rows import (
    DELIVERY,
    ROUND_OFF,
    OrderRows,
    Rows,
    paid_for,
)
from checkout_core.refunds.tenders import OrderTenders, Payments
from checkout_core.store import Store


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from checkout_core.money import Amount

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
    reductions: Sequence[PriceReduction] = (),
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
        earlier: all refunds of this order so far, none by default.
        paid: what payments settled; by default all that was to be paid.
        gateway_discount: the part of *paid* that a bank, a platform or a brand gave, 0
            by default; it goes back to its funder and not to the shopper.
        reductions: by how much offers that the merchant funds lowered the price, as
            `price_reductions` returns them; none by default.  *paid* counts them as
            paid, and they do not go back.
        policy: how money is given back, by default `RefundPolicy()`.
        shipping: how much of the delivery is refunded, with tax; only if the policy's
            `shipping` is `explicit`.
        reason: what the shopper or the support agent wrote, "" by default.
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
    order = _Order.checked(
        check, quote, earlier, policy, paid, gateway_discount, reductions, store
    )
    head = _head(check, id, at, earlier, reason, order_number)
    counts = _counted(check, order, returned)
    explicit = _explicit(check, order, shipping)
    if not counts and not explicit and not check.found:
        check.add("returned", "nothing_returned", {})
    way = order.policy.promotion_break
    if way is not PromotionBreak.RETAIN and store is None:
        expected = "the store as it was when the order was placed"
        check.add("store", "required", store, expected=expected)
    check.raise_any()
    before = order.rows.returned
    after = [units + counts.get(index, 0) for index, units in enumerate(before)]
    if way is PromotionBreak.BUNDLE_ONLY and store is not None:
        _check_bundles(quote, store, after)
    kept = None
    if way is PromotionBreak.RECOMPUTE and store is not None:
        kept = priced_without(quote, store, after)
    complete = order.rows.is_complete(after)
    rows = order.due(after, explicit, kept, complete=complete)
    return order.refund(head, counts, rows, kept=kept, complete=complete)


def cancellation(
    quote: Quote,
    *,
    id: str,  # noqa: A002 - the field's own name
    at: datetime | str,
    earlier: Sequence[Refund] = (),
    paid: Amount | None = None,
    gateway_discount: Amount = 0,
    reductions: Sequence[PriceReduction] = (),
    surcharge: Amount = 0,
    policy: RefundPolicy | None = None,
    reason: str = "",
    order_number: str | None = None,
) -> Refund:
    """
    Return the refund of everything not yet refunded, before the order is shipped.

    Delivery, charges and round-off are refunded too, whatever the policy says about
    returns; `policy.cancellation_charge` is kept, but no more than the money and credit
    that would be refunded.  Of an order with a payment plan, `policy.advance` can say
    that what was paid is kept in its place.  Raises `CheckoutError` with every fault.

    Args:
        quote: the quote that was ordered.
        id: the host's id of this refund, not used before for this order.
        at: when it is made, with its offset.
        earlier: all refunds of this order so far, none by default.
        paid: what payments settled, in major units; by default all that was to be paid.
        gateway_discount: the part of *paid* that a bank, a platform or a brand gave, 0
            by default; it goes back to its funder and not to the shopper.
        reductions: by how much offers that the merchant funds lowered the price, as
            `price_reductions` returns them; none by default.
        surcharge: the fee on top of the payments with its tax, as far as it is still
            there; 0 by default.  It is given back if *policy* says so.
        policy: how money is given back, by default `RefundPolicy()`.
        reason: what the shopper or the support agent wrote, "" by default.
        order_number: the host's number of the order, None if there is none.

    >>> from checkout_core import Cart, Line, RefundPolicy, Store, quote
    >>> three = quote(Cart("INR", [Line("tee", 3, "33.33", tax_rate=0)]), Store("INR"))
    >>> policy = RefundPolicy(cancellation_charge="9.99")
    >>> cancellation(three, id="C1", at="2026-12-01T10:00:00Z", policy=policy).gateway
    Decimal('90.00')
    """
    check = Validator()
    order = _Order.checked(
        check, quote, earlier, policy, paid, gateway_discount, reductions
    )
    head = _head(check, id, at, earlier, reason, order_number)
    charge = order.amount(
        check, "cancellation_charge", order.policy.cancellation_charge
    )
    fee = order.amount(check, "surcharge", surcharge)
    check.raise_any()
    if order.policy.surcharge is SurchargeRefund.NEVER:
        fee = 0
    counts = {
        index: line.quantity - before
        for index, (line, before) in enumerate(
            zip(quote.lines, order.rows.returned, strict=True)
        )
        if line.quantity > before
    }
    rows = order.rows.charged
    kept = order.payments.planned and order.policy.advance is Advance.KEPT
    return order.refund(
        head, counts, rows, charge=None if kept else charge, fee=fee, complete=True
    )


# The arguments, checked -----------------------------------------------------------


def _head(
    check: Validator,
    name: object,
    at: object,
    earlier: Sequence[Refund],
    reason: object,
    order_number: object,
) -> dict[str, Any]:
    """Return the fields of a refund that the host writes, checked."""
    ident = check.text("id", name, needed="an id of your own")
    if ident in {note.id for note in earlier}:
        check.add("id", "refund_id_used", ident)
    return {
        "id": ident,
        "at": check.time("at", at),
        "reason": check.text("reason", reason, limit=MAX_NOTE),
        "order_number": check.maybe_text("order_number", order_number),
    }


def _counted(check: Validator, order: _Order, returned: object) -> dict[int, int]:
    """Return the units of each line that come back, checked."""
    lines = order.rows.quote.lines
    found: dict[int, int] = {}
    if not isinstance(returned, Mapping):
        check.needed("returned", returned, "a mapping of units by the line's index")
        return found
    for line, units in returned.items():
        path = f"returned[{line}]"
        if type(line) is not int or not 0 <= line < len(lines):
            check.add(path, "no_such_line", line, last=len(lines) - 1)
            continue
        remaining = lines[line].quantity - order.rows.returned[line]
        count = check.count(path, units, low=1)
        if count > remaining:
            check.add(path, "more_than_bought", units, left=remaining)
        found[line] = count
    return dict(sorted(found.items()))


def _explicit(check: Validator, order: _Order, shipping: Amount | None) -> int:
    """Return the explicit refund of the delivery, in minor units."""
    if shipping is None:
        return 0
    if order.policy.shipping is not ChargeRefund.EXPLICIT:
        check.add("shipping", "shipping_not_explicit", shipping)
        return 0
    minor = order.amount(check, "shipping", shipping)
    remaining = order.rows.remaining(DELIVERY)
    if not 0 <= minor <= remaining:
        most = order.rows.money(remaining)
        check.add("shipping", "more_than_charged", shipping, left=most)
    return minor


def _check_bundles(quote: Quote, store: Store, after: Sequence[int]) -> None:
    check = Validator()
    for offer, lines in missing_from_bundles(quote, store, after):
        missing = [quote.cart.lines[line] for line in lines]
        names = [line.product_name or line.product_id for line in missing]
        check.add("returned", "bundle_broken", offer, lines=listed(names))
    check.raise_any()


class _Order:
    """An order, its earlier refunds, its payments, and the policy."""

    def __init__(
        self,
        rows: OrderRows,
        policy: RefundPolicy,
        tenders: OrderTenders,
        payments: Payments,
    ) -> None:
        self.rows = rows
        self.policy = policy
        self.tenders = tenders
        self.payments = payments

    @classmethod
    def checked(
        cls,
        check: Validator,
        quote: Quote,
        earlier: Sequence[Refund],
        policy: RefundPolicy | None,
        paid: Amount | None,
        gateway_discount: Amount,
        reductions: Sequence[PriceReduction],
        store: Store | None = None,
    ) -> _Order:
        """
        Return an order; add a fault to *check* for each value that does not fit.

        Raise the faults if a value is of a foreign type.
        """
        check.instance("quote", quote, Quote, A_QUOTE)
        for index, note in enumerate(check.items("earlier", earlier, limit=MAX_NOTE)):
            path, expected = f"earlier[{index}]", "a Refund, as refund() returns it"
            check.instance(path, note, Refund, expected)
        limit = MAX_NOTE
        for index, each in enumerate(
            check.items("reductions", reductions, limit=limit)
        ):
            path = f"reductions[{index}]"
            expected = "a PriceReduction, as price_reductions() returns it"
            check.instance(path, each, PriceReduction, expected)
        if policy is not None:
            check.instance("policy", policy, RefundPolicy, "a RefundPolicy")
        if store is not None:
            check.instance("store", store, Store, "a Store (read_store makes one)")
        check.raise_any()
        chosen = _DEFAULT if policy is None else policy
        rows = OrderRows(quote, earlier)
        rows.reduce(reduced_rows(reductions, rows))
        tenders = OrderTenders(rows)
        smallest = chosen.minimum_for(quote.currency)
        payments = Payments(
            paid=tenders.whole[0]
            if paid is None
            else max(0, _minor(check, quote, "paid", paid) - tenders.reduced),
            discount=_minor(check, quote, "gateway_discount", gateway_discount),
            smallest=_minor(check, quote, "minimum_amount", smallest),
            planned=any(each.due != NOW for each in quote.instalments),
        )
        check_discount(check, rows.money(payments.discount), rows.money(payments.paid))
        found = cls(rows, chosen, tenders, payments)
        if not found._fits():
            check.add("earlier", "refunds_do_not_fit", [note.id for note in earlier])
        return found

    def _fits(self) -> bool:
        """Return whether the earlier refunds are of this order and no more than it."""
        rows = self.rows
        quote, charged = rows.quote, rows.charged
        return (
            not rows.foreign
            and not self.tenders.foreign
            and all(note.currency == quote.currency for note in rows.earlier)
            and all(
                units <= line.quantity
                for units, line in zip(rows.returned, quote.lines, strict=True)
            )
            and all(
                key in charged
                and (key.kind == ROUND_OFF or 0 <= amount <= charged[key])
                for key, amount in rows.refunded.items()
                if amount
            )
        )

    def amount(self, check: Validator, path: str, value: Amount) -> int:
        """Return an amount >= 0 in minor units, checked."""
        return _minor(check, self.rows.quote, path, value)

    def due(
        self,
        after: Sequence[int],
        explicit: int,
        kept: Quote | None,
        *,
        complete: bool,
    ) -> Rows:
        """
        Return all rows that are due once *after* units of each line are back.

        *explicit* is an amount of the delivery; *kept* the repriced quote, or None if
        the offers stay; *complete* says that every unit is back.
        """
        rows, policy = self.rows, self.policy
        goods = goods_due(rows, after)
        funded = funded_due(rows, goods)
        found = goods | funded
        if kept is not None:
            found = repriced(rows, goods, funded, OrderRows(kept, ()))
        found |= charges_due(rows, policy, found, explicit, complete=complete)
        return found | round_off_due(rows, policy, found, after)

    def refund(
        self,
        head: Mapping[str, Any],
        counts: Mapping[int, int],
        due: Rows,
        *,
        complete: bool,
        kept: Quote | None = None,
        charge: int | None = 0,
        fee: int = 0,
    ) -> Refund:
        """
        Return the refund of the rows that are *due*, less what was refunded.

        *fee* is the part of the payments' fees that is given back with it.
        """
        rows, quote = self.rows, self.rows.quote
        before = rows.refunded
        step = {key: amount - before.get(key, 0) for key, amount in due.items()}
        split = self.tenders.split(
            paid_for(step),
            self.payments,
            self.policy,
            charge=charge,
            fee=fee,
            complete=complete,
            pointed=self._pointed(due),
        )
        reversed_points = 0
        if quote.totals.loyalty_points_earned:
            goods = ("subtotal",)
            taxable = paid_for(rows.charged, goods) - paid_for(due, goods)
            reversed_points = points_reversed(
                quote,
                sum(note.points_reversed for note in rows.earlier),
                # Points were earned by the price before it was reduced.
                taxable + self._still_reduced(counts),
                split.redeemed,
                kept,
                complete=complete,
            )
        return Refund(
            **head,
            currency=quote.currency,
            returned=tuple(
                Returned(line, units, self._free_back(line, units))
                for line, units in counts.items()
            ),
            entries=rows.entries(step),
            gateway_due=rows.money(split.gateway_due),
            gateway=rows.money(split.gateway),
            gateway_discount=rows.money(split.gateway_discount),
            surcharge=rows.money(fee),
            moved=rows.money(split.moved),
            tenders=split.tenders,
            points_reversed=reversed_points,
            unpaid=rows.money(split.unpaid),
            charge=rows.money(split.charge),
            charge_reason=self.policy.cancellation_reason if split.charge else "",
        )

    def _pointed(self, due: Rows) -> tuple[int, int] | None:
        """
        Return what points took off the goods, and the part of that which is *due*.

        None if they paid in place of money.
        """
        loyalty = self.rows.quote.policies.loyalty
        if loyalty is None or not loyalty.is_discount:
            return None
        whole, so_far = (
            sum([n for key, n in rows.items() if key.kind == "points_discount"])
            for rows in (self.rows.charged, due)
        )
        return whole, so_far

    def _still_reduced(self, counts: Mapping[int, int]) -> int:
        """Return what price reductions took off the goods that are kept."""
        rows, found = self.rows, 0
        for key, amount in rows.reduced.items():
            if key.kind == "subtotal" and key.line is not None:
                bought = rows.quote.lines[key.line].quantity
                back = rows.returned[key.line] + counts.get(key.line, 0)
                found += amount - prorate(amount, back, bought)
        return found

    def _free_back(self, line: int, units: int) -> int:
        """
        Return how many free units of a line are returned with *units* of it.

        Cumulatively and rounded down: of 2 free with 3 bought, three returns of one
        unit bring back 0, 1 and 1.
        """
        quoted = self.rows.quote.lines[line]
        before, free = self.rows.returned[line], quoted.free_quantity
        due = free * (before + units) // quoted.quantity
        return due - free * before // quoted.quantity


def _minor(check: Validator, quote: Quote, path: str, value: Amount) -> int:
    """Return an amount >= 0 in minor units, checked."""
    try:
        found = check.amount(path, number(value, path))
        return to_minor(found, quote.cart.currency, path)
    except CheckoutError as error:
        check.extend(error)
        return 0
