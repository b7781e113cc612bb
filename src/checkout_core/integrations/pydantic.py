# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Our nouns as types of pydantic, and so of FastAPI (`checkout-core[pydantic]`).

`CheckoutDocument` is `Checkout` to a type checker and to your code.  To pydantic it is
the document: validated by `read_checkout`, described by our JSON Schemas, and written
as `read_checkout` reads it.  Every fault is an error of its own, at its path.

They are annotations, not a `__get_pydantic_core_schema__` of the nouns: a cart knows
nothing of documents, so its class could not name its reader, and who does not use
pydantic has none of it.

Numbers: pydantic and FastAPI parse JSON numbers with a point into floats, which are not
exact, so they are refused as they are everywhere; send amounts as text ("499.00"), or
let `checkout_core.integrations.fastapi.ExactRoute` read the body.  What is written has
amounts as text: pydantic has no number that it writes digit for digit.

>>> from pydantic import TypeAdapter, ValidationError
>>> try:
...     TypeAdapter(CartDocument).validate_python({"currency": "INR", "cart_items": [
...         {"product_id": "tee", "quantity": 0, "selling_price": "1.005"}
...     ]})
... except ValidationError as error:
...     for each in error.errors():
...         print(each["loc"], each["type"])
('cart_items', 0, 'tax_rate') required
('cart_items', 0, 'quantity') count_out_of_range
('cart_items', 0, 'selling_price') off_grid
"""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from attrs import field, frozen
from pydantic_core import (
    InitErrorDetails,
    PydanticCustomError,
    ValidationError,
    core_schema,
)

from checkout_core.cart import Cart
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
from checkout_core.orders import Order
from checkout_core.pricing import Quote
from checkout_core.refunds import Refund
from checkout_core.store import Store
from checkout_core.wire import Checkout, loads


if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

    from checkout_core.errors import Fault


__all__ = [
    "CartDocument",
    "CheckoutDocument",
    "OrderDocument",
    "QuoteDocument",
    "RefundDocument",
    "StoreDocument",
    "error_details",
]


_Schema: TypeAlias = dict[str, Any]


@cache
def _schema(name: str) -> _Schema:
    """Return one of our JSON Schemas."""
    file = files("checkout_core.wire").joinpath("schemas", f"{name}.schema.json")
    found: _Schema = loads(file.read_text("utf-8"))
    return found


def _whole(name: str) -> tuple[_Schema, _Schema]:
    """Return a schema and its definitions."""
    whole = _schema(name)
    bare = {key: whole[key] for key in whole if key not in ("$schema", "$defs")}
    return bare, whole["$defs"]


def _part(name: str, definition: str) -> tuple[_Schema, _Schema]:
    """Return a definition of a schema, and all its definitions."""
    known = _schema(name)["$defs"]
    return known[definition], known


def _described(name: str, description: str, *keys: str) -> tuple[_Schema, _Schema]:
    """Return the schema of a noun that has none of ours: what must be in it."""
    anything: _Schema = {key: {} for key in keys}
    return {
        "title": name,
        "description": description,
        "type": "object",
        "properties": anything,
        "required": [*keys],
    }, {}


#: What each noun is called in a schema, and what makes its schema and the definitions
#: that it refers to.  The checkout document calls the facts of an order `Order`.
_SCHEMAS: Mapping[type, tuple[str, Callable[[], tuple[_Schema, _Schema]]]] = {
    Cart: ("Cart", partial(_part, "checkout", "Cart")),
    Checkout: ("Checkout", partial(_whole, "checkout")),
    Store: ("Store", partial(_part, "checkout", "Store")),
    Quote: ("Quote", partial(_whole, "quote")),
    Order: (
        "OrderDetail",
        partial(
            _described,
            "order",
            "an order as write_order_detail writes it to be stored",
            "x_checkout_core",
        ),
    ),
    Refund: (
        "Refund",
        partial(
            _described,
            "refund",
            "a refund as write_refund writes it; amounts are text",
            "schema_version",
            "id",
        ),
    ),
}


@frozen
class _Noun:
    """
    What pydantic asks of an annotation.

    Attributes:
        kind: the noun, with its reader and its writer.
    """

    kind: Kind[Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Return what validates and writes the noun."""
        return core_schema.no_info_plain_validator_function(
            self._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.kind.document, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> _Schema:
        """Return a reference to the noun's schema, which is defined with its parts."""
        name, make = _SCHEMAS[self.kind.noun]
        own, known = make()
        return _Definitions(handler, known).reference(f"checkout_core.{name}", own)

    def _validate(self, value: object) -> Any:
        try:
            return self.kind.of(value)
        except CheckoutError as error:
            raise ValidationError.from_exception_data(
                self.kind.noun.__name__, [_line_error(each) for each in error.faults]
            ) from None


@frozen
class _Definitions:
    """
    Hands definitions of one of our schemas to pydantic, which names and places them.

    Attributes:
        handler: pydantic's.
        known: the definitions by name.
        placed: the references that were made, by what they refer to.
    """

    handler: GetJsonSchemaHandler
    known: _Schema
    placed: dict[str, _Schema] = field(factory=dict)

    def reference(self, ref: str, own: _Schema) -> _Schema:
        """Return a reference to the schema *own*, which is defined under *ref*."""
        if ref not in self.placed:
            anything = core_schema.any_schema(ref=ref)
            here = core_schema.definition_reference_schema(ref)
            found = self.handler(core_schema.definitions_schema(here, [anything]))
            self.placed[ref] = found
            self.handler.resolve_ref_schema(found).update(self._of(own))
        return {**self.placed[ref]}

    def _of(self, schema: Any) -> Any:
        """Return *schema* with references to where pydantic has the definitions."""
        if isinstance(schema, list):
            return [self._of(each) for each in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/$defs/")
            return self.reference(f"checkout_core.parts.{name}", self.known[name])
        return {key: self._of(each) for key, each in schema.items()}


def _line_error(fault: Fault) -> InitErrorDetails:
    # Without a context, pydantic replaces no braces in the message.  Its types ask for
    # literals, and a fault's code comes from a table.
    code: Any = fault.code
    message: Any = fault.message
    return InitErrorDetails(
        type=PydanticCustomError(code, message),
        loc=parts(fault.path),
        input=fault.as_json()["value"],
    )


def error_details(error: CheckoutError, *loc: str | int) -> list[dict[str, Any]]:
    """
    Return the faults of *error* as FastAPI answers a 422.

    For what a route itself finds, such as a delivery address without a shipping rate.
    Each is an object of `type` (the fault's code), `loc` (*loc* and the parts of its
    path), `msg` and `input`.

    >>> from checkout_core.errors import fault
    >>> error = CheckoutError([fault("cart.id", "empty_text", "", expected="an id")])
    >>> error_details(error, "body")[0]["loc"]
    ['body', 'cart', 'id']
    """
    return [
        {
            "type": each.code,
            "loc": [*loc, *parts(each.path)],
            "msg": each.message,
            "input": each.as_json()["value"],
        }
        for each in error.faults
    ]


#: A `Cart`, read by `read_cart` (its customer is a guest: a cart's document has none).
CartDocument: TypeAlias = Annotated[Cart, _Noun(CART)]
#: A `Checkout`, read by `read_checkout`.
CheckoutDocument: TypeAlias = Annotated[Checkout, _Noun(CHECKOUT)]
#: A `Store`, read by `read_store`.
StoreDocument: TypeAlias = Annotated[Store, _Noun(STORE)]
#: A `Quote`, written by `write_quote`, read and verified by `read_quote`.
QuoteDocument: TypeAlias = Annotated[Quote, _Noun(QUOTE)]
#: An `Order`, written with all that `read_order` needs to read and verify it.
OrderDocument: TypeAlias = Annotated[Order, _Noun(ORDER)]
#: A `Refund`, written by `write_refund`, read and checked by `read_refund`.
RefundDocument: TypeAlias = Annotated[Refund, _Noun(REFUND)]
