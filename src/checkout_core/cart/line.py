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
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from checkout_core.checks import (
    MAX_QUANTITY,
    ZERO,
    Amount,
    Validator,
    is_identifier,
)
from checkout_core.errors import Fault, fault
from checkout_core.keys import Key, KeyTable, Together, Values
from checkout_core.kinds import (
    AMOUNT,
    COUNT,
    FLAG,
    NOTE,
    TEXT,
    Kind,
    choice,
    count,
    identifier,
    identifiers,
)
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import currency_of
from checkout_core.statuses import LINE_CATEGORIES, TaxCategory
from checkout_core.tax.india.units import UNIT
from checkout_core.tax.rates import (
    CESS,
    TAX_COMPONENTS,
    TAX_RATE,
    TAX_SLABS,
    TaxComponent,
    TaxSlab,
    components_alone,
)
from checkout_core.values import Record, maker_of


if TYPE_CHECKING:
    from collections.abc import Sequence


#: How many lines a cart may hold.
MAX_LINES = 5_000
MAX_CATEGORIES = 1_000
#: How many base units a price may be for.
MAX_PRICE_PER = 1_000_000


class ProductType(StrEnum):
    """The kind of product; digital goods weigh nothing and ship free."""

    PHYSICAL = "physical"
    DIGITAL = "digital"
    BUNDLE = "bundle"


