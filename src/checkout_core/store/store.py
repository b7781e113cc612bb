# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The store: its policies and its offers, compiled once and used for many carts.

Promises that a store which is made can price every cart in its currency.  Counters of
redemptions are kept apart from the compiled offers, so a host can pass fresh ones with
each call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from attrs import field, frozen

from checkout_core.cart.instalments import Part, check_plan, plan_on_grid
from checkout_core.checks import (
    Amount,
    Validator,
    changed_arguments,
    checked_currency,
    expect,
    listing,
)
from checkout_core.errors import join
from checkout_core.money import Rounding
from checkout_core.offers import Offer
from checkout_core.store.charges import MAX_CHARGES, Charge
from checkout_core.store.compiled import (
    CompiledPolicies,
    Index,
    check_tax_classes,
    codes_of,
    compiled_charges,
    compiled_offers,
    compiled_policies,
    compiled_shipping,
    index_of,
)
from checkout_core.store.groups import OfferGroup, checked_groups
from checkout_core.store.moments import checked_offset
from checkout_core.store.policies import (
    DiscountBasis,
    Handling,
    Loyalty,
    Policies,
    round_off_step,
)
from checkout_core.store.redemptions import Redemptions
from checkout_core.store.shipping import ShippingRates
from checkout_core.store.suppliers import (
    Supplier,
    checked_suppliers,
    supplier_hint,
)
from checkout_core.store.tax_classes import TaxClass
from checkout_core.tax.policy import TaxPolicy
from checkout_core.values import Record


if TYPE_CHECKING:
    from checkout_core.currencies import Currency


MAX_OFFERS = 50_000
#: What a store has that does not say otherwise.
_TAX = TaxPolicy()
_NOT_REDEEMED = Redemptions()


