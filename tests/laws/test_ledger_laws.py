# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Every number of a quote, of its summaries and of its e-invoice is a sum of rows."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any, TypeAlias

from hypothesis import assume, given
from hypothesis import strategies as st

from checkout_core import (
    CheckoutError,
    Quote,
    dumps,
    quote,
    read_checkout,
)
from checkout_core.ledger import Component
from checkout_core.testing import strategies as ours
from checkout_core.views.invoices import einvoice, en16931


#: Amounts by whatever they are of.
Sums: TypeAlias = dict[Any, Decimal]
#: A posting, read from the rows alone: its kind, line, name, category, rate and code,
#: its net amount, and its taxes by name and rate.
Read: TypeAlias = tuple[tuple[Any, ...], Decimal, Sums]
BEGINS = {
    "subtotal": "subtotal",
    "promotion_discount": "subtotal",
    "coupon_discount": "subtotal",
    "points_discount": "subtotal",
    "tax": "subtotal",
    "shipping": "shipping",
    "shipping_discount": "shipping",
    "shipping_tax": "shipping",
    "handling": "handling",
    "handling_tax": "handling",
    "charge": "charge",
    "charge_tax": "charge",
}


def priced(document: dict[str, Any]) -> Quote:
    """Return the quote of a checkout document."""
    checkout = read_checkout(dumps(document))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def postings(quoted: Quote) -> list[Read]:
    """Return net amounts with the tax that follows each, read from the rows alone."""
    found: list[Read] = []
    for row in quoted.entries:
        kind = BEGINS.get(row.kind)
        if kind is None:
            continue
        if row.kind == kind:
            place = (kind, row.line, row.name, row.category, row.rate, row.hsn_code)
            found.append((place, Decimal(0), defaultdict(Decimal)))
        place, net, taxes = found[-1]
        assert (kind, row.line) == place[:2]
        if row.kind.endswith("tax"):
            taxes[row.name, row.rate] += row.amount
        else:
            sign = -1 if row.kind.endswith("discount") else 1
            found[-1] = (place, net + sign * row.amount, taxes)
    return found


def nonzero(sums: Sums) -> Sums:
    """Return sums without those of 0, which have no rows."""
    return {key: amount for key, amount in sums.items() if amount}


def taxes_of(components: tuple[Component, ...]) -> Sums:
    """Return components by name and rate."""
    found: Sums = defaultdict(Decimal)
    for each in components:
        found[each.name, each.rate] += each.amount
    return nonzero(found)


@given(ours.documents())
def test_every_number_of_a_line_is_a_sum_of_its_rows(document: dict[str, Any]) -> None:
    """What the line costs, its discounts and their funder, its tax and its handling."""
    quoted = priced(document)

    def of(line: int, *kinds: str) -> Decimal:
        return sum(
            (x.amount for x in quoted.entries if x.line == line and x.kind in kinds),
            Decimal(0),
        )

    for index, line in enumerate(quoted.lines):
        assert [
            line.subtotal,
            line.promotion_discount_amount,
            line.coupon_discount_amount,
            line.tax_amount,
            line.funded,
            line.handling_charge_excluding_tax,
            line.handling_charge_tax_amount,
            line.handling_charge_including_tax,
        ] == [
            of(index, "subtotal"),
            of(index, "promotion_discount"),
            of(index, "coupon_discount", "points_discount"),
            of(index, "tax"),
            of(index, "funded"),
            of(index, "handling"),
            of(index, "handling_tax"),
            of(index, "handling", "handling_tax"),
        ]
    goods = {
        place[1]: (net, taxes)
        for place, net, taxes in postings(quoted)
        if place[0] == "subtotal"
    }
    for index, line in enumerate(quoted.lines):
        net, taxes = goods.get(index, (Decimal(0), {}))
        assert (net, nonzero(taxes)) == (line.taxable_value, taxes_of(line.components))


