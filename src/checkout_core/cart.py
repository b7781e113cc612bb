# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The input of pricing: the cart, its lines, the customer and the addresses.

Promises that every `Cart` can be priced: its constructor checks all values, and amounts
have no more decimals than the currency.  Everything is frozen, comparable and
picklable.  Knows nothing of offers, stores or taxes due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import gcd
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar, Unpack, overload

from attrs import field, frozen
from attrs import fields as attrs_fields

from checkout_core.checks import MAX_NOTE, MAX_QUANTITY, ZERO, Amount, Validator, expect
from checkout_core.errors import counted, join
from checkout_core.money import (
    MAX_DECIMALS,
    RATE_SCALE,
    Rounding,
    currency_of,
    divide,
    plain,
    rate_millionths,
    to_decimal,
)
from checkout_core.values import Record


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.currencies import Currency


T = TypeVar("T")

#: How many lines a cart may hold.
MAX_LINES = 5_000
MAX_CATEGORIES = 1_000
MAX_SLABS = 100
#: Tax rates can be above 100 %, unlike discounts: some duties are.
MAX_TAX_RATE = 1_000


class ProductType(StrEnum):
    """The kind of product; digital goods weigh nothing and ship free."""

    PHYSICAL = "physical"
    DIGITAL = "digital"
    BUNDLE = "bundle"


class TaxCategory(StrEnum):
    """The tax category of a line: rate 0 alone does not say why no tax is due."""

    STANDARD = "standard"
    ZERO = "zero"
    EXEMPT = "exempt"
    REVERSE_CHARGE = "reverse_charge"
    EXPORT = "export"
    OUTSIDE_SCOPE = "outside_scope"


@frozen
class TaxSlab:
    """
    A tax rate for units whose net price is at most `up_to`.

    Attributes:
        up_to: the largest net price of one unit after offers; None: no limit.
        rate: in percent.
    """

    up_to: Decimal | None
    rate: Decimal


CESS = "CESS"
PER_UNIT = f"{CESS} PER UNIT"
#: Names that the engine gives to components itself.
RESERVED = ("CGST", "SGST", "UTGST", "IGST", CESS, PER_UNIT)


@frozen
class TaxComponent:
    """
    One component of a tax that is not GST, or a cess in addition to it.

    Parallel components are a share of the net amount; a `compound` one is a
    share of the net amount and all components before it (Quebec until 2012).
    """

    name: str
    rate: Decimal
    compound: bool = False


