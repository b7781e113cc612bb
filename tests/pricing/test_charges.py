# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The tax of delivery, handling and charges: their own, the highest, or in parts."""

from __future__ import annotations

from typing import Any

import pytest

from checkout_core import Quote
from tests.factories.carts import line
from tests.factories.offers import fixed, percentage, promotion, row
from tests.factories.tables import case
from tests.factories.tax import quoted, refused


#: 300.00 at 5 % and 100.00 at 18 %: three quarters and one.
GOODS = "A 1 x 300.00 at 5; B 1 x 100.00 at 18"


def shipped(
    policy: str, cost: str, rate: str = "12", *, said: Any = GOODS, **more: Any
) -> Quote:
    """Return the quote of goods that are shipped at a cost."""
    shipping = {
        "estimated_cost": cost,
        "tax_rate": rate,
        "price_including_tax": more.pop("inside", False),
    }
    tax = {"charge_tax": policy, **more.pop("tax", {})}
    offers = more.pop("offers", [])
    return quoted(said, *offers, tax=tax, cart={"shipping": shipping}, **more)


def figures(found: Quote) -> tuple[str, str, str]:
    """Return the delivery without tax, its tax and the rate shown."""
    totals = found.totals
    return (
        str(totals.shipping_amount),
        str(totals.shipping_tax_amount),
        str(found.figures.shipping_tax_rate),
    )


@pytest.mark.parametrize(
    ("policy", "cost", "expected"),
    [
        case("its own 12 %", "own_rate", "40.00", ("40.00", "4.80", "12")),
        case(
            "44.80 with 12 % inside",
            "own_rate",
            "44.80 inside",
            ("40.00", "4.80", "12"),
        ),
        case("the highest 18 %", "highest", "40.00", ("40.00", "7.20", "18")),
        case(
            "47.20 with 18 % inside", "highest", "47.20 inside", ("40.00", "7.20", "18")
        ),
        case(
            "30.00 at 5 % and 10.00 at 18 %",
            "apportion",
            "40.00",
            ("40.00", "3.30", "8.25"),
        ),
        case(
            "315 : 118 is 30.55 at 5 % and 11.45 at 18 %: 29.10 + 1.45, 9.70 + 1.75",
            "apportion",
            "42.00 inside",
            ("38.80", "3.20", "8.25"),
        ),
        case("no cost, no rate", "highest", "0", ("0.00", "0.00", "0")),
    ],
)
def test_by_hand(policy: str, cost: str, expected: tuple[str, str, str]) -> None:
    """400.00 of goods at 5 and 18 %, a delivery that says 12."""
    amount, _, inside = cost.partition(" ")

    assert expected == figures(shipped(policy, amount, inside=bool(inside)))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # 5.61 + 4.39: net 4.38 and 4.39, as the goods' 100.00 and 100.00.
        case(
            "128 : 100 of 28 % and 0 %",
            "A 1 x 128.00 at 28 inside; B 1 x 100.00 at 0",
            ("8.77", "1.23", "14.03"),
        ),
        case(
            "the same, goods without tax inside",
            "A 1 x 100.00 at 28; B 1 x 100.00 at 0",
            ("8.77", "1.23", "14.03"),
        ),
        # 5.71 + 4.29 and 4.29 + 5.71: what the blended rate of Saleor comes to as well.
        case(
            "40 : 30 of 23 % and 3 %",
            "A 1 x 40.00 at 23 inside; B 1 x 30.00 at 3 inside",
            ("8.81", "1.19", "13.51"),
        ),
        case(
            "30 : 40 of 23 % and 3 %",
            "A 1 x 30.00 at 23 inside; B 1 x 40.00 at 3 inside",
            ("9.03", "0.97", "10.74"),
        ),
        # 1.0050125 : 1 of 10.00 is 5.01 : 4.99; 5.01 holds 0.02 of tax.
        case(
            "a rate of six decimals",
            "A 1 x 100.00 at 0.501250; B 1 x 100.00 at 0",
            ("9.98", "0.02", "0.2"),
        ),
        # A cess of the goods is none of the charge: 118 : 100, not 128 : 100.
        case(
            "a cess beside the rate",
            [line("A 1 x 100.00 at 18", cess_rate="10"), line("B 1 x 100.00 at 0")],
            ("9.17", "0.83", "9.05"),
        ),
    ],
)
def test_an_inclusive_charge_is_taxed_as_the_goods_are(
    said: Any, expected: tuple[str, str, str]
) -> None:
    """10.00 with tax inside, shared by the goods' taxable value x (100 + rate)."""
    assert expected == figures(shipped("apportion", "10.00", said=said, inside=True))


