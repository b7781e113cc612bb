# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Code that must type-check against the public names; it is never executed.

A wrong use is marked as one: were it allowed, mypy would find the mark unused.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from checkout_core import (
    Address,
    AppliedOffer,
    Cart,
    Charge,
    Checkout,
    CheckoutError,
    Conditions,
    Customer,
    Difference,
    Disputed,
    Entry,
    Evaluation,
    ExcessReturned,
    Exclude,
    Fault,
    Finding,
    GatewayError,
    Gift,
    GiftCard,
    Line,
    Loyalty,
    NearMiss,
    Offer,
    OfferGroup,
    Order,
    Part,
    Payment,
    PaymentUpdate,
    PriceReduction,
    Quote,
    QuotedLine,
    Redemptions,
    Refund,
    Refunded,
    RefundPolicy,
    Refusal,
    Reversed,
    Rounding,
    ShipmentUpdate,
    Shipping,
    ShippingRates,
    StatusChange,
    Store,
    Supplier,
    TaxCategory,
    TaxClass,
    TaxComponent,
    TaxPolicy,
    TaxSlab,
    Tender,
    Totals,
    Verdict,
    Window,
    allocate,
    cancellation,
    coupon,
    diff,
    dumps,
    evaluate,
    lint,
    loads,
    near_miss,
    promotion,
    quote,
    read_cart,
    read_checkout,
    read_order,
    read_quote,
    read_refund,
    read_store,
    refund,
    verify,
    write_cart,
    write_difference,
    write_evaluation,
    write_order,
    write_order_detail,
    write_quote,
    write_refund,
)
from checkout_core.offers import (
    EVERYTHING,
    Benefit,
    Component,
    Row,
    Sale,
    Selector,
    Tier,
    VolumeSlab,
    above,
    amount_off,
    bonus_points,
    bundle,
    buy_x_get_y,
    categories,
    every_nth,
    fixed_price,
    free_goods,
    free_shipping,
    part,
    percentage_off,
    products,
    quantity_tiers,
    row,
    sale,
    set_price,
    shipping_discount,
    spend_tiers,
    tier,
    unit_price,
    up_to,
    variants,
    volume_based,
)
from checkout_core.store import shipping_rates, tax_classes


AT = datetime(2026, 11, 22, tzinfo=UTC)


def nouns() -> tuple[Cart, Store]:
    """Build every noun by its constructor."""
    parts: list[TaxComponent] = [TaxComponent("State", Decimal("6.25"))]
    rates: ShippingRates[Decimal] = shipping_rates({"type": "flat", "amount": 60})
    classes: tuple[TaxClass, ...] = tax_classes({"books": {"tax_rate": 0}})
    slabs = [TaxSlab(Decimal(2500), Decimal(5)), TaxSlab(None, Decimal(18))]
    lines: list[Line] = [
        Line("tee", 2, "499.00", tax_rate="18", price_including_tax=True),
        Line("mug", 1, 250, tax_rate=Decimal("5.00"), category_ids=["mugs"]),
        Line("cap", 1, Decimal("99.50"), tax_slabs=slabs, weight_grams=250),
        Line(
            "pen",
            1,
            5,
            tax_slabs=[{"up_to": None, "rate": "18"}],
            tax_category=TaxCategory.EXEMPT,
        ),
        Line.from_minor("tie", 2, 49900, currency="INR", tax_rate=18),
    ]
    cart = Cart(
        "INR",
        lines,
        id="cart_01",
        coupon_code=None,
        loyalty_points_redeemed=10,
        credit_balance_used="50.00",
        shipping=Shipping("60.00", tax_rate=18, estimated_delivery_days=3),
        customer=Customer("u1", credit_balance=500, offer_redemptions={"ten": 1}),
        shipping_address=Address(state="Goa", country="India", city=None),
        billing_address=None,
        fulfillment_preference={"fulfillment_type": "delivery"},
        metadata={"a": [1, {"b": None}]},
        coupon_codes=[],
        gift_cards=[GiftCard("GIFT-1234", 500, expires_at=AT)],
        payment_plan=[Part("now", percent="25"), Part("on_delivery")],
        payment=Payment("emi", issuer="HDFC", emi_months=3),
        channel="app",
    )
    store = Store(
        "INR",
        promotions=(ten(),),
        coupons=[save()],
        offer_groups=[OfferGroup("sale", "best")],
        maximum_coupons=2,
        offer_redemptions={"ten": 3},
        offer_discounts={"ten": "40.00"},
        free_shipping_threshold="500",
        shipping_rates=rates,
        tax_classes=classes,
        charges=(Charge("Gift wrap", 40, tax_components=parts),),
        suppliers=[Supplier("mh", gstin="27AAPFU0939F1ZV", state="MH")],
        loyalty=Loyalty(value_per_point="0.25", maximum_percent=50),
        tax=TaxPolicy(seller_state="Goa", level="line", regime="india"),
        rounding=Rounding.HALF_EVEN,
        round_off=1,
    )
    return cart, store


