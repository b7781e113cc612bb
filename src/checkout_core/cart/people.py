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

from checkout_core.checks import ZERO, Amount, Validator, expect
from checkout_core.errors import Fault, fault, join
from checkout_core.errors.describe import counted
from checkout_core.keys import Key, KeyTable, Together, Values
from checkout_core.kinds import (
    AMOUNT,
    COUNT,
    COUNTS,
    FLAG,
    NOTE,
    TEXT,
    Kind,
    identifiers,
)
from checkout_core.money.exact import exact_sum
from checkout_core.tax.rates import (
    TAX_COMPONENTS,
    TAX_RATE,
    TaxComponent,
    components_alone,
)
from checkout_core.values import Record


T = TypeVar("T")

#: How many groups one customer can be in.
MAX_GROUPS = 1_000


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


#: What each key of an address may hold; null is kept, as any value is.
ADDRESS: dict[str, Kind] = {
    key: FLAG if key.startswith("is_") else NOTE
    for key in AddressFields.__annotations__
}
ADDRESS_KEYS = tuple(ADDRESS)


class _AddressKey(Generic[T]):
    """A key of an address as an attribute; *absent* is its value if it is absent."""

    def __init__(self, *, absent: T) -> None:
        self.absent = absent

    def __set_name__(self, _owner: type[Address], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, address: None, _owner: type[Address]) -> _AddressKey[T]: ...

    @overload
    def __get__(self, address: Address, _owner: type[Address]) -> T: ...

    def __get__(
        self, address: Address | None, _owner: type[Address]
    ) -> _AddressKey[T] | T:
        if address is None:
            return self
        value: T | None = address.fields.get(self.name)
        return self.absent if value is None else value


@frozen(init=False)
class Address:
    """
    A shipping or billing address; keys that are not given stay absent.

    Every key is optional text, unless it is said otherwise, and also an attribute: ""
    (or False for a flag) if it is not given.  Only `country`, `state` and `pincode`
    change a price.  Raises `CheckoutError` for keys that are not in `ADDRESS_KEYS` and
    values of another type.

    Attributes:
        fields: the keys that were given, with their values.  As an argument a mapping,
            None by default; *keys* that are given by name replace its own.
        id: the host's id of the address.
        first_name: of the recipient.
        last_name: of the recipient.
        country_code: the dialling code of `phone`, such as "+91".
        phone: in India ten digits, elsewhere 6 to 15.
        email: of the recipient.
        address_line1: house and street.
        address_line2: what follows on the next line.
        landmark: what is close to it.
        pincode: the postal code, in every country.
        city: the city.
        state: the state, in India by name ("Maharashtra"), GST code ("27"), letters
            ("MH") or ISO code ("IN-MH"); it decides the place of supply.
        country: the country by name; absent is India.
        tax_identification_number: of the business, in India its GSTIN.
        business_name: of the business.
        is_default_billing: a flag of the host.
        is_default_shipping: a flag of the host.
        is_phone_verified: a flag of the host.
        is_email_verified: a flag of the host.
        nickname: what the customer calls it.

    >>> home = Address(state="Maharashtra", country="India")
    >>> home.state, home["state"], home.city, home.is_phone_verified
    ('Maharashtra', 'Maharashtra', '', False)
    """

    fields: Record

    id = _AddressKey(absent="")
    first_name = _AddressKey(absent="")
    last_name = _AddressKey(absent="")
    country_code = _AddressKey(absent="")
    phone = _AddressKey(absent="")
    email = _AddressKey(absent="")
    address_line1 = _AddressKey(absent="")
    address_line2 = _AddressKey(absent="")
    landmark = _AddressKey(absent="")
    pincode = _AddressKey(absent="")
    city = _AddressKey(absent="")
    state = _AddressKey(absent="")
    country = _AddressKey(absent="")
    tax_identification_number = _AddressKey(absent="")
    business_name = _AddressKey(absent="")
    is_default_billing = _AddressKey(absent=False)
    is_default_shipping = _AddressKey(absent=False)
    is_phone_verified = _AddressKey(absent=False)
    is_email_verified = _AddressKey(absent=False)
    nickname = _AddressKey(absent="")

    def __init__(
        self,
        *,
        fields: Mapping[str, Any] | None = None,
        **keys: Unpack[AddressFields],
    ) -> None:
        check = Validator()
        given: Mapping[str, Any] = keys
        if fields is not None:
            given = {**check.record("fields", fields), **keys}
        check.keys("", given, ADDRESS_KEYS)
        for key, value in given.items():
            kind = ADDRESS.get(key)
            if kind is not None and value is not None and kind.quick(value) is None:
                kind.check(check, key, value)
        check.raise_any()
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            Record(given)
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


