# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What India's law asks on the papers of a cart, and pricing does not need.

Promises findings and no errors: what pricing refuses is said there.  Only the cart is
looked at; what depends on its price is found by `papers.check_invoice`.
"""

from __future__ import annotations

import re

from contextlib import suppress
from typing import TYPE_CHECKING

from checkout_core.cart import ProductType
from checkout_core.checks import ZERO
from checkout_core.errors import CheckoutError
from checkout_core.lint.finding import Finding
from checkout_core.money.exact import to_decimal
from checkout_core.money.parse import minor_units
from checkout_core.store.charge_codes import (
    code_of_charge,
    code_of_delivery,
    code_of_handling,
)
from checkout_core.tax import ChargeTax
from checkout_core.tax.india.gstin import gstin
from checkout_core.tax.india.place import India
from checkout_core.tax.india.states import STATES, is_abroad, state_of
from checkout_core.tax.india.units import is_service


if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkout_core.cart import Address, Cart, Line
    from checkout_core.store import Store
    from checkout_core.store.charge_codes import ChargeCode
    from checkout_core.tax.line_rule import LineRule


__all__ = [
    "above_mrp",
    "cart_findings",
    "code_missing",
    "is_hsn_code",
    "of_address",
    "unpriced_findings",
]


#: A code of the harmonised system, or of services: 4, 5, 6 or 8 digits, not all 0.
#: Source: the schema of the e-invoice, INV-01 1.1, `HsnCd`.
_CODE = re.compile(r"(?!0+$)(?:[0-9]{4,6}|[0-9]{8})").fullmatch


def is_hsn_code(code: str | None) -> bool:
    """
    Return whether papers take *code* as that of goods or of a service.

    >>> is_hsn_code("6109"), is_hsn_code("61"), is_hsn_code(None)
    (True, False, False)
    """
    return code is not None and bool(_CODE(code))


def cart_findings(cart: Cart, store: Store) -> tuple[Finding, ...]:
    """Return what papers of *cart* in *store* lack; () outside India."""
    regime = store.minor.regime
    if not isinstance(regime, India):
        return ()
    return (
        *unpriced_findings(cart, store, regime),
        *_prices(cart, store, regime),
        *_of_charges(cart, store),
    )


def unpriced_findings(cart: Cart, store: Store, regime: India) -> tuple[Finding, ...]:
    """Return what no price changes: of addresses, the delivery's rate and lines."""
    return (
        *of_address(cart),
        *_without_state(cart, regime),
        *_untaxed_delivery(cart, store),
        *_of_lines(cart),
    )


def _finding(path: str, code: str, message: str) -> Finding:
    return Finding(path, code, "", message)


# The buyer -----------------------------------------------------------------------


def _given(cart: Cart) -> list[tuple[str, Address]]:
    """Return the addresses of a cart in India, that of the invoice first."""
    return [
        (f"cart.{key}", address)
        for key in ("billing_address", "shipping_address")
        if (address := getattr(cart, key)) is not None
        and not is_abroad(address["country"])
    ]


def of_address(cart: Cart) -> Iterator[Finding]:
    """Yield that the buyer's GSTIN is of another state than its address."""
    for path, address in _given(cart):
        number = address["tax_identification_number"].strip()
        if not number:
            continue
        state = state_of(address["state"].strip())
        try:
            code = gstin(number).state_code
        except CheckoutError:
            # It is a fault of pricing, which says so where the seller's state is known.
            return
        home = STATES.get(code)
        if state is not None and home is not None and home != state:
            message = (
                f"this GSTIN is registered in {home.name}, and the address is in"
                f" {state.name}; the e-invoice portal refuses that"
            )
            where = f"{path}.tax_identification_number"
            yield _finding(where, "gstin_of_another_state", message)
        return


def _without_state(cart: Cart, regime: India) -> Iterator[Finding]:
    """Yield that an address is given and no state, so that the seller's counts."""
    if cart.shipping_address is None and cart.billing_address is None:
        return
    try:
        place = regime.place(cart)
    except CheckoutError:
        # A state or GSTIN that is not valid is a fault of pricing.
        return
    if place.why == "no_address":
        key = "billing" if cart.shipping_address is None else "shipping"
        message = (
            "no address names a state, so the supply counts as one in the seller's own"
            f" state, {place.state}; add the state"
        )
        yield _finding(f"cart.{key}_address.state", "state_missing", message)


