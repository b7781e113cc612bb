# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's side of JWT authentication, for the fake Juspay (`checkout-core[jose]`).

Written with the bare algorithms after the official samples, and sharing no line with
what seals requests, so that each checks the other.
"""

from __future__ import annotations

import base64
import json
import os

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from checkout_core.http import Response
from checkout_core.testing.gateway.replies import Document, Refused, error_of


if TYPE_CHECKING:
    from checkout_core.http import Request


_JWE = ("header", "encryptedKey", "iv", "encryptedPayload", "tag")
_JWS = ("header", "payload", "signature")


@frozen
class JwtKeys:
    """
    The keys that the fake Juspay has for its merchant.

    Attributes:
        key_id: the id of the two pairs.
        private_key: Juspay's own key, an RSA key in PEM.
        public_key: the merchant's key, an RSA key in PEM.
        compact: whether answers are written as `{"JWT": ...}`; False by default, then
            as an object of five parts.
        events: whether events are sealed too, False by default; they are always
            written as `{"JWT": ...}`.
    """

    key_id: str
    private_key: str = field(repr=False)
    public_key: str = field(repr=False)
    compact: bool = False
    events: bool = False


def new_pair() -> tuple[str, str]:
    """Return a new private RSA key in PEM, and its public half."""
    from cryptography.hazmat.primitives import serialization as kinds
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        kinds.Encoding.PEM, kinds.PrivateFormat.PKCS8, kinds.NoEncryption()
    )
    public = key.public_key().public_bytes(
        kinds.Encoding.PEM, kinds.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def in_clear(request: Request, keys: JwtKeys) -> Request:
    """Return what a sealed request asks, or refuse one that is not the merchant's."""
    from cryptography.exceptions import InvalidSignature, InvalidTag

    try:
        text = _opened(_parts_of(json.loads(request.body)), keys)
    except (InvalidSignature, InvalidTag, KeyError, TypeError, ValueError):
        raise Refused(401, error_of("access_denied", "JWT not verified")) from None
    parts = urlsplit(request.url)
    path = parts.path.removeprefix("/v4")
    if path == "/order-status":
        order_id = json.loads(text)["order_id"]
        url = parts._replace(path=f"/orders/{order_id}").geturl()
        return evolve(request, method="GET", url=url, body=b"{}")
    return evolve(request, url=parts._replace(path=path).geturl(), body=text)


def sealed_answer(response: Response, keys: JwtKeys) -> Response:
    """Return an answer of success sealed; errors stay in clear."""
    return evolve(response, body=_sealed(response.body, keys, compact=keys.compact))


def sealed_event(body: bytes, keys: JwtKeys) -> bytes:
    """Return the body of an event sealed."""
    return _sealed(body, keys, compact=True)


def _parts_of(document: Document) -> list[str]:
    if "JWT" in document:
        found: list[str] = document["JWT"].split(".")
        return found
    return [document[name] for name in _JWE]


def _opened(parts: list[str], keys: JwtKeys) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    header, key, nonce, text, tag = parts
    said = json.loads(_decoded(header))
    if (said["alg"], said["enc"], said["kid"]) != (
        "RSA-OAEP-256",
        "A256GCM",
        keys.key_id,
    ):
        raise ValueError
    cek = _private(keys).decrypt(_decoded(key), _oaep())
    sealed = _decoded(text) + _decoded(tag)
    signed = AESGCM(cek).decrypt(_decoded(nonce), sealed, header.encode()).decode()
    if signed.startswith("{"):
        document = json.loads(signed)
        signed = ".".join(document[name] for name in _JWS)
    signed, _, signature = signed.rpartition(".")
    _public(keys).verify(
        _decoded(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
    )
    return _decoded(signed.partition(".")[2])


def _sealed(text: bytes, keys: JwtKeys, *, compact: bool) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    # With a blank, as some libraries write JSON: a header is verified as it came.
    head = f'{{"alg": "RS256", "kid":"{keys.key_id}"}}'
    signed = f"{_encoded(head.encode())}.{_encoded(text)}"
    signature = _private(keys).sign(
        signed.encode(), padding.PKCS1v15(), hashes.SHA256()
    )
    signed = f"{signed}.{_encoded(signature)}"
    if not compact:
        signed = json.dumps(dict(zip(_JWS, signed.split("."), strict=True)))
    names = f'"enc":"A256GCM","kid":"{keys.key_id}"'
    header = _encoded(f'{{"alg": "RSA-OAEP-256", {names}}}'.encode())
    cek, nonce = os.urandom(32), os.urandom(12)
    whole = AESGCM(cek).encrypt(nonce, signed.encode(), header.encode())
    parts = [
        header,
        *map(
            _encoded,
            (_public(keys).encrypt(cek, _oaep()), nonce, whole[:-16], whole[-16:]),
        ),
    ]
    if compact:
        return json.dumps({"JWT": ".".join(parts)}).encode()
    return json.dumps(dict(zip(_JWE, parts, strict=True))).encode()


def _oaep() -> Any:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    digest = hashes.SHA256()
    return padding.OAEP(padding.MGF1(digest), digest, None)


def _private(keys: JwtKeys) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return load_pem_private_key(keys.private_key.encode(), None)


def _public(keys: JwtKeys) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    return load_pem_public_key(keys.public_key.encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
