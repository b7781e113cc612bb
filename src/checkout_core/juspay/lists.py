# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The requests that look something up: a customer's mandates, a notification, orders.

Promises that each only reads, so that it may be sent as often as one likes.  Sources:
the pages of the mandate list and of the notification status with their samples; the
list of orders is on no current page, and is that of the official Python package
(`GET /order/list`).

Knows nothing of answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from checkout_core.checks import Validator
from checkout_core.http import encode_form
from checkout_core.juspay.messages import collected
from checkout_core.juspay.requests import VERSION, Call, Draft
from checkout_core.juspay.rules import check_customer_id, check_identifier


if TYPE_CHECKING:
    from checkout_core.http import Request
    from checkout_core.juspay.credentials import AnyCredentials


#: No page says how long a list may be; this is what a reader takes.
_MOST = 1_000


def list_mandates(
    credentials: AnyCredentials,
    *,
    customer_id: str,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """
    Return the request for all mandates of a customer, those that ended included.

    *customer_id* is the merchant's id of the customer, or Juspay's.  Source: the list
    mandate page, `GET /customers/{customer_id}/mandates`.
    """
    draft = Draft(credentials, environment, version)
    customer = collected(draft, check_customer_id, customer_id, required=True) or ""
    route = draft.route(routing_id, customer, "")
    path = f"/customers/{percent(customer, safe='')}/mandates"
    return draft.get(Call.LIST_MANDATES, path, "", route)


def notification_status(
    credentials: AnyCredentials,
    *,
    object_reference_id: str,
    customer_id: str | None = None,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """
    Return the request that reads what became of a notification about a debit.

    *object_reference_id* is the id that `notify_mandate` gave it; *customer_id* only
    routes it.  Source: the notification status page,
    `GET /notifications/{object_reference_id}`.
    """
    draft = Draft(credentials, environment, version)
    name = "object_reference_id"
    ident = collected(draft, check_identifier, name, object_reference_id) or ""
    route = draft.route(routing_id, customer_id, "")
    return draft.get(Call.NOTIFICATION_STATUS, f"/notifications/{ident}", "", route)


def list_orders(
    credentials: AnyCredentials,
    *,
    count: int = 10,
    offset: int = 0,
    environment: str = "sandbox",
    routing_id: str | None = None,
    version: str = VERSION,
) -> Request:
    """
    Return the request for a page of the merchant's orders.

    *count* is how many (1 to 1,000), *offset* how many come before.  Source: the
    official Python package, `GET /order/list`; the form of its further filters
    (`created.gt`) is not public.
    """
    draft = Draft(credentials, environment, version)
    check = Validator()
    pairs = [
        ("count", str(check.count("count", count, low=1, high=_MOST))),
        ("offset", str(check.count("offset", offset))),
    ]
    draft.found += check.found
    route = draft.route(routing_id, None, "")
    path = f"/order/list?{encode_form(pairs)}"
    return draft.get(Call.LIST_ORDERS, path, "", route)
