# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What is kept is priced again, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checkout_core import Address, Line, Shipping, Store, TaxPolicy, coupon, promotion
from checkout_core.refunds import Refund, RefundPolicy, refund
from checkout_core.store import tax_classes
from tests.factories.carts import sold
from tests.factories.refunds import AT, refund_faults, refunds_of, texts, volume


D = Decimal


def test_recompute_keeps_the_price_of_what_is_kept() -> None:
    """Three for 270.00 become two for 200.00: 70.00 come back, then all the rest."""
    store = Store("INR", promotions=[volume(10)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, {0: 1}, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["70.00", "100.00", "100.00"] == texts(each.gateway for each in found)


def test_retain_gives_back_what_was_paid_for_the_units() -> None:
    """The same returns by the stored shares."""
    store = Store("INR", promotions=[volume(10)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)

    assert ["90.00"] * 3 == texts(
        each.gateway for each in refunds_of(quoted, {0: 1}, {0: 1}, {0: 1})
    )


def test_recompute_never_asks_for_money() -> None:
    """Where what is kept costs more than was paid, nothing comes back."""
    store = Store("INR", promotions=[volume(60)])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store)
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, {0: 1}, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["0.00", "20.00", "100.00"] == texts(each.gateway for each in found)
    assert 1 == found[0].lines[0].quantity


def test_recompute_keeps_the_halves_of_goods_and_of_handling_apart() -> None:
    """
    322.11 were paid and 238.34 are kept: 83.77 by 107.37 as one unit was priced.

    89.99, twice 8.10, 1.00 and twice 0.09 fall to 70.21, 6.31, 0.78 and 0.07; the
    two paise left are one for each half of the tax on goods, 631.96 of them.
    """
    store = Store("INR", promotions=[volume(10)], tax=TaxPolicy(seller_state="Goa"))
    tee = Line(
        "a",
        3,
        "99.99",
        tax_rate=18,
        handling_charge_excluding_tax="1.00",
        handling_charge_tax_rate=18,
    )
    quoted = sold(tee, store=store, shipping_address=Address(state="Goa"))
    policy = RefundPolicy(promotion_break="recompute")
    (found,) = refunds_of(quoted, {0: 1}, policy=policy, store=store)

    (line,) = found.lines
    assert ("83.77", "70.21", "0.78") == (
        str(found.amount),
        str(line.taxable_value),
        str(line.handling_charge_excluding_tax),
    )
    assert ["6.32", "6.32"] == texts(each.amount for each in line.components)
    assert ["0.07", "0.07"] == texts(each.amount for each in line.handling_components)


def test_recompute_gives_back_what_has_become_cheaper() -> None:
    """A capped discount that weighs more on less: the rest is on the line kept."""
    cap = promotion(
        "p",
        "discount",
        {
            "discount_type": "percentage",
            "discount_percent": 10,
            "maximum_discount_amount": "50.00",
        },
        applies_to_product="all",
    )
    store = Store("INR", promotions=[cap])
    quoted = sold(
        Line("a", 1, "500.00", tax_rate=0), Line("b", 1, "500.00", tax_rate=0),
        store=store,
    )  # fmt: skip
    policy = RefundPolicy(promotion_break="recompute")
    first, second = refunds_of(quoted, {0: 1}, {1: 1}, policy=policy, store=store)

    assert ("500.00", "450.00") == (str(first.gateway), str(second.gateway))
    assert [(0, 1, 0, "475.00"), (1, 0, 0, "25.00")] == [
        (x.line, x.quantity, x.free_quantity, str(x.amount)) for x in first.lines
    ]


@pytest.mark.parametrize("rate", ["0", "12"])
def test_recompute_taxes_what_is_kept_as_it_was(rate: str) -> None:
    """Goods of a class at 0 or 12 % that the store taxes at 40 % since."""
    then = Store("INR", tax_classes=tax_classes({"milk": {"tax_rate": rate}}))
    now = Store("INR", tax_classes=tax_classes({"milk": {"tax_rate": "40"}}))
    quoted = sold(Line("a", 2, "100.00", tax_class="milk"), store=then)
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, {0: 1}, policy=policy, store=now)

    assert [f"{100 + int(rate)}.00"] == texts(each.gateway for each in found)


def test_recompute_counts_delivery_that_is_no_longer_free() -> None:
    """What is kept misses the threshold and pays its delivery."""
    store = Store("INR", free_shipping_threshold="150.00")
    quoted = sold(
        Line("a", 2, "100.00", tax_rate=0), store=store, shipping=Shipping("30.00")
    )
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["70.00", "130.00"] == texts(each.gateway for each in found)


def test_recompute_with_what_others_fund() -> None:
    """The shopper keeps what is paid for them while the offer holds."""
    funded = coupon(
        "c",
        "discount",
        ["C"],
        {"discount_type": "fixed-amount", "fixed_discount_amount": "60.00"},
        applies_to_product="all",
        x_checkout_core={"funded_by": "platform"},
        minimum_order_total="250.00",
    )
    store = Store("INR", coupons=[funded])
    quoted = sold(Line("a", 3, "100.00", tax_rate=0), store=store, coupon_code="C")
    policy = RefundPolicy(promotion_break="recompute")
    found = refunds_of(quoted, {0: 1}, {0: 1}, {0: 1}, policy=policy, store=store)

    assert ["40.00", "100.00", "100.00"] == texts(each.gateway for each in found)
    assert D("60.00") == sum(each.funded for each in found)


def test_what_others_funded_never_costs_the_shopper() -> None:
    """Of a unit that is free by the platform, none is asked for at a later return."""
    row = {
        "buy_product_id": "a",
        "buy_variant_id": None,
        "buy_from_category_id": None,
        "get_product_id": "a",
        "get_variant_id": None,
        "get_from_category_id": None,
        "minimum_purchase_amount": "0.01",
        "get_quantity": 1,
        "get_offer_type": "free",
        "get_discount_percent": None,
    }
    free = promotion(
        "b",
        "buy-x-get-y",
        {"spending_criteria_type": "minimum-purchase-amount", "products": [row]},
        applies_to_product="product",
        x_checkout_core={"funded_by": "platform"},
    )
    store = Store("INR", promotions=[free])
    quoted = sold(Line("a", 5, "0.03", tax_rate=0), store=store)
    found: tuple[Refund, ...] = ()
    for at in range(5):
        way = "retain" if at else "recompute"
        policy = RefundPolicy(promotion_break=way)
        found += (
            refund(
                quoted,
                {0: 1},
                id=f"R{at}",
                at=AT,
                earlier=found,
                policy=policy,
                store=store,
            ),
        )
        found[-1].check()

    assert quoted.totals.funded_savings == sum(each.funded for each in found)
    assert quoted.to_be_paid == sum(each.due.gateway for each in found)


def test_looking_at_offers_again_needs_the_store() -> None:
    """Both policies say so."""
    quoted = sold(Line("a", 1, "1.00", tax_rate=0))

    for way in ("recompute", "bundle_only"):
        assert [("store", "required")] == refund_faults(
            quoted, {0: 1}, policy=RefundPolicy(promotion_break=way)
        )
