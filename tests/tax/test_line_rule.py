# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What of one amount is tax: by rule 35, by the net, and where there is no room."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from checkout_core.money import Rounding
from checkout_core.tax.line_rule import LineRule, give_way
from checkout_core.tax.rates import Rate
from tests.factories.tables import case
from tests.factories.tax import priced, quoted, rounded, taxes


def rule(percent: str, *, split: bool, inclusive: bool = True) -> LineRule:
    """Return the line rule of a rate without further components."""
    rate = Rate.of(Decimal(percent), inclusive=inclusive)
    names = ("CGST", "SGST") if split else ("IGST",)
    return LineRule.of(rate, names, rounding=Rounding.HALF_UP)


@pytest.mark.parametrize(
    ("said", "to", "tax", "taxable"),
    [
        case(
            "118 holds 18", "A 1 x 118.00 at 18 inside", "Goa", "IGST 18.00", "100.00"
        ),
        case(
            "118 holds 9 and 9",
            "A 1 x 118.00 at 18 inside",
            "Kerala",
            "CGST 9.00 SGST 9.00",
            "100.00",
        ),
        case(
            "100 x 9/118 = 7.627",
            "A 1 x 100.00 at 18 inside",
            "Kerala",
            "CGST 7.63 SGST 7.63",
            "84.74",
        ),
        case(
            "100 x 18/118 = 15.254",
            "A 1 x 100.00 at 18 inside",
            "Goa",
            "IGST 15.25",
            "84.75",
        ),
        case(
            "100 x 6/112 = 5.357",
            "A 1 x 100.00 at 12 inside",
            "Kerala",
            "CGST 5.36 SGST 5.36",
            "89.28",
        ),
        case(
            "62.51 x 9 % = 5.6259",
            "A 1 x 62.51 at 18",
            "Kerala",
            "CGST 5.63 SGST 5.63",
            "62.51",
        ),
        case(
            "0.25 % of 500.00: halves of 0.625",
            "A 1 x 500.00 at 0.25",
            "Kerala",
            "CGST 0.63 SGST 0.63",
            "500.00",
        ),
        case(
            "1.5 % of 33.00: 0.495",
            "A 1 x 33.00 at 1.5",
            "Goa",
            "IGST 0.50",
            "33.00",
        ),
        case(
            "40 % within 140",
            "A 1 x 140.00 at 40 inside",
            "Kerala",
            "CGST 20.00 SGST 20.00",
            "100.00",
        ),
        case("nil", "A 1 x 9.99 at 0 inside", "Kerala", "CGST 0.00 SGST 0.00", "9.99"),
        case("of nothing", "A 1 x 0 at 18 inside", "Goa", "IGST 0.00", "0.00"),
    ],
)
def test_by_hand(said: str, to: str, tax: str, taxable: str) -> None:
    """Components are rounded by themselves; inside a price they are taken off it."""
    found = quoted(said, seller="Kerala", to=to)

    assert [tax] == taxes(found)
    assert taxable == str(found.lines[0].taxable_value)


@pytest.mark.parametrize(
    ("percent", "unreachable"),
    [
        case("at 5 %", "5", "4.76"),
        case("18 %", "18", "15.25"),
        case("40 %", "40", "28.57"),
    ],
)
def test_rule_35_on_every_price_up_to_1000(percent: str, unreachable: str) -> None:
    """Halves are equal, the parts make the price, the net is off by 0.01 at most."""
    split = rule(percent, split=True)
    part = Fraction(percent)
    missed = 0
    for price in range(1, 100_001):
        net, head, _ = split.parts(price)
        assert price == net + 2 * head
        assert abs(net - price * 100 / (100 + part)) <= 1
        # Forward from the net one comes out elsewhere, which is why nobody may.
        missed += (net * part / 200 + Fraction(1, 2)).__floor__() != head

    assert Decimal(unreachable) == rounded(Fraction(missed, 1000))


NET = {"inclusive_split": "net_exact"}


