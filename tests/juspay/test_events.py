# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Events and returns: who sent them, what they say, whether they are signed."""

from __future__ import annotations

import base64
import json

from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from hypothesis import assume, given
from hypothesis import strategies as st

from checkout_core import juspay
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.juspay import (
    Event,
    Mandate,
    Order,
    SignatureForm,
    is_from_juspay,
    read_event,
    read_return,
    returned,
    sign,
    signature_form,
)
from checkout_core.values import Record


DATA = Path(__file__).parent / "data"
VECTORS = json.loads((DATA / "return-url-hmac.json").read_text(encoding="utf-8"))
RETURN = json.loads((DATA / "official-examples.json").read_text(encoding="utf-8"))
RETURN_URL = next(each for each in RETURN["examples"] if each["kind"] == "return_url")


def basic(username: str, password: str) -> str:
    """Return a Basic value."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


HEADERS: list[tuple[Any, bool]] = [
    ({"Authorization": basic("shop", "pässword")}, True),
    ({"AUTHORIZATION": basic("shop", "pässword").replace("Basic", "basic")}, True),
    ([("x", "y"), ("authorization", basic("shop", "pässword"))], True),
    ({"Authorization": basic("shop", "wrong")}, False),
    ({"Authorization": basic("shop", "")}, False),
    ({"Authorization": basic("shop", "pässword").replace("Basic", "Bearer")}, False),
    ({"Authorization": "Basic ünïcode"}, False),
    ({"Authorization": ""}, False),
    ({}, False),
    ([("Authorization", basic("shop", "pässword"))] * 2, False),
]


@pytest.mark.parametrize(("headers", "expected"), HEADERS)
def test_an_event_carries_the_password_of_the_dashboard(
    headers: Any,
    expected: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Basic, in any case of its name, once."""
    assert expected == is_from_juspay(headers, "shop", "pässword")


@pytest.mark.parametrize(("username", "password"), [("", "a"), ("a", "")])
def test_an_empty_password_is_none(username: str, password: str) -> None:
    """Everybody could send it."""
    with pytest.raises(CheckoutError, match="the dashboard's"):
        is_from_juspay({}, username, password)


def event_of(document: object) -> Event:
    """Return an event as it is read."""
    return read_event(json.dumps(document).encode())


def test_an_event_is_read_to_the_values_of_an_answer() -> None:
    """Its content is an order."""
    assert Event(
        id="evt_1",
        event_name="ORDER_SUCCEEDED",
        date_created=datetime(2018, 12, 5, 13, 53, 24, tzinfo=UTC),
        content=Order(order_id="A1", status="CHARGED"),
    ) == event_of(
        {
            "id": "evt_1",
            "event_name": "ORDER_SUCCEEDED",
            "date_created": "2018-12-05T13:53:24Z",
            "content": {"order": {"order_id": "A1", "status": "CHARGED"}},
        }
    )


CONTENTS: list[tuple[object, object, dict[str, Any]]] = [
    # content, what is read, what is kept
    ({"mandate": {"mandate_id": "m"}}, Mandate(mandate_id="m"), {}),
    (
        {"order": {"order_id": "A1"}, "extra": 1},
        Order(order_id="A1"),
        {"content": {"extra": 1}},
    ),
    ({"dispute": {"id": "d"}}, None, {"content": {"dispute": {"id": "d"}}}),
    ({"order": "FILTERED"}, None, {"content": {"order": "FILTERED"}}),
    ("text", None, {"content": "text"}),
    ({}, None, {}),
    (None, None, {}),
]


@pytest.mark.parametrize(("content", "expected", "kept"), CONTENTS)
def test_an_unknown_content_is_kept(
    content: object, expected: object, kept: dict[str, Any]
) -> None:
    """An event of tomorrow is read, not refused."""
    event = event_of({"id": "evt_1", "event_name": "NEW_EVENT", "content": content})
    assert (expected, Record(kept)) == (event.content, event.other)


EVENTS = [
    (b"{", "the event cannot be used: it is not JSON"),
    (b"[]", "the event cannot be used: it is not a JSON object"),
    (b'{"id": "evt_1"}', "the event has no event_name"),
    (b'{"id": ""}', "the event has no id and no event_name"),
]


