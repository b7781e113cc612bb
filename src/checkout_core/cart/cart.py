# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The cart: what is bought, by whom, and what they redeem to pay part of it.

Promises that every `Cart` can be priced: its constructor checks all values, and amounts
have no more decimals than the currency.  Everything is frozen, comparable and
picklable.  Knows nothing of offers, stores or taxes due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from checkout_core.cart.charges import CHOSEN_CHARGES, ChosenCharge, chosen_twice
from checkout_core.cart.compiled import CompiledCart, compile_cart, line_amounts
from checkout_core.cart.gift_cards import GIFT_CARDS, GiftCard
from checkout_core.cart.instalments import PLAN, Part, plan_on_grid
from checkout_core.cart.line import MAX_LINES, Line
from checkout_core.cart.payment import PAYMENT, Payment
from checkout_core.cart.people import Address, Customer, Shipping
from checkout_core.cart.preference import checked_preference
from checkout_core.checks import Amount, Validator, checked_currency, listing
from checkout_core.currencies import CURRENCIES, Currency
from checkout_core.errors import Fault
from checkout_core.errors.describe import counted
from checkout_core.keys import Key, KeyTable, Together, Values
from checkout_core.kinds import (
    AMOUNT,
    COUNT,
    NOTE,
    OBJECT,
    TEXT,
    Kind,
    choice,
    instance,
)
from checkout_core.tax.india.states import hint_for, state_of
from checkout_core.tax.india.supplies import SupplyType
from checkout_core.tenders import TENDERS, TenderRequest, masked
from checkout_core.values import Record


