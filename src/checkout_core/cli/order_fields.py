# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The fields of an order at Juspay: those of the document, and those of `--field`.

Promises that a field which is not known is refused with the names that are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from checkout_core import juspay
from checkout_core.juspay import MandateTerms
from checkout_core.juspay.customer import customer_fields


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.wire import Checkout


def moment_of(text: str | None) -> Any:
    """Return a time if the text is one; epoch seconds stay text."""
    try:
        # Without the test for "-", a number could be read as a date without dashes.
        return datetime.fromisoformat(text) if text and "-" in text else text
    except ValueError:
        return text


#: Fields that consist of several fields on the wire.
_GROUPS = frozenset({"billing_address", "shipping_address", "mandate", "metadata"})
#: The fields of `--field` except `metadata.`: wire name, group, name in the group.
_FIELDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{
            name: ("", name)
            for name in juspay.OrderFields.__annotations__
            if name not in _GROUPS
        },
        **{
            f"{kind}_address_{each.name}": (f"{kind}_address", each.name)
            for kind in ("billing", "shipping")
            for each in attrs.fields(juspay.Address)
        },
        **{
            f"mandate.{each.name}": ("mandate", each.name)
            for each in attrs.fields(MandateTerms)
            if each.name != "create_mandate"
        },
        "options.create_mandate": ("mandate", "create_mandate"),
    }
)
_WORDS = {"true": True, "false": False}


def fields_of(
    arguments: Namespace, checkout: Checkout, check: Validator
) -> dict[str, Any]:
    """
    Return the order's fields: the customer of the document, and `--field`.

    A given field replaces that of the document, also within an address.
    """
    found = customer_fields(checkout.cart)
    groups: dict[str, dict[str, Any]] = {"": found}
    for each in arguments.field:
        name, equals, value = each.partition("=")
        group, _, key = name.partition(".")
        if not equals:
            check.add("--field", "wrong_type", each, expected="NAME=VALUE", found=each)
        elif group == "metadata" and key:
            groups.setdefault(group, {})[key] = value
        elif name in _FIELDS:
            group, key = _FIELDS[name]
            groups.setdefault(group, {})[key] = value
        else:
            check.keys("--field", {name: value}, _FIELDS)
    for kind in ("billing_address", "shipping_address"):
        if kind in groups:
            found[kind] = attrs.evolve(
                found.get(kind, juspay.Address()), **groups[kind]
            )
    if "metadata" in groups:
        found["metadata"] = groups["metadata"]
    if "mandate" in groups:
        found["mandate"] = _terms(groups["mandate"])
    return found


def _terms(texts: dict[str, str]) -> MandateTerms:
    """Return the terms of a mandate; unreadable values are refused later."""
    terms: dict[str, Any] = dict(texts)
    for name in ("block_funds", "revokable_by_customer"):
        if name in texts:
            terms[name] = _WORDS.get(texts[name], texts[name])
    for name in ("start_date", "end_date"):
        terms[name] = moment_of(texts.get(name))
    if texts.get("rule_value", "") in _DAYS:
        terms["rule_value"] = int(texts["rule_value"])
    return MandateTerms(**terms)


#: Every frequency's days are within these.
_DAYS = tuple(str(day) for day in range(1, 32))
