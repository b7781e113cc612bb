# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
# ruff: noqa: RUF001 - golden texts; expected == actual
"""The receipt, character by character, and what it promises for every quote."""

from __future__ import annotations

import re
import threading

from decimal import (
    ROUND_DOWN,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    Rounded,
    localcontext,
)
from importlib.resources import files
from typing import Any

import pytest

from babel import Locale

from checkout_core import CheckoutError, Quote, dumps, quote, read_checkout
from checkout_core.money.parse import currency_of
from checkout_core.views import explain, receipt
from checkout_core.views.formats import Numbers
from checkout_core.views.layout import clean, columns, row, wrapped
from tests.factories.carts import AT, line


def priced(document: str | dict[str, Any]) -> Quote:
    """Return the quote of a checkout document."""
    text = document if isinstance(document, str) else dumps(document)
    checkout = read_checkout(text)
    return quote(checkout.cart, checkout.store, at=checkout.at)


def discount(id_: str, percent: int, **more: Any) -> dict[str, Any]:
    """Return a promotion of some percent off everything."""
    return {
        "id": id_,
        "promotion_type": "discount",
        "applies_to_product": "all",
        "details": {"discount_type": "percentage", "discount_percent": percent},
        "can_be_used_with_other_promotion": True,
        **more,
    }


WORKED: dict[str, Any] = {
    "at": AT,
    "cart": {
        "currency": "INR",
        "cart_items": [
            line("A 2 x 499.00 at 18 inside"),
            line("B 1 x 250.00 at 5"),
        ],
        "coupon_code": "SAVE",
        "shipping": {"estimated_cost": "60.00", "tax_rate": "18"},
        "credit_balance_used": "50.00",
    },
    "customer": {"credit_balance": "500.00"},
    "store": {
        "promotions": [discount("p", 10, name="Ten off")],
        "coupons": [
            {
                "id": "k",
                "name": "Hundred off",
                "coupon_type": "discount",
                "applies_to_product": "all",
                "details": {
                    "discount_type": "fixed-amount",
                    "fixed_discount_amount": 100,
                },
                "coupon_code": ["SAVE"],
                "minimum_order_total": 500,
                "can_be_used_with_promotion": True,
            }
        ],
    },
}

YEN: dict[str, Any] = {
    "cart": {
        "currency": "JPY",
        "cart_items": [
            line(
                "sencha 2 x 1080 at 8 inside", product_name="煎茶（静岡産・一番摘み）"
            ),
            line("kyusu 1 x 5400 at 10", product_name="Kyu\u0304su"),
        ],
        "shipping": {
            "estimated_cost": 550,
            "tax_rate": "10",
            "price_including_tax": True,
        },
    },
    "store": {"free_shipping_threshold": 5000},
}

DINARS: dict[str, Any] = {
    "cart": {
        "currency": "KWD",
        "cart_items": [
            line("oud 3 x 12.345", product_name="Oud oil, 3 ml"),
            line("dates 1000 x 1.250 at 2.5", product_name="Dates"),
        ],
    },
}

LAKHS: dict[str, Any] = {
    "cart": {
        "currency": "INR",
        "cart_items": [line("saree 1 x 1234567.50 at 5", product_name="बनारसी साड़ी")],
    },
    "store": {"tax": {"seller_state": "Uttar Pradesh"}, "round_off": "1"},
}