@frozen(init=False)
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
        tax_rate: GST or the whole tax, such as 18.
        tax_slabs: rates by the net price of one unit after offers, each a `TaxSlab` or
            {"up_to": ..., "rate": ...} in ascending order, the last without `up_to`.
        tax_category: `standard` (default), `zero`, `exempt`, `reverse_charge`,
            `export` or `outside_scope`; all but `standard` have rate 0.
        tax_class: a name in the store's `tax_classes`, whose rate is used.
        tax_components: components by name and rate, in place of GST (US, Canada).
        cess_rate: percent of the taxable value in addition to GST, 0 by default.
        cess_per_unit: an amount for each unit in addition to GST, 0 by default.
        price_including_tax: whether prices include tax; False by default.
        variant_id: the product's variant, None for none.
        line_id: what distinguishes lines of the same product and variant.
        category_ids: the categories that offers match, at most 100.
        product_type: `physical` (default), `digital` (weighs nothing, ships free) or
            `bundle`.
        listing_price: the price before the merchant's own markdown, per unit; by
            default `selling_price`.  No total is calculated from it.
        handling_charge_excluding_tax: per unit (or per line, as `Store.handling`
            says), 0 by default.
        handling_charge_tax_rate: the rate of that charge, 0 by default.
        weight_grams: of one unit, 0 by default; for shipping rates by weight.
        min_order_quantity, max_order_quantity: limits of `quantity`; 1 and None (no
            limit) by default.
        incremental_quantity: `quantity` is a multiple of it; 1 by default.
        sku, slug, product_name, variant_name, hsn_code: texts that are written to
            documents; `product_name` is `product_id` by default.
        on_subscription: whether the line is bought by a subscription plan.
        subscription_plan, subscription_interval, subscription_frequency: the plan's
            name, and its rhythm such as every 2 `monthly`.
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
        slabs = _slabs(check, tax_slabs)
        components = _components(check, tax_components)
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
            handling_charge_tax_rate=check.rate(
                "handling_charge_tax_rate", handling_charge_tax_rate, limit=MAX_TAX_RATE
            ),
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
        at = "quantity"
        if any(fault.path.endswith(at) for fault in check.found):
            return
        most = self.max_order_quantity
        if self.quantity < self.min_order_quantity:
            limit = self.min_order_quantity
            check.add(at, "below_min_order_quantity", self.quantity, limit=limit)
        if most is not None and self.quantity > most:
            check.add(at, "above_max_order_quantity", self.quantity, limit=most)
        if self.quantity % self.incremental_quantity:
            step = self.incremental_quantity
            check.add(at, "not_a_multiple", self.quantity, step=step)

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

        A new selling price does not change the listing price.
        """
        kept = _arguments(self)
        if self.listing_price is self.selling_price and "selling_price" not in fields:
            # It was not given, so it has no fault of its own.
            del kept["listing_price"]
        return Line(**{**kept, **fields})

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
        """The components in addition to GST (a cess), or those that replace it."""
        if self.cess_rate:
            return (TaxComponent(CESS, self.cess_rate),)
        return self.tax_components


def _echo(check: Validator, given: object) -> Record:
    # In a document, echoed keys are in the same object as all others.
    return check.record("" if isinstance(given, Mapping) else "echo", given)


def _components(check: Validator, given: object) -> tuple[TaxComponent, ...]:
    found = []
    items = () if given is None else check.items("tax_components", given, limit=20)
    for at, each in enumerate(items):
        path = f"tax_components[{at}]"
        name: Any
        rate: Any
        compound: Any
        if isinstance(each, TaxComponent):
            name, rate, compound = each.name, each.rate, each.compound
        else:
            part = check.mapping(path, each)
            if part is None:
                continue
            check.keys(path, part, ("name", "rate", "compound"))
            name, rate = part.get("name"), part.get("rate")
            compound = part.get("compound")
            compound = False if compound is None else compound
        if name in RESERVED:
            check.add(f"{path}.name", "reserved_component", name)
        found.append(
            TaxComponent(
                check.text(f"{path}.name", name, needed="the component's name"),
                check.rate(f"{path}.rate", rate, limit=MAX_TAX_RATE),
                check.flag(f"{path}.compound", compound),
            )
        )
    return tuple(found)


def _slabs(check: Validator, given: object) -> tuple[TaxSlab, ...]:
    if given in (None, (), []):
        return ()
    found = []
    before = len(check.found)
    for at, each in enumerate(check.items("tax_slabs", given, limit=MAX_SLABS)):
        path = f"tax_slabs[{at}]"
        up_to: Any
        rate: Any
        if isinstance(each, TaxSlab):
            up_to, rate = each.up_to, each.rate
        elif isinstance(each, Mapping):
            for key in each:
                if key not in ("up_to", "rate"):
                    hint = "a slab has up_to and rate"
                    check.add(join(path, str(key)), "unknown_key", each[key], hint=hint)
            up_to, rate = each.get("up_to"), each.get("rate")
        else:
            check.wrong_type(path, each, "a slab with up_to and rate")
            continue
        if rate is None:
            check.add(f"{path}.rate", "required", rate, expected="the slab's rate")
            continue
        found.append(
            TaxSlab(
                check.maybe_amount(f"{path}.up_to", up_to),
                check.rate(f"{path}.rate", rate, limit=MAX_TAX_RATE),
            )
        )
    edges = [slab.up_to for slab in found]
    # None means "no end", so it sorts after every amount.
    order = [(edge is None, edge or ZERO) for edge in edges]
    ascending = all(low < high for low, high in pairwise(order))
    sound = len(check.found) == before
    if sound and (not found or not ascending or edges[-1] is not None):
        check.add("tax_slabs", "bad_slabs", [str(edge) for edge in edges])
    return tuple(found)


class AddressFields(TypedDict, total=False):
    """The keys of an address, all optional, echoed as given."""

    id: str | None
    first_name: str | None
    last_name: str | None
    country_code: str | None
    phone: str | None
    email: str | None
    address_line1: str | None
    address_line2: str | None
    landmark: str | None
    pincode: str | None
    city: str | None
    state: str | None
    country: str | None
    tax_identification_number: str | None
    business_name: str | None
    is_default_billing: bool | None
    is_default_shipping: bool | None
    is_phone_verified: bool | None
    is_email_verified: bool | None
    nickname: str | None


ADDRESS_KEYS: tuple[str, ...] = tuple(AddressFields.__annotations__)


class _Told(Generic[T]):
    """The value under the attribute's name; *absent* if there is none."""

    def __init__(self, *, absent: T) -> None:
        self.absent = absent

    def __set_name__(self, _owner: type[Address], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, address: None, _owner: type[Address]) -> _Told[T]: ...

    @overload
    def __get__(self, address: Address, _owner: type[Address]) -> T: ...

    def __get__(self, address: Address | None, _owner: type[Address]) -> _Told[T] | T:
        if address is None:
            return self
        found: T | None = address.fields.get(self.name)
        return self.absent if found is None else found


