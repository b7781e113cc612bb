# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The order of events: section 2 of the contract, and the totals of section 4."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from .benefits import Basket, Gift, gift_of, kind_of, names
from .money import (
    exact,
    exponent_of,
    minor,
    minor_or_none,
    percent_of,
    plain,
    round_to,
    text,
)
from .states import supply_of
from .taxes import (
    Charge,
    Line,
    Rate,
    Split,
    TaxRules,
    components_of,
    goods_by_rate,
    rate_of,
    read_rate,
    read_slabs,
    split_line,
    split_lines,
    tax_charge,
)


Json = Mapping[str, Any]


@dataclass(frozen=True)
class Applied:
    """One offer applied: what it gave and what it found."""

    offer: Json
    is_coupon: bool
    gift: Gift
    base_before: tuple[int, ...]
    base_after: tuple[int, ...]

    @property
    def funded(self) -> bool:
        """Discounts funded by a platform or brand do not lower the taxable value."""
        return funded_by_others(self.offer)


@dataclass(frozen=True)
class Journey:
    """What is left of the lines after some offers, and what the tax is on."""

    left: tuple[int, ...]
    base: tuple[int, ...]
    applied: tuple[Applied, ...] = ()

    @property
    def frees_shipping(self) -> bool:
        """Whether an offer freed shipping."""
        return any(applied.gift.frees_shipping for applied in self.applied)

    def with_offer(self, offer: Json, gift: Gift, *, is_coupon: bool) -> "Journey":
        """Each offer works on what the earlier ones left."""
        pairs = list(zip(self.left, gift.discounts, strict=True))
        base = self.base
        if not funded_by_others(offer):
            base = tuple(b - d for b, d in zip(self.base, gift.discounts, strict=True))
        applied = Applied(offer, is_coupon, gift, self.base, base)
        return Journey(
            tuple(left - discount for left, discount in pairs),
            base,
            (*self.applied, applied),
        )


@dataclass(frozen=True)
class Saved:
    """An offer's savings: per line, and on shipping."""

    applied: Applied
    lines: tuple[int, ...]
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
    goods: Mapping[Rate, int]
    shipping: Charge
    saved: tuple[Saved, ...]

    def savings(self, *, of_coupon: bool) -> int:
        """`promotion_savings` or `coupon_savings`: per offer, in order, added."""
        return sum(s.total for s in self.saved if s.applied.is_coupon == of_coupon)


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

    def minor(self, value: Any) -> int:
        """An amount in minor units; null is 0."""
        return minor(value or 0, self.exponent)

    def text(self, amount: int) -> str:
        """An amount with the currency's digits."""
        return text(amount, self.exponent)


def funded_by_others(offer: Json) -> bool:
    """Offers may carry `funded_by` under `x_checkout_core`; the seller is default."""
    funder = (offer.get("x_checkout_core") or {}).get("funded_by")
    return funder not in {None, "seller"}


def read(document: Json) -> Checkout:
    """The checkout document; null stands for the default where there is one."""
    cart = document["cart"]
    store = document.get("store") or {}
    tax = store.get("tax") or {}
    exponent = exponent_of(cart["currency"])
    at = document.get("at")
    return Checkout(
        cart=cart,
        store=store,
        customer=document.get("customer") or {},
        at=None if at is None else datetime.fromisoformat(at),
        exponent=exponent,
        lines=tuple(
            read_line(i, line, exponent) for i, line in enumerate(cart["cart_items"])
        ),
        rules=TaxRules(
            supply=supply_of(cart, tax),
            level=tax.get("level") or "line",
            net_exact=tax.get("inclusive_split") == "net_exact",
            charge_tax=tax.get("charge_tax") or "own_rate",
            like_goods=tax.get("regime") == "components",
            rounding=store.get("rounding") or "half_up",
        ),
    )


