# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What each tax category does to a paper, in one table.

Promises a row for every category.  Knows no amounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import frozen

from checkout_core.statuses import TaxCategory


__all__ = ["EFFECTS", "Effect", "nil_key"]


@frozen(kw_only=True)
class Effect:
    """
    What a tax category does to a paper.

    Attributes:
        is_item: whether goods of it are items of an e-invoice, and in the tables of
            GSTR-1 by rate; the value of all others is in `OthChrg`.
        nil: the key of GSTR-1's table of nil-rated, exempt and non-GST supplies that
            counts it; None (the default) if none does.
        needs_code: whether that holds only with an HSN code: without one, it is not a
            supply of goods at all (a voucher, a deposit, a donation); False by default.
        en16931: its code in UNTDID 5305, as EN 16931 has it.
        en16931_at_zero: the same where the rate is 0.
    """

    is_item: bool
    nil: str | None = None
    needs_code: bool = False
    en16931: str
    en16931_at_zero: str


#: What every category does to a paper.  Sources: s.2(47) and s.2(78) of the CGST Act;
#: the schema of INV-01 1.1; GSTR-1's tables 4 to 8 (form GSTR-1 of rule 59).
EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        str(TaxCategory.STANDARD): Effect(
            is_item=True, en16931="S", en16931_at_zero="Z"
        ),
        str(TaxCategory.ZERO): Effect(is_item=True, en16931="Z", en16931_at_zero="Z"),
        str(TaxCategory.NIL_RATED): Effect(
            is_item=False, nil="nil_amt", en16931="Z", en16931_at_zero="Z"
        ),
        str(TaxCategory.EXEMPT): Effect(
            is_item=False, nil="expt_amt", en16931="E", en16931_at_zero="E"
        ),
        str(TaxCategory.REVERSE_CHARGE): Effect(
            is_item=True, en16931="AE", en16931_at_zero="AE"
        ),
        str(TaxCategory.EXPORT): Effect(is_item=True, en16931="G", en16931_at_zero="G"),
        str(TaxCategory.OUTSIDE_SCOPE): Effect(
            is_item=False,
            nil="ngsup_amt",
            needs_code=True,
            en16931="O",
            en16931_at_zero="O",
        ),
        str(TaxCategory.SEZ_WITH_PAYMENT): Effect(
            is_item=True, en16931="S", en16931_at_zero="Z"
        ),
        str(TaxCategory.SEZ_WITHOUT_PAYMENT): Effect(
            is_item=True, en16931="Z", en16931_at_zero="Z"
        ),
        str(TaxCategory.DEEMED_EXPORT): Effect(
            is_item=True, en16931="S", en16931_at_zero="Z"
        ),
    }
)


def nil_key(category: str, code: str) -> str | None:
    """
    Return which amount of GSTR-1's table 8 counts goods of *category*, None for none.

    *code* is their HSN code, "" without one.

    >>> nil_key("exempt", ""), nil_key("outside_scope", "2207")
    ('expt_amt', 'ngsup_amt')
    >>> nil_key("outside_scope", ""), nil_key("standard", "6109")
    (None, None)
    """
    effect = EFFECTS[category]
    return None if effect.needs_code and not code else effect.nil
