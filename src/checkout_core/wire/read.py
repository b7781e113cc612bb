# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Reads documents: the checkout document, a cart, a store.

Promises that a document is either read completely or refused with every fault, each
with its path, its value and the fix.  Null means the default, and unknown keys are
refused with the nearest known one unless *unknown* is "ignore".  Values are checked by
the constructors.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

from attrs import evolve, frozen

from checkout_core.cart import Address, Cart, Customer, Line, Shipping
from checkout_core.cart.line import MAX_LINES
from checkout_core.cart.people import ADDRESS_KEYS
from checkout_core.checks import Validator
from checkout_core.currencies import CURRENCIES, Currency
from checkout_core.errors import CheckoutError, Fault, join
from checkout_core.offers import Offer
from checkout_core.statuses import OrderStatus, PaymentStatus
from checkout_core.store import Charge, Loyalty, Store, shipping_rates, tax_classes
from checkout_core.store.policies import MAX_CHARGES
from checkout_core.store.store import MAX_OFFERS
from checkout_core.tax import TaxPolicy
from checkout_core.values import safe
from checkout_core.wire.offers import read_coupon, read_promotion
from checkout_core.wire.text import read_object


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.wire.text import Document


N = TypeVar("N")

#: What happens to unknown keys.
Unknown: TypeAlias = Literal["error", "ignore"]

CHECKOUT_KEYS = ("at", "cart", "order", "customer", "store")
CART_KEYS = (
    "id",
    "currency",
    "cart_items",
    "coupon_code",
    "loyalty_points_redeemed",
    "credit_balance_used",
    "shipping",
    "shipping_address",
    "billing_address",
    "fulfillment_preference",
    "customer_note",
    "metadata",
)
LINE_KEYS = (
    "product_id",
    "quantity",
    "selling_price",
    "tax_rate",
    "tax_slabs",
    "tax_category",
    "tax_class",
    "tax_components",
    "cess_rate",
    "cess_per_unit",
    "price_including_tax",
    "variant_id",
    "line_id",
    "category_ids",
    "product_type",
    "listing_price",
    "handling_charge_excluding_tax",
    "handling_charge_tax_rate",
    "handling_charge_tax_components",
    "weight_grams",
    "min_order_quantity",
    "max_order_quantity",
    "incremental_quantity",
    "sku",
    "slug",
    "product_name",
    "variant_name",
    "hsn_code",
    "on_subscription",
    "subscription_plan",
    "subscription_interval",
    "subscription_frequency",
)
#: Keys of the vendor's items that pricing does not use: written back unchanged.
ECHO_KEYS = (
    "product_image_url",
    "stock_available",
    "backorder",
    "associated_options",
    "attributes",
    "subscriptions",
    "seller_id",
    "seller_detail",
    "tax_type",
)
#: Keys of the vendor's items that pricing computes: accepted, but computed again.
COMPUTED_KEYS = (
    "on_promotion",
    "is_free_item",
    "free_quantity",
    "promotion_discount_amount",
    "coupon_discount_amount",
    "selling_price_excluding_tax",
    "handling_charge_including_tax",
    "tax_amount",
)
_LINE_KNOWN = dict.fromkeys((*LINE_KEYS, *ECHO_KEYS, *COMPUTED_KEYS))
CUSTOMER_KEYS = ("id", "loyalty_points_balance", "credit_balance", "offer_redemptions")
SHIPPING_KEYS = (
    "estimated_cost",
    "tax_rate",
    "price_including_tax",
    "estimated_delivery_days",
    "tax_components",
)
STORE_KEYS = (
    "currency",
    "promotions",
    "coupons",
    "offer_redemptions",
    "code_redemptions",
    "free_shipping_threshold",
    "shipping_rates",
    "handling",
    "charges",
    "loyalty",
    "tax",
    "tax_classes",
    "rounding",
    "round_off",
)
TAX_KEYS = (
    "seller_state",
    "seller_gstin",
    "level",
    "inclusive_split",
    "charge_tax",
    "regime",
    "tax_name",
)
LOYALTY_KEYS = (
    "value_per_point",
    "points_per_unit",
    "minimum_points",
    "maximum_points",
    "maximum_percent",
)
CHARGE_KEYS = (
    "name",
    "amount",
    "tax_rate",
    "price_including_tax",
    "charge_tax",
    "tax_components",
)
ORDER_KEYS = ("order_number", "order_date", "status", "payment_status")