def test_within_a_state_its_tax_is_a_pair() -> None:
    """Each part of an apportioned delivery has its own CGST and SGST."""
    found = shipped("apportion", "40.00", seller="Goa", to="Goa")

    assert [
        ("CGST", "2.5", "0.75"),
        ("SGST", "2.5", "0.75"),
        ("CGST", "9", "0.90"),
        ("SGST", "9", "0.90"),
    ] == [
        (each.name, str(each.rate), str(each.amount))
        for each in found.entries
        if each.kind == "shipping_tax"
    ]


@pytest.mark.parametrize(
    ("said", "cost", "tax"),
    [
        case(
            "a tie goes to the larger value",
            "A 1 x 100.00 at 5; B 1 x 300.00 at 100",
            "0.02",
            "0.02",
        ),
        case(
            "equal values: to the smaller rate",
            "A 1 x 100.00 at 100; B 1 x 100.00 at 0",
            "0.01",
            "0.00",
        ),
    ],
)
def test_ties_of_an_apportioned_charge(said: str, cost: str, tax: str) -> None:
    """Left-over units go to the larger taxable value, then to the smaller rate."""
    assert tax == figures(shipped("apportion", cost, said=said))[1]


def test_the_smallest_values_weigh_what_they_are() -> None:
    """0.01 at 5 % and 0.02 at 18 % take 1.00 and 2.00 of 3.00: 0.05 and 0.36."""
    said = "A 1 x 0.01 at 5; B 1 x 0.02 at 18"

    assert ("3.00", "0.41", "13.67") == figures(shipped("apportion", "3", said=said))


def test_lines_of_one_rate_are_one_part() -> None:
    """Weights add up by rate, whatever the basis of the price."""
    said = "A 1 x 105.00 at 5 inside; B 1 x 200.00 at 5; C 1 x 100.00 at 18"

    assert ("40.00", "3.30", "8.25") == figures(
        shipped("apportion", "40.00", said=said)
    )


@pytest.mark.parametrize(
    ("policy", "rate"), [("own_rate", "12"), ("highest", "18"), ("apportion", "12")]
)
def test_with_nothing_taxable_left(policy: str, rate: str) -> None:
    """All goods free: apportion falls back to the own rate, highest still looks."""
    free = promotion("discount", percentage("100"), "all")

    assert rate == figures(shipped(policy, "40.00", offers=[free]))[2]


def test_a_line_of_nothing_has_no_part() -> None:
    """What is free weighs nothing."""
    said = "A 1 x 300.00 at 5; B 1 x 0 at 18"

    assert "5" == figures(shipped("apportion", "40.00", said=said))[2]
    assert "18" == figures(shipped("highest", "40.00", said=said))[2]


def test_a_cess_is_left_aside() -> None:
    """The highest rate is that of the GST; charges carry no cess."""
    lines = [line("A 1 x 100.00 at 28", cess_rate="60")]
    shipping = {"estimated_cost": "10.00", "tax_rate": "5"}
    found = quoted(lines, tax={"charge_tax": "highest"}, cart={"shipping": shipping})

    assert ("10.00", "2.80", "28") == figures(found)


def test_the_rate_of_slabs_is_the_one_that_holds() -> None:
    """The goods' rate is resolved from the final net, then the charge looks at it."""
    slabs = [{"up_to": "2500", "rate": "5"}, {"rate": "18"}]
    off = promotion("discount", percentage("20"), "all")
    shipping = {"estimated_cost": "10.00", "tax_rate": "0"}
    found = quoted(
        [line("A 1 x 3000.00", tax_slabs=slabs)],
        off,
        tax={"charge_tax": "highest"},
        cart={"shipping": shipping},
    )

    assert ("10.00", "0.50", "5") == figures(found)


