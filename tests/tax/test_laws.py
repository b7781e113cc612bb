# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds of the tax of every cart, at every level and from anywhere to anywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from checkout_core import Quote
from tests.factories.carts import line
from tests.factories.offers import percentage, promotion
from tests.factories.tax import quoted, rounded


Said = dict[str, Any]

RATES = ("0", "0.25", "1.5", "3", "5", "12", "18", "28", "40")
MODES = [
    (level, split, charge_tax)
    for level in ("line", "unit", "document")
    for split in ("gross_exact", "net_exact")
    for charge_tax in ("own_rate", "highest", "apportion")
    if (level, split) != ("unit", "net_exact")
]
modes = st.sampled_from(MODES)
rates = st.sampled_from(RATES)
paise = st.one_of(st.integers(0, 300), st.integers(0, 900_000))


def rupees(minor: int) -> str:
    """Return paise as rupees."""
    return f"{minor // 100}.{minor % 100:02}"


@st.composite
def lines(draw: st.DrawFn, *, most: int = 5) -> list[Said]:
    """Draw lines of goods: any basis, a cess here and there, slabs, categories."""
    slabs = [{"up_to": "100", "rate": "5"}, {"rate": "18"}]
    more: list[Said] = [{}, {}, {"cess_rate": "12"}, {"tax_slabs": slabs}]
    return [
        line(
            f"L{at} {draw(st.integers(1, 7))} x {rupees(draw(paise))}"
            f" at {draw(rates)}{draw(st.sampled_from(['', ' inside']))}",
            **draw(st.sampled_from(more)),
        )
        for at in range(draw(st.integers(1, most)))
    ]


def tax(mode: tuple[str, str, str]) -> dict[str, str]:
    """Return the tax policy of a mode."""
    return dict(zip(("level", "inclusive_split", "charge_tax"), mode, strict=True))


def sold(said: list[Said], mode: tuple[str, str, str], **more: Any) -> Quote:
    """Return the quote of lines at 10 % off with delivery and a charge."""
    return quoted(
        said,
        promotion("discount", percentage("10"), "all"),
        seller="Goa",
        to=more.pop("to", "Goa"),
        tax=tax(mode),
        store={"charges": [{"name": "wrap", "amount": "7.77", "tax_rate": "12"}]},
        cart={"shipping": {"estimated_cost": "33.33", "tax_rate": "5"}},
        **more,
    )


@given(lines(), modes)
def test_the_halves_are_equal(said: list[Said], mode: tuple[str, str, str]) -> None:
    """CGST is SGST on every line, in every row, in every charge and in total."""
    found = sold(said, mode)

    owners: list[Any] = [*found.lines, *found.figures.tax_rows, *found.figures.charges]
    for owner in owners:
        by: dict[str, list[Any]] = {each.name: [] for each in owner.components}
        for each in owner.components:
            by[each.name].append(each.amount)
        assert by["CGST"] == by["SGST"]
    for kind in ("tax", "shipping_tax", "charge_tax"):
        rows = [each for each in found.entries if each.kind == kind]
        assert sum(e.amount for e in rows if e.name == "CGST") == (
            sum(e.amount for e in rows if e.name == "SGST")
        )


@given(lines(), modes, st.randoms())
def test_the_order_of_lines_changes_no_total(
    said: list[Said], mode: tuple[str, str, str], random: Any
) -> None:
    """Permuting a cart permutes its lines and nothing else."""
    mixed = list(said)
    random.shuffle(mixed)
    one, other = sold(said, mode), sold(mixed, mode)

    assert one.totals == other.totals
    assert one.figures.tax_rows == other.figures.tax_rows
    assert sorted(one.lines, key=lambda each: each.product_id) == sorted(
        other.lines, key=lambda each: each.product_id
    )


@given(lines(), modes)
def test_lines_sum_to_totals(said: list[Said], mode: tuple[str, str, str]) -> None:
    """Taxable values, taxes and the rows of the summary are one sum."""
    found = sold(said, mode, to="Kerala")
    totals = found.totals

    assert totals.item_total_tax == sum(each.tax_amount for each in found.lines)
    net = sum(each.taxable_value for each in found.lines)
    assert totals.subtotal - totals.promotion_discount_amount == net
    rows = found.figures.tax_rows
    assert totals.total_tax == sum(c.amount for row in rows for c in row.components)
    charges = totals.shipping_amount + totals.handling_charge_excluding_tax
    assert net + charges == sum(row.taxable_value for row in rows)
    for each in found.lines:
        assert min(each.taxable_value, each.tax_amount) >= 0


@given(lines(), modes)
def test_an_inclusive_price_is_what_the_shopper_pays(
    said: list[Said], mode: tuple[str, str, str]
) -> None:
    """Gross exactly the parts make the price, net exactly with the round-off."""
    inside = [{**each, "price_including_tax": True} for each in said]
    found = quoted(inside, seller="Goa", to="Goa", tax=tax(mode))

    assert sum(each.listed for each in found.lines) == found.to_be_paid
    if mode[1] == "gross_exact":
        for each in found.lines:
            assert each.listed == each.taxable_value + each.tax_amount
        assert 0 == found.totals.round_off


