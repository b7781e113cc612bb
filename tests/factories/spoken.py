# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
All that people can read: texts that have every message of the catalogues among them.

The names and codes in their documents are digits, so that every letter in a text is a
word of this package, the name of a tax or a part of a date.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs

from checkout_core import (
    Cart,
    Charge,
    Conditions,
    Customer,
    Disputed,
    Line,
    Order,
    PaymentUpdate,
    Quote,
    Reversed,
    Shipping,
    Store,
    coupon,
    dumps,
    evaluate,
    promotion,
    quote,
    read_checkout,
)
from checkout_core.ledger import Entry, MissingGift, Refusal
from checkout_core.money.parse import currency_of
from checkout_core.offers import (
    EVERYTHING,
    Gift,
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
    sale,
    set_price,
    shipping_discount,
    spend_tiers,
    tier,
    unit_price,
    up_to,
    volume_based,
)
from checkout_core.pricing.ledger import Ledger
from checkout_core.pricing.refusals import named_payments
from checkout_core.reasons import REFUSAL_REASONS
from checkout_core.refunds import RefundPolicy, cancellation, refund
from checkout_core.store import Loyalty
from checkout_core.tax.india.place import UNKNOWN_PLACE, India
from checkout_core.tax.india.states import STATES
from checkout_core.tax.regime import Place
from checkout_core.views import (
    Language,
    Translations,
    credit_note,
    difference_html,
    differences,
    explain,
    html,
    receipt,
    reduction_note,
    refund_html,
    refusal_text,
    verdicts,
)
from checkout_core.views.terms import terms_of
from tests.factories.carts import AT, checkout, line
from tests.factories.differing import CARD, PAYMENTS, orders, pairs
from tests.factories.spoken_papers import papers


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checkout_core.offers import Offer
    from checkout_core.tax.india.states import State

    #: Takes `locale` and `translations`.
    Text = Callable[..., str]


@cache
def texts() -> tuple[Text, ...]:
    """Return all: each takes `locale` and `translations` and returns its text."""
    return (
        *[text for each in documents() for text in _told(*sold(each))],
        *[text for each in orders() for text in _told(*each)],
        *_refusals(),
        *_verdicts(),
        *_credit_notes(),
        *_settled(),
        *_differences(),
        *papers(),
        *[partial(_terms, each) for each in GIFTS],
        *[partial(_place, each) for each in set(STATES.values())],
    )


def sold(document: dict[str, Any]) -> tuple[Quote, Store]:
    """Return the quote of a document, and its store."""
    given = read_checkout(dumps(document))
    return quote(given.cart, given.store, at=given.at), given.store


def _told(order: Quote, store: Store) -> Iterator[Text]:
    yield partial(receipt, order)
    yield partial(explain, order, store)
    yield partial(_page, html, order, store, order_number="9")


#: What of a page is no text for its reader, or is the same in all languages.
UNREAD = ("style", "code", "footer")


def _page(page: Text, *given: Any, **more: Any) -> str:
    """Return what a page writes: its text, the text of its bars, and its labels."""
    root = ET.fromstring(page(*given, **more).partition("\n")[2])
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in UNREAD:
                child.clear()
    labels = [each.get("aria-label", "") for each in root.iter()]
    return "\n".join([*root.itertext(), *labels])


# Documents ----------------------------------------------------------------------


