# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Which counters can decide about a cart: those of limited offers, asked for by key.

A shop counts each of its codes and each of its customers, for ever.  Promises that a
cart asks for as many counters as the store has limited offers, whatever was counted so
far; knows no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.store.compiled import code_key


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from checkout_core.store import Store
    from checkout_core.store.compiled import CompiledOffer


@frozen(kw_only=True)
class CounterNames:
    """
    The counters that are asked for.

    Attributes:
        offers: the offers with a limit of redemptions.
        codes: the codes with one.
        budgets: the offers with a budget of money.
    """

    offers: tuple[str, ...]
    codes: tuple[str, ...]
    budgets: tuple[str, ...]


def codes_of(contents: Mapping[str, Any]) -> Iterable[str]:
    """Return the codes that are entered in a stored cart, by whichever key."""
    code = contents.get("coupon_code")
    codes: Iterable[str] = contents.get("coupon_codes") or ()
    return codes if code is None else (code,)


def names_for_cart(store: Store, entered: Iterable[str]) -> CounterNames:
    """Return the counters that can decide about a cart with the codes *entered*."""
    return _names(store, _of_codes(store, entered))


def names_of_all(store: Store, entered: Iterable[str]) -> CounterNames:
    """Return the same, and those of every coupon: what an evaluation asks for."""
    every = {each.offer.codes[0]: each for each in store.index.coupons}
    return _names(store, every | _of_codes(store, entered))


def _of_codes(store: Store, entered: Iterable[str]) -> dict[str, CompiledOffer]:
    """Return the coupons of the codes *entered*, by the spelling of the store."""
    index, found = store.index, {}
    for code in entered:
        position, spelling = index.codes.get(code_key(code), (None, ""))
        if position is not None:
            found[spelling] = index.coupons[position]
    return found


def _names(store: Store, coupons: dict[str, CompiledOffer]) -> CounterNames:
    limited = [each for each in store.index.promotions if each.limited]
    limited += [each for each in coupons.values() if each.limited]
    return CounterNames(
        offers=tuple({each.offer.id: None for each in limited}),
        codes=tuple(code for code, each in coupons.items() if each.limited),
        budgets=tuple(
            {each.offer.id: None for each in limited if each.budget is not None}
        ),
    )