@frozen(init=False)
class Address:
    """
    A shipping or billing address; keys that are not given stay absent.

    Each key is also an attribute: "" (or False for a flag) if it is not given.  Raises
    `CheckoutError` for keys that are not in `ADDRESS_KEYS` and values of another type.

    >>> home = Address(state="Maharashtra", country="India")
    >>> home.state, home["state"], home.city, home.is_phone_verified
    ('Maharashtra', 'Maharashtra', '', False)
    """

    fields: Record

    id = _Told(absent="")
    first_name = _Told(absent="")
    last_name = _Told(absent="")
    country_code = _Told(absent="")
    phone = _Told(absent="")
    email = _Told(absent="")
    address_line1 = _Told(absent="")
    address_line2 = _Told(absent="")
    landmark = _Told(absent="")
    pincode = _Told(absent="")
    city = _Told(absent="")
    state = _Told(absent="")
    country = _Told(absent="")
    tax_identification_number = _Told(absent="")
    business_name = _Told(absent="")
    is_default_billing = _Told(absent=False)
    is_default_shipping = _Told(absent=False)
    is_phone_verified = _Told(absent=False)
    is_email_verified = _Told(absent=False)
    nickname = _Told(absent="")

    def __init__(self, **fields: Unpack[AddressFields]) -> None:
        check = Validator()
        check.keys("", fields, ADDRESS_KEYS)
        for key, value in fields.items():
            if key not in ADDRESS_KEYS or value is None:
                continue
            if key.startswith("is_"):
                check.flag(key, value)
            else:
                check.text(key, value, limit=MAX_NOTE)
        check.raise_any()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            Record(fields)
        )

    def __getitem__(self, key: str) -> str:
        """
        Return the text under *key*, "" if it is absent or null.

        Raises `CheckoutError` for a key that no address has.
        """
        if key not in ADDRESS_KEYS:
            expect(key=(key, str))
            check = Validator()
            check.keys("", {key: key}, ADDRESS_KEYS)
            check.raise_any()
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""

    def __repr__(self) -> str:
        """Show state and country, which decide the tax, and no personal data."""
        where = ", ".join(filter(None, (self["state"], self["country"])))
        return f"<Address {where or 'without a state'}>"


