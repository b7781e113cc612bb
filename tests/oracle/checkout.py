# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A checkout document, read; what offers do to it; and a choice of offers, taxed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from .benefits import Gift
from .facts import ours
from .money import exact, exponent_of, minor, text
from .supplies import (
    Place,
    Seller,
    buyer_gstin,
    is_indian,
    place_of,
    sellers_of,
    supply_type_of,
    supplying,
    without_payment,
)
from .taxes import (
    Charge,
    Goods,
    Levy,
    Line,
    Rate,
    Split,
    TaxRules,
    goods_of,
    rate_of,
    rate_or_none,
    read_rate,
    read_slabs,
    split_line,
    split_lines,
    tax_shared,
)
from .zones import shipping_of


Json = Mapping[str, Any]

PROMOTION, COUPON, POINTS = "promotion", "coupon", "points"


@dataclass(frozen=True)
class Checkout:
    """A checkout document, read."""

    cart: Json
    store: Json
    customer: Json
    at: datetime | None
    exponent: int
    lines: tuple[Line, ...]
    rules: TaxRules
    sellers: Mapping[str, Seller]
    shipping: Json

    @property
    def tax(self) -> Json:
        """The store's tax policies."""
        return self.store.get("tax") or {}

    @property
    def indian(self) -> bool:
        """Whether supplies have a place and a kind."""
        return is_indian(self.cart["currency"], self.tax)

    def place(self, supplier: str) -> Place:
        """Where a seller supplies."""
        return place_of(self.cart, self.store, self.sellers[supplier].state)

    def supply(self, supplier: str) -> str:
        """The heads of what a seller supplies, or the name of another tax."""
        if not self.indian:
            return other_tax(self.tax)
        return self.place(supplier).supply

    @property
    def suppliers(self) -> list[str]:
        """The suppliers that a line or a cost of delivery names, by id."""
        costs = self.shipping.get("suppliers") or {}
        named = [name for name, cost in costs.items() if self.minor(cost)]
        return sorted({*(line.supplier for line in self.lines), *named})

    @property
    def buyer(self) -> str:
        """b2b with a GSTIN; exports are b2c."""
        export = self.rules.supply_type.startswith("export_")
        return "b2b" if buyer_gstin(self.cart) and not export else "b2c"

    def minor(self, value: Any) -> int:
        """An amount in minor units; null is 0."""
        return minor(value or 0, self.exponent)

    def text(self, amount: int) -> str:
        """An amount with the currency's digits."""
        return text(amount, self.exponent)

    @property
    def delivery(self) -> int:
        """The cost of shipping, quoted by the caller, else by the store's zones."""
        return self.minor(self.shipping.get("estimated_cost"))

    @property
    def face_value(self) -> bool:
        """Whether a fixed discount is worth its face to the shopper."""
        return bool(self.store.get("fixed_discount") == "face_value")


@dataclass(frozen=True)
class Applied:
    """One offer applied, or points: what it gave and what it found and left."""

    offer: Json
    kind: str
    gift: Gift
    base: tuple[tuple[int, int], ...]
    delivery: tuple[int, int]

    @property
    def funded(self) -> bool:
        """Discounts funded by a platform or brand do not lower the taxable value."""
        return funded_by_others(self.offer)


@dataclass(frozen=True)
class Journey:
    """What is left of lines and delivery after some offers, and what the tax is on."""

    left: tuple[int, ...]
    base: tuple[int, ...]
    delivery: int
    applied: tuple[Applied, ...] = ()

    @property
    def free_units(self) -> tuple[int, ...]:
        """The free units of all offers, per line."""
        return tuple(
            sum(applied.gift.free_units[i] for applied in self.applied)
            for i in range(len(self.left))
        )

    def with_gift(self, offer: Json, kind: str, gift: Gift) -> "Journey":
        """Each offer works on what the earlier ones left."""
        base = self.base
        if not funded_by_others(offer):
            base = tuple(b - d for b, d in zip(base, gift.discounts, strict=True))
        rest = self.delivery - gift.shipping
        pairs = tuple(zip(self.base, base, strict=True))
        applied = Applied(offer, kind, gift, pairs, (self.delivery, rest))
        left = (a - b for a, b in zip(self.left, gift.discounts, strict=True))
        return Journey(tuple(left), base, rest, (*self.applied, applied))


