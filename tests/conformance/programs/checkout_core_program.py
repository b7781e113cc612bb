# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
checkout-core as a program of the conformance corpus: JSON Lines in, JSON Lines out.

Promises one answer to each line; a figure is a text with its digits.  It knows nothing
of the cases' expectations.
"""

from __future__ import annotations

import json
import sys

from collections.abc import Callable, Mapping
from typing import Any

from checkout_core import (
    Checkout,
    CheckoutError,
    Disputed,
    ExcessReturned,
    Order,
    PaymentUpdate,
    Quote,
    Refund,
    Refunded,
    Reversed,
    ShipmentUpdate,
    StatusChange,
    __version__,
    dumps,
    evaluate,
    quote,
    read_checkout,
    verify,
    write_evaluation,
    write_order,
    write_quote,
    write_refund,
)
from checkout_core.wire.refunds import read_returns


#: What an order says after each event.
STATE = (
    "status",
    "payment_status",
    "to_be_paid",
    "amount_paid",
    "amount_received",
    "amount_unpaid",
    "amount_cancelled",
    "amount_overpaid",
    "amount_held",
    "amount_refunded",
    "gateway_discount",
    "is_cancellation_allowed",
)
EVENTS: Mapping[str, Callable[..., Any]] = {
    "payment": PaymentUpdate,
    "shipment": ShipmentUpdate,
    "status": StatusChange,
    "excess": ExcessReturned,
    "reversal": Reversed,
    "dispute": Disputed,
}


def main() -> None:
    """Answer each line until `stop`."""
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "stop":
            break
        print(answered(request), flush=True)


def answered(request: Mapping[str, Any]) -> str:
    """Return the answer to a request as one line."""
    return dumps(spelled(answer(request)))


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to a request; documents that are refused give faults."""
    if request["op"] == "start":
        return {
            "program": "checkout-core",
            "version": __version__,
            "protocol": 1,
            "does": sorted(OPERATIONS),
        }
    named = {"id": request["id"]}
    try:
        return named | OPERATIONS[request["op"]](request)
    except CheckoutError as error:
        return named | faults(error)


def spelled(value: Any) -> Any:
    """Return plain data with each number as its text."""
    if isinstance(value, Mapping):
        return {key: spelled(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [spelled(each) for each in value]
    if value is None or isinstance(value, (bool, str)):
        return value
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def faults(error: CheckoutError) -> dict[str, Any]:
    """Return path and code of each fault."""
    return {"faults": [{"path": each.path, "code": each.code} for each in error.faults]}


def priced(document: str) -> tuple[Checkout, Quote]:
    """Return a checkout and its quote."""
    checkout = read_checkout(document)
    return checkout, quote(checkout.cart, checkout.store, at=checkout.at)


def price(request: Mapping[str, Any]) -> dict[str, Any]:
    """Price a document: the order, the quote, why not."""
    checkout, found = priced(request["document"])
    written = write_quote(found)
    answer = {
        "order": write_order(found),
        "quote": written,
        "refusals": written["refusals"],
    }
    if request.get("with_payment"):
        evaluation = evaluate(checkout.cart, checkout.store, at=checkout.at)
        answer["with_payment"] = write_evaluation(evaluation)["with_payment"]
    return answer


def refund(request: Mapping[str, Any]) -> dict[str, Any]:
    """Refund returns one after the other; each gives its refund, or its faults."""
    checkout, found = priced(request["document"])
    earlier: list[Refund] = []
    answers: list[dict[str, Any]] = []
    for each in request["returns"]:
        try:
            returns = read_returns(dumps(each))
            known: dict[str, Any] = {"earlier": earlier}
            note = _with_store(returns, checkout).refund(found, **known)
        except CheckoutError as error:
            answers.append(faults(error))
            continue
        earlier.append(note)
        answers.append(write_refund(note))
    return {"refunds": answers}


def _with_store(returns: Any, checkout: Checkout) -> Any:
    """Return a document of returns that knows the store of the checkout."""
    import attrs

    return attrs.evolve(returns, store=returns.store or checkout.store)


def order(request: Mapping[str, Any]) -> dict[str, Any]:
    """Apply events to a placed order; each gives its state, or its faults."""
    checkout, found = priced(request["document"])
    placed = Order.placed(
        found, number=request.get("number", "1"), at=request.get("at", checkout.at)
    )
    states = [state(placed)]
    for event in request["events"]:
        try:
            placed = placed.after(event_of(placed, event, checkout))
        except CheckoutError as error:
            states.append(faults(error))
        else:
            states.append(state(placed))
    return {"states": states}


def event_of(placed: Order, event: Mapping[str, Any], checkout: Checkout) -> Any:
    """Return an event of its fields; `kind` says which."""
    given = {key: each for key, each in event.items() if key != "kind"}
    kind = event["kind"]
    if kind in ("refund", "cancellation"):
        returns = read_returns(dumps({**given, "cancel": kind == "cancellation"}))
        facts: dict[str, Any] = {
            "id": returns.id,
            "at": returns.at,
            "policy": returns.policy,
            "reason": returns.reason,
        }
        if kind == "cancellation":
            return Refunded(placed.cancellation(**facts))
        note = placed.refund(
            returns.returned, shipping=returns.shipping, store=checkout.store, **facts
        )
        return Refunded(note)
    if "units" in given:
        given["units"] = {int(line): units for line, units in given["units"].items()}
    if "of" in given:
        given["kind"] = given.pop("of")
    return EVENTS[kind](**given)


def state(placed: Order) -> dict[str, Any]:
    """Return what an order says now."""
    return {name: getattr(placed, name) for name in STATE}


def verified(request: Mapping[str, Any]) -> dict[str, Any]:
    """Verify a quote document."""
    try:
        verify(request["quote"])
    except CheckoutError as error:
        return {"verified": False} | faults(error)
    return {"verified": True}


OPERATIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "price": price,
    "refund": refund,
    "order": order,
    "verify": verified,
}


if __name__ == "__main__":
    main()
