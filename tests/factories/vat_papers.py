# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What an invoice by EN 16931 needs: parties, reasons, the rules that are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core import CheckoutError
from checkout_core.papers.ubl import UblAddress, UblParty
from checkout_core.papers.vat_rules import check_en16931


if TYPE_CHECKING:
    from checkout_core.papers.en16931 import VatInvoice


#: Why E owes nothing: social services, article 132 of the VAT directive.
EXEMPT = {"E": ("VATEX-EU-132", "")}

SELLER = UblParty(
    name="Bengaluru Lamps Pvt Ltd",
    address=UblAddress(
        country="IN",
        street="12, MG Road",
        street2="Second floor",
        city="Bengaluru",
        postal_code="560001",
        region="Karnataka",
    ),
    endpoint="7300010000001",
    endpoint_scheme="0088",
    tax_number="IN29AAGCB7383J1Z4",
)
BUYER = UblParty(
    name="Lumi\u00e8re & Fils",
    address=UblAddress(country="FR", city="Lyon"),
    endpoint="5798000000001",
    endpoint_scheme="0088",
    company_id="732829320",
    company_scheme="0002",
)


def rules(invoice: VatInvoice) -> list[tuple[str, str]]:
    """Return (field, rule) of every fault, the rule taken from its message."""
    try:
        check_en16931(invoice)
    except CheckoutError as error:
        return [(each.path, each.message.rpartition("by ")[2]) for each in error.faults]
    return []