@given(ours.documents())
def test_every_charge_is_a_sum_of_its_rows(document: dict[str, Any]) -> None:
    """The store's own, by name, in as many rows as it has rates."""
    quoted = priced(document)
    rows: Sums = defaultdict(Decimal)
    shown: Sums = defaultdict(Decimal)

    for place, net, taxes in postings(quoted):
        if place[0] == "charge":
            rows[place[2]] += net
            rows[place[2], "tax"] += sum(taxes.values(), Decimal(0))
    for each in quoted.figures.charges:
        shown[each.name] += each.amount
        shown[each.name, "tax"] += sum((x.amount for x in each.components), Decimal(0))

    assert nonzero(rows) == nonzero(shown)


@given(ours.documents())
def test_every_number_of_a_summary_is_a_sum_of_rows(document: dict[str, Any]) -> None:
    """The tax by category and rate, all that has an HSN code by code and rate."""
    quoted = priced(document)
    taxed: Sums = defaultdict(Decimal)
    coded: Sums = defaultdict(Decimal)
    tax_rows: Sums = defaultdict(Decimal)
    hsn_rows: Sums = defaultdict(Decimal)

    for (_, _, _, category, rate, code), net, taxes in postings(quoted):
        taxed[category, rate] += net
        for label, amount in taxes.items():
            taxed[category, rate, label] += amount
        if code is not None:
            coded[code, category, rate] += net
            for label, amount in taxes.items():
                coded[code, category, rate, label] += amount
    for row in quoted.figures.tax_rows:
        tax_rows[row.category, row.rate] += row.taxable_value
        for label, amount in taxes_of(row.components).items():
            tax_rows[row.category, row.rate, label] += amount
    for each in quoted.figures.hsn_rows:
        key = each.hsn_code, each.category, each.rate
        hsn_rows[key] += each.taxable_value
        for label, amount in taxes_of(each.components).items():
            hsn_rows[*key, label] += amount

    assert nonzero(taxed) == nonzero(tax_rows)
    assert nonzero(coded) == nonzero(hsn_rows)


@given(ours.documents())
def test_every_number_of_a_vat_invoice_is_a_sum_of_rows(
    document: dict[str, Any],
) -> None:
    """EN 16931: net of the lines, of the charges, and the tax."""
    quoted = priced(document)
    invoice = en16931(quoted)
    goods = sum(
        (net for place, net, _ in postings(quoted) if place[0] == "subtotal"),
        Decimal(0),
    )
    rest = sum(
        (net for place, net, _ in postings(quoted) if place[0] != "subtotal"),
        Decimal(0),
    )
    tax = sum((sum(x.values(), Decimal(0)) for _, _, x in postings(quoted)), Decimal(0))

    assert goods == invoice.bt_106
    assert goods + rest + tax == invoice.bt_112
    assert sum((row.tax for row in invoice.breakdown), Decimal(0)) == invoice.bt_110


#: The field of the e-invoice for a tax component.
FIELDS = {"CGST": "CgstAmt", "SGST": "SgstAmt", "UTGST": "SgstAmt", "IGST": "IgstAmt"}


@given(ours.documents("INR"), st.sampled_from(["Goa", "Kerala", "Chandigarh"]))
def test_every_item_of_the_einvoice_is_a_sum_of_rows(
    document: dict[str, Any], state: str
) -> None:
    """Goods line by line, and one item for every rate that a charge is taxed at."""
    document["store"]["tax"] = {**document["store"]["tax"], "seller_state": "Goa"}
    document["cart"]["shipping_address"] = {"state": state}
    quoted = priced(document)
    try:
        items = einvoice(quoted)["ItemList"]
    except CheckoutError as error:
        # Components that are not India's, or no place of supply.
        assume(error.faults[0].code not in ("not_gst", "place_unknown"))
        raise

    found = [
        (
            item["GstRt"],
            item["AssAmt"],
            {name: item[name] for name in set(FIELDS.values()) if item[name]},
        )
        for item in items
        if item["AssAmt"] or item["TotItemVal"]
    ]

    expected = []
    for place, net, taxes in postings(quoted):
        own: Sums = defaultdict(Decimal)
        for (name, _), amount in taxes.items():
            if name in FIELDS:
                own[FIELDS[name]] += amount
        if net or sum(taxes.values()):
            expected.append((place[4], net, dict(own)))
    assert expected == found
