# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who supplies what a store sells: sellers of a marketplace, or its own warehouses.

Promises suppliers whose state is that of their registration.  Knows no cart.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.cart.people import ADDRESS_KEYS, Address
from checkout_core.checks import Validator, did_you_mean
from checkout_core.errors import CheckoutError, Fault, fault
from checkout_core.keys import Key, KeyTable, Together, Values
from checkout_core.kinds import FLAG, NOTE, Kind, identifier
from checkout_core.tax.india.seller import read_seller
from checkout_core.tax.india.states import State
from checkout_core.values import thawed


if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


__all__ = [
    "MAX_SUPPLIERS",
    "SUPPLIER",
    "Supplier",
    "checked_suppliers",
    "part_hint",
    "supplier_hint",
]


#: How many suppliers a store can have.
MAX_SUPPLIERS = 10_000
#: A permanent account number of the income tax department: five letters, four digits, a
#: letter; it is part of every GSTIN.
_PAN = re.compile(r"[A-Z]{5}[0-9]{4}[A-Z]").fullmatch


@frozen(init=False, kw_only=True)
class Supplier:
    """
    A seller or a warehouse that supplies some lines of a cart.

    Raises `CheckoutError` for a state or GSTIN that is not valid, and for a state that
    is not that of the GSTIN.

    Attributes:
        id: what `Line.supplier` says, not empty.
        name: what the shopper calls it, its id by default.
        legal_name: the name of its registration, "" by default.
        gstin: its GSTIN, None (the default) if it has none.
        state: where it supplies from, a `State`; as an argument also a name, code or
            letters; by default that of the GSTIN, None if that is not known.
        pan: its permanent account number, None (the default) if it is not known; by
            default that in its GSTIN.
        address: its address, None (the default) if it is not known.
        registered: whether it collects tax; by default whether it has a GSTIN.
    """

    id: str
    name: str
    legal_name: str
    gstin: str | None
    state: State | None
    pan: str | None
    address: Address | None
    registered: bool

    def __init__(
        self,
        id: str,  # noqa: A002 - the document's own name
        *,
        name: str | None = None,
        legal_name: str = "",
        gstin: str | None = None,
        state: str | State | None = None,
        pan: str | None = None,
        address: Address | Mapping[str, Any] | None = None,
        registered: bool | None = None,
    ) -> None:
        given = SUPPLIER.given(locals())
        values = SUPPLIER.cleaned(given)
        values["state"], number = read_seller(
            Validator(), values["state"], values["gstin"]
        )
        values["gstin"] = number
        if number is not None and values["pan"] is None:
            part = number[2:12]
            values["pan"] = part if _PAN(part) else None
        if values["registered"] is None:
            values["registered"] = number is not None
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **values
        )

    def __repr__(self) -> str:
        """Show id, name and state, and neither address nor registration."""
        state = "" if self.state is None else f", {self.state.name}"
        return f"<Supplier {self.id}: {self.name}{state}>"


def _registration(_given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the faults of state and GSTIN, which must agree."""
    check = Validator()
    read_seller(check, values["state"], values["gstin"], "state", "gstin")
    return check.found


def _tax_payer(_given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the fault of a permanent account number of another form."""
    pan = values["pan"]
    if pan is None or _PAN(pan):
        return []
    return [fault("pan", "bad_pan", pan)]


def _address(check: Validator, path: str, value: object) -> Address | None:
    """Return an address: of its class, or a mapping of its keys."""
    if isinstance(value, Address):
        return value
    data = check.mapping(path, value)
    if data is None:
        return None
    check.keys(path, data, ADDRESS_KEYS)
    known = {key: each for key, each in data.items() if key in ADDRESS_KEYS}
    try:
        return Address(fields=known)
    except CheckoutError as error:
        check.extend(error, path)
        return None


_ADDRESS = Kind(
    check=_address,
    quick=lambda value: value if isinstance(value, Address) else None,
    write=lambda address: thawed(address.fields),
    schema={"$ref": "#/$defs/Address"},
)
_CODE = Kind(
    check=lambda check, path, value: (
        value if isinstance(value, State) else check.text(path, value)
    ),
    write=lambda state: state.code,
    schema={"$ref": "#/$defs/Text"},
)
_NUMBER = Kind(
    check=lambda check, path, value: check.text(path, value),
    schema={"$ref": "#/$defs/Text"},
)

#: The keys of a supplier, in the order of their faults; in a store's document its id is
#: the key under which it is.
SUPPLIER = KeyTable(
    Supplier,
    Key("id", identifier("the id of the supplier"), aside=True),
    Key("name", NOTE, like="id"),
    Key("legal_name", NOTE),
    Key("gstin", _NUMBER),
    Key("state", _CODE),
    Together(_registration, of=("state", "gstin")),
    Key("pan", _NUMBER),
    Together(_tax_payer, of=("pan",)),
    Key("address", _ADDRESS),
    Key("registered", FLAG),
)


def supplier_hint(named: str, known: Collection[str]) -> str:
    """Return how to correct the id of a supplier that is not *known*."""
    return did_you_mean(named, known, "name one of the store's suppliers")


def part_hint(named: str, known: Iterable[str]) -> str:
    """Return how to correct the id of a supplier whose part of an order is wanted."""
    ids = [each for each in known if each]
    return did_you_mean(named, ids) if ids else "leave it out"


def checked_suppliers(
    check: Validator, suppliers: Iterable[Any]
) -> tuple[Supplier, ...]:
    """Return *suppliers*; a fault for each that is none, and for two with one id."""
    found = check.items("suppliers", suppliers, limit=MAX_SUPPLIERS)
    seen: set[str] = set()
    for i, each in enumerate(found):
        if not isinstance(each, Supplier):
            check.wrong_type(f"suppliers[{i}]", each, "a Supplier")
        elif each.id in seen:
            check.add(f"suppliers[{i}].id", "same_supplier_id", each.id)
        else:
            seen.add(each.id)
    return tuple(found)