@frozen(init=False)
class Customer:
    """
    Who buys: their balances, and how often they redeemed each offer.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        id: the host's id of the customer; None for a guest, to whom limits per
            customer do not apply.
        loyalty_points_balance: points they can redeem, 0 by default.
        credit_balance: store credit in major units of the cart's currency, 0 by
            default.
        offer_redemptions: times this customer redeemed each offer, by its id.
    """

    id: str | None
    loyalty_points_balance: int
    credit_balance: Decimal
    offer_redemptions: Record

    def __init__(
        self,
        id: str | None = None,  # noqa: A002 - the document's own name
        *,
        loyalty_points_balance: int = 0,
        credit_balance: Amount = 0,
        offer_redemptions: Mapping[str, int] | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.maybe_text("id", id),
            check.count("loyalty_points_balance", loyalty_points_balance),
            check.amount("credit_balance", credit_balance),
            check.counts(
                "offer_redemptions",
                {} if offer_redemptions is None else offer_redemptions,
            ),
        )
        check.raise_any()

    def __repr__(self) -> str:
        """Show the balances but not the id, which may be a phone number."""
        who = "guest" if self.id is None else "known"
        points = counted(self.loyalty_points_balance, "point")
        return f"<Customer {who}, {points}, {self.credit_balance} credit>"


@frozen(init=False)
class Shipping:
    """
    The delivery cost of one cart; it replaces the store's `shipping_rates`.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        estimated_cost: in major units of the cart's currency.
        tax_rate: in percent, 0 by default.
        price_including_tax: whether `estimated_cost` includes tax; False by default.
        estimated_delivery_days: how many days delivery takes, None if not known.
    """

    estimated_cost: Decimal
    tax_rate: Decimal
    price_including_tax: bool
    estimated_delivery_days: int | None

    def __init__(
        self,
        estimated_cost: Amount,
        *,
        tax_rate: Amount = 0,
        price_including_tax: bool = False,
        estimated_delivery_days: int | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.amount("estimated_cost", estimated_cost),
            check.rate("tax_rate", tax_rate, limit=MAX_TAX_RATE),
            check.flag("price_including_tax", price_including_tax),
            check.maybe_count("estimated_delivery_days", estimated_delivery_days),
        )
        check.raise_any()


@frozen
class Rate:
    """
    A rate as the engine uses it: a set of reduced fractions.

    `whole` is the share of one component (GST, IGST) of a line's amount, `half` that of
    CGST or SGST, `shares` those of the further components, and `net` the taxable part;
    `total` is the whole tax on a net amount.  Each is a pair (numerator, denominator),
    the tax on top or inside according to `inclusive`.  `fixed` is a duty on the whole
    line in minor units; it does not depend on the price and is subtracted before the
    fractions apply.
    """

    percent: Decimal
    extras: tuple[TaxComponent, ...]
    inclusive: bool
    fixed: int
    whole: tuple[int, int]
    half: tuple[int, int]
    shares: tuple[tuple[int, int], ...]
    net: tuple[int, int]
    total: tuple[int, int]

    @classmethod
    def of(
        cls,
        percent: Decimal,
        extras: tuple[TaxComponent, ...] = (),
        *,
        inclusive: bool,
        fixed: int = 0,
    ) -> Rate:
        """Return the fractions of a rate together with further components."""
        unit = 100 * RATE_SCALE
        head = _reduced(rate_millionths(percent), unit)
        total, parts = head, []
        for extra in extras:
            part = _reduced(rate_millionths(extra.rate), unit)
            if extra.compound:
                part = _reduced(part[0] * (total[0] + total[1]), part[1] * total[1])
            parts.append(part)
            total = _reduced(
                total[0] * part[1] + part[0] * total[1], total[1] * part[1]
            )
        net = _reduced(total[1], total[0] + total[1]) if inclusive else (1, 1)
        whole, *shares = [_reduced(n * net[0], d * net[1]) for n, d in (head, *parts)]
        half = _reduced(whole[0], 2 * whole[1])
        return cls(
            percent, extras, inclusive, fixed, whole, half, tuple(shares), net, total
        )

    @property
    def has_heads(self) -> bool:
        """Whether there is a GST; components of other countries replace it."""
        return not self.extras or self.extras[0].name == CESS

    @property
    def shown(self) -> Decimal:
        """The percentage to show: GST without cess, or all components as one rate."""
        if self.has_heads:
            return self.percent
        numerator, denominator = self.total
        scale = 100 * RATE_SCALE
        millionths = divide(numerator * scale, denominator, Rounding.HALF_UP)
        return plain(to_decimal(millionths, MAX_DECIMALS))

    @property
    def cess_percent(self) -> Decimal:
        """The cess, which is never in the rate that is shown."""
        rates = [extra.rate for extra in self.extras if extra.name == CESS]
        return rates[0] if rates else ZERO