class TestTheNetExactly:
    """`net_exact`: the net is rounded, the tax is its own, the rest is rounded off."""

    @pytest.mark.parametrize(
        ("said", "to", "expected"),
        [
            case(
                "84.75 + 15.26 is 0.01 too much",
                "A 1 x 100.00 at 18 inside",
                "Goa",
                ("84.75", "IGST 15.26", "-0.01"),
            ),
            case(
                "89.29 + 5.36 + 5.36",
                "A 1 x 100.00 at 12 inside",
                "Kerala",
                ("89.29", "CGST 5.36 SGST 5.36", "-0.01"),
            ),
            case(
                "95.24 + 4.76",
                "A 1 x 100.00 at 5 inside",
                "Goa",
                ("95.24", "IGST 4.76", "0.00"),
            ),
            case(
                "0.01 + 0.00 + 0.00",
                "A 1 x 0.01 at 18 inside",
                "Kerala",
                ("0.01", "CGST 0.00 SGST 0.00", "0.00"),
            ),
            case(
                "no tax inside, nothing to round off",
                "A 1 x 100.00 at 18",
                "Goa",
                ("100.00", "IGST 18.00", "0.00"),
            ),
        ],
    )
    def test_by_hand(self, said: str, to: str, expected: tuple[str, str, str]) -> None:
        """The shopper pays the price that was shown."""
        found = quoted(said, seller="Kerala", to=to, tax=NET)

        line = found.lines[0]
        figures = (str(line.taxable_value), *taxes(found), str(found.totals.round_off))
        assert expected == figures
        if "inside" in said:
            assert line.listed == found.to_be_paid

    def test_a_cess_on_the_net(self) -> None:
        """100.00 at 28 + 12: 71.43, 20.00 and 8.57 make it exactly."""
        found = priced("A 1 x 100.00 at 28 inside", cess_rate="12")
        net = quoted(
            [{**LINE, "price_including_tax": True, "cess_rate": "12"}], tax=NET
        )

        assert ["GST 20.00 CESS 8.57"] == taxes(found) == taxes(net)
        assert "71.43" == str(net.lines[0].taxable_value)

    def test_a_specific_cess_is_taken_off_first(self) -> None:
        """120.00 with 20.00 a unit: 100.00 are left for the rate of 28 %."""
        line = {**LINE, "price_including_tax": True, "selling_price": "120.00"}
        found = quoted([{**line, "cess_per_unit": "20"}], tax=NET)

        assert ["GST 21.88 CESS PER UNIT 20.00"] == taxes(found)
        assert "78.13" == str(found.lines[0].taxable_value)
        assert "-0.01" == str(found.totals.round_off)

    def test_the_residue_of_all_lines_is_rounded_off_with_the_rest(self) -> None:
        """Two residues of -0.01 and the step to the rupee are one entry."""
        found = quoted(
            "A 1 x 100.00 at 18 inside; B 1 x 100.00 at 18 inside; C 1 x 0.30 at 0",
            tax=NET,
            store={"round_off": "1"},
        )

        # 84.75 + 15.26, twice, and 0.30 are 200.32.
        assert "-0.32" == str(found.totals.round_off)
        assert "200.00" == str(found.to_be_paid)

    def test_charges_stay_gross_exact(self) -> None:
        """A delivery of 100.00 with tax inside is 84.75 + 15.25."""
        shipping = {
            "estimated_cost": "100.00",
            "tax_rate": "18",
            "price_including_tax": True,
        }
        found = quoted("A 1 x 0 at 0", cart={"shipping": shipping}, tax=NET)

        assert ("84.75", "15.25", "0.00") == (
            str(found.totals.shipping_amount),
            str(found.totals.shipping_tax_amount),
            str(found.totals.round_off),
        )

    def test_on_a_document(self) -> None:
        """Three nets of 84.745... are 254.24 together, one line has a unit less."""
        said = "; ".join(f"{name} 1 x 100.00 at 18 inside" for name in "ABC")
        found = quoted(said, tax={**NET, "level": "document"})

        assert ["84.75", "84.75", "84.74"] == [
            str(each.taxable_value) for each in found.lines
        ]
        # 254.24 x 18 % = 45.7632.
        assert "45.76" == str(found.totals.item_total_tax)
        assert "0.00" == str(found.totals.round_off)


LINE = {
    "product_id": "A",
    "quantity": 1,
    "selling_price": "100.00",
    "tax_rate": "28",
}


class TestNoRoom:
    """Components of an inclusive amount never exceed it."""

    @pytest.mark.parametrize(
        ("equal", "others", "count", "amount", "expected"),
        [
            case("room for all", 2, (3,), 2, 7, (2, (3,))),
            case("the last of the others first", 2, (3, 3), 1, 6, (2, (3, 1))),
            case("then the others before it", 2, (3, 3), 1, 3, (2, (1, 0))),
            case("then the one that is left", 2, (3, 3), 1, 1, (1, (0, 0))),
            case("a pair loses a unit each", 2, (), 2, 3, (1, ())),
            case("and nothing fits into nothing", 2, (1,), 2, 0, (0, (0,))),
        ],
    )
    def test_who_gives_way(
        self,
        equal: int,
        others: tuple[int, ...],
        count: int,
        amount: int,
        expected: tuple[int, tuple[int, ...]],
    ) -> None:
        """Further components from the last, then the equal ones together."""
        assert expected == give_way(equal, others, count, amount)

    def test_a_paisa_is_no_pair(self) -> None:
        """0.01 at 200 %: each half would be 0.0033, rounded up they have no room."""
        found = quoted(
            "A 1 x 0.01 at 200 inside",
            seller="Goa",
            to="Goa",
            store={"rounding": "up"},
        )

        assert ["CGST 0.00 SGST 0.00"] == taxes(found)
        assert "0.01" == str(found.lines[0].taxable_value)

    def test_the_cess_goes_before_the_gst(self) -> None:
        """0.02 at 18 + 12, rounded up: CGST and SGST stay, the cess gives way."""
        line = {**LINE, "selling_price": "0.02", "price_including_tax": True}
        found = quoted(
            [{**line, "tax_rate": "18", "cess_rate": "12"}],
            seller="Goa",
            to="Goa",
            store={"rounding": "up"},
        )

        assert ["CGST 0.01 SGST 0.01 CESS 0.00"] == taxes(found)

    def test_half_even_takes_the_long_way(self) -> None:
        """12.50 at 1 %: exactly half a paisa goes to the even one, 0.12."""
        found = quoted("A 1 x 12.50 at 1", store={"rounding": "half_even"})

        assert ["GST 0.12"] == taxes(found)

    @pytest.mark.parametrize(
        ("mode", "tax"),
        [
            ("half_up", "0.13"),
            ("half_even", "0.12"),
            ("half_down", "0.12"),
            ("up", "0.13"),
            ("down", "0.12"),
        ],
    )
    def test_every_mode(self, mode: str, tax: str) -> None:
        """12.50 at 1 % is exactly 0.125."""
        found = quoted("A 1 x 12.50 at 1", store={"rounding": mode})

        assert tax == str(found.totals.total_tax)