#: One document for each figure that can stand on a receipt.
KINDS: dict[str, dict[str, Any]] = {
    "worked": WORKED,
    "yen": YEN,
    "dinars": DINARS,
    "lakhs": LAKHS,
    "net exact": {
        "cart": {
            "currency": "INR",
            "cart_items": [line(f"{n} 1 x 100.00 at 18 inside") for n in range(3)],
        },
        "store": {"tax": {"inclusive_split": "net_exact"}, "round_off": "7"},
    },
    "funded": {
        "at": AT,
        "cart": {"currency": "INR", "cart_items": [line("A 3 x 99.95 at 18")]},
        "store": {
            "promotions": [
                discount("b", 10, x_checkout_core={"funded_by": "brand"}),
                discount("s", 7),
            ]
        },
    },
    "free shipping": {
        "at": AT,
        "cart": {
            "currency": "INR",
            "cart_items": [line("A 1 x 10.00 at 18")],
            "shipping": {"estimated_cost": "40.00", "tax_rate": "18"},
            "coupon_code": "POST",
        },
        "store": {
            "coupons": [
                {
                    "id": "k",
                    "name": "Post is on us",
                    "coupon_type": "free-shipping",
                    "coupon_code": ["POST"],
                    "can_be_used_with_promotion": True,
                }
            ]
        },
    },
    "charges": {
        "cart": {
            "currency": "INR",
            "cart_items": [
                line(
                    "A 1 x 10.00 at 18",
                    handling_charge_excluding_tax="2.00",
                    handling_charge_tax_rate="0",
                    cess_rate="12",
                )
            ],
            "shipping": {"estimated_cost": "40.00", "tax_rate": "0"},
            "shipping_address": {"state": "Goa"},
        },
        "store": {
            "tax": {"seller_state": "Goa"},
            "charges": [
                {"name": "Cash on delivery", "amount": "40.00", "tax_rate": "18"},
                {"name": "Ribbon", "amount": "5.00", "tax_rate": "0"},
            ],
        },
    },
    "tiny charge": {
        "cart": {"currency": "INR", "cart_items": [line("A 1 x 10.00 at 18")]},
        "store": {
            "charges": [
                {
                    "name": "Dust",
                    "amount": "0.01",
                    "tax_rate": "1000",
                    "price_including_tax": True,
                }
            ]
        },
    },
    "nothing": {"cart": {"currency": "INR", "cart_items": [line("A 1 x 0")]}},
}


def demo() -> str:
    """Return the demo document."""
    return files("checkout_core").joinpath("demo.json").read_text("utf-8")


def test_the_worked_example() -> None:
    """The example of the contract, on 48 columns."""
    expected = """\
                                2026-11-22 12:00
------------------------------------------------
A                                        ₹998.00
  2 x ₹499.00, 18% tax included
B                                        ₹250.00
  1 x ₹250.00, plus 5% tax
------------------------------------------------
2 lines, 3 units                       ₹1,248.00
Ten off                                 -₹124.80
Hundred off (SAVE)                      -₹100.00
Tax added to prices                       ₹10.25
Shipping, tax included                    ₹70.80
================================================
Total                                  ₹1,104.25
Credit                                   -₹50.00
------------------------------------------------
To be paid                             ₹1,054.25
================================================
Tax in the total                         ₹145.86
  GST 5% on ₹204.97                       ₹10.25
  GST 18% on ₹753.42                     ₹135.61
================================================
You saved                                ₹227.05
  Ten off                                ₹124.80
  Hundred off (SAVE)                     ₹100.00
  Tax saved                                ₹2.25"""

    assert expected == receipt(priced(WORKED))


def test_the_demo() -> None:
    """The document that comes along, with every kind of figure it shows off."""
    expected = """\
                                2026-11-05 18:30
------------------------------------------------
Assam gold tea, 250 g                    ₹560.00
  2 x ₹280.00, 5% tax included
Coconut                                  ₹140.00
  4 x ₹35.00, tax: exempt
Sandalwood soap, 75 g                    ₹288.00
  6 x ₹48.00, 2 more free, 5% tax included
Handloom cotton kurta, indigo, M       ₹1,499.00
  1 x ₹1,499.00, 5% tax included
Brass diya, pair                         ₹450.00
  1 x ₹450.00, plus 5% tax
Steel tiffin box with three tiers and a
carrying handle                          ₹890.00
  1 x ₹890.00, 5% tax included
------------------------------------------------
6 lines, 15 units                      ₹3,827.00
Festive home, 10% off                   -₹134.00
Soap: buy 3, get 1 free                   2 free
Namaste, 150 off (NAMASTE150)           -₹150.00
Tax added to prices                       ₹19.42
Shipping, tax included                    ₹94.40
Handling, tax included                    ₹17.70
Gift wrap                                 ₹35.40
================================================
Total                                  ₹3,709.92
1,240 points                            -₹310.00
Credit                                  -₹100.00
------------------------------------------------
To be paid                             ₹3,299.92
================================================
Tax in the total                         ₹185.74
  Exempt on ₹134.31                        ₹0.00
  CGST 2.5% on ₹3,264.87                  ₹81.62
  SGST 2.5% on ₹3,264.87                  ₹81.62
  CGST 9% on ₹125.00                      ₹11.25
  SGST 9% on ₹125.00                      ₹11.25
================================================
You saved                                ₹383.08
  Festive home, 10% off                  ₹134.00
  Soap: buy 3, get 1 free                 ₹96.00
  Namaste, 150 off (NAMASTE150)          ₹150.00
  Tax saved                                ₹3.08
You earn                               61 points"""

    assert expected == receipt(priced(demo()))


