# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The cart: what is bought, by whom, and what they redeem to pay part of it.

Promises that every `Cart` can be priced: its constructor checks all values, and amounts
have no more decimals than the currency.  Everything is frozen, comparable and
picklable.  Knows nothing of offers, stores or taxes due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.cart.compiled import CompiledCart, compile_cart, line_amounts
from checkout_core.cart.line import MAX_LINES, Line
from checkout_core.cart.people import Address, Customer, Shipping
from checkout_core.cart.preference import checked_preference
from checkout_core.checks import (
    MAX_NOTE,
    Amount,
    Validator,
    changed_arguments,
    checked_currency,
    listing,
)
from checkout_core.errors.describe import counted
from checkout_core.tenders import TENDERS, TenderRequest
from checkout_core.values import Record


if TYPE_CHECKING:
    from checkout_core.currencies import Currency


_TENDER_ARGUMENTS = tuple(kind.argument for kind in TENDERS.values())
_GUEST = Customer()


@frozen(init=False, kw_only=True)
class Cart:
    """
    What a customer wants to buy, and what they redeem to pay part of it.

    Raises `CheckoutError` with every fault.  Amounts are in major units.

    Attributes:
        currency: a `Currency`; as an argument also its ISO 4217 code, such as "INR".
        lines: one `Line` for each product, at least 1 and at most 5,000; two lines of
            the same product and variant each need a `line_id`.
        id: the host's id of the cart, "" by default; `Redemption.idempotency_key` needs
            it.
        coupon_code: the code that the customer entered, None for none.
        loyalty_points_redeemed: how many points they want to redeem, 0 by default.
        credit_balance_used: how much store credit they want to use, 0 by default.
        tenders: no argument: what they want to use to pay a part of it, in the order in
            which it pays: a `TenderRequest` for the points and one for the credit.
        shipping: the delivery cost; None for the store's `shipping_rates`.
        customer: who buys; a guest by default.
        shipping_address: where the goods go, None (the default) if not known; it
            decides the place of supply and the zone of the store's `shipping_rates`.
        billing_address: used for both if there is no `shipping_address`; None by
            default.
        fulfillment_preference: the vendor's object, for example {"fulfillment_type":
            "collect-in-store"}, which makes shipping free.
        customer_note: what the customer wrote, None for nothing.
        metadata: JSON data of the host, kept unchanged.
        columns: not public: the lines in minor units, as the engine reads them.

    >>> tee = Line("tee", 2, "499.00", tax_rate=18, price_including_tax=True)
    >>> Cart("INR", [tee]).lines[0].quantity
    2
    """

    currency: Currency
    lines: tuple[Line, ...]
    id: str
    coupon_code: str | None
    loyalty_points_redeemed: int
    credit_balance_used: Decimal
    shipping: Shipping | None
    customer: Customer
    shipping_address: Address | None
    billing_address: Address | None
    fulfillment_preference: Record | None
    customer_note: str | None
    metadata: Record
    tenders: tuple[TenderRequest, ...] = field(init=False, eq=False)
    columns: CompiledCart = field(init=False, eq=False, repr=False)

    def __init__(
        self,
        currency: str | Currency,
        lines: Iterable[Line],
        *,
        id: str = "",  # noqa: A002 - the document's own name
        coupon_code: str | None = None,
        loyalty_points_redeemed: int = 0,
        credit_balance_used: Amount = 0,
        shipping: Shipping | None = None,
        customer: Customer | None = None,
        shipping_address: Address | None = None,
        billing_address: Address | None = None,
        fulfillment_preference: Mapping[str, Any] | None = None,
        customer_note: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        check = Validator()
        items = listing(check, "cart_items", lines)
        known = checked_currency(check, currency)
        code = check.maybe_text("coupon_code", coupon_code)
        preference = checked_preference(check, fulfillment_preference)
        buyer = _part(
            check, "customer", _GUEST if customer is None else customer, Customer
        )
        quoted = _part(check, "shipping", shipping, Shipping)
        credit = check.amount("credit_balance_used", credit_balance_used)
        if items is not None:
            _check_lines(check, items)
        note = check.maybe_text("customer_note", customer_note, limit=MAX_NOTE)
        points = check.count("loyalty_points_redeemed", loyalty_points_redeemed)
        known_id = check.text("id", id)
        ship_to = _part(check, "shipping_address", shipping_address, Address)
        bill_to = _part(check, "billing_address", billing_address, Address)
        kept = Record() if metadata is None else check.record("metadata", metadata)
        check.on_grid(known)
        if buyer is not None:
            check.minor("customer.credit_balance", buyer.credit_balance, known)
        amounts = [
            line_amounts(check, known, f"cart_items[{i}]", line)
            for i, line in enumerate(items or ())
            if isinstance(line, Line)
        ]
        delivery = 0
        if quoted is not None:
            path = "shipping.estimated_cost"
            delivery = check.minor(path, quoted.estimated_cost, known)
        check.raise_any()
        assert known is not None
        assert items is not None
        assert buyer is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            currency=known,
            lines=items,
            id=known_id,
            # A blank code means that none was entered.
            coupon_code=code if code and code.strip() else None,
            loyalty_points_redeemed=points,
            credit_balance_used=credit,
            shipping=quoted,
            customer=buyer,
            shipping_address=ship_to,
            billing_address=bill_to,
            fulfillment_preference=preference,
            customer_note=note,
            metadata=kept,
        )
        asked = (
            TenderRequest(
                kind="points",
                asked=Decimal(points),
                balance=Decimal(buyer.loyalty_points_balance),
            ),
            TenderRequest(kind="credit", asked=credit, balance=buyer.credit_balance),
        )
        object.__setattr__(self, "tenders", asked)
        columns = compile_cart(items, amounts, quoted, delivery)
        object.__setattr__(self, "columns", columns)

    def __repr__(self) -> str:
        """Show its id, currency and number of lines, and no personal data."""
        name = f"{self.id} " if self.id else ""
        lines = counted(len(self.lines), "line")
        return f"<Cart {name}{self.currency.code}, {lines}>"

    def changed(self, *, keep_tenders: bool = True, **fields: Any) -> Cart:
        """
        Return the same cart with some of its constructor's arguments changed.

        Unless *keep_tenders* (True by default), the new one asks for no tender but
        those that *fields* name.  Raises `CheckoutError` with every fault, also for
        names that a cart does not have.
        """
        found = changed_arguments(self, fields)
        if not keep_tenders:
            for name in _TENDER_ARGUMENTS:
                if name not in fields:
                    del found[name]
        return Cart(**found)

    @property
    def collects_in_store(self) -> bool:
        """Whether the customer collects the goods, so that nothing is shipped."""
        preference = self.fulfillment_preference
        return preference is not None and (
            preference.get("fulfillment_type") == "collect-in-store"
        )


def _part(check: Validator, path: str, value: Any, kind: type[Any]) -> Any:
    return None if value is None else check.instance(path, value, kind, kind.__name__)


def _check_lines(check: Validator, lines: tuple[Line, ...]) -> None:
    if not lines:
        check.add("cart_items", "empty_cart", [])
    if len(lines) > MAX_LINES:
        check.add("cart_items", "too_many", lines, limit=MAX_LINES)
        return
    seen: set[tuple[str, str]] = set()
    for i, line in enumerate(lines):
        path = f"cart_items[{i}]"
        if check.instance(path, line, Line, "a Line") is None:
            continue
        if line.key in seen:
            check.add(path, "same_line_key", "/".join(line.key))
        seen.add(line.key)


__all__ = [
    "Cart",
]
