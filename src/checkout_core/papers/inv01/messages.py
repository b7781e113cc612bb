# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the invoice registration portal would refuse, with its own code where it is known.

Promises one message for each code, which says what to change.  Knows no documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.errors import fault_from


if TYPE_CHECKING:
    from checkout_core.errors import Faults


__all__ = ["MESSAGES", "add"]


#: One message for each code; a number in brackets is the portal's own.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # Who.
        "seller_not_registered": (
            "only a registered supplier reports invoices; give its GSTIN, or send none"
        ),
        "b2c": (
            "an invoice to a buyer without a GSTIN is not reported, but for an export"
            " (2212); give the buyer's, or send none"
        ),
        "same_gstin": "seller and buyer are one registration (2211); correct one",
        "seller_of_another_state": (
            "this GSTIN is registered in {state} (2258); give that state"
        ),
        "buyer_of_another_state": (
            "this GSTIN is registered in {state} (2265); give an address there, or"
            " another GSTIN"
        ),
        "text_length": "{low} to {high} characters are taken; write it out",
        "pin_missing": "six digits are taken, like '560001'; correct them",
        "state_missing": "this names no state of India; give its name or its code",
        # What.
        "nothing_taxable": (
            "nothing here is taxable, so a bill of supply is made; report none"
        ),
        "hsn_code": "an HSN code has 4, 5, 6 or 8 digits, not all 0; give {whose}",
        "service_code": (
            "a charge is a service, and their codes begin with 99 (2176); give one"
        ),
        "unit_missing": "goods have a unit of measure, like 'PCS'; give the line's",
        "too_many_items": "at most {limit} items are taken; make several invoices",
        # Taxes and sums.
        "igst_within_state": (
            "within a state CGST and SGST are due, not IGST (2172); give the place of"
            " supply, or igst_on_intra"
        ),
        "halves_across_states": (
            "across states IGST is due, not CGST and SGST (2174); give the place of"
            " supply"
        ),
        "halves_with_flag": (
            "goods within a state have CGST and SGST, and this says IGST; leave it out"
        ),
        "tax_differs": (
            "{rate} % of {base} is not this within {tolerance}; price the cart again"
        ),
        "total_differs": (
            "the items come to {total} (2189); price the cart again, since this quote"
            " does not add up"
        ),
        # The document.
        "date_in_future": "the portal takes no date after {today}; send it that day",
        "reported_too_late": (
            "the portal takes documents for {days} days; this one had to be sent by"
            " {last}"
        ),
        "note_missing": "a {kind} is made of {expected}; give it as the note",
        "note_not_taken": "an INV has no note; leave it out, or say CRN or DBN",
        "code_not_taken": (
            "a {kind} has the codes of its goods and charges; leave it out, or say DBN"
        ),
        "invoices_not_taken": (
            "an INV corrects no invoices; leave them out, or say CRN or DBN"
        ),
        "invoices_missing": "a {kind} names the invoices that it corrects; give them",
        "surcharge_of_supplier": (
            "a surcharge is charged by the store itself; leave the supplier out"
        ),
        # Facts that the caller gives.
        "fact_missing": "the portal needs this; give it",
        "fact_form": "the portal takes {form} here; correct it",
    }
)


def add(check: Faults, path: str, code: str, value: object, **facts: object) -> None:
    """Note one fault of `MESSAGES` and go on."""
    check.found.append(fault_from(MESSAGES, path, code, value, **facts))
