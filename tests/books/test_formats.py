# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The journal as other programs read it: byte for byte, and read back."""

from __future__ import annotations

import csv
import shutil
import subprocess

from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from hypothesis import given

from checkout_core import Address, Cart, Line, Order, PaymentUpdate, Store, quote
from checkout_core.books import (
    HLEDGER_RULES,
    ROLES,
    Dates,
    Transaction,
    as_beancount,
    as_csv,
    as_erpnext,
    as_hledger,
    as_tally,
    as_zoho,
    journal,
)
from checkout_core.books.accounts import account_name
from tests.factories import tenders
from tests.factories.faults import faults_of
from tests.factories.lives import lives
from tests.factories.orders import NOON, at


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def booked(number: str = "A1", **more: Any) -> tuple[Transaction, ...]:
    """Return the journal of a mug of 100.00 at 5 %, paid by UPI."""
    home = Address(state="Karnataka")
    mug = Line("Mug", 1, "100.00", tax_rate=5)
    sold = quote(Cart("INR", [mug], shipping_address=home), Store("INR"), at=NOON)
    order = Order.placed(sold, number=number, at=NOON)
    order = order.after(PaymentUpdate("P1", "105.00", at(1), method="UPI"))
    dates = Dates(invoice="2026-11-22", invoice_number="INV-1")
    return journal(order, dates=dates, **more)


#: What a number and a name can hold that a format has to write in its own way.
ODD = 'A "1"\\\n<&>;, \uffff'


def cells(text: str) -> list[dict[str, str]]:
    """Return the rows of CSV by their header."""
    return list(csv.DictReader(StringIO(text)))


# Our own columns ------------------------------------------------------------------


def test_csv() -> None:
    """A line for each row; of debit and credit one is empty."""
    assert (
        "date,txn,account,debit,credit,currency,refs,memo\n"
        '2026-11-22,sale,Assets:Receivable:Customers,105.00,,INR,A1; INV-1,"Sale, order'
        ' A1, invoice INV-1"\n'
        '2026-11-22,sale,Income:Sales:GST5,,100.00,INR,A1; INV-1,"Sale, order A1,'
        ' invoice INV-1"\n'
        '2026-11-22,sale,Liabilities:Output:GST,,5.00,INR,A1; INV-1,"Sale, order A1,'
        ' invoice INV-1"\n'
        '2026-11-22,payment,Assets:Clearing:Gateway,105.00,,INR,A1; P1,"Payment P1,'
        ' order A1, by UPI"\n'
        "2026-11-22,payment,Assets:Receivable:Customers,,105.00,INR,A1; P1,"
        '"Payment P1, order A1, by UPI"\n'
    ) == as_csv(booked())


def test_csv_is_read_as_it_was() -> None:
    """Whatever a number holds."""
    rows = cells(as_csv(booked(ODD)))

    assert f"{ODD}; INV-1" == rows[0]["refs"]
    assert 5 == len(rows)


# beancount ------------------------------------------------------------------------


def test_beancount() -> None:
    """Accounts before they are used, debits above 0, one link for an order."""
    assert (
        'option "operating_currency" "INR"\n'
        "1970-01-01 commodity INR\n"
        "1970-01-01 open Assets:Receivable:Customers\n"
        "1970-01-01 open Income:Sales:GST5\n"
        "1970-01-01 open Liabilities:Output:GST\n"
        "\n"
        '2026-11-22 * "Sale, order A1, invoice INV-1" ^A1\n'
        '  number: "A1-sale-1"\n'
        '  refs: "A1; INV-1"\n'
        "  Assets:Receivable:Customers                   105.00 INR\n"
        "  Income:Sales:GST5                            -100.00 INR\n"
        "  Liabilities:Output:GST                         -5.00 INR\n"
        "\n"
        "1970-01-01 open Assets:Clearing:Gateway\n"
        "\n"
        '2026-11-22 * "Payment P1, order A1, by UPI" ^A1\n'
        '  number: "A1-payment-1"\n'
        '  refs: "A1; P1"\n'
        "  Assets:Clearing:Gateway                       105.00 INR\n"
        "  Assets:Receivable:Customers                  -105.00 INR\n"
        "\n"
    ) == as_beancount(booked())


def test_beancount_to_include() -> None:
    """The file that includes it opens the accounts."""
    text = as_beancount(booked(), with_accounts=False)

    assert text.startswith('2026-11-22 * "Sale')
    assert "open" not in text


