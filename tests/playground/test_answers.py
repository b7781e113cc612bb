# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT

"""The playground's answers: everything of a price, or what is wrong with a document."""

from __future__ import annotations

import json

from importlib.resources import files
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import dumps, quote, read_checkout, write_order
from checkout_core.playground.answers import SCENARIOS, answer
from checkout_core.views import (
    LANGUAGES,
    credit_note,
    explain,
    html,
    receipt,
    refund_html,
    refund_svg,
    svg,
)
from checkout_core.wire import read_returns, write_refund
from tests.paths import DOCS


PAGE = files("checkout_core.playground") / "page"
KEYS = [
    "to_be_paid",
    "receipt",
    "explanation",
    "svg",
    "html",
    "order",
    "juspay",
    "refusals",
    "refund",
    "faults",
]


PLACED: dict[str, Any] = {
    "at": "2026-11-22T12:00:00+05:30",
    "cart": {
        "currency": "INR",
        "cart_items": [
            {
                "product_id": "tea",
                "quantity": 1,
                "selling_price": "250.00",
                "tax_rate": 5,
            }
        ],
    },
    "customer": {"id": "cust-1"},
    "store": {
        "promotions": [
            {
                "id": "p",
                "promotion_type": "discount",
                "applies_to_product": "all",
                "minimum_order_total": "350.00",
                "can_be_used_with_other_promotion": True,
                "details": {"discount_type": "percentage", "discount_percent": 10},
            }
        ]
    },
    "order": {
        "order_number": "ORD-7",
        "order_date": "2026-11-22T13:00:00+05:30",
        "status": "confirmed",
        "payment_status": "success",
    },
}


def text_of(scenario: str) -> str:
    """Return the document of a scenario."""
    return (PAGE / "scenarios" / f"{scenario}.json").read_text("utf-8")


def answered(document: Any, locale: str | None = None) -> dict[str, Any]:
    """Return the answer for a document, given as text or as data."""
    text = document if isinstance(document, str) else json.dumps(document)
    found = json.loads(answer(json.dumps({"document": text, "locale": locale})))
    assert KEYS == list(found)
    return dict(found)


def faults(document: Any, locale: str | None = None) -> list[tuple[str, str]]:
    """Return path and code of each fault."""
    found = answered(document, locale)
    return [(each["path"], each["code"]) for each in found["faults"]]


@pytest.mark.parametrize(
    ("scenario", "paid"),
    [
        ("coupon", "₹1,230.30"),
        # 240.00 + 280.00 less two soaps at 48.00, and 70.80 for delivery.
        ("bogo", "₹494.80"),
        # 5,770.00 less 200.00, less 10 % of 5,570.00.
        ("bank-offer", "₹5,013.00"),
        # 1,499.00 + 1,496.00 less 148.00 for the set, less 10 % of 2,847.00; with 70.80
        # for delivery and less 500.00 of a gift card.
        ("diwali", "₹2,133.10"),
        # 162.50 + 222.00 + 192.00 less 10 %, a bag for 20.00, and 30.00 with its 18 %.
        ("by-measure", "₹574.25"),
        # 4,858.20 + 2 x 121.46, 3,599.10 + 2 x 323.92, and 1,349.10 with its tax.
        ("slab-goods", "₹10,697.16"),
        # 2,998.00 + 450.00 less 300.00, 5 % of 410.85, 94.40, rounded to a rupee.
        ("refund", "₹3,263.00"),
    ],
)
def test_scenarios(scenario: str, paid: str) -> None:
    """Each is priced without a fault, and everything is there."""
    found = answered(text_of(scenario))

    assert (paid, []) == (found["to_be_paid"], found["faults"])
    assert (scenario == "refund") == (found["refund"] is not None)
    assert [] == [key for key in KEYS if key != "refund" and found[key] is None]


def test_every_scenario_is_a_file() -> None:
    """None is forgotten in either place."""
    names = sorted(each.name for each in (PAGE / "scenarios").iterdir())

    assert sorted(f"{name}.json" for name in SCENARIOS) == names


def test_the_first_scenario_is_the_cart_of_the_tutorial() -> None:
    """A reader recognises what is bought; the coupon is one that applies."""
    page = (DOCS / "tutorial" / "first-order.md").read_text("utf-8")
    shown = json.loads(page.partition("```json\n")[2].partition("```")[0])["cart"]
    cart = json.loads(text_of("coupon"))["cart"]

    for key in ("currency", "cart_items", "shipping"):
        assert shown[key] == cart[key]


