# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Signed and encrypted text as Juspay writes it, on joserfc (`checkout-core[jose]`).

A text is signed with the merchant's private key (JWS, RS256) and the result encrypted
with Juspay's public key (JWE, RSA-OAEP-256 and A256GCM); answers and events come the
same way back, with the two other halves of the two pairs of keys.  Each of both layers
is written in one of two forms: three or five parts joined by dots, or a JSON object
with a key for each part.  Sources: the guide to JWT, the page on JWT webhooks, the
official .NET package and the samples of `/v4/order-status`; one sample of those says
RSA-OAEP with SHA-1 in a request, which Juspay's own answers never have.

Promises that nothing is returned whose signature is not the other side's, that no other
algorithm is taken than these, and that no error shows a key or a text.

Everything here is repeatable but `seal`: the key and the nonce of each encryption are
drawn at random by joserfc, as JWE needs it.

Knows nothing of requests.
"""

from __future__ import annotations

import json

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from checkout_core.errors import Faults
from checkout_core.errors.extras import needing
from checkout_core.http import MASK
from checkout_core.juspay.messages import refused


if TYPE_CHECKING:
    from types import ModuleType

    from joserfc.jwk import RSAKey


_ALGORITHMS = ("RSA-OAEP-256", "A256GCM")
_SIGNATURE = ("RS256",)
_JWE = ("header", "encryptedKey", "iv", "encryptedPayload", "tag")
_JWS = ("header", "payload", "signature")
#: The key of the form with dots, in requests, answers and events.
COMPACT = "JWT"

#: The guide: "JWTs use 2048-bit asymmetric key pairs".
_BITS = 2048
#: No answer is longer (`decode.BODY_LIMIT`); base64 twice makes it less than twice as
#: long.
_LONGEST = 2_000_000


class JwtForm(StrEnum):
    """
    How a sealed request is written; answers and events are read in both forms.

    - `PARTS`: an object of five parts, as Juspay's own packages send it.
    - `COMPACT`: `{"JWT": "..."}`, as the samples of `/v4/order-status` send it.
    """

    PARTS = "parts"
    COMPACT = "compact"


class Unopened(Exception):  # noqa: N818 - a reason, which the caller makes an error of
    """What is sealed cannot be opened, or was not sealed by the other side."""


@frozen
class Keys:
    """
    Two keys that were read: the merchant's private one and Juspay's public one.

    Attributes:
        own: the private key, which signs and opens.
        other: the public key, which seals and verifies.
    """

    own: RSAKey = field(repr=False)
    other: RSAKey = field(repr=False)


def _joserfc() -> tuple[ModuleType, ModuleType, ModuleType]:
    """Return joserfc's modules for encryption, signatures and keys."""
    with needing("jose"):
        from joserfc import jwe, jwk, jws
    return jwe, jws, jwk


@lru_cache(maxsize=16)
def read_keys(private_key: str, public_key: str) -> Keys:
    """
    Return both keys of their PEM texts.

    Raises `CheckoutError` for a text that is not an RSA key of that half, or of less
    than 2048 bits, and without joserfc (`extra_missing`).
    """
    faults = Faults()
    own = _read(faults, "private_key", private_key, private=True)
    other = _read(faults, "public_key", public_key, private=False)
    faults.raise_any()
    assert own is not None
    assert other is not None
    return Keys(own, other)


def _read(faults: Faults, path: str, pem: str, *, private: bool) -> RSAKey | None:
    import warnings

    _, _, jwk = _joserfc()
    key: RSAKey | None = None
    try:
        with warnings.catch_warnings():
            # Of a short key, which is refused here.
            warnings.simplefilter("ignore")
            key = jwk.RSAKey.import_key(pem)
    except Exception:  # noqa: BLE001, S110 - the library's error may cite the key
        pass
    if key is None or key.is_private != private or key.raw_value.key_size < _BITS:
        faults.found.append(refused(path, f"{path}_shape", MASK, bits=_BITS))
        return None
    return key


def seal(text: str, keys: Keys, key_id: str, form: JwtForm) -> str:
    """Return *text*, signed and encrypted, as the JSON body of a request."""
    jwe, jws, _ = _joserfc()
    signed = jws.serialize_compact(
        {"alg": _SIGNATURE[0], "kid": key_id}, text, keys.own, registry=_signing(jws)
    )
    if form is JwtForm.PARTS:
        signed = json.dumps(dict(zip(_JWS, signed.split("."), strict=True)))
    alg, enc = _ALGORITHMS
    header = {"alg": alg, "enc": enc, "cty": "JWT", "kid": key_id}
    sealed: str = jwe.encrypt_compact(
        header, signed, keys.other, registry=_sealing(jwe)
    )
    if form is JwtForm.PARTS:
        return json.dumps(dict(zip(_JWE, sealed.split("."), strict=True)))
    return json.dumps({COMPACT: sealed})


def sealed_of(document: object) -> str | None:
    """
    Return what is sealed in a JSON document, its parts joined; None if nothing is.

    >>> sealed_of({"JWT": "a.b.c.d.e"}), sealed_of({"status": "NEW"})
    ('a.b.c.d.e', None)
    """
    if not isinstance(document, dict):
        return None
    if isinstance(document.get(COMPACT), str):
        found: str = document[COMPACT]
        return found
    return _joined(document, _JWE)


def _joined(document: dict[str, Any], names: tuple[str, ...]) -> str | None:
    parts = [document.get(name) for name in names]
    if all(isinstance(part, str) for part in parts):
        return ".".join(map(str, parts))
    return None


def unseal(sealed: str, keys: Keys) -> bytes:
    """
    Return the text that Juspay signed and encrypted for this merchant.

    Raises `Unopened` for anything else: a wrong key, a changed byte, another signature
    or algorithm.
    """
    jwe, jws, _ = _joserfc()
    try:
        found = jwe.decrypt_compact(sealed, keys.own, registry=_sealing(jwe))
        signed = found.plaintext.decode("ascii")
        if signed.startswith("{"):
            signed = _joined(json.loads(signed), _JWS)
        verified = jws.deserialize_compact(signed, keys.other, registry=_signing(jws))
        text: bytes | None = verified.payload
    except Exception:  # noqa: BLE001 - the causes are many, and may cite the text
        text = None
    if text is None:
        # Not chained: the frames of the library hold keys and texts among their locals.
        raise Unopened
    return text


def _sealing(jwe: ModuleType) -> Any:
    registry = jwe.JWERegistry(algorithms=_ALGORITHMS, strict_check_header=False)
    # The library's own limit is shorter than an order with many attempts.
    registry.max_ciphertext_length = _LONGEST
    return registry


def _signing(jws: ModuleType) -> Any:
    registry = jws.JWSRegistry(algorithms=_SIGNATURE, strict_check_header=False)
    registry.max_payload_length = _LONGEST
    return registry
