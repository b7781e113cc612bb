# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a store taxes: the seller's registration, what is rounded, and how prices split.

Promises a policy whose parts fit each other.  Knows no amounts.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from checkout_core.checks import Validator
from checkout_core.errors import CheckoutError
from checkout_core.tax.india.gstin import Gstin, gstin
from checkout_core.tax.india.states import STATES, State, hint_for, state_of


class TaxLevel(StrEnum):
    """What tax is rounded on: each line, each rate of the document, or each unit."""

    LINE = "line"
    DOCUMENT = "document"
    UNIT = "unit"


class InclusiveSplit(StrEnum):
    """
    How a price that includes tax is split into net and tax.

    On 100.00 with 18 % inside:

    - `GROSS_EXACT`: 84.75 + 15.25, the parts make the price
    - `NET_EXACT`: 84.75 + 15.26, the tax is that of the net, 0.01 is rounded off
    """

    GROSS_EXACT = "gross_exact"
    NET_EXACT = "net_exact"


class ChargeTax(StrEnum):
    """
    At which rate a charge is taxed.

    - `OWN_RATE`: at its own `tax_rate`
    - `HIGHEST`: at the highest rate of the goods
    - `APPORTION`: shared over the rates of the goods, each part at its rate
    """

    OWN_RATE = "own_rate"
    HIGHEST = "highest"
    APPORTION = "apportion"


@frozen(init=False)
class TaxPolicy:
    """
    How the store taxes.

    Raises `CheckoutError` for a state or GSTIN that is not valid, for a state that is
    not that of the GSTIN, and for `net_exact` with the level `unit`.

    Attributes:
        seller_state: the seller's state in India, by name, GST code or ISO code; by
            default that of `seller_gstin`.  None: tax is shown as one component.
        seller_gstin: the seller's GSTIN, None if there is none.
        level: what tax is rounded on: `line` (default), `document` or `unit`.
        inclusive_split: `gross_exact` (default) or `net_exact`, see `InclusiveSplit`.
        charge_tax: how charges are taxed: `own_rate` (default), `highest` or
            `apportion`, see `ChargeTax`.
    """

    seller_state: State | None
    level: TaxLevel
    inclusive_split: InclusiveSplit
    charge_tax: ChargeTax
    seller_gstin: str | None

    def __init__(
        self,
        *,
        seller_state: str | None = None,
        seller_gstin: str | None = None,
        level: str = TaxLevel.LINE,
        inclusive_split: str = InclusiveSplit.GROSS_EXACT,
        charge_tax: str = ChargeTax.OWN_RATE,
    ) -> None:
        check = Validator()
        state = None
        if seller_state is not None:
            named = check.text("seller_state", seller_state)
            state = state_of(named)
            if state is None and not check.found:
                hint = hint_for(named)
                check.add("seller_state", "unknown_state", seller_state, hint=hint)
        number = None if seller_gstin is None else _gstin(check, seller_gstin)
        if number is not None:
            home = STATES.get(number.state_code)
            if state is None and seller_state is None:
                state = home
            elif state is not None and state != home:
                name = number.state_code if home is None else home.name
                check.add(
                    "seller_gstin", "gstin_of_another_state", seller_gstin, state=name
                )
        chosen = check.choice("level", level, TaxLevel)
        split = check.choice("inclusive_split", inclusive_split, InclusiveSplit)
        if chosen is TaxLevel.UNIT and split is InclusiveSplit.NET_EXACT:
            check.add("inclusive_split", "level_pair", inclusive_split)
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            state,
            chosen,
            split,
            check.choice("charge_tax", charge_tax, ChargeTax),
            None if number is None else number.number,
        )
        check.raise_any()


def _gstin(check: Validator, text: str) -> Gstin | None:
    try:
        return gstin(text, "seller_gstin")
    except CheckoutError as error:
        check.extend(error)
        return None