def test_yen() -> None:
    """Yen have no decimals, and wide characters take two columns."""
    expected = """\
煎茶（静岡産・一番摘み）                 ￥2,160
  2 x ￥1,080, 8% tax included
Kyu\u0304su                                    ￥5,400
  1 x ￥5,400, plus 10% tax
------------------------------------------------
2 lines, 3 units                         ￥7,560
Tax added to prices                        ￥540
Shipping, tax included                     ￥550
Free shipping                             -￥550
================================================
Total                                    ￥8,100
To be paid                               ￥8,100
================================================
Tax in the total                           ￥700
  Tax 8% on ￥2,000                        ￥160
  Tax 10% on ￥5,400                       ￥540
================================================
You saved                                  ￥550
  Free shipping                            ￥550"""

    assert expected == receipt(priced(YEN), locale="ja_JP")


def test_dinars() -> None:
    """Kuwaiti dinars have three decimals, a rate as many as it has."""
    expected = """\
Oud oil, 3 ml                 KWD~37.035
  3 x KWD~12.345
Dates                      KWD~1,250.000
  1,000 x KWD~1.250, plus 2.5% tax
----------------------------------------
2 lines, 1,003 units       KWD~1,287.035
Tax added to prices           KWD~31.250
========================================
Total                      KWD~1,318.285
To be paid                 KWD~1,318.285
========================================
Tax in the total              KWD~31.250
  No tax on KWD~37.035         KWD~0.000
  Tax 2.5% on KWD~1,250.000   KWD~31.250"""

    assert expected == receipt(priced(DINARS), width=40).replace("\u00a0", "~")


def test_credit_with_four_decimals() -> None:
    """A tender that is money is written as money: the Chilean unit has 0.0001."""
    document = {
        "cart": {
            "currency": "CLF",
            "cart_items": [line("a 1 x 2.0003")],
            "credit_balance_used": "0.0001",
        },
        "customer": {"credit_balance": "5"},
        "store": {},
    }
    found = receipt(priced(document), width=32).replace("\u00a0", " ")

    assert """\
Total                 CLF 2.0003
Credit               -CLF 0.0001
--------------------------------
To be paid            CLF 2.0002""" == "\n".join(found.splitlines()[5:9])


def test_german() -> None:
    """In Germany the point groups, the comma divides and the symbol follows."""
    expected = """\
                       22.11.2026, 12:00
----------------------------------------
A                               998,00~₹
  2 × 499,00~₹, inkl. 18~% Steuer
B                               250,00~₹
  1 × 250,00~₹, zzgl. 5~% Steuer
----------------------------------------
2 Positionen, 3 Stück         1.248,00~₹
Ten off                        -124,80~₹
Hundred off (SAVE)             -100,00~₹
Zuzüglich Steuer                 10,25~₹
Versand, inkl. Steuer            70,80~₹
========================================
Summe                         1.104,25~₹
Guthaben                        -50,00~₹
----------------------------------------
Zu zahlen                     1.054,25~₹
========================================
Enthaltene Steuer               145,86~₹
  GST 5~% auf 204,97~₹           10,25~₹
  GST 18~% auf 753,42~₹         135,61~₹
========================================
Ihre Ersparnis                  227,05~₹
  Ten off                       124,80~₹
  Hundred off (SAVE)            100,00~₹
  Ersparte Steuer                 2,25~₹"""
    found = receipt(priced(WORKED), locale="de_DE", width=40)

    assert expected == found.replace("\u00a0", "~")


