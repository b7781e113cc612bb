# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What is wrong and how to correct it, in English: one message for each code of a fault.

Promises that a message names the fix, and that codes stay the same across releases;
messages may be reworded.  A room with codes of its own (a gateway) has a table of its
own, and fills it with `errors.fault_from`.

Knows nothing of faults.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


#: One message for each code; words in braces are replaced by the facts of the case.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # The text of a document.
        "not_json": "this is not JSON: {detail}",
        "not_utf8": "these bytes are not UTF-8 text; encode the document as UTF-8",
        "document_too_large": "longer than the limit of {limit} characters; send less",
        "nested_too_deep": "nested deeper than {limit} levels; flatten the document",
        "duplicate_key": "the key {key!r} occurs twice; keep one of them",
        "not_a_number": "{found} is not a number in JSON; write a plain decimal",
        # The shape of a document.
        "required": "this is missing; give {expected}",
        "more_faults": "{count} more things are wrong; fix these first",
        "wrong_type": "this must be {expected}, not {found}",
        "wrong_kind": "this is {found}, not {wanted}; {origin}",
        "unknown_key": "this key is not known here; {hint}",
        "not_a_choice": "this must be one of {choices}",
        "too_many": "at most {limit} entries are taken; send fewer",
        "too_few": "at least {least} entries are needed; add the others",
        "too_long": "at most {limit} characters are taken; shorten it",
        "empty_text": "this may not be empty; give {expected}",
        "control_character": "control characters are not allowed; remove them",
        # Amounts, rates, counts.
        "float_given": "a float is not exact; write {what} as text, like {example}",
        "bad_amount": "this is not a plain decimal number; write it like '12.50'",
        "amount_too_large": (
            "this has more than 15 digits before the point; split it up"
        ),
        "off_grid": (
            "{currency} has {digits} decimals; round it yourself, it is never"
            " rounded for you"
        ),
        "not_positive": "this must be above zero; give at least the smallest unit",
        "negative": "this may not be below zero; give 0 or more",
        "bad_rate": "this is not a plain percentage; write it like '18' or '2.5'",
        "rate_out_of_range": "this must lie between 0 and {limit} percent",
        "bad_count": "this must be a whole number, written without a point",
        "count_out_of_range": "this must lie between {low} and {high}",
        "bad_step": "a round-off step must be above zero; give '1' or '0.05', or null",
        # Time.
        "bad_time": (
            "this is not a date and time; write it like '2026-11-22T12:00:00+05:30'"
        ),
        "bad_day": "this is not a day; write it like '2026-11-22'",
        "bad_month": "this is not a month; write it like '2026-11'",
        "naive_time": "this time has no offset; add 'Z' or one like '+05:30'",
        "time_required": (
            "required because the store has offers, or charges with hours; give a"
            " datetime with its time zone"
        ),
        "window_reversed": "this ends before it starts; swap the two times",
        # Currencies.
        "unknown_currency": (
            "this is not an active ISO 4217 currency; write it like 'INR'"
        ),
        "currency_mismatch": "the cart is in {cart} and the store in {store}; use one",
        "quotes_in_two_currencies": (
            "one quote is in {first} and the other in {second}; compare two in one"
            " currency"
        ),
        "another_engine": (
            "this job is for version {wanted} and here is {found}; install one version"
            " on all machines"
        ),
        "stores_in_two_currencies": (
            "one store is in {first} and the other in {second}; compare two in one"
            " currency"
        ),
        # The cart.
        "empty_cart": "there is nothing to price; put at least one line into the cart",
        "same_line_key": (
            "two lines have the same product and variant; give each a line_id"
        ),
        "below_min_order_quantity": "at least {limit} must be ordered; order more",
        "above_max_order_quantity": "at most {limit} may be ordered; order less",
        "not_a_multiple": "this is sold in packs of {step}; order a multiple of it",
        "measured_by_unit": (
            "goods whose price_per is above 1 have no units; give a cess_rate instead"
        ),
        "same_charge_id": (
            "another charge has this id; give each its own, so that carts can choose it"
        ),
        "bounds_of_percent": (
            "only a percentage has this; leave it out, or give the percent"
        ),
        "bounds_reversed": "this is below the minimum; swap the two",
        "open_is_chosen": (
            'a charge whose amount is open has to be chosen; write "chosen" here'
        ),
        "same_charge": (
            "this charge is chosen twice; choose it once, with the sum of both amounts"
        ),
        "unknown_charge": "the store has no charge of this id that can be chosen",
        "charge_not_chosen": (
            "this charge is on every order, whether it is chosen or not; leave it out"
        ),
        "charge_has_amount": "the store sets the amount of this charge; leave it out",
        "charge_needs_amount": "the amount of this charge is open; give it",
        "charge_out_of_bounds": "this charge must lie between {low} and {high}",
        "charge_below": "this charge must be {low} or more",
        "bad_slabs": "slabs must ascend and only the last has no up_to; sort them",
        "components_stand_alone": (
            "tax_components replace rate, slabs and cess; give one or the other"
        ),
        "reserved_component": "the engine itself uses this name; give another one",
        "not_of_regime": (
            "only these tax regimes have this: {choices}; name one of them in regime,"
            " or leave this out"
        ),
        "category_needs_zero_rate": (
            "goods that are {category} carry rate 0, no slabs and no cess; drop them"
        ),
        "unknown_tax_class": (
            "the store's tax table does not have this class; add it there"
        ),
        "no_rate_then": "this class has no rate at {at}; add a period that covers it",
        "period_reversed": "this period ends before it starts; swap its two times",
        "periods_overlap": "two periods of a class overlap; end one before the other",
        "place_unknown": (
            "the tax of an invoice depends on the place of supply; give the"
            " seller's state and the buyer's address"
        ),
        "not_in_rupees": "an invoice of GST is in INR; price the cart in rupees for it",
        "round_off_too_large": (
            "an e-invoice is rounded off by {limit} at most; give a smaller step"
        ),
        "not_gst": "an e-invoice has GST and cess only; leave out {name}",
        # Invoices by EN 16931 and in UBL.
        "breaks_rule": "this should be {expected}, by {rule}",
        "bad_form": "this is not of the right form; give {expected}",
        "due_on_credit_note": "a credit note has no day to be paid; leave it out",
        "bad_exemption_code": (
            "this is not a VATEX code for the category {category}; take one of the"
            " CEF's list, such as 'VATEX-EU-132' for E"
        ),
        "bad_gstin": "this is not a valid GSTIN; write it like '27AAPFU0939F1ZV'",
        "bad_gstin_state": (
            "{prefix} is not the code of a state; check the first two digits"
        ),
        "bad_gstin_check": "the last character should be {expected}; check the digits",
        "gstin_of_another_state": (
            "this GSTIN is registered in {state}; give that state or another GSTIN"
        ),
        "bad_pin": "this is not a postal code; write six digits like '560001'",
        "bad_paper_number": (
            "a paper's number has 1 to 16 capital letters, digits, '/' and '-' and does"
            " not begin with 0, '/' or '-'; write it like 'INV/26-27/0001'"
        ),
        "other_seller": "the goods were priced for {known}; give that seller",
        "supplier_without_gstin": (
            "{supplier} was priced as not registered; give a seller without a GSTIN, or"
            " the GSTIN in the store's suppliers"
        ),
        "tax_without_gstin": (
            "a seller without a GSTIN charges no tax; give it, or price at rate 0"
        ),
        "total_below_zero": (
            "the round-off leaves {total}, and no paper has a total below 0; price the"
            " cart without a round-off"
        ),
        "nothing_on_paper": (
            "this supplier has nothing to put on paper; name one that has lines"
        ),
        "bad_logo": (
            "a logo is a data URL of an image, or the text of an SVG; fetch it before"
        ),
        "bad_colour": "this is not a colour; write it like '#1f3d66'",
        "bad_font": "these are not names of fonts; write them like 'Noto Sans, Arial'",
        "qr_too_long": "no QR code holds so much; give at most 2,953 bytes",
        "not_self_contained": (
            "this page refers to something outside it; put it into a data URL"
        ),
        "bad_irn": "an IRN has 64 hexadecimal digits; copy it from the portal's answer",
        "bad_pan": "this is not a permanent account number like 'AAPFU0939F'; check it",
        "reverse_charge_not_here": (
            "a supply that is {supply} is zero-rated, so no reverse charge is due on"
            " it; give the goods another tax_category, or the cart another supply_type"
        ),
        "not_of_cart": (
            "only these tax regimes read this of a cart: {choices}; leave it out"
        ),
        # Suppliers.
        "unknown_order": "no order has this number; add the order, or leave it out",
        "unknown_supplier": "the store has no supplier of this id; {hint}",
        "same_supplier_id": "an earlier supplier has this id; give another one",
        "supplier_not_registered": (
            "{supplier} is not registered and may not collect tax; give rate 0, or its"
            " GSTIN"
        ),
        "section_9_5_of_supplier": (
            "only goods of another supplier are taxed under section 9(5); name the"
            " supplier, or leave this out"
        ),
        "costs_differ": (
            "the costs of the suppliers come to {actual} and the delivery costs"
            " {expected}; give parts that add up to it"
        ),
        "no_cash_step": (
            "the smallest coin of {currency} is not known; give the step, like '1'"
        ),
        "unknown_state": "this is not a state of India; {hint}",
        "not_serviceable": (
            "no shipping rate covers this; add one, or give the cart's shipping"
        ),
        "bad_email": (
            "this is not an email that payments take; give name@domain in plain letters"
        ),
        "bad_phone": (
            "this is not a phone number; write ten digits in India, like '9800000001',"
            " elsewhere 6 to 15 digits with the code in country_code"
        ),
        # How the customer pays, and when an offer is open.
        "bad_bin": (
            "a card is known by its first 1 to 8 digits; write them like '45551234'"
        ),
        "not_of_method": "a payment by {method} does not have this; leave it out",
        "bad_time_of_day": "this is not a time of day; write it like '09:30'",
        "bad_offset": (
            "this is not an offset from UTC; write it like '+05:30', at most 14:00"
        ),
        # What it is paid with, and when.
        "same_gift_card": "another entry has this card; give each card once",
        "gift_card_time_required": (
            "required because a gift card expires; give a datetime with its time zone"
        ),
        "bad_due": "write 'now', 'on_delivery' or a day like '2026-12-24'",
        "last_part_is_rest": "the last part of a plan is the rest; leave this out",
        "plan_order": (
            "a part due {before!r} comes before this one; begin with 'now', then each"
            " day once in order, then 'on_delivery'"
        ),
        # The store and its offers.
        "level_pair": "net_exact has no unit level; use 'line' or 'document'",
        "same_offer_id": "another offer in this list has the same id; ids are unique",
        "same_coupon_code": (
            "another coupon has this code; give each code to one coupon"
        ),
        "codes_by_two_keys": (
            "coupon_code holds a code as well; put all codes into coupon_codes"
        ),
        "same_group_id": "another group has the same id; ids are unique",
        "unknown_group": "the store has no such group in offer_groups; {hint}",
        "group_of_coupon": (
            "groups are for promotions; leave this out, the flag"
            " can_be_used_with_promotion says what a coupon combines with"
        ),
        "wrong_benefit": "a {kind} cannot give {benefit!r}; use one of {choices}",
        "row_names_target": (
            "rows of an offer for {target} only set limits; drop product_id and"
            " variant_id, or use applies_to_product 'product'"
        ),
        "empty_target": "this is empty and applies to nothing; give {expected}",
        "row_without_target": "this row needs one of {choices}",
        "percent_missing": "a discount needs a percent; give get_discount_percent",
        "one_of": "give exactly one of {choices}",
        "gifts_differ": (
            "gifts are joined if only their rows differ; make an offer of each"
        ),
        "mixed_selector": (
            "an offer is for products or for categories, not both; make two offers"
        ),
        "rows_and_products": (
            "rows name their own products; leave out on, or the rows"
        ),
        "not_one_choice": (
            "this must select one product, one variant or one category; add a gift"
            " for each other one"
        ),
        "benefit_without_kind": "this needs a kind; give one of {choices}",
        "unknown_benefit": "no benefit of ours is of this kind; {hint}",
        "benefit_of_another_type": (
            "a {benefit} goes with the type {wanted}, not {found}; change one"
        ),
        "beyond_its_group": "a group has {n} units; give a position from 1 to {n}",
        "not_one_id": (
            "each choice has one id here: a product, a variant or a category; join"
            " several by |"
        ),
        "slab_order": "two slabs begin at the same {field}; keep one of them",
        "tier_order": "tiers must ascend by {field}; sort them",
        # Money back.
        "nothing_returned": "nothing is returned; give a line's index and its units",
        "no_such_line": "the order does not have this line; its lines are 0 to {last}",
        "more_than_bought": (
            "at most {left} of this can still be returned; return fewer"
        ),
        "more_than_charged": (
            "only {left} of the delivery can still be refunded; refund less"
        ),
        "shipping_not_explicit": (
            "the refund policy decides this; set its shipping to 'explicit' to give it"
        ),
        "refund_id_used": "the order has a refund of this id; ids are never used twice",
        "line_twice": "this line occurs twice; add its units up",
        "refunds_do_not_fit": (
            "these refunds belong to another order; give all refunds of this one"
        ),
        "bundle_broken": (
            "this offer's goods are returned together; {lines} is still missing"
        ),
        # Paying.
        "not_with_manual": (
            "nothing is asked for where the merchant takes the payment; leave this out"
        ),
        "no_mandates": (
            "this gateway cannot debit later; pay a subscription through another one"
        ),
        "no_capture": (
            "this gateway takes the money when the shopper pays; send no capture"
        ),
        "no_partial_capture": (
            "this gateway captures the whole only; leave the amount out"
        ),
        "no_void": (
            "this gateway cannot void; let the authorization expire, or capture and"
            " refund it"
        ),
        "capture_above_asked": (
            "only {limit} {currency} was asked for; capture at most that"
        ),
        # The life of an order.
        "illegal_event": (
            "this cannot happen to an order that is {status}; possible now: {legal}"
        ),
        "id_twice": "two of these have the same id; give each its own",
        "payment_differs": (
            "payment {id} was reported with {amount} before; check its id"
        ),
        "payment_not_received": (
            "payment {id} of this order has brought no money; report the payment first"
        ),
        "reversal_differs": (
            "{id} was reported with {before} before; give each one an id of its own"
        ),
        "payment_id_used": (
            "another payment of this order has this id; give each its own"
        ),
        "parcel_differs": (
            "shipment {id} was reported with other units before; check its id"
        ),
        "not_so_many_to_pack": (
            "at most {left} of this can still be packed; pack fewer"
        ),
        "refund_exceeds_paid": (
            "only {left} of what was paid can still be refunded; refund less"
        ),
        # Subscriptions and their mandates.
        "mandate_rule_value_given": "{frequency} has no rule value; leave it out",
        "mandate_rule_value_missing": (
            "{frequency} needs the day it is debited on; give 1 to {high}"
        ),
        "mandate_rule_value_range": (
            "the day of {frequency} is a whole number; give 1 to {high}"
        ),
        "start_out_of_range": (
            "a subscription begins in {low} to {high}; check the year"
        ),
        "beyond_calendar": "the calendar ends with the year 9999; count less far",
        "no_such_cycle": "the subscription has {count} cycles; they count from 1",
        "nothing_to_debit": "no cycle leaves anything to pay; no mandate is needed",
        "debit_above_maximum": (
            "the mandate allows {maximum} at most; ask the customer for a new one"
        ),
        "debit_not_fixed": "a FIXED mandate is debited for {maximum}; ask for that",
        "mandate_not_active": "only an ACTIVE mandate can be debited; read its status",
        "notice_too_late": (
            "the customer must be notified 24 hours before a debit; notify them"
            " and wait"
        ),
        "debit_outside_mandate": (
            "the mandate is valid from {first} to {last}; debit within it"
        ),
        "debit_on_another_day": "this period is debited from {first} to {last}; wait",
        "debited_before": "this period was debited at {at}; wait for the next one",
        # What a host asks of its gateway.
        "bad_template": (
            "only {choices} can be in braces; write every other brace twice"
        ),
        # The reference service.
        "not_sold": "the store does not sell this product; look at its catalogue",
        "no_such_address": (
            "the customer has no address with this id; send the whole address"
        ),
        "no_such_gift_card": "the shop does not know this gift card; check its code",
        "plan_not_offered": "the shop does not offer this plan; choose one of its own",
        "no_original_payment": (
            "no gateway has money of this order that it could send back; set"
            " refund_mode to 'bank-transfer'"
        ),
        "account_not_used": (
            "only a bank-transfer goes to an account; leave this out, or set"
            " refund_mode to 'bank-transfer'"
        ),
        "extra_missing": "this needs more than the core; install {extra}",
        "bad_database": "this database cannot be used: {why}",
        "workers_in_memory": (
            "a database in memory belongs to one process; give another --database, or"
            " leave --workers out"
        ),
        "workers_without_gateway": (
            "the fake gateway belongs to one process; set ${variable}, or leave"
            " --workers out"
        ),
        "same_tokens": "two callers have this token; give each its own",
        "bad_origin": (
            "an origin is a scheme, a host and a port that is not the usual one; write"
            " it like https://shop.example"
        ),
        "no_such_customer": (
            "the store has no customer with this id; add it there, or correct the id"
        ),
        "secret_too_short": (
            "a secret needs at least {least} bytes; make one with"
            " `openssl rand -base64 32`"
        ),
        "token_too_short": (
            "this token needs at least {least} characters; make one with"
            " `openssl rand -hex 16`"
        ),
        "webhook_secret": (
            "each secret is written as 'whsec_' and the base64 of {least} to {most}"
            " random bytes; separate several with blanks"
        ),
        "wrong_cursor": "this is not a cursor of this list; begin without one",
        "webhook_url": "give an https URL; http is taken for this machine only",
        # What people read.
        "unknown_locale": "no such locale; write it like 'en_IN' or 'de_DE'",
        "refusal_of_another_quote": (
            "this refusal is about a line that the quote does not have; give the quote"
            " that it is from"
        ),
        "bad_translation": (
            "this translation has words in braces that its message does not have; the"
            " message has {known}"
        ),
        # A quote that was stored and read again.
        "bad_schema_version": "this is {found}, and only {expected} can be read here",
        "fingerprint_differs": "the figures were changed after this was written",
        "order_twice": "another line is about this order; make one of the two",
        "not_of_beancount": (
            "beancount reads no such account; give a role one of {roots}, then names"
            " that begin with a capital letter or a digit, a colon between"
        ),
        "does_not_add_up": "this should be {expected}, by {identity}",
    }
)


__all__ = ["MESSAGES"]