@frozen(init=False, kw_only=True)
class Store:
    """
    A store in one currency: policies, promotions in their order, coupons.

    Raises `CheckoutError` with every fault.  All arguments but `currency` have
    defaults; amounts are in major units.

    Attributes:
        currency: the currency of all amounts, the same as the cart's: a `Currency`; as
            an argument also its ISO 4217 code.
        promotions: offers made by `promotion` or `read_promotion`; ids are unique, and
            of two that save the same the earlier one applies.
        coupons: offers made by `coupon` or `read_coupon`; ids and codes are unique.
        offer_redemptions: times redeemed by offer id, as in `Redemptions.offers`.
        code_redemptions: times redeemed by code, as in `Redemptions.codes`.
        offer_discounts: what was taken of budgets, as in `Redemptions.discounts`.
        offer_groups: an `OfferGroup` for each group that promotions name, in the order
            in which the groups apply; at most 100, () by default.
        maximum_coupons: how many coupons can apply together, 1 by default.
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
        fixed_discount: what one amount off is worth where tax comes on top of prices:
            the amount and the tax on it (`own_basis`, the default) or exactly the
            amount (`face_value`).
        utc_offset: how far the store's clocks are from UTC, such as "+05:30"; it
            decides the hours of conditions.  None (the default) for the offset of `at`.
        payment_plan: the `Part`s in which orders are paid whose carts have no plan, at
            most 12; none by default: all of it at once.
        suppliers: a `Supplier` for each that lines or charges name, with ids of their
            own; none by default.
        handling_hsn_code: the code of the lines' handling for GST, None by default; no
            tax depends on it.
        policies: no argument: all settings but the offers.
        redemptions: no argument: the counters.
        index: not public: the offers compiled, by what they match.
        minor: not public: the policies in minor units.

    >>> Store("INR", round_off="1").policies.round_off
    Decimal('1')
    """

    currency: Currency
    promotions: tuple[Offer, ...]
    coupons: tuple[Offer, ...]
    offer_redemptions: Record
    code_redemptions: Record
    offer_discounts: Record
    offer_groups: tuple[OfferGroup, ...]
    maximum_coupons: int
    free_shipping_threshold: Decimal | None
    shipping_rates: ShippingRates[Decimal] | None
    tax_classes: tuple[TaxClass, ...]
    handling: Handling
    charges: tuple[Charge, ...]
    loyalty: Loyalty | None
    tax: TaxPolicy
    rounding: Rounding
    round_off: Decimal | None
    fixed_discount: DiscountBasis
    utc_offset: str | None
    payment_plan: tuple[Part, ...]
    suppliers: tuple[Supplier, ...]
    handling_hsn_code: str | None
    policies: Policies = field(init=False, eq=False, repr=False)
    redemptions: Redemptions = field(init=False, eq=False, repr=False)
    index: Index = field(init=False, eq=False, repr=False)
    minor: CompiledPolicies = field(init=False, eq=False, repr=False)

    def __init__(
        self,
        currency: str | Currency,
        *,
        promotions: Iterable[Offer] = (),
        coupons: Iterable[Offer] = (),
        offer_redemptions: Mapping[str, int] | None = None,
        code_redemptions: Mapping[str, int] | None = None,
        offer_discounts: Mapping[str, Amount] | None = None,
        offer_groups: Iterable[OfferGroup] = (),
        maximum_coupons: int = 1,
        free_shipping_threshold: Amount | None = None,
        shipping_rates: ShippingRates[Decimal] | None = None,
        tax_classes: Iterable[TaxClass] = (),
        handling: str = Handling.PER_UNIT,
        charges: Iterable[Charge] = (),
        loyalty: Loyalty | None = None,
        tax: TaxPolicy | None = None,
        rounding: str = Rounding.HALF_UP,
        round_off: Amount | None = None,
        fixed_discount: str = DiscountBasis.OWN_BASIS,
        utc_offset: str | None = None,
        payment_plan: Sequence[Part | Mapping[str, Any]] = (),
        suppliers: Iterable[Supplier] = (),
        handling_hsn_code: str | None = None,
    ) -> None:
        check = Validator()
        known = checked_currency(check, currency)
        if shipping_rates is not None:
            check.instance("shipping_rates", shipping_rates, ShippingRates, "a table")
        fees = listing(check, "charges", charges) or ()
        for i, each in enumerate(fees):
            check.instance(f"charges[{i}]", each, Charge, "a Charge")
        if len(fees) > MAX_CHARGES:
            check.add("charges", "too_many", fees, limit=MAX_CHARGES)
        same_ids(check, fees)
        supplying = checked_suppliers(check, suppliers)
        known_suppliers(check, fees, supplying)
        step = round_off_step(check, known, round_off)
        threshold = check.maybe_amount(
            "free_shipping_threshold", free_shipping_threshold
        )
        classes = listing(check, "tax_classes", tax_classes) or ()
        for i, each_class in enumerate(classes):
            check.instance(f"tax_classes[{i}]", each_class, TaxClass, "a TaxClass")
        groups = checked_groups(check, offer_groups)
        parts = check_plan(check, "payment_plan", payment_plan)
        policies = Policies(
            free_shipping_threshold=threshold,
            shipping_rates=shipping_rates,
            handling=check.choice("handling", handling, Handling),
            charges=fees,
            loyalty=loyalty,
            tax=_TAX if tax is None else tax,
            tax_classes=classes,
            rounding=check.choice("rounding", rounding, Rounding),
            round_off=step,
            fixed_discount=check.choice(
                "fixed_discount", fixed_discount, DiscountBasis
            ),
            offer_groups=groups,
            maximum_coupons=check.count("maximum_coupons", maximum_coupons, low=1),
            utc_offset=checked_offset(check, "utc_offset", utc_offset),
            payment_plan=parts,
            suppliers=supplying,
            handling_hsn_code=check.maybe_text("handling_hsn_code", handling_hsn_code),
        )
        if loyalty is not None:
            check.instance("loyalty", loyalty, Loyalty, "a Loyalty")
        check.instance("tax", policies.tax, TaxPolicy, "a TaxPolicy")
        kept: Redemptions | None = _NOT_REDEEMED
        counted = (offer_redemptions, code_redemptions, offer_discounts)
        if counted != (None, None, None):
            kept = check.within("", lambda: Redemptions(*counted))
        offers = _offers(check, "promotions", promotions, "promotion")
        codes = _offers(check, "coupons", coupons, "coupon")
        check.on_grid(known)
        general = getattr(policies.tax, "charge_tax", _TAX.charge_tax)
        amounts = compiled_charges(check, known, fees, general)
        table = None
        if isinstance(shipping_rates, ShippingRates):
            table = compiled_shipping(check, known, shipping_rates)
        plan_on_grid(check, parts, known)
        check_tax_classes(check, known, classes)
        for name, amount in kept.discounts.items() if kept else ():
            check.minor(join("offer_discounts", name), amount, known)
        places = {each.id: i for i, each in enumerate(groups)}
        plans = compiled_offers(check, known, "promotions", offers, places)
        coupon_plans = compiled_offers(check, known, "coupons", codes, places)
        spellings = codes_of(check, codes)
        check.raise_any()
        assert known is not None
        assert kept is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            currency=known,
            promotions=offers,
            coupons=codes,
            offer_redemptions=kept.offers,
            code_redemptions=kept.codes,
            offer_discounts=kept.discounts,
            offer_groups=groups,
            maximum_coupons=policies.maximum_coupons,
            free_shipping_threshold=threshold,
            shipping_rates=shipping_rates,
            tax_classes=classes,
            handling=policies.handling,
            charges=fees,
            loyalty=loyalty,
            tax=policies.tax,
            rounding=policies.rounding,
            round_off=step,
            fixed_discount=policies.fixed_discount,
            utc_offset=policies.utc_offset,
            payment_plan=parts,
            suppliers=supplying,
            handling_hsn_code=policies.handling_hsn_code,
        )
        put = object.__setattr__
        put(self, "policies", policies)
        put(self, "redemptions", kept)
        put(self, "index", index_of(plans, coupon_plans, spellings))
        put(self, "minor", compiled_policies(known, policies, table, amounts))

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
            offer_discounts=counted.discounts,
            **{
                each.name: getattr(policies, each.name)
                for each in attrs.fields(Policies)
            },
        )

    def changed(self, **fields: Any) -> Store:
        """
        Return the same store with some of its constructor's arguments changed.

        Raises `CheckoutError` with every fault, also for names that a store does not
        have.

        >>> Store("INR", round_off="1").changed(rounding="half_even").round_off
        Decimal('1')
        """
        return Store(**changed_arguments(self, fields))

    def without(self, offer: Offer) -> Store:
        """Return the same store without one of its offers."""
        expect(offer=(offer, Offer))
        return self.changed(
            promotions=[each for each in self.promotions if each is not offer],
            coupons=[each for each in self.coupons if each is not offer],
        )