def tees(*offers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the document of two units at 100.00, tax inside."""
    return checkout([line("1 2 x 100.00 at 18 inside")], *offers, **more)


def less(percent: int, id_: str = "7", **more: Any) -> dict[str, Any]:
    """Return the document of a promotion: some percent off everything."""
    return {
        "id": id_,
        "name": id_,
        "promotion_type": "discount",
        "applies_to_product": "all",
        "details": {"discount_type": "percentage", "discount_percent": percent},
        "can_be_used_with_other_promotion": True,
        **more,
    }


CATEGORIES = ("zero", "exempt", "reverse_charge", "export", "outside_scope")
GOODS = [
    line("1 2 x 100.00 at 18 inside"),
    line("2 1 x 100.00 at 5", handling_charge_excluding_tax="5.00"),
    line("3 1 x 10.00"),
    line("4 1 x 100.00 at 28 inside", cess_rate="12"),
    line("5 1 x 100.00 at 28 inside", cess_per_unit="2.00"),
    *[line(f"6{i} 1 x 9.00", tax_category=each) for i, each in enumerate(CATEGORIES)],
    {
        "product_id": "8",
        "quantity": 1,
        "selling_price": "500.00",
        "tax_slabs": [{"up_to": "400.00", "rate": "5"}, {"up_to": None, "rate": "18"}],
    },
]
PARTS = [{"name": "1", "rate": "5"}, {"name": "2", "rate": "3"}]
NAMED = {
    "product_id": "1",
    "quantity": 1,
    "selling_price": "100.00",
    "tax_components": PARTS,
    "handling_charge_excluding_tax": "5.00",
    "handling_charge_tax_rate": "5",
}
DELIVERY = {"shipping": {"estimated_cost": "40.00", "tax_rate": "18"}}
LOYALTY = {"points_per_unit": "0.1", "value_per_point": "0.25"}
POINTS: tuple[tuple[dict[str, Any] | None, int], ...] = (
    (None, 10),
    ({}, 500),
    ({"maximum_points": 300}, 500),
    ({"maximum_percent": "10"}, 400),
    ({"value_per_point": 1}, 400),
    ({"minimum_points": 100}, 99),
    ({"minimum_points": 1000}, 2000),
    ({"value_per_point": "0.003"}, 12),
    ({"value_per_point": 0}, 12),
    ({"points_per_unit": "0.1"}, 100),
    (None, 1),
    ({}, 1),
    ({"maximum_points": 1}, 2),
)
CREDIT = (("30.00", "50.00"), ("500.00", "300.00"), ("5.00", "5.00"))


def documents() -> Iterator[dict[str, Any]]:
    """Yield documents whose receipts and explanations differ in their messages."""
    for state in ("Karnataka", "Goa", None):
        shipping = {"estimated_cost": "40.00"}
        address = None if state is None else {"state": state}
        yield checkout(
            GOODS,
            cart={"shipping": shipping, "shipping_address": address},
            store={
                "tax": {"seller_state": "Karnataka"},
                "charges": [{"name": "99", "amount": "40.00", "tax_rate": "18"}],
            },
        )
    yield checkout([NAMED], currency="USD", cart=DELIVERY)
    yield checkout("1 1 x 100.00 at 10", currency="USD")
    yield from (tees(store={"tax": {"level": each}}) for each in ("document", "unit"))
    yield from (tees(store={"round_off": each}) for each in ("7", "9"))
    yield checkout(
        "1 1 x 100.00 at 18 inside", store={"tax": {"inclusive_split": "net_exact"}}
    )
    for edge in ("200.00", "500.00"):
        yield tees(store={"free_shipping_threshold": edge}, cart=DELIVERY)
    yield tees(dict(promotion("7", free_shipping()).document), cart=DELIVERY)
    for payer in ("platform", "brand"):
        paid = less(10, x_checkout_core={"funded_by": payer})
        yield from (tees(paid, store={"round_off": step}) for step in ("7", "11"))
    alone: Any = {"can_be_used_with_other_promotion": False}
    yield from (tees(less(10, **alone), less(n, "8", **alone)) for n in (5, 10))
    yield checkout("1 2 x 100.00 at 18", less(10))
    none = {"discount_type": "percentage", "discount_percent": 5, "category_id": ["9"]}
    yield tees(less(5, applies_to_product="category", details=none))
    yield tees(bonus(50), store={"loyalty": LOYALTY})
    yield tees(bonus(1))
    off = dict(coupon("7", amount_off(9), ["55"]).document)
    yield checkout([line("1 1 x 100.00 at 5", hsn_code="3")], off)
    yield tees(dict(promotion("7", free_goods(1, every_quantity=2)).document))
    for loyalty, asked in POINTS:
        yield tees(
            store={"loyalty": loyalty and {**LOYALTY, **loyalty}},
            customer={"loyalty_points_balance": 400},
            cart={"loyalty_points_redeemed": asked},
        )
    for balance, used in CREDIT:
        customer = {"credit_balance": balance}
        yield tees(customer=customer, cart={"credit_balance_used": used})


def bonus(points: int) -> dict[str, Any]:
    """Return the document of a coupon for bonus points."""
    return {
        "id": "7",
        "name": "7",
        "coupon_type": "accelerated-rewards",
        "coupon_code": ["55"],
        "applies_to_product": "product",
        "details": {
            "bonus_loyalty_point": points,
            "products": [{"product_id": "1"}],
        },
        "can_be_used_with_promotion": True,
    }


# Refusals -----------------------------------------------------------------------


def _refusals() -> Iterator[Text]:
    """Yield what shopper and agent read of each refusal, with all that can be short."""
    order, store = sold(tees(less(0)))
    (one,) = order.refusals
    free, half = Decimal(100), Decimal(50)
    gifts = [
        MissingGift("11", "12", "13", percent, most)
        for percent in (free, half)
        for most in (None, Decimal("9.00"))
    ]
    cases = [
        *[(code, 0, None, None) for code in REFUSAL_REASONS],
        *[(code, units, None, None) for code in REFUSAL_REASONS for units in (1, 3)],
        *[(code, 3, 0, None) for code in REFUSAL_REASONS],
        *[("no_matching_items", units, None, x) for x in gifts for units in (1, 3)],
        ("12_34", 0, None, None),
    ]
    for code, units, which, gift in cases:
        amount = Decimal(units)
        each = attrs.evolve(
            one,
            code=code,
            message="1.",
            short_units=units,
            short_amount=amount,
            line=which,
            gift=gift,
        )
        yield partial(refusal_text, each, order)
        yield partial(explain, _with(order, each), store)
    yield partial(explain, sold(tees(code="55"))[0])
    for payment in PAYMENTS:
        wanted = named_payments([payment])
        each = attrs.evolve(one, code="wrong_payment", payments=wanted)
        yield partial(refusal_text, each, order)
    entered = attrs.evolve(one, kind="coupon")
    yield partial(explain, _with(sold(tees(code="55"))[0], entered))


def _with(order: Quote, each: Refusal) -> Quote:
    """Return a quote as if it had been stored with another refusal."""
    figures = attrs.evolve(order.figures, refusals=(each,))
    return attrs.evolve(order, ledger=Ledger.stored(figures, order.entries))


def _verdicts() -> Iterator[Text]:
    """Yield the verdicts on offers that apply, and on such that need something."""
    tea, soap = Line("1", 3, "10.00", tax_rate=0), Line("2", 1, "40.00", tax_rate=0)
    two = Line("2", 2, "20.00", tax_rate=0, min_order_quantity=2)
    gift = buy_x_get_y(buy=products("1"), get=products("2"), buy_quantity=3)
    cheap = buy_x_get_y(
        buy=products("1"), get=products("2"), buy_quantity=3, percent_off=99
    )
    more = buy_x_get_y(buy=products("2"), get=products("1"), buy_quantity=1)
    pair = buy_x_get_y(
        buy=products("1"), get=products("2"), buy_quantity=3, get_quantity=2
    )
    half = promotion("7", percentage_off(50), name="7", minimum_order_total=40)
    bank = promotion("7", percentage_off(9), conditions=Conditions(payment=[CARD]))
    given: list[tuple[list[Offer], list[Line]]] = [
        ([], []),
        ([half], []),
        ([bank], []),
        ([promotion("7", gift, name="7")], []),
        ([promotion("7", gift, name="7")], [soap]),
        ([promotion("7", pair, name="7")], [two]),
        ([promotion("7", cheap, name="7"), promotion("8", more, name="8")], [soap]),
        ([coupon("7", amount_off(5), ["55"]), promotion("8", percentage_off(9))], []),
        ([coupon("7", percentage_off(5), ["55", "56"]), coupon("8", gift, ["57"])], []),
        ([coupon("7", bonus_points(5, on=EVERYTHING), ["55", "56", "57"])], []),
    ]
    for offers, shelf in given:
        store = Store(
            "INR",
            promotions=[each for each in offers if each.kind == "promotion"],
            coupons=[each for each in offers if each.kind == "coupon"],
        )
        found = evaluate(Cart("INR", [tea]), store, at=AT, catalogue=shelf)
        yield partial(verdicts, found)


# Refunds ------------------------------------------------------------------------


def _credit_notes() -> Iterator[Text]:
    """Yield credit notes with every kind of row that one can have."""
    fees = [Charge("98", "9.00"), Charge("99", "1.00")]
    cart = Cart(
        "INR",
        [
            Line("1", 4, "100.00", tax_rate=5, handling_charge_excluding_tax="5.00"),
            Line("2", 1, "100.00", tax_rate=28, cess_rate=12, cess_per_unit=1),
        ],
        customer=Customer("3", loyalty_points_balance=400, credit_balance="60.00"),
        loyalty_points_redeemed=400,
        credit_balance_used="60.00",
        shipping=Shipping("40.00"),
    )
    loyal = Loyalty(value_per_point="0.25", points_per_unit="0.1")
    for paid, _ in orders():
        everything = refund(paid, {0: paid.lines[0].quantity}, id="5", at=AT)
        yield partial(credit_note, paid, everything)
        yield partial(_page, refund_html, paid, everything)
    for charges in (fees, fees[:1]):
        order = quote(
            cart,
            Store(
                "INR",
                charges=charges,
                loyalty=loyal,
                round_off="1",
                promotions=[promotion("7", amount_off(9), funded_by="brand")],
            ),
            at=AT,
        )
        for policy in (
            RefundPolicy(cancellation_charge="5"),
            RefundPolicy(cancellation_charge="5", cancellation_reason="4"),
            RefundPolicy(points_restored="none"),
        ):
            made = cancellation(order, id="5", at=AT, policy=policy)
            yield partial(credit_note, order, made)
            yield partial(_page, refund_html, order, made)
    made = refund(order, {0: 1}, id="5", order_number="6", at=AT, reason="7")
    (back, *_) = made.returned
    one = Decimal("1.00")
    changed = attrs.evolve(
        made,
        returned=(attrs.evolve(back, free_quantity=2),),
        entries=(*made.entries, Entry("subtotal", Decimal("0.10"), 1)),
        unpaid=one,
        gateway_discount=one,
        moved=one,
        surcharge=one,
    )
    yield partial(credit_note, order, changed)
    yield partial(_page, refund_html, order, changed)


# Settlement ---------------------------------------------------------------------


def _settled() -> Iterator[Text]:
    """Yield papers of orders: with offers and fees, paid in cash, with money gone."""
    tea = Line("1", 2, "100.00", tax_rate=5, handling_charge_excluding_tax="5.00")
    cart = Cart("INR", [tea], shipping=Shipping("40.00", tax_rate=18))
    order = quote(cart, Store("INR", charges=[Charge("99", "9.00", tax_rate=18)]))
    placed = Order.placed(order, number="6", at=AT)
    whole, at = order.to_be_paid, placed.placed_at
    offer: dict[str, Any] = {"gateway_discount": "9.00"}
    fee: dict[str, Any] = {"surcharge": "5.00", "surcharge_tax": "0.90"}
    by_merchant = placed.after(
        PaymentUpdate("5", whole, at, **offer, funded_by="merchant")
    )
    by_bank = placed.after(PaymentUpdate("5", whole, at, **offer, **fee))
    by_hand = PaymentUpdate("5", whole, at, method="7", manual=True)
    for reduction in by_merchant.price_reductions:
        yield partial(reduction_note, order, reduction)
    policy = RefundPolicy(surcharge="on_cancellation")
    for paid in (
        by_merchant,
        by_bank,
        by_bank.after(Reversed("8", "5", "3.00", at, "refunded_elsewhere")),
        by_bank.after(Disputed("8", "5", "200.00", at, "lost")),
        placed.after(by_hand),
        placed,
    ):
        made = paid.cancellation(id="9", at=at, policy=policy)
        yield partial(credit_note, order, made)
        yield partial(_page, refund_html, order, made)


# Differences --------------------------------------------------------------------


def _differences() -> Iterator[Text]:
    """Yield differences of every kind."""
    for each in pairs():
        yield partial(differences, each)
        yield partial(_page, difference_html, each)


# Terms and places ---------------------------------------------------------------


CUTS: tuple[dict[str, Any], ...] = (
    {"price": 9},
    {"amount_off": 1},
    {"percent_off": 5},
)
TWO = (part(products("1")), part(products("2")))
PAIR: Any = {"buy": products("1"), "get": products("2")}
GIFTS: tuple[Gift, ...] = (
    *[percentage_off(9, on=x) for x in (EVERYTHING, products("1"), categories("1"))],
    *[amount_off(9, on=x) for x in (EVERYTHING, products("1"), categories("1"))],
    percentage_off(9, maximum=5),
    free_goods(1, every_quantity=2),
    free_shipping(),
    buy_x_get_y(**PAIR, buy_quantity=2),
    buy_x_get_y(**PAIR, buy_amount=9),
    buy_x_get_y(**PAIR, buy_quantity=2, percent_off=5),
    buy_x_get_y(**PAIR, buy_amount=9, percent_off=5),
    volume_based([up_to(1, 2), above(1, 3)]),
    volume_based([up_to(5, 2), above(5, 3)]),
    fixed_price(5, from_quantity=2),
    bonus_points(5, on=EVERYTHING),
    *[unit_price(sale(EVERYTHING, **each)) for each in CUTS],
    *[set_price(3, 9, max_sets=each) for each in (None, 1, 2)],
    *[bundle(*TWO, **each) for each in CUTS],
    *[every_nth(3, **each) for each in CUTS],
    *[every_nth(3, **each, order="cheapest_first") for each in CUTS],
    spend_tiers(tier(5, amount_off=1), tier(9, percent_off=9, maximum=5)),
    *[quantity_tiers(*[tier(n, **each) for n in (1, 3)]) for each in CUTS],
    *[shipping_discount(**each) for each in CUTS],
)


def _terms(
    gift: Gift, *, locale: str | None = None, translations: Translations | None = None
) -> str:
    words = Language.of(locale, currency_of("INR"), translations)
    is_coupon = "coupon" in gift.benefit.kinds
    given = coupon("7", gift, ["55"]) if is_coupon else promotion("7", gift)
    found = [
        attrs.evolve(
            given, max_applicable_items=most, minimum_order_total=Decimal("5.00")
        )
        for most in (None, 1, 3)
    ]
    return "\n".join(terms_of(each, words) for each in found)


def _place(
    state: State, *, locale: str | None = None, translations: Translations | None = None
) -> str:
    words = Language.of(locale, currency_of("INR"), translations)
    names = ("CGST", state.local_tax)
    places = (
        Place(names, state.name, state.code, "intra"),
        Place(("IGST",), state.name, state.code, "inter"),
        Place(("IGST",), "Other Countries", "96", "inter"),
        Place((*names, "IGST"), state.name, state.code, "mixed"),
        UNKNOWN_PLACE,
    )
    return "\n".join(India(state).explained(each, words) for each in places)