def read_line(position: int, line: Json, exponent: int) -> Line:
    """The line key is `(line_id, "")` where given, else product and variant."""
    key = (str(line["product_id"]), str(line.get("variant_id") or ""))
    if line.get("line_id") is not None:
        key = (str(line["line_id"]), "")
    return Line(
        position=position,
        key=key,
        product_id=line["product_id"],
        variant_id=line.get("variant_id"),
        categories=frozenset(line.get("category_ids") or ()),
        quantity=line["quantity"],
        unit_price=minor(line["selling_price"], exponent),
        inclusive=bool(line.get("price_including_tax")),
        rate=read_rate(line),
        cess=exact(line.get("cess_rate") or 0),
        slabs=read_slabs(line, exponent),
        tax_category=line.get("tax_category") or "standard",
        handling=minor(line.get("handling_charge_excluding_tax") or 0, exponent),
        handling_rate=read_rate(line, "handling_charge_"),
    )


def shipping_of(checkout: Checkout) -> tuple[int, Rate, bool]:
    """Shipping: cost and rate quoted by the caller, and whether tax is inside."""
    shipping = checkout.cart.get("shipping") or {}
    return (
        checkout.minor(shipping.get("estimated_cost")),
        read_rate(shipping),
        bool(shipping.get("price_including_tax")),
    )


def settle(checkout: Checkout, journey: Journey) -> Bill:
    """The rates of a choice come from its own final net and are used throughout."""
    lines, rules = checkout.lines, checkout.rules
    rates = tuple(
        rate_of(line, base, checkout.exponent)
        for line, base in zip(lines, journey.base, strict=True)
    )
    splits = tuple(split_lines(lines, journey.base, rates, rules))
    goods = goods_by_rate(rates, splits, rules)
    cost, own_rate, inclusive = shipping_of(checkout)
    shipping = tax_charge(cost, own_rate, goods, rules, inclusive=inclusive)
    saved = tuple(
        saving_of(checkout, applied, rates, shipping) for applied in journey.applied
    )
    return Bill(journey, rates, splits, goods, shipping, saved)


def saving_of(
    checkout: Checkout, applied: Applied, rates: tuple[Rate, ...], shipping: Charge
) -> Saved:
    """The drop of what the lines cost, plus free shipping with tax, plus free goods."""
    amounts = []
    for i, line in enumerate(checkout.lines):

        def cost(amount: int, line: Line = line, rate: Rate = rates[i]) -> int:
            if line.inclusive:
                return amount
            return amount + split_line(line, amount, rate, checkout.rules).tax

        if applied.funded:
            drop = applied.gift.discounts[i]
        else:
            drop = cost(applied.base_before[i]) - cost(applied.base_after[i])
        amounts.append(drop + cost(applied.gift.free_units[i] * line.unit_price))
    freed = shipping.taxable + shipping.tax if applied.gift.frees_shipping else 0
    if freed and applied.funded:
        freed = shipping_of(checkout)[0]
    return Saved(applied, tuple(amounts), freed)


def outside_code(
    checkout: Checkout, offer: Json, code: str | None, order_total: int
) -> str | None:
    """The first failing code before the benefit is looked at."""
    at = checkout.at
    assert at is not None
    starts, ends = offer.get("starts_at"), offer.get("expires_at")
    limits = offer.get("redemption_limits") or {}
    counts = checkout.store.get("offer_redemptions") or {}
    used = counts.get(offer["id"])
    if used is None:
        used = offer.get("redemption_count") or 0
    # A guest, who has no id, counts 0.
    own = checkout.customer.get("offer_redemptions") or {}
    mine = 0 if checkout.customer.get("id") is None else own.get(offer["id"]) or 0
    codes = checkout.store.get("code_redemptions") or {}

    def reached(limit: str, count: int) -> bool:
        return limits.get(limit) is not None and count >= limits[limit]

    if starts is not None and at < datetime.fromisoformat(starts):
        return "not_started"
    if ends is not None and at >= datetime.fromisoformat(ends):
        return "expired"
    if reached("total_redemptions", used):
        return "limit_reached"
    if reached("per_customer_redemptions", mine):
        return "customer_limit_reached"
    if code is not None and reached(
        "per_coupon_code_redemptions", codes.get(code) or 0
    ):
        return "code_limit_reached"
    if order_total < checkout.minor(offer.get("minimum_order_total")):
        return "below_minimum"
    return None


