# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The seller's registration in India: a state, a GSTIN, or both.

Promises a state that is the GSTIN's own, or faults.  Knows no buyers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout_core.errors import CheckoutError
from checkout_core.tax.india.gstin import Gstin, gstin
from checkout_core.tax.india.states import STATES, State, hint_for, state_of


if TYPE_CHECKING:
    from checkout_core.checks import Validator


__all__ = [
    "read_seller",
]


def read_seller(
    check: Validator,
    state: str | State | None,
    number: str | None,
    state_path: str = "seller_state",
    number_path: str = "seller_gstin",
) -> tuple[State | None, str | None]:
    """
    Return the seller's state and GSTIN; the state is by default that of the GSTIN.

    Adds a fault for a state or GSTIN that is not valid, and for two that differ, each
    with its path.

    >>> from checkout_core.checks import Validator
    >>> state, number = read_seller(Validator(), None, "27AAPFU0939F1ZV")
    >>> state.name
    'Maharashtra'
    """
    found = None
    if isinstance(state, State) and STATES.get(state.code) == state:
        found = state
    elif state is not None:
        named = check.text(state_path, state)
        found = state_of(named)
        if found is None and not check.found:
            hint = hint_for(named)
            check.add(state_path, "unknown_state", state, hint=hint)
    known = None if number is None else _gstin(check, number, number_path)
    if known is None:
        return found, None
    home = STATES.get(known.state_code)
    if found is None and state is None:
        found = home
    elif found is not None and found != home:
        name = known.state_code if home is None else home.name
        check.add(number_path, "gstin_of_another_state", number, state=name)
    return found, known.number


def _gstin(check: Validator, text: str, path: str) -> Gstin | None:
    try:
        return gstin(text, path)
    except CheckoutError as error:
        check.extend(error)
        return None