#: One cart has at most this many codes.
MAX_CODES = 20
_TENDER_ARGUMENTS = tuple(kind.argument for kind in TENDERS.values())


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
        coupon_codes: several codes that they entered, at most 20, in place of
            `coupon_code`; blank ones are left out; () (the default) for none.
        loyalty_points_redeemed: how many points they want to redeem, 0 by default.
        credit_balance_used: how much store credit they want to use, 0 by default.
        gift_cards: each `GiftCard` that they pay with, in the order in which it pays,
            at most 20; none by default.
        payment_plan: the `Part`s in which it is paid, at most 12; `()` for all of it at
            once, None (the default) for the store's plan.
        tenders: no argument: what they want to use to pay a part of it, in the order in
            which it pays: a `TenderRequest` for the points, one for each gift card, and
            one for the credit.
        charges: the store's charges that the customer chooses, each a `ChosenCharge` or
            {"id": ..., "amount": ...}; () by default.
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
        payment: how the customer pays, None (the default) if they have not chosen yet;
            some offers and charges depend on it.
        channel: where they buy, such as "app", None (the default) if not known.
        supply_type: what kind of supply it is for India's tax, see `SupplyType`; None
            (the default) for `regular`, or an export for a buyer abroad.
        place_of_supply: the state where the supply is for India's tax, as an address
            names one ("27"; "96" is abroad); None (the default): the addresses decide.
        asks_tender: not public: whether it asks for any of its tenders.
        columns: not public: the lines in minor units, as the engine reads them.

    >>> tee = Line("tee", 2, "499.00", tax_rate=18, price_including_tax=True)
    >>> Cart("INR", [tee]).lines[0].quantity
    2
    """

    currency: Currency
    lines: tuple[Line, ...]
    id: str
    coupon_code: str | None
    coupon_codes: tuple[str, ...]
    loyalty_points_redeemed: int
    credit_balance_used: Decimal
    charges: tuple[ChosenCharge, ...]
    shipping: Shipping | None
    customer: Customer
    shipping_address: Address | None
    billing_address: Address | None
    fulfillment_preference: Record | None
    customer_note: str | None
    metadata: Record
    payment: Payment | None
    channel: str | None
    gift_cards: tuple[GiftCard, ...]
    payment_plan: tuple[Part, ...] | None
    supply_type: SupplyType | None
    place_of_supply: str | None
    tenders: tuple[TenderRequest, ...] = field(init=False, eq=False)
    asks_tender: bool = field(init=False, eq=False, repr=False)
    columns: CompiledCart = field(init=False, eq=False, repr=False)

    def __init__(
        self,
        currency: str | Currency,
        lines: Iterable[Line],
        *,
        id: str = "",  # noqa: A002 - the document's own name
        coupon_code: str | None = None,
        coupon_codes: Sequence[str] = (),
        loyalty_points_redeemed: int = 0,
        credit_balance_used: Amount = 0,
        charges: Sequence[ChosenCharge | Mapping[str, Any]] = (),
        shipping: Shipping | None = None,
        customer: Customer | None = None,
        shipping_address: Address | None = None,
        billing_address: Address | None = None,
        fulfillment_preference: Mapping[str, Any] | None = None,
        customer_note: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        payment: Payment | None = None,
        channel: str | None = None,
        gift_cards: Sequence[GiftCard | Mapping[str, Any]] | None = None,
        payment_plan: Sequence[Part | Mapping[str, Any]] | None = None,
        supply_type: str | None = None,
        place_of_supply: str | None = None,
    ) -> None:
        if isinstance(lines, Iterator):
            lines = tuple(lines)
        given = CART.given(locals())
        self._fill(given, CART.absent.copy(), given)

    def _fill(
        self,
        fields: Mapping[str, Any],
        values: Values,
        given: Mapping[str, Any],
        columns: CompiledCart | None = None,
    ) -> None:
        """
        Set the attributes to *values* with some *fields*, which are checked.

        *given* are all arguments, and *columns* the lines in minor units if they are
        known.  Raises `CheckoutError` with every fault.
        """
        found = CART.clean(fields, values, given)
        compiled = None
        if found is not None:
            check = Validator()
            check.amounts.append(("credit_balance_used", found["credit_balance_used"]))
            compiled = _compiled(check, found, columns)
        if compiled is None:
            CART.refuse(given, _compiled)
        assert found is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **found
        )
        buyer = self.customer
        asked = (
            TenderRequest(
                kind="points",
                asked=Decimal(self.loyalty_points_redeemed),
                balance=Decimal(buyer.loyalty_points_balance),
            ),
            *[
                TenderRequest(
                    kind="gift_card",
                    name=masked(card.code),
                    asked=card.balance,
                    balance=card.balance,
                    expires_at=card.expires_at,
                )
                for card in self.gift_cards
            ],
            TenderRequest(
                kind="credit",
                asked=self.credit_balance_used,
                balance=buyer.credit_balance,
            ),
        )
        object.__setattr__(self, "tenders", asked)
        asks = any(each.is_made for each in asked)
        object.__setattr__(self, "asks_tender", asks)
        object.__setattr__(self, "columns", compiled)

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
        if not keep_tenders:
            fields = {name: CART.defaults[name] for name in _TENDER_ARGUMENTS} | fields
        if isinstance(fields.get("lines"), Iterator):
            fields["lines"] = tuple(fields["lines"])
        values, given = CART.arguments(self, fields)
        kept = fields.keys().isdisjoint(_COMPILED)
        cart = Cart.__new__(Cart)
        cart._fill(fields, values, given, self.columns if kept else None)  # noqa: SLF001 - its own class
        return cart

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that were entered, by whichever argument; () for none."""
        code = self.coupon_code
        return self.coupon_codes if code is None else (code,)

    @property
    def masked(self) -> Cart:
        """The same cart with what is shown of the codes of its gift cards."""
        if not self.gift_cards:
            return self
        return self.changed(gift_cards=[each.masked for each in self.gift_cards])

    @property
    def collects_in_store(self) -> bool:
        """Whether the customer collects the goods, so that nothing is shipped."""
        preference = self.fulfillment_preference
        return preference is not None and (
            preference.get("fulfillment_type") == "collect-in-store"
        )


def _compiled(
    check: Validator, values: Values, columns: CompiledCart | None = None
) -> CompiledCart | None:
    """
    Return the lines in minor units, None if any amount is off its currency's grid.

    *columns* are what is returned if they are known.
    """
    currency, buyer = values["currency"], values["customer"]
    for i, chosen in enumerate(values["charges"]):
        amount = (f"charges[{i}].amount", chosen and chosen.amount)
        if amount[1] is not None and amount not in check.amounts:
            check.amounts.append(amount)
    check.on_grid(currency)
    if buyer is not None:
        check.minor("customer.credit_balance", buyer.credit_balance, currency)
    for i, card in enumerate(values["gift_cards"] or ()):
        check.minor(f"gift_cards[{i}].balance", card.balance, currency)
    plan_on_grid(check, values["payment_plan"] or (), currency)
    if columns is None:
        lines, shipping = values["lines"], values["shipping"]
        amounts = [
            line_amounts(check, currency, f"cart_items[{i}]", line)
            for i, line in enumerate(lines or ())
            if isinstance(line, Line)
        ]
        delivery = 0
        if shipping is not None:
            path = "shipping.estimated_cost"
            delivery = check.minor(path, shipping.estimated_cost, currency)
        if not check.found:
            columns = compile_cart(lines, amounts, shipping, delivery)
    return None if check.found else columns