@frozen(init=False)
class OrderFacts:
    """
    The facts of an order that do not depend on prices.

    Attributes:
        order_number: the host's number, "" by default.
        order_date: when it was placed, None if it was not.
        status: one of `OrderStatus`, by default `draft`.
        payment_status: one of `PaymentStatus`, by default `pending`.
    """

    order_number: str
    order_date: datetime | None
    status: str
    payment_status: str

    def __init__(
        self,
        *,
        order_number: str = "",
        order_date: datetime | str | None = None,
        status: str = "draft",
        payment_status: str = "pending",
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.text("order_number", order_number),
            check.maybe_time("order_date", order_date),
            str(check.choice("status", status, OrderStatus)),
            str(check.choice("payment_status", payment_status, PaymentStatus)),
        )
        check.raise_any()


@frozen
class Checkout:
    """
    The parts of a checkout document, for `quote(cart, store, at=at)`.

    `at` is None if the document has none; `order` has defaults if it is absent.
    """

    cart: Cart
    store: Store
    at: datetime | None
    order: OrderFacts


def read_checkout(document: Document, *, unknown: Unknown = "error") -> Checkout:
    """
    Return the cart, store, moment and order facts of a checkout document.

    *document* is JSON text, bytes or a mapping; *unknown* "error" (default) refuses
    unknown keys, "ignore" skips them.  Raises `CheckoutError` with every fault, also of
    offers that do not apply.

    >>> read_checkout('''{"cart": {"currency": "INR", "cart_items": [
    ...     {"product_id": "tee", "quantity": 1, "selling_price": 499, "tax_rate": 18}
    ... ]}}''').cart.lines[0].selling_price
    Decimal('499')
    """
    reader = _Reader(unknown)
    check = reader.check
    given = read_object(document)
    reader.keys("", given, CHECKOUT_KEYS)
    at = check.maybe_time("at", given.get("at"))
    customer = reader.noun(given, "", "customer", CUSTOMER_KEYS, Customer)
    basket = reader.part(given, "", "cart")
    cart = None if basket is None else reader.cart("cart", basket, customer)
    currency = None if basket is None else basket.get("currency")
    shop = {} if given.get("store") is None else reader.part(given, "", "store")
    store = None if shop is None else reader.store("store", shop, currency)
    order = reader.noun(given, "", "order", ORDER_KEYS, OrderFacts)
    if given.get("at") is None and shop is not None and _has_offers(shop):
        check.add("at", "time_required", None)
    mine, theirs = _currency(currency), _currency((shop or {}).get("currency"))
    if mine is not None and theirs is not None and mine != theirs:
        check.add(
            "store.currency",
            "currency_mismatch",
            theirs.code,
            cart=mine.code,
            store=theirs.code,
        )
    check.found = [_of_customer(fault) for fault in check.found]
    check.raise_any()
    assert cart is not None and store is not None  # noqa: PT018 - no fault, so both
    return Checkout(cart, store, at, order or OrderFacts())


def _has_offers(shop: Mapping[str, Any]) -> bool:
    lists = (shop.get("promotions"), shop.get("coupons"))
    return any(isinstance(each, list | tuple) and each for each in lists)


def _currency(code: object) -> Currency | None:
    """Return the currency called *code*, None if it has a fault or is absent."""
    return CURRENCIES.get(code) if isinstance(code, str) else None


def _of_customer(fault: Fault) -> Fault:
    """Return a fault of the customer with its path in the document."""
    inner = fault.path.removeprefix("cart.customer.")
    if inner == fault.path:
        return fault
    return Fault(f"customer.{inner}", fault.code, fault.value, fault.message)


def read_cart(
    document: Document, *, customer: Customer | None = None, unknown: Unknown = "error"
) -> Cart:
    """
    Return the cart of a document that is the `cart` of a checkout document.

    *customer* is who buys, by default a guest; *document* and *unknown* are as for
    `read_checkout`.  Raises `CheckoutError` with every fault.
    """
    reader = _Reader(unknown)
    cart = reader.cart("", read_object(document), customer)
    reader.check.raise_any()
    assert cart is not None
    return cart


def read_store(document: Document, *, unknown: Unknown = "error") -> Store:
    """
    Return the store of a document that is the `store` of a checkout document.

    *document* and *unknown* are as for `read_checkout`.  Raises `CheckoutError` with
    every fault.
    """
    reader = _Reader(unknown)
    store = reader.store("", read_object(document), None)
    reader.check.raise_any()
    assert store is not None
    return store


