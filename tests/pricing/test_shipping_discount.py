# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
`shipping_discount`: a part of the delivery, its tax, and what comes after it.

Figures are worked out by hand; the law draws goods, policies and offers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Cart,
    CheckoutError,
    Line,
    Quote,
    RefundPolicy,
    Shipping,
    Store,
    TaxPolicy,
    coupon,
    lint,
    promotion,
    quote,
    read_quote,
    refund,
    verify,
    write_order,
    write_quote,
)
from checkout_core.offers import free_shipping, percentage_off, shipping_discount
from checkout_core.views import explain, receipt, waterfall
from checkout_core.wire import read_promotion
from checkout_core.wire.quotes import fingerprint
from tests.factories.carts import AT, Document, priced
from tests.factories.faults import faults_of
from tests.factories.offers import coupon as coupon_of
from tests.factories.offers import own, refused
from tests.factories.offers import promotion as document_of
from tests.factories.tables import case


#: 99.00 with 18 % on top, 118.00 with 18 % inside.
ON_TOP = {"estimated_cost": "99.00", "tax_rate": "18"}
INSIDE = {"estimated_cost": "118.00", "tax_rate": "18", "price_including_tax": True}
FREE = document_of("free-shipping", id="free")


def part(key: str = "p", name: str = "Part", **keys: Any) -> Document:
    """Return a promotion that takes a part of the delivery off."""
    gift = own("shipping_discount", **keys)
    return document_of("free-shipping", id=key, name=name, **gift)


def delivered(
    *offers: Document,
    shipping: Document | None = ON_TOP,
    said: str = "A 1 x 10.00",
    address: Document | None = None,
    **more: Any,
) -> Quote:
    """Return the quote of goods that are delivered."""
    cart = {"shipping": shipping, "shipping_address": address}
    return priced(said, *offers, cart=cart, **more)


def figures(found: Quote) -> str:
    """Return estimated cost, discount, amount and tax of the delivery, and savings."""
    totals = found.totals
    return " ".join(
        str(each)
        for each in (
            totals.shipping_estimated_cost,
            totals.shipping_discount_amount,
            totals.shipping_amount,
            totals.shipping_tax_amount,
            totals.promotion_savings,
        )
    )


@pytest.mark.parametrize(
    ("keys", "shipping", "expected"),
    [
        case(
            "half of 99 is 49.50 -> 40; 59 x 18 % = 10.62; 116.82 - 69.62 = 47.20",
            {"percent_off": "50", "maximum_discount_amount": "40"},
            ON_TOP,
            "99.00 40.00 59.00 10.62 47.20",
        ),
        case(
            "118 - 59 = 59 = 50 + 9; S(118) = 100",
            {"amount_off": "59"},
            INSIDE,
            "100.00 50.00 50.00 9.00 59.00",
        ),
        case(
            "at 59.00 it is 50 + 9",
            {"price": "59"},
            INSIDE,
            "100.00 50.00 50.00 9.00 59.00",
        ),
        case(
            "more than there is",
            {"amount_off": "100"},
            ON_TOP,
            "99.00 99.00 0.00 0.00 116.82",
        ),
        case(
            "all of it", {"percent_off": "100"}, ON_TOP, "99.00 99.00 0.00 0.00 116.82"
        ),
        case("for nothing", {"price": "0"}, ON_TOP, "99.00 99.00 0.00 0.00 116.82"),
    ],
)
def test_what_is_left_and_its_tax(
    keys: Document, shipping: Document, expected: str
) -> None:
    """The discount is the difference of two net amounts, the tax that of the rest."""
    found = delivered(part(**keys), shipping=shipping)

    assert expected == figures(found)
    assert found == read_quote(write_quote(found), verify=True)


def test_less_of_a_tiny_cost_can_be_more_without_tax() -> None:
    """0.07 with 9 % twice inside is 0.05 net, 0.06 is 0.06: no discount shows."""
    found = delivered(
        part(amount_off="0.01"),
        shipping={
            "estimated_cost": "0.07",
            "tax_rate": "18",
            "price_including_tax": True,
        },
        address={"state": "Karnataka"},
        store={"tax": {"seller_state": "Karnataka"}},
    )

    assert "0.06 0.00 0.06 0.00 0.01" == figures(found)
    assert found == read_quote(write_quote(found), verify=True)


