# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a paper of law calls things, in the language of its reader.

Promises that text and page say the same.  Knows no layout.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.money.parse import currency_of
from checkout_core.papers.particulars import (
    BILL_OF_SUPPLY,
    CREDIT_NOTE,
    INVOICE_CUM_BILL,
    TAX_INVOICE,
)
from checkout_core.papers.words import amount_in_words
from checkout_core.tenders import TENDERS
from checkout_core.views.labels import CATEGORIES, tendered, title_of
from checkout_core.views.language import Language
from checkout_core.views.layout import clean
from checkout_core.words import joined, message


if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from checkout_core.ledger import Component, TaxRow
    from checkout_core.papers.particulars import Item, Paid, Party, TaxPaper
    from checkout_core.papers.seller import Seller
    from checkout_core.views.language import Translations


#: The titles of law in the reader's language, by their English.
TITLES: Mapping[str, str] = MappingProxyType(
    {
        TAX_INVOICE: message("Tax Invoice"),
        BILL_OF_SUPPLY: message("Bill of Supply"),
        INVOICE_CUM_BILL: message("Invoice-cum-Bill of Supply"),
        CREDIT_NOTE: message("Credit Note"),
    }
)

#: Which copy of three a paper is; rule 48(1) gives the words for goods.
COPIES: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "original": "ORIGINAL FOR RECIPIENT",
        "duplicate": "DUPLICATE FOR TRANSPORTER",
        "triplicate": "TRIPLICATE FOR SUPPLIER",
    }
)

#: What is said of each way to pay, or to give back, that says no count of a tender.
_PAID: Mapping[str, str] = MappingProxyType(
    {
        "funded": message("Paid by others"),
        "payment": message("Paid"),
        "points": message("Value of the points"),
        "credit": message("Gift cards and credit"),
        "due": message("To be paid"),
        "gateway": message("To your payment method"),
        "moved": message("To your credit, below the minimum"),
        "surcharge": message("Payment fee, given back"),
        "gateway_discount": message("Discount of a payment offer"),
        "unpaid": message("Not paid"),
        "charge": message("Cancellation charge"),
    }
)
#: The same where a name is known: who funds it, by which method, for which reason.
_FUNDED: Mapping[str, str] = MappingProxyType(
    {
        "platform": message("Paid by the platform"),
        "brand": message("Paid by the brand"),
    }
)
_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "payment": message("Paid by {name}"),
        "charge": message("Cancellation charge, {reason}"),
    }
)


def language_of(locale: str | None, translations: Translations | None) -> Language:
    """Return the language of a paper, whose amounts are rupees."""
    return Language.of(locale, currency_of("INR"), translations)


def title_in(words: Language, paper: TaxPaper) -> str:
    """Return the title of law, after that of the reader's language if it differs."""
    own = words.text(TITLES[paper.title])
    return own if own == paper.title else f"{own} · {words.isolated(paper.title)}"


def total_in_words(words: Language, paper: TaxPaper) -> str:
    """Return the total in words: Hindi on a Hindi paper, else English."""
    is_hindi = words.tag.split("-")[0] == "hi"
    return amount_in_words(paper.total, "hi" if is_hindi else "en")


def plain_figure(words: Language, amount: Decimal) -> str:
    """Return an amount of rupees without their sign, for a column of amounts."""
    return words.numbers.plain.written(amount, words.numbers.digits)


def facts_of(words: Language, paper: TaxPaper) -> list[tuple[str, str]]:
    """Return what is said of the whole paper, each with its label."""
    text = words.text
    number = text("Number")
    found = [(number, paper.number), (text("Date"), words.day(paper.date.isoformat()))]
    found += [
        (
            text("Corrects the invoice"),
            text(
                "{number} of {day}",
                number=each,
                day=words.day(day.isoformat()),
            ),
        )
        for each, day in paper.invoices
    ]
    if paper.reason:
        found.append((text("Reason"), clean(paper.reason)))
    if paper.order_number:
        found.append((text("Order"), clean(paper.order_number)))
    place = state_of(words, paper.place_state, paper.place_code)
    found.append((text("Place of supply"), place))
    if paper.shows_tax:
        charged = text("Yes") if paper.is_reverse_charge else text("No")
        found.append((text("Tax is payable on reverse charge"), charged))
    return found


def state_of(words: Language, name: str, code: str) -> str:
    """Return a state by name and code; one abroad has no code and is not translated."""
    if not code:
        return clean(name)
    return words.text("{state} (code {code})", state=words.text(name), code=code)