class _Reader:
    """Reads the parts of one document and collects the faults of all of them."""

    def __init__(self, unknown: Unknown) -> None:
        self.check = Validator(lenient=unknown == "ignore")

    def keys(self, path: str, given: Mapping[str, Any], known: Collection[str]) -> None:
        self.check.keys(path, given, known)

    def part(
        self, given: Mapping[str, Any], path: str, key: str
    ) -> Mapping[str, Any] | None:
        """Return the object under *key*; add a fault if it is missing."""
        value = given.get(key)
        if isinstance(value, Mapping):
            return value
        self.check.needed(join(path, key), value, "an object")
        return None

    def noun(
        self,
        given: Mapping[str, Any],
        path: str,
        key: str,
        known: Sequence[str],
        make: Callable[..., N],
        needed: Sequence[str] = (),
    ) -> N | None:
        """Return the noun under *key*, None if it is absent."""
        if given.get(key) is None:
            return None
        where = join(path, key)
        part = self.part(given, path, key)
        if part is None:
            return None
        self.keys(where, part, known)
        return self.made(where, make, {**_set(part, known), **_absent(part, needed)})

    def made(
        self, path: str, make: Callable[..., N], fields: Mapping[str, Any]
    ) -> N | None:
        """Return the noun made of *fields*, or None with its faults added."""
        try:
            return make(**fields)
        except CheckoutError as error:
            self.check.extend(error, path)
            return None

    def entries(
        self, given: Mapping[str, Any], path: str, key: str, limit: int
    ) -> list[tuple[str, Any]]:
        """Return the entries under *key* with their paths."""
        if given.get(key) is None:
            return []
        where = join(path, key)
        found = self.check.items(where, given[key], limit=limit)
        return [(f"{where}[{at}]", each) for at, each in enumerate(found)]

    def objects(
        self, given: Mapping[str, Any], path: str, key: str, limit: int
    ) -> list[tuple[int, str, Mapping[str, Any]]]:
        """Return the objects under *key* with their places and paths."""
        found = []
        for at, (where, each) in enumerate(self.entries(given, path, key, limit)):
            if isinstance(each, Mapping):
                found.append((at, where, each))
            else:
                self.check.needed(where, each, "an object")
        return found

    def line(self, path: str, given: Any) -> Line | None:
        if not isinstance(given, Mapping):
            self.check.needed(path, given, "an object")
            return None
        self.keys(path, given, _LINE_KNOWN)
        # Keys that are computed again are ignored, but their values must be JSON.
        computed = {key: given[key] for key in COMPUTED_KEYS if key in given}
        self.check.record(path, computed)
        echo = {key: given[key] for key in ECHO_KEYS if key in given}
        needed = _absent(given, ("product_id", "quantity", "selling_price"))
        fields = {**_set(given, LINE_KEYS), **needed, "echo": echo or None}
        return self.made(path, Line, fields)

    def address(self, given: Mapping[str, Any], path: str, key: str) -> Address | None:
        """Return the address under *key*; its nulls are echoed, so they are kept."""
        if given.get(key) is None:
            return None
        where = join(path, key)
        part = self.part(given, path, key)
        if part is None:
            return None
        self.keys(where, part, ADDRESS_KEYS)
        kept = {each: part[each] for each in ADDRESS_KEYS if each in part}
        return self.made(where, Address, kept)

    def cart(
        self, path: str, given: Mapping[str, Any], customer: Customer | None
    ) -> Cart | None:
        before = len(self.check.found)
        self.keys(path, given, CART_KEYS)
        items = self.entries(given, path, "cart_items", MAX_LINES)
        if given.get("cart_items") is None:
            self.check.add(join(path, "cart_items"), "required", None, expected="lines")
        lines = [self.line(where, each) for where, each in items]
        places = [at for at, line in enumerate(lines) if line is not None]
        fields = {
            **_set(given, [key for key in CART_KEYS if key not in _CART_PARTS]),
            "currency": given.get("currency"),
            "lines": [line for line in lines if line is not None],
            "customer": customer,
            "shipping": self.noun(
                given, path, "shipping", SHIPPING_KEYS, Shipping, SHIPPING_KEYS[:1]
            ),
            "shipping_address": self.address(given, path, "shipping_address"),
            "billing_address": self.address(given, path, "billing_address"),
        }
        whole, cart = len(self.check.found) == before, None
        try:
            cart = Cart(**fields)
        except CheckoutError as error:
            # Lines that could not be read are missing from the list, so indexes differ
            # from the document's, and an empty cart may be one whose lines were
            # refused.
            for fault in error.faults:
                if fault.code != "empty_cart" or given.get("cart_items") in ([], ()):
                    placed = _placed(fault, {"cart_items": places})
                    self.check.found.append(placed.under(path))
        self.check.on_grid(_currency(given.get("currency")))
        return cart if whole else None

    def store(self, path: str, given: Mapping[str, Any], currency: Any) -> Store | None:
        before = len(self.check.found)
        self.keys(path, given, STORE_KEYS)
        charges = self.charges(given, path)
        promotions = self.offers(given, path, "promotions", read_promotion)
        coupons = self.offers(given, path, "coupons", read_coupon)
        own = given.get("currency")
        fields: dict[str, Any] = {
            **_set(given, [key for key in STORE_KEYS if key not in _STORE_PARTS]),
            "tax": self.noun(given, path, "tax", TAX_KEYS, TaxPolicy),
            "loyalty": self.noun(given, path, "loyalty", LOYALTY_KEYS, Loyalty),
            "shipping_rates": self.table(
                given, path, "shipping_rates", shipping_rates, None
            ),
            "tax_classes": self.table(given, path, "tax_classes", tax_classes, ()),
            "charges": charges.values(),
            "promotions": promotions.values(),
            "coupons": coupons.values(),
            "currency": currency if own is None else own,
        }
        places = {
            "charges": tuple(charges),
            "promotions": tuple(promotions),
            "coupons": tuple(coupons),
        }
        whole, store = len(self.check.found) == before, None
        try:
            store = Store(**fields)
        except CheckoutError as error:
            for fault in error.faults:
                # If only the cart names a currency, its fault is reported for the cart.
                if fault.path != "currency" or own is not None or not path:
                    placed = _classed(_placed(fault, places), given)
                    self.check.found.append(placed.under(path))
            whole = False
        self.check.on_grid(_currency(fields["currency"]))
        return store if whole else None

    def table(
        self,
        given: Mapping[str, Any],
        path: str,
        key: str,
        read: Callable[..., N],
        default: N,
    ) -> N | None:
        """Return the table that *read* makes of the object under *key*."""
        if given.get(key) is None:
            return default
        part = self.part(given, path, key)
        if part is None:
            return default
        fields = {"document": part, "lenient": self.check.lenient}
        found = self.made(join(path, key), read, fields)
        return default if found is None else found

    def charges(self, given: Mapping[str, Any], path: str) -> dict[int, Charge]:
        """Return the charges that could be read, by their place in the list."""
        found = {}
        for at, where, each in self.objects(given, path, "charges", MAX_CHARGES):
            self.keys(where, each, CHARGE_KEYS)
            needed = _absent(each, CHARGE_KEYS[:2])
            charge = self.made(where, Charge, {**_set(each, CHARGE_KEYS), **needed})
            if charge is not None:
                found[at] = charge
        return found

    def offers(
        self, given: Mapping[str, Any], path: str, key: str, read: Callable[..., Offer]
    ) -> dict[int, Offer]:
        """Return the offers that could be read, by their place in the list."""
        lenient = self.check.lenient
        found = {}
        for at, where, each in self.objects(given, path, key, MAX_OFFERS):
            offer = self.made(where, read, {"document": each, "lenient": lenient})
            if offer is not None:
                found[at] = offer
        return found