def test_accounts_that_beancount_does_not_read() -> None:
    """All of a transaction, before anything is written."""
    roles = {
        "receivable": "Debtors",
        "sales": "Income",
        "tax": "Income:output:{name}",
        "gateway": "Assets:",
    }
    assert [("roles", "not_of_beancount")] * 3 == faults_of(
        as_beancount, booked(roles=roles)
    )


def test_what_is_no_transaction() -> None:
    """Every format refuses it."""
    order: Any = [1]
    for write in (as_beancount, as_csv, as_hledger, as_tally, as_zoho):
        assert [("transactions", "wrong_type")] == faults_of(write, order)
    assert [("transactions", "wrong_type")] == faults_of(
        as_erpnext, order, company="Shop"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bank", "Bank"),
        ("Gift wrap", "Gift-wrap"),
        ("GST0.25", "GST0-25"),
        ("sez_with_payment", "Sez-with-payment"),
        ("-5", "X--5"),
        ("", "X-"),
        ("पुणे", "X-प-ण-"),
        ("ß", "SS"),
        ("Ünlü", "Ünlü"),
    ],
)
def test_names_of_accounts(text: str, expected: str) -> None:
    """Letters and digits stay; a capital or a digit comes first."""
    assert expected == account_name(text)


# hledger --------------------------------------------------------------------------


def test_hledger() -> None:
    """A record for each transaction, with places for 99 postings."""
    sale, payment = cells(as_hledger(booked()))

    assert {
        "date": "2026-11-22",
        "code": "A1-sale-1",
        "description": "Sale, order A1, invoice INV-1",
        "comment": "txn:sale, refs:A1; INV-1",
        "account1": "Assets:Receivable:Customers",
        "amount1": "105.00 INR",
        "account2": "Income:Sales:GST5",
        "amount2": "-100.00 INR",
        "account3": "Liabilities:Output:GST",
        "amount3": "-5.00 INR",
    } == {name: cell for name, cell in sale.items() if cell}
    assert 4 + 2 * 99 == len(payment)
    assert HLEDGER_RULES.splitlines()[-1] == f"fields {', '.join(sale)}"


def test_more_postings_than_hledger_reads() -> None:
    """It would leave the rest out."""
    sale = booked()[0]
    long = attrs.evolve(sale, rows=sale.rows * 34)

    assert [("A1-sale-1.rows", "too_many")] == faults_of(as_hledger, [long])


# ERPNext --------------------------------------------------------------------------


def test_erpnext() -> None:
    """The fields of an entry stand on its first row; receivables are a customer's."""
    text = as_erpnext(booked(), company="Shop & Co", customer="Online")
    suffix = " (Accounting Entries)"

    assert (
        "Entry Type,Company,Posting Date,Reference Number,Reference Date,User Remark,"
        f"Account{suffix},Party Type{suffix},Party{suffix},"
        f"Debit{suffix},Credit{suffix}\n"
        "Journal Entry,Shop & Co,2026-11-22,A1-sale-1,2026-11-22,"
        '"Sale, order A1, invoice INV-1",Assets:Receivable:Customers,Customer,Online,'
        "105.00,\n"
        ",,,,,,Income:Sales:GST5,,,,100.00\n"
        ",,,,,,Liabilities:Output:GST,,,,5.00\n"
    ) == text.partition("Journal Entry,Shop & Co,2026-11-22,A1-payment")[0]
    assert [("company", "empty_text")] == faults_of(as_erpnext, booked(), company="")
    plain = cells(as_erpnext(booked(), company="Shop"))
    assert {""} == {row[f"Party{suffix}"] for row in plain}


# Zoho Books -----------------------------------------------------------------------


def test_zoho() -> None:
    """Rows of one journal have its number; it comes in as a draft."""
    rows = cells(as_zoho(booked(), customer="Online"))

    assert {
        "Journal Date": "2026-11-22",
        "Reference Number": "A1; INV-1",
        "Journal Number Prefix": "A1-sale-",
        "Journal Number Suffix": "1",
        "Notes": "Sale, order A1, invoice INV-1",
        "Journal Type": "both",
        "Currency": "INR",
        "Account": "Assets:Receivable:Customers",
        "Description": "Sale, order A1, invoice INV-1",
        "Contact Name": "Online",
        "Debit": "105.00",
        "Credit": "",
        "Project Name": "",
        "Status": "draft",
        "Exchange Rate": "",
    } == rows[0]
    assert ["Online", "", "", "", "Online"] == [row["Contact Name"] for row in rows]
    assert [("customer", "wrong_type")] == faults_of(as_zoho, booked(), customer=None)


# Tally ----------------------------------------------------------------------------


