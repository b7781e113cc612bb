# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How a store taxes: its regime, what is rounded, and how prices split.

Promises a policy whose parts fit each other.  Knows no amounts.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from checkout_core.checks import Validator, listed
from checkout_core.tax.india.seller import read_seller
from checkout_core.tax.india.states import State
from checkout_core.tax.india.supplies import ExportTax, PlaceOfSupply
from checkout_core.tax.rates import RESERVED
from checkout_core.tax.regimes import KEYS, REGIMES, regime_of


if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkout_core.revisions import Revision
    from checkout_core.tax.regime import Regime


E = TypeVar("E", bound=StrEnum)


__all__ = [
    "ChargeTax",
    "InclusiveSplit",
    "TaxLevel",
    "TaxPolicy",
    "taxed_as",
]


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


def taxed_as(policy: ChargeTax, revision: Revision, *, follows: bool) -> ChargeTax:
    """Return how a charge is taxed; one without a rate *follows* the goods."""
    is_own = policy is ChargeTax.OWN_RATE
    if follows and is_own and not revision.no_rate_is_zero:
        return ChargeTax.APPORTION
    return policy


@frozen(init=False, kw_only=True)
class TaxPolicy:
    """
    How the store taxes.

    Raises `CheckoutError` for a state or GSTIN that is not valid, for a state that is
    not that of the GSTIN, for `net_exact` with the level `unit`, and for keys that the
    regime does not have.

    Attributes:
        regime: what the tax is called and which components it has: `india`, `named`
            (one tax, called `tax_name`: VAT, consumption tax) or `components` (lines
            and charges name them: state and city).  None (default): `india` for a
            seller with a state there and for rupees, else one tax without a name.
        tax_name: the name of the tax: needed by `named`; of a plain rate under
            `components`, "Tax" by default.
        seller_state: the seller's state in India, a `State`; as an argument also its
            name, GST code or ISO code, by default that of `seller_gstin`.  None: tax is
            shown as one component.
        seller_gstin: the seller's GSTIN, None if there is none.
        level: what tax is rounded on: `line` (default), `document` or `unit`.
        inclusive_split: `gross_exact` (default) or `net_exact`, see `InclusiveSplit`.
        charge_tax: how charges are taxed: `own_rate` (default), `highest` or
            `apportion`, see `ChargeTax`.
        place_of_supply: which address decides the place of supply in India: `delivery`
            or `gstin`, see `PlaceOfSupply`; None (the default) for `delivery`.
        export: how an order for a buyer abroad is taxed in India: `with_tax` or `lut`,
            see `ExportTax`; None (the default) for `with_tax`.
    """

    seller_state: State | None
    level: TaxLevel
    inclusive_split: InclusiveSplit
    charge_tax: ChargeTax
    seller_gstin: str | None
    regime: str | None
    tax_name: str | None
    place_of_supply: PlaceOfSupply | None
    export: ExportTax | None

    def __init__(
        self,
        *,
        seller_state: str | State | None = None,
        seller_gstin: str | None = None,
        level: str = TaxLevel.LINE,
        inclusive_split: str = InclusiveSplit.GROSS_EXACT,
        charge_tax: str = ChargeTax.OWN_RATE,
        regime: str | None = None,
        tax_name: str | None = None,
        place_of_supply: str | None = None,
        export: str | None = None,
    ) -> None:
        check = Validator()
        state, number = read_seller(check, seller_state, seller_gstin)
        kind = None if regime is None else check.choice("regime", regime, REGIMES)
        name = None
        if tax_name is not None:
            name = check.text("tax_name", tax_name, needed="the name of the tax")
            if name in RESERVED:
                check.add("tax_name", "reserved_component", name)
        choices = {
            "seller_state": seller_state,
            "seller_gstin": seller_gstin,
            "tax_name": tax_name,
            "place_of_supply": place_of_supply,
            "export": export,
        }
        _check_keys(check, REGIMES["india" if kind is None else kind], choices)
        chosen = check.choice("level", level, TaxLevel)
        split = check.choice("inclusive_split", inclusive_split, InclusiveSplit)
        if chosen is TaxLevel.UNIT and split is InclusiveSplit.NET_EXACT:
            check.add("inclusive_split", "level_pair", inclusive_split)
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            seller_state=state,
            level=chosen,
            inclusive_split=split,
            charge_tax=check.choice("charge_tax", charge_tax, ChargeTax),
            seller_gstin=number,
            regime=kind,
            tax_name=name,
            place_of_supply=_maybe(
                check, "place_of_supply", place_of_supply, PlaceOfSupply
            ),
            export=_maybe(check, "export", export, ExportTax),
        )
        check.raise_any()

    def regime_in(self, currency: str) -> Regime:
        """Return the regime of a store in *currency*, named or by the rule."""
        return regime_of(self.regime, self, currency)


def _maybe(check: Validator, key: str, value: object, choices: type[E]) -> E | None:
    """Return the member that *value* names, None for None."""
    return None if value is None else check.choice(key, value, choices)


def _check_keys(
    check: Validator, regime: type[Regime], choices: Mapping[str, object]
) -> None:
    """Add a fault for each key that *regime* needs or does not have."""
    faulty = {each.path for each in check.found}
    for key in () if "regime" in faulty else KEYS:
        value = choices[key]
        if value is None and key in regime.needed:
            check.add(key, "required", None, expected=regime.needed[key])
        elif value is not None and key not in faulty.union(regime.keys):
            having = [name for name, each in REGIMES.items() if key in each.keys]
            check.add(key, "not_of_regime", value, choices=listed(having))