def try_offer(
    checkout: Checkout,
    journey: Journey,
    offer: Json,
    *,
    code: str | None = None,
    order_total: int,
) -> Journey | str:
    """Eligible: window, limits, minimum, and the benefit gives something."""
    outside = outside_code(checkout, offer, code, order_total)
    if outside is not None:
        return outside
    cost = shipping_of(checkout)[0]
    basket = Basket(
        lines=checkout.lines,
        left=journey.left,
        exponent=checkout.exponent,
        rounding=checkout.rules.rounding,
        shipping_to_free=cost > 0 and not journey.frees_shipping,
    )
    gift = gift_of(offer, basket)
    if isinstance(gift, str):
        return gift
    return journey.with_offer(offer, gift, is_coupon=code is not None)


def choose_promotions(
    checkout: Checkout, start: Journey
) -> tuple[Journey, dict[int, str]]:
    """Of the combinable set and each exclusive one, the largest saving wins."""
    promotions = checkout.store.get("promotions") or []
    listed = sum(start.left)
    refused: dict[int, str] = {}
    together, members = start, []
    candidates: list[tuple[int, Journey]] = []
    for i, promotion in enumerate(promotions):
        combinable = promotion["can_be_used_with_other_promotion"]
        found = try_offer(
            checkout, together if combinable else start, promotion, order_total=listed
        )
        if isinstance(found, str):
            refused[i] = found
        elif combinable:
            together = found
            members.append(i)
        else:
            candidates.append((i, found))
    if members:
        candidates.append((members[0], together))
    if not candidates:
        return start, refused
    _, best = max(
        candidates,
        key=lambda one: (settle(checkout, one[1]).savings(of_coupon=False), -one[0]),
    )
    return best, refused


def find_coupon(checkout: Checkout) -> tuple[Json | None, str | None]:
    """The code is trimmed and compared without case; the store's spelling is shown."""
    entered = (checkout.cart.get("coupon_code") or "").strip()
    for coupon in checkout.store.get("coupons") or []:
        for code in coupon["coupon_code"]:
            if entered and code.strip().casefold() == entered.casefold():
                return coupon, code
    return None, entered or None


def choose(checkout: Checkout) -> tuple[Journey, str | None, list[dict[str, Any]], int]:
    """Promotions, then the coupon, then the refusals a quote carries."""
    listed = tuple(line.listed for line in checkout.lines)
    start = Journey(listed, listed)
    promoted, refused = choose_promotions(checkout, start)
    coupon, code = find_coupon(checkout)
    final, coupon_refusal, replaced = promoted, None, False
    if coupon is None:
        coupon_refusal = "unknown_code" if code is not None else None
    else:
        combinable = coupon["can_be_used_with_promotion"]
        before = promoted if combinable else start
        found = try_offer(
            checkout, before, coupon, code=code, order_total=sum(before.left)
        )
        if isinstance(found, str):
            coupon_refusal = found
        elif combinable or not promoted.applied:
            final = found
        else:
            saves = settle(checkout, found).savings(of_coupon=True)
            held = settle(checkout, promoted).savings(of_coupon=False)
            replaced = saves > held
            final = found if replaced else promoted
            coupon_refusal = None if replaced else "better_promotion_applied"
    refusals: list[dict[str, Any]] = []
    uncounted = 0
    chosen = [applied.offer["id"] for applied in promoted.applied]
    for i, promotion in enumerate(checkout.store.get("promotions") or []):
        why = refused.get(i)
        if why is None and replaced:
            why = "excluded_by_coupon"
        elif why is None and promotion["id"] not in chosen:
            why = "excluded_by_promotion"
        if not any(names(promotion, line) for line in checkout.lines):
            uncounted += 1
        elif why is not None:
            refusals.append({"offer_id": promotion["id"], "code": why})
    if coupon_refusal is not None:
        offer_id = None if coupon is None else coupon["id"]
        refusals.append({"offer_id": offer_id, "code": coupon_refusal})
    shown = code if final.applied and final.applied[-1].is_coupon else None
    return final, shown, refusals, uncounted