def _unlike(_given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the faults of a list of lines, of which no two may have the same key."""
    lines, check = values["lines"], Validator()
    if lines is None:
        return []
    if not lines:
        check.add("cart_items", "empty_cart", [])
    if len(lines) > MAX_LINES:
        check.add("cart_items", "too_many", lines, limit=MAX_LINES)
        return check.found
    seen: set[tuple[str, str]] = set()
    for i, line in enumerate(lines):
        if not isinstance(line, Line):
            check.instance(f"cart_items[{i}]", line, Line, "a Line")
            continue
        key = line.key
        if key in seen:
            check.add(f"cart_items[{i}]", "same_line_key", "/".join(key))
        seen.add(key)
    return check.found


def _code(check: Validator, path: str, value: object) -> str | None:
    """Return the code of a coupon; a blank one means that none was entered."""
    code = check.text(path, value)
    return code if code.strip() else None


def _codes(check: Validator, path: str, value: object) -> tuple[str, ...]:
    """Return the codes of coupons without those that are blank."""
    entries = check.items(path, value, limit=MAX_CODES)
    codes = [check.text(f"{path}[{i}]", each) for i, each in enumerate(entries)]
    return tuple([code for code in codes if code.strip()])


def _two_keys(_given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the fault of a cart that has codes by both of its arguments."""
    check = Validator()
    if values["coupon_code"] is not None and values["coupon_codes"]:
        check.add("coupon_codes", "codes_by_two_keys", values["coupon_codes"])
    return check.found


_CURRENCY = Kind(
    check=lambda check, _, value: checked_currency(check, value),
    quick=lambda value: CURRENCIES.get(value) if type(value) is str else None,
    schema={"type": "string", "pattern": "^[A-Z]{3}$"},
)
_LINES = Kind(
    check=listing,
    schema={
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_LINES,
        "items": {"$ref": "#/$defs/Line"},
    },
)
_COUPON = evolve(TEXT, check=_code, quick=lambda _value: None)
_COUPONS = Kind(
    check=_codes,
    write=list,
    schema={"type": "array", "maxItems": MAX_CODES, "items": TEXT.schema},
)
_PREFERENCE = Kind(
    check=lambda check, _, value: checked_preference(check, value),
    schema={"$ref": "#/$defs/FulfillmentPreference"},
)


def _state(check: Validator, path: str, value: object) -> str:
    """Return the name of a state as it was given; a fault for one that names none."""
    text = check.text(path, value, needed="a state, such as 'Maharashtra' or '27'")
    if text and state_of(text) is None:
        check.add(path, "unknown_state", text, hint=hint_for(text))
    return text


_STATE = evolve(
    TEXT,
    check=_state,
    quick=lambda value: None if state_of(value) is None else value,
)
_PAYMENT = evolve(instance(Payment), write=PAYMENT.write)

#: The keys of a cart, in the order of their faults.
CART = KeyTable(
    Cart,
    Key("lines", _LINES, called="cart_items"),
    Key("currency", _CURRENCY),
    Key("coupon_code", _COUPON),
    Key("coupon_codes", _COUPONS, sparse=True),
    Together(_two_keys, of=("coupon_code", "coupon_codes")),
    Key("fulfillment_preference", _PREFERENCE),
    Key("customer", instance(Customer), absent=Customer(), aside=True),
    Key("shipping", instance(Shipping)),
    Key("credit_balance_used", AMOUNT),
    Key("charges", CHOSEN_CHARGES, absent=(), sparse=True),
    Together(chosen_twice, of=("charges",)),
    Together(_unlike, of=("lines",)),
    Key("gift_cards", GIFT_CARDS, absent=(), sparse=True),
    Key("payment_plan", PLAN, sparse=True),
    Key("customer_note", NOTE),
    Key("loyalty_points_redeemed", COUNT),
    Key("id", TEXT),
    Key("shipping_address", instance(Address)),
    Key("billing_address", instance(Address)),
    Key("metadata", OBJECT, absent=Record()),
    Key("payment", _PAYMENT, sparse=True),
    Key("channel", TEXT, sparse=True),
    Key("supply_type", choice(SupplyType), sparse=True),
    Key("place_of_supply", _STATE, sparse=True),
    first="id",
)
#: What the columns of a cart are made of.
_COMPILED = ("lines", "currency", "shipping")


__all__ = [
    "CART",
    "Cart",
]