# Lines and charges -----------------------------------------------------------------


def _untaxed_delivery(cart: Cart, store: Store) -> Iterator[Finding]:
    """Yield that a delivery at rate 0 goes with taxed goods."""
    shipping = cart.shipping
    own = store.policies.tax.charge_tax is ChargeTax.OWN_RATE
    if (
        own
        and shipping is not None
        and shipping.estimated_cost
        and shipping.tax_rate == ZERO
        and not shipping.tax_components
        and any(any(line.rates) for line in cart.lines)
    ):
        message = (
            "delivery is part of the supply and taxed as the goods are (CGST Act"
            " s.15(2)(c)); leave its rate out, or set the store's tax.charge_tax to"
            " apportion"
        )
        yield _finding("cart.shipping.tax_rate", "delivery_untaxed", message)


_CODE_MISSING = (
    "papers need a code of 4, 5, 6 or 8 digits, such as '6109'; add it before an"
    " invoice is made"
)


def _of_lines(cart: Cart) -> Iterator[Finding]:
    """Yield what papers need of each line."""
    for i, line in enumerate(cart.lines):
        path, code = f"cart.cart_items[{i}]", line.hsn_code
        if not is_hsn_code(code):
            yield code_missing(f"{path}.hsn_code")
        is_goods = line.product_type is not ProductType.DIGITAL
        if line.unit is None and is_goods and not (code and is_service(code)):
            message = (
                "papers count goods in a unit of the GST portal, such as 'PCS' or"
                " 'KGS'; add it before an invoice is made"
            )
            yield _finding(f"{path}.unit", "unit_missing", message)


def code_missing(path: str) -> Finding:
    """Return that papers need a code at *path*."""
    return _finding(path, "hsn_missing", _CODE_MISSING)


def _prices(cart: Cart, store: Store, regime: India) -> Iterator[Finding]:
    """Yield prices above the one printed on goods; of slabs the rate is not known."""
    columns, minor = cart.columns, store.minor
    try:
        place = regime.place(cart)
        by_head = {
            head: regime.supplied_by(minor.suppliers[head].state).place(cart)
            if head in minor.suppliers
            else place
            for head in {*columns.heads}
        }
    except CheckoutError:
        # A state or GSTIN that is not valid is a fault of pricing.
        return
    rules = columns.rules(
        place, store.policies.rounding, net_exact=minor.net_exact, by_head=by_head
    )
    for i, line in enumerate(cart.lines):
        if not line.tax_slabs:
            rule, path = rules.by_rate[columns.rate[i]], f"cart.cart_items[{i}]"
            yield from above_mrp(path, line, rule, cart.currency.exponent)


def above_mrp(
    path: str, line: Line, rule: LineRule, exponent: int
) -> Iterator[Finding]:
    """
    Yield that one unit of a line costs more than its listing price, tax included.

    Selling above the price that is printed on a package is an offence (Legal Metrology,
    Packaged Commodities Rules 2011, rule 18(2)).  *rule* is that of the line, whose
    components are rounded each by itself; *exponent* is the currency's.  100.00 with
    its tax inside is above a listing price of 99.00; 99.00 is not.  99.05 with halves
    of 2.5 % costs 104.01, and 104.00 as one tax of 5 %.
    """
    if line.listing_price == line.selling_price:
        return
    price = minor_units(line.selling_price, exponent)
    assert price is not None
    of_one = rule.of_units(line.price_per, line.quantity)
    costs = to_decimal(of_one.cost(price), exponent)
    if costs > line.listing_price:
        message = (
            f"one costs {costs} with its tax, more than its listing price of"
            f" {line.listing_price}; selling above the printed price is an offence"
        )
        yield _finding(f"{path}.selling_price", "above_mrp", message)


def _of_charges(cart: Cart, store: Store) -> Iterator[Finding]:
    """Yield codes of delivery, handling and charges that papers need or refuse."""
    found: list[ChargeCode | None] = []
    # Where nothing is delivered to is a fault of pricing.
    with suppress(CheckoutError):
        found.append(code_of_delivery(store, cart))
    found += [code_of_handling(store, cart, x[0]) for x in cart.columns.handling]
    found += [code_of_charge(store, cart, i) for i in range(len(store.charges))]
    paths = [
        each.path
        for each in found
        if each is not None and not each.is_joined and not is_hsn_code(each.code)
    ]
    yield from map(code_missing, dict.fromkeys(paths))
