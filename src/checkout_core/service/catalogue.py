# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the service sells: a store document with its catalogue and customers.

Promises that prices come from the catalogue and never from the shopper: a stored cart
holds only products and quantities.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import Factory, evolve, field, frozen

from checkout_core.cart import Address, Customer, GiftCard, Part
from checkout_core.cart.gift_cards import GIFT_CARD, GIFT_CARDS
from checkout_core.cart.instalments import check_plan, plan_on_grid
from checkout_core.cart.people import ADDRESS_KEYS, CUSTOMER
from checkout_core.checks import MAX_ID, Validator
from checkout_core.errors import CheckoutError
from checkout_core.evaluation.catalogue import Catalogue as AddableLines
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import to_minor
from checkout_core.store.compiled import code_key
from checkout_core.tenders import OF_CUSTOMER, TENDERS, masked
from checkout_core.values import Record, thawed
from checkout_core.wire import loads, read_cart, read_store
from checkout_core.wire.envelopes import CartPolicy
from checkout_core.wire.manual import check_allowed


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.cart import Cart, Line
    from checkout_core.store import Store


#: The most products, and the most customers, of a catalogue.
MAX_PRODUCTS = 50_000
#: The keys of a catalogue document.
CATALOGUE_KEYS = ("store_id", "store", "catalogue", "customers", "gift_cards", "shop")
#: The keys under `shop`: what a cart needs before it can be paid, and the merchant's
#: fields of every payment, which the gateway checks.
CART_KEYS = ("phones", "emails", "ready")
SHOP_KEYS = ("fields", "payment_plans", "manual", *CART_KEYS)
#: The keys of an item in a stored cart.
ITEM_KEYS = ("product_id", "variant_id", "quantity")


@frozen(kw_only=True)
class Catalogue:
    """
    A store, its products as lines of a cart, and the customers it knows.

    Attributes:
        store_id: the id of the store, in URLs.
        store: its offers, charges and policies.
        products: what is sold, by product and variant (None for a product without
            variants), each as an item of a cart's document without its quantity.
        lines: the same products as lines, each with its smallest legal quantity.
        customers: the known customers by their id, with the balances of the document.
        addresses: their stored addresses by customer, then by the address's id.
        fields: the merchant's fields of every payment, which the gateway checks; none
            by default.
        carts: what a cart needs before it can be paid, `CartPolicy()` by default.
        gift_cards: the gift cards that it takes by the keys of their codes, with the
            balances of the document; none by default.
        payment_plans: the plans that a customer can choose in place of the store's;
            none by default.
        manual: the payments that the merchant takes without a gateway, keys of
            `wire.manual.MANUAL_METHODS`; none by default.
        addable: no argument: the lines as `evaluate` takes them, checked and indexed
            once.
        asks_orders: no argument: whether a condition asks how many orders a customer
            placed before.
    """

    store_id: str
    store: Store
    products: Mapping[tuple[str, str | None], Record]
    lines: tuple[Line, ...]
    customers: Mapping[str, Customer]
    addresses: Mapping[str, Mapping[str, Record]]
    fields: Record = Record()
    carts: CartPolicy = field(factory=CartPolicy)
    gift_cards: Mapping[str, GiftCard] = field(factory=dict)
    payment_plans: tuple[tuple[Part, ...], ...] = ()
    manual: tuple[str, ...] = ()
    addable: AddableLines = field(
        init=False,
        default=Factory(lambda self: AddableLines.of(self.lines), takes_self=True),
    )
    asks_orders: bool = field(
        init=False,
        default=Factory(lambda self: _asks_orders(self.store), takes_self=True),
    )

    def cart(
        self,
        cart_id: str,
        contents: Mapping[str, Any],
        customer: Customer,
        spent: Mapping[str, int],
    ) -> Cart:
        """
        Return the cart of stored contents, with today's prices.

        *spent* is what was taken from gift cards since the document was written.

        Raises `CheckoutError` for products that are not sold and values that a cart
        refuses.
        """
        check = Validator()
        lines = []
        for index, item in enumerate(contents["items"]):
            product = self.products.get((item["product_id"], item["variant_id"]))
            if product is None:
                named = item["variant_id"] or item["product_id"]
                check.add(f"items[{index}].product_id", "not_sold", named)
            else:
                lines.append({**product, "quantity": item["quantity"]})
        known = {key: each for key, each in contents.items() if key != "items"}
        codes = known.get("gift_cards", ())
        for i, code in enumerate(codes):
            if code_key(code) not in self.gift_cards:
                check.add(f"gift_cards[{i}]", "no_such_gift_card", masked(code))
        check.raise_any()
        if codes:
            cards = [self._card(code_key(code), spent) for code in codes]
            known["gift_cards"] = cards
        document = {
            **known,
            "id": cart_id,
            "currency": self.store.currency.code,
            "cart_items": lines,
        }
        try:
            return read_cart(document, customer=customer)
        except CheckoutError as error:
            raise CheckoutError(
                # In the order of the stored items.
                evolve(each, path=each.path.removeprefix("cart_"))
                if each.path.startswith("cart_items")
                else each
                for each in error.faults
            ) from None

    def _card(self, key: str, spent: Mapping[str, int]) -> dict[str, Any]:
        """Return a gift card as a cart's document has it, with its balance now."""
        card = self.gift_cards[key]
        left = max(0, self.minor(card.balance) - spent.get(key, 0))
        balance = to_decimal(left, self.store.currency.exponent)
        return {**GIFT_CARD.write(card), "balance": f"{balance:f}"}

    def units(self, kind: str, amount: Decimal | int) -> int:
        """Return *amount* of a kind of tender as a count or in minor units."""
        return int(amount) if TENDERS[kind].unit else self.minor(amount)

    def balances(self, customer: Customer) -> dict[str, int]:
        """Return what a customer has of each kind of tender, in `units`."""
        return {
            kind: self.units(kind, getattr(customer, each.balance))
            for kind, each in OF_CUSTOMER.items()
        }

    def customer(
        self,
        customer_id: str,
        balances: Mapping[str, int],
        redeemed: Mapping[str, int],
        placed: int | None = None,
    ) -> Customer:
        """
        Return a customer with their *balances* now, which are in `units`.

        Their groups are those of the document.  *placed* is how many orders of theirs
        were counted here; until one was, the document says how many there are.
        """
        known = self.customers.get(customer_id, Customer())
        exponent = self.store.currency.exponent
        found: dict[str, Any] = {
            each.balance: balances[kind]
            if each.unit
            else to_decimal(balances[kind], exponent)
            for kind, each in OF_CUSTOMER.items()
        }
        return Customer(
            customer_id,
            **found,
            offer_redemptions=redeemed,
            groups=known.groups,
            orders_placed=known.orders_placed if placed is None else placed,
        )

    def minor(self, amount: Any) -> int:
        """Return an amount of the store's currency in minor units."""
        return to_minor(amount, self.store.currency, "amount")


