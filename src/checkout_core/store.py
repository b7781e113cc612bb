# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The store: its policies and its offers, compiled once and used for many carts.

Promises that pricing visits only offers that can concern a cart: they are
indexed by product, variant and category.  Counters of redemptions are kept
apart from the compiled offers, so a host can pass fresh ones with each call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs

from attrs import field, frozen

from checkout_core.checks import Amount, Validator, checked_currency, expect, listing
from checkout_core.currencies import CASH_STEPS
from checkout_core.errors import CheckoutError, join
from checkout_core.money import Rounding, to_minor
from checkout_core.offers import (
    AcceleratedRewards,
    Benefit,
    BuyXGetY,
    Choice,
    FixedDiscount,
    FreeGoodsRow,
    FreeShipping,
    FundedBy,
    Limits,
    Offer,
    PercentageDiscount,
    Row,
    Scope,
)
from checkout_core.store.shipping import ShippingRates
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.india.gstin import Gstin, gstin
from checkout_core.tax.india.states import STATES, State, hint_for, state_of
from checkout_core.tax.rates import MAX_TAX_RATE, Rate
from checkout_core.values import Record


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from checkout_core.currencies import Currency


N = TypeVar("N")

#: The `round_off` that means the smallest coin of the store's currency.
CASH = "cash"

MAX_OFFERS = 50_000
MAX_CHARGES = 100


class TaxLevel(StrEnum):
    """What tax is rounded on: each line, each rate of the document, or each unit."""

    LINE = "line"
    DOCUMENT = "document"
    UNIT = "unit"


class InclusiveSplit(StrEnum):
    """
    How a price that includes tax is split into net and tax.

    On 100.00 with 18 % inside:

    - `GROSS_EXACT`: 84.75 + 15.25, the parts make the price
    - `NET_EXACT`: 84.75 + 15.26, the tax is that of the net, 0.01 is rounded off
    """

    GROSS_EXACT = "gross_exact"
    NET_EXACT = "net_exact"


class ChargeTax(StrEnum):
    """
    At which rate a charge is taxed.

    - `OWN_RATE`: at its own `tax_rate`
    - `HIGHEST`: at the highest rate of the goods
    - `APPORTION`: shared over the rates of the goods, each part at its rate
    """

    OWN_RATE = "own_rate"
    HIGHEST = "highest"
    APPORTION = "apportion"


class Handling(StrEnum):
    """Whether a line's handling charge counts for each unit or once."""

    PER_UNIT = "per_unit"
    PER_LINE = "per_line"


@frozen(init=False)
class TaxPolicy:
    """
    How the store taxes.

    Raises `CheckoutError` for a state or GSTIN that is not valid, for a state that is
    not that of the GSTIN, and for `net_exact` with the level `unit`.

    Attributes:
        seller_state: the seller's state in India, by name, GST code or ISO code; by
            default that of `seller_gstin`.  None: tax is shown as one component.
        seller_gstin: the seller's GSTIN, None if there is none.
        level: what tax is rounded on: `line` (default), `document` or `unit`.
        inclusive_split: `gross_exact` (default) or `net_exact`, see `InclusiveSplit`.
        charge_tax: how charges are taxed: `own_rate` (default), `highest` or
            `apportion`, see `ChargeTax`.
    """

    seller_state: State | None
    level: TaxLevel
    inclusive_split: InclusiveSplit
    charge_tax: ChargeTax
    seller_gstin: str | None

    def __init__(
        self,
        *,
        seller_state: str | None = None,
        seller_gstin: str | None = None,
        level: str = TaxLevel.LINE,
        inclusive_split: str = InclusiveSplit.GROSS_EXACT,
        charge_tax: str = ChargeTax.OWN_RATE,
    ) -> None:
        check = Validator()
        state = None
        if seller_state is not None:
            named = check.text("seller_state", seller_state)
            state = state_of(named)
            if state is None and not check.found:
                hint = hint_for(named)
                check.add("seller_state", "unknown_state", seller_state, hint=hint)
        number = None if seller_gstin is None else _gstin(check, seller_gstin)
        if number is not None:
            home = STATES.get(number.state_code)
            if state is None and seller_state is None:
                state = home
            elif state is not None and state != home:
                name = number.state_code if home is None else home.name
                check.add(
                    "seller_gstin", "gstin_of_another_state", seller_gstin, state=name
                )
        chosen = check.choice("level", level, TaxLevel)
        split = check.choice("inclusive_split", inclusive_split, InclusiveSplit)
        if chosen is TaxLevel.UNIT and split is InclusiveSplit.NET_EXACT:
            check.add("inclusive_split", "level_pair", inclusive_split)
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            state,
            chosen,
            split,
            check.choice("charge_tax", charge_tax, ChargeTax),
            None if number is None else number.number,
        )
        check.raise_any()