_CART_PARTS = (
    "currency",
    "cart_items",
    "shipping",
    "shipping_address",
    "billing_address",
)
_STORE_PARTS = (
    "currency",
    "promotions",
    "coupons",
    "shipping_rates",
    "charges",
    "tax",
    "tax_classes",
    "loyalty",
)


_PLACE = re.compile(r"([a-z_]+)\[([0-9]+)\](.*)").fullmatch
_PERIOD = re.compile(r"\.periods(\[[0-9]+\])(.*)").fullmatch


def _placed(fault: Fault, places: Mapping[str, Sequence[int]]) -> Fault:
    """
    Return a fault with the index that an entry of a list has in the document.

    *places* holds for each list the indexes of the entries that could be read.
    """
    found = _PLACE(fault.path)
    if found is None or found[1] not in places:
        return fault
    path = f"{found[1]}[{places[found[1]][int(found[2])]}]{found[3]}"
    return evolve(fault, path=path)


def _classed(fault: Fault, given: Mapping[str, Any]) -> Fault:
    """Return a fault of a store's tax class with the path it has in the document."""
    found = _PLACE(fault.path)
    period = _PERIOD(found[3]) if found and found[1] == "tax_classes" else None
    if found is None or period is None:
        return fault
    name, periods = list(given["tax_classes"].items())[int(found[2])]
    nth = "" if isinstance(periods, Mapping) else period[1]
    return evolve(fault, path=f"tax_classes.{safe(name)}{nth}{period[2]}")


def _set(given: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """Return the known fields that are given; null stands for the default."""
    return {key: given[key] for key in known if given.get(key) is not None}


def _absent(given: Mapping[str, Any], needed: Iterable[str]) -> dict[str, None]:
    """Return None for missing fields, which the constructor then reports."""
    return {key: None for key in needed if given.get(key) is None}
