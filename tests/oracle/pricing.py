# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The order of events, and the totals as the order shows them."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from .benefits import Basket
from .checkout import (
    COUPON,
    POINTS,
    PROMOTION,
    Bill,
    Checkout,
    Journey,
    Json,
    costs_at,
    goods_in,
    read,
    settle,
    shipping_at,
)
from .choice import choose
from .facts import outside_hours, unmet
from .money import exact, minor_or_none, percent_of, plain, round_to
from .payment import (
    instalments,
    pay,
    points_are_discount,
    points_granted,
)
from .shown import applied_out, charge_out, lines_out
from .suppliers import Money, Priced, by_supplier, items_of, tax_rows, written
from .supplies import place_of_all
from .taxes import (
    Charge,
    Goods,
    Levy,
    Line,
    Rate,
    rate_or_none,
    split_line,
    tax_charge,
    tax_shared,
)


def price(document: Json) -> dict[str, Any]:
    """Prices, charges, offers, points as a discount, taxes, round-off, tenders."""
    checkout = read(document)
    choice = choose(checkout)
    journey, points = with_points(checkout, choice.journey)
    bill = settle(checkout, journey)
    stages = discount_stages(checkout, bill)
    handling = handling_of(checkout, bill)
    store_charges, uncharged = store_charges_of(checkout, bill)
    threshold = checkout.store.get("free_shipping_threshold")
    by_threshold = (
        threshold is not None
        and journey.delivery > 0
        and sum(choice.journey.left) >= checkout.minor(threshold)
    )
    cost, rest, nothing = (
        shipping_at(checkout, bill.goods, amount)
        for amount in (checkout.delivery, journey.delivery, 0)
    )
    shipping = nothing if by_threshold else rest
    freed = rest.taxable + rest.tax if by_threshold else 0
    shipping_discount = max(0, cost.taxable - shipping.taxable)

    promotion_discount = sum(promotion for promotion, _ in stages)
    coupon_discount = sum(coupon for _, coupon in stages)
    taxable = sum(split.taxable for split in bill.splits)
    item_tax = sum(split.tax for split in bill.splits)
    subtotal = taxable + promotion_discount + coupon_discount
    charges = [*handling, *(charge for _, charge in store_charges)]
    handling_net = sum(charge.taxable for charge in charges)
    handling_tax = sum(charge.tax for charge in charges)
    before_rounding = (
        taxable
        + item_tax
        + shipping.taxable
        + shipping.tax
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
    shown = before_rounding + residue - bill.residues
    funded = min(shown, funded_savings(bill))
    owed = shown - funded
    step = minor_or_none(checkout.store.get("round_off"), checkout.exponent)
    if step:
        owed = round_to(Fraction(owed, step), checkout.rules.rounding) * step
    grand_total = owed + funded
    points_value = 0
    if not points_are_discount(checkout):
        points, points_value = points_granted(checkout, owed)
    paid = pay(checkout, owed, points_value)
    cards = sum(card.paid for card in paid.cards)
    credit = paid.credit + cards
    promotion_savings = bill.savings(PROMOTION)
    coupon_savings = bill.savings(COUPON)
    other_savings = points_value + bill.savings(POINTS) + credit + freed
    plan = instalments(checkout, paid.to_be_paid)

    out = checkout.text
    order: dict[str, Any] = {
        "is_promotion_applied": any(a.kind == PROMOTION for a in journey.applied),
        "is_coupon_applied": any(a.kind == COUPON for a in journey.applied),
        "coupon_code": choice.codes[0] if choice.codes else None,
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
        "shipping_estimated_cost": out(shipping.taxable + shipping_discount),
        "shipping_discount_amount": out(shipping_discount),
        "shipping_amount": out(shipping.taxable),
        "shipping_tax_rate": plain(cost.rate),
        "shipping_tax_amount": out(shipping.tax),
        "shipping_amount_including_tax": out(shipping.taxable + shipping.tax),
        "handling_charge_excluding_tax": out(handling_net),
        "handling_charge_tax_amount": out(handling_tax),
        "handling_charge_including_tax": out(handling_net + handling_tax),
        "total_tax": out(item_tax + shipping.tax + handling_tax),
        "grand_total": out(grand_total),
        "loyalty_points_redeemed": str(points),
        "loyalty_points_earned": str(points_earned(checkout, bill, points_value)),
        "credit_balance_used": out(credit),
        "to_be_paid": out(paid.to_be_paid),
        "order_items_count": str(len(checkout.lines)),
    }
    refused_cards = [card.refusal for card in paid.cards if card.refusal is not None]
    return {
        "order": order,
        "refusals": [*choice.refusals, *uncharged, *refused_cards],
        "promotions_not_matching": choice.not_matching,
        "round_off": out(grand_total - before_rounding),
        "funded_savings": out(funded),
        "coupon_codes": list(choice.codes),
        "lines": lines_out(checkout, bill, stages, handling),
        "charges": [
            {"name": charge["name"], **charge_out(checkout, taxed)}
            for charge, taxed in store_charges
        ],
        "shipping": charge_out(checkout, cost),
        "gift_cards": [out(card.paid) for card in paid.cards],
        "credit": out(paid.credit),
        "instalments": [{"due": due, "amount": out(each)} for due, each in plan],
        "due_now": out(sum(each for due, each in plan if due == "now")),
        "collect_on_delivery": out(
            sum(each for due, each in plan if due == "on_delivery")
        ),
        "applied": applied_out(checkout, bill),
        **supplied(
            checkout,
            bill,
            Priced(stages, handling, store_charges, shipping),
            Money(grand_total - before_rounding, funded, points_value, credit),
        ),
    }


def supplied(
    checkout: Checkout, bill: Bill, priced: Priced, money: Money
) -> dict[str, Any]:
    """Kind and place of supply, and what each supplier is owed."""
    if not checkout.indian:
        return {}
    suppliers = by_supplier(checkout, bill, priced, money)
    items = items_of(checkout, bill, priced)
    places = [checkout.place(each["id"]) for each in suppliers]
    return {
        "supply_type": checkout.rules.supply_type,
        "place_of_supply": place_of_all(places, checkout.place("")),
        "suppliers": suppliers,
        "tax_rows": written(checkout, tax_rows(items)),
    }


def with_points(checkout: Checkout, journey: Journey) -> tuple[Journey, int]:
    """Points that are a discount come off the goods, after all offers."""
    if not points_are_discount(checkout):
        return journey, 0
    points, value = points_granted(checkout, sum(journey.left))
    if value == 0:
        return journey, 0
    basket = Basket(
        lines=checkout.lines,
        left=journey.left,
        exponent=checkout.exponent,
        rounding=checkout.rules.rounding,
        delivery=journey.delivery,
        costs=costs_at(checkout, journey) if checkout.face_value else None,
        taxed=journey.base,
    )
    gift = basket.face(value, journey.left, None)
    assert not isinstance(gift, str)
    return journey.with_gift({}, POINTS, gift), points


def discount_stages(checkout: Checkout, bill: Bill) -> list[tuple[int, int]]:
    """
    max(0, S(listed) - S(after promotions)), then to S(after coupons), per line.

    Points as a discount go with the coupons: max(0, S(after coupons) - S(in the end)).
    """
    listed = tuple(line.listed for line in checkout.lines)
    promoted = couponed = listed
    for applied in bill.journey.applied:
        after = tuple(after for _, after in applied.base)
        if applied.kind == PROMOTION:
            promoted = couponed = after
        elif applied.kind == COUPON:
            couponed = after
    stages = []
    for i, line in enumerate(checkout.lines):
        one, two, three, four = (
            split_line(line, amounts[i], bill.rates[i], checkout.rules).taxable
            for amounts in (listed, promoted, couponed, bill.journey.base)
        )
        stages.append((max(0, one - two), max(0, two - three) + max(0, three - four)))
    return stages


def goods_for(checkout: Checkout, bill: Bill, ident: str) -> Goods:
    """The goods of a supplier, which may have none."""
    for each in bill.goods:
        if each.seller.id == ident:
            return each
    return goods_in(checkout, bill.journey, bill.rates, bill.splits, ident)


def goods_with(line: Line, goods: Goods) -> Goods:
    """The operator pays the tax of a notified service, and of its handling."""
    if not line.section_9_5:
        return goods
    return replace(
        goods, supply=line.supply, seller=replace(goods.seller, registered=True)
    )


def handling_of(checkout: Checkout, bill: Bill) -> list[Charge]:
    """Per unit (or per line, or measured line), with its line; tax once per line."""
    per_line = checkout.store.get("handling") == "per_line"
    return [
        tax_charge(
            line.handling * (1 if per_line or line.measured else line.quantity),
            Levy(line.handling_rate, inclusive=False),
            goods_with(line, goods_for(checkout, bill, line.supplier)),
            checkout.rules,
        )
        for line in checkout.lines
    ]


def store_charges_of(
    checkout: Checkout, bill: Bill
) -> tuple[list[tuple[Json, Charge]], list[dict[str, Any]]]:
    """The charges that apply, in the store's order, and the chosen ones that do not."""
    chosen = {each["id"]: each for each in checkout.cart.get("charges") or ()}
    found, refusals = [], []
    for charge in checkout.store.get("charges") or ():
        choice = chosen.get(charge.get("id"))
        if charge.get("when") == "chosen" and choice is None:
            continue
        code = charge_code(checkout, charge)
        if code is not None:
            if choice is not None:
                refusals.append(
                    {"kind": "charge", "offer_id": charge["id"], "code": code}
                )
            continue
        amount = charge_amount(checkout, charge, choice, sum(bill.journey.left))
        if amount == 0:
            continue
        category = charge.get("tax_category") or "standard"
        outside = category != "standard"
        levy = Levy(
            Rate(Fraction(0)) if outside else rate_or_none(charge),
            bool(charge.get("price_including_tax")),
            "own_rate" if outside else charge.get("charge_tax"),
            category,
        )
        goods = bill.goods
        if charge.get("supplier") is not None:
            goods = (goods_for(checkout, bill, charge["supplier"]),)
        taxed = tax_shared(amount, levy, goods, checkout.rules)
        found.append((charge, taxed))
    return found, refusals


def charge_code(checkout: Checkout, charge: Json) -> str | None:
    """Why a charge is not charged."""
    conditions = charge.get("conditions") or {}
    if outside_hours(conditions, checkout.at, checkout.store.get("utc_offset")):
        return "outside_hours"
    return unmet(conditions, checkout.cart, checkout.customer)


def charge_amount(
    checkout: Checkout, charge: Json, choice: Json | None, left: int
) -> int:
    """An amount, a percent of what is left of all lines, or what the cart says."""
    if charge.get("open") is not None:
        assert choice is not None
        return checkout.minor(choice["amount"])
    if charge.get("percent") is None:
        return checkout.minor(charge["amount"])
    share = left * exact(charge["percent"]) / 100
    amount = max(
        round_to(share, checkout.rules.rounding), checkout.minor(charge.get("minimum"))
    )
    most = minor_or_none(charge.get("maximum"), checkout.exponent)
    return amount if most is None else min(amount, most)


def funded_savings(bill: Bill) -> int:
    """Discounts on lines that others fund are taken off after tax."""
    return sum(
        sum(saved.applied.gift.discounts)
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