def _gstin(check: Validator, text: str) -> Gstin | None:
    try:
        return gstin(text, "seller_gstin")
    except CheckoutError as error:
        check.extend(error)
        return None


@frozen(init=False)
class Loyalty:
    """
    What a point is worth, what earns one, and how many can be redeemed.

    Raises `CheckoutError` for values that are negative or have more than 6 decimals.

    Attributes:
        value_per_point: what one redeemed point pays, in major units: 0.25 is 25
            paise; 0 by default.
        points_per_unit: points earned for each major unit (1 rupee) of the goods'
            taxable value less the value of redeemed points; 0 by default.  The sum is
            rounded down.
        minimum_points: the fewest points that one order redeems; 0 by default.
        maximum_points: the most points that one order redeems, None for no limit.
        maximum_percent: the largest share of the amount to pay that points cover, 0
            to 100 percent; None for no limit.
    """

    value_per_point: Decimal
    points_per_unit: Decimal
    minimum_points: int
    maximum_points: int | None
    maximum_percent: Decimal | None

    def __init__(
        self,
        *,
        value_per_point: Amount = 0,
        points_per_unit: Amount = 0,
        minimum_points: int = 0,
        maximum_points: int | None = None,
        maximum_percent: Amount | None = None,
    ) -> None:
        check = Validator()
        most = maximum_percent
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.factor("value_per_point", value_per_point),
            check.factor("points_per_unit", points_per_unit),
            check.count("minimum_points", minimum_points),
            check.maybe_count("maximum_points", maximum_points),
            None if most is None else check.rate("maximum_percent", most),
        )
        check.raise_any()


@frozen(init=False)
class Charge:
    """
    A charge of the store on every order: cash on delivery, gift wrap.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        name: what the shopper reads, not empty.
        amount: per order, in major units of the store's currency.
        tax_rate: in percent, 0 by default; used if `charge_tax` is `own_rate`.
        price_including_tax: whether `amount` includes tax; False by default.
        charge_tax: `own_rate`, `highest` or `apportion`; None for the store's
            `TaxPolicy.charge_tax`.
    """

    name: str
    amount: Decimal
    tax_rate: Decimal
    price_including_tax: bool
    charge_tax: ChargeTax | None

    def __init__(
        self,
        name: str,
        amount: Amount,
        *,
        tax_rate: Amount = 0,
        price_including_tax: bool = False,
        charge_tax: str | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.text("name", name, needed="what the charge is called"),
            check.amount("amount", amount),
            check.rate("tax_rate", tax_rate, limit=MAX_TAX_RATE),
            check.flag("price_including_tax", price_including_tax),
            None
            if charge_tax is None
            else check.choice("charge_tax", charge_tax, ChargeTax),
        )
        check.raise_any()


@frozen(init=False)
class Redemptions:
    """
    How often offers and codes were redeemed so far.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        offers: times redeemed by the id of the offer, such as {"diwali": 120}; an offer
            that is not named has its own `redemption_count`.
        codes: times redeemed by the code of the coupon; 0 if it is not named.
    """

    offers: Record
    codes: Record

    def __init__(
        self,
        offers: Mapping[str, int] | None = None,
        codes: Mapping[str, int] | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.counts("offer_redemptions", {} if offers is None else offers),
            check.counts("code_redemptions", {} if codes is None else codes),
        )
        check.raise_any()


