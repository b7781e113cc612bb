# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Groups of promotions: which apply together, and in which order.

Promises values that are checked and frozen.  Knows nothing of carts and offers.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from attrs import frozen

from checkout_core.checks import Validator, listing
from checkout_core.keys import Key, KeyTable
from checkout_core.kinds import choice, identifier


MAX_GROUPS = 100


class Pick(StrEnum):
    """Which promotions of a group apply: all of them, or the one that saves most."""

    ALL = "all"
    BEST = "best"


@frozen(init=False)
class OfferGroup:
    """
    A group of promotions, which apply to what the groups before it left.

    A promotion names its group, as `promotion(..., group="sale")` does.  Raises
    `CheckoutError` with every fault.

    Attributes:
        id: unique among the groups of a store.
        pick: `all` for all promotions of the group, one after another, or `best` for
            the one with which the shopper saves most.

    >>> OfferGroup("sale", "best").pick
    <Pick.BEST: 'best'>
    """

    id: str
    pick: Pick

    def __init__(self, id: str, pick: str) -> None:  # noqa: A002 - the document's name
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **GROUP.cleaned({"id": id, "pick": pick})
        )


#: The keys of a group of promotions, in the order of their faults.
GROUP = KeyTable(
    OfferGroup, Key("id", identifier("the group's id")), Key("pick", choice(Pick))
)


def checked_groups(check: Validator, groups: Iterable[Any]) -> tuple[OfferGroup, ...]:
    """Return the groups, of which no two may have the same id."""
    found = listing(check, "offer_groups", groups) or ()
    if len(found) > MAX_GROUPS:
        check.add("offer_groups", "too_many", found, limit=MAX_GROUPS)
        return ()
    seen: dict[str, OfferGroup] = {}
    for i, each in enumerate(found):
        if not isinstance(each, OfferGroup):
            check.instance(f"offer_groups[{i}]", each, OfferGroup, "an OfferGroup")
        elif each.id in seen:
            check.add(f"offer_groups[{i}].id", "same_group_id", each.id)
        else:
            seen[each.id] = each
    return tuple(seen.values())


__all__ = ["GROUP", "MAX_GROUPS", "OfferGroup", "Pick", "checked_groups"]