@pytest.mark.parametrize("policy", ["own_rate", "highest", "apportion"])
def test_a_freed_delivery_owes_nothing_and_shows_its_rate(policy: str) -> None:
    """Free shipping discounts the whole cost; the saving holds its tax too."""
    free = promotion("free-shipping")
    found = shipped(policy, "40.00", offers=[free])
    tax = {"own_rate": "44.80", "highest": "47.20", "apportion": "43.30"}[policy]

    assert ("0.00", "0.00") == figures(found)[:2]
    assert tax == str(found.totals.promotion_savings)


@pytest.mark.parametrize("policy", ["highest", "apportion"])
def test_components_are_a_rate_like_any_other(policy: str) -> None:
    """Goods at 4 + 6 % have their delivery taxed at 10 %, its own 7 aside."""
    parts = [{"name": name, "rate": rate} for name, rate in (("S", "4"), ("C", "6"))]
    shipping = {"estimated_cost": "10.00", "tax_rate": "7"}
    found = quoted(
        [line("A 1 x 100.00", tax_components=parts)],
        tax={"charge_tax": policy},
        cart={"shipping": shipping},
    )

    assert ("10.00", "1.00", "10") == figures(found)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        case("44.80 against 45.00", "own_rate", ["money"]),
        case("47.20 against 45.00", "highest", ["delivery"]),
        case("43.30 against 45.00", "apportion", ["money"]),
    ],
)
def test_what_a_free_delivery_saves_decides_between_offers(
    policy: str, expected: list[str]
) -> None:
    """An exclusive free delivery saves its cost with the tax it would have."""
    free = promotion(
        "free-shipping", id="delivery", can_be_used_with_other_promotion=False
    )
    said = [line("A 1 x 300.00 at 5"), line("B 1 x 100.00 at 18"), line("C 1 x 50.00")]
    money = promotion("discount", fixed("45.00", row("C")), id="money")
    found = shipped(policy, "40.00", said=said, offers=[free, money])

    assert expected == [each.id for each in found.promotions]


class TestHandling:
    """A line's handling: for each unit or once, rounded once per line."""

    LINES = (
        "A 3 x 100.00 at 5",
        {"handling_charge_excluding_tax": "1.11", "handling_charge_tax_rate": "18"},
    )

    @pytest.mark.parametrize(
        ("handling", "charge", "tax"),
        [
            case("3 x 1.11 at 18 % = 0.5994", "per_unit", "3.33", "0.60"),
            case("1.11 at 18 % = 0.1998", "per_line", "1.11", "0.20"),
        ],
    )
    def test_by_hand(self, handling: str, charge: str, tax: str) -> None:
        """The line's figures are totals of the line."""
        said, fields = self.LINES
        found = quoted([line(said, **fields)], store={"handling": handling})

        (one,) = found.lines
        assert (charge, tax) == (
            str(one.handling_charge_excluding_tax),
            str(one.handling_charge_tax_amount),
        )

    @pytest.mark.parametrize(
        ("policy", "rate", "tax"),
        [
            ("own_rate", "18", "0.60"),
            ("highest", "5", "0.17"),
            ("apportion", "5.11", "0.17"),
        ],
    )
    def test_it_follows_the_policy(self, policy: str, rate: str, tax: str) -> None:
        """0.17 of 3.33 are 5.11 %, which is what apportion shows."""
        said, fields = self.LINES
        found = quoted([line(said, **fields)], tax={"charge_tax": policy})

        (one,) = found.lines
        assert (rate, tax) == (
            str(one.handling_charge_tax_rate),
            str(one.handling_charge_tax_amount),
        )