@pytest.mark.parametrize("locale", [None, *list(LANGUAGES)[1:]])
def test_the_texts_are_those_of_the_views(locale: str | None) -> None:
    """The page adds nothing to them and leaves nothing out."""
    text = text_of("coupon")
    found = answered(text, locale)
    checkout = read_checkout(text)
    sold = quote(checkout.cart, checkout.store, at=checkout.at)

    assert receipt(sold, locale=locale) == found["receipt"]
    assert explain(sold, checkout.store, locale=locale) == found["explanation"]


def test_everything_of_an_order_that_is_placed() -> None:
    """What the command line prints: the order's facts, each text in its language."""
    text = dumps(PLACED)
    found = answered(text, "de")
    checkout = read_checkout(text)
    sold = quote(checkout.cart, checkout.store, at=checkout.at)
    order = write_order(
        sold,
        order_number="ORD-7",
        order_date="2026-11-22T13:00:00+05:30",
        status="confirmed",
        payment_status="success",
    )

    assert dumps(order, indent=2) == found["order"]
    assert svg(sold, locale="de") == found["svg"]
    page = html(sold, checkout.store, locale="de", order_number="ORD-7")
    assert page == found["html"]
    assert [True] == [
        each["message"].startswith("Kaufen Sie noch für 100,00\xa0₹ ein, um")
        for each in found["refusals"]
    ]


def test_the_request_to_juspay_is_of_this_order() -> None:
    """Its number, its currency, and its shopper."""
    body = json.loads(answered(PLACED)["juspay"])["body"]

    assert {
        "order_id": "ORD-7",
        "currency": "INR",
        "amount": "262.50",
        "customer_id": "cust-1",
    }.items() <= body.items()


def test_a_refund_in_a_language() -> None:
    """Each of its texts, by the views."""
    text = text_of("refund")
    found = answered(text, "ta")["refund"]
    document = json.loads(text)
    asked = read_returns(dumps(document.pop("returns")))
    checkout = read_checkout(dumps(document))
    sold = quote(checkout.cart, checkout.store, at=checkout.at)
    note = asked.refund(sold)

    assert {
        "note": credit_note(sold, note, locale="ta"),
        "svg": refund_svg(sold, note, locale="ta"),
        "html": refund_html(sold, note, locale="ta"),
        "document": dumps(write_refund(note), indent=2),
    }.items() <= found.items()


def test_amounts_of_documents_are_exact() -> None:
    """The order is JSON text, whose digits no browser has read as a float."""
    found = answered(text_of("coupon"))

    assert '"to_be_paid": 1230.30' in found["order"]
    assert {"amount": "1230.30", "currency": "INR"}.items() <= json.loads(
        found["juspay"]
    )["body"].items()


def test_no_request_holds_a_secret() -> None:
    """What stands for the key is masked as a real one would be."""
    request = json.loads(answered(text_of("coupon"))["juspay"])

    assert ("POST", "https://sandbox.juspay.in/session", "Basic ****") == (
        request["method"],
        request["url"],
        request["headers"]["Authorization"],
    )


def test_an_offer_that_does_not_apply() -> None:
    """It says so, and what would change it."""
    assert [
        {
            "offer": "Free delivery from 999",
            "code": "below_minimum",
            "message": "Add ₹479.00 more to use this offer.",
        }
    ] == answered(text_of("bogo"))["refusals"]


def test_a_refund() -> None:
    """One of two kurtas: 1,499.00 less its share of the 300.00, and the 5 % in it."""
    found = answered(text_of("refund"))["refund"]

    assert "₹1,368.59" == found["amount"]
    assert "Credit note R1" == found["note"].splitlines()[0]
    assert "1368.59" == json.loads(found["document"])["amount"]


# Faults ------------------------------------------------------------------------------