@dataclass(frozen=True)
class Saved:
    """An offer's savings: per line, and on shipping."""

    applied: Applied
    lines: tuple[int, ...]
    residues: tuple[int, ...]
    shipping: int

    @property
    def total(self) -> int:
        """The saving of an offer: lines, free goods and shipping."""
        return sum(self.lines) + self.shipping


@dataclass(frozen=True)
class Bill:
    """A choice of offers, taxed."""

    journey: Journey
    rates: tuple[Rate, ...]
    splits: tuple[Split, ...]
    goods: tuple[Goods, ...]
    saved: tuple[Saved, ...]

    def savings(self, *kinds: str) -> int:
        """`promotion_savings` or `coupon_savings`: per offer, in order, added."""
        return sum(s.total for s in self.saved if s.applied.kind in kinds)

    @property
    def residues(self) -> int:
        """What fixed discounts at their face value save beyond their discounts."""
        return sum(sum(saved.residues) for saved in self.saved)


def funded_by_others(offer: Json) -> bool:
    """Offers may carry `funded_by` under `x_checkout_core`; the seller is default."""
    return ours(offer).get("funded_by") not in {None, "seller"}


def read(document: Json) -> Checkout:
    """The checkout document; null stands for the default where there is one."""
    cart = document["cart"]
    store = document.get("store") or {}
    tax = store.get("tax") or {}
    exponent = exponent_of(cart["currency"])
    at = document.get("at")
    sellers = sellers_of(store)
    indian = is_indian(cart["currency"], tax)
    supply_type = supply_type_of(cart, store) if indian else "regular"
    supplies = {
        ident: place_of(cart, store, seller.state).supply if indian else other_tax(tax)
        for ident, seller in sellers.items()
        if ident in supplying(cart, store)
    }
    return Checkout(
        cart=cart,
        store=store,
        customer=document.get("customer") or {},
        at=None if at is None else datetime.fromisoformat(at),
        exponent=exponent,
        lines=tuple(
            read_line(i, line, exponent, supplies, untaxed=without_payment(supply_type))
            for i, line in enumerate(cart["cart_items"])
        ),
        rules=TaxRules(
            supply_type=supply_type,
            level=tax.get("level") or "line",
            net_exact=tax.get("inclusive_split") == "net_exact",
            charge_tax=tax.get("charge_tax") or "own_rate",
            like_goods=tax.get("regime") == "components",
            rounding=store.get("rounding") or "half_up",
        ),
        sellers=sellers,
        shipping=shipping_of(cart, store),
    )


def other_tax(tax: Json) -> str:
    """The name of the tax elsewhere; without a regime it has none of its own."""
    if tax.get("regime") is None:
        return "unknown"
    return str(tax.get("tax_name") or "Tax")


def read_line(
    position: int,
    line: Json,
    exponent: int,
    supplies: Mapping[str, str],
    *,
    untaxed: bool,
) -> Line:
    """The line key is `(line_id, "")` where given, else product and variant."""
    key = (str(line["product_id"]), str(line.get("variant_id") or ""))
    if line.get("line_id") is not None:
        key = (str(line["line_id"]), "")
    price = minor(line["selling_price"], exponent)
    listing = line.get("listing_price")
    supplier = line.get("supplier") or ""
    section_9_5 = bool(line.get("section_9_5"))
    return Line(
        position=position,
        key=key,
        product_id=line["product_id"],
        variant_id=line.get("variant_id"),
        categories=frozenset(line.get("category_ids") or ()),
        quantity=line["quantity"],
        unit_price=price,
        inclusive=bool(line.get("price_including_tax")),
        rate=Rate(Fraction(0)) if untaxed else read_rate(line),
        cess=Fraction(0) if untaxed else exact(line.get("cess_rate") or 0),
        slabs=() if untaxed else read_slabs(line, exponent),
        tax_category=line.get("tax_category") or "standard",
        handling=minor(line.get("handling_charge_excluding_tax") or 0, exponent),
        handling_rate=rate_or_none(line, "handling_charge_"),
        price_per=line.get("price_per") or 1,
        reduced=listing is not None and minor(listing, exponent) > price,
        supplier=supplier,
        # Of notified services the operator pays the tax.
        supply=supplies["" if section_9_5 else supplier],
        section_9_5=section_9_5,
        hsn_code=line.get("hsn_code"),
        unit=line.get("unit"),
    )