@pytest.mark.parametrize(("body", "words"), EVENTS)
def test_an_event_that_is_none_is_an_error(body: bytes, words: str) -> None:
    """It says what is missing."""
    with pytest.raises(GatewayError) as caught:
        read_event(body)
    assert (words, "unusable_event") == (
        caught.value.error_message,
        caught.value.error_code,
    )


def event_at(day: int | None, content: Any) -> Event:
    """Return an event of some day in November."""
    at = None if day is None else datetime(2026, 11, day, tzinfo=UTC)
    return Event(id=f"evt_{day}", event_name="E", date_created=at, content=content)


LATEST = [
    # the event that counts, the other one
    (event_at(1, Order(status="CHARGED")), event_at(2, Order(status="NEW"))),
    (event_at(2, Order(status="CHARGED")), event_at(1, Order(status="CHARGED"))),
    (event_at(2, Mandate(status="PAUSED")), event_at(1, Mandate(status="ACTIVE"))),
    (event_at(2, Mandate(status="ACTIVE")), event_at(1, Mandate(status="PAUSED"))),
    (event_at(1, Mandate(status="REVOKED")), event_at(2, Mandate(status="ACTIVE"))),
    (event_at(1, None), event_at(None, None)),
]


@pytest.mark.parametrize(("counts", "other"), LATEST)
def test_late_events_do_no_harm(counts: Event, other: Event) -> None:
    """Whichever comes first, the same one counts."""
    assert [counts, counts] == [
        juspay.latest(counts, other),
        juspay.latest(other, counts),
    ]


contents = st.sampled_from(
    ["CREATED", "ACTIVE", "PAUSED", "REVOKED", "EXPIRED", "FAILURE", "NEW_WORD"]
).map(lambda status: Mandate(status=status))


@given(
    seen=st.lists(
        st.tuples(st.integers(1, 30), contents), min_size=1, unique_by=lambda e: e[0]
    ),
    data=st.data(),
)
def test_repeated_events_in_any_order_end_alike(
    seen: list[tuple[int, Mandate]], data: st.DataObject
) -> None:
    """A mandate's state does not depend on the post."""
    events = [event_at(*each) for each in seen]
    again = data.draw(st.permutations(events + events))
    assert reduce(juspay.latest, events) == reduce(juspay.latest, again)


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_the_java_form_of_a_signature(vector: dict[str, Any]) -> None:
    """As Juspay's sample makes it."""
    assert vector["signature_b64"] == sign(vector["params"].items(), vector["key"])


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_the_form_of_the_text(vector: dict[str, Any]) -> None:
    """As RFC 3986 has it."""
    expected = vector["variants"]["rfc3986_percent(%20)"]["signature_b64"]
    assert expected == sign(
        vector["params"].items(), vector["key"], SignatureForm.RFC3986
    )


@pytest.mark.parametrize("times", [0, 1, 2])
@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_a_signature_is_known_however_often_it_is_encoded(
    vector: dict[str, Any], times: int
) -> None:
    """The documented example is encoded twice."""
    signature = vector["signature_b64"]
    for _ in range(times):
        signature = quote(signature, safe="")
    parameters = [
        *vector["params"].items(),
        ("signature", signature),
        ("signature_algorithm", "HMAC-SHA256"),
    ]
    assert SignatureForm.JAVA is signature_form(parameters, vector["key"])


def test_a_signature_that_is_encoded_three_times_is_none() -> None:
    """Two are documented."""
    signature = sign(SIGNED, "key")
    for _ in range(3):
        signature = quote(signature, safe="")
    assert None is signature_form([*SIGNED, ("signature", signature)], "key")


def test_a_signature_by_the_text_is_known_as_such() -> None:
    """A blank is what makes the difference."""
    pairs = [("order_id", "a b"), ("status", "NEW")]
    signature = sign(pairs, "key", SignatureForm.RFC3986)
    assert SignatureForm.RFC3986 is signature_form(
        [*pairs, ("signature", signature)], "key"
    )


def test_a_plus_that_became_a_blank_is_a_plus() -> None:
    """Form decoders do that."""
    pairs = [("order_id", "A1"), ("n", "1")]
    at = next(at for at in range(99) if "+" in sign([*pairs, ("n2", str(at))], "key"))
    pairs.append(("n2", str(at)))
    signature = sign(pairs, "key").replace("+", " ")
    assert SignatureForm.JAVA is signature_form(
        [*pairs, ("signature", signature)], "key"
    )


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_the_php_kits_form_is_taken_only_where_it_is_the_same(
    vector: dict[str, Any],
) -> None:
    """It signs one value and two parameters alike."""
    variant = vector["variants"]["php_kit_single_encode"]
    parameters = [*vector["params"].items(), ("signature", variant["signature_b64"])]
    found = signature_form(parameters, vector["key"])
    assert variant["same_as_java"] == (found is not None)


