# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Fields of Django REST framework for our nouns, and exact JSON (`checkout-core[django]`).

A field reads the document of a noun, and writes it with amounts as text.  Its faults
are one `ValidationError` of Django REST framework, nested as the document is: the
messages are at their path, each with the fault's code.  List indexes are keys, as of
its own `ListField`.

Its own parser makes floats of numbers with a point, which are refused; with
`ExactJSONParser` among `DEFAULT_PARSER_CLASSES` every number is the digits that were
sent.  `ExactJSONRenderer` writes every `Decimal` digit for digit as a number, for the
vendor's forms such as `write_order(quote)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework.exceptions import ErrorDetail, ParseError
from rest_framework.fields import Field
from rest_framework.serializers import ValidationError
from rest_framework.settings import api_settings

from checkout_core.errors import CheckoutError
from checkout_core.integrations.documents import (
    CART,
    CHECKOUT,
    ORDER,
    QUOTE,
    REFUND,
    STORE,
    Kind,
    parts,
)
from checkout_core.wire import dumps, loads


if TYPE_CHECKING:
    from typing import IO


__all__ = [
    "CartField",
    "CheckoutField",
    "ExactJSONParser",
    "ExactJSONRenderer",
    "OrderField",
    "QuoteField",
    "RefundField",
    "StoreField",
    "validation_error",
]


class _NounField(Field):
    """A noun, as the object of its document."""

    kind: ClassVar[Kind[Any]]

    def to_internal_value(self, data: Any) -> Any:
        """Return the noun; raise `ValidationError` with every fault."""
        try:
            return self.kind.of(data)
        except CheckoutError as error:
            raise validation_error(error) from None

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Return the document, amounts as text."""
        return self.kind.document(value)


class CartField(_NounField):
    """A `Cart`, read by `read_cart`; its customer is a guest."""

    kind = CART


class CheckoutField(_NounField):
    """A `Checkout`, read by `read_checkout`."""

    kind = CHECKOUT


class StoreField(_NounField):
    """A `Store`, read by `read_store`."""

    kind = STORE


class QuoteField(_NounField):
    """A `Quote`, written by `write_quote`, read and verified by `read_quote`."""

    kind = QUOTE


class OrderField(_NounField):
    """An `Order`, written with all that `read_order` needs to read and verify it."""

    kind = ORDER


class RefundField(_NounField):
    """A `Refund`, written by `write_refund`, read and checked by `read_refund`."""

    kind = REFUND


def validation_error(error: CheckoutError) -> ValidationError:
    """
    Return the faults of *error* as Django REST framework nests them.

    `{"cart_items": {"0": {"quantity": ["this must ..."]}}}`; what concerns the whole of
    an object is under `non_field_errors`.
    """
    found: dict[str, Any] = {}
    for fault in error.faults:
        inner = found
        for part in parts(fault.path):
            inner = inner.setdefault(str(part), {})
        own = inner.setdefault(_WHOLE, [])
        own.append(ErrorDetail(fault.message, fault.code))
    return ValidationError(_nested(found))


#: Where the messages of an object itself are while those of its keys are collected; no
#: part of a path is empty.
_WHOLE = ""


def _nested(found: dict[str, Any]) -> Any:
    """Return messages by path, those of an object itself as the framework does."""
    own = found.pop(_WHOLE, [])
    inner = {key: _nested(each) for key, each in found.items()}
    if own and inner:
        inner[str(api_settings.NON_FIELD_ERRORS_KEY)] = own
    return inner or own


class ExactJSONParser:
    """Parses JSON bodies with exact numbers; raises `ParseError` for other text."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - what every parser is given
        parser_context: Any = None,  # noqa: ARG002 - likewise
    ) -> Any:
        """Return the data of *stream*, decimals as `Decimal`."""
        try:
            return loads(stream.read())
        except CheckoutError as error:
            raise ParseError(str(error)) from None


class ExactJSONRenderer:
    """Writes JSON answers with every `Decimal` digit for digit; refuses floats."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "text"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 - as a parser
        renderer_context: Any = None,  # noqa: ARG002 - likewise
    ) -> bytes:
        """Return *data* as JSON text; nothing for None."""
        return b"" if data is None else dumps(data).encode()