@frozen(eq=False)
class Plan:
    """
    One offer, ready to be priced: its amounts are minor units of the store.

    `place` is its position among the store's promotions (or coupons), `plain`
    says that its one row sets no limit at all, `narrow` that a side of it names
    a product within a category, so that its index finds too much.
    """

    offer: Offer
    place: int
    benefit: Benefit[int]
    minimum: int
    starts_at: datetime | None
    expires_at: datetime | None
    limited: bool
    funded: bool
    plain: bool
    narrow: bool


@frozen(eq=False)
class Index:
    """Which plans can concern which lines."""

    promotions: tuple[Plan, ...]
    coupons: tuple[Plan, ...]
    always: tuple[int, ...]
    by_product: dict[tuple[str | None, str | None], list[int]]
    by_category: dict[str, list[int]]
    codes: dict[str, tuple[int, str]]


@frozen
class Policies:
    """All settings of a store except its offers."""

    free_shipping_threshold: Decimal | None
    shipping_rates: ShippingRates[Decimal] | None
    handling: Handling
    charges: tuple[Charge, ...]
    loyalty: Loyalty | None
    tax: TaxPolicy
    tax_classes: tuple[TaxClass, ...]
    rounding: Rounding
    round_off: Decimal | None


@frozen(eq=False)
class Minor:
    """The policies' amounts in minor units, with their rates as fractions."""

    threshold: int | None
    shipping: ShippingRates[int] | None
    charges: tuple[tuple[int, Rate, ChargeTax], ...]
    step: int | None
    classes: Mapping[str, TaxClass]