def _reduced(numerator: int, denominator: int) -> tuple[int, int]:
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common


@frozen(eq=False)
class CompiledCart:
    """
    The lines of a cart as the engine reads them: tuples, one entry a line.

    Amounts are in minor units; `rate` points into `rates`, `ranks` orders the lines by
    their keys, and two indexes find lines: one by product and variant, where None means
    any, and one by category.
    """

    listed: tuple[int, ...]
    prices: tuple[int, ...]
    quantities: tuple[int, ...]
    inclusive: tuple[bool, ...]
    rate: tuple[int, ...]
    rates: tuple[Rate, ...]
    slabs: tuple[tuple[int, tuple[tuple[int | None, int], ...]], ...]
    ranks: tuple[int, ...]
    classed: bool
    handling: tuple[tuple[int, int, Rate], ...]
    shipping: tuple[int, Rate] | None
    by_product: dict[tuple[str | None, str | None], list[int]]
    by_category: dict[str, list[int]]
    total: int


@frozen(init=False)
class Cart:
    """
    What a customer wants to buy, and what they redeem to pay part of it.

    Raises `CheckoutError` with every fault.  Amounts are in major units.

    Attributes:
        currency: an ISO 4217 code such as "INR".
        lines: one `Line` for each product, at least 1 and at most 5,000; two lines of
            the same product and variant each need a `line_id`.
        id: the host's id of the cart, "" by default; `Redemption.idempotency_key` needs
            it.
        coupon_code: the code that the customer entered, None for none.
        loyalty_points_redeemed: how many points they want to redeem, 0 by default.
        credit_balance_used: how much store credit they want to use, 0 by default.
        shipping: the delivery cost; None for the store's `shipping_rates`.
        customer: who buys; a guest by default.
        shipping_address, billing_address: they decide the place of supply.
        fulfillment_preference: the vendor's object, for example {"fulfillment_type":
            "collect-in-store"}, which makes shipping free.
        customer_note: what the customer wrote, None for nothing.
        metadata: JSON data of the host, kept unchanged.

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
    columns: CompiledCart = field(eq=False, repr=False)

    def __init__(
        self,
        currency: str,
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
        given = listing(check, "cart_items", lines)
        known = checked_currency(check, currency)
        code = check.maybe_text("coupon_code", coupon_code)
        preference = _preference(check, fulfillment_preference)
        buyer = _part(
            check, "customer", Customer() if customer is None else customer, Customer
        )
        quoted = _part(check, "shipping", shipping, Shipping)
        credit = check.amount("credit_balance_used", credit_balance_used)
        if given is not None:
            _check_lines(check, given)
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
            _minor(check, known, f"cart_items[{at}]", line)
            for at, line in enumerate(given or ())
            if isinstance(line, Line)
        ]
        delivery = 0
        if quoted is not None:
            path = "shipping.estimated_cost"
            delivery = check.minor(path, quoted.estimated_cost, known)
        check.raise_any()
        assert known is not None and given is not None  # noqa: PT018 - no fault, so both
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            currency=known,
            lines=given,
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
            columns=_columns(given, amounts, quoted, delivery),
        )

    def __repr__(self) -> str:
        """Show its id, currency and number of lines, and no personal data."""
        name = f"{self.id} " if self.id else ""
        lines = counted(len(self.lines), "line")
        return f"<Cart {name}{self.currency.code}, {lines}>"

    def changed(self, **fields: Any) -> Cart:
        """Return the same cart with some of its constructor's arguments changed."""
        return Cart(**{**_arguments(self, "columns"), **fields})

    @property
    def collects_in_store(self) -> bool:
        """Whether the customer collects the goods, so that nothing is shipped."""
        preference = self.fulfillment_preference
        return preference is not None and (
            preference.get("fulfillment_type") == "collect-in-store"
        )


