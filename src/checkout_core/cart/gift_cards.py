# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Gift cards: what a cart is paid with, each up to its balance.

Promises that the code of a card is shown by its last four characters at most: in its
repr, in the faults of its document, and in every quote but where the card is redeemed.
Knows nothing of prices, and not whether a card has ended.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import evolve, field, frozen

from checkout_core.checks import Amount, Validator
from checkout_core.errors import Fault
from checkout_core.keys import Key, KeyTable
from checkout_core.kinds import AMOUNT, MOMENT, Kind, identifier
from checkout_core.tenders import masked


__all__ = ["GIFT_CARD", "GIFT_CARDS", "MAX_GIFT_CARDS", "GiftCard"]


#: How many gift cards one cart may have.
MAX_GIFT_CARDS = 20


@frozen(init=False)
class GiftCard:
    """
    A gift card that the customer pays with.

    Raises `CheckoutError` with every fault, whose values show no code.

    Attributes:
        code: the card's code, not empty, without blanks around it; a quote's own cart
            has it masked, as `****` and its last four characters.
        balance: what is on it, in major units of the cart's currency.
        expires_at: from when on it pays nothing, with its offset; as an argument also
            RFC 3339 text.  None (the default) for never.

    >>> GiftCard("AAAA1111", "200.00")
    GiftCard(code='****1111', balance=Decimal('200.00'), expires_at=None)
    """

    code: str = field(repr=lambda code: repr(masked(code)))
    balance: Decimal
    expires_at: datetime | None

    def __init__(
        self,
        code: str,
        balance: Amount,
        *,
        expires_at: datetime | str | None = None,
    ) -> None:
        given = GIFT_CARD.given(locals())
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]
            **GIFT_CARD.cleaned(given)
        )

    @property
    def masked(self) -> GiftCard:
        """The same card with what is shown of its code."""
        return GiftCard(masked(self.code), self.balance, expires_at=self.expires_at)


_IDENTIFIER = identifier("the card's code")


def _code(check: Validator, path: str, value: object) -> str:
    """Return a code without the blanks around it; its faults show it masked."""
    inner = Validator()
    found = _IDENTIFIER.check(
        inner, path, value.strip() if isinstance(value, str) else value
    )
    check.found += [_hidden(each) for each in inner.found]
    return str(found)


def _hidden(fault: Fault) -> Fault:
    """Return a fault whose value shows no code."""
    value = fault.value
    if isinstance(value, str | int) and value != "":
        return evolve(fault, value=masked(str(value)))
    return fault


#: The keys of a gift card, in the order of their faults.
GIFT_CARD = KeyTable(
    GiftCard,
    Key("code", evolve(_IDENTIFIER, check=_code, quick=lambda _value: None)),
    Key("balance", AMOUNT),
    Key("expires_at", MOMENT, sparse=True),
)


def _cards(check: Validator, path: str, value: object) -> tuple[GiftCard, ...]:
    """Return the gift cards of a list: instances, or mappings with their keys."""
    found: list[GiftCard] = []
    seen: set[str] = set()
    inner = Validator(lenient=check.lenient)
    for i, each in enumerate(inner.items(path, value, limit=MAX_GIFT_CARDS)):
        where = f"{path}[{i}]"
        card = GIFT_CARD.within(inner, where, each)
        # The cart compares the balances of its cards with its currency's decimals.
        amounts = inner.amounts.copy()
        inner.amounts.clear()
        if card is None:
            check.amounts += amounts
            continue
        key = card.code.casefold()
        # What is masked does not say whether it is the same card.
        if key in seen and card.code != masked(card.code):
            inner.add(f"{where}.code", "same_gift_card", card.code)
        seen.add(key)
        found.append(card)
    check.found += [
        each if each.path.endswith(_OPEN) else _hidden(each) for each in inner.found
    ]
    return tuple(found)


#: Keys of a card whose values are shown in its faults.
_OPEN = (".balance", ".expires_at")


GIFT_CARDS = Kind(
    check=_cards,
    write=lambda cards: [GIFT_CARD.write(each) for each in cards],
    schema={
        "type": "array",
        "maxItems": MAX_GIFT_CARDS,
        "items": {"$ref": "#/$defs/GiftCard"},
    },
)
