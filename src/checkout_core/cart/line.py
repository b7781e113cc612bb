# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A line of a cart: a product, how many, and what one costs.

Promises that every `Line` can be priced: its constructor checks all values together.
Knows nothing of the other lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import (
    MAX_NOTE,
    MAX_QUANTITY,
    ZERO,
    Amount,
    Validator,
    changed_arguments,
)
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import currency_of
from checkout_core.statuses import TaxCategory
from checkout_core.tax.rates import (
    CESS,
    MAX_TAX_RATE,
    TaxComponent,
    TaxSlab,
    read_charge,
    read_components,
    read_slabs,
)
from checkout_core.values import Record


if TYPE_CHECKING:
    from collections.abc import Sequence


#: How many lines a cart may hold.
MAX_LINES = 5_000
MAX_CATEGORIES = 1_000


class ProductType(StrEnum):
    """The kind of product; digital goods weigh nothing and ship free."""

    PHYSICAL = "physical"
    DIGITAL = "digital"
    BUNDLE = "bundle"


@frozen(init=False, kw_only=True)
class Line:
    """
    One line of a cart: a product, how many, and what one costs.

    Raises `CheckoutError` with every fault.  Amounts are in major units (rupees), as
    text, `int` or `Decimal`, never as float; rates are in percent.  A line needs
    `tax_rate`, `tax_slabs`, `tax_class` or `tax_components`.

    Attributes:
        product_id: the product's id; with `variant_id` what offers match.
        quantity: units, from 1 to 1,000,000.
        selling_price: what one unit costs.
        tax_rate: the whole rate, such as 18.
        tax_slabs: rates by the net price of one unit after offers, each a `TaxSlab` or
            {"up_to": ..., "rate": ...} in ascending order, the last without `up_to`.
        tax_category: `standard` (default), `zero`, `exempt`, `reverse_charge`,
            `export` or `outside_scope`; all but `standard` have rate 0.
        tax_class: a name in the store's `tax_classes`, whose rate is used.
        tax_components: components by name and rate, in place of `tax_rate` (US,
            Canada).
        cess_rate: percent of the taxable value in addition to the rate, 0 by default.
        cess_per_unit: an amount for each unit in addition to the rate, 0 by default.
        price_including_tax: whether prices include tax; False by default.
        variant_id: the product's variant, None for none.
        line_id: what distinguishes lines of the same product and variant.
        category_ids: the categories that offers match, at most 1,000.
        product_type: `physical` (default), `digital` (weighs nothing, ships free) or
            `bundle`.
        listing_price: the price before the merchant's own markdown, per unit; by
            default `selling_price`.  No total is calculated from it.
        handling_charge_excluding_tax: per unit (or per line, as `Store.handling`
            says), 0 by default.
        handling_charge_tax_rate: the rate of that charge, 0 by default.
        handling_charge_tax_components: components in place of that rate; none by
            default.
        weight_grams: of one unit, 0 by default; for shipping rates by weight.
        min_order_quantity: the fewest units of one order, 1 by default.
        max_order_quantity: the most units of one order, None (the default) for no
            limit.
        incremental_quantity: `quantity` is a multiple of it; 1 by default.
        sku: the merchant's stock keeping unit, None by default.
        slug: the product's name in URLs, "" by default.
        product_name: what the shopper calls it, `product_id` by default.
        variant_name: what the shopper calls the variant, None for none.
        hsn_code: the code of the goods for GST, None by default; no tax depends on it.
        on_subscription: whether the line is bought by a subscription plan; False by
            default.
        subscription_plan: the plan's name, None by default.
        subscription_interval: every how many of `subscription_frequency`, None by
            default.
        subscription_frequency: the vendor's word, such as `monthly`; None by default.
        echo: keys of the vendor's item that pricing does not use, written back.

    >>> Line("tee", 2, "499.00", tax_rate="18", price_including_tax=True).key
    ('tee', '')
    """

    product_id: str
    quantity: int
    selling_price: Decimal
    tax_rate: Decimal
    tax_slabs: tuple[TaxSlab, ...]
    tax_category: TaxCategory
    tax_class: str | None
    tax_components: tuple[TaxComponent, ...]
    cess_rate: Decimal
    cess_per_unit: Decimal
    price_including_tax: bool
    variant_id: str | None
    line_id: str | None
    category_ids: tuple[str, ...]
    product_type: ProductType
    listing_price: Decimal
    handling_charge_excluding_tax: Decimal
    handling_charge_tax_rate: Decimal
    handling_charge_tax_components: tuple[TaxComponent, ...]
    weight_grams: int
    min_order_quantity: int
    max_order_quantity: int | None
    incremental_quantity: int
    sku: str | None
    slug: str
    product_name: str
    variant_name: str | None
    hsn_code: str | None
    on_subscription: bool
    subscription_plan: str | None
    subscription_interval: int | None
    subscription_frequency: str | None
    echo: Record

    def __init__(
        self,
        product_id: str,
        quantity: int,
        selling_price: Amount,
        *,
        tax_rate: Amount | None = None,
        tax_slabs: Sequence[TaxSlab | Mapping[str, Any]] | None = None,
        tax_category: str = TaxCategory.STANDARD,
        tax_class: str | None = None,
        tax_components: Sequence[TaxComponent | Mapping[str, Any]] | None = None,
        cess_rate: Amount = 0,
        cess_per_unit: Amount = 0,
        price_including_tax: bool = False,
        variant_id: str | None = None,
        line_id: str | None = None,
        category_ids: Sequence[str] = (),
        product_type: str = ProductType.PHYSICAL,
        listing_price: Amount | None = None,
        handling_charge_excluding_tax: Amount = 0,
        handling_charge_tax_rate: Amount = 0,
        handling_charge_tax_components: (
            Sequence[TaxComponent | Mapping[str, Any]] | None
        ) = None,
        weight_grams: int = 0,
        min_order_quantity: int = 1,
        max_order_quantity: int | None = None,
        incremental_quantity: int = 1,
        sku: str | None = None,
        slug: str = "",
        product_name: str | None = None,
        variant_name: str | None = None,
        hsn_code: str | None = None,
        on_subscription: bool = False,
        subscription_plan: str | None = None,
        subscription_interval: int | None = None,
        subscription_frequency: str | None = None,
        echo: Mapping[str, Any] | None = None,
    ) -> None:
        check = Validator()
        price = check.amount("selling_price", selling_price)
        known_id = check.text("product_id", product_id, needed="the product's id")
        category = check.choice("tax_category", tax_category, TaxCategory)
        slabs = read_slabs(check, tax_slabs)
        components = read_components(check, tax_components)
        named = check.maybe_text("tax_class", tax_class)
        rate = ZERO
        if tax_rate is not None:
            rate = check.rate("tax_rate", tax_rate, limit=MAX_TAX_RATE)
        elif not (tax_slabs or tax_components or tax_class):
            check.add("tax_rate", "required", None, expected="a rate or tax_slabs")
        cess = check.rate("cess_rate", cess_rate, limit=MAX_TAX_RATE)
        per_unit = check.amount("cess_per_unit", cess_per_unit)
        has_cess = bool(cess or per_unit)
        if components and (rate or slabs or has_cess):
            check.add("tax_components", "components_stand_alone", components)
        taxed = rate or slabs or components or has_cess
        if category is not TaxCategory.STANDARD and taxed:
            word = str(category)
            check.add("tax_category", "category_needs_zero_rate", word, category=word)
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            product_id=known_id,
            quantity=check.count("quantity", quantity, low=1, high=MAX_QUANTITY),
            selling_price=price,
            tax_rate=rate,
            tax_slabs=slabs,
            tax_category=category,
            tax_class=named,
            tax_components=components,
            cess_rate=cess,
            cess_per_unit=per_unit,
            price_including_tax=check.flag("price_including_tax", price_including_tax),
            variant_id=check.maybe_text("variant_id", variant_id),
            line_id=check.maybe_text("line_id", line_id),
            category_ids=check.texts(
                "category_ids", category_ids, limit=MAX_CATEGORIES
            ),
            product_type=check.choice("product_type", product_type, ProductType),
            listing_price=(
                price
                if listing_price is None
                else check.amount("listing_price", listing_price)
            ),
            handling_charge_excluding_tax=check.amount(
                "handling_charge_excluding_tax", handling_charge_excluding_tax
            ),
            handling_charge_tax_rate=(
                handling := read_charge(
                    check,
                    handling_charge_tax_rate,
                    handling_charge_tax_components,
                    "handling_charge_",
                )
            )[0],
            handling_charge_tax_components=handling[1],
            weight_grams=check.count("weight_grams", weight_grams),
            min_order_quantity=check.count("min_order_quantity", min_order_quantity),
            max_order_quantity=check.maybe_count(
                "max_order_quantity", max_order_quantity
            ),
            incremental_quantity=check.count(
                "incremental_quantity", incremental_quantity, low=1
            ),
            sku=check.maybe_text("sku", sku),
            slug=check.text("slug", slug),
            product_name=(
                known_id
                if product_name is None
                else check.text("product_name", product_name, limit=MAX_NOTE)
            ),
            variant_name=check.maybe_text("variant_name", variant_name, limit=MAX_NOTE),
            hsn_code=check.maybe_text("hsn_code", hsn_code),
            on_subscription=check.flag("on_subscription", on_subscription),
            subscription_plan=check.maybe_text("subscription_plan", subscription_plan),
            subscription_interval=check.maybe_count(
                "subscription_interval", subscription_interval
            ),
            subscription_frequency=check.maybe_text(
                "subscription_frequency", subscription_frequency
            ),
            echo=Record() if echo is None else _echo(check, echo),
        )
        self._check_quantity(check)
        check.raise_any()

    def _check_quantity(self, check: Validator) -> None:
        path = "quantity"
        if any(fault.path.endswith(path) for fault in check.found):
            return
        most = self.max_order_quantity
        if self.quantity < self.min_order_quantity:
            limit = self.min_order_quantity
            check.add(path, "below_min_order_quantity", self.quantity, limit=limit)
        if most is not None and self.quantity > most:
            check.add(path, "above_max_order_quantity", self.quantity, limit=most)
        if self.quantity % self.incremental_quantity:
            step = self.incremental_quantity
            check.add(path, "not_a_multiple", self.quantity, step=step)

    @classmethod
    def from_minor(
        cls,
        product_id: str,
        quantity: int,
        selling_price: int,
        *,
        currency: str,
        **fields: Any,
    ) -> Line:
        """
        Return a line whose price is given in minor units (paise) of *currency*.

        >>> Line.from_minor("tee", 2, 49900, currency="INR", tax_rate=18).selling_price
        Decimal('499.00')
        """
        check = Validator()
        minor = check.count("selling_price", selling_price)
        check.raise_any()
        price = to_decimal(minor, currency_of(currency).exponent)
        return cls(product_id, quantity, price, **fields)

    def changed(self, **fields: Any) -> Line:
        """
        Return the same line with some of its constructor's arguments changed.

        A new selling price does not change the listing price.  Raises `CheckoutError`
        with every fault, also for names that a line does not have.
        """
        found = changed_arguments(self, fields)
        same = self.listing_price is self.selling_price
        if same and not fields.keys() & {"selling_price", "listing_price"}:
            # It was not given, so it has no fault of its own.
            del found["listing_price"]
        return Line(**found)

    @property
    def key(self) -> tuple[str, str]:
        """The pair that identifies this line within its cart."""
        if self.line_id is not None:
            return (self.line_id, "")
        return (self.product_id, self.variant_id or "")

    @property
    def rates(self) -> tuple[Decimal, ...]:
        """Every rate this line may be taxed at: those of its slabs if it has any."""
        return tuple(slab.rate for slab in self.tax_slabs) or (self.tax_rate,)

    @property
    def has_own_tax(self) -> bool:
        """Whether the line has its own rate, slabs, components or cess."""
        return bool(
            self.tax_rate
            or self.tax_slabs
            or self.tax_components
            or self.cess_rate
            or self.cess_per_unit
            or self.tax_category is not TaxCategory.STANDARD
        )

    @property
    def extras(self) -> tuple[TaxComponent, ...]:
        """The components in addition to the rate (a cess), or those in place of it."""
        if self.cess_rate:
            return (TaxComponent(CESS, self.cess_rate),)
        return self.tax_components


def _echo(check: Validator, value: object) -> Record:
    # In a document, echoed keys are in the same object as all others.
    return check.record("" if isinstance(value, Mapping) else "echo", value)


__all__ = [
    "MAX_CATEGORIES",
    "MAX_LINES",
    "Line",
    "ProductType",
]
