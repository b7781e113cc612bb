# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who buys and where the goods go: customer, addresses and the delivery cost.

Promises values that are checked, frozen and comparable, and no personal data in a
`repr`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, TypedDict, TypeVar, Unpack, overload

from attrs import frozen

from checkout_core.checks import MAX_NOTE, Amount, Validator, expect
from checkout_core.errors import counted
from checkout_core.tax.rates import TaxComponent, read_charge
from checkout_core.values import Record


T = TypeVar("T")


class AddressFields(TypedDict, total=False):
    """The keys of an address, all optional, echoed as given."""

    id: str | None
    first_name: str | None
    last_name: str | None
    country_code: str | None
    phone: str | None
    email: str | None
    address_line1: str | None
    address_line2: str | None
    landmark: str | None
    pincode: str | None
    city: str | None
    state: str | None
    country: str | None
    tax_identification_number: str | None
    business_name: str | None
    is_default_billing: bool | None
    is_default_shipping: bool | None
    is_phone_verified: bool | None
    is_email_verified: bool | None
    nickname: str | None


ADDRESS_KEYS: tuple[str, ...] = tuple(AddressFields.__annotations__)


class _Told(Generic[T]):
    """The value under the attribute's name; *absent* if there is none."""

    def __init__(self, *, absent: T) -> None:
        self.absent = absent

    def __set_name__(self, _owner: type[Address], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, address: None, _owner: type[Address]) -> _Told[T]: ...

    @overload
    def __get__(self, address: Address, _owner: type[Address]) -> T: ...

    def __get__(self, address: Address | None, _owner: type[Address]) -> _Told[T] | T:
        if address is None:
            return self
        found: T | None = address.fields.get(self.name)
        return self.absent if found is None else found


@frozen(init=False)
class Address:
    """
    A shipping or billing address; keys that are not given stay absent.

    Each key is also an attribute: "" (or False for a flag) if it is not given.  Raises
    `CheckoutError` for keys that are not in `ADDRESS_KEYS` and values of another type.

    >>> home = Address(state="Maharashtra", country="India")
    >>> home.state, home["state"], home.city, home.is_phone_verified
    ('Maharashtra', 'Maharashtra', '', False)
    """

    fields: Record

    id = _Told(absent="")
    first_name = _Told(absent="")
    last_name = _Told(absent="")
    country_code = _Told(absent="")
    phone = _Told(absent="")
    email = _Told(absent="")
    address_line1 = _Told(absent="")
    address_line2 = _Told(absent="")
    landmark = _Told(absent="")
    pincode = _Told(absent="")
    city = _Told(absent="")
    state = _Told(absent="")
    country = _Told(absent="")
    tax_identification_number = _Told(absent="")
    business_name = _Told(absent="")
    is_default_billing = _Told(absent=False)
    is_default_shipping = _Told(absent=False)
    is_phone_verified = _Told(absent=False)
    is_email_verified = _Told(absent=False)
    nickname = _Told(absent="")

    def __init__(self, **fields: Unpack[AddressFields]) -> None:
        check = Validator()
        check.keys("", fields, ADDRESS_KEYS)
        for key, value in fields.items():
            if key not in ADDRESS_KEYS or value is None:
                continue
            if key.startswith("is_"):
                check.flag(key, value)
            else:
                check.text(key, value, limit=MAX_NOTE)
        check.raise_any()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            Record(fields)
        )

    def __getitem__(self, key: str) -> str:
        """
        Return the text under *key*, "" if it is absent or null.

        Raises `CheckoutError` for a key that no address has.
        """
        if key not in ADDRESS_KEYS:
            expect(key=(key, str))
            check = Validator()
            check.keys("", {key: key}, ADDRESS_KEYS)
            check.raise_any()
        value = self.fields.get(key)
        return value if isinstance(value, str) else ""

    def __repr__(self) -> str:
        """Show state and country, which decide the tax, and no personal data."""
        where = ", ".join(filter(None, (self["state"], self["country"])))
        return f"<Address {where or 'without a state'}>"


@frozen(init=False)
class Customer:
    """
    Who buys: their balances, and how often they redeemed each offer.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        id: the host's id of the customer; None for a guest, to whom limits per
            customer do not apply.
        loyalty_points_balance: points they can redeem, 0 by default.
        credit_balance: store credit in major units of the cart's currency, 0 by
            default.
        offer_redemptions: times this customer redeemed each offer, by its id.
    """

    id: str | None
    loyalty_points_balance: int
    credit_balance: Decimal
    offer_redemptions: Record

    def __init__(
        self,
        id: str | None = None,  # noqa: A002 - the document's own name
        *,
        loyalty_points_balance: int = 0,
        credit_balance: Amount = 0,
        offer_redemptions: Mapping[str, int] | None = None,
    ) -> None:
        check = Validator()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            check.maybe_text("id", id),
            check.count("loyalty_points_balance", loyalty_points_balance),
            check.amount("credit_balance", credit_balance),
            check.counts(
                "offer_redemptions",
                {} if offer_redemptions is None else offer_redemptions,
            ),
        )
        check.raise_any()

    def __repr__(self) -> str:
        """Show the balances but not the id, which may be a phone number."""
        who = "guest" if self.id is None else "known"
        points = counted(self.loyalty_points_balance, "point")
        return f"<Customer {who}, {points}, {self.credit_balance} credit>"


@frozen(init=False)
class Shipping:
    """
    The delivery cost of one cart; it replaces the store's `shipping_rates`.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        estimated_cost: in major units of the cart's currency.
        tax_rate: in percent, 0 by default.
        price_including_tax: whether `estimated_cost` includes tax; False by default.
        estimated_delivery_days: how many days delivery takes, None if not known.
        tax_components: components by name and rate, as of a line, in place of
            `tax_rate`; none by default.
    """

    estimated_cost: Decimal
    tax_rate: Decimal
    price_including_tax: bool
    estimated_delivery_days: int | None
    tax_components: tuple[TaxComponent, ...]

    def __init__(
        self,
        estimated_cost: Amount,
        *,
        tax_rate: Amount = 0,
        price_including_tax: bool = False,
        estimated_delivery_days: int | None = None,
        tax_components: Sequence[TaxComponent | Mapping[str, Any]] | None = None,
    ) -> None:
        check = Validator()
        cost = check.amount("estimated_cost", estimated_cost)
        rate, components = read_charge(check, tax_rate, tax_components)
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            cost,
            rate,
            check.flag("price_including_tax", price_including_tax),
            check.maybe_count("estimated_delivery_days", estimated_delivery_days),
            components,
        )
        check.raise_any()
