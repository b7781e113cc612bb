# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rules that Juspay agrees with a merchant, and the documented limits.

Promises that a policy's own values are checked when it is made.

Knows nothing of fields and requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import field, frozen

from checkout_core.checks import Validator
from checkout_core.statuses import Funder, SurchargeBy
from checkout_core.values import Record, safe


if TYPE_CHECKING:
    from checkout_core.money import Amount


#: The limits of S002 and the session page, and a general limit for texts.
ORDER_ID_LIMIT = 20

SESSION_ORDER_ID_LIMIT = 17


def _minimums(table: Mapping[str, Amount]) -> Record:
    return Record(table, "minimum_amount")


class Unexplained(StrEnum):
    """
    What to do if less was paid than requested and no offer explains it.

    - `REFUSE`: it is a `GatewayError`; ask for the status, and do not deliver.
    - `ACCEPT`: someone else paid the rest; the order is paid.
    """

    REFUSE = "refuse"
    ACCEPT = "accept"


def _unexplained(choice: str) -> Unexplained:
    check = Validator()
    found = check.choice("unexplained_discount", choice, Unexplained)
    check.raise_any()
    return found


def _surcharge(choice: str) -> SurchargeBy:
    check = Validator()
    found = check.choice("surcharge_by", choice, SurchargeBy)
    check.raise_any()
    return found


def _funding(table: Mapping[str, str]) -> Record:
    check = Validator()
    found = check.record("offer_funding", table)
    for offer, funder in found.items():
        check.choice(f"offer_funding.{safe(offer)}", funder, Funder)
    check.raise_any()
    return found


@frozen(kw_only=True)
class Policy:
    """
    The rules that a merchant can change; the defaults are those of the documents.

    Attributes:
        alphanumeric_only: whether order ids hold letters and digits only.
        order_id_limit, session_order_id_limit: characters of an order id.
        minimum_amount: by currency.
        mandate_threshold: the largest maximum of a mandate, in major units; 100001.00
            unless Juspay set another one for the merchant.
        unexplained_discount: `refuse` or `accept`.
        offer_funding: who funds a gateway's offer, `bank`, `platform`, `brand` or
            `merchant`, by the offer's code or id; `bank` for those not named, so that
            no tax is lowered by mistake.  A discount of the merchant lowers the price
            and its tax (`PriceReduction`).
        surcharge_by: who gets the fee on top of a payment, `gateway` (the default: it
            passes through) or `merchant`: more consideration, with a debit note.
    """

    alphanumeric_only: bool = False
    order_id_limit: int = ORDER_ID_LIMIT
    session_order_id_limit: int = SESSION_ORDER_ID_LIMIT
    minimum_amount: Record = field(
        default=Record({"INR": Decimal(1)}), converter=_minimums
    )
    mandate_threshold: Decimal = Decimal("100001.00")
    unexplained_discount: Unexplained = field(
        default=Unexplained.REFUSE, converter=_unexplained
    )
    offer_funding: Record = field(default=Record(), converter=_funding)
    surcharge_by: SurchargeBy = field(default=SurchargeBy.GATEWAY, converter=_surcharge)


#: The documented rules.
POLICY = Policy()
