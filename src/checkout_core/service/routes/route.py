# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What a route is."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from checkout_core.service.calls import Call


if TYPE_CHECKING:
    from checkout_core.wire.envelopes import Envelope


STOREFRONT = "/api/v1/{store_id}/storefront"
MERCHANT = "/api/v1/{store_id}/merchant"


class Access(StrEnum):
    """
    Who may call a route.

    - `SHOPPER`: every caller with a token.
    - `MERCHANT`: the caller with the merchant's token.
    - `PUBLIC`: every caller, without a token; the route itself may check more.
    """

    SHOPPER = "shopper"
    MERCHANT = "merchant"
    PUBLIC = "public"


@frozen(kw_only=True)
class Route:
    """
    One route.

    Attributes:
        method: the HTTP method.
        path: the path, with its parameters in braces.
        operation: the `operationId` of the OpenAPI document, by which generated clients
            call it; it does not change when a handler is renamed or moved.
        handler: answers a call; it may block.  The first line of its docstring is the
            summary of the route.
        request: the schema of the body, "" for a route without one.
        response: the schema of the content of the answer, "" if it is empty.
        access: who may call it, by default every caller with a token.
        parameters: further parameters: of the query, or a header.
        asks_gateway: whether it may ask the gateway, so that it has a thread of those
            that wait for it; False by default.
        on_loop: whether it waits for nothing at all and is answered on the event loop;
            False by default.
        is_probe: whether it says if the service works, so that it has threads of its
            own and little time; False by default.
        per_address: whether the requests of one client address are counted, since
            they need no token; False by default.
        is_stateless: whether its answer follows from the request and the catalogue
            alone, so that a repeat needs no key; False by default.
    """

    method: str
    path: str
    operation: str
    handler: Callable[[Call], Envelope]
    request: str = ""
    response: str = ""
    access: Access = Access.SHOPPER
    parameters: tuple[str, ...] = ()
    asks_gateway: bool = False
    on_loop: bool = False
    is_probe: bool = False
    per_address: bool = False
    is_stateless: bool = False

    @property
    def purpose(self) -> str:
        """What it does, in a sentence."""
        return (self.handler.__doc__ or "").strip().partition("\n")[0]

    @property
    def pattern(self) -> str:
        """The path as Starlette matches it: an id of the merchant may have a slash."""
        if self.access is not Access.MERCHANT:
            return self.path
        return self.path.replace("/{id}/", "/{id:path}/")

    @property
    def takes_key(self) -> bool:
        """Whether an Idempotency-Key has an effect: on a POST with token and state."""
        stores = self.method == "POST" and not self.is_stateless
        return stores and self.access is not Access.PUBLIC