@frozen(init=False)
class Store:
    """
    A store in one currency: policies, promotions in their order, coupons.

    Raises `CheckoutError` with every fault.  All arguments but `currency` have
    defaults; amounts are in major units.

    Args:
        currency: ISO 4217 code, the same as the cart's.
        promotions: offers made by `promotion` or `read_promotion`; ids are unique, and
            of two that save the same the earlier one applies.
        coupons: offers made by `coupon` or `read_coupon`; ids and codes are unique.
        offer_redemptions: times redeemed by offer id, as in `Redemptions.offers`.
        code_redemptions: times redeemed by code, as in `Redemptions.codes`.
        free_shipping_threshold: shipping is free if the lines come to this amount or
            more after offers; None: never.
        shipping_rates: a table made by `shipping_rates`, for carts without `shipping`.
        tax_classes: classes that `Line.tax_class` can name, made by `tax_classes`.
        handling: whether the handling charge of a line counts `per_unit` (default) or
            `per_line`.
        charges: a `Charge` for each charge on every order.
        loyalty: the points programme, None for none.
        tax: how tax is worked out, by default `TaxPolicy()`.
        rounding: how halves of a minor unit are rounded, by default `half_up`.
        round_off: the step that what the shopper owes is rounded to, such as "1";
            "cash" for the currency's smallest coin; None: not rounded.

    >>> Store("INR", round_off="1").policies.round_off
    Decimal('1')
    """

    currency: Currency
    promotions: tuple[Offer, ...]
    coupons: tuple[Offer, ...]
    policies: Policies
    redemptions: Redemptions
    index: Index = field(eq=False, repr=False)
    minor: Minor = field(eq=False, repr=False)

    def __init__(
        self,
        currency: str,
        *,
        promotions: Iterable[Offer] = (),
        coupons: Iterable[Offer] = (),
        offer_redemptions: Mapping[str, int] | None = None,
        code_redemptions: Mapping[str, int] | None = None,
        free_shipping_threshold: Amount | None = None,
        shipping_rates: ShippingRates[Decimal] | None = None,
        tax_classes: Iterable[TaxClass] = (),
        handling: str = Handling.PER_UNIT,
        charges: Iterable[Charge] = (),
        loyalty: Loyalty | None = None,
        tax: TaxPolicy | None = None,
        rounding: str = Rounding.HALF_UP,
        round_off: Amount | None = None,
    ) -> None:
        check = Validator()
        known = checked_currency(check, currency)
        if shipping_rates is not None:
            check.instance("shipping_rates", shipping_rates, ShippingRates, "a table")
        fees = listing(check, "charges", charges) or ()
        for at, each in enumerate(fees):
            check.instance(f"charges[{at}]", each, Charge, "a Charge")
        if len(fees) > MAX_CHARGES:
            check.add("charges", "too_many", fees, limit=MAX_CHARGES)
        step = _step(check, known, round_off)
        threshold = check.maybe_amount(
            "free_shipping_threshold", free_shipping_threshold
        )
        classes = listing(check, "tax_classes", tax_classes) or ()
        for at, each_class in enumerate(classes):
            check.instance(f"tax_classes[{at}]", each_class, TaxClass, "a TaxClass")
        policies = Policies(
            free_shipping_threshold=threshold,
            shipping_rates=shipping_rates,
            handling=check.choice("handling", handling, Handling),
            charges=fees,
            loyalty=loyalty,
            tax=TaxPolicy() if tax is None else tax,
            tax_classes=classes,
            rounding=check.choice("rounding", rounding, Rounding),
            round_off=step,
        )
        if loyalty is not None:
            check.instance("loyalty", loyalty, Loyalty, "a Loyalty")
        check.instance("tax", policies.tax, TaxPolicy, "a TaxPolicy")
        kept = Redemptions()
        try:
            kept = Redemptions(offer_redemptions, code_redemptions)
        except CheckoutError as error:
            check.extend(error)
        offers = _offers(check, "promotions", promotions, "promotion")
        codes = _offers(check, "coupons", coupons, "coupon")
        check.on_grid(known)
        amounts = [
            check.minor(f"charges[{at}].amount", each.amount, known)
            for at, each in enumerate(fees)
            if isinstance(each, Charge)
        ]
        table = None
        if isinstance(shipping_rates, ShippingRates):
            table = _shipping(check, known, shipping_rates)
        _check_classes(check, known, classes)
        plans = _plans(check, known, "promotions", offers)
        coupon_plans = _plans(check, known, "coupons", codes)
        spellings = _spellings(check, codes)
        check.raise_any()
        assert known is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            known,
            offers,
            codes,
            policies,
            kept,
            _index(plans, coupon_plans, spellings),
            _minor(known, policies, table, amounts),
        )

    @classmethod
    def of(
        cls,
        currency: str,
        policies: Policies,
        *,
        promotions: Iterable[Offer] = (),
        coupons: Iterable[Offer] = (),
        redemptions: Redemptions | None = None,
    ) -> Store:
        """Return a store with the *policies* of another one."""
        expect(
            policies=(policies, Policies), redemptions=(redemptions, Redemptions | None)
        )
        counted = Redemptions() if redemptions is None else redemptions
        return cls(
            currency,
            promotions=promotions,
            coupons=coupons,
            offer_redemptions=counted.offers,
            code_redemptions=counted.codes,
            **{
                each.name: getattr(policies, each.name)
                for each in attrs.fields(Policies)
            },
        )

    def without(self, offer: Offer) -> Store:
        """Return the same store without one of its offers."""
        expect(offer=(offer, Offer))
        return Store.of(
            self.currency.code,
            self.policies,
            promotions=[each for each in self.promotions if each is not offer],
            coupons=[each for each in self.coupons if each is not offer],
            redemptions=self.redemptions,
        )


def _offers(
    check: Validator, path: str, given: Iterable[Any], kind: str
) -> tuple[Offer, ...]:
    found = listing(check, path, given) or ()
    if len(found) > MAX_OFFERS:
        check.add(path, "too_many", found, limit=MAX_OFFERS)
        return ()
    seen = set()
    for at, offer in enumerate(found):
        where = f"{path}[{at}]"
        if not isinstance(offer, Offer) or offer.kind != kind:
            check.wrong_type(where, offer, f"a {kind}")
        elif offer.id in seen:
            check.add(f"{where}.id", "same_offer_id", offer.id)
        else:
            seen.add(offer.id)
    return found