def start(checkout: Checkout) -> Journey:
    """What is left before any offer."""
    listed = tuple(line.listed for line in checkout.lines)
    return Journey(listed, listed, checkout.delivery)


def rates_at(checkout: Checkout, journey: Journey) -> tuple[Rate, ...]:
    """The rates of the amounts taxed and the free units, at one place of the way."""
    return tuple(
        rate_of(line, base, free, checkout.exponent)
        for line, base, free in zip(
            checkout.lines, journey.base, journey.free_units, strict=True
        )
    )


def cost_of(line: Line, rate: Rate, rules: TaxRules) -> Callable[[int], int]:
    """What the shopper pays for an amount of a line, by the line rule."""

    def cost(amount: int) -> int:
        if line.inclusive:
            return amount
        return amount + split_line(line, amount, rate, rules).tax

    return cost


def costs_at(checkout: Checkout, journey: Journey) -> tuple[Callable[[int], int], ...]:
    """The costs of all lines, at the rates of one place of the way."""
    rates = rates_at(checkout, journey)
    return tuple(
        cost_of(line, rate, checkout.rules)
        for line, rate in zip(checkout.lines, rates, strict=True)
    )


def shipping_at(checkout: Checkout, goods: tuple[Goods, ...], amount: int) -> Charge:
    """An amount of the shipping cost, shared and taxed as the whole is."""
    shipping = checkout.shipping
    levy = Levy(rate_or_none(shipping), bool(shipping.get("price_including_tax")))
    costs = shipping.get("suppliers")
    if costs is not None:
        costs = {ident: checkout.minor(cost) for ident, cost in costs.items()}
    return tax_shared(amount, levy, goods, checkout.rules, costs=costs)


def goods_in(
    checkout: Checkout,
    journey: Journey,
    rates: tuple[Rate, ...],
    splits: tuple[Split, ...],
    ident: str,
) -> Goods:
    """The goods of one supplier, taxed."""
    rows = zip(checkout.lines, rates, splits, journey.free_units, strict=True)
    return goods_of(
        checkout.sellers[ident],
        checkout.supply(ident),
        [row for row in rows if row[0].supplier == ident],
        checkout.rules,
    )


def settle(checkout: Checkout, journey: Journey) -> Bill:
    """The rates of a choice come from its own final net and are used throughout."""
    lines, rules = checkout.lines, checkout.rules
    rates = rates_at(checkout, journey)
    splits = tuple(split_lines(lines, journey.base, rates, rules))
    goods = tuple(
        goods_in(checkout, journey, rates, splits, ident)
        for ident in checkout.suppliers
    )
    room = list(journey.left)
    saved = []
    for applied in journey.applied:
        # Per line at most what is left of it in the end, earlier offers first.
        residues = []
        for i, residue in enumerate(applied.gift.residues):
            residues.append(min(residue, room[i]))
            room[i] -= residues[i]
        found = saving_of(checkout, applied, rates, goods)
        amounts = (a + b for a, b in zip(found.lines, residues, strict=True))
        saved.append(replace(found, lines=tuple(amounts), residues=tuple(residues)))
    return Bill(journey, rates, splits, goods, tuple(saved))


def saving_of(
    checkout: Checkout,
    applied: Applied,
    rates: tuple[Rate, ...],
    goods: tuple[Goods, ...],
) -> Saved:
    """The drop of what the lines and the delivery cost, plus free goods."""
    amounts = []
    for i, line in enumerate(checkout.lines):
        cost = cost_of(line, rates[i], checkout.rules)
        before, after = applied.base[i]
        drop = cost(before) - cost(after)
        if applied.funded:
            drop = applied.gift.discounts[i]
        amounts.append(drop + cost(applied.gift.free_units[i] * line.unit_price))
    whole, rest = (shipping_at(checkout, goods, each) for each in applied.delivery)
    drop = whole.taxable + whole.tax - rest.taxable - rest.tax
    return Saved(applied, tuple(amounts), (), max(0, drop))