def _asks_orders(store: Store) -> bool:
    conditions = [each.conditions for each in (*store.promotions, *store.coupons)]
    conditions += [each.conditions for each in store.charges]
    return any(
        each is not None and (each.first_order or each.minimum_orders is not None)
        for each in conditions
    )


def read_item(check: Validator, path: str, data: Any) -> dict[str, Any]:
    """Return a product, a variant and a quantity; quantity 0 removes the line."""
    item = check.record(path, data)
    check.keys(path, item, ITEM_KEYS)
    dot = f"{path}." if path else ""
    return {
        "product_id": check.text(
            f"{dot}product_id", item.get("product_id"), needed="the product's id"
        ),
        "variant_id": check.maybe_text(f"{dot}variant_id", item.get("variant_id")),
        "quantity": check.count(f"{dot}quantity", item.get("quantity")),
    }


def read_catalogue(text: str | bytes) -> Catalogue:
    """
    Return the catalogue of `{store_id, store, catalogue, customers?, shop?, ...}`.

    `catalogue` lists products as a cart's items without a quantity, `customers`
    are customers as in a checkout document, each with `addresses`; `gift_cards` are
    those of a cart; `shop` has `phones`, `emails` and `ready` of `CartPolicy`, `fields`
    for the gateway, `payment_plans` that customers can choose, and `manual`: the
    payments that the merchant takes without it.  Raises `CheckoutError` with the faults
    of the first part that has any.
    """
    check = Validator()
    document = check.record("", loads(text))
    check.keys("", document, CATALOGUE_KEYS)
    store_id = check.text(
        "store_id", document.get("store_id"), needed="the id of the store in URLs"
    )
    catalogue = check.items("catalogue", document.get("catalogue"), limit=MAX_PRODUCTS)
    people = document.get("customers")
    customers = check.items("customers", people or [], limit=MAX_PRODUCTS)
    store = check.within(
        "store", lambda: read_store(check.record("store", document.get("store")))
    )
    data = document.get("shop")
    shop = Record() if data is None else check.record("shop", data)
    check.keys("shop", shop, SHOP_KEYS)
    fields = check.record("shop.fields", shop.get("fields", {}))
    settings = {key: shop[key] for key in CART_KEYS if key in shop}
    carts = check.within("shop", lambda: CartPolicy(**settings))
    check.raise_any()
    assert store is not None
    assert carts is not None
    products, lines = _products(check, catalogue, store)
    known, addresses = _customers(check, customers, carts)
    cards = _gift_cards(check, document.get("gift_cards"), store)
    plans = _plans(check, shop.get("payment_plans"), store)
    manual = check_allowed(check, "shop.manual", shop.get("manual"))
    check.raise_any()
    return Catalogue(
        store_id=store_id,
        store=store,
        products=MappingProxyType(products),
        lines=lines,
        customers=MappingProxyType(known),
        addresses=MappingProxyType(addresses),
        fields=fields,
        carts=carts,
        gift_cards=MappingProxyType(cards),
        payment_plans=plans,
        manual=manual,
    )


