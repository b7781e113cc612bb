# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What holds of every cart, whatever the regime calls its tax."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from checkout_core import Quote, dumps, quote, read_checkout, refund, write_quote
from checkout_core.money import Rounding
from checkout_core.pricing.charges import own
from checkout_core.refunds import Refund, RefundPolicy
from checkout_core.tax.line_rule import LineRule
from checkout_core.tax.rates import Rate, TaxComponent
from checkout_core.testing import strategies as ours
from checkout_core.views import explain, receipt
from tests.factories.regimes import american, under
from tests.factories.tax import kept, rounded


Document = dict[str, Any]

AT = "2026-12-01T10:00:00+05:30"

#: What a regime changes of a quote document besides names.
OWN = ("fingerprint", "store", "cart", "place_of_supply")


def priced(document: Document) -> Quote:
    """Return the quote of a document, stored and read back."""
    checkout = read_checkout(dumps(document))
    found = quote(checkout.cart, checkout.store, at=checkout.at)
    kept(found)
    return found


def renamed(value: Any, old: str, new: str) -> Any:
    """Return JSON in which a text is replaced wherever it is the whole value."""
    if isinstance(value, dict):
        return {key: renamed(each, old, new) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, old, new) for each in value]
    return new if value == old else value


@given(ours.documents(), st.sampled_from(["named", "components"]))
def test_a_name_changes_no_figure(document: Document, regime: str) -> None:
    """Where every rate is plain, regimes differ in the name of the tax alone."""
    plain = write_quote(priced(under(document)))
    other = write_quote(priced(under(document, regime=regime, tax_name="VAT")))

    assert {
        key: renamed(value, "GST", "VAT")
        for key, value in plain.items()
        if key not in OWN
    } == {key: value for key, value in other.items() if key not in OWN}
    assert plain["cart"] == other["cart"]


@given(ours.documents("USD"), st.sampled_from(["named", "components"]))
def test_no_paper_says_more_than_the_store(document: Document, regime: str) -> None:
    """Receipt and story of a store abroad know nothing of India."""
    found = priced(under(document, regime=regime, tax_name="VAT"))

    assert "GST" not in receipt(found)
    assert "GST" not in explain(found)


rates = st.decimals("0", "30", places=3)


@given(american())
def test_every_figure_is_the_sum_of_its_components(document: Document) -> None:
    """The summary by rate holds each component of the tax on goods and charges."""
    found = priced(document)
    kinds = ("tax", "shipping_tax", "handling_tax", "charge_tax")
    own: dict[str | None, Decimal] = {}
    summed: dict[str | None, Decimal] = {}
    for row in found.entries:
        if row.kind in kinds:
            own[row.name] = own.get(row.name, Decimal(0)) + row.amount
    for rate in found.figures.tax_rows:
        for each in rate.components:
            summed[each.name] = summed.get(each.name, Decimal(0)) + each.amount

    assert own == {name: amount for name, amount in summed.items() if amount}
    assert found.totals.total_tax == sum(own.values())


@given(american(), st.sampled_from(["full_on_full_return", "pro_rata"]), st.data())
def test_whatever_is_charged_comes_back(
    document: Document, shipping: str, data: st.DataObject
) -> None:
    """Returned in two parts, every component of every charge comes back whole."""
    found = priced(document)
    policy = RefundPolicy(shipping=shipping, charges=shipping, minimum_amount=0)
    first = {
        i: units
        for i, line in enumerate(found.lines)
        if (units := data.draw(st.integers(0, line.quantity)))
    }
    last = {
        i: line.quantity - first.get(i, 0)
        for i, line in enumerate(found.lines)
        if line.quantity > first.get(i, 0)
    }
    notes: list[Refund] = []
    for step in filter(None, (first, last)):
        note = refund(
            found,
            step,
            id=f"R{len(notes)}",
            at=AT,
            paid=found.to_be_paid,
            policy=policy,
            earlier=notes,
        )
        note.check()
        notes.append(note)
    back: dict[str | None, Decimal] = {}
    for note in notes:
        for row in note.entries:
            if row.rate is not None and "tax" in row.kind:
                back[row.name] = back.get(row.name, Decimal(0)) + row.amount
    charged: dict[str | None, Decimal] = {}
    for row in found.entries:
        if row.kind in ("tax", "shipping_tax", "handling_tax", "charge_tax"):
            charged[row.name] = charged.get(row.name, Decimal(0)) + row.amount

    assert charged == {name: amount for name, amount in back.items() if amount}


@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(rates, st.booleans()), min_size=1, max_size=4),
    st.booleans(),
)
def test_each_component_of_a_charge_is_rounded_once(
    amount: int,
    said: list[tuple[Decimal, bool]],
    inclusive: bool,  # noqa: FBT001
) -> None:
    """By fractions: its share of the net amount, or of the amount that includes all."""
    components = tuple(
        TaxComponent(f"c{i}", rate, compound) for i, (rate, compound) in enumerate(said)
    )
    charged = Rate.of(Decimal(0), components, inclusive=inclusive)
    found = own(LineRule.of(charged, ("Sales tax",), rounding=Rounding.HALF_UP), amount)
    whole, fractions = Fraction(1), []
    for rate, compound in said:
        fractions.append(Fraction(rate) / 100 * (whole if compound else 1))
        whole += fractions[-1]
    net = Fraction(amount) / whole if inclusive else Fraction(amount)
    expected = [int(rounded(net * each, 0)) for each in fractions]
    assume(not inclusive or sum(expected) <= amount)

    assert expected == found.parts[0].amounts
    assert found.net == (amount - sum(expected) if inclusive else amount)