def test_hindi() -> None:
    """In India lakhs are grouped; vowels above and below a letter take no column."""
    expected = """\
बनारसी साड़ी                        ₹12,34,567.50
  1 × ₹12,34,567.50, 5% कर अतिरिक्त
------------------------------------------------
1 मद, 1 इकाई                       ₹12,34,567.50
मूल्यों में जोड़ा गया कर                    ₹61,728.38
राउंड ऑफ़                                    ₹0.12
================================================
कुल                                 ₹12,96,296.00
देय राशि                            ₹12,96,296.00
================================================
कुल में शामिल कर                         ₹61,728.38
  ₹12,34,567.50 पर CGST 2.5%          ₹30,864.19
  ₹12,34,567.50 पर SGST 2.5%          ₹30,864.19"""

    assert expected == receipt(priced(LAKHS), locale="hi_IN")


FIGURE = re.compile(r"(-?)₹([0-9,.]+)$")


def figures(lines: list[str]) -> list[Decimal]:
    """Return the amounts at the right margin."""
    found = [FIGURE.search(each) for each in lines]
    return [Decimal(x[1] + x[2].replace(",", "")) for x in found if x]


@pytest.mark.parametrize("kind", KINDS)
def test_the_column_adds_up(kind: str) -> None:
    """From the items to the total, and from the total to what is to be paid."""
    document = KINDS[kind]
    store = {**document.get("store", {}), "currency": "INR"}
    rupees = {
        **document,
        "cart": {**document["cart"], "currency": "INR"},
        "store": store,
    }
    if kind == "dinars":
        rupees["cart"]["cart_items"] = [line("oud 3 x 12.34 at 18")]
    found = receipt(priced(rupees)).split("\n")
    total = next(n for n, each in enumerate(found) if each.startswith("Total "))
    paid = next(n for n, each in enumerate(found) if each.startswith("To be paid"))
    first = next(n for n, each in enumerate(found) if re.match(r"\d+ lines?,", each))

    assert figures([found[total]])[0] == sum(figures(found[first:total]))
    assert figures([found[paid]])[0] == sum(figures(found[total:paid])) or (
        paid == total + 1 and figures([found[paid]]) == figures([found[total]])
    )
    for at, each in enumerate(found):
        if each.startswith("You saved "):
            parts = [x for x in found[at + 1 :] if x.startswith("  ")]

            assert figures([each])[0] == sum(figures(parts))


@pytest.mark.parametrize("width", [32, 42, 48, 64])
@pytest.mark.parametrize("kind", KINDS)
def test_every_line_fits(kind: str, width: Any) -> None:
    """No line is wider than the paper, and none ends in a blank."""
    for locale in ("en_IN", "hi_IN", "de_DE", "ar_KW"):
        found = receipt(priced(KINDS[kind]), locale=locale, width=width).split("\n")

        assert [] == [x for x in found if columns(x) > width or x != x.rstrip()]


def test_free_shipping_by_a_coupon() -> None:
    """Shipping that an offer freed stands there twice, under the offer's name."""
    found = receipt(priced(KINDS["free shipping"]), width=40).split("\n")

    assert [
        "Shipping, tax included            ₹47.20",
        "Post is on us (POST)             -₹47.20",
    ] == found[7:9]


def test_funded() -> None:
    """What a brand pays comes off after the total."""
    found = receipt(priced(KINDS["funded"]), width=40).split("\n")

    assert [
        "Total                            ₹331.53",
        "b, paid by the brand             -₹29.99",
        "----------------------------------------",
        "To be paid                       ₹301.54",
    ] == found[9:13]


def test_cess_charges_and_components() -> None:
    """A cess stands beside the tax; each charge has its name."""
    found = receipt(priced(KINDS["charges"]), width=40).split("\n")

    assert [
        "A                                 ₹10.00",
        "  1 x ₹10.00, plus 18% tax and 12% cess",
        "----------------------------------------",
        "1 line, 1 unit                    ₹10.00",
        "Tax added to prices                ₹3.00",
        "Shipping                          ₹40.00",
        "Handling                           ₹2.00",
        "Cash on delivery                  ₹47.20",
        "Ribbon                             ₹5.00",
        "========================================",
        "Total                            ₹107.20",
        "To be paid                       ₹107.20",
        "========================================",
        "Tax in the total                  ₹10.20",
        "  No tax on ₹47.00                 ₹0.00",
        "  CGST 9% on ₹40.00                ₹3.60",
        "  SGST 9% on ₹40.00                ₹3.60",
        "  CGST 9% on ₹10.00                ₹0.90",
        "  SGST 9% on ₹10.00                ₹0.90",
        "  Cess 12% on ₹10.00               ₹1.20",
    ] == found