def same_ids(check: Validator, charges: Iterable[Any]) -> None:
    """Add a fault for each charge whose id is that of an earlier one."""
    seen: set[str] = set()
    for i, each in enumerate(charges):
        known = each.id if isinstance(each, Charge) else None
        if known in seen:
            check.add(f"charges[{i}].id", "same_charge_id", known)
        elif known is not None:
            seen.add(known)


def known_suppliers(
    check: Validator, charges: Iterable[Any], suppliers: Iterable[Any]
) -> None:
    """Add a fault for each charge of a supplier that the store does not have."""
    known = [each.id for each in suppliers if isinstance(each, Supplier)]
    for i, each in enumerate(charges):
        named = each.supplier if isinstance(each, Charge) else None
        if named and named not in known:
            hint = supplier_hint(named, known)
            check.add(f"charges[{i}].supplier", "unknown_supplier", named, hint=hint)


def _offers(
    check: Validator, path: str, offers: Iterable[Any], kind: str
) -> tuple[Offer, ...]:
    found = listing(check, path, offers) or ()
    if len(found) > MAX_OFFERS:
        check.add(path, "too_many", found, limit=MAX_OFFERS)
        return ()
    seen = set()
    for i, offer in enumerate(found):
        where = f"{path}[{i}]"
        if not isinstance(offer, Offer) or offer.kind != kind:
            check.wrong_type(where, offer, f"a {kind}")
        elif offer.id in seen:
            check.add(f"{where}.id", "same_offer_id", offer.id)
        else:
            seen.add(offer.id)
    return found


__all__ = [
    "MAX_OFFERS",
    "Store",
]