SIGNED = [("order_id", "A1"), ("status", "CHARGED"), ("status_id", "21")]
GOOD = [*SIGNED, ("signature", sign(SIGNED, "key"))]
WRONG = [
    # parameters, key
    (GOOD, "other key"),
    (SIGNED, "key"),
    ([*SIGNED, ("signature", "")], "key"),
    ([*SIGNED, ("signature", "ünïcode")], "key"),
    ([*GOOD, ("mine", "1")], "key"),
    ([*GOOD, ("status", "CHARGED")], "key"),
    ([*GOOD, ("signature_algorithm", "none")], "key"),
    ([("order_id", "B2"), *GOOD[1:]], "key"),
]


@pytest.mark.parametrize(("parameters", "key"), WRONG)
def test_a_wrong_signature_is_none(parameters: list[tuple[str, str]], key: str) -> None:
    """Another key, value, parameter or algorithm."""
    assert None is signature_form(parameters, key)


def test_a_signature_needs_a_key() -> None:
    """An empty one is everybody's."""
    with pytest.raises(CheckoutError, match="response_key"):
        signature_form(GOOD, "")


parameters_of = st.dictionaries(
    st.text(max_size=8).filter(lambda key: not key.startswith("signature")),
    st.text(max_size=20),
    min_size=1,
    max_size=5,
)


@given(one=parameters_of, other=parameters_of, form=st.sampled_from(SignatureForm))
def test_other_parameters_have_another_signature(
    one: dict[str, str], other: dict[str, str], form: SignatureForm
) -> None:
    """Nothing can be moved between keys and values."""
    assume(one != other)
    assume(not any("\ud800" <= each <= "\udfff" or each == "?" for each in str(other)))
    assert sign(one.items(), "key", form) != sign(other.items(), "key", form)


@given(given_parameters=parameters_of, form=st.sampled_from(SignatureForm))
def test_what_was_signed_is_known(
    given_parameters: dict[str, str], form: SignatureForm
) -> None:
    """Whatever stands in it."""
    pairs = list(given_parameters.items())
    signature = sign(pairs, "key", form)
    assert None is not signature_form([*pairs, ("signature", signature)], "key")


def test_the_official_return_is_read() -> None:
    """Eight parameters; the signature of the sample is masked."""
    value = returned(read_return(RETURN_URL["text"].strip()))
    assert (
        juspay.Returned(
            order_id="guest-test-26",
            status="CHARGED",
            status_id="21",
            mandate_id="h439sfj3430",
            mandate_token="0ed6dd3dc5984db090b535294b662d01",
            mandate_status="ACTIVE",
            signature="wCFja5Zxxxx687LUxkqlw1NQYraC+z540CitnlCouYI=",
            signature_algorithm="HMAC-SHA256",
        ),
        True,
    ) == (value, value.state.paid)


RETURNS = [
    ("order_id=a+b&x=%C3%A9#top", (("order_id", "a b"), ("x", "é"))),
    ("https://a.de/?", ()),
    ("", ()),
]


@pytest.mark.parametrize(("query", "expected"), RETURNS)
def test_a_query_is_decoded_once(
    query: str, expected: tuple[tuple[str, str], ...]
) -> None:
    """Of a URL or by itself."""
    assert expected == read_return(query)


def test_a_query_that_is_not_utf_8_is_an_error() -> None:
    """Nothing is guessed."""
    with pytest.raises(GatewayError, match="not UTF-8"):
        read_return("order_id=%FF")


def test_a_query_that_is_no_text_is_an_error() -> None:
    """Half a surrogate pair is what some servers make of bytes."""
    with pytest.raises(GatewayError, match="not UTF-8"):
        read_return("order_id=\ud800")


def test_a_parameter_stands_there_once() -> None:
    """Nobody could say which of two counts."""
    with pytest.raises(GatewayError, match="twice"):
        returned([("status", "NEW"), ("status", "CHARGED")])


def test_parameters_of_ones_own_are_kept() -> None:
    """They are signed as well."""
    assert Record({"mine": "1"}) == returned([("mine", "1")]).other