def points_granted(checkout: Checkout, payable: int) -> tuple[int, int]:
    """The largest p within every limit, then the fewest points of that value."""
    loyalty = checkout.store.get("loyalty") or {}
    asked = checkout.cart.get("loyalty_points_redeemed") or 0
    balance = checkout.customer.get("loyalty_points_balance") or 0
    most = min(asked, balance)
    if loyalty.get("maximum_points") is not None:
        most = min(most, loyalty["maximum_points"])
    each = exact(loyalty.get("value_per_point") or 0) * 10**checkout.exponent
    limit = payable
    if loyalty.get("maximum_percent") is not None:
        share = payable * exact(loyalty["maximum_percent"]) / 100
        limit = min(limit, int(share // 1))

    def value(points: int) -> int:
        return int(points * each // 1)

    points = most
    if value(points) > limit:
        points = min(points, int((limit + 1) / each) + 1)
    while value(points) > limit:
        points -= 1
    if points < (loyalty.get("minimum_points") or 0):
        return 0, 0
    worth = value(points)
    if worth == 0:
        return 0, 0
    points = max(0, int(worth / each) - 1)
    while value(points) < worth:
        points += 1
    return points, worth


def price(document: Json) -> dict[str, Any]:
    """Prices, charges, promotions, coupon, taxes, round-off, tenders, rewards."""
    checkout = read(document)
    journey, coupon_code, refusals, not_matching = choose(checkout)
    bill = settle(checkout, journey)
    stages = discount_stages(checkout, bill)
    handling = handling_of(checkout, bill)
    store_charges = store_charges_of(checkout, bill)
    threshold = checkout.store.get("free_shipping_threshold")
    by_threshold = (
        threshold is not None
        and not journey.frees_shipping
        and sum(journey.left) >= checkout.minor(threshold)
    )
    by_offer = any(a.gift.frees_shipping and not a.funded for a in journey.applied)
    freed = by_threshold or by_offer
    shipping_amount = 0 if freed else bill.shipping.taxable
    shipping_tax = 0 if freed else bill.shipping.tax
    cost_of_shipping = bill.shipping.taxable + bill.shipping.tax

    promotion_discount = sum(promotion for promotion, _ in stages)
    coupon_discount = sum(coupon for _, coupon in stages)
    taxable = sum(split.taxable for split in bill.splits)
    item_tax = sum(split.tax for split in bill.splits)
    subtotal = taxable + promotion_discount + coupon_discount
    charges = [*handling, *store_charges]
    handling_net = sum(charge.taxable for charge in charges)
    handling_tax = sum(charge.tax for charge in charges)
    before_rounding = (
        taxable
        + item_tax
        + shipping_amount
        + shipping_tax
        + handling_net
        + handling_tax
    )
    residue = sum(
        base - split.taxable - split.tax
        for line, base, split in zip(
            checkout.lines, journey.base, bill.splits, strict=True
        )
        if line.inclusive
    )
    funded = min(before_rounding + residue, funded_savings(bill))
    owed = before_rounding + residue - funded
    step = minor_or_none(checkout.store.get("round_off"), checkout.exponent)
    if step:
        owed = round_to(Fraction(owed, step), checkout.rules.rounding) * step
    grand_total = owed + funded
    points, points_value = points_granted(checkout, owed)
    rest = owed - points_value
    credit = min(
        checkout.minor(checkout.cart.get("credit_balance_used")),
        checkout.minor(checkout.customer.get("credit_balance")),
        rest,
    )
    other_savings = points_value + credit + (cost_of_shipping if by_threshold else 0)
    promotion_savings = bill.savings(of_coupon=False)
    coupon_savings = bill.savings(of_coupon=True)

    out = checkout.text
    order: dict[str, Any] = {
        "is_promotion_applied": any(not a.is_coupon for a in journey.applied),
        "is_coupon_applied": any(a.is_coupon for a in journey.applied),
        "coupon_code": coupon_code,
        "subtotal": out(subtotal),
        "item_total_tax": out(item_tax),
        "subtotal_including_tax": out(subtotal + item_tax),
        "promotion_discount_amount": out(promotion_discount),
        "promotion_discount_percent": percent_of(promotion_discount, subtotal),
        "coupon_discount_amount": out(coupon_discount),
        "coupon_discount_percent": percent_of(coupon_discount, subtotal),
        "promotion_savings": out(promotion_savings),
        "coupon_savings": out(coupon_savings),
        "other_savings": out(other_savings),
        "total_savings": out(promotion_savings + coupon_savings + other_savings),
        "shipping_estimated_cost": out(bill.shipping.taxable),
        "shipping_discount_amount": out(bill.shipping.taxable - shipping_amount),
        "shipping_amount": out(shipping_amount),
        "shipping_tax_rate": plain(bill.shipping.rate),
        "shipping_tax_amount": out(shipping_tax),
        "shipping_amount_including_tax": out(shipping_amount + shipping_tax),
        "handling_charge_excluding_tax": out(handling_net),
        "handling_charge_tax_amount": out(handling_tax),
        "handling_charge_including_tax": out(handling_net + handling_tax),
        "total_tax": out(item_tax + shipping_tax + handling_tax),
        "grand_total": out(grand_total),
        "loyalty_points_redeemed": str(points),
        "loyalty_points_earned": str(points_earned(checkout, bill, points_value)),
        "credit_balance_used": out(credit),
        "to_be_paid": out(rest - credit),
        "order_items_count": str(len(checkout.lines)),
    }
    return {
        "order": order,
        "refusals": refusals,
        "promotions_not_matching": not_matching,
        "round_off": out(grand_total - before_rounding),
        "funded_savings": out(funded),
        "lines": lines_out(checkout, bill, stages, handling),
        "charges": [charge_out(checkout, charge) for charge in store_charges],
        "shipping": charge_out(checkout, bill.shipping),
        "applied": applied_out(checkout, bill),
    }


def discount_stages(checkout: Checkout, bill: Bill) -> list[tuple[int, int]]:
    """max(0, S(listed) - S(after promotions)), then to S(after coupon), per line."""
    after_promotions = tuple(line.listed for line in checkout.lines)
    for applied in bill.journey.applied:
        if not applied.is_coupon:
            after_promotions = applied.base_after
    stages = []
    for i, line in enumerate(checkout.lines):
        listed, promoted, final = (
            split_line(line, amount, bill.rates[i], checkout.rules).taxable
            for amount in (line.listed, after_promotions[i], bill.journey.base[i])
        )
        stages.append((max(0, listed - promoted), max(0, promoted - final)))
    return stages


def handling_of(checkout: Checkout, bill: Bill) -> list[Charge]:
    """Handling: per unit (or per line), tax rounded once per line."""
    per_line = checkout.store.get("handling") == "per_line"
    return [
        tax_charge(
            line.handling * (1 if per_line else line.quantity),
            line.handling_rate,
            bill.goods,
            checkout.rules,
            inclusive=False,
        )
        for line in checkout.lines
    ]


def store_charges_of(checkout: Checkout, bill: Bill) -> list[Charge]:
    """Store charges always apply."""
    return [
        tax_charge(
            checkout.minor(charge["amount"]),
            read_rate(charge),
            bill.goods,
            checkout.rules,
            inclusive=bool(charge.get("price_including_tax")),
            policy=charge.get("charge_tax"),
        )
        for charge in checkout.store.get("charges") or []
    ]


def funded_savings(bill: Bill) -> int:
    """Discounts funded by others are taken off after tax."""
    return sum(
        sum(saved.applied.gift.discounts) + saved.shipping
        for saved in bill.saved
        if saved.applied.funded
    )


def points_earned(checkout: Checkout, bill: Bill, redeemed: int) -> int:
    """floor(max(0, taxable value - points redeemed) x points_per_unit) + bonuses."""
    loyalty = checkout.store.get("loyalty") or {}
    taxable = sum(split.taxable for split in bill.splits)
    spent = Fraction(max(0, taxable - redeemed), 10**checkout.exponent)
    earned = int(spent * exact(loyalty.get("points_per_unit") or 0) // 1)
    return earned + sum(applied.gift.points for applied in bill.journey.applied)


def charge_out(checkout: Checkout, charge: Charge) -> dict[str, Any]:
    """A charge: excluding tax, its shown rate, its tax and components, including."""
    return {
        "excluding_tax": checkout.text(charge.taxable),
        "tax_rate": plain(charge.rate),
        "tax_amount": checkout.text(charge.tax),
        "including_tax": checkout.text(charge.taxable + charge.tax),
        "components": {name: checkout.text(tax) for name, tax in charge.taxes},
    }


def lines_out(
    checkout: Checkout,
    bill: Bill,
    stages: list[tuple[int, int]],
    handling: list[Charge],
) -> list[dict[str, Any]]:
    """The lines as the order shows them; a line's handling fields are its totals."""
    out = checkout.text
    promotions = [a for a in bill.journey.applied if not a.is_coupon]
    rows = []
    for i, line in enumerate(checkout.lines):
        split, left = bill.splits[i], bill.journey.left[i]
        components = components_of(bill.rates[i], line.cess, checkout.rules.supply)
        rows.append(
            {
                "key": line.key,
                "quantity": line.quantity,
                "listed": out(line.listed),
                "left": out(left),
                "promotion_discount_amount": out(stages[i][0]),
                "coupon_discount_amount": out(stages[i][1]),
                "tax_rate": plain(bill.rates[i].percent),
                "tax_amount": out(split.tax),
                "taxable_value": out(split.taxable),
                "components": [
                    {"name": part.name, "rate": plain(part.rate), "amount": out(tax)}
                    for part, tax in zip(components, split.taxes, strict=True)
                ],
                "free_quantity": sum(
                    applied.gift.free_units[i] for applied in bill.journey.applied
                ),
                "on_promotion": any(
                    a.gift.discounts[i] > 0 or a.gift.free_units[i] > 0
                    for a in promotions
                ),
                "is_free_item": left == 0 and line.listed > 0,
                "handling": charge_out(checkout, handling[i]),
            }
        )
    return rows


def scope_of(offer: Json) -> str:
    """`scope`: `cart` (applies to all), `product`, `category`, `shipping`."""
    if kind_of(offer) == "free-shipping":
        return "shipping"
    target = str(offer.get("applies_to_product") or "product")
    return "cart" if target == "all" else target


def applied_out(checkout: Checkout, bill: Bill) -> list[dict[str, Any]]:
    """`applied_sequence` counts from 1; savings per offer and touched line."""

    def rows(all_saved: Iterable[Saved]) -> list[dict[str, Any]]:
        return [
            {
                "offer_id": saved.applied.offer["id"],
                "is_coupon": saved.applied.is_coupon,
                "applied_sequence": sequence,
                "scope": scope_of(saved.applied.offer),
                "funded": saved.applied.funded,
                "savings": checkout.text(saved.total),
                "lines": [
                    {
                        "discount": checkout.text(saved.applied.gift.discounts[i]),
                        "free_quantity": saved.applied.gift.free_units[i],
                        "savings": checkout.text(amount),
                    }
                    for i, amount in enumerate(saved.lines)
                ],
                "shipping_savings": checkout.text(saved.shipping),
                "points": saved.applied.gift.points,
            }
            for sequence, saved in enumerate(all_saved, 1)
        ]

    return [
        *rows(saved for saved in bill.saved if not saved.applied.is_coupon),
        *rows(saved for saved in bill.saved if saved.applied.is_coupon),
    ]