@given(
    st.lists(st.tuples(st.integers(100, 500_000), rates), min_size=1, max_size=8),
    st.sampled_from(["", " inside"]),
    st.sampled_from(["Goa", "Kerala"]),
)
def test_the_document_rounds_each_rate_once(
    said: list[tuple[int, str]], inside: str, to: str
) -> None:
    """Where lines have room, a component is its rate of the group's sum, rounded."""
    found = quoted(
        "; ".join(
            f"L{at} 1 x {rupees(price)} at {rate}{inside}"
            for at, (price, rate) in enumerate(said)
        ),
        seller="Goa",
        to=to,
        tax={"level": "document"},
    )

    for row in found.figures.tax_rows:
        rate = Fraction(row.rate)
        base = sum(p for p, each in said if Fraction(each) == rate)
        whole = 100 + rate if inside else Fraction(100)
        share = rate / len(row.components)
        for each in row.components:
            assert rounded(Fraction(base, 100) * share / whole) == each.amount


@given(st.integers(0, 900_000), rates, st.sampled_from(["Goa", "Kerala"]))
def test_from_net_to_gross_and_back(price: int, rate: str, to: str) -> None:
    """A gross price that was made from a net one holds exactly this net."""
    parties: Said = {"seller": "Goa", "to": to}
    outside = quoted(f"A 1 x {rupees(price)} at {rate}", **parties)
    inside = quoted(f"A 1 x {outside.to_be_paid} at {rate} inside", **parties)

    assert outside.lines[0].components == inside.lines[0].components
    assert outside.lines[0].taxable_value == inside.lines[0].taxable_value


@given(st.integers(0, 900_000), rates, st.sampled_from(["Goa", "Kerala"]))
def test_from_gross_to_net_and_back(price: int, rate: str, to: str) -> None:
    """Forward again each component is off by a paisa at most."""
    parties: Said = {"seller": "Goa", "to": to}
    inside = quoted(f"A 1 x {rupees(price)} at {rate} inside", **parties)
    net = inside.lines[0].taxable_value
    outside = quoted(f"A 1 x {net} at {rate}", **parties)

    pairs = zip(inside.lines[0].components, outside.lines[0].components, strict=True)
    for one, other in pairs:
        assert abs(one.amount - other.amount) * 100 <= 1


@given(st.integers(0, 900_000), rates)
def test_within_a_state_and_between_two(price: int, rate: str) -> None:
    """Two halves and the whole differ by a paisa at most."""
    said = f"A 1 x {rupees(price)} at {rate}"
    home = quoted(said, seller="Goa", to="Goa")
    away = quoted(said, seller="Goa", to="Kerala")

    assert abs(home.to_be_paid - away.to_be_paid) * 100 <= 1


@given(
    st.lists(
        st.tuples(paise, st.integers(1, 7), st.booleans()), min_size=1, max_size=5
    ),
    st.lists(
        st.tuples(st.sampled_from(["1", "4", "5", "9.975"]), st.booleans()),
        min_size=1,
        max_size=4,
    ),
    modes,
)
def test_components_sum_up_parallel_or_compound(
    said: list[tuple[int, int, bool]],
    given_parts: list[tuple[str, bool]],
    mode: tuple[str, str, str],
) -> None:
    """Lines sum to the total for any pile of taxes, and each is its share."""
    parts = [
        {"name": f"T{at}", "rate": rate, "compound": compound}
        for at, (rate, compound) in enumerate(given_parts)
    ]
    goods = [
        line(
            f"L{at} {quantity} x {rupees(price)}{' inside' if inside else ''}",
            tax_components=parts,
        )
        for at, (price, quantity, inside) in enumerate(said)
    ]
    found = quoted(goods, tax=tax(mode))

    assert found.totals.total_tax == sum(each.tax_amount for each in found.lines)
    owners: tuple[Any, ...] = (*found.lines, *found.figures.tax_rows)
    for owner in owners:
        assert [f"T{at}" for at in range(len(parts))] == [
            each.name for each in owner.components
        ]
    if mode[0] == "line":
        for one in found.lines:
            base = Fraction(one.taxable_value)
            before = Fraction(0)
            for part, each in zip(parts, one.components, strict=True):
                on = base + before if part["compound"] else base
                exact = on * Fraction(str(part["rate"])) / 100
                before += exact
                # Inside a price the net itself is off by what was rounded.
                assert abs(Fraction(each.amount) - exact) * 100 <= len(parts)


@pytest.mark.parametrize("mode", MODES, ids=" ".join)
def test_fifty_equal_lines_in_every_mode(mode: tuple[str, str, str]) -> None:
    """Fifty lines of 0.28 with 18 % inside cost 14.00, whatever is rounded where."""
    said = [line(f"L{at:02} 1 x 0.28 at 18 inside") for at in range(50)]
    found = quoted(said, seller="Goa", to="Goa", tax=tax(mode))

    assert "14.00" == str(found.to_be_paid)