@frozen(init=False, kw_only=True)
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
        groups: the host's groups that they are in, such as "vip"; none by default.
        orders_placed: how many orders they placed before, None (the default) if not
            known.
    """

    id: str | None
    loyalty_points_balance: int
    credit_balance: Decimal
    offer_redemptions: Record
    groups: tuple[str, ...]
    orders_placed: int | None

    def __init__(
        self,
        id: str | None = None,  # noqa: A002 - the document's own name
        *,
        loyalty_points_balance: int = 0,
        credit_balance: Amount = 0,
        offer_redemptions: Mapping[str, int] | None = None,
        groups: Sequence[str] = (),
        orders_placed: int | None = None,
    ) -> None:
        given = CUSTOMER.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **CUSTOMER.cleaned(given)
        )

    def __repr__(self) -> str:
        """Show the balances but not the id, which may be a phone number."""
        who = "guest" if self.id is None else "known"
        points = counted(self.loyalty_points_balance, "point")
        return f"<Customer {who}, {points}, {self.credit_balance} credit>"


@frozen(init=False, kw_only=True)
class Shipping:
    """
    The delivery cost of one cart; it replaces the store's `shipping_rates`.

    Raises `CheckoutError` for negative, inexact or foreign values.

    Attributes:
        estimated_cost: in major units of the cart's currency.
        tax_rate: in percent.  None (the default): taxed as the goods are, shared over
            their rates; an explicit 0 is 0.
        price_including_tax: whether `estimated_cost` includes tax; False by default.
        estimated_delivery_days: how many days delivery takes, None if not known.
        tax_components: components by name and rate, as of a line, in place of
            `tax_rate`; none by default.
        hsn_code: the code of the service for GST, None by default; no tax depends on
            it.
        suppliers: the part of the cost for each supplier, by id, which add up to it;
            None (the default): shared by the value of their goods.
    """

    estimated_cost: Decimal
    tax_rate: Decimal | None
    price_including_tax: bool
    estimated_delivery_days: int | None
    tax_components: tuple[TaxComponent, ...]
    hsn_code: str | None
    suppliers: Record | None

    def __init__(
        self,
        estimated_cost: Amount,
        *,
        tax_rate: Amount | None = None,
        price_including_tax: bool = False,
        estimated_delivery_days: int | None = None,
        tax_components: Sequence[TaxComponent | Mapping[str, Any]] | None = None,
        hsn_code: str | None = None,
        suppliers: Mapping[str, Amount] | None = None,
    ) -> None:
        given = SHIPPING.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **SHIPPING.cleaned(given)
        )

    @property
    def follows_goods(self) -> bool:
        """Whether it has no rate of its own, and is taxed as the goods are."""
        return self.tax_rate is None and not self.tax_components


def _costs(check: Validator, path: str, value: object) -> Record | None:
    """Return the costs of suppliers by their ids; None if one has a fault."""
    before = len(check.found)
    found = check.record(path, value)
    costs = {key: check.amount(join(path, key), each) for key, each in found.items()}
    return Record(costs) if len(check.found) == before else None


def _shared(_given: Mapping[str, Any], values: Values) -> list[Fault]:
    """Return the fault of costs of suppliers that are not the whole cost."""
    costs, whole = values["suppliers"], values["estimated_cost"]
    if costs is None or whole is None:
        return []
    actual = exact_sum(ZERO, costs.values())
    if actual == whole:
        return []
    return [fault("suppliers", "costs_differ", actual, actual=actual, expected=whole)]


_COSTS = Kind(
    check=_costs,
    write=lambda costs: {key: f"{each:f}" for key, each in costs.items()},
    schema={"type": "object", "additionalProperties": AMOUNT.schema},
)

#: The keys of a customer and of a delivery cost, in the order of their faults.
CUSTOMER = KeyTable(
    Customer,
    Key("id", TEXT),
    Key("loyalty_points_balance", COUNT),
    Key("credit_balance", AMOUNT),
    Key("offer_redemptions", COUNTS, absent=Record()),
    Key("groups", identifiers(MAX_GROUPS), absent=(), sparse=True),
    Key("orders_placed", COUNT, sparse=True),
)
SHIPPING = KeyTable(
    Shipping,
    Key("estimated_cost", AMOUNT),
    Key("tax_rate", TAX_RATE, rate_of=("estimated_cost", "tax_components")),
    Key("tax_components", TAX_COMPONENTS, absent=(), sparse=True),
    Together(components_alone),
    Key("price_including_tax", FLAG),
    Key("estimated_delivery_days", COUNT),
    Key("hsn_code", TEXT, sparse=True),
    Key("suppliers", _COSTS, sparse=True),
    Together(_shared, of=("suppliers",)),
)


__all__ = [
    "ADDRESS",
    "ADDRESS_KEYS",
    "CUSTOMER",
    "SHIPPING",
    "Address",
    "AddressFields",
    "Customer",
    "Shipping",
]