class TestTheStoresCharges:
    """Cash on delivery, gift wrap: on every order, each rounded by itself."""

    CHARGES = (
        {"name": "cash on delivery", "amount": "0.28", "tax_rate": "18"},
        {"name": "gift wrap", "amount": "0.28", "tax_rate": "18"},
        {
            "name": "bag",
            "amount": "1.18",
            "tax_rate": "18",
            "price_including_tax": True,
        },
        {"name": "nothing", "amount": "0"},
    )

    @pytest.mark.parametrize("level", ["line", "unit", "document"])
    def test_at_every_level(self, level: str) -> None:
        """Twice 0.28 at 18 % is twice 0.05 even where goods are rounded together."""
        store = {"charges": list(self.CHARGES)}
        found = quoted("A 1 x 1.00 at 18", tax={"level": level}, store=store)

        assert ["0.05", "0.05", "0.18", "0.00"] == [
            str(sum(part.amount for part in each.components)) for each in found.charges
        ]
        assert ("1.56", "0.28") == (
            str(found.totals.handling_charge_excluding_tax),
            str(found.totals.handling_charge_tax_amount),
        )

    @pytest.mark.parametrize(
        ("store", "own", "expected"),
        [
            ("own_rate", None, ("12", "4.80")),
            ("own_rate", "highest", ("18", "7.20")),
            ("own_rate", "apportion", ("8.25", "3.30")),
            ("highest", None, ("18", "7.20")),
            ("highest", "own_rate", ("12", "4.80")),
            ("apportion", "own_rate", ("12", "4.80")),
            ("apportion", "highest", ("18", "7.20")),
        ],
    )
    def test_each_may_be_taxed_its_own_way(
        self, store: str, own: str | None, expected: tuple[str, str]
    ) -> None:
        """30.00 at 5 % and 10.00 at 18 % is 3.30; None is as the store says."""
        charge = {"name": "wrap", "amount": "40", "tax_rate": "12", "charge_tax": own}
        found = quoted(GOODS, tax={"charge_tax": store}, store={"charges": [charge]})

        (wrap,) = found.charges
        tax = sum(part.amount for part in wrap.components)
        assert expected == (str(wrap.tax_rate), str(tax))

    def test_two_may_go_two_ways(self) -> None:
        """Of 40.00 each, one has its own 12 % and the other the highest, 18 %."""
        wrap = {"name": "wrap", "amount": "40", "tax_rate": "12"}
        charges = [
            {**wrap, "charge_tax": "own_rate"},
            {**wrap, "name": "bag", "charge_tax": "highest"},
        ]
        found = quoted(GOODS, store={"charges": charges})

        assert ["12", "18"] == [str(each.tax_rate) for each in found.figures.charges]

    def test_the_others_stay_as_they_were(self) -> None:
        """One charge's own way is not the way of the delivery."""
        wrap = {"name": "wrap", "amount": "40", "charge_tax": "highest"}
        found = shipped("own_rate", "40.00", store={"charges": [wrap]})

        assert ("40.00", "4.80", "12") == figures(found)
        assert "7.20" == str(found.totals.handling_charge_tax_amount)

    @pytest.mark.parametrize(
        ("charge", "expected"),
        [
            case(
                "no such way",
                {"name": "x", "amount": "1", "charge_tax": "lowest"},
                ("[0].charge_tax", "not_a_choice"),
            ),
            case("no name", {"amount": "1"}, ("[0].name", "required")),
            case("no amount", {"name": "x"}, ("[0].amount", "required")),
            case(
                "off the grid",
                {"name": "x", "amount": "1.001"},
                ("[0].amount", "off_grid"),
            ),
            case(
                "a bad rate",
                {"name": "x", "amount": "1", "tax_rate": "1001"},
                ("[0].tax_rate", "rate_out_of_range"),
            ),
            case(
                "a bad flag",
                {"name": "x", "amount": "1", "price_including_tax": 1},
                ("[0].price_including_tax", "wrong_type"),
            ),
        ],
    )
    def test_a_bad_one(self, charge: dict[str, Any], expected: tuple[str, str]) -> None:
        """Each field is named."""
        path, code = expected
        assert [(f"store.charges{path}", code)] == refused(store={"charges": [charge]})
