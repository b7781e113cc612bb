# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Serializers of Django REST framework with nouns in them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from hypothesis import given
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from checkout_core import (
    CheckoutError,
    dumps,
    loads,
    quote,
    read_checkout,
    write_order,
    write_quote,
)
from checkout_core.errors import fault
from checkout_core.integrations import rest_framework as fields
from checkout_core.integrations.rest_framework import (
    CartField,
    CheckoutField,
    ExactJSONParser,
    ExactJSONRenderer,
    QuoteField,
    validation_error,
)
from tests.factories.bad_documents import BAD, edited, good
from tests.factories.nouns import CART, NOUNS, QUOTE, location
from tests.factories.spoiled import spoiled


class BasketSerializer(serializers.Serializer[Any]):
    """A serializer of a host, with nouns in it."""

    owner = serializers.CharField()
    cart = CartField()
    last = QuoteField(required=False, allow_null=True)


class QuoteView(APIView):
    """Prices a checkout document; answers the vendor's order."""

    parser_classes = (ExactJSONParser,)
    renderer_classes = (ExactJSONRenderer,)
    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Any) -> Response:
        """Price the body."""
        checkout = CheckoutField().run_validation(request.data)
        priced = quote(checkout.cart, checkout.store, at=checkout.at)
        return Response(write_order(priced))


def flat(
    detail: Any, path: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], str, str]]:
    """Return place, code and words of every message."""
    if isinstance(detail, dict):
        return [
            found
            for key, each in detail.items()
            for found in flat(each, path if key == "non_field_errors" else (*path, key))
        ]
    return [(path, each.code, str(each)) for each in detail]


def judged(document: Any) -> tuple[Any, Any]:
    """Return what the reader says of a document, and what the field says."""
    try:
        expected: Any = read_checkout(document)
    except CheckoutError as error:
        expected = sorted(
            (tuple(map(str, location(each.path))), each.code, each.message)
            for each in error.faults
        )
    try:
        found: Any = CheckoutField().run_validation(document)
    except serializers.ValidationError as error:
        found = sorted(flat(error.detail))
    return expected, found


@pytest.mark.parametrize("at", range(len(BAD)))
def test_every_fault_is_a_message_at_its_place(at: int) -> None:
    """What `read_checkout` says of a document is what the framework says."""
    expected, found = judged(edited(BAD[at][0]))

    assert expected == found


@given(document=spoiled())
def test_any_document_is_judged_as_its_reader_judges_it(
    document: dict[str, Any],
) -> None:
    """Taken and equal, or refused with the same faults."""
    expected, found = judged(document)

    assert expected == found


@pytest.mark.parametrize("name", NOUNS)
def test_what_is_written_is_read(name: str) -> None:
    """Each noun comes back equal."""
    field = getattr(fields, f"{name}Field")()
    noun = NOUNS[name]

    assert [noun, noun] == [
        field.run_validation(field.to_representation(noun)),
        field.run_validation(noun),
    ]


@pytest.mark.parametrize("value", [None, 7, "text", {}, []])
@pytest.mark.parametrize("name", NOUNS)
def test_what_is_no_noun_is_not_written(name: str, value: object) -> None:
    """Every field tells so alike, with the class that it writes."""
    field = getattr(fields, f"{name}Field")()
    with pytest.raises(CheckoutError, match=f"this must be of the class {name}, not "):
        field.to_representation(value)


def test_nouns_in_a_serializer() -> None:
    """It tells its own errors and ours, each at its place."""
    found = BasketSerializer(data={"cart": {"currency": "INR", "cart_items": [{}]}})

    assert not found.is_valid()
    assert ["required"] == [each.code for each in found.errors["owner"]]
    assert {"product_id", "quantity", "selling_price", "tax_rate"} == set(
        found.errors["cart"]["cart_items"]["0"]
    )


def test_a_serializer_makes_and_writes_nouns() -> None:
    """The validated data has the nouns, the representation their documents."""
    given = {"owner": "u1", "cart": good()["cart"], "last": write_quote(QUOTE)}
    found = BasketSerializer(data=given)
    found.is_valid(raise_exception=True)

    assert {"owner": "u1", "cart": CART, "last": QUOTE} == found.validated_data
    assert write_quote(QUOTE) == BasketSerializer(found.validated_data).data["last"]


def test_what_concerns_an_object_and_its_keys() -> None:
    """Messages of the object stand beside those of its keys."""
    error = CheckoutError(
        [
            fault("rows[0]", "one_of", None, choices="a"),
            fault("rows[0].id", "required", None, expected="an id"),
            fault("", "more_faults", 7, count=7),
        ]
    )

    assert {
        "rows": {
            "0": {
                "id": ["this is missing; give an id"],
                "non_field_errors": ["give exactly one of a"],
            }
        },
        "non_field_errors": ["7 more things are wrong; fix these first"],
    } == validation_error(error).detail


def posted(text: str) -> Any:
    """Return the rendered answer to a request."""
    request = APIRequestFactory().post("/", text, content_type="application/json")
    return QuoteView.as_view()(request).render()


def test_numbers_keep_their_digits() -> None:
    """In through the parser, out through the renderer."""
    text = dumps(good()).replace('"499.00"', "499.00")
    checkout = read_checkout(text)
    expected = write_order(quote(checkout.cart, checkout.store, at=checkout.at))

    answer = posted(text)

    assert (200, dumps(expected), "application/json") == (
        answer.status_code,
        answer.content.decode(),
        answer["content-type"],
    )


def test_faults_are_answered() -> None:
    """A 400, as the framework answers every validation error."""
    answer = posted(dumps(edited({"cart.cart_items.1.quantity": 0})))

    assert (
        400,
        {
            "cart": {
                "cart_items": {
                    "1": {"quantity": ["this must lie between 1 and 1000000"]}
                }
            }
        },
    ) == (answer.status_code, loads(answer.content))


def test_a_hostile_text_is_refused() -> None:
    """A 400 with what is wrong, for text that is not JSON or has a key twice."""
    answer = posted('{"cart": 1, "cart": 2}')

    assert (400, "the key 'cart' occurs twice; keep one of them (got 'cart')") == (
        answer.status_code,
        loads(answer.content)["detail"],
    )


def test_the_parser_and_the_renderer_alone() -> None:
    """Both are exact, and nothing is written for nothing."""
    data = ExactJSONParser().parse(BytesIO(b'{"price": 12.50}'))

    assert ({"price": Decimal("12.50")}, b'{"price": 12.50}', b"") == (
        data,
        ExactJSONRenderer().render(data),
        ExactJSONRenderer().render(None),
    )
    with pytest.raises(ParseError):
        ExactJSONParser().parse(BytesIO(b"{"))