def ten() -> Offer:
    """Build a promotion."""
    details = {"discount_type": "percentage", "discount_percent": 10}
    return promotion("ten", "discount", details, applies_to_product="all")


def gifts() -> list[Gift]:
    """Write what offers give in Python."""
    goods: Selector = products("tee") | variants("red")
    limits: Row[Decimal] = row(minimum_quantity=2, maximum_value="500")
    slabs: list[VolumeSlab] = [up_to(5, 5), above(5, "12.5")]
    sales: list[Sale[Decimal]] = [
        sale(goods, price=1199, maximum_quantity=2),
        sale(EVERYTHING, percent_off="12.5"),
    ]
    tiers: list[Tier] = [tier(1000, percent_off=5), tier(2000, amount_off=99)]
    parts: tuple[Component, ...] = (part(goods), part(categories("mugs"), 2))
    found: list[Gift] = [
        percentage_off(10, on=goods, maximum=500),
        amount_off("99.50", on=EVERYTHING, rows=[limits]),
        bonus_points(50, on=categories("mugs")),
        free_shipping(),
        fixed_price(399, from_quantity=2) + fixed_price(9, from_quantity=2),
        free_goods(1, every_quantity=3, product="soap"),
        buy_x_get_y(buy=goods, get=goods, buy_amount=Decimal(999)),
        volume_based(slabs, variant="red"),
        unit_price(*sales, maximum="50") + unit_price(sales[0]),
        set_price(3, 999, on=goods, max_sets=2),
        bundle(*parts, amount_off="99.50", max_bundles=1),
        every_nth(3, percent_off=100, position=3, order="cheapest_first"),
        spend_tiers(*tiers, on=goods, maximum="99.50"),
        quantity_tiers(tier(3, price=90), tier(6, amount_off="5.50")),
        shipping_discount(percent_off=50, maximum=40),
    ]
    offers: list[Offer] = [coupon("k", each, ["K"], name="K") for each in found]
    offers.append(promotion("p", found[0], funded_by="brand", starts_at=AT))
    benefit: Benefit = offers[0].benefit
    assert benefit.scope
    return found


def conditional(goods: Selector) -> Offer:
    """Build a promotion with conditions and exclusions."""
    evening: Window = Window(weekdays=[6, 7], from_="18:00")
    asked: Conditions = Conditions(windows=[evening], payment=[Payment("upi")])
    without: Exclude = Exclude(goods, discounted=True)
    offer = promotion(
        "ten",
        percentage_off(10),
        conditions=asked,
        exclude=without,
        group="sale",
        budget="500.00",
    )
    group: str | None = offer.group
    assert group
    return offer


def save() -> Offer:
    """Build a coupon."""
    offer = coupon("save", "free-shipping", ["SAVE"], can_be_used_with_promotion=False)
    codes: tuple[str, ...] = offer.codes
    minimum: Decimal = offer.minimum_order_total
    assert codes
    assert minimum
    return offer


