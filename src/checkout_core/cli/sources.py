# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Where a value of a request to Juspay came from: an option, an argument, a variable.

Promises that each fault names what has to be changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkout_core.cli.blame import Refused, of_source, renamed
from checkout_core.errors import CheckoutError


if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from checkout_core.errors import Fault


#: The variable with the API key: other users can read a command line.
KEY_VARIABLE = "JUSPAY_API_KEY"
#: The variable with the merchant id, instead of the option.
MERCHANT_VARIABLE = "JUSPAY_MERCHANT_ID"

#: The names of values in a request, and their source: the option named like the value
#: in the arguments, a positional argument, or the environment.
_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "api_key": f"${KEY_VARIABLE}",
        "mandate_id": "MANDATE",
        "merchant_id": "--merchant-id",
        "environment": "--environment",
        "order_id": "--order-id",
        "txn_uuid": "--txn-uuid",
        "txn_id": "--txn-id",
        "refund_type": "--type",
        "idempotence_key": "--idempotence-key",
        "offer_code": "--offer-code",
        "unique_request_id": "--refund-id",
        "payment_page_client_id": "--client-id",
        "action": "--action",
        "amount": "--amount",
        "currency": "--currency",
        "customer_id": "--customer-id",
        "pause_start_date": "--start",
        "pause_end_date": "--end",
        "resume_date": "--end",
        "execution_date": "--date",
        "txn_date": "--date",
        "object_reference_id": "--reference",
        "description": "--description",
    }
)


@contextmanager
def blaming_options(arguments: Namespace) -> Iterator[None]:
    """Report faults of a request for their option, else for the document."""
    try:
        yield
    except CheckoutError as error:
        raise Refused(_line(arguments, each) for each in error.faults) from None


def _line(arguments: Namespace, found: Fault) -> str:
    source = _source(arguments, found)
    if source:
        return str(renamed(found, source))
    return of_source(getattr(arguments, "file", arguments.command), [found])[0]


def _source(arguments: Namespace, found: Fault) -> str:
    """Return the option, argument or variable that a value came from, "" for none."""
    if found.path.startswith(("--", "$")):
        return found.path.replace(".", " ", 1)
    if found.path.startswith("paying_with"):
        return f"--paying-with {found.path.rpartition('.')[2]}"
    source = _SOURCES.get(found.path, "")
    if source.startswith("--"):
        name = source[2:].replace("-", "_")
        # Without such an option, or if it was not given, the value has another source.
        if not hasattr(arguments, name) or (
            getattr(arguments, name) is None and found.value is not None
        ):
            source = f"${MERCHANT_VARIABLE}" if found.path == "merchant_id" else ""
    fields = {each.partition("=")[0] for each in getattr(arguments, "field", ())}
    wire = found.path.replace("_address.", "_address_")
    return f"--field {wire}" if wire in fields else source
