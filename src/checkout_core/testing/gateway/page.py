# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The payment page of the fake Juspay as a value: an order in, HTML out; a click, a step.

A person pays, fails and refunds with it; `cli.demo` serves it.  Promises that the page
loads nothing from elsewhere and runs no script, that nothing from an order becomes
markup, and that it works with a keyboard, a screen reader and a small screen.

It looks like no page of Juspay's, and takes no card number.
"""

from __future__ import annotations

import base64
import hashlib

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.testing.gateway.replies import decimal_of
from checkout_core.views.markup import escaped, tag


if TYPE_CHECKING:
    from decimal import Decimal

    from checkout_core.testing.gateway.fake import Gateway, Step


__all__ = [
    "ACTIONS",
    "POLICY",
    "Action",
    "act",
    "index_page",
    "message_page",
    "payment_page",
]


_STYLE = """
:root { color-scheme: light dark; --page: #f4f4f1; --paper: #fff; --ink: #1b1b18;
  --soft: #55554e; --line: #8a8a80; --go: #0b5d3b; --stop: #8f1d1d; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #16161a; --paper: #212127;
  --ink: #f2f2ee; --soft: #c0c0b8; --line: #85857c; --go: #8fe0b5; --stop: #ffb0a8;
  --on: #111; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--page); color: var(--ink);
  font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 1.5rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
.note { margin: 0 0 1.25rem; color: var(--soft); }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
form { margin: 1.25rem 0 0; }
p { margin: .5rem 0; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: .75rem 0; border-top: 1px solid var(--line); }
button { width: 100%; min-height: 3rem; margin: 0 0 .75rem; padding: .5rem 1rem;
  font: inherit; font-weight: 600; border: 2px solid var(--go); border-radius: .5rem;
  background: var(--go); color: var(--on); cursor: pointer; }
button.plain { background: transparent; color: var(--go); }
button.stop { background: transparent; border-color: var(--stop); color: var(--stop); }
a { color: var(--go); }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
#: The content security policy of the pages: their own style, and nothing else.
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'"
_NOTE = "This is a demo gateway. No money moves, and no card is asked for."


@frozen
class Action:
    """
    Something that a person does on the page.

    Attributes:
        take: returns the step of the gateway for an order's id and, of a refund, its
            id, "" otherwise.
        returns: whether the person goes back to the shop afterwards.
    """

    take: Callable[[Gateway, str, str], Step]
    returns: bool = False


#: What a person can do, by the value of the button.
ACTIONS: Mapping[str, Action] = MappingProxyType(
    {
        "pay": Action(lambda gateway, order, _: gateway.pay(order), returns=True),
        "fail": Action(lambda gateway, order, _: gateway.fail(order), returns=True),
        "door": Action(
            lambda gateway, order, _: gateway.pay_at_the_door(order), returns=True
        ),
        "refund": Action(lambda gateway, order, _: gateway.refund_on_dashboard(order)),
        "refund-arrives": Action(
            lambda gateway, order, refund: gateway.settle_refund(order, refund)
        ),
        "refund-fails": Action(
            lambda gateway, order, refund: gateway.settle_refund(
                order, refund, "FAILURE"
            )
        ),
    }
)

#: What is said of an order's status, and which actions it has.
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "CHARGED": "Paid",
        "AUTHORIZED": "The money is held",
        "COD_INITIATED": "To be paid at the door",
        "AUTHORIZATION_FAILED": "The payment failed",
    }
)
_OPEN = ("NEW", "PENDING_VBV", "AUTHORIZATION_FAILED")


def act(gateway: Gateway, order_id: str, action: str, refund_id: str) -> Step | None:
    """
    Return the step of what a person clicked, None if that is not possible any more.

    Args:
        gateway: the gateway, which knows the order.
        order_id: the order's id.
        action: a key of `ACTIONS`.
        refund_id: the `unique_request_id` of a refund, "" where none is meant.
    """
    order = gateway.orders[order_id.lower()]
    possible = order["status"] in _OPEN
    if action == "refund":
        possible = order["status"] == "CHARGED" and _left(order) > 0
    elif action.startswith("refund"):
        waiting = [x for x in order["refunds"] if x["status"] == "PENDING"]
        possible = refund_id in [each["unique_request_id"] for each in waiting]
    return ACTIONS[action].take(gateway, order_id, refund_id) if possible else None


