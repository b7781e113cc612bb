# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The journal of an order: double entry of what was sold, paid and given back.

Promises transactions that balance to the last minor unit, and that each account has the
sum which the order's own rows and money have, in any order of events.  It depends on
the order and the arguments alone, so that it can be made again at any time.

A sale is booked once, when it is invoiced (CGST Act s.12(2): the time of supply of
goods is the invoice).  Money that came before is owed to the customer, a credit of
`receivable`: an advance for goods carries no tax (Notification 66/2017-Central Tax).
Therefore an order that was cancelled before its invoice has no sale and no credit note.

Knows no format of an accounting program.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from checkout_core.books.accounts import Accounts
from checkout_core.books.dates import Dates, PayoutFrom, day_of
from checkout_core.books.rows import Draft, Transaction, drafts_in_order
from checkout_core.books.settled import heads, settled_rows
from checkout_core.books.settlement import SettlementKind
from checkout_core.books.shares import Fees, Funders, fee_of
from checkout_core.books.sold import Sold
from checkout_core.books.suppliers import OWN, Part, Supplied
from checkout_core.books.terms import check_terms
from checkout_core.checks import Validator
from checkout_core.money.exact import difference, exact_sum, on_grid, to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.orders import ExcessReturned, Order, refunds_by_payment
from checkout_core.orders.reversals import ReversalKind, Reversed
from checkout_core.refunds import Refund
from checkout_core.statuses import Funder, OrderStatus
from checkout_core.tenders import TENDERS


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from checkout_core.orders import PaymentUpdate
    from checkout_core.refunds import PriceReduction


__all__ = ["journal"]


#: Statuses in which nothing was sold yet, or not any more: without an invoice, their
#: orders have no sale.
UNSOLD = frozenset(
    {
        OrderStatus.DRAFT,
        OrderStatus.AWAITING_APPROVAL,
        OrderStatus.PENDING,
        OrderStatus.CANCELLED,
    }
)
#: The rows of a settlement in the order in which its transaction has them.
SETTLED = (
    SettlementKind.SALE,
    SettlementKind.COMMISSION,
    SettlementKind.COMMISSION_TAX,
    SettlementKind.TCS,
    SettlementKind.TDS,
)
#: How a merchant notes that a courier has the money; any other way is to the bank.
CASH = ("cash", "cash-on-delivery")


def journal(
    order: Order,
    *,
    dates: Dates | None = None,
    roles: Mapping[str, str] | None = None,
) -> tuple[Transaction, ...]:
    """
    Return the transactions of an order, by day, those of one day in the order of kinds.

    Without the day of an invoice the sale is booked on the day the order was placed,
    and not at all while nothing is sold: draft, awaiting approval, pending, cancelled.

    Args:
        order: the order in its present state.
        dates: what the order does not hold: its invoice, its payouts; None (the
            default) for nothing.
        roles: the accounts that differ from `books.ROLES`, by role; None by default.

    Raises `CheckoutError` with every fault: a role that there is not, an amount of a
    payout off the order's currency, an order whose figures do not add up.

    >>> from checkout_core import Cart, Line, Order, Store, quote
    >>> noon = "2026-11-22T12:00:00+05:30"
    >>> mug = quote(Cart("INR", [Line("Mug", 1, "100.00", tax_rate=5)]), Store("INR"))
    >>> sold = Order.placed(mug, number="A1", at=noon, status="confirmed")
    >>> (sale,) = journal(sold)
    >>> [(each.role, str(each.amount)) for each in sale.rows]
    [('receivable', '105.00'), ('sales:5', '-100.00'), ('tax:GST', '-5.00')]
    """
    check = Validator()
    check.instance("order", order, Order, "an Order, with what happened to it")
    if dates is not None:
        check.instance("dates", dates, Dates, "a Dates")
    accounts = check.within("", lambda: Accounts(roles))
    check.raise_any()
    assert accounts is not None
    known = Dates() if dates is None else dates
    _check_dates(order, known)
    counts: Counter[str] = Counter()
    found = []
    for draft in drafts_in_order(_Book(order, known).drafts()):
        counts[draft.txn] += 1
        number = counts[draft.txn]
        currency = order.quote.currency
        found.append(draft.transaction(order.number, number, currency, accounts))
    return tuple(found)


def _check_dates(order: Order, dates: Dates) -> None:
    """
    Raise `CheckoutError` for what does not fit the order.

    That is every amount that the currency does not have, and every supplier that the
    order does not know.
    """
    check = Validator()
    for i, payout in enumerate(dates.payouts):
        for name in ("gross", "fee", "fee_tax"):
            path = f"dates.payouts[{i}].{name}"
            check.minor(path, getattr(payout, name), order.quote.cart.currency)
    for i, paid in enumerate(dates.settled):
        path, taken = f"dates.settled[{i}]", paid.commission
        check_terms(check, path, [order.quote], taken, paid.tds_exempt)
    check.raise_any()