def price(cart: Cart, store: Store) -> Quote:
    """Ask for a quote and look at it."""
    fresh = Redemptions({"ten": 4}, {"SAVE": 1})
    found: Quote = quote(cart, store, at=AT, redemptions=fresh)
    found = quote(cart, store, at="2026-11-22T12:00:00Z")
    found = quote(cart, store)
    paid: Decimal = found.to_be_paid
    needed: bool = found.payment_required
    totals: Totals = found.totals
    total: Decimal = totals.grand_total
    lines: tuple[QuotedLine, ...] = found.lines
    offers: tuple[AppliedOffer, ...] = found.promotions + found.coupons
    entries: tuple[Entry, ...] = found.entries
    tenders: tuple[Tender, ...] = found.tenders
    code: str | None = found.coupon_code
    refusals: tuple[Refusal, ...] = found.refusals
    sentences: list[str] = [each.message for each in refusals]
    for line in lines:
        left: Decimal = line.taxable_value
        assert left >= 0
    assert paid + total > 0 or needed
    assert [code, *sentences, *offers, *entries, *tenders]
    found.check()
    return found


def documents(text: str, data: bytes) -> list[str]:
    """Read and write documents."""
    checkout: Checkout = read_checkout(text)
    checkout = read_checkout(data, unknown="ignore")
    checkout = read_checkout({"cart": {}})
    cart: Cart = read_cart(text, customer=Customer())
    store: Store = read_store(data)
    found: Quote = quote(checkout.cart, checkout.store, at=checkout.at)
    again: Quote = read_quote(loads(dumps(write_quote(found))))
    written = write_order(again, order_number="1", order_date=AT, status="draft")
    assert cart.currency == store.currency
    return [dumps(written), dumps(write_cart(again), indent=2)]


def compared(before: Quote, after: Quote) -> str:
    """Compare two quotes."""
    found: Difference = diff(before, after)
    more: Decimal = found.to_be_paid
    assert more
    return dumps(write_difference(found))


def judged(cart: Cart, store: Store) -> list[str]:
    """Ask for every offer of a store."""
    found: Evaluation = evaluate(cart, store, at=AT, redemptions=Redemptions())
    verdicts: tuple[Verdict, ...] = (*found.promotions, *found.coupons)
    for verdict in verdicts:
        saving: Decimal = verdict.saving
        refusal: Refusal | None = verdict.refusal
        if refusal is not None:
            near: NearMiss | None = near_miss(found.quote, store, refusal)
            assert near is None or near.quantity > saving
    findings: tuple[Finding, ...] = lint(store)
    sentences: list[str] = [str(each) for each in findings]
    verify(found.quote)
    verify(dumps(write_quote(found.quote)))
    return [dumps(write_evaluation(found)), *sentences]


def given_back(found: Quote, text: str) -> list[str]:
    """Place an order and give money back."""
    order: Order = Order.placed(found, number="1", at=AT)
    order = read_order(text)
    unpaid: Decimal = order.amount_unpaid
    policy = RefundPolicy(cancellation_charge="25", cancellation_reason="Fee")
    note: Refund = refund(found, {0: 1}, id="R1", at=AT, policy=policy)
    note = cancellation(
        found, id="R2", at="2026-11-22T12:00:00Z", earlier=(note,), paid=unpaid
    )
    note = order.cancellation(id="R3", at=AT, policy=policy, reason="late")
    note = read_refund(dumps(write_refund(note)))
    gateway: Decimal = note.gateway
    assert gateway
    return [dumps(write_refund(note))]


