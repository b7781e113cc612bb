# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The pricing rules that changed since the first release, by quote revision.

A stored quote keeps its figures: it is verified, and repriced after a return, by the
rules it was priced by.  All code that depends on earlier rules asks a `Revision`; new
quotes always use `CURRENT`.
"""

from __future__ import annotations

from attrs import evolve, frozen


@frozen(kw_only=True)
class Revision:
    """
    One revision of the rules; every flag is an earlier rule, False by default.

    Attributes:
        number: the number at the end of a quote document's schema version.
        places_row_by_row: an offer's earlier rows used up its `max_applicable_items`;
            now the picking order decides over all rows.
        inclusive_charges_by_net: `charge_tax: apportion` shared a charge that includes
            tax by the goods' net value; now by taxable value x (100 + rate).
        postal_codes_hold_abroad: a zone's postal codes matched in every country; now
            only in the countries that the zone names, or in India if it names none.
        grand_total_on_step: `round_off` rounded the grand total; now the part of it
            that the shopper owes.
        keys_without_cart_id: redemptions of a cart without an id had a key that all
            such carts share; now they have none.
        without_engine: the document does not name the engine that wrote it.
        inputs_less_checked: of a fulfillment preference only the type was checked, and
            amounts of tax classes only where a line was of the class.
        rows_without_rates: rows of net amounts did not say how they are taxed, and an
            apportioned charge had one for all its rates.
        no_rate_is_zero: a charge without a tax rate was taxed at 0; now as the goods.
        charges_are_standard: every part of a charge was of the category `standard`; now
            what follows goods at rate 0 has their category.
        pieces_are_billed: tax slabs and HSN rows counted the billed units only; now
            free units are pieces too.
        place_is_names: the place of supply was the names of its components; now it has
            its state, and why it is there.
        place_needs_address: without a state in any address the place was not known;
            now it is the supplier's own state.
        letters_name_no_state: the letters of a state ("KA") and some spellings named no
            zone of the shipping rates.
        hsn_rows_of_goods: HSN rows were those of goods by code and rate; now charges
            have rows too, and unit, category and kind of buyer are kept apart.
    """

    number: int
    places_row_by_row: bool = False
    inclusive_charges_by_net: bool = False
    postal_codes_hold_abroad: bool = False
    grand_total_on_step: bool = False
    keys_without_cart_id: bool = False
    without_engine: bool = False
    inputs_less_checked: bool = False
    rows_without_rates: bool = False
    no_rate_is_zero: bool = False
    charges_are_standard: bool = False
    pieces_are_billed: bool = False
    place_is_names: bool = False
    place_needs_address: bool = False
    letters_name_no_state: bool = False
    hsn_rows_of_goods: bool = False


# Each set of rules is the next one with what was different before it.
#: The rules of this version.
CURRENT = Revision(number=5)
#: The rules before an order could have several suppliers.
FOURTH = evolve(
    CURRENT,
    number=4,
    place_is_names=True,
    place_needs_address=True,
    letters_name_no_state=True,
    hsn_rows_of_goods=True,
)
#: The rules before a charge without a rate followed the goods.
THIRD = evolve(
    FOURTH,
    number=3,
    no_rate_is_zero=True,
    charges_are_standard=True,
    pieces_are_billed=True,
)
#: The rules of the second release, whose rows had no rates.
SECOND = evolve(THIRD, number=2, rows_without_rates=True)
#: The rules of version 0.1.0.
FIRST = evolve(
    SECOND,
    number=1,
    places_row_by_row=True,
    inclusive_charges_by_net=True,
    postal_codes_hold_abroad=True,
    grand_total_on_step=True,
    keys_without_cart_id=True,
    without_engine=True,
    inputs_less_checked=True,
)
#: Every set of rules there was, oldest first.
REVISIONS = (FIRST, SECOND, THIRD, FOURTH, CURRENT)


__all__ = [
    "CURRENT",
    "FIRST",
    "FOURTH",
    "REVISIONS",
    "SECOND",
    "THIRD",
    "Revision",
]