def test_own_money_is_no_saving() -> None:
    """Points and credit pay; 100.00 of which they pay 65.00 saves nothing."""
    document = {
        "cart": {
            "currency": "INR",
            "cart_items": [line("A 1 x 100.00")],
            "loyalty_points_redeemed": 100,
            "credit_balance_used": "40.00",
        },
        "customer": {"loyalty_points_balance": 100, "credit_balance": "40.00"},
        "store": {"loyalty": {"value_per_point": "0.25"}},
    }
    found = receipt(priced(document), width=40).split("\n")

    assert [
        "Total                            ₹100.00",
        "100 points                       -₹25.00",
        "Credit                           -₹40.00",
        "----------------------------------------",
        "To be paid                        ₹35.00",
    ] == found[-5:]


def test_what_each_offer_saved() -> None:
    """10 % of 300.00 is 30.00, and 18 % of that is tax; the others hold their tax."""
    goods = {
        "id": "g",
        "name": "One more",
        "promotion_type": "free-goods",
        "applies_to_product": "product",
        "details": {
            "spending_criteria_type": "minimum-quantity",
            "products": [
                {
                    "product_id": "A",
                    "auto_scale": True,
                    "slab": {"buy_quantity": 3, "get_quantity": 1},
                }
            ],
        },
        "can_be_used_with_other_promotion": True,
    }
    post = {
        "id": "s",
        "name": "Post is on us",
        "promotion_type": "free-shipping",
        "can_be_used_with_other_promotion": True,
    }
    document = {
        "at": AT,
        "cart": {
            "currency": "INR",
            "cart_items": [line("A 3 x 100.00 at 18")],
            "shipping": {"estimated_cost": "40.00", "tax_rate": "18"},
        },
        "store": {"promotions": [discount("p", 10, name="Ten off"), goods, post]},
    }
    found = receipt(priced(document), width=40).split("\n")

    assert [
        "You saved                        ₹200.60",
        "  Ten off                         ₹30.00",
        "  One more                       ₹118.00",
        "  Post is on us                   ₹47.20",
        "  Tax saved                        ₹5.40",
    ] == found[-5:]


@pytest.mark.parametrize(
    ("code", "locale", "figure"),
    [
        ("INR", None, "₹12,34,567.00"),
        ("USD", None, "$1,234,567.00"),
        ("USD", "en_IN", "$12,34,567.00"),
    ],
)
def test_without_a_locale_amounts_are_grouped_as_in_the_story(
    code: str, locale: str | None, figure: str
) -> None:
    """Rupees come in lakhs, dollars in thousands; a locale that is given wins."""
    sold = priced({"cart": {"currency": code, "cart_items": [line("A 1 x 1234567")]}})

    assert receipt(sold, locale=locale).endswith(f" {figure}")
    assert (f"{figure} is to be paid." in explain(sold)) == (locale is None)


#: What a tax in one piece is called: currency, the seller's state, own components.
NAMES: list[tuple[str, str | None, list[str], str]] = [
    ("INR", None, [], "GST"),
    ("INR", None, ["State", "City"], "GST"),
    ("USD", None, [], "Tax"),
    ("USD", None, ["State", "City"], "Tax"),
    ("CAD", None, ["GST", "QST"], "GST"),
]


@pytest.mark.parametrize(("code", "state", "parts", "name"), NAMES)
def test_gst_is_only_said_where_it_is_one(
    code: str, state: str | None, parts: list[str], name: str
) -> None:
    """The tax on shipping is in one piece: India's and Canada's GST, or just a tax."""
    tee = line("tee 1 x 100.00", tax_rate=None if parts else "0")
    if parts:
        tee["tax_components"] = [{"name": each, "rate": "4"} for each in parts]
    sold = priced(
        {
            "cart": {
                "currency": code,
                "cart_items": [tee],
                "shipping": {"estimated_cost": "10.00", "tax_rate": "8.25"},
            },
            "store": {"tax": {"seller_state": state}},
        }
    )
    paper, told = receipt(sold, width=64), explain(sold)
    said = "GST at 8.25%" if name == "GST" else "8.25%"

    assert f"\n  {name} 8.25% on " in paper
    assert f"\nTax on shipping: {said} is " in told
    assert ("GST" in paper, "GST" in told) == (name == "GST", name == "GST")


