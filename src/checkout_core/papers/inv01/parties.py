# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Seller, buyer and recipient of the goods, as INV-01 has them.

Promises that nothing is made up: what the portal needs and an address does not say is a
fault.  Knows no amounts.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING, Any

from checkout_core.papers.inv01.fields import cleaned, optional, required
from checkout_core.papers.inv01.messages import add
from checkout_core.papers.seller import PIN_FORM
from checkout_core.tax.india.buyer import buyer_gstin
from checkout_core.tax.india.gstin import gstin
from checkout_core.tax.india.states import OTHER_COUNTRIES, STATES, is_abroad, state_of


if TYPE_CHECKING:
    from checkout_core.cart import Address, Cart
    from checkout_core.checks import Validator
    from checkout_core.papers.seller import Seller


__all__ = ["buyer", "recipient", "seller_of"]


#: Who has no registration, and the postal code of every place abroad.
UNREGISTERED = "URP"
PIN_ABROAD = 999_999

_LEAST, _MOST = 3, 100
_MOST_PLACE = 50
_PHONE = range(6, 13)
_MAIL = range(6, 101)
_PIN = re.compile(PIN_FORM[1:-1]).fullmatch


def seller_of(check: Validator, seller: Seller) -> dict[str, Any]:
    """Return `SellerDtls`."""
    pin = int(seller.pin)
    found = {
        "Gstin": seller.gstin,
        "LglNm": required(check, "seller.legal_name", seller.legal_name, _LEAST, _MOST),
        "TrdNm": optional(seller.trade_name, _LEAST, _MOST),
        **_street(check, "seller", ("address1", seller.address1), seller.address2),
        "Loc": required(check, "seller.location", seller.location, _LEAST, _MOST_PLACE),
        "Pin": pin,
        "Stcd": seller.state.code,
        "Ph": _phone(seller.phone),
        "Em": _mail(seller.email),
    }
    return {key: value for key, value in found.items() if value is not None}


def buyer(
    check: Validator, cart: Cart, place: str, *, is_export: bool
) -> dict[str, Any]:
    """
    Return `BuyerDtls`: the billing address, else the shipping address.

    *place* is the code of the place of supply.
    """
    key = "shipping_address" if cart.billing_address is None else "billing_address"
    address = getattr(cart, key)
    path = f"cart.{key}"
    number = buyer_gstin(cart)
    if not number and not is_export:
        add(check, f"{path}.tax_identification_number", "b2c", None)
    if address is None:
        check.add(path, "required", None, expected="the buyer's address")
        return {}
    where = _address(check, path, address)
    found = {
        "Gstin": UNREGISTERED if is_export else number,
        "LglNm": where.pop("LglNm"),
        "Pos": place,
        **where,
        "Ph": _phone(address.phone),
        "Em": _mail(address.email),
    }
    if number and not is_export and where["Stcd"]:
        home = STATES.get(gstin(number).state_code)
        if home is not None and home.code != where["Stcd"]:
            where_said = f"{path}.tax_identification_number"
            code = "buyer_of_another_state"
            add(check, where_said, code, number, state=home.name)
    return {key: value for key, value in found.items() if value is not None}


def recipient(check: Validator, cart: Cart) -> dict[str, Any] | None:
    """
    Return `ShipDtls`, None where the goods go to the buyer's address or into a shop.

    Without a GSTIN it says so: an e-way bill needs one from 1 August 2026 on.
    """
    address, paid_by = cart.shipping_address, cart.billing_address
    if address is None or paid_by is None or cart.collects_in_store:
        return None
    if _said(address) == _said(paid_by):
        return None
    number = address.tax_identification_number.strip().upper()
    if is_abroad(address.country):
        number = ""
    where = _address(check, "cart.shipping_address", address)
    found = {"Gstin": number or UNREGISTERED, **where}
    return {key: value for key, value in found.items() if value is not None}


def _said(address: Address) -> list[str]:
    """Return what of an address is on the paper."""
    keys = (
        "business_name",
        "first_name",
        "last_name",
        "address_line1",
        "address_line2",
        "city",
        "pincode",
        "state",
        "country",
        "tax_identification_number",
    )
    return [cleaned(address[key], _MOST).casefold() for key in keys]


def _address(check: Validator, path: str, address: Address) -> dict[str, Any]:
    """Return the name and the address of a buyer or recipient."""
    person = f"{address.first_name} {address.last_name}"
    name = address.business_name or person
    first = ("address_line1", address.address_line1)
    return {
        "LglNm": required(check, f"{path}.business_name", name, _LEAST, _MOST),
        **_street(check, path, first, address.address_line2),
        "Loc": required(check, f"{path}.city", address.city, _LEAST, _MOST),
        **_region(check, path, address),
    }


def _street(
    check: Validator, path: str, first: tuple[str, str], second: str
) -> dict[str, str | None]:
    """Return the two lines of an address; a second one too short joins the first."""
    key, line = first
    more = optional(second, _LEAST, _MOST)
    if more is None:
        line = f"{line} {second}"
    return {
        "Addr1": required(check, f"{path}.{key}", line, _LEAST, _MOST),
        "Addr2": more,
    }


def _region(check: Validator, path: str, address: Address) -> dict[str, Any]:
    """Return postal code and state."""
    if is_abroad(address.country):
        return {"Pin": PIN_ABROAD, "Stcd": OTHER_COUNTRIES}
    state, pin = state_of(address.state), "".join(address.pincode.split())
    if state is None:
        add(check, f"{path}.state", "state_missing", address.state)
    if not _PIN(pin):
        add(check, f"{path}.pincode", "pin_missing", address.pincode)
        pin = "0"
    return {"Pin": int(pin), "Stcd": "" if state is None else state.code}


def _phone(text: str) -> str | None:
    """Return a phone number as digits, None if the portal takes no such number."""
    found = "".join(each for each in text if each in "0123456789")
    return found if len(found) in _PHONE else None


def _mail(text: str) -> str | None:
    return text if len(text) in _MAIL and "@" in text else None