def lived(found: Quote) -> str:
    """Live through an order, and store it."""
    order: Order = Order.placed(found, number="1", at=AT)
    order = order.after(
        PaymentUpdate("P1", "118.00", "2026-11-22T12:00:00Z", received=118)
    )
    order = order.after(ShipmentUpdate("S1", "shipped", AT, {0: 1}))
    order = order.after(StatusChange("cancelled", AT, "late", feedback="too slow"))
    sent: ExcessReturned = order.return_of_excess(id="X1", at=AT)
    note: Refund = order.refund({0: 1}, id="R1", at=AT)
    order = order.after(Refunded(note))
    order = order.after(Disputed("D1", "P1", "1.00", AT, "opened"))
    order = order.after(Reversed("B1", "P1", "1.00", AT, "refunded_elsewhere"))
    lower: tuple[PriceReduction, ...] = order.price_reductions
    assert not lower
    given: Decimal = note.gateway_discount + order.gateway_discount + sent.gateway
    assert given
    return dumps(write_order_detail(order, policy=RefundPolicy(), stored=True))


def errors(text: str) -> list[dict[str, Any]]:
    """Catch what is yours and what is theirs."""
    try:
        read_checkout(text)
    except CheckoutError as error:
        faults: tuple[Fault, ...] = error.faults
        first: str = f"{faults[0].path} {faults[0].code} {faults[0].message}"
        assert first
        return error.as_json()
    except GatewayError as error:
        status: int | None = error.http_status
        assert status
    return []


def shares() -> list[int]:
    """Share an amount of minor units."""
    return allocate(100, [1, 1, 1]) + allocate(100, (2, 3), range(2))


def home(address: Address) -> tuple[str, bool]:
    """Look at an address by its attributes and by its keys."""
    return address.city + address["state"], address.is_phone_verified


def wrong(cart: Cart, store: Store, found: Quote) -> None:
    """Use everything wrongly, once each."""
    Line("tee", 2, 499.0, tax_rate=18)  # type: ignore[arg-type]
    Line("tee", "2", 499, tax_rate=18)  # type: ignore[arg-type]
    Line("tee", 2, 499, 18)  # type: ignore[call-arg]
    Line("tee", 2, 499, tax_rate=18, colour="red")  # type: ignore[call-arg]
    Line.from_minor("tee", 2, "49900", currency="INR")  # type: ignore[arg-type]
    Line.from_minor("tee", 2, 49900)  # type: ignore[call-arg]
    Cart([Line("tee", 2, 499, tax_rate=18)], "INR")  # type: ignore[arg-type]
    Cart("INR", [{"product_id": "tee"}])  # type: ignore[list-item]
    Cart("INR", [], shipping=60)  # type: ignore[arg-type]
    Address(zip="403001")  # type: ignore[call-arg]
    Address(state=30)  # type: ignore[arg-type]
    home(cart.shipping_address)  # type: ignore[arg-type]
    shares(Address(state="Goa").stat)  # type: ignore[attr-defined, call-arg]
    Store("INR", promotions=ten())  # type: ignore[arg-type]
    Store("INR", tax={"level": "line"})  # type: ignore[arg-type]
    Store("INR", round_off=0.05)  # type: ignore[arg-type]
    coupon("save", "free-shipping", 5)  # type: ignore[arg-type]
    quote(store, cart)  # type: ignore[arg-type]
    quote(cart, store, AT)  # type: ignore[call-arg]
    quote(cart, store, at=0)  # type: ignore[arg-type]
    read_checkout(["cart"])  # type: ignore[arg-type]
    read_checkout("{}", unknown="warn")  # type: ignore[arg-type]
    allocate("100", [1])  # type: ignore[arg-type]
    allocate(100, [Decimal(1)])  # type: ignore[list-item]
    cart.id = "other"  # type: ignore[misc]
    store.currency = cart.currency  # type: ignore[misc]
    found.to_be_paid = Decimal(0)  # type: ignore[misc]
    found.totals.grand_total = Decimal(0)  # type: ignore[misc]
    TaxSlab(Decimal(1), 0.05)  # type: ignore[arg-type]
    Fault("a", "b")  # type: ignore[call-arg]
    write_order(found, stored=True)  # type: ignore[call-arg]
    write_order_detail(found)  # type: ignore[arg-type]
    PaymentUpdate("P1", 1.0, AT)  # type: ignore[arg-type]
    GatewayError("no", 500)  # type: ignore[call-arg]
    evaluate(cart, store, AT)  # type: ignore[call-arg]
    near_miss(found, store, found)  # type: ignore[arg-type]
    loads({"a": 1})  # type: ignore[arg-type]
    TaxComponent("State", "6.25")  # type: ignore[arg-type]
    lint(cart)  # type: ignore[arg-type]
    verify(7)  # type: ignore[arg-type]
    read_order(7)  # type: ignore[arg-type]
    read_refund(7)  # type: ignore[arg-type]
    write_refund(found)  # type: ignore[arg-type]
    write_evaluation(found)  # type: ignore[arg-type]
    Order.placed(cart, number="1", at=AT)  # type: ignore[arg-type]
    refund(found, [1], id="R1", at=AT)  # type: ignore[arg-type]
    cancellation(found, at=AT)  # type: ignore[call-arg]