class _Book:
    """The drafts of one order."""

    def __init__(self, order: Order, dates: Dates) -> None:
        self.order = order
        self.dates = dates
        self.money = order.settlement
        self.rows = Sold(order.quote)
        self.supplied = Supplied(order.quote)
        self.offset = dates.offset or order.quote.policies.utc_offset
        self.is_sold = dates.invoice is not None or order.status not in UNSOLD
        invoice = order.placed_at if dates.invoice is None else dates.invoice
        self.sold_on = self._day(invoice)
        payments = self.money.succeeded
        self.notes = {each.payment: each for each in order.debit_notes}
        self.funders = Funders(payments, self._minor)
        self.fees = Fees(payments, self.notes, self._minor)
        self.given: dict[str, Decimal] = {}
        self.payments = {each.id: each for each in payments}
        gone = [
            each
            for each in order.reversals
            if each.kind is not ReversalKind.UNDONE and each.payment in self.payments
        ]
        self.reversals = sorted(gone, key=lambda each: each.at)
        self.price_of = self._prices()

    def _day(self, at: date) -> date:
        return day_of(at, self.offset)

    def _minor(self, amount: Decimal) -> int:
        return to_minor(amount, self.order.quote.cart.currency, "amount")

    def _major(self, amount: int) -> Decimal:
        return to_decimal(amount, self.order.quote.cart.currency.exponent)

    def _draft(
        self, txn: str, at: date, refs: Iterable[str], what: str, more: str = ""
    ) -> Draft:
        """Return a draft about the order; *what* happened begins its memo."""
        memo = f"{what}, order {self.order.number}{more}"
        return Draft(txn, self._day(at), [each for each in refs if each], memo)

    def drafts(self) -> list[Draft]:
        """Return what is to be booked."""
        found = self._sales() if self.is_sold else []
        found += map(self._payment, self.money.succeeded)
        found += map(self._reduction, self.order.price_reductions)
        found += self._payouts()
        back: list[Refund | ExcessReturned | Reversed] = [
            *self.order.refunds,
            *self.order.excess,
            *self.reversals,
        ]
        lost = self._lost()
        found += self._settled() if self.is_sold else []
        for event in sorted(back, key=lambda each: each.at):
            match event:
                case Refund():
                    found += self._refund(event, lost.get(event.id, self.money.nothing))
                case ExcessReturned():
                    found.append(self._excess(event))
                case _:
                    found.append(self._reversed(event))
        return found

    # What was sold ----------------------------------------------------------------

    def _sales(self) -> list[Draft]:
        """Return what each supplier sold: the whole price, and who owes it."""
        return [
            self._sale(each) if each.id == OWN else self._supplier_sale(each)
            for each in self.supplied.sold()
        ]

    def _sale(self, part: Part) -> Draft:
        """Return the sale of what the store itself supplies."""
        number = self.dates.invoice_number
        more = f", invoice {number}" if number else ""
        draft = self._draft("sale", self.sold_on, [number], "Sale", more)
        self._owe(draft, part)
        for role, amount in self.rows.discounts(part.entries):
            draft.debit(role, amount)
        for role, amount in self.rows.sold(part.entries):
            draft.credit(role, amount)
        return draft

    def _supplier_sale(self, part: Part) -> Draft:
        """Return the sale of what another one supplies, and is owed."""
        what = f"Sale of supplier {part.id}"
        draft = self._draft("supplier_sale", self.sold_on, [part.id], what)
        self._owe(draft, part)
        draft.credit(f"supplier:{part.id}", part.owed)
        for name, amount in part.operated:
            draft.credit(f"tax:{name}", amount)
        return draft

    def _owe(self, draft: Draft, part: Part) -> None:
        """Debit those who pay for a sale: the customer, funders, tenders."""
        draft.debit("receivable", part.customer)
        for role, amount in (*self.rows.funded(part.entries), *part.tenders):
            draft.debit(role, amount)

    def _reduction(self, reduction: PriceReduction) -> Draft:
        """
        Return what a discount that the merchant funds takes off the price.

        One that came before the invoice is a part of it, and booked with the sale.
        Suppliers are owed less, as their invoices say.  Where nothing is sold, the
        customer is not owed it as money.
        """
        self.funders.reduce(self._minor(reduction.amount))
        at = self._day(reduction.at)
        day = max(at, self.sold_on) if self.is_sold else at
        ident = reduction.payment
        draft = self._draft("reduction", day, [ident], f"Discount by payment {ident}")
        if self.is_sold:
            for role, amount in self.supplied.taken_off(reduction):
                draft.debit(role, amount)
        else:
            draft.debit("receivable", reduction.amount)
        draft.credit(f"gateway_discount:{Funder.MERCHANT}", reduction.amount)
        return draft

    # What was paid ----------------------------------------------------------------

    def _payment(self, payment: PaymentUpdate) -> Draft:
        """Return a payment: what came in and what offers give, for what it settles."""
        by = f", by {payment.method}" if payment.method else ""
        ident = payment.id
        draft = self._draft("payment", payment.at, [ident], f"Payment {ident}", by)
        draft.debit(_holder(payment), payment.received)
        for funder, part in payment.funded_by:
            draft.debit(f"gateway_discount:{funder}", part)
        draft.credit("receivable", payment.amount)
        for role, amount in fee_of(payment, self.notes):
            draft.credit(role, amount)
        return draft

    def _payouts(self) -> list[Draft]:
        """Return what gateways and couriers paid out to the bank."""
        found = []
        for each in self.dates.payouts:
            zero = self.money.nothing
            gross, fee, tax, net = (
                on_grid(amount, zero)
                for amount in (each.gross, each.fee, each.fee_tax, each.net)
            )
            source = "gateway" if each.paid_by is PayoutFrom.GATEWAY else "courier"
            draft = self._draft("payout", each.at, [each.id], f"Payout by {source}")
            draft.debit("bank", net)
            draft.debit("gateway_fee", fee)
            draft.debit("gateway_fee_tax", tax)
            draft.credit(source, gross)
            found.append(draft)
        return found

    def _settled(self) -> list[Draft]:
        """Return what suppliers were paid, and what was kept of what they are owed."""
        rows = settled_rows(self.order, self.dates.settled, self._day)
        found = []
        for (paid_on, supplier), of_supplier in rows.items():
            what = f"Settlement of supplier {supplier}"
            draft = self._draft("supplier_settlement", paid_on, [supplier], what)
            paid = self.money.nothing
            for row in sorted(of_supplier, key=lambda each: SETTLED.index(each.kind)):
                paid = exact_sum(paid, [row.amount])
                kept = row.amount.copy_negate()
                match row.kind:
                    case SettlementKind.SALE:
                        draft.debit(f"supplier:{supplier}", row.amount)
                    case SettlementKind.COMMISSION:
                        draft.credit("commission", kept)
                    case SettlementKind.TCS:
                        draft.credit(f"tcs:{row.name}", kept)
                    case SettlementKind.TDS:
                        draft.credit("tds", kept)
                    case _:
                        for name, part in heads(self.order.quote, supplier, kept):
                            draft.credit(f"tax:{name}", part)
            draft.credit("bank", paid)
            found.append(draft)
        return found

    # What goes back ----------------------------------------------------------------

    def _refund(self, note: Refund, lost: Decimal) -> list[Draft]:
        """Return the credit note and the money that goes back with it."""
        sent = self._draft("refund", note.at, [note.id], f"Refund {note.id}")
        fees = self.fees.of_refund(self._minor(note.surcharge))
        drafts = []
        if self.is_sold:
            drafts = self._credit_notes(note, lost, fees)
            sent.debit("receivable", exact_sum(note.gateway, [note.gateway_discount]))
        else:
            self._unsold(sent, note, lost)
            self._debit_fees(sent, fees)
        self._send(sent, note)
        self._to_funders(
            sent, self.funders.of_refund(self._minor(note.gateway_discount))
        )
        if not self.is_sold:
            sent.credit("credit", note.moved)
            sent.credit("cancellation_charge", note.charge)
            sent.credit("chargebacks", lost)
        return [*drafts, sent]

    def _credit_notes(
        self, note: Refund, lost: Decimal, fees: Mapping[str, int]
    ) -> list[Draft]:
        """Return what each supplier takes back, the fees on top with the first."""
        drafts: list[Draft] = []
        left, on_top = lost, note.surcharge
        for part in self.supplied.returned(note):
            own = part.id == OWN
            what = f"Credit note {note.id}" + ("" if own else f" of {part.id}")
            draft = self._draft("credit_note", note.at, [note.id, part.id], what)
            if own:
                for role, amount in self.rows.sold(part.entries):
                    draft.debit(role, amount)
                for role, amount in self.rows.discounts(part.entries):
                    draft.credit(role, amount)
            else:
                draft.debit(f"supplier:{part.id}", part.owed)
                for name, amount in part.operated:
                    draft.debit(f"tax:{name}", amount)
            if not drafts:
                self._debit_fees(draft, fees)
            for role, amount in self.rows.funded(part.entries):
                draft.credit(role, amount)
            due = exact_sum(part.customer, [on_top])
            made_good = min(left, self.money.least(due))
            draft.credit("receivable", difference(due, made_good))
            for role, amount in reversed(part.tenders):
                draft.credit(role, amount)
            draft.credit("cancellation_charge", part.charge)
            draft.credit("chargebacks", made_good)
            left, on_top = difference(left, made_good), self.money.nothing
            drafts.append(draft)
        return drafts

    def _unsold(self, draft: Draft, note: Refund, lost: Decimal) -> None:
        """
        Give back what the customer is owed of an order whose sale is not booked.

        Tenders were not booked either; what is kept of them for a cancellation is.
        """
        paid = difference(note.gateway_due, note.unpaid)
        draft.debit("receivable", exact_sum(paid, [lost]))
        for each in note.tenders:
            draft.debit(TENDERS[each.kind].row, difference(each.due, each.value))

    def _debit_fees(self, draft: Draft, fees: Mapping[str, int]) -> None:
        for role, amount in fees.items():
            draft.debit(role, self._major(amount))

    def _send(self, draft: Draft, due: Refund | ExcessReturned) -> None:
        """Credit who sends the money: the gateway, else the merchant's bank."""
        parts = refunds_by_payment(self.order, due, self.given)
        for name, part in parts:
            draft.credit("gateway", part)
            before = self.given.get(name, self.money.nothing)
            self.given[name] = exact_sum(part, [before])
        sent = self.money.sum(part for _, part in parts)
        draft.credit("bank", difference(due.gateway, sent))

    def _to_funders(self, draft: Draft, parts: Mapping[Funder, int]) -> None:
        for funder, part in parts.items():
            draft.credit(f"gateway_discount:{funder}", self._major(part))

    def _excess(self, event: ExcessReturned) -> Draft:
        """Return money that was too much and went back."""
        draft = self._draft("refund", event.at, [event.id], f"Excess {event.id}")
        draft.debit("receivable", event.amount)
        self._send(draft, event)
        parts = self.funders.of_excess(self._minor(event.gateway_discount))
        self._to_funders(draft, parts)
        return draft

    def _reversed(self, event: Reversed) -> Draft:
        """
        Return money that went away by itself.

        A lost chargeback is a loss; what was refunded elsewhere is owed again, and only
        then goes the fee on top.  A fee that a refund had given back before is a loss.
        """
        lost = event.kind is ReversalKind.CHARGEBACK_LOST
        txn, what = ("chargeback", "Chargeback") if lost else ("refund", "Reversal")
        about = f"{what} {event.id} of payment {event.payment}"
        draft = self._draft(txn, event.at, [event.id], about)
        price = self.price_of[event.id]
        fee = self._minor(difference(event.amount, price))
        fees = self.fees.of_payment(event.payment, fee)
        if lost:
            draft.debit("chargebacks", event.amount)
        else:
            draft.debit("receivable", price)
            self._debit_fees(draft, fees)
            draft.debit("chargebacks", self._major(fee - sum(fees.values())))
        draft.credit(_holder(self.payments[event.payment]), event.amount)
        return draft

    def _prices(self) -> dict[str, Decimal]:
        """Return how much of each reversal is of the price, by the reversal's id."""
        gone: dict[str, Decimal] = {}
        found = {}
        for each in self.reversals:
            most = self.payments[each.payment].refundable
            before = gone.get(each.payment, self.money.nothing)
            after = gone[each.payment] = exact_sum(before, [each.amount])
            found[each.id] = difference(min(after, most), min(before, most))
        return found

    def _lost(self) -> dict[str, Decimal]:
        """
        Return what each refund takes back of lost chargebacks, by the refund's id.

        An order says that what a bank took back is unpaid, and a refund of goods
        cancels what is unpaid.  In the books the customer has paid that, and it is a
        loss, which the goods make good that come back: of 1000.00 that were paid and
        charged back, a return of everything credits `chargebacks`, not `receivable`.
        """
        money, order = self.money, self.order
        kinds = {each.id: each.kind for each in self.reversals}
        by_bank, elsewhere = money.nothing, money.nothing
        for ident, price in self.price_of.items():
            if kinds[ident] is ReversalKind.CHARGEBACK_LOST:
                by_bank = exact_sum(by_bank, [price])
            else:
                elsewhere = exact_sum(elsewhere, [price])
        settled = money.sum(each.amount for each in money.succeeded)
        owed = exact_sum(order.to_be_paid, [elsewhere, money.excess])
        owed = money.least(difference(owed, settled))
        left = min(by_bank, money.least(difference(money.cancelled, owed)))
        found = {}
        for note in reversed(order.refunds):
            part = min(left, note.unpaid)
            found[note.id] = part
            left = difference(left, part)
        return found


def _holder(payment: PaymentUpdate) -> str:
    """Return who has the money of a payment: the gateway, a courier, or the bank."""
    if not payment.manual:
        return "gateway"
    return "courier" if payment.method in CASH else "bank"
