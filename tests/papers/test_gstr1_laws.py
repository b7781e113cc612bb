# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Laws of GSTR-1 over random months: its totals are those of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checkout_core import Order, Quote, dumps
from checkout_core.papers.gstr1 import GstDocument, Gstr1, Original, gstr1
from tests.factories.carts import AT
from tests.factories.gst_papers import KA, MH, OWN
from tests.factories.portal import GSTR1, refused
from tests.papers.drawn import EVERYBODY, documents, quoted


REGISTRATIONS = {"": OWN, "mh": MH, "ka": KA}
DAY, LATER = "2026-11-22", "2026-11-29T10:00:00+05:30"


@st.composite
def months(draw: st.DrawFn) -> tuple[list[GstDocument], list[tuple[Order, Any]]]:
    """Draw the documents of some orders, each with a return of goods or none."""
    orders: list[tuple[Order, Any]] = []
    papers: list[GstDocument] = []
    for number in range(draw(st.integers(1, 4))):
        found = quoted(draw(documents(buyers=EVERYBODY)))
        if found is None or _lacks_gstin(found):
            continue
        order = Order.placed(found, number=f"A{number}", at=AT)
        note = _returned(draw, order)
        orders.append((order, note))
        for supplier in REGISTRATIONS:
            name = f"{supplier.upper()}I/{number}"
            original = Original(name, DAY)
            more: dict[str, Any] = {"supplier": supplier, "sold": order}
            papers.append(GstDocument(number=name, date=DAY, **more))
            if note is not None:
                name = f"{supplier.upper()}C/{number}"
                more |= {"kind": "CRN", "note": note, "original": original}
                papers.append(GstDocument(number=name, date="2026-11-29", **more))
    return papers, orders


def _lacks_gstin(found: Quote) -> bool:
    """Return whether the buyer of a zone has no GSTIN, by which it is filed."""
    address = found.cart.billing_address or found.cart.shipping_address
    assert address is not None
    special = found.supply_type.startswith(("sez", "deemed"))
    return special and not address.tax_identification_number


def _returned(draw: st.DrawFn, order: Order) -> Any:
    returned = {
        i: draw(st.integers(1, line.quantity))
        for i, line in enumerate(order.quote.cart.lines)
        if draw(st.integers(0, 2)) == 0
    }
    if not returned:
        return None
    return order.refund(returned, id="R1", at=LATER)


def returns(papers: list[GstDocument]) -> Iterator[Gstr1]:
    """Yield the return of each registration."""
    for number in REGISTRATIONS.values():
        found = gstr1(iter(papers), number, "112026")
        assert [] == refused(GSTR1, dumps(found.document))
        yield found


@given(months())
@settings(max_examples=60)
def test_all_returns_together_are_the_ledgers(drawn: Any) -> None:
    """Tax is the orders' less what refunds gave back, and no table lacks anything."""
    papers, orders = drawn
    taxes = Decimal("0.00")
    for order, note in orders:
        taxes += order.quote.totals.total_tax
        if note is not None:
            taxes -= note.tax_amount

    found = list(returns(papers))

    assert {Decimal("0.00")} == {each.cross_check.difference for each in found}
    assert {Decimal("0.00")} == {
        amount for each in found for amount in each.cross_check.taxes.values()
    }
    assert taxes == sum(sum(each.taxes.values()) for each in found)


@given(documents(buyers=EVERYBODY))
@settings(max_examples=60)
def test_the_table_by_code_is_that_of_the_figures(drawn: Any) -> None:
    """Of one order without a return: units, values and taxes by code, unit and rate."""
    quote = quoted(drawn)
    if quote is None or _lacks_gstin(quote):
        return
    own = [each.id for each in quote.suppliers]
    expected: dict[Any, list[Any]] = {}
    for row in quote.figures.hsn_rows:
        buyer = "b2c" if quote.supply_type.startswith("export") else row.buyer
        key = f"hsn_{buyer}", row.hsn_code, row.unit, row.rate
        sums = expected.setdefault(key, [0, Decimal("0.00"), Decimal("0.00")])
        sums[0] += row.quantity
        sums[1] += row.taxable_value
        sums[2] += sum(each.amount for each in row.components)

    actual: dict[Any, list[Any]] = {}
    for supplier, number in REGISTRATIONS.items():
        if supplier not in own and supplier:
            continue
        paper = GstDocument(number="I/1", date=DAY, sold=quote, supplier=supplier)
        whole = gstr1([paper], number, "112026").document
        for name, rows in whole.get("hsn", {}).items():
            for each in rows:
                key = name, each["hsn_sc"], each["uqc"], each["rt"]
                sums = actual.setdefault(key, [0, Decimal("0.00"), Decimal("0.00")])
                heads = ("iamt", "camt", "samt", "csamt")
                sums[0] += each["qty"]
                sums[1] += each["txval"]
                sums[2] += sum(each[head] for head in heads)

    assert {k: x for k, x in expected.items() if any(x)} == actual


@given(months(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_the_order_of_documents_changes_no_figure(drawn: Any, chance: Any) -> None:
    """Sums, tables and numbers are the same; only lists of documents turn."""
    papers, _ = drawn
    mixed = [*papers]
    chance.shuffle(mixed)

    for one, two in zip(returns(papers), returns(mixed), strict=True):
        assert (one.value, one.taxes, one.cross_check) == (
            two.value,
            two.taxes,
            two.cross_check,
        )
        for name in ("b2cs", "nil", "doc_issue", "supeco"):
            assert one.document.get(name) == two.document.get(name)
