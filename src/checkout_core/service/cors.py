# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Cross-origin requests: which pages of other origins a browser lets call the service.

Only origins that are named are let in, each exactly.  The service reads no cookie, so
none is asked for; what a page sends is the token that it has.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from checkout_core.service import idempotency, request_ids


if TYPE_CHECKING:
    from collections.abc import Sequence

    from checkout_core.checks import Validator


#: What a page may send beyond what every page may, and what it may read.
SENT = ("Authorization", "Content-Type", idempotency.HEADER, request_ids.HEADER)
READ = (request_ids.HEADER, "Retry-After", idempotency.REPLAYED[0])
METHODS = ("GET", "POST", "DELETE")
#: How long a browser remembers an answer to a preflight, in seconds.
REMEMBERED = 600
#: The ports that an origin leaves out.
_USUAL_PORTS: Mapping[str, int] = MappingProxyType({"http": 80, "https": 443})
#: A name, or an address; browsers send names of other scripts in these letters, too.
_IS_HOST = re.compile(r"[a-z0-9.-]+|[0-9a-f:.]+").fullmatch


def check_origin(check: Validator, path: str, origin: str) -> None:
    """
    Add a fault for a text that is not an origin as browsers send it.

    It has a scheme, a host and, unless it is the scheme's own, a port: nothing else,
    and nothing in capitals.
    """
    if origin != _origin(origin):
        check.add(path, "bad_origin", origin)


def _origin(url: str) -> str | None:
    """Return the origin of a URL, None if it has none that browsers send."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if not _IS_HOST(host) or parts.scheme not in _USUAL_PORTS:
        return None
    named = f"[{host}]" if ":" in host else host
    if port not in (None, _USUAL_PORTS[parts.scheme]):
        named += f":{port}"
    return f"{parts.scheme}://{named}"


def middleware(origins: Sequence[str]) -> list[Middleware]:
    """Return the middleware that lets pages of *origins* call; none for no origin."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=SENT,
            expose_headers=READ,
            max_age=REMEMBERED,
        )
    ]