def payment_page(gateway: Gateway, order_id: str) -> str:
    """
    Return the page of an order that the gateway knows.

    Raises `KeyError` for one that it does not know.
    """
    order = gateway.orders[order_id.lower()]
    amount = _money(decimal_of(order["amount"]), order)
    status = order["status"]
    facts = {
        "Order": order["order_id"],
        "Shop": order["merchant_id"],
        "Status": _WORDS.get(status, "Waiting for the payment"),
        "Customer": order["customer_email"] or order["customer_id"] or "a guest",
    }
    parts = [_facts(facts)]
    if status in _OPEN:
        parts.append(
            tag(
                "form",
                _button("pay", f"Pay {amount}"),
                _button("fail", "Let the payment fail", "stop"),
                _button("door", "Pay in cash at the door", "plain"),
                method="post",
            )
        )
    if status == "CHARGED":
        parts += _refunds(order)
    parts.append(_all_payments(gateway.pages))
    title = f"Pay {amount}" if status in _OPEN else f"Payment of {amount}"
    return _page(title, *parts)


def _refunds(order: Mapping[str, Any]) -> list[str]:
    """Return what a person can do with the money of a paid order."""
    left = _left(order)
    found = []
    items = [_refund(each, order) for each in order["refunds"]]
    if items:
        found += [tag("h2", "Refunds"), tag("ul", *items)]
    if left > 0:
        found += [
            tag("h2", "As the merchant, on the gateway's dashboard"),
            tag(
                "form",
                _button("refund", f"Refund {_money(left, order)}", "stop"),
                method="post",
            ),
        ]
    return found


def _left(order: Mapping[str, Any]) -> Decimal:
    """Return how much of a paid order is not refunded."""
    charged = decimal_of(order.get("effective_amount", order["amount"]))
    return charged - decimal_of(order["amount_refunded"])


def _refund(refund: Mapping[str, Any], order: Mapping[str, Any]) -> str:
    name, status = str(refund["unique_request_id"]), refund["status"]
    amount = _money(decimal_of(refund["amount"]), order)
    words = tag("p", escaped(f"{amount}, {name}: {status.lower()}"))
    if status != "PENDING":
        return tag("li", words)
    named = f'<input type="hidden" name="refund" value="{escaped(name)}">'
    buttons = (
        _button("refund-arrives", f"Let {amount} arrive", "plain"),
        _button("refund-fails", f"Let the refund of {amount} fail", "stop"),
    )
    return tag("li", words, tag("form", named, *buttons, method="post"))


def index_page(gateway: Gateway) -> str:
    """Return the page with a link to each order, the newest first."""
    items = [
        tag(
            "li",
            tag("a", escaped(each["order_id"]), href=each["payment_links"]["web"]),
            escaped(f": {_money(decimal_of(each['amount']), each)}, "),
            escaped(_WORDS.get(each["status"], "waiting for the payment").lower()),
        )
        for each in reversed([*gateway.orders.values()])
    ]
    if not items:
        items = [tag("li", "No payment was asked for yet: place an order first.")]
    return _page("Payments at the demo gateway", tag("ul", *items))


def message_page(title: str, facts: Mapping[str, str], link: str = "") -> str:
    """Return a page that says something; *link* leads to the list of payments."""
    return _page(title, _facts(facts), _all_payments(link) if link else "")


def _all_payments(link: str) -> str:
    return tag("p", tag("a", "All payments", href=link))


def _facts(facts: Mapping[str, str]) -> str:
    rows = [
        tag("dt", escaped(name)) + tag("dd", escaped(str(value)))
        for name, value in facts.items()
    ]
    return tag("dl", *rows)


def _button(action: str, words: str, look: str = "") -> str:
    return tag(
        "button",
        escaped(words),
        type="submit",
        name_="action",
        value=action,
        class_=look,
    )


def _money(amount: Decimal, order: Mapping[str, Any]) -> str:
    return f"{amount:.2f} {order['currency']}"


def _page(title: str, *parts: str) -> str:
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped(title)}</title><style>{_STYLE}</style></head>"
    )
    body = tag(
        "main", tag("h1", escaped(title)), tag("p", _NOTE, class_="note"), *parts
    )
    return f"{head}<body>{body}</body></html>\n"