@pytest.mark.parametrize(
    ("keys", "shipping"),
    [
        case("it costs less", {"price": "99"}, ON_TOP),
        case("0.4 % of 1.00", {"percent_off": "0.4"}, {"estimated_cost": "1.00"}),
        case("nothing to pay", {"percent_off": "50"}, {"estimated_cost": "0.00"}),
        case("nothing is delivered", {"percent_off": "50"}, None),
    ],
)
def test_nothing_to_discount(keys: Document, shipping: Any) -> None:
    """What rounds to nothing gives nothing."""
    assert ["nothing_to_discount"] == refused(
        delivered(part(**keys), shipping=shipping)
    )


def test_a_later_one_works_on_the_rest() -> None:
    """40.00 off 99.00, then half of 59.00: 29.50 are left, with 5.31 of tax."""
    found = delivered(part("a", amount_off="40"), part("b", percent_off="50"))

    assert "99.00 69.50 29.50 5.31 82.01" == figures(found)
    assert ["47.20", "34.81"] == [str(each.saving) for each in found.promotions]
    assert ["40.00", "29.50"] == [
        str(each.shipping_discount) for each in found.promotions
    ]


def test_free_shipping_takes_the_whole_rest() -> None:
    """69.62 are left after 40.00 off; a third finds nothing."""
    found = delivered(part("a", amount_off="40"), FREE, part("b", percent_off="50"))

    assert "99.00 99.00 0.00 0.00 116.82" == figures(found)
    assert ["47.20", "69.62"] == [str(each.saving) for each in found.promotions]
    assert [Decimal("40.00"), None] == [
        each.shipping_discount for each in found.promotions
    ]
    assert ["nothing_to_discount"] == refused(found)


def test_the_threshold_frees_the_rest() -> None:
    """59.00 and 10.62 are saved by the threshold, 47.20 by the offer."""
    found = delivered(part(amount_off="40"), store={"free_shipping_threshold": "10.00"})

    assert "99.00 99.00 0.00 0.00 47.20" == figures(found)
    assert "69.62" == str(found.totals.other_savings)
    assert found == read_quote(write_quote(found), verify=True)


def test_a_coupon_after_promotions() -> None:
    """10.00 off the 59.00 that a promotion left: 11.80."""
    keys = own("shipping_discount", amount_off="10")
    found = delivered(part(amount_off="40"), coupon_of("free-shipping", **keys))

    assert "99.00 50.00 49.00 8.82 47.20" == figures(found)
    assert "11.80" == str(found.totals.coupon_savings)


def test_a_delivery_that_is_shared_over_the_goods() -> None:
    """Of 50.00, 37.50 are at 18 % and 12.50 at 0 %; the rate is of the whole cost."""
    found = delivered(
        part(percent_off="50"),
        shipping={"estimated_cost": "100.00", "tax_rate": "0"},
        said="A 1 x 300.00 at 18; B 1 x 100.00",
        store={"tax": {"charge_tax": "apportion"}},
    )
    rows = [
        (each.kind, str(each.amount), str(each.rate))
        for each in found.entries
        if each.kind.startswith("shipping")
    ]

    assert "100.00 50.00 50.00 6.75 56.75" == figures(found)
    assert "13.5" == str(found.shipping_tax_rate)
    assert [
        ("shipping", "25.00", "0"),
        ("shipping_discount", "12.50", "0"),
        ("shipping", "75.00", "18"),
        ("shipping_discount", "37.50", "18"),
        ("shipping_tax", "6.75", "18"),
    ] == rows


def test_the_saving_with_its_tax_decides() -> None:
    """40.00 off the delivery saves 47.20, more than 47.00 off the goods."""
    alone = {"can_be_used_with_other_promotion": False}
    found = priced(
        "A 1 x 100.00",
        document_of(
            "discount",
            {"discount_type": "percentage", "discount_percent": "47"},
            "all",
            **alone,
        ),
        {**part("q", amount_off="40"), **alone},
        cart={"shipping": ON_TOP},
    )

    assert ["q"] == [each.id for each in found.promotions]
    assert "0.20" == str(found.figures.runner_up_behind)