def wrong_requests(cart: Cart, found: Quote) -> None:
    """Ask for what a merchant asks for wrongly, once each."""
    Store("INR", offer_groups=["sale"])  # type: ignore[list-item]
    GiftCard("GIFT-1234", 5.0)  # type: ignore[arg-type]
    Part("now", percent=0.5)  # type: ignore[arg-type]
    Window(weekdays=["monday"])  # type: ignore[list-item]
    Conditions(payment=["upi"])  # type: ignore[list-item]
    Exclude("tee")  # type: ignore[arg-type]
    diff(found, cart)  # type: ignore[arg-type]
    write_difference(found)  # type: ignore[arg-type]


def wrong_gifts() -> None:
    """Write offers wrongly, once each."""
    promotion("ten", 10)  # type: ignore[arg-type]
    percentage_off(0.1)  # type: ignore[arg-type]
    percentage_off(10, "tee")  # type: ignore[call-arg, arg-type, unused-ignore]
    percentage_off(10, on="tee")  # type: ignore[arg-type]
    products("tee") | "mug"  # type: ignore[operator]
    free_shipping() + 5  # type: ignore[operator]
    tees = products("tee")
    sale("tee", price=5)  # type: ignore[arg-type]
    sale(tees, price=5.0)  # type: ignore[arg-type]
    sale(tees, amount=5)  # type: ignore[call-arg]
    unit_price(tees)  # type: ignore[arg-type]
    unit_price([sale(tees, price=5)])  # type: ignore[arg-type]
    set_price(3, 999, tees)  # type: ignore[call-arg, misc, unused-ignore]
    set_price("3", 999)  # type: ignore[arg-type]
    set_price(3, 999, sets=2)  # type: ignore[call-arg]
    part("tee")  # type: ignore[arg-type]
    bundle(tees, tees, price=5)  # type: ignore[arg-type]
    bundle(part(tees), part(tees), cost=5)  # type: ignore[call-arg]
    every_nth(3, 100)  # type: ignore[call-arg, misc, unused-ignore]
    every_nth(3, price=5, order="dearest")  # type: ignore[arg-type]
    every_nth(3, price=5, position="3")  # type: ignore[arg-type]
    tier(1000, 5)  # type: ignore[call-arg, misc, unused-ignore]
    tier(1000, percent=5)  # type: ignore[call-arg]
    tier(1000.0, percent_off=5)  # type: ignore[arg-type]
    spend_tiers((1000, 5))  # type: ignore[arg-type]
    spend_tiers(tier(1000, percent_off=5), on="tee")  # type: ignore[arg-type]
    quantity_tiers([tier(3, price=90)])  # type: ignore[arg-type]
    shipping_discount(50)  # type: ignore[call-arg, misc, unused-ignore]
    shipping_discount(percent=50)  # type: ignore[call-arg]
    shipping_discount(amount_off=0.5)  # type: ignore[arg-type]