def changed(scenario: str, **facts: Any) -> dict[str, Any]:
    """Return the document of a scenario with other values."""
    found: dict[str, Any] = json.loads(text_of(scenario))
    return found | facts


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("", [("", "not_json")]),
        ("{", [("", "not_json")]),
        ("[]", [("", "wrong_type")]),
        ("[" * 300, [("", "nested_too_deep")]),
        ('{"cart": NaN}', [("", "not_a_number")]),
        ({}, [("cart", "required")]),
        ({"cart": [], "stor": {}}, [("stor", "unknown_key"), ("cart", "wrong_type")]),
        (
            {"cart": {"currency": "INR", "cart_items": [{"product_id": "a"}]}},
            [
                ("cart.cart_items[0].selling_price", "required"),
                ("cart.cart_items[0].tax_rate", "required"),
                ("cart.cart_items[0].quantity", "required"),
            ],
        ),
        (changed("coupon", at=None), [("at", "time_required")]),
        (
            changed("coupon", store={"coupons": [{"id": "c"}]}),
            [
                ("store.coupons[0].can_be_used_with_promotion", "required"),
                ("store.coupons[0].coupon_code", "required"),
                ("store.coupons[0].coupon_type", "required"),
                ("store.coupons[0].details", "required"),
            ],
        ),
    ],
)
def test_a_document_with_faults(document: Any, expected: list[tuple[str, str]]) -> None:
    """Each is named by its path, and nothing is priced."""
    found = answered(document)

    assert sorted(expected) == sorted(
        (each["path"], each["code"]) for each in found["faults"]
    )
    assert [] == [key for key in KEYS if key != "faults" and found[key] is not None]


@pytest.mark.parametrize(
    ("returns", "expected"),
    [
        ([], [("returns", "wrong_type")]),
        ({"id": "R1"}, [("returns.at", "bad_time")]),
        (
            {"id": "R1", "at": "2026-12-01T10:00:00Z", "returned": {"0": 3}},
            [("returns.returned[0]", "more_than_bought")],
        ),
        (
            {"id": "R1", "at": "2026-12-01T10:00:00Z", "returned": {"7": 1}},
            [("returns.returned[7]", "no_such_line")],
        ),
    ],
)
def test_returns_with_faults(returns: Any, expected: list[tuple[str, str]]) -> None:
    """They do not keep the cart from being priced."""
    found = answered(changed("refund", returns=returns))

    assert expected == [(each["path"], each["code"]) for each in found["faults"]]
    assert ("₹3,263.00", None) == (found["to_be_paid"], found["refund"])


def test_a_cart_that_cannot_be_paid_for() -> None:
    """What Juspay would refuse is told below `juspay`, and the rest is shown."""
    address = {"phone": "12", "state": "Karnataka"}
    document = changed("coupon")
    document["cart"]["shipping_address"] = address
    found = answered(document)

    assert ["juspay.customer_phone"] == [each["path"] for each in found["faults"]]
    assert ("₹1,230.30", None) == (found["to_be_paid"], found["juspay"])


@pytest.mark.parametrize("locale", ["xx_XX", "", 7, ["de"]])
def test_a_locale_that_there_is_not(locale: Any) -> None:
    """It is a fault like every other."""
    assert [("locale", "unknown_locale")] == faults(text_of("coupon"), locale)


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        ("", ""),
        ("7", ""),
        ("{}", "document"),
        ('{"document": {}}', "document"),
        ('{"document": "{}", "theme": "dark"}', "theme"),
    ],
)
def test_requests_that_no_page_sends(request_: str, path: str) -> None:
    """They are answered too."""
    found = json.loads(answer(request_))

    assert [path] == [each["path"] for each in found["faults"]]


def test_half_a_character() -> None:
    """A lone surrogate comes back as its escape, so that the answer can be sent."""
    document = changed("coupon", order={"order_number": "\ud800"})
    found = answer(json.dumps({"document": json.dumps(document)}))

    assert found == found.encode().decode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["1.5"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value of a document."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*path, key))
    if isinstance(value, list):
        for i, inner in enumerate(value):
            found += places(inner, (*path, i))
    return found


@given(st.sampled_from(list(SCENARIOS)), st.data())
def test_a_broken_document_is_answered(scenario: str, data: st.DataObject) -> None:
    """Whatever stands anywhere in it: there are faults or there is a price."""
    document = json.loads(text_of(scenario))
    *way, last = data.draw(st.sampled_from(places(document)))
    inner = document
    for each in way:
        inner = inner[each]
    inner[last] = data.draw(JSON)
    found = answered(document)

    assert (found["receipt"] is None) <= (found["faults"] != [])


@given(st.sampled_from(list(SCENARIOS)), st.data())
def test_a_text_that_is_being_typed_is_answered(
    scenario: str, data: st.DataObject
) -> None:
    """Each beginning of a document is no document yet."""
    text = text_of(scenario).rstrip()
    end = data.draw(st.integers(0, len(text) - 1))

    assert [("", "not_json")] == faults(text[:end])