def _arguments(noun: Any, *but: str) -> dict[str, Any]:
    """Return the arguments that would make an equal noun."""
    found = {
        each.name: getattr(noun, each.name)
        for each in attrs_fields(type(noun))
        if each.name not in but
    }
    if isinstance(noun, Cart):
        found["currency"] = noun.currency.code
    return found


def listing(check: Validator, path: str, given: object) -> tuple[Any, ...] | None:
    """Return an iterable as a tuple; add a fault and return None for others."""
    if isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping):
        return tuple(given)
    check.needed(path, given, "a list")
    return None


def checked_currency(check: Validator, code: object) -> Currency | None:
    """Return the currency called *code*, or None with its fault noted."""
    if code is None:
        check.needed("currency", code, "an ISO 4217 code")
        return None
    return check.within("", lambda: currency_of(code))


def _part(check: Validator, path: str, value: Any, kind: type[Any]) -> Any:
    return None if value is None else check.instance(path, value, kind, kind.__name__)


class StoredPreference(Record):
    """A fulfillment preference of which only the type is checked, as 0.1.0 did."""

    __slots__ = ()


def _preference(check: Validator, given: Mapping[str, Any] | None) -> Record | None:
    if given is None:
        return None
    path = "fulfillment_preference"
    found = check.mapping(path, given)
    if found is None:
        return None
    named = found.get("fulfillment_type")
    check.choice(f"{path}.fulfillment_type", named, _FULFILMENTS)
    if isinstance(found, StoredPreference):
        return found
    _check_told(check, path, found, _PREFERENCE)
    if found.get("preference_type") is not None:
        chosen = found["preference_type"]
        check.choice(f"{path}.preference_type", chosen, ("user", "auto"))
    return found


def _check_told(
    check: Validator, path: str, given: Mapping[str, Any], known: Mapping[str, Any]
) -> None:
    """
    Add a fault for each value of an object that is neither null nor of its kind.

    *known* gives the kind of each key: None for any value (checked elsewhere), `str`
    for text, `int` for a count, a mapping for an object, a list of one item for a list
    of such items.
    """
    check.keys(path, given, known)
    for key, kind in known.items():
        value, where = given.get(key), f"{path}.{key}"
        if value is None or kind is None:
            continue
        if kind is str:
            check.text(where, value, limit=MAX_NOTE)
        elif kind is int:
            check.count(where, value)
        elif isinstance(kind, list):
            for at, each in enumerate(check.items(where, value, limit=MAX_LINES)):
                inner = f"{where}[{at}]"
                _check_told(check, inner, check.record(inner, each), kind[0])
        else:
            _check_told(check, where, check.record(where, value), kind)


_FULFILMENTS = ("collect-in-store", "delivery", "partial-collect-and-delivery")
_COURIER: Mapping[str, Any] = {
    "shipping_provider_id": str,
    "shipping_provider_name": str,
    "courier_company_id": str,
    "courier_company_name": str,
}
_LOCATION: Mapping[str, Any] = {"pickup_location_id": str, "pickup_location_name": str}
_ITEMS: Mapping[str, Any] = {
    "items": [
        {
            "product_id": str,
            "product_name": str,
            "variant_id": str,
            "variant_name": str,
            "quantity": int,
        }
    ]
}
#: The keys of the vendor's three preferences, with the kind of each.
_PREFERENCE: Mapping[str, Any] = {
    "fulfillment_type": None,
    "preference_type": None,
    **_LOCATION,
    "shipments": [{"id": str, **_COURIER}],
    "collect-in-store": {**_LOCATION, **_ITEMS},
    "delivery": {**_COURIER, **_ITEMS},
}