# Without a slot for weak references, which `maker_of` needs.
@frozen(init=False, kw_only=True, weakref_slot=False)
class Line:
    """
    One line of a cart: a product, how many, and what one costs.

    Raises `CheckoutError` with every fault.  Amounts are in major units (rupees), as
    text, `int` or `Decimal`, never as float; rates are in percent.  A line needs
    `tax_rate`, `tax_slabs`, `tax_class` or `tax_components`.

    Attributes:
        product_id: the product's id; with `variant_id` what offers match.
        quantity: units, from 1 to 1,000,000; of a measured line its base units.
        selling_price: what one unit costs, or `price_per` base units.
        tax_rate: the whole rate, such as 18.
        tax_slabs: rates by the net price of one unit after offers, each a `TaxSlab` or
            {"up_to": ..., "rate": ...} in ascending order, the last without `up_to`.
        tax_category: `standard` (default), `zero`, `nil_rated`, `exempt`,
            `reverse_charge`, `export` or `outside_scope`; all but `standard` have rate
            0.
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
        handling_charge_tax_rate: the rate of that charge.  None (the default): taxed as
            the goods are; an explicit 0 is 0, and so is the rate of no charge.
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
        price_per: how many base units of `quantity` the selling price buys, from 1
            (default) to 1,000,000: rice at 65.00 for 1000 grams.  A line with more than
            1 is measured: it has no units that an offer could count or pick.
        unit: what is counted or measured, a code of `UQC` such as "GMS", in any case;
            None by default.  It is only reported.
        supplier: the id of the store's `Supplier` whose goods they are; None (the
            default) and "" are the store itself.
        section_9_5: whether the operator of the store pays the tax in the supplier's
            place (CGST Act s.9(5): restaurant, cab, accommodation, housekeeping); False
            by default.
        reverse_charge_rate: the rate that the buyer pays on goods under
            `reverse_charge`, in percent; papers show it, it is never charged.  None
            (the default) if it is not known.
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
    handling_charge_tax_rate: Decimal | None
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
    price_per: int
    unit: str | None
    supplier: str | None
    section_9_5: bool
    reverse_charge_rate: Decimal | None
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
        handling_charge_tax_rate: Amount | None = None,
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
        price_per: int = 1,
        unit: str | None = None,
        supplier: str | None = None,
        section_9_5: bool = False,
        reverse_charge_rate: Amount | None = None,
        on_subscription: bool = False,
        subscription_plan: str | None = None,
        subscription_interval: int | None = None,
        subscription_frequency: str | None = None,
        echo: Mapping[str, Any] | None = None,
    ) -> None:
        given = LINE.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **LINE.cleaned(given)
        )

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
        line: Line = maker_of(Line)(*LINE.changed(self, fields).values())
        return line

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
    def is_measured(self) -> bool:
        """Whether the price is for several base units, so that it has no units."""
        return self.price_per > 1

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


def _untaxed(given: Mapping[str, Any], _values: Values) -> Sequence[Fault]:
    if given.get("tax_rate") is not None or any(map(given.get, _IN_PLACE_OF_A_RATE)):
        return ()
    return [fault("tax_rate", "required", None, expected="a rate or tax_slabs")]


_STANDARD = TaxCategory.STANDARD
_IN_PLACE_OF_A_RATE = ("tax_slabs", "tax_class", "tax_components")


def _taxed_twice(_given: Mapping[str, Any], values: Values) -> Sequence[Fault]:
    components, category = values["tax_components"], values["tax_category"]
    if not components and category is _STANDARD:
        return ()
    other = (
        values["tax_rate"]
        or values["tax_slabs"]
        or values["cess_rate"]
        or values["cess_per_unit"]
    )
    found = []
    if components and other:
        found.append(fault("tax_components", "components_stand_alone", components))
    if category is not _STANDARD and (components or other):
        path, word = "tax_category", str(category)
        found.append(fault(path, "category_needs_zero_rate", word, category=word))
    return found


def _taxed_by_unit(given: Mapping[str, Any], values: Values) -> Sequence[Fault]:
    if values["price_per"] > 1 and values["cess_per_unit"]:
        return [fault("cess_per_unit", "measured_by_unit", given["cess_per_unit"])]
    return ()


def _paid_by_operator(given: Mapping[str, Any], values: Values) -> Sequence[Fault]:
    if values["section_9_5"] and values["supplier"] is None:
        path = "section_9_5"
        return [fault(path, "section_9_5_of_supplier", given["section_9_5"])]
    return ()


def _not_ordered(_given: Mapping[str, Any], values: Values) -> Sequence[Fault]:
    path, quantity = "quantity", values["quantity"]
    least, most = values["min_order_quantity"], values["max_order_quantity"]
    step = values["incremental_quantity"]
    found = []
    if quantity < least:
        found.append(fault(path, "below_min_order_quantity", quantity, limit=least))
    if most is not None and quantity > most:
        found.append(fault(path, "above_max_order_quantity", quantity, limit=most))
    if quantity % step:
        found.append(fault(path, "not_a_multiple", quantity, step=step))
    return found


#: The id of a supplier; None for the store itself, which "" is too.
SUPPLIER_ID = evolve(
    TEXT,
    check=lambda check, path, value: check.text(path, value) or None,
    quick=lambda value: value if is_identifier(value) else None,
)
#: In a document, echoed keys are in the same object as all others.
_ECHO = Kind(
    check=lambda check, path, value: check.record(
        "" if isinstance(value, Mapping) else path, value
    ),
    schema={},
)
#: What the document of a line without a rate has to have: one of these, not empty.
_NOT_EMPTY: Mapping[str, Any] = {"not": {"enum": [None, [], ""]}}

#: The keys of a line, in the order of their faults.
LINE = KeyTable(
    Line,
    Key("selling_price", AMOUNT),
    Key("product_id", identifier("the product's id")),
    Key("tax_category", choice(LINE_CATEGORIES)),
    Key("tax_slabs", TAX_SLABS, absent=()),
    Key("tax_components", TAX_COMPONENTS, absent=()),
    Key("tax_class", TEXT),
    Key("tax_rate", TAX_RATE, absent=ZERO),
    Together(
        _untaxed,
        schema={
            "anyOf": [
                {"properties": {key: _NOT_EMPTY}, "required": [key]}
                for key in ("tax_rate", *_IN_PLACE_OF_A_RATE)
            ]
        },
    ),
    Key("cess_rate", TAX_RATE),
    Key("cess_per_unit", AMOUNT),
    Together(_taxed_twice),
    Key("quantity", count(low=1, high=MAX_QUANTITY)),
    Key("price_including_tax", FLAG),
    Key("variant_id", TEXT),
    Key("line_id", TEXT),
    Key("category_ids", identifiers(MAX_CATEGORIES)),
    Key("product_type", choice(ProductType)),
    Key("listing_price", AMOUNT, like="selling_price"),
    Key("handling_charge_excluding_tax", AMOUNT),
    Key(
        "handling_charge_tax_rate",
        TAX_RATE,
        rate_of=("handling_charge_excluding_tax", "handling_charge_tax_components"),
    ),
    Key("handling_charge_tax_components", TAX_COMPONENTS, absent=(), sparse=True),
    Together(
        partial(components_alone, path="handling_charge_"),
        of=("handling_charge_tax_rate", "handling_charge_tax_components"),
    ),
    Key("weight_grams", COUNT),
    Key("min_order_quantity", COUNT),
    Key("max_order_quantity", COUNT),
    Key("incremental_quantity", count(low=1)),
    Key("sku", TEXT),
    Key("slug", TEXT),
    Key("product_name", NOTE, like="product_id"),
    Key("variant_name", NOTE),
    Key("hsn_code", TEXT),
    Key("price_per", count(low=1, high=MAX_PRICE_PER), sparse=True),
    Key("unit", UNIT, sparse=True),
    Together(_taxed_by_unit, of=("price_per", "cess_per_unit")),
    Key("supplier", SUPPLIER_ID, sparse=True),
    Key("section_9_5", FLAG, sparse=True),
    Together(_paid_by_operator, of=("section_9_5",)),
    Key("reverse_charge_rate", TAX_RATE, sparse=True),
    Key("on_subscription", FLAG),
    Key("subscription_plan", TEXT),
    Key("subscription_interval", COUNT),
    Key("subscription_frequency", TEXT),
    Key("echo", _ECHO, absent=Record(), aside=True),
    Together(_not_ordered, unless="quantity"),
)


__all__ = [
    "LINE",
    "MAX_CATEGORIES",
    "MAX_LINES",
    "MAX_PRICE_PER",
    "SUPPLIER_ID",
    "Line",
    "ProductType",
]
