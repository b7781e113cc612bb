# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The further fields of a payment that a merchant sets, by Juspay's names.

Promises that a template is refused when it is set and not when a shopper pays: it is
checked with its placeholders empty.

Knows nothing of requests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from string import Formatter
from typing import TYPE_CHECKING, Any

from checkout_core.checks import MAX_NOTE, Validator, listed
from checkout_core.juspay.rules import UDFS, check_metadata, check_udf
from checkout_core.values import Record


if TYPE_CHECKING:
    from checkout_core.orders import Order


#: The further fields of a payment, by Juspay's names.
FIELDS = (*UDFS, "description", "product_id", "metadata", "payment_filter")
#: That one of them which is sent as it is, and only to the payment page.
_AS_IT_IS = "payment_filter"
#: The placeholders in a merchant's texts.
PLACEHOLDERS = ("order_number", "customer_id")
#: What fills them in while a merchant's texts are checked; an order says more, or
#: nothing.
_FILLED: Mapping[str, str] = dict.fromkeys(PLACEHOLDERS, "")


def read_fields(fields: Mapping[str, Any]) -> Record:
    """
    Return a merchant's fields of every payment, checked.

    Raises `CheckoutError` with all faults, each under `fields`.

    >>> read_fields({"udf1": "order {order_number}"})["udf1"]
    'order {order_number}'

    Args:
        fields: `udf1` to `udf10`, `description`, `product_id` and `metadata`, an object
            of texts; `{order_number}` and `{customer_id}` stand for those of an order.
            Also `payment_filter`, an object that locks the payment page as it is.
    """
    check = Validator()
    found = check.record("fields", fields)
    check.keys("fields", found, FIELDS)
    metadata = check.record("fields.metadata", found.get("metadata", {}))
    check.record(f"fields.{_AS_IT_IS}", found.get(_AS_IT_IS, {}))
    for path, text in _texts("fields", found):
        check.text(path, text, limit=MAX_NOTE)
        if isinstance(text, str) and not _is_template(text):
            check.add(path, "bad_template", text, choices=listed(PLACEHOLDERS))
    faulty = {each.path for each in check.found}
    for name in UDFS:
        if name in found and f"fields.{name}" not in faulty:
            text = found[name].format_map(_FILLED)
            check.within("fields", partial(check_udf, name, text))
    keys = dict.fromkeys(metadata, "")
    check.within("fields", partial(check_metadata, keys))
    check.raise_any()
    return found


def _texts(path: str, fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in fields.items():
        if key == _AS_IT_IS:
            continue
        if key != "metadata":
            yield f"{path}.{key}", value
        elif isinstance(value, Mapping):
            yield from _texts(f"{path}.{key}", value)


def _is_template(text: str) -> bool:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(
        name is None or (name in PLACEHOLDERS and not form and not conversion)
        for _, name, form, conversion in parts
    )


def filled(fields: Mapping[str, Any], order: Order) -> dict[str, Any]:
    """Return a merchant's fields for one order, their placeholders filled in."""
    known = {
        "order_number": order.number,
        "customer_id": order.quote.cart.customer.id or "",
    }
    return {
        key: text
        if key == _AS_IT_IS
        else filled(text, order)
        if isinstance(text, Mapping)
        else text.format_map(known)
        for key, text in fields.items()
    }


def fields_of(
    check: Validator, fields: Record, order: Order, overrides: object
) -> dict[str, Any]:
    """Return *fields* for one order, with the *overrides* of the host."""
    own = check.record("fields", {} if overrides is None else overrides)
    check.keys("fields", own, FIELDS)
    found = filled(fields, order)
    for key in FIELDS:
        value = own.get(key)
        if key == "metadata" and isinstance(value, Mapping):
            found[key] = {**found.get(key, {}), **value}
        elif value is not None:
            found[key] = value
    return found