def _check_lines(check: Validator, lines: tuple[Line, ...]) -> None:
    if not lines:
        check.add("cart_items", "empty_cart", [])
    if len(lines) > MAX_LINES:
        check.add("cart_items", "too_many", lines, limit=MAX_LINES)
        return
    seen: set[tuple[str, str]] = set()
    for at, line in enumerate(lines):
        path = f"cart_items[{at}]"
        if check.instance(path, line, Line, "a Line") is None:
            continue
        if line.key in seen:
            check.add(path, "same_line_key", "/".join(line.key))
        seen.add(line.key)


@frozen
class _Minor:
    """The amounts of a line in minor units; `edges` are those of its slabs."""

    price: int
    cess: int
    charge: int
    edges: tuple[int | None, ...]


def _minor(
    check: Validator, currency: Currency | None, path: str, line: Line
) -> _Minor:
    if line.listing_price is not line.selling_price:
        # If it is the selling price itself it was not given, and the fault is reported
        # once.
        check.minor(f"{path}.listing_price", line.listing_price, currency)
    return _Minor(
        check.minor(f"{path}.selling_price", line.selling_price, currency),
        check.minor(f"{path}.cess_per_unit", line.cess_per_unit, currency),
        check.minor(
            f"{path}.handling_charge_excluding_tax",
            line.handling_charge_excluding_tax,
            currency,
        ),
        tuple(
            None
            if slab.up_to is None
            else check.minor(f"{path}.tax_slabs[{nth}].up_to", slab.up_to, currency)
            for nth, slab in enumerate(line.tax_slabs)
        ),
    )


def _columns(
    lines: tuple[Line, ...],
    amounts: Sequence[_Minor],
    shipping: Shipping | None,
    delivery: int,
) -> CompiledCart:
    prices = tuple(minor.price for minor in amounts)
    rate_at, slabs, handling = [], [], []
    rates: dict[tuple[Decimal, tuple[TaxComponent, ...], bool, int], int] = {}
    by_product: dict[tuple[str | None, str | None], list[int]] = {}
    by_category: dict[str, list[int]] = {}

    for at, (line, minor) in enumerate(zip(lines, amounts, strict=True)):
        inclusive = line.price_including_tax
        fixed = minor.cess * line.quantity
        found = [
            rates.setdefault((each, line.extras, inclusive, fixed), len(rates))
            for each in line.rates
        ]
        rate_at.append(found[0])
        if line.tax_slabs:
            slabs.append((at, tuple(zip(minor.edges, found, strict=True))))
        if minor.charge:
            rate = Rate.of(line.handling_charge_tax_rate, inclusive=False)
            handling.append((at, minor.charge, rate))
        by_product.setdefault((line.product_id, None), []).append(at)
        if line.variant_id is not None:
            by_product.setdefault((line.product_id, line.variant_id), []).append(at)
            by_product.setdefault((None, line.variant_id), []).append(at)
        for category in dict.fromkeys(line.category_ids):
            by_category.setdefault(category, []).append(at)
    quoted = None
    if shipping is not None:
        inclusive = shipping.price_including_tax
        quoted = (delivery, Rate.of(shipping.tax_rate, inclusive=inclusive))
    ranks = [0] * len(lines)
    for rank, at in enumerate(sorted(range(len(lines)), key=lambda at: lines[at].key)):
        ranks[at] = rank
    quantities = tuple(line.quantity for line in lines)
    listed = tuple(price * n for price, n in zip(prices, quantities, strict=True))
    return CompiledCart(
        listed=listed,
        prices=prices,
        quantities=quantities,
        inclusive=tuple(line.price_including_tax for line in lines),
        rate=tuple(rate_at),
        rates=tuple(
            Rate.of(percent, extras, inclusive=inclusive, fixed=fixed)
            for percent, extras, inclusive, fixed in rates
        ),
        slabs=tuple(slabs),
        ranks=tuple(ranks),
        classed=any(line.tax_class is not None for line in lines),
        handling=tuple(handling),
        shipping=quoted,
        by_product=by_product,
        by_category=by_category,
        total=sum(listed),
    )