def _step(
    check: Validator, currency: Currency | None, round_off: Any
) -> Decimal | None:
    """Return the step of *round_off*, which may be the word for the smallest coin."""
    if round_off == CASH and currency is not None:
        round_off = CASH_STEPS.get(currency.code)
        if round_off is None:
            check.add("round_off", "no_cash_step", CASH, currency=currency.code)
    before = len(check.found)
    step = None if round_off == CASH else check.maybe_amount("round_off", round_off)
    if step is not None and not step and len(check.found) == before:
        check.add("round_off", "bad_step", round_off)
    return step


def _check_classes(
    check: Validator, currency: Currency | None, classes: Iterable[Any]
) -> None:
    """Note the amounts of tax classes that are off the grid."""
    for at, each in enumerate(classes):
        for nth, period in enumerate(
            each.periods if isinstance(each, TaxClass) else ()
        ):
            path = f"tax_classes[{at}].periods[{nth}]"
            for where, amount in period.amounts:
                check.minor(f"{path}.{where}", amount, currency)


def _minor(
    currency: Currency,
    policies: Policies,
    shipping: ShippingRates[int] | None,
    charges: Sequence[int],
) -> Minor:
    threshold, step = policies.free_shipping_threshold, policies.round_off
    return Minor(
        threshold=None if threshold is None else to_minor(threshold, currency, ""),
        shipping=shipping,
        charges=tuple(
            (
                amount,
                Rate.of(each.tax_rate, inclusive=each.price_including_tax),
                each.charge_tax or policies.tax.charge_tax,
            )
            for amount, each in zip(charges, policies.charges, strict=True)
        ),
        step=None if step is None else to_minor(step, currency, ""),
        classes={each.name: each for each in policies.tax_classes},
    )


def _grid(check: Validator, currency: Currency | None) -> Callable[[str, Decimal], int]:
    return lambda path, value: check.minor(path, value, currency)


def _shipping(
    check: Validator, currency: Currency | None, table: ShippingRates[Decimal]
) -> ShippingRates[int]:
    path, grid = "shipping_rates", _grid(check, currency)
    zones = [
        _compiled(zone, f"{path}.zones[{at}]", grid, {})
        for at, zone in enumerate(table.zones)
    ]
    rate = None if table.rate is None else _compiled(table.rate, path, grid, {})
    return ShippingRates(rate, tuple(zones))


def _plans(
    check: Validator, currency: Currency | None, path: str, offers: Sequence[Any]
) -> tuple[Plan, ...]:
    return tuple(
        _plan(_grid(check, currency), f"{path}[{at}]", offer, at)
        for at, offer in enumerate(offers)
        if isinstance(offer, Offer)
    )


def _spellings(check: Validator, coupons: Sequence[Any]) -> dict[str, tuple[int, str]]:
    """Return the coupon of each code, and how the store spells the code."""
    codes: dict[str, tuple[int, str]] = {}
    for at, offer in enumerate(coupons):
        for nth, spelling in enumerate(offer.codes if isinstance(offer, Offer) else ()):
            held = codes.setdefault(code_key(spelling), (at, spelling))
            if held[0] != at:
                path = f"coupons[{at}].coupon_code[{nth}]"
                check.add(path, "same_coupon_code", spelling)
    return codes


def _index(
    promotions: tuple[Plan, ...],
    coupons: tuple[Plan, ...],
    codes: dict[str, tuple[int, str]],
) -> Index:
    always: list[int] = []
    by_product: dict[tuple[str | None, str | None], list[int]] = {}
    by_category: dict[str, list[int]] = {}
    for at, plan in enumerate(promotions):
        products, categories = reach(plan.benefit)
        if (None, None) in products:
            always.append(at)
            continue
        for product in products:
            by_product.setdefault(product, []).append(at)
        for category in categories:
            by_category.setdefault(category, []).append(at)
    return Index(
        promotions=promotions,
        coupons=coupons,
        always=tuple(always),
        by_product=by_product,
        by_category=by_category,
        codes=codes,
    )


