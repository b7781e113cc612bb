# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who issues a paper: the seller's names, registration and address in India.

Promises a GSTIN that is well formed and of the seller's own state, and a postal code
that can be one.  Knows no papers and no limits of a portal.
"""

from __future__ import annotations

import re

from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError, fault
from checkout_core.keys import Key, KeyTable, Together
from checkout_core.kinds import NOTE, TEXT, Kind, identifier
from checkout_core.tax.india.gstin import gstin
from checkout_core.tax.india.states import STATES, State, hint_for, state_of


if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checkout_core.errors import Fault
    from checkout_core.keys import Values


__all__ = ["SELLER", "Seller", "read_seller"]


#: Six digits, of which the first, the postal region, is 1 to 9.
PIN_FORM = "^[1-9][0-9]{5}$"

_PIN = re.compile(PIN_FORM[1:-1]).fullmatch


@frozen(init=False, kw_only=True)
class Seller:
    """
    A seller as papers name it.

    Raises `CheckoutError` for a GSTIN or a postal code that is not valid, for a state
    that is not that of the GSTIN, and if neither of the two is given.

    Attributes:
        gstin: the registration, in upper case; None (the default) for a seller who is
            not registered, whose papers are bills of supply.
        legal_name: the name that is registered.
        trade_name: the name that customers know; "" by default.
        address1: house and street.
        address2: what follows on the next line; "" by default.
        location: the city or place.
        pin: the postal code, six digits as text.
        state: a `State`; as an argument also its name, GST code or ISO code, by default
            that of the GSTIN.
        phone: "" by default.
        email: "" by default.
        bank: where to pay, as it is to be printed, line by line; "" by default.
        signatory: who signs, or such words as "Signed digitally"; "" by default.
        declaration: a sentence for the end of a paper; "" by default.

    >>> shop = Seller(gstin="29AABCT1332L1ZA", legal_name="Tee Traders Pvt Ltd",
    ...     address1="1 MG Road", location="Bengaluru", pin="560001")
    >>> shop
    <Seller 29AABCT1332L1ZA, Karnataka>
    """

    gstin: str | None
    legal_name: str
    trade_name: str
    address1: str
    address2: str
    location: str
    pin: str
    state: State
    phone: str
    email: str
    bank: str
    signatory: str
    declaration: str

    def __init__(
        self,
        *,
        gstin: str | None = None,
        legal_name: str,
        trade_name: str = "",
        address1: str,
        address2: str = "",
        location: str,
        pin: str,
        state: str | State | None = None,
        phone: str = "",
        email: str = "",
        bank: str = "",
        signatory: str = "",
        declaration: str = "",
    ) -> None:
        values = SELLER.cleaned(SELLER.given(locals()))
        if values["state"] is None:
            values["state"] = _home(values["gstin"])
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **values
        )

    def __repr__(self) -> str:
        """Show registration and state, which decide the tax, and no address."""
        return f"<Seller {self.gstin or 'not registered'}, {self.state.name}>"


def read_seller(document: Mapping[str, Any], path: str = "seller") -> Seller:
    """
    Return the seller that *document* describes, an object with the keys of `Seller`.

    Raises `CheckoutError` with every fault, also for keys that a seller does not have.

    Args:
        document: plain data, as a reader of JSON gives it.
        path: what faults call the document; "seller" by default.
    """
    check = Validator()
    found = SELLER.within(check, path, document)
    check.raise_any()
    assert isinstance(found, Seller)
    return found


def _gstin(check: Validator, path: str, value: object) -> str | None:
    """Return a registration in upper case."""
    try:
        return gstin(value, path).number
    except CheckoutError as error:
        check.extend(error)
        return None


def _pin(check: Validator, path: str, value: object) -> str:
    """Return a postal code."""
    if isinstance(value, str) and _PIN(value):
        return value
    if value is None or not isinstance(value, str):
        check.needed(path, value, "a postal code, like '560001'")
    else:
        check.add(path, "bad_pin", value)
    return ""


def _state(check: Validator, path: str, value: object) -> State | None:
    """Return a state by any of its spellings."""
    if isinstance(value, State) and STATES.get(value.code) == value:
        return value
    name = check.text(path, value)
    found = state_of(name)
    if found is None and isinstance(value, str):
        check.add(path, "unknown_state", value, hint=hint_for(name))
    return found


def _home(number: str | None) -> State | None:
    """Return the state of a registration, None if it is of none."""
    return None if number is None else STATES.get(gstin(number).state_code)


def _agree(given: Mapping[str, Any], values: Values) -> Sequence[Fault]:
    """Return the fault of a state that is missing or not that of the GSTIN."""
    state, number = values["state"], values["gstin"]
    home = _home(number)
    if state is None and home is None:
        # What was given and refused has its fault already.
        refused = number is None and given.get("gstin") is not None
        if given.get("state") is None and not refused:
            return [fault("state", "required", None, expected="the seller's state")]
    elif state is not None and home is not None and state != home:
        name = home.name
        return [fault("gstin", "gstin_of_another_state", given["gstin"], state=name)]
    return ()


def _written(needed: str) -> Kind:
    """Return the kind of a text that is printed: an identifier that is not blank."""

    def check(check: Validator, path: str, value: object) -> str:
        found = check.text(path, value, needed=needed)
        if found and not found.strip():
            check.add(path, "empty_text", value, expected=needed)
        return found

    return Kind(check=check, schema=identifier(needed).schema)


#: The keys of a seller, in the order of their faults.
SELLER = KeyTable(
    Seller,
    Key(
        "gstin",
        Kind(
            check=_gstin,
            schema={"type": "string", "pattern": "^[0-9A-Za-z]{15}$"},
        ),
    ),
    Key("legal_name", _written("the registered name")),
    Key("trade_name", TEXT),
    Key("address1", _written("house and street")),
    Key("address2", TEXT),
    Key("location", _written("the city or place")),
    Key("pin", Kind(check=_pin, schema={"type": "string", "pattern": PIN_FORM})),
    Key(
        "state",
        Kind(
            check=_state,
            write=lambda state: state.name,
            schema={"$ref": "#/$defs/Text"},
        ),
    ),
    Together(_agree),
    Key("phone", TEXT),
    Key("email", TEXT),
    Key("bank", NOTE),
    Key("signatory", TEXT),
    Key("declaration", NOTE),
)
