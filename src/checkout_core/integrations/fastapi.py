# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Exact JSON through FastAPI, in and out (`checkout-core[fastapi]`).

FastAPI parses numbers with a point into floats.  A router made with
`APIRouter(route_class=ExactRoute)` reads bodies by our `loads`: every number is the
digits that were sent, and hostile text (duplicate keys, NaN, deep nesting) is a 422
with our faults.  `ExactJSONResponse(document)` writes every `Decimal` digit for digit,
as a JSON number: for the vendor's forms, such as `write_order(quote)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from fastapi import Body, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from checkout_core.errors import CheckoutError
from checkout_core.integrations.pydantic import (
    CartDocument,
    CheckoutDocument,
    StoreDocument,
    error_details,
)
from checkout_core.wire import dumps, loads


if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


__all__ = [
    "CartBody",
    "CheckoutBody",
    "ExactJSONResponse",
    "ExactRoute",
    "StoreBody",
]


#: A `Cart` as the body of a request; FastAPI takes only models for bodies by itself.
CartBody: TypeAlias = Annotated[CartDocument, Body()]
#: A `Checkout` as the body of a request.
CheckoutBody: TypeAlias = Annotated[CheckoutDocument, Body()]
#: A `Store` as the body of a request.
StoreBody: TypeAlias = Annotated[StoreDocument, Body()]


class ExactJSONResponse(JSONResponse):
    """
    A response of a document, with every `Decimal` digit for digit.

    Raises `TypeError` for floats and other foreign types.

    >>> from decimal import Decimal
    >>> ExactJSONResponse({"to_be_paid": Decimal("12.50")}).body
    b'{"to_be_paid": 12.50}'
    """

    def render(self, content: Any) -> bytes:
        """Return *content* as JSON text."""
        return dumps(content).encode()


class _ExactRequest(Request):
    """A request whose JSON body is read exactly."""

    async def json(self) -> Any:
        """Return the data of the body, decimals as `Decimal`."""
        try:
            return loads(await self.body())
        except CheckoutError as error:
            # Of all errors that a body may have, FastAPI lets only these pass.
            raise _Refused(error) from None


class _Refused(HTTPException):
    """A body that cannot be parsed, on its way through FastAPI."""

    def __init__(self, error: CheckoutError) -> None:
        super().__init__(422)
        self.error = error


class ExactRoute(APIRoute):
    """A route that reads JSON bodies exactly; see this module."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return FastAPI's handler, called with a request that reads exactly."""
        handle = super().get_route_handler()

        async def exactly(request: Request) -> Response:
            try:
                return await handle(_ExactRequest(request.scope, request.receive))
            except _Refused as refused:
                details = error_details(refused.error, "body")
                raise RequestValidationError(details) from None

        return exactly
