# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the fake Juspay refuses: fields of an order, and terms of a mandate.

Written from the documents, and sharing no rule with the builders of requests.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from checkout_core.testing.gateway.replies import (
    Document,
    Refused,
    digest_of,
    error_of,
    invalid,
)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INDIA = timedelta(hours=5, minutes=30)
_MOST = Decimal("100001.00")
UDFS = tuple(f"udf{i}" for i in range(1, 11))
_SPANS = {"WEEKLY": 7, "FORTNIGHTLY": 16, "ONETIME": 0, "DAILY": 0, "ASPRESENTED": 0}
_SPANS |= dict.fromkeys(
    ["MONTHLY", "BIMONTHLY", "QUARTERLY", "HALFYEARLY", "YEARLY"], 31
)
is_money = re.compile(r"\d{1,15}(\.\d{1,2})?", re.ASCII).fullmatch
is_digits = re.compile(r"\d{1,11}", re.ASCII).fullmatch
_IPV4 = re.compile(r"(\d+\.){3}\d+", re.ASCII).fullmatch
Fields = Mapping[str, str]


def check_order(fields: Fields) -> None:
    """Refuse fields that the create-order page does not allow."""
    amount = fields["amount"]
    if not is_money(amount) or Decimal(amount) <= 0:
        raise invalid("amount", "Amount is invalid")
    if fields.get("currency", "INR") == "INR" and Decimal(amount) < 1:
        raise invalid("amount", "Should be greater than or equal 1")
    if not is_digits(fields.get("gateway_id", "0")):
        raise invalid("gateway_id", "Invalid gateway id")
    _returnable(fields.get("return_url", ""))
    for name in UDFS:
        value = fields.get(name, "")
        if len(value) > 255:  # noqa: PLR2004 - "Upto 255 characters"
            raise invalid(name, "At most 255 characters are allowed")
        if name in UDFS[:5] and re.search("[^A-Za-z0-9 ]", value):
            raise invalid(name, "Special characters are not allowed")


def _returnable(url: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if not parts.scheme or not parts.netloc:
        raise invalid("return_url", "Not a fully qualified URL")
    if parts.query or "?" in url or "#" in url or _IPV4(parts.hostname or ""):
        raise invalid("return_url", "No query parameters, fragments or IP addresses")


def mandate_of(at: datetime, fields: Fields) -> Document:
    """Return the mandate of a new order as the API answers it, or refuse its terms."""
    if not fields.get("customer_id", "").strip():
        raise Refused(400, error_of("INVALID_CUSTOMER_ID", "pass customer_id"))
    rule = fields.get("mandate.amount_rule", "VARIABLE")
    most = _most(fields, rule)
    frequency = fields.get("mandate.frequency", "ASPRESENTED")
    if frequency not in _SPANS:
        raise invalid("mandate.frequency", "Frequency passed is invalid")
    funds = fields.get("mandate.block_funds")
    if funds is not None and funds != ("true" if frequency == "ONETIME" else "false"):
        words = "Block fund should be false for recurring and true for OT mandate."
        raise invalid("mandate.block_funds", words, "INVALID_BLOCK_FUNDS")
    _timely(at, fields)
    value = fields.get("mandate.rule_value", "0")
    span = _SPANS[frequency]
    if not is_digits(value) or not min(span, 1) <= int(value) <= span:
        raise invalid("mandate.rule_value", f"rule_value is 1 to {span}")
    found = {
        "mandate_id": digest_of("mandate", fields["order_id"])[:22],
        "mandate_token": digest_of("mandate token", fields["order_id"]),
        "mandate_status": "CREATED",
        "mandate_type": "EMANDATE",
        # The real API writes it singular here, and amounts as text in events.
        "block_fund": funds == "true",
        "max_amount": most,
        "amount_rule": rule,
        "frequency": frequency,
        "revokable_by_customer": fields.get("mandate.revokable_by_customer", "true"),
    }
    for name in ("start_date", "end_date"):
        if f"mandate.{name}" in fields:
            found[name] = fields[f"mandate.{name}"]
    if span:
        found["rule_value"] = int(value)
    return found


def _most(fields: Fields, rule: str) -> str:
    """Return the requested largest debit, or refuse it."""
    most = fields.get("mandate.max_amount", fields.get("mandate_max_amount", ""))
    if not is_money(most) or Decimal(most) < 1:
        words = "mandate_max_amount should be greater than or equal to 1"
    elif Decimal(most) > _MOST:
        words = "mandate_max_amount exceeds mandate maxAmount threshold."
    elif rule == "FIXED" and Decimal(most) != Decimal(fields["amount"]):
        words = "mandate_max_amount should be equal to the order amount"
    else:
        return most
    raise invalid("mandate.max_amount", words)


def _timely(at: datetime, fields: Fields) -> None:
    """Refuse a mandate that does not start today, or ends before it starts."""
    start = fields.get("mandate.start_date")
    today = (at + INDIA).date()
    if start is not None and not (
        is_digits(start)
        and (EPOCH + timedelta(seconds=int(start)) + INDIA).date() == today
    ):
        words = "Start date passed is invalid"
        raise invalid("mandate.start_date", words, "INVALID_START_DATE")
    end = fields.get("mandate.end_date")
    if end is not None and not (is_digits(end) and int(end) > int(start or 0)):
        raise invalid("mandate.end_date", "End date passed is invalid")