def test_components_of_another_country() -> None:
    """A tax that is made of several parts names each of them."""
    parts = [{"name": "GST", "rate": "5"}, {"name": "QST", "rate": "9.975"}]
    syrup = line("syrup 1 x 100.00", tax_rate=None, tax_components=parts)
    document = {"cart": {"currency": "CAD", "cart_items": [syrup]}}
    found = receipt(priced(document), locale="en_CA", width=40).split("\n")

    assert [
        "  1 x $100.00, plus 5% GST and 9.975%",
        "  QST",
    ] == found[1:3]
    assert [
        "  GST 5% on $100.00                $5.00",
        "  QST 9.975% on $100.00            $9.98",
    ] == found[-2:]


def test_cess_per_unit() -> None:
    """A cess of so much a piece has no rate."""
    cola = line("cola 2 x 100.00 at 18", cess_per_unit="3.50")
    document = {"cart": {"currency": "INR", "cart_items": [cola]}}
    found = receipt(priced(document), width=40).split("\n")

    assert "  2 x ₹100.00, plus 18% tax and cess" == found[1]
    assert "  Cess per unit on ₹200.00         ₹7.00" == found[-1]


def test_a_row_of_tax_without_a_value_is_printed_too() -> None:
    """20.00 a piece on goods of 10.00 with tax inside: all of it is cess."""
    cola = line("cola 1 x 10.00 at 18 inside", cess_per_unit="20.00")
    document = {"cart": {"currency": "INR", "cart_items": [cola]}}
    found = receipt(priced(document), width=40).split("\n")

    assert [
        "Tax in the total                  ₹10.00",
        "  GST 18% on ₹0.00                 ₹0.00",
        "  Cess per unit on ₹0.00          ₹10.00",
    ] == found[-3:]


def test_bonus_points() -> None:
    """Points that a coupon adds stand beside its name."""
    coupon = {
        "id": "k",
        "name": "Festive points",
        "coupon_type": "accelerated-rewards",
        "applies_to_product": "product",
        "details": {"bonus_loyalty_point": 1500, "products": [{"product_id": "A"}]},
        "coupon_code": ["POINTS"],
        "can_be_used_with_promotion": True,
    }
    document = {
        "at": AT,
        "cart": {
            "currency": "INR",
            "cart_items": [line("A 1 x 10.00 at 18")],
            "coupon_code": "POINTS",
        },
        "store": {"coupons": [coupon]},
    }
    found = receipt(priced(document), width=40).split("\n")

    assert "Festive points (POINTS)    +1,500 points" in found
    assert "You earn                    1,500 points" == found[-1]


def test_a_net_exact_price_is_the_price_shown() -> None:
    """What net_exact leaves over is in the prices; only the step is rounded off."""
    found = receipt(priced(KINDS["net exact"]), width=40).split("\n")

    assert [
        "3 lines, 3 units                 ₹300.00",
        "Round-off                          ₹1.00",
        "========================================",
        "Total                            ₹301.00",
    ] == found[7:11]


@pytest.mark.parametrize(
    "context",
    [
        Context(prec=3, traps=[Inexact, Rounded, InvalidOperation]),
        Context(prec=1, rounding=ROUND_DOWN),
        Context(Emin=0, Emax=0, traps=[InvalidOperation]),
    ],
)
def test_the_caller_s_decimal_context_changes_nothing(context: Context) -> None:
    """Not its precision, not its traps, not its rounding; and it stays as it was."""
    expected = receipt(priced(demo()))
    with localcontext(context) as ambient:
        before = ambient.copy()
        found = receipt(priced(demo()))

        assert repr(before) == repr(ambient)
    assert expected == found


def test_threads_share_a_quote() -> None:
    """Many receipts of one quote can be printed at once."""
    one = priced(demo())
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(receipt(one))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [receipt(one)] * 8 == found


@pytest.mark.parametrize(
    "locale",
    ["xx_YY", "", "en_IN.UTF-8", "../../etc", "en\0", "e" * 300, 7, "root_IN_x"],
)
def test_a_locale_that_nobody_knows(locale: Any) -> None:
    """It is refused with the field, the value and the fix."""
    with pytest.raises(CheckoutError) as caught:
        receipt(priced(LAKHS), locale=locale)

    (fault,) = caught.value.faults
    assert ("locale", "unknown_locale", locale) == (
        fault.path,
        fault.code,
        fault.value,
    )
    assert "write it like 'en_IN'" in fault.message


