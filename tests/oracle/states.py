# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""States by name, two-digit GST code or ISO 3166-2 code, and the place of supply."""

from collections.abc import Mapping
from typing import Any


#: Where India is supplied, or the name of the tax of another country.
Supply = str

# GST code, ISO codes (after "IN-"), names and aliases.
STATES = (
    ("01", "JK", "jammu and kashmir"),
    ("02", "HP", "himachal pradesh"),
    ("03", "PB", "punjab"),
    ("04", "CH", "chandigarh"),
    ("05", "UK UT", "uttarakhand|uttaranchal"),
    ("06", "HR", "haryana"),
    ("07", "DL", "delhi|nct of delhi|new delhi"),
    ("08", "RJ", "rajasthan"),
    ("09", "UP", "uttar pradesh"),
    ("10", "BR", "bihar"),
    ("11", "SK", "sikkim"),
    ("12", "AR", "arunachal pradesh"),
    ("13", "NL", "nagaland"),
    ("14", "MN", "manipur"),
    ("15", "MZ", "mizoram"),
    ("16", "TR", "tripura"),
    ("17", "ML", "meghalaya"),
    ("18", "AS", "assam"),
    ("19", "WB", "west bengal"),
    ("20", "JH", "jharkhand"),
    ("21", "OD OR", "odisha|orissa"),
    ("22", "CG CT", "chhattisgarh"),
    ("23", "MP", "madhya pradesh"),
    ("24", "GJ", "gujarat"),
    ("26", "DH", "dadra and nagar haveli and daman and diu"),
    ("27", "MH", "maharashtra"),
    ("29", "KA", "karnataka"),
    ("30", "GA", "goa"),
    ("31", "LD", "lakshadweep"),
    ("32", "KL", "kerala"),
    ("33", "TN", "tamil nadu"),
    ("34", "PY", "puducherry|pondicherry"),
    ("35", "AN", "andaman and nicobar islands|andaman and nicobar"),
    ("36", "TS TG", "telangana"),
    ("37", "AP", "andhra pradesh"),
    ("38", "LA", "ladakh"),
    ("97", "", "other territory"),
)
WITHOUT_LEGISLATURE = {"04", "26", "31", "35", "38", "97"}
INDIA = {"india", "in", "ind"}


def spelled(name: str) -> str:
    """States are read by name in any case, with `&` or `and`."""
    return " ".join(name.replace("&", " and ").casefold().split())


CODES = (
    {code: code for code, _, _ in STATES}
    | {f"in-{iso.lower()}": code for code, isos, _ in STATES for iso in isos.split()}
    | {name: code for code, _, names in STATES for name in names.split("|")}
)


def state_code(state: str) -> str:
    """A state is a name, a two-digit GST code or an ISO 3166-2 code; else an error."""
    return CODES[spelled(state)]


def filled(address: Mapping[str, Any] | None, key: str) -> str | None:
    """A blank field of an address says nothing."""
    value = str((address or {}).get(key) or "").strip()
    return value or None


def supply_of(cart: Mapping[str, Any], tax: Mapping[str, Any]) -> Supply:
    """Place of supply: collected, the seller's state; else shipping, else billing."""
    if tax.get("regime") in {"named", "components"}:
        return str(tax.get("tax_name") or "Tax")
    seller_state = tax.get("seller_state")
    if not seller_state:
        return "unknown"
    seller = state_code(seller_state)
    same = "intra_union_territory" if seller in WITHOUT_LEGISLATURE else "intra"
    preference = cart.get("fulfillment_preference") or {}
    if preference.get("fulfillment_type") == "collect-in-store":
        return same
    for address in (cart.get("shipping_address"), cart.get("billing_address")):
        country = filled(address, "country")
        if country is not None and spelled(country) not in INDIA:
            return "inter"
        state = filled(address, "state")
        if state is not None:
            return same if state_code(state) == seller else "inter"
    return "unknown"