def code_key(code: str) -> str:
    """
    Return the same text for all spellings of one coupon code.

    >>> code_key("  dIWALI10 ") == code_key("Diwali10")
    True
    """
    return code.strip().casefold()


def reach(
    benefit: Benefit[N],
) -> tuple[set[tuple[str | None, str | None]], set[str]]:
    """
    Return the (product, variant) pairs and the categories an offer names.

    None means any, so (None, None) means every line.
    """
    match benefit:
        case FreeShipping():
            return {(None, None)}, set()
        case BuyXGetY(rows=rows):
            sides = [side for row in rows for side in (row.buy, row.get)]
            products = {
                (side.product_id, side.variant_id)
                for side in sides
                if side.product_id is not None or side.variant_id is not None
            }
            categories = {
                side.category_id
                for side in sides
                if side.category_id is not None
                and (side.product_id, side.variant_id) == (None, None)
            }
            return products, categories
        case (
            PercentageDiscount(target=target)
            | FixedDiscount(target=target)
            | AcceleratedRewards(target=target)
        ):
            if target.scope is Scope.CATEGORY:
                return set(), set(target.category_ids)
            return {(row.product_id, row.variant_id) for row in target.rows}, set()
    return {(row.product_id, row.variant_id) for row in benefit.rows}, set()


def _plan(
    grid: Callable[[str, Decimal], int], path: str, offer: Offer, place: int
) -> Plan:
    benefit = cast(
        "Benefit[int]", _compiled(offer.benefit, join(path, "details"), grid)
    )
    plain = (
        isinstance(benefit, PercentageDiscount | FixedDiscount)
        and benefit.target.scope is not Scope.PRODUCT
        and benefit.target.rows == (Row(),)
        and offer.max_applicable_items is None
    )
    return Plan(
        offer=offer,
        place=place,
        benefit=benefit,
        minimum=grid(join(path, "minimum_order_total"), offer.minimum_order_total),
        starts_at=offer.starts_at,
        expires_at=offer.expires_at,
        limited=offer.limits != Limits(),
        funded=offer.funded_by is not FundedBy.SELLER,
        plain=plain,
        narrow=isinstance(benefit, BuyXGetY)
        and any(_is_narrow(row.buy) or _is_narrow(row.get) for row in benefit.rows),
    )


def _is_narrow(side: Choice) -> bool:
    product = side.product_id is not None or side.variant_id is not None
    return product and side.category_id is not None


#: Fields that hold a percentage and not an amount.
_RATES = ("percent", "tax_rate")

#: The vendor's names of our fields, for the paths of faults.
_VENDOR_NAMES: Mapping[str, str] = {
    "target": "",
    "rows": "products",
    "amount": "fixed_discount_amount",
    "minimum": "minimum_purchase_amount",
    "maximum": "maximum_purchase_amount",
}


def _compiled(
    noun: Any,
    path: str,
    grid: Callable[[str, Decimal], int],
    names: Mapping[str, str] = _VENDOR_NAMES,
) -> Any:
    """Return *noun* with its amounts in minor units; percentages stay as they are."""
    changed: dict[str, Any] = {}
    for each in attrs.fields(type(noun)):
        value = getattr(noun, each.name)
        where = join(path, names.get(each.name, each.name))
        if isinstance(value, Decimal) and each.name not in _RATES:
            changed[each.name] = grid(where, value)
        elif isinstance(value, tuple) and value and attrs.has(type(value[0])):
            # A scaled row has one slab, and the vendor calls it so.
            scaled = isinstance(noun, FreeGoodsRow) and noun.auto_scale
            changed[each.name] = tuple(
                _compiled(
                    part,
                    join(path, "slab") if scaled else f"{where}[{at}]",
                    grid,
                    names,
                )
                for at, part in enumerate(value)
            )
        elif attrs.has(type(value)):
            changed[each.name] = _compiled(value, where, grid, names)
    return attrs.evolve(noun, **changed) if changed else noun