def test_tally() -> None:
    """A voucher for each transaction; a debit is deemed positive, and below 0."""
    text = as_tally(booked(ODD), company="Shop & <Co>")
    found = ET.fromstring(text)
    voucher, payment = found.iter("VOUCHER")

    assert "Import Data" == found.findtext("HEADER/TALLYREQUEST")
    assert "Vouchers" == found.findtext(".//REPORTNAME")
    assert "Shop & <Co>" == found.findtext(".//SVCURRENTCOMPANY")
    assert {"VCHTYPE": "Journal", "ACTION": "Create"}.items() <= voucher.attrib.items()
    assert 'A "1"\\ <&>;, -sale-1' == voucher.findtext("VOUCHERNUMBER")
    assert "20261122" == payment.findtext("DATE")
    assert [
        ("Assets:Receivable:Customers", "Yes", "-105.00"),
        ("Income:Sales:GST5", "No", "100.00"),
        ("Liabilities:Output:GST", "No", "5.00"),
    ] == [
        tuple(each.text for each in entry)
        for entry in voucher.iter("ALLLEDGERENTRIES.LIST")
    ]
    assert "SVCURRENTCOMPANY" not in as_tally(booked())
    assert [("company", "wrong_type")] == faults_of(as_tally, booked(), company=None)


# The programs themselves ----------------------------------------------------------


LIVES = lives(tenders.documents("INR", most=3))


@given(LIVES)
def test_beancount_reads_every_journal(order: Order) -> None:
    """Without an error, and with the balances that the rows have."""
    why = "beancount of the extra `validators` is not installed"
    loader: Any = pytest.importorskip("beancount.loader", reason=why)
    data: Any = pytest.importorskip("beancount.core.data", reason=why)
    found = journal(order, dates=Dates(invoice="2026-11-23"))
    entries, errors, _ = loader.load_string(as_beancount(found))
    sums: dict[str, Decimal] = {}
    for entry in entries:
        if isinstance(entry, data.Transaction):
            assert {"ORD-1"} == entry.links
            for posting in entry.postings:
                before = sums.get(posting.account, Decimal(0))
                sums[posting.account] = before + posting.units.number
    expected: dict[str, Decimal] = {}
    for each in found:
        for row in each.rows:
            expected[row.account] = expected.get(row.account, Decimal(0)) + row.amount

    assert [] == errors
    assert expected == sums


def test_beancount_reads_what_is_odd() -> None:
    """Quotes, line ends and names of any letters."""
    why = "beancount of the extra `validators` is not installed"
    loader: Any = pytest.importorskip("beancount.loader", reason=why)
    roles = {"sales": f"Income:{account_name('विक्रय')}", "tax": "Liabilities:5:{name}"}
    text = as_beancount(booked(ODD, roles=roles))

    assert [] == loader.load_string(text)[1]
    names = [name.replace("{name}", "X") for name in ROLES.values()]
    opened = "".join(f"1970-01-01 open {name}\n" for name in names)
    assert [] == loader.load_string(opened)[1]


HLEDGER = shutil.which("hledger")


@pytest.mark.skipif(HLEDGER is None, reason="there is no hledger here")
def test_hledger_reads_it(tmp_path: Path) -> None:
    """The balance of each account is that of the rows."""
    assert HLEDGER is not None
    (tmp_path / "a.csv").write_text(as_hledger(booked(ODD)), "utf-8")
    (tmp_path / "a.csv.rules").write_text(HLEDGER_RULES, "utf-8")
    command = [HLEDGER, "-f", "a.csv", "balance", "--no-total", "-O", "csv"]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"LANG": "C.UTF-8"},
    )

    assert {
        "Assets:Clearing:Gateway": "105.00 INR",
        "Income:Sales:GST5": "-100.00 INR",
        "Liabilities:Output:GST": "-5.00 INR",
    } == {row["account"]: row["balance"] for row in cells(run.stdout)}


@pytest.mark.parametrize("write", [as_csv, as_hledger, as_zoho, as_tally])
def test_nothing_is_still_a_file(write: Callable[..., str]) -> None:
    """The header stands alone."""
    text = write([])

    assert text.endswith("\n")
    assert "2026" not in text
    assert "" == as_beancount([])


def test_what_is_no_list_or_flag() -> None:
    """A list is of transactions, and a flag is true or false."""
    wrong: Any = 5

    assert [("transactions", "wrong_type")] == faults_of(as_csv, wrong)
    assert [("with_accounts", "wrong_type")] == faults_of(
        as_beancount, booked(), with_accounts=wrong
    )