def seller_lines(words: Language, seller: Seller) -> list[str]:
    """Return who issues a paper, without the first name, line by line."""
    text = words.text
    found = [seller.legal_name] if seller.trade_name else []
    found += [seller.address1, seller.address2, f"{seller.location} {seller.pin}"]
    lines = _cleaned(found)
    lines.append(state_of(words, seller.state.name, seller.state.code))
    if seller.gstin is not None:
        lines.append(text("GSTIN {number}", number=seller.gstin))
    if seller.phone:
        lines.append(text("Phone {number}", number=clean(seller.phone)))
    return [*lines, *_cleaned([seller.email])]


def party_lines(words: Language, party: Party) -> list[str]:
    """Return a recipient or a place of delivery, line by line."""
    lines = _cleaned([party.name, *party.lines])
    if party.state:
        lines.append(state_of(words, party.state, party.code))
    lines += _cleaned([party.country])
    if party.gstin:
        lines.append(words.text("GSTIN {number}", number=party.gstin))
    return lines


def _cleaned(texts: Iterable[str]) -> list[str]:
    """Return texts of a document, each on one line, without empty ones."""
    return [line for line in map(clean, texts) if line]


def item_name(words: Language, item: Item) -> str:
    """Return what an item is called."""
    name = words.isolated(clean(item.name))
    if item.kind == "shipping":
        return words.text("Shipping")
    if item.kind == "handling":
        return words.text("Handling: {name}", name=clean(item.name))
    return name


def quantity_of(words: Language, item: Item) -> str:
    """Return how many units are billed and free, "" for a charge."""
    if item.kind != "subtotal" or not (item.quantity or item.free_quantity):
        return ""
    count = words.measure(item.quantity, item.unit)
    if not item.free_quantity:
        return count
    free = words.many("{number} free", "{number} free", item.free_quantity)
    return joined(words, [count, free])


def code_of(words: Language, item: Item) -> str:
    """Return the HSN or SAC code of an item with its label, "" without one."""
    if not item.hsn_code:
        return ""
    return words.text("HSN {code}", code=clean(item.hsn_code))


def category_of(words: Language, item: Item) -> str:
    """Return how an item is taxed, "" if it is as most are."""
    if item.category == "standard":
        return ""
    return words.text(CATEGORIES[item.category][1])


def head_of(words: Language, name: str) -> str:
    """Return what a head of tax is called."""
    return title_of(name, {}, words)


def rate_label(words: Language, row: TaxRow) -> str:
    """Return the rate of a row of the summary, with why it is not the usual one."""
    parts = []
    if row.category != "standard":
        parts.append(words.text(CATEGORIES[row.category][1]))
    if row.rate or not parts:
        parts.append(words.rate(row.rate))
    if row.cess_rate:
        parts.append(words.text("{rate} cess", rate=words.rate(row.cess_rate)))
    return joined(words, parts)


def of_head(taxes: tuple[Component, ...], head: str) -> list[Component]:
    """Return the taxes of one head."""
    return [each for each in taxes if each.name == head]


def sums_of(words: Language, paper: TaxPaper) -> list[tuple[str, Decimal]]:
    """Return what makes the total, without it."""
    found = []
    if paper.shows_tax:
        found.append((words.text("Taxable value"), paper.taxable_value))
        found += [(head_of(words, name), amount) for name, amount in paper.taxes]
    else:
        found.append((words.text("Value"), paper.taxable_value))
    if paper.round_off:
        found.append((words.text("Round-off"), paper.round_off))
    return found


def paid_rows(words: Language, paper: TaxPaper) -> list[tuple[str, Decimal]]:
    """Return how the total is paid or where it goes."""
    return [
        (paid_label(words, each, is_credit=paper.is_credit_note), each.amount)
        for each in paper.paid
    ]


def paid_label(words: Language, each: Paid, *, is_credit: bool) -> str:
    """Return what one way of paying, or of giving back, is called."""
    name = clean(each.name)
    kind = TENDERS.get(each.kind)
    if kind is not None and each.count is not None:
        many = tendered(words, kind, each.count)
        if not is_credit:
            return words.text(kind.label, granted=many, name=name)
        label = kind.refunded if each.count else kind.not_restored or kind.refunded
        return words.text(label, restored=many, name=name)
    if each.kind == "funded" and name in _FUNDED:
        return words.text(_FUNDED[name])
    if name and each.kind in _NAMED:
        return words.text(_NAMED[each.kind], name=name, reason=name)
    return words.text(_PAID[each.kind])
