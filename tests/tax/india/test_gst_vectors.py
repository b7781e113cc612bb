# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Indian invoices of other projects, of documents and of the statute."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checkout_core import CheckoutError, Quote
from checkout_core.views.invoices import einvoice
from tests.factories.offers import fixed, percentage, promotion
from tests.factories.tax import cases, quoted, summed


Given = dict[str, Any]

CASES = {
    each["id"].removeprefix("gst_india/"): each
    for each in cases("vectors/data/gst_india.json")
}

#: What is not run, and why.
DIFFERENT = {
    "tcs-one-percent": "no charge of ours is a share of the total with its tax",
    "advance-release": "advances that were taxed before are the host's books",
    "pharmacy-tax-unrounded": "no tax of ours is ever left unrounded",
    "split-rupee-then-total": "parts are rounded to the paisa, the total to the rupee",
    "total-rupee": "parts are rounded to the paisa, the total to the rupee",
}
RUN = [name for name in CASES if name not in DIFFERENT]


def test_every_case_is_run_or_listed() -> None:
    """Nothing is passed over in silence."""
    assert set(DIFFERENT) <= set(CASES)
    assert 42 == len(CASES)
    assert 37 == len(RUN)


@pytest.mark.parametrize("name", RUN)
def test_as_they_have_it(name: str) -> None:
    """Every figure that we have a word for is theirs."""
    given, expected = CASES[name]["input"], CASES[name]["expected"]
    found = OPERATIONS[given["op"]](given)

    wanted = {key: plain(each) for key, each in expected.items()}
    assert wanted == {key: found[key] for key in wanted}


def plain(value: Any) -> Any:
    """Return figures as `Decimal`s."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    return Decimal(value)


def goods(given: Given) -> list[Given]:
    """Return the lines of an invoice; parts of a unit are one unit of their worth."""
    said = given.get("lines") or [{"id": "L1", "unit_price": given["goods"]}]
    found = []
    for each in said:
        quantity, price = Decimal(each.get("quantity", "1")), each["unit_price"]
        if quantity % 1:
            price, quantity = str(Decimal(price) * quantity), Decimal(1)
        found.append(
            {
                "product_id": each["id"],
                "quantity": int(quantity),
                "selling_price": price,
                "tax_rate": each.get("gst_rate_pct", given.get("gst_rate_pct", "0")),
                "cess_per_unit": given.get("cess_per_unit", "0"),
                "tax_category": "export"
                if given.get("supply") == "export"
                else "standard",
            }
        )
    if "nil_rated_amount" in given:
        price = given["nil_rated_amount"]
        found.append(
            {
                "product_id": "nil",
                "quantity": 1,
                "selling_price": price,
                "tax_rate": "0",
                "tax_category": "exempt",
            }
        )
    return found


def invoice(given: Given) -> Given:
    """Price an invoice; it is rounded to the rupee where a round-off is expected."""
    charges = [
        {
            "name": each["name"],
            "amount": each["amount"],
            "tax_rate": "18" if each["taxed"] else "0",
        }
        for each in given.get("charges", ())
    ]
    if "packing" in given:
        charges.append(
            {"name": "packing", "amount": given["packing"], "tax_rate": "18"}
        )
    offers = []
    if "line_discount_pct" in given:
        percent = percentage(given["line_discount_pct"])
        offers.append(promotion("discount", percent, "all"))
    if "discount" in given:
        offers.append(promotion("discount", fixed(given["discount"]), "all"))
    found = quoted(
        goods(given),
        *offers,
        seller="Gujarat",
        to="96" if given.get("supply") == "export" else "Gujarat",
        # A credit note's tax is that of the document, on its lines it adds up.
        tax={"level": "document" if given.get("document") == "credit_note" else "line"},
        store={"charges": charges, "round_off": "1" if rounds(given) else None},
    )
    return {**figures(found), **of_lines(found)}


def rounds(given: Given) -> bool:
    """Say whether an invoice is to the rupee, as its project's tests are set up."""
    return bool(
        given.get("round_total_to")
        or given.get("nil_rated_amount")
        or given.get("document") == "credit_note"
    )