def _gift_cards(check: Validator, data: Any, store: Store) -> dict[str, GiftCard]:
    """Return the gift cards by the keys of their codes."""
    found: dict[str, GiftCard] = {}
    for index, each in enumerate(
        check.items("gift_cards", data or [], limit=MAX_PRODUCTS)
    ):
        path = f"gift_cards[{index}]"
        # The faults of a cart's list show no code.
        inner = Validator()
        cards = GIFT_CARDS.check(inner, "gift_cards", [each])
        for fault in inner.found:
            rest = fault.path.removeprefix("gift_cards[0]")
            check.found.append(evolve(fault, path=path + rest))
        for card in cards:
            key = code_key(card.code)
            check.minor(f"{path}.balance", card.balance, store.currency)
            if key in found:
                check.add(f"{path}.code", "same_gift_card", masked(card.code))
            found[key] = card
    return found


def _plans(check: Validator, data: Any, store: Store) -> tuple[tuple[Part, ...], ...]:
    """Return the payment plans that customers can choose."""
    found = []
    path = "shop.payment_plans"
    for index, each in enumerate(check.items(path, data or [], limit=MAX_ID)):
        plan = check_plan(check, f"{path}[{index}]", each)
        inner = Validator()
        plan_on_grid(inner, plan, store.currency)
        for fault in inner.found:
            rest = fault.path.removeprefix("payment_plan")
            check.found.append(evolve(fault, path=f"{path}[{index}]{rest}"))
        found.append(plan)
    return tuple(found)


def _products(
    check: Validator, catalogue: Any, store: Store
) -> tuple[dict[tuple[str, str | None], Record], tuple[Line, ...]]:
    products: dict[tuple[str, str | None], Record] = {}
    lines = []
    for index, each in enumerate(catalogue):
        path = f"catalogue[{index}]"
        product = check.record(path, each)
        step = product.get("incremental_quantity") or 1
        least = product.get("min_order_quantity") or 1
        document = {
            "currency": store.currency.code,
            "cart_items": [{**product, "quantity": -(-least // step) * step}],
        }
        try:
            line = read_cart(document).lines[0]
        except CheckoutError as error:
            # A cart of one product is checked: paths of faults are changed to the list.
            check.extend(
                CheckoutError(
                    evolve(
                        each, path=each.path.removeprefix("cart_items[0]").lstrip(".")
                    )
                    for each in error.faults
                ),
                path,
            )
            continue
        key = (line.product_id, line.variant_id)
        if key in products:
            check.add(path, "same_line_key", "/".join(filter(None, key)))
        products[key] = product
        lines.append(line)
    return products, tuple(lines)


def _customers(
    check: Validator, customers: Any, carts: CartPolicy
) -> tuple[dict[str, Customer], dict[str, Mapping[str, Record]]]:
    known: dict[str, Customer] = {}
    addresses: dict[str, Mapping[str, Record]] = {}
    for index, each in enumerate(customers):
        path = f"customers[{index}]"
        data = check.record(path, each)
        check.keys(path, data, (*CUSTOMER.names, "addresses"))
        name = check.text(f"{path}.id", data.get("id"), needed="the customer's id")
        fields = {key: data[key] for key in CUSTOMER.names if key in data}
        customer = check.within(path, partial(Customer, **fields))
        if customer is not None:
            known[name] = customer
        own: dict[str, Record] = {}
        documents = check.items(
            f"{path}.addresses", data.get("addresses") or [], limit=MAX_ID
        )
        for position, address in enumerate(documents):
            where = f"{path}.addresses[{position}]"
            stored = check.record(where, address)
            check.keys(where, stored, ADDRESS_KEYS)
            ident = check.text(
                f"{where}.id", stored.get("id"), needed="the address's id"
            )
            own[ident] = stored
            plain = {key: stored[key] for key in ADDRESS_KEYS if key in stored}
            known_address = check.within(where, partial(Address, **plain))
            if known_address is not None:
                carts.check_contact(check, where, known_address)
        addresses[name] = own
    return known, addresses


def plain_address(address: Record) -> dict[str, Any]:
    """Return an address as plain data."""
    plain: dict[str, Any] = thawed(address)
    return plain
