# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Charges whose tax has components: shipping, handling, charges of the store."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import (
    Address,
    Cart,
    Charge,
    CheckoutError,
    Line,
    Quote,
    RefundPolicy,
    Shipping,
    Store,
    TaxPolicy,
    quote,
    refund,
)
from checkout_core.money import Rounding
from checkout_core.pricing.charges import own
from checkout_core.refunds import RefundedLine
from checkout_core.refunds.note import RefundedCharge
from checkout_core.store import shipping_rates
from checkout_core.tax.line_rule import LineRule
from checkout_core.tax.rates import Rate, TaxComponent
from checkout_core.views import credit_note
from tests.factories.tables import case
from tests.factories.tax import kept


STATE = {"name": "State", "rate": "6.25"}
CITY = {"name": "City", "rate": "2"}
US = TaxPolicy(regime="components", tax_name="Sales tax")


def tee(price: str = "100.00", **fields: Any) -> Line:
    """Return a line that owes state and city tax."""
    return Line("tee", 1, price, **({"tax_components": [STATE, CITY]} | fields))


def rows(found: Quote, *kinds: str) -> list[tuple[str, str, str]]:
    """Return name, rate and amount of the rows of some kinds."""
    return [
        (str(each.name), str(each.rate), str(each.amount))
        for each in found.entries
        if each.kind in kinds
    ]


def priced(cart: Cart, **store: Any) -> Quote:
    """Return the quote of a cart in a US store, stored and read back."""
    found = quote(cart, Store("USD", **({"tax": US} | store)))
    kept(found)
    return found


BOTH = [("State", "6.25", "0.63"), ("City", "2", "0.20")]


@pytest.mark.parametrize(
    ("cart", "store", "kind"),
    [
        case(
            "what the caller quotes",
            {"shipping": Shipping("10.00", tax_components=[STATE, CITY])},
            {},
            "shipping_tax",
        ),
        case(
            "the store's table",
            {},
            {
                "shipping_rates": shipping_rates(
                    {"type": "flat", "amount": "10", "tax_components": [STATE, CITY]}
                )
            },
            "shipping_tax",
        ),
        case(
            "a charge of the store",
            {},
            {"charges": [Charge("Wrap", "10.00", tax_components=[STATE, CITY])]},
            "charge_tax",
        ),
    ],
)
def test_a_charge_has_components_of_its_own(
    cart: dict[str, Any], store: dict[str, Any], kind: str
) -> None:
    """10.00 at 6.25 % is 0.625 and at 2 % is 0.20, each rounded by itself."""
    found = priced(Cart("USD", [tee()], **cart), **store)

    assert BOTH == rows(found, kind)
    assert "119.08" == str(found.to_be_paid)  # 100 + 8.25 + 10 + 0.83


def test_a_zone_has_components_of_its_own() -> None:
    """The rate of the address decides which."""
    rate = {"type": "flat", "amount": "10", "tax_components": [STATE, CITY]}
    zones = [
        {"states": ["Illinois"], "rate": rate},
        {"countries": ["USA"], "rate": {"type": "flat", "amount": "10", "tax_rate": 0}},
    ]
    table = shipping_rates({"type": "by_zone", "zones": zones})
    found = {
        state: rows(
            priced(
                Cart(
                    "USD", [tee()], shipping_address=Address(state=state, country="USA")
                ),
                shipping_rates=table,
            ),
            "shipping_tax",
        )
        for state in ("Illinois", "Oregon")
    }

    assert {"Illinois": BOTH, "Oregon": []} == found


def test_handling_is_taxed_once_for_the_line() -> None:
    """2.50 a unit and 4 units are 10.00: the components are those of 10.00."""
    line = Line(
        "tee",
        4,
        "25.00",
        tax_components=[STATE, CITY],
        handling_charge_excluding_tax="2.50",
        handling_charge_tax_components=[STATE, CITY],
    )

    assert BOTH == rows(priced(Cart("USD", [line])), "handling_tax")


def test_the_rate_of_a_charge_is_that_of_its_components_together() -> None:
    """6.25 and 2 are shown as 8.25, on the shipping and on the line's handling."""
    line = tee(
        handling_charge_excluding_tax="10.00",
        handling_charge_tax_components=[STATE, CITY],
    )
    shipping = Shipping("10.00", tax_components=[STATE, CITY])
    found = priced(Cart("USD", [line], shipping=shipping))

    assert "8.25" == str(found.shipping_tax_rate)
    assert "8.25" == str(found.lines[0].handling_charge_tax_rate)
    assert BOTH == rows(found, "handling_tax")


