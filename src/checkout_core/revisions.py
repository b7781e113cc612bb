# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rules that changed since the first release, and which quotes follow which.

A stored quote keeps its figures: it is verified, and what is left of it after a
return is priced, by the rules it was priced by.  Promises that all that knows of
earlier rules asks for it here; new quotes are always of `CURRENT`.
"""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Revision:
    """
    One revision of the rules; every flag is a rule that no longer holds.

    `number` stands in the schema version of a quote document.

    places_row_by_row: an offer's earlier rows used up its
        `max_applicable_items`; now the picking order decides over all rows.
    inclusive_charges_by_net: `charge_tax: apportion` shared a charge that
        includes tax by the goods' net value; now by taxable value x (100 + rate).
    postal_codes_hold_abroad: a zone's postal codes counted in every country; now
        in those that the zone names, in India where it names none.
    grand_total_on_step: `round_off` rounded the grand total; now what the
        shopper owes of it, without what others fund.
    keys_without_cart_id: redemptions of a cart without an id had a key that all
        such carts share; now they have none.
    without_engine: the document does not name the engine that wrote it.
    inputs_less_checked: of a fulfillment preference only the type was checked, and
        amounts of tax classes only where a line was of the class.
    """

    number: int
    places_row_by_row: bool = False
    inclusive_charges_by_net: bool = False
    postal_codes_hold_abroad: bool = False
    grand_total_on_step: bool = False
    keys_without_cart_id: bool = False
    without_engine: bool = False
    inputs_less_checked: bool = False


#: What version 0.1.0 priced by.
FIRST = Revision(
    number=1,
    places_row_by_row=True,
    inclusive_charges_by_net=True,
    postal_codes_hold_abroad=True,
    grand_total_on_step=True,
    keys_without_cart_id=True,
    without_engine=True,
    inputs_less_checked=True,
)
#: What this version prices by.
CURRENT = Revision(number=2)
REVISIONS = (FIRST, CURRENT)