def test_who_funds_it_has_no_effect() -> None:
    """The seller pays for delivery, and lint says so."""
    found = delivered(
        {
            **part(amount_off="40"),
            "x_checkout_core": {
                "funded_by": "brand",
                **part(amount_off="40")["x_checkout_core"],
            },
        }
    )
    gift = shipping_discount(percent_off=50)
    store = Store("INR", promotions=[promotion("p", gift, funded_by="brand")])

    assert "0.00" == str(found.totals.funded_savings)
    assert "79.62" == str(found.to_be_paid)
    assert ["funds_nothing"] == [each.code for each in lint(store)]


def test_the_row_of_the_order_has_no_product() -> None:
    """The vendor's order has one row for the whole offer."""
    (row,) = write_order(delivered(part(amount_off="40")))["applied_promotions"]

    assert (None, "shipping", Decimal("47.20")) == (
        row["product_id"],
        row["scope"],
        row["savings"],
    )


# Papers -----------------------------------------------------------------------------


def test_every_paper_has_both_parts() -> None:
    """What an offer took off, what the threshold freed, and that they add up."""
    found = delivered(
        part(amount_off="40", name="Half"),
        store={"free_shipping_threshold": "10.00"},
    )
    lines = [" ".join(each.split()) for each in receipt(found).splitlines()]
    bars = [
        (each.key, str(each.amount))
        for each in waterfall(found).bars
        if each.section == "shipping"
    ]

    assert "Shipping, tax included \u20b9116.82" in lines
    assert "Half -\u20b947.20" in lines
    assert "Free shipping -\u20b969.62" in lines
    assert [
        ("shipping", "116.82"),
        ("free_shipping", "-47.20"),
        ("free_shipping:more", "-69.62"),
    ] == bars
    assert "took off \u20b940.00 of the shipping" in explain(found)


def test_a_part_that_is_paid() -> None:
    """69.62 of 116.82 are paid."""
    found = delivered(part(amount_off="40", name="Half"))
    bars = {each.key: str(each.amount) for each in waterfall(found).bars}

    assert ("116.82", "-47.20") == (bars["shipping"], bars["free_shipping"])
    assert "Shipping costs \u20b9116.82" in explain(found)


# Refunds ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "returned", "more", "expected"),
    [
        case(
            "half of the goods: half of 69.62", {"shipping": "pro_rata"}, 1, {}, "39.81"
        ),
        case("all of it", {"shipping": "pro_rata"}, 2, {}, "79.62"),
        case("all, with the last unit", {}, 2, {}, "79.62"),
        case(
            "as much as is said",
            {"shipping": "explicit"},
            1,
            {"shipping": "30"},
            "35.00",
        ),
    ],
)
def test_what_was_paid_of_the_delivery_is_refunded(
    policy: Document, returned: int, more: Document, expected: str
) -> None:
    """The discount comes back with the cost that it reduced."""
    found = delivered(part(amount_off="40"), said="A 2 x 5.00")
    note = refund(
        found, {0: returned}, id="r", at=AT, policy=RefundPolicy(**policy), **more
    )

    assert expected == str(note.amount)
    note.check()


def test_more_than_was_paid_of_the_delivery() -> None:
    """69.62 were paid."""
    found = delivered(part(amount_off="40"), said="A 2 x 5.00")

    assert [("shipping", "more_than_charged")] == faults_of(
        refund,
        found,
        {0: 1},
        id="r",
        at=AT,
        policy=RefundPolicy(shipping="explicit"),
        shipping="69.63",
    )


# Stored quotes ----------------------------------------------------------------------


def test_a_document_says_how_much_of_the_delivery() -> None:
    """Where all that was left is free, the scope says so, as it always did."""
    found = write_quote(delivered(part("a", amount_off="40"), FREE))
    first, second = found["promotions"]

    assert "40.00" == first["shipping_discount"]
    assert "shipping_discount" not in second


@pytest.mark.parametrize(
    ("said", "paths"),
    [
        ("41.00", {"totals.shipping_amount", "totals.to_be_paid"}),
        ("-1.00", {"promotions[0].shipping_discount"}),
        ("0.00", {"promotions[0].shipping_discount"}),
        ("500.00", {"promotions[0].shipping_discount"}),
    ],
)
def test_a_part_that_was_changed(said: str, paths: set[str]) -> None:
    """It is named, or the totals that it contradicts."""
    document = write_quote(delivered(part(amount_off="40")))
    document["promotions"][0]["shipping_discount"] = said
    document["fingerprint"] = fingerprint(document)
    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert paths <= {each.path for each in caught.value.faults}


