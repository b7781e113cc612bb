# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a program in any language asks for: JSON text in, JSON text out.

The command line, the service and the package for JavaScript answer from here.  Promises
that whatever is wrong with a document is data in the answer and never raised, and that
the same text has the same answer, byte for byte, on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import asdict

from checkout_core.checks import Validator, expect
from checkout_core.errors import CheckoutError
from checkout_core.evaluation import evaluate
from checkout_core.pricing import quote
from checkout_core.wire.checkout import read_checkout
from checkout_core.wire.evaluations import write_evaluation
from checkout_core.wire.quotes import read_quote, write_quote
from checkout_core.wire.text import encoded
from checkout_core.wire.write import write_order
from checkout_core.wire.writer import AMOUNTS, NUMBERS, Amounts


if TYPE_CHECKING:
    from checkout_core.wire.checkout import Checkout
    from checkout_core.wire.text import Document


#: What can be asked of a document.
CallName: TypeAlias = Literal["price", "verify", "evaluate"]

#: The faults of a quote that was changed; all others are faults of its form.
_DIFFERS = frozenset({"does_not_add_up", "fingerprint_differs"})


def answer_text(
    call: CallName, document: str | bytes, amounts: Amounts = NUMBERS
) -> str:
    """
    Return the answer to a call, one line of JSON.

    - `price`: of a checkout document, an object of `order` (as `write_order` writes
      it, with the facts of the document) and `quote` (as `write_quote` does: totals,
      lines, refusals, rows)
    - `verify`: of a quote document, an object of `adds_up`, true, `currency` and
      `to_be_paid`, a text; of one that was changed, `adds_up`, false, and `faults`
    - `evaluate`: of a checkout document, what `write_evaluation` writes

    What is wrong with a document is the answer `{"faults": [...]}`, each with its
    `path`, `code`, `value` and `message`.  Raises `CheckoutError` for another call or
    other amounts, and for a document of another type.

    Args:
        call: what is asked for.
        document: JSON text, or its UTF-8.
        amounts: how amounts are written, "numbers" by default; "text" is for readers
            that make floats of numbers, as `dumps` says.

    >>> print(answer_text("price", '{"cart": {"currency": "INR", "cart_items": []}}'))
    {"faults": [{"path": "cart.cart_items", "code": "empty_cart", ...}]}
    """
    check = Validator()
    named = check.choice("call", call, CALLS)
    given = check.choice("amounts", amounts, AMOUNTS)
    check.raise_any()
    expect(document=(document, str | bytes))
    try:
        answer = CALLS[named](document, given)
    except CheckoutError as error:
        faults = {"faults": error.as_json()}
        changed = difference(error) if named == "verify" else None
        answer = {**(changed or {}), **faults}
    return encoded(answer, amounts=given).decode()


def priced(checkout: Checkout, *, amounts: Amounts = NUMBERS) -> dict[str, Any]:
    """Return the `order` and the `quote` of a checkout; raises `CheckoutError`."""
    found = quote(checkout.cart, checkout.store, at=checkout.at)
    return {
        "order": write_order(found, **asdict(checkout.order)),
        "quote": write_quote(found, amounts=amounts),
    }


def verified(document: Document) -> dict[str, Any]:
    """Return what a quote document that adds up says; raises `CheckoutError`."""
    found = read_quote(document, verify=True)
    return {
        "adds_up": True,
        "currency": found.currency,
        "to_be_paid": f"{found.to_be_paid:f}",
    }


def difference(error: CheckoutError) -> Mapping[str, Any] | None:
    """Return what is answered of a quote that was changed, None for other faults."""
    found = any(each.code in _DIFFERS for each in error.faults)
    return CHANGED if found else None


#: What is answered of a quote that was changed, before its faults.
CHANGED: Mapping[str, Any] = MappingProxyType({"adds_up": False})


def _price(document: str | bytes, amounts: Amounts) -> dict[str, Any]:
    return priced(read_checkout(document), amounts=amounts)


def _verify(document: str | bytes, _: Amounts) -> dict[str, Any]:
    return verified(document)


def _evaluate(document: str | bytes, _: Amounts) -> dict[str, Any]:
    checkout = read_checkout(document)
    return write_evaluation(evaluate(checkout.cart, checkout.store, at=checkout.at))


#: What answers each call.
CALLS: Mapping[CallName, Callable[[str | bytes, Amounts], dict[str, Any]]] = (
    MappingProxyType({"price": _price, "verify": _verify, "evaluate": _evaluate})
)


__all__ = ["CALLS", "CHANGED", "answer_text", "difference", "priced", "verified"]
