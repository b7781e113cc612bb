# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Papers of law with every message of theirs, their names and numbers in digits.

What law has in English words, and registrations, are left out of the text.
"""

from __future__ import annotations

import re

from functools import partial
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import attrs

from checkout_core import Address, Charge, Customer, Loyalty, promotion
from checkout_core.offers import amount_off
from checkout_core.orders import Order, PaymentUpdate
from checkout_core.papers.particulars import Irn, Paid
from checkout_core.papers.seller import Seller
from checkout_core.papers.tax_invoice import tax_credit_note
from checkout_core.refunds import RefundPolicy
from checkout_core.views import receipt
from checkout_core.views.tax_invoice import as_html, as_text
from tests.factories.papers import FIELDS, NOON, delivery, goods, paper_of, sold


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checkout_core.papers.particulars import TaxPaper


SHOP = Seller(
    **FIELDS | {"legal_name": "1", "address1": "2", "location": "3"},
    trade_name="4",
    phone="5",
    bank="6",
    signatory="7",
    declaration="8",
)
HOME = Address(first_name="1", city="2", state="Karnataka")
OFFICE = Address(business_name="3", city="4", state="Kerala")
#: The name of the portal's number, and registrations.
_NAMES = re.compile(r"IRN|[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]{3}")


def _shown(show: Callable[..., str], paper: TaxPaper, **words: Any) -> str:
    """Return what a paper says to its reader."""
    found = show(paper, **words)
    if show is as_html:
        root = ET.fromstring(found.partition("\n")[2])
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "style" or child.get("lang") == "en":
                    parent.remove(child)
        found = " ".join(root.itertext())
    for each in (paper.title, paper.endorsement, paper.in_words):
        found = found.replace(each, "") if each else found
    # In a text the total in words may take several lines.
    said = re.sub(r"^Rupees [\s\S]+?Only$", "", found, flags=re.MULTILINE)
    return _NAMES.sub("", said)


def papers() -> Iterator[Callable[..., str]]:
    """Yield them as text and as pages: each takes `locale` and `translations`."""
    for paper in _papers():
        yield partial(_shown, as_text, paper, width=240)
        yield partial(_shown, as_html, paper)
    yield partial(receipt, sold(_untaxed("nil_rated"), shipping_address=HOME))


def _papers() -> Iterator[TaxPaper]:
    irn = Irn("5" * 64, "6", "7", "8")
    quoted = _everything()
    yield paper_of(quoted, seller=SHOP, number="9", irn=irn)
    order = Order.placed(quoted, number="11", at=NOON)
    for each in (
        PaymentUpdate("12", "1.00", NOON, method="13"),
        PaymentUpdate("14", "2.00", NOON),
    ):
        order = order.after(each)
    invoice = paper_of(order, seller=SHOP, number="9")
    yield invoice
    yield attrs.evolve(
        invoice,
        paid=tuple(
            Paid("funded", each, invoice.total) for each in ("brand", "platform", "")
        ),
    )
    for kind in ("sez_with_payment", "sez_without_payment", "deemed_export"):
        yield paper_of(
            sold(goods("15"), supply_type=kind, shipping_address=OFFICE),
            seller=SHOP,
            number="9",
        )
    for category in ("nil_rated", "exempt"):
        line = _untaxed(category)
        yield paper_of(sold(line, shipping_address=HOME), seller=SHOP, number="9")
        both = sold(line, goods("15"), shipping_address=HOME)
        yield paper_of(both, seller=SHOP, number="9")
    policy = RefundPolicy(cancellation_charge="1.00", cancellation_reason="16")
    back = order.cancellation(id="17", at=NOON, policy=policy, reason="18")
    yield tax_credit_note(
        order, back, SHOP, "91", "2026-12-01", invoices=[("9", "2026-11-22")]
    )


def _untaxed(category: str) -> Any:
    return goods("19", "40.00", tax_rate=0, tax_category=category)


def _everything() -> Any:
    lines = [
        goods(
            "21",
            "500.00",
            quantity=2,
            hsn_code="6109",
            cess_rate=1,
            handling_charge_excluding_tax="10.00",
            handling_charge_tax_rate=18,
        ),
        goods("22", tax_rate=0, tax_category="reverse_charge", reverse_charge_rate=18),
    ]
    return sold(
        *lines,
        shipping_address=HOME,
        billing_address=OFFICE,
        shipping=delivery("60.00"),
        customer=Customer(loyalty_points_balance=100, credit_balance="50.00"),
        loyalty_points_redeemed=100,
        credit_balance_used="50.00",
        store={
            "promotions": [promotion("23", amount_off("100.00"))],
            "charges": [Charge("24", "30.00", tax_rate=18)],
            "loyalty": Loyalty(value_per_point="1", points_per_unit=0),
            "round_off": "1",
        },
    )