def test_a_part_that_an_offer_of_goods_cannot_take() -> None:
    """Only the scope of shipping takes something off the delivery."""
    ten = document_of(
        "discount", {"discount_type": "percentage", "discount_percent": "10"}, "all"
    )
    document = write_quote(delivered(ten))
    document["promotions"][0]["shipping_discount"] = "1.00"
    document["fingerprint"] = fingerprint(document)
    with pytest.raises(CheckoutError) as caught:
        verify(document)

    assert ["promotions[0].shipping_discount"] == [
        each.path for each in caught.value.faults
    ]


# What is read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        case("nothing", {}, [("", "one_of")]),
        case("two", {"price": "1", "amount_off": "1"}, [("", "one_of")]),
        case("0 %", {"percent_off": "0"}, [(".percent_off", "not_positive")]),
        case(
            "goods",
            {"price": "1", "target": {}},
            [(".target", "unknown_key")],
        ),
        case(
            "a cap of 0",
            {"price": "1", "maximum_discount_amount": "0"},
            [(".maximum_discount_amount", "not_positive")],
        ),
    ],
)
def test_what_is_wrong_is_named(
    keys: Document, expected: list[tuple[str, str]]
) -> None:
    """Exactly one alternative, above 0 but for a price."""
    paths = [(f"x_checkout_core.benefit{path}", code) for path, code in expected]

    assert paths == faults_of(read_promotion, part(**keys))


def test_what_was_made_is_read_again() -> None:
    """The document of an offer gives an equal benefit, which is not joined."""
    made = promotion("p", shipping_discount(price=49, maximum="20.50"))

    assert made.benefit == read_promotion(made.document).benefit
    assert "shipping" == made.scope
    with pytest.raises(CheckoutError, match="differ"):
        _ = shipping_discount(price=1) + shipping_discount(price=1)


# A law ------------------------------------------------------------------------------


GOODS = st.lists(
    st.tuples(st.integers(1, 5_000), st.sampled_from([0, 5, 18, 28]), st.booleans()),
    min_size=1,
    max_size=4,
)
GIFTS = st.lists(
    st.one_of(
        st.builds(lambda n: shipping_discount(percent_off=n), st.integers(1, 100)),
        st.builds(
            lambda n: shipping_discount(amount_off=Decimal(n).scaleb(-2)),
            st.integers(1, 300),
        ),
        st.builds(
            lambda n: shipping_discount(price=Decimal(n).scaleb(-2)),
            st.integers(0, 300),
        ),
        st.just(free_shipping()),
        st.just(percentage_off(10)),
    ),
    min_size=1,
    max_size=4,
)


@given(
    GOODS,
    GIFTS,
    st.integers(0, 300),
    st.sampled_from([None, 0, 5, 18]),
    st.booleans(),
    st.sampled_from(["own_rate", "highest", "apportion"]),
    st.sampled_from([None, "10"]),
)
def test_every_paisa_of_the_delivery_is_somewhere(
    goods: list[tuple[int, int, bool]],
    gifts: list[Any],
    cost: int,
    rate: int | None,
    inside: bool,  # noqa: FBT001 - drawn
    charge_tax: str,
    threshold: str | None,
) -> None:
    """What is paid is no more than the whole, and the quote is what it says it is."""
    lines = [
        Line.from_minor(
            f"p{i}",
            1,
            price,
            currency="INR",
            tax_rate=rate_of,
            price_including_tax=within,
        )
        for i, (price, rate_of, within) in enumerate(goods)
    ]
    cart = Cart(
        "INR",
        lines,
        coupon_code="K",
        shipping=Shipping(
            estimated_cost=Decimal(cost).scaleb(-2),
            tax_rate=rate,
            price_including_tax=inside,
        ),
    )
    store = Store(
        "INR",
        promotions=[promotion(f"p{i}", gift) for i, gift in enumerate(gifts[1:])],
        coupons=[coupon("k", gifts[0], ["K"])],
        tax=TaxPolicy(charge_tax=charge_tax),
        free_shipping_threshold=threshold,
    )
    found = quote(cart, store, at=AT)
    totals = found.totals
    assert totals.shipping_amount == (
        totals.shipping_estimated_cost - totals.shipping_discount_amount
    )
    found.check()
    verify(found)