def figures(found: Quote) -> Given:
    """Return the totals in the words of the cases."""
    rows = [each for each in found.figures.tax_rows if each.category != "exempt"]
    taxed = [
        each for each in rows if each.rate or all(not other.rate for other in rows)
    ]
    totals = found.totals
    lines_off = [each.promotion_discount_amount for each in found.lines]
    return {
        "taxable": sum(each.taxable_value for each in taxed),
        "other_charges": sum(
            each.taxable_value
            for each in found.figures.tax_rows
            if each.category == "exempt"
        ),
        "cgst": summed(found, "CGST"),
        "sgst": summed(found, "SGST"),
        "igst": summed(found, "IGST"),
        "cess": summed(found, "CESS PER UNIT"),
        "tax": totals.total_tax,
        "total": totals.grand_total,
        "round_off": totals.round_off,
        "total_before_round_off": totals.grand_total - totals.round_off,
        "line_discount": lines_off[0],
    }


def of_lines(found: Quote) -> Given:
    """Return what stands on each line."""
    return {
        "line_cgst": [each.components[0].amount for each in found.lines],
        "line_sgst": [each.components[-1].amount for each in found.lines],
        "line_totals": [each.taxable_value + each.tax_amount for each in found.lines],
    }


def inside(given: Given, amount: str, rates: list[str], split: str) -> Given:
    """Take the tax out of one price; two equal rates are CGST and SGST."""
    whole = sum(map(Decimal, rates))
    found = quoted(
        [
            {
                "product_id": "A",
                "quantity": 1,
                "selling_price": amount,
                "tax_rate": str(whole),
                "price_including_tax": True,
            }
        ],
        seller="Gujarat",
        to="Gujarat" if len(rates) == 2 else "Goa",
        tax={"inclusive_split": split},
    )
    (one,) = found.lines
    parts = [each.amount for each in one.components]
    return {
        "net": one.taxable_value,
        "taxable": one.taxable_value,
        "taxes": parts,
        "cgst": parts[0],
        "sgst": parts[-1],
        "tax": one.tax_amount,
        "components_sum": one.taxable_value + one.tax_amount,
    }


def advance(given: Given) -> Given:
    """Take CGST and SGST out of what was received."""
    half = str(Decimal(given["gst_rate_pct"]) / 2)
    return inside(given, given["received"], [half, half], "gross_exact")


def extracted(given: Given) -> Given:
    """Take the tax out by rule 35."""
    return inside(given, given["gross"], given["rates_pct"], "gross_exact")


def rounded_apart(given: Given) -> Given:
    """Round net and tax each by itself: `net_exact`, the rest is rounded off."""
    rates = given.get("rates_pct") or [given["cgst_pct"], given["sgst_pct"]]
    return inside(given, given["amount"], rates, "net_exact")


def added(given: Given) -> Given:
    """Put one tax on a net amount."""
    (rate,) = given["rates_pct"]
    found = quoted(f"A 1 x {given['net']} at {rate}")
    return {
        "taxes": [each.amount for each in found.lines[0].components],
        "total": found.to_be_paid,
    }


def rounded_off(given: Given) -> Given:
    """Round a total to a step."""
    store = {"round_off": given["increment"], "rounding": given["mode"]}
    return {"value": quoted(f"A 1 x {given['value']}", store=store).to_be_paid}


def portal(given: Given) -> Given:
    """Say whether an e-invoice may be rounded off by an amount, to the thousand."""
    found = quoted(
        f"A 1 x {1000 - Decimal(given['value'])}",
        seller="Goa",
        to="Goa",
        store={"round_off": "1000"},
    )
    assert Decimal(given["value"]) == found.totals.round_off
    try:
        einvoice(found)
    except CheckoutError as error:
        return {"allowed": error.faults[0].code != "round_off_too_large"}
    return {"allowed": True}


def by_line(given: Given) -> Given:
    """Tax amounts one by one."""
    said = "; ".join(
        f"L{at} 1 x {each} at {given['tax_rate_pct']}"
        for at, each in enumerate(given["amounts"])
    )
    found = quoted(said, tax={"level": given["tax_level"]})
    return {
        "line_taxes": [each.tax_amount for each in found.lines],
        "tax": found.totals.total_tax,
        "total": found.to_be_paid,
    }


OPERATIONS = {
    "gst_invoice": invoice,
    "advance_with_included_gst": advance,
    "extract_included_tax": extracted,
    "gst_inclusive_split": rounded_apart,
    "gst_inclusive_split_both_rounded": rounded_apart,
    "add_taxes": added,
    "round_to_increment": rounded_off,
    "tax_by_line": by_line,
    "einvoice_round_off_allowed": portal,
}