def test_a_locale_may_be_written_with_a_hyphen() -> None:
    """As the web writes it: de-DE."""
    one = priced(WORKED)

    assert receipt(one, locale="de_DE") == receipt(one, locale="de-DE")


@pytest.mark.parametrize("width", [31, 241, -1, 48.0, True, None, "48"])
def test_a_width_that_no_paper_has(width: Any) -> None:
    """It is refused by its name."""
    with pytest.raises(CheckoutError) as caught:
        receipt(priced(LAKHS), width=width)

    assert ["width"] == [fault.path for fault in caught.value.faults]


def test_a_figure_that_leaves_no_room() -> None:
    """The largest amounts stand on lines of their own and are never cut."""
    document = {
        "cart": {
            "currency": "INR",
            "cart_items": [line(f"{'x' * 40} 1000000 x 999999999999999.99 at 18")],
        }
    }
    found = receipt(priced(document), width=32).split("\n")

    assert [
        "x" * 32,
        "x" * 8,
        "₹99,99,99,99,99,99,99,99,90,000.00",
    ] == found[:3]


def test_no_text_steers_a_terminal() -> None:
    """Escapes, line ends and turned writing are gone, joiners stay."""
    name = "Tea\x1b[31m\n\t 250\u202eg\x9b\u2066 \u2028क्\u200dष"

    assert "Tea[31m 250g क्\u200dष" == clean(name)


def test_a_line_without_a_name() -> None:
    """It is called by its product's id."""
    document = {
        "cart": {
            "currency": "INR",
            "cart_items": [line("tee 1 x 1.00 at 18", product_name=" ")],
        }
    }

    assert receipt(priced(document)).startswith("tee ")


@pytest.mark.parametrize(
    ("locale", "code", "amount", "expected"),
    [
        ("en_IN", "INR", "1234567.89", "₹12,34,567.89"),
        ("en_IN", "INR", "-0.00", "₹0.00"),
        ("en_IN", "INR", "-1234.50", "-₹1,234.50"),
        ("en_US", "USD", "1234.5", "$1,234.50"),
        ("fr_FR", "EUR", "1234.5", "1\u202f234,50\u00a0€"),
        ("en", "KWD", "-1234.5", "-KWD\u00a01,234.500"),
        ("en", "JPY", "1234", "¥1,234"),
    ],
)
def test_money(locale: Any, code: str, amount: str, expected: Any) -> None:
    """Each locale has its signs, each currency its digits."""
    numbers = Numbers.of(locale, currency_of(code))

    assert expected == numbers.money(Decimal(amount))


def test_money_by_the_locale_data_that_is_there() -> None:
    """Babel's releases differ in the Swiss grouping mark; ours is the one it has."""
    mark = Locale.parse("de_CH").number_symbols["latn"]["group"]
    numbers = Numbers.of("de_CH", currency_of("CHF"))

    assert f"CHF\u00a0-1{mark}234.50" == numbers.money(Decimal("-1234.5"))


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("0", "0%"),
        ("2.5", "2.5%"),
        ("18.00", "18%"),
        ("0.25", "0.25%"),
        ("9.975", "9.975%"),
        ("0.000001", "0.000001%"),
        ("1000", "1,000%"),
    ],
)
def test_rate(rate: str, expected: Any) -> None:
    """A rate has as many decimals as it needs."""
    numbers = Numbers.of("en_IN", currency_of("INR"))

    assert expected == numbers.rate(Decimal(rate))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, [""]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("abcdefgh ij", 5, ["abcde", "fgh", "ij"]),
        ("煎茶煎茶", 5, ["煎茶", "煎茶"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
    ],
)
def test_wrapped(text: str, width: Any, expected: Any) -> None:
    """Lines break between words; only a word that is too long is broken."""
    assert expected == wrapped(text, width)


def test_a_row_without_room() -> None:
    """A label beside a long figure keeps its words together."""
    assert ["  Shipping cost", "       1,00,000.00"] == row(
        "Shipping cost", "1,00,000.00", 18, 2
    )