def test_components_inside_the_price_of_a_charge() -> None:
    """108.25 with 8.25 inside: 6.25 and 2.00, and 100.00 remain."""
    shipping = Shipping(
        "108.25", tax_components=[STATE, CITY], price_including_tax=True
    )
    found = priced(Cart("USD", [tee()], shipping=shipping))

    assert [("State", "6.25", "6.25"), ("City", "2", "2.00")] == rows(
        found, "shipping_tax"
    )
    assert "100.00" == str(found.totals.shipping_amount)


def test_a_component_on_top_of_another_one() -> None:
    """10 % of 100.00 is 10.00, and a compound 5 % of 110.00 is 5.50."""
    parts = [TaxComponent("A", Decimal(10)), TaxComponent("B", Decimal(5), True)]
    found = priced(
        Cart("USD", [tee()], shipping=Shipping("100.00", tax_components=parts))
    )

    assert [("A", "10", "10.00"), ("B", "5", "5.50")] == rows(found, "shipping_tax")
    assert "15.5" == str(found.shipping_tax_rate)


def test_india_does_not_halve_components_of_a_charge() -> None:
    """A charge's own components replace CGST and SGST, as those of a line do."""
    cart = Cart(
        "INR",
        [Line("tee", 1, "100.00", tax_rate="18")],
        shipping=Shipping("10.00", tax_components=[STATE, CITY]),
        shipping_address=Address(state="Goa", country="India"),
    )
    found = quote(cart, Store("INR", tax=TaxPolicy(seller_state="Goa")))
    kept(found)

    assert BOTH == rows(found, "shipping_tax")
    assert ["CGST", "SGST"] == [each.name for each in found.lines[0].components]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        # 8.25 is the highest rate: 20.00 at 6.25 % is 1.25, at 2 % 0.40.
        case(
            "the highest", "highest", [("State", "6.25", "1.25"), ("City", "2", "0.40")]
        ),
        # 20.00 over 300.00 and 100.00: 15.00 and 5.00.  15.00 at 6.25 % is 0.9375, at
        # 2 % 0.30; 5.00 at 4 % is 0.20.
        case(
            "each its own",
            "apportion",
            [("State", "4", "0.20"), ("State", "6.25", "0.94"), ("City", "2", "0.30")],
        ),
    ],
)
def test_a_charge_that_is_taxed_as_the_goods_has_their_components(
    policy: str, expected: list[tuple[str, str, str]]
) -> None:
    """300.00 owe state and city tax, 100.00 a lower state tax."""
    food = Line("food", 1, "100.00", tax_components=[{"name": "State", "rate": "4"}])
    tax = TaxPolicy(regime="components", charge_tax=policy)
    cart = Cart("USD", [tee("300.00"), food], shipping=Shipping("20.00"))

    assert expected == rows(priced(cart, tax=tax), "shipping_tax")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        # 20.00 at 8.25 %.
        case("the highest", "highest", [("GST", "8.25", "1.65")]),
        # 5.00 at 4 % and 15.00 at 8.25 % = 1.2375.
        case(
            "each its own", "apportion", [("GST", "4", "0.20"), ("GST", "8.25", "1.24")]
        ),
    ],
)
def test_a_store_without_a_regime_taxes_charges_in_one_piece(
    policy: str, expected: list[tuple[str, str, str]]
) -> None:
    """Its figures and its documents are those of before."""
    food = Line("food", 1, "100.00", tax_components=[{"name": "State", "rate": "4"}])
    cart = Cart("USD", [tee("300.00"), food], shipping=Shipping("20.00"))

    assert expected == rows(
        priced(cart, tax=TaxPolicy(charge_tax=policy)), "shipping_tax"
    )


def test_equal_rates_of_other_components_are_apart() -> None:
    """8.25 in one piece and 6.25 + 2 are two rates; the highest is the one in parts."""
    plain = Line("plain", 1, "100.00", tax_rate="8.25")
    tax = TaxPolicy(regime="components", tax_name="Sales tax", charge_tax="apportion")
    cart = Cart("USD", [plain, tee()], shipping=Shipping("20.00"))
    highest = priced(cart, tax=TaxPolicy(regime="components", charge_tax="highest"))

    # 10.00 at 8.25 % is 0.825, at 6.25 % 0.625, at 2 % 0.20.
    assert [("Sales tax", "8.25", "0.83"), *BOTH] == rows(
        priced(cart, tax=tax), "shipping_tax"
    )
    assert ["State", "City"] == [name for name, _, _ in rows(highest, "shipping_tax")]


