# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The journal as XML that TallyPrime imports: a journal voucher for each transaction.

Promises well-formed XML 1.0 in UTF-8, and equal text for equal transactions.  Ledgers
have to be those of the company: the mapping of roles names them.

The tags are those of "Understanding Integration - Transactions" and of "Case Study I",
help.tallysolutions.com: dates as YYYYMMDD, and a debit is deemed positive, its amount
below 0.  Of the two ways to import, Excel and XML, this is the one that keeps several
ledgers of one voucher together without a template of the company's own.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from checkout_core.books.text import checked, one_line, plain_amount, references
from checkout_core.checks import Validator


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from checkout_core.books.rows import JournalRow, Transaction


__all__ = ["as_tally", "tally_parts"]


_VOUCHER = (
    '<VOUCHER VCHTYPE="Journal" ACTION="Create" OBJVIEW="Accounting Voucher View">'
)
#: Characters of texts that XML 1.0 does not have, beyond the control characters which
#: no text of an order has.
_NO_XML = {0xFFFE: None, 0xFFFF: None}


def as_tally(transactions: Iterable[Transaction], *, company: str = "") -> str:
    """
    Return transactions as the XML of an import of vouchers into TallyPrime.

    Args:
        transactions: those of any number of orders, as `journal` returns them.
        company: the company as Tally calls it; "" (the default) for the one that is
            open.
    """
    return "".join(tally_parts(transactions, company=company))


def tally_parts(
    transactions: Iterable[Transaction], *, company: str = ""
) -> Iterator[str]:
    """Yield `as_tally` in parts: the head, each transaction, the end."""
    check = Validator()
    check.text("company", company)
    check.raise_any()
    chosen = ""
    if company:
        name = _element("SVCURRENTCOMPANY", company)
        chosen = f"<STATICVARIABLES>{name}</STATICVARIABLES>"
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<ENVELOPE>\n"
        "<HEADER><TALLYREQUEST>Import Data</TALLYREQUEST></HEADER>\n"
        "<BODY><IMPORTDATA>\n"
        f"<REQUESTDESC><REPORTNAME>Vouchers</REPORTNAME>{chosen}</REQUESTDESC>\n"
        "<REQUESTDATA>\n"
    )
    for each in checked(transactions):
        yield _voucher(each)
    yield "</REQUESTDATA>\n</IMPORTDATA></BODY>\n</ENVELOPE>\n"


def _voucher(each: Transaction) -> str:
    return "\n".join(
        [
            '<TALLYMESSAGE xmlns:UDF="TallyUDF">',
            _VOUCHER,
            _element("DATE", f"{each.date:%Y%m%d}"),
            _element("VOUCHERTYPENAME", "Journal"),
            _element("VOUCHERNUMBER", each.number),
            _element("REFERENCE", references(each.refs)),
            _element("NARRATION", each.memo),
            *map(_entry, each.rows),
            "</VOUCHER>",
            "</TALLYMESSAGE>",
            "",
        ]
    )


def _entry(row: JournalRow) -> str:
    return "".join(
        [
            "<ALLLEDGERENTRIES.LIST>",
            _element("LEDGERNAME", row.account),
            _element("ISDEEMEDPOSITIVE", "No" if row.debit is None else "Yes"),
            _element("AMOUNT", plain_amount(row.amount.copy_negate())),
            "</ALLLEDGERENTRIES.LIST>",
        ]
    )


def _element(tag: str, text: str) -> str:
    plain = one_line(text).translate(_NO_XML)
    return f"<{tag}>{escape(plain, quote=False)}</{tag}>"
