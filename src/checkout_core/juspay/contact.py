# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Which gateways behind Juspay need an email address or a phone number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


_BOTH = (True, True)
_EMAIL = (True, False)
_PHONE = (False, True)

#: Gateway -> (needs an email address, needs a phone number); the table of the
#: create-customer page, which could be read as far as PAYMOB (2026-11).
CONTACT: Mapping[str, tuple[bool, bool]] = MappingProxyType(
    {
        "AUTHORIZEDOTNET": _EMAIL,
        "BHARATX": _PHONE,
        "BILLDESK": _PHONE,
        "CASHFREE": _BOTH,
        "CYBERSOURCE": _BOTH,
        "EASEBUZZ": _BOTH,
        "FREECHARGEWALLET": _EMAIL,
        "GOKWIK": _PHONE,
        "GPAYIMF": _EMAIL,
        "HSBC UPI": _PHONE,
        "HYPERPAY": _EMAIL,
        "HYPERPG": _PHONE,
        "IFG": _EMAIL,
        "LAZYPAY": _PHONE,
        "LOANTAP": _PHONE,
        "LYRA": _BOTH,
        "M2P": _BOTH,
        "MORPHEUS": _BOTH,
        "OLAAPP": _BOTH,
        "ONEPAY": _BOTH,
        "PAYFORT": _EMAIL,
        "PAYMOB": _BOTH,
        "PAYPAL": _EMAIL,
        "PAYTM": _BOTH,
        "PAYU": _BOTH,
        "RAZORPAY": _BOTH,
        "SIMPL": _BOTH,
        "TPSL": _BOTH,
        "ZAAKPAY": _BOTH,
    }
)