@pytest.mark.parametrize(
    "make",
    [
        case("shipping", lambda **tax: Shipping("1", **tax)),
        case("a charge", lambda **tax: Charge("Wrap", "1", **tax)),
        case(
            "handling",
            lambda **tax: tee(**{f"handling_charge_{key}": tax[key] for key in tax}),
        ),
        case(
            "a rate",
            lambda **tax: shipping_rates({"type": "flat", "amount": "1", **tax}),
        ),
    ],
)
def test_a_charge_has_a_rate_or_components(make: Any) -> None:
    """Both are one fault, and each component is checked as that of a line."""
    found = []
    for tax in (
        {"tax_rate": "5", "tax_components": [STATE]},
        {"tax_components": [{"name": "IGST", "rate": "5"}]},
        {"tax_components": [{"name": "State"}]},
        {"tax_components": "State"},
    ):
        with pytest.raises(CheckoutError) as caught:
            make(**tax)
        found += [
            (each.path.removeprefix("handling_charge_"), each.code)
            for each in caught.value.faults
        ]

    assert [
        ("tax_components", "components_stand_alone"),
        ("tax_components[0].name", "reserved_component"),
        ("tax_components[0].rate", "required"),
        ("tax_components", "wrong_type"),
    ] == found


def test_the_path_of_a_zone_leads_to_its_component() -> None:
    """A fault of a rate in a zone names the zone."""
    rate = {
        "type": "flat",
        "amount": "1",
        "tax_components": [{"name": "CESS", "rate": 1}],
    }
    with pytest.raises(CheckoutError) as caught:
        shipping_rates({"type": "by_zone", "zones": [{"states": ["x"], "rate": rate}]})

    assert ["zones[0].rate.tax_components[0].name"] == [
        each.path for each in caught.value.faults
    ]


def test_components_of_charges_come_back_with_a_refund() -> None:
    """Both units, then their shipping: every component goes back to the last cent."""
    cart = Cart(
        "USD",
        [Line("tee", 2, "19.99", tax_components=[STATE, CITY])],
        shipping=Shipping("10.00", tax_components=[STATE, CITY]),
    )
    sold = priced(cart)
    paid, at = sold.to_be_paid, datetime(2026, 12, 1, tzinfo=UTC)
    policy = RefundPolicy(shipping="explicit")
    first = refund(
        sold, {0: 1}, id="R1", at=at, paid=paid, policy=policy, shipping="4.00"
    )
    last = refund(
        sold,
        {0: 1},
        id="R2",
        at=at,
        paid=paid,
        policy=policy,
        shipping="6.83",
        earlier=[first],
    )

    # 39.98 at 6.25 % is 2.50 and at 2 % 0.80, of which one unit is half.
    assert [("State", "1.25"), ("City", "0.40")] == parts_of(first.lines[0])
    # 4.00 of 10.83 = 10.00 + 0.63 + 0.20 are 3.693 + 0.233 + 0.074: floored they lack a
    # cent, which goes to the largest remainder, the city's.
    assert [("State", "0.23"), ("City", "0.08")] == parts_of(first.shipping)
    assert [("State", "0.40"), ("City", "0.12")] == parts_of(last.shipping)
    assert paid == first.amount + last.amount
    assert credit_note(sold, first).endswith(
        "  City 2%                                  $0.48\n"
        "  State 6.25%                              $1.48"
    )


def parts_of(refunded: RefundedLine | RefundedCharge) -> list[tuple[str, str]]:
    """Return name and amount of each refunded component."""
    return [(each.name, str(each.amount)) for each in refunded.components]


rates = st.decimals("0", "400", places=2)
components = st.lists(
    st.builds(
        TaxComponent,
        st.sampled_from(["State", "City", "County"]),
        rates,
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(tuple)


@given(
    st.integers(0, 10**6),
    components,
    st.booleans(),
    st.sampled_from(list(Rounding)),
)
def test_a_charge_is_its_parts(
    amount: int,
    parts: tuple[TaxComponent, ...],
    inclusive: bool,  # noqa: FBT001
    rounding: Rounding,
) -> None:
    """Nothing is lost, and no component is below zero or more than what is paid."""
    rate = Rate.of(Decimal(0), parts, inclusive=inclusive)
    found = own(LineRule.of(rate, ("Sales tax",), rounding=rounding), amount)
    (part,) = found.parts

    assert found.tax == sum(part.amounts)
    assert [each.name for each in parts] == [name for name, _ in part.labels]
    assert min(part.amounts) >= 0
    assert amount == (found.total if inclusive else found.net)
    assert found.net >= 0
