# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The rules for URLs: where a customer comes back to, events and requests go.

Promises that a URL is read as a browser reads it, and refused where readings differ.
Sources: the Create Order page ("S002") and the types of the official Node package.

Knows nothing of requests.
"""

from __future__ import annotations

import re

from checkout_core.errors import CheckoutError
from checkout_core.juspay.messages import refuse, refused, text_of, unless_secret


URL_LIMIT = 2048

# RFC 1035: a label has at most 63 characters and a name at most 253.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"

is_host = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)*{_LABEL}").fullmatch

_URL = re.compile(
    r"([Hh][Tt][Tt][Pp][Ss]?)://"
    r"([^/?#]*)"
    r"(/[A-Za-z0-9\-._~%!$&'()*+,;=:@/]*)?"
    r"(\?[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*)?"
    r"(\#[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*)?"
).fullmatch

_AUTHORITY = re.compile(r"(\[.*\]|[^:\[\]]*)(?::(.*))?").fullmatch
_PORT = re.compile(r"[0-9]{1,5}").fullmatch

# A resolver reads a host whose last label is a number as an IPv4 address.
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)").fullmatch

_LARGEST_PORT = 65535


def check_return_url(
    value: object, *, sandbox: bool = False, path: str = "return_url"
) -> str:
    """
    Return the URL a customer comes back to: a host name, no query, no fragment.

    No IP address in any spelling, no user name; localhost only with the sandbox.
    Source: S002, and the types of the official Node package for the fragment.

    >>> check_return_url("https://shop.merchant.com/payments/handleResponse")
    'https://shop.merchant.com/payments/handleResponse'
    """
    text, host = _url(path, value)
    found = []
    if _NUMERIC(host) or host.startswith("["):
        found.append(refused(path, "url_ip_address", text))
    elif not is_host(host):
        found.append(refused(path, "url_host", text))
    elif not sandbox and _is_localhost(host):
        found.append(refused(path, "url_localhost", text))
    before, _, fragment = text.partition("#")
    if "?" in before:
        found.append(refused(path, "url_query", text))
    if fragment or "#" in text:
        found.append(refused(path, "url_fragment", text))
    if found:
        raise CheckoutError(found)
    return text


def check_webhook_url(value: object, *, path: str = "webhook_url") -> str:
    """
    Return the URL that events are posted to: absolute, no user name, no fragment.

    A query and an IP address are allowed: the documents do not forbid them.

    >>> check_webhook_url("https://merchant.juspay/response")
    'https://merchant.juspay/response'
    """
    text, host = _url(path, value)
    if not (is_host(host) or host.startswith("[")):
        raise refuse(path, "url_host", text)
    if "#" in text:
        raise refuse(path, "url_fragment", text)
    return text


def check_https_url(value: object, *, path: str = "base_url") -> str:
    """
    Return the URL that requests go to, without a slash at its end.

    https, but for http to localhost or 127.0.0.1, where a fake gateway answers.

    >>> check_https_url("https://api.juspay.io/")
    'https://api.juspay.io'
    """
    text, host = _url(path, value)
    if not is_host(host):
        raise refuse(path, "url_host", text)
    if "#" in text:
        raise refuse(path, "url_fragment", text)
    if "?" in text:
        raise refuse(path, "url_query", text)
    local = _is_localhost(host) or host == "127.0.0.1"
    if not local and text[:5].lower() != "https":
        raise refuse(path, "url_not_https", text)
    return text.rstrip("/")


def _url(path: str, value: object) -> tuple[str, str]:
    # Read by hand: urlsplit drops tabs and newlines and takes backslashes.
    text = text_of(path, value, "a URL")
    if len(text) > URL_LIMIT:
        raise refuse(path, "url_too_long", unless_secret(text), limit=URL_LIMIT)
    found = _URL(text)
    if found is None:
        raise refuse(path, "url_shape", unless_secret(text))
    if "@" in found[2]:
        raise refuse(path, "url_userinfo", unless_secret(text))
    authority = _AUTHORITY(found[2])
    if authority is None:
        raise refuse(path, "url_host", text)
    host, port = authority.groups()
    if port is not None and not (_PORT(port) and 0 < int(port) <= _LARGEST_PORT):
        raise refuse(path, "url_port", text)
    return text, host.removesuffix(".")


def _is_localhost(host: str) -> bool:
    return host.lower().rpartition(".")[2] == "localhost"
