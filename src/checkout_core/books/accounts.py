# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Roles and accounts: what a row of the journal is for, and what a chart calls it.

Promises that every role has an account, of the host's mapping or of `ROLES`, and that
a mapping of an unknown role is a fault.  A role can be one of a family, such as
`tax:CGST`; the account of a family has `{name}` where its members differ.

Knows no rule of bookkeeping.
"""

from __future__ import annotations

import unicodedata

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.checks import MAX_NOTE, Validator, did_you_mean
from checkout_core.errors import join


if TYPE_CHECKING:
    from collections.abc import Iterable


__all__ = ["ROLES", "Accounts", "account_name"]


#: Each role, or family of roles, with its account.
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "receivable": "Assets:Receivable:Customers",
        "gateway": "Assets:Clearing:Gateway",
        "courier": "Assets:Clearing:Courier",
        "bank": "Assets:Bank",
        "funded": "Assets:Receivable:Funding:{name}",
        "gateway_discount": "Assets:Receivable:Offers:{name}",
        "gateway_discount:merchant": "Assets:Clearing:Offers",
        "gateway_offer": "Income:Discounts:Gateway",
        "points": "Liabilities:Loyalty-Points",
        "gift_card": "Liabilities:Gift-Cards",
        "credit": "Liabilities:Store-Credit",
        "promotion_discount": "Income:Discounts:Promotions",
        "coupon_discount": "Income:Discounts:Coupons",
        "points_discount": "Income:Discounts:Points",
        "sales": "Income:Sales:{name}",
        "shipping": "Income:Shipping",
        "handling": "Income:Handling",
        "charge": "Income:Charges:{name}",
        "tax": "Liabilities:Output:{name}",
        "round_off": "Expenses:Round-Off",
        "gateway_fee": "Expenses:Gateway-Fees",
        "gateway_fee_tax": "Assets:Input-GST",
        "surcharge": "Income:Surcharge",
        "cancellation_charge": "Income:Cancellation",
        "supplier": "Liabilities:Suppliers:{name}",
        "commission": "Income:Commission",
        "tcs": "Liabilities:TCS:{name}",
        "tds": "Liabilities:TDS",
        "chargebacks": "Expenses:Chargebacks",
    }
)
#: What is replaced by the name of a role's member in its account.
PLACE = "{name}"
#: Families whose members are any text; of others only those of `ROLES` are roles.
_FAMILIES = frozenset(role for role, account in ROLES.items() if PLACE in account)
#: What a name begins with that has no capital letter to begin with.
_PREFIX = "X-"


class Accounts:
    """
    The account of each role.

    Raises `CheckoutError` with every fault: a role that is not known, an account that
    is empty or not a text.

    >>> named = Accounts({"tax": "Output {name}", "sales:18": "Sales 18%"})
    >>> named["tax:CGST"], named["sales:18"], named["sales:5"], named["bank"]
    ('Output CGST', 'Sales 18%', 'Income:Sales:GST5', 'Assets:Bank')

    Args:
        roles: accounts that differ from `ROLES`, by role (`bank`, `tax:CGST`) or by
            family (`tax`, with `{name}` for the member's); None for none.
    """

    def __init__(self, roles: Mapping[str, str] | None = None) -> None:
        self._names = dict(ROLES)
        check = Validator()
        for role, account in (check.mapping("roles", roles or {}) or {}).items():
            path = join("roles", role)
            family, _, member = role.partition(":")
            if role not in ROLES and not (member and family in _FAMILIES):
                hint = did_you_mean(role, ROLES)
                check.add(path, "unknown_key", account, hint=hint)
            else:
                needed = "the name of an account"
                name = check.text(path, account, needed=needed, limit=MAX_NOTE)
                self._names[role] = name
        check.raise_any()

    def __getitem__(self, role: str) -> str:
        """Return the account of a role."""
        found = self._names.get(role)
        if found is None or PLACE in found:
            family, _, member = role.partition(":")
            found = self._names[family] if found is None else found
            found = found.replace(PLACE, account_name(_said(family, member)))
        return found


def _said(family: str, member: str) -> str:
    """Return what a member of a family is called: sales at 18 % are GST18."""
    is_rate = family == "sales" and member[:1].isdecimal()
    return f"GST{member}" if is_rate else member


def account_name(text: str) -> str:
    """
    Return a text as a part of an account's name: letters, digits, `-`, a capital first.

    >>> account_name("bank"), account_name("gift wrap"), account_name("GST0.25")
    ('Bank', 'Gift-wrap', 'GST0-25')
    """
    found = "".join([each if _is_plain(each) else "-" for each in text])
    found = found[:1].upper() + found[1:]
    return found if is_component(found) else _PREFIX + found


def _is_plain(character: str) -> bool:
    """Return whether a character is a letter, a decimal digit, or `-`."""
    return character.isalpha() or character.isdecimal() or character == "-"


def is_component(text: str, *, root: bool = False) -> bool:
    """
    Return whether a text can be between the colons of an account of beancount.

    The first part of an account, its *root*, begins with a letter.

    >>> is_component("GST0-25"), is_component("gift"), is_component("5", root=True)
    (True, False, False)
    """
    first = unicodedata.category(text[:1] or " ")
    starts = ("Lu",) if root else ("Lu", "Nd")
    return first in starts and all(map(_is_plain, text))


def unlike(accounts: Iterable[str], roots: Iterable[str]) -> list[str]:
    """Return those of *accounts* that beancount would not read, in their order."""
    known = tuple(roots)
    return [each for each in accounts if not _is_account(each, known)]


def _is_account(account: str, roots: tuple[str, ...]) -> bool:
    root, *parts = account.split(":")
    return root in roots and bool(parts) and all(map(is_component, parts))
