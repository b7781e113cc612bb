# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Who a merchant is at Juspay: an API key, or two pairs of keys.

Promises that both can be sent in a header, that keys can be used, and that no secret is
shown in a repr or an error.

Knows nothing of requests.
"""

from __future__ import annotations

import re

from typing import TypeAlias

from attrs import field, frozen

from checkout_core.errors import Faults
from checkout_core.http import MASK
from checkout_core.juspay.jose import JwtForm, Keys, read_keys
from checkout_core.juspay.messages import collected, refused
from checkout_core.juspay.rules import check_choice


_VISIBLE = re.compile(r"[!-~]{1,255}").fullmatch
_KEY = re.compile(r"[!-9;-~]{1,512}").fullmatch


def _masked(value: object) -> str:
    return repr(None if value is None else MASK)


@frozen
class Credentials:
    """
    The merchant id and an API key.

    Raises `CheckoutError` for one that no header can carry.

    >>> Credentials("merchant-id", "a-secret-key")
    Credentials(merchant_id='merchant-id', api_key='****')

    Attributes:
        merchant_id: as the dashboard spells it.
        api_key: a key of the dashboard; masked in the repr.
    """

    merchant_id: str
    api_key: str = field(repr=_masked)

    def __attrs_post_init__(self) -> None:
        """Check that both can be sent in a header."""
        faults = Faults()
        _check_merchant(faults, self.merchant_id)
        _check_key(faults, self.api_key)
        faults.raise_any()


@frozen
class JwtCredentials:
    """
    The merchant id and the keys of Juspay's JWT authentication (`checkout-core[jose]`).

    Requests are built with them as with `Credentials`; `transports.jwt` signs and
    encrypts each, and opens its answer.  Raises `CheckoutError` for keys that cannot
    be used, and where joserfc is not installed (`extra_missing`).

    Attributes:
        merchant_id: as the dashboard spells it.
        key_id: the id of the two pairs, such as "key_26b1a82e16cf4c6e".
        private_key: the merchant's own key, an RSA key in PEM; masked in the repr.
        public_key: Juspay's key for this merchant, an RSA key in PEM; masked in the
            repr, which shows which keys these are by their id.
        api_key: a key of the dashboard; None (the default) if there is none, and then
            only the calls that Juspay takes encrypted can be built: sessions, status,
            refunds of an order and `/txns`.
        form: how requests are written, `JwtForm.PARTS` by default.
    """

    merchant_id: str
    key_id: str
    private_key: str = field(repr=_masked)
    public_key: str = field(repr=_masked)
    api_key: str | None = field(default=None, repr=_masked, kw_only=True)
    form: JwtForm = field(default=JwtForm.PARTS, kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Check the ids, and read both keys."""
        faults = Faults()
        _check_merchant(faults, self.merchant_id)
        key_id: object = self.key_id
        if not (isinstance(key_id, str) and _VISIBLE(key_id)):
            faults.found.append(refused("key_id", "key_id_shape", key_id))
        if self.api_key is not None:
            _check_key(faults, self.api_key)
        collected(faults, check_choice, "form", self.form, JwtForm)
        collected(faults, read_keys, _pem(self.private_key), _pem(self.public_key))
        faults.raise_any()

    @property
    def keys(self) -> Keys:
        """Both keys as values that sign and open."""
        return read_keys(self.private_key, self.public_key)


#: Either of the two ways to say who one is.
AnyCredentials: TypeAlias = Credentials | JwtCredentials


def _pem(value: object) -> str:
    """Return a key's text; "" for a value of another type."""
    return value if isinstance(value, str) else ""


def _check_merchant(faults: Faults, value: object) -> None:
    if not (isinstance(value, str) and _VISIBLE(value)):
        faults.found.append(refused("merchant_id", "merchant_id_shape", value))


def _check_key(faults: Faults, value: object) -> None:
    if not (isinstance(value, str) and _KEY(value)):
        faults.found.append(refused("api_key", "api_key_shape", MASK))
