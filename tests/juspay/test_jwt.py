# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""JWT authentication: requests that are sealed, answers and events that are opened."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import subprocess
import sys

from decimal import Decimal
from traceback import TracebackException
from typing import TYPE_CHECKING, Any

import pytest

from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from joserfc import jwe, jws
from joserfc.jwk import ECKey, RSAKey

from checkout_core import juspay
from checkout_core.errors import CheckoutError, GatewayError
from checkout_core.gateway import ask
from checkout_core.http import Request, Response, converse
from checkout_core.juspay import (
    AsyncJuspayClient,
    Credentials,
    Due,
    JuspayClient,
    JuspayGateway,
    JwtCredentials,
    JwtForm,
)
from checkout_core.juspay.jose import Unopened, read_keys, seal, sealed_of, unseal
from checkout_core.juspay.requests import SEALED, Call
from checkout_core.juspay.sealing import opened, opened_event, sealed
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.testing.gateway.jwt import in_clear, sealed_answer, sealed_event
from checkout_core.testing.server import serving
from checkout_core.transports.jwt import AsyncJwtTransport, JwtTransport
from checkout_core.transports.urllib import UrllibTransport
from tests.factories.faults import faults_of
from tests.factories.jwt import jwt_credentials, jwt_gateway, jwt_keys, pair_of


if TYPE_CHECKING:
    from collections.abc import Callable


KEYS = jwt_credentials()
#: The header of a signature that is none.
NONE = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
FORMS = pytest.mark.parametrize("form", JwtForm)


def session(who: juspay.JwtCredentials | Credentials = KEYS, **given: Any) -> Request:
    """Return a request for a payment page."""
    return juspay.create_session(
        Due("1054.25"), who, order_id="A1", payment_page_client_id="shop", **given
    )


# Requests -----------------------------------------------------------------------------

REFUND = juspay.refund_order(
    KEYS, order_id="A1", unique_request_id="R1", amount="54.25"
)
PAYMENT = juspay.create_order_and_pay(
    Due("10"), KEYS, order_id="A1", payment_method_type="NB", payment_method="NB_X"
)
DEBIT = juspay.execute_mandate(
    Due("10"), KEYS, order_id="A1", mandate_id="m", customer_id="c1"
)
# request, the path it is sealed for, one of its fields
CALLS = [
    (session(), "/v4/session", ("amount", "1054.25")),
    (juspay.order_status(KEYS, order_id="A1"), "/v4/order-status", ("order_id", "A1")),
    (REFUND, "/v4/orders/A1/refunds", ("amount", "54.25")),
    (PAYMENT, "/v4/txns", ("order.amount", "10")),
    (DEBIT, "/v4/txns", ("mandate_id", "m")),
]


def said_in(request: Request) -> Any:
    """Return the document in a sealed request, by the bare algorithms."""
    return json.loads(in_clear(request, jwt_keys()).body)


@FORMS
@pytest.mark.parametrize(("request_", "path", "said"), CALLS)
def test_a_request_is_sealed(
    request_: Request, path: str, said: tuple[str, str], form: JwtForm
) -> None:
    """A POST of JSON whatever it was; an independent reader opens it."""
    found = sealed(request_, jwt_credentials(form=form))
    parts = list(json.loads(found.body))
    expected = {
        JwtForm.PARTS: ["header", "encryptedKey", "iv", "encryptedPayload", "tag"],
        JwtForm.COMPACT: ["JWT"],
    }

    assert ("POST", f"https://sandbox.juspay.in{path}", expected[form]) == (
        found.method,
        found.url,
        parts,
    )
    assert "application/json" == dict(found.headers)["Content-Type"]
    if path != "/v4/order-status":
        assert said[1] == said_in(found)[said[0]]


def test_a_status_is_asked_for_with_the_orders_id() -> None:
    """A GET has no body to seal."""
    found = sealed(juspay.order_status(KEYS, order_id="A1"), KEYS)
    document = json.loads(found.body)
    signed = unseal(sealed_of(document) or "", read_keys(*pair("juspay", "merchant")))

    assert {"order_id": "A1"} == json.loads(signed)


def pair(own: str, other: str) -> tuple[str, str]:
    """Return the private key of one side and the public key of the other."""
    return pair_of(own)[0], pair_of(other)[1]


def test_what_a_request_is_about_stays_known() -> None:
    """Its call, its order and how it repeats; the routing of its customer."""
    plain = session(customer_id="c1")
    found = sealed(plain, KEYS)

    assert (plain.call, plain.order_id, plain.repeat, "c1") == (
        found.call,
        found.order_id,
        found.repeat,
        dict(found.headers)["x-routing-id"],
    )


def test_a_key_of_the_dashboard_is_sent_too_where_there_is_one() -> None:
    """As the samples of `/v4/order-status` do; without one there is no such header."""
    both = jwt_credentials(api_key="LOOPBACK_KEY")

    assert (True, False) == (
        "Authorization" in dict(sealed(session(both), both).headers),
        "Authorization" in dict(sealed(session(), KEYS).headers),
    )


@pytest.mark.parametrize("call", sorted(set(Call) - SEALED))
def test_other_calls_pass_in_clear(call: Call) -> None:
    """Juspay takes them with the API key only."""
    request = Request("POST", "https://sandbox.juspay.in/x", (), b"a=b", call=call)
    assert sealed(request, KEYS) is request


def test_a_call_that_juspay_does_not_take_encrypted_needs_the_api_key() -> None:
    """It is refused before anything is sent; with the key it is built."""
    with_key = jwt_credentials(api_key="LOOPBACK_KEY")

    assert [("credentials", "jwt_not_offered")] == faults_of(
        lambda: juspay.create_order(Due("1"), KEYS, order_id="A1")
    )
    assert [("credentials", "jwt_not_offered")] == faults_of(
        lambda: juspay.mandate_status(KEYS, mandate_id="m")
    )
    assert "create_order" == juspay.create_order(Due("1"), with_key, order_id="A1").call


def test_no_two_sealed_requests_are_alike() -> None:
    """Each has a key and a nonce of its own, which would else tell of equal texts."""
    assert sealed(session(), KEYS).body != sealed(session(), KEYS).body


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ("hdfc", "smartgateway.hdfcbank.com"),
        ("hdfc-sandbox", "smartgatewayuat.hdfcbank.com"),
    ],
)
def test_a_bank_that_runs_juspay_is_asked_the_same_way(
    environment: str, host: str
) -> None:
    """HDFC's SmartGateway gives its merchants keys and no other way in."""
    found = sealed(session(environment=environment), KEYS)
    assert f"https://{host}/v4/session" == found.url


# Credentials --------------------------------------------------------------------------


def pem(key: RSAKey | ECKey, *, private: bool) -> str:
    """Return a key as text."""
    return key.as_pem(private=private).decode()


def test_secrets_are_not_shown() -> None:
    """Neither in a repr nor in an error, with all its frames."""
    shown = repr(jwt_credentials(api_key="LOOPBACK_KEY"))
    private, public = pair_of("merchant")
    with pytest.raises(CheckoutError) as caught:
        JwtCredentials("m", "k", public, private)
    lines = "".join(TracebackException.from_exception(caught.value).format())

    assert [] == [
        secret
        for secret in ("LOOPBACK_KEY", private[40:80], public[40:80])
        if secret in shown + lines + repr(caught.value.faults)
    ]


@pytest.fixture(scope="module")
def short() -> tuple[str, str]:
    """Return a pair of keys that are too short to be safe."""
    from cryptography.hazmat.primitives import serialization as kinds
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    private = key.private_bytes(
        kinds.Encoding.PEM, kinds.PrivateFormat.PKCS8, kinds.NoEncryption()
    )
    public = key.public_key().public_bytes(
        kinds.Encoding.PEM, kinds.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"merchant_id": "a b"}, [("merchant_id", "merchant_id_shape")]),
        ({"key_id": ""}, [("key_id", "key_id_shape")]),
        ({"api_key": "a:b"}, [("api_key", "api_key_shape")]),
        ({"form": "xml"}, [("form", "not_a_choice")]),
        ({"private_key": "no key"}, [("private_key", "private_key_shape")]),
        ({"private_key": b"bytes"}, [("private_key", "private_key_shape")]),
        ({"public_key": None}, [("public_key", "public_key_shape")]),
        (
            {"merchant_id": "", "private_key": "", "public_key": ""},
            [
                ("merchant_id", "merchant_id_shape"),
                ("private_key", "private_key_shape"),
                ("public_key", "public_key_shape"),
            ],
        ),
    ],
)
def test_every_fault_of_credentials_is_reported(
    fields: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Ids, keys and form together."""
    private, public = pair("merchant", "juspay")
    right = {"merchant_id": "m", "key_id": "k", "private_key": private}
    right["public_key"] = public

    assert faults == faults_of(JwtCredentials, **{**right, **fields})


def test_keys_of_another_kind_or_length_are_refused(short: tuple[str, str]) -> None:
    """Halves that are exchanged, 1,024 bits, an elliptic curve."""
    private, public = pair("merchant", "juspay")
    curve = ECKey.generate_key("P-256")
    wrong = [
        (public, private),
        short,
        (pem(curve, private=True), pem(curve, private=False)),
    ]
    both = [
        ("private_key", "private_key_shape"),
        ("public_key", "public_key_shape"),
    ]

    assert [both] * 3 == [faults_of(JwtCredentials, "m", "k", *keys) for keys in wrong]


def test_without_the_library_its_extra_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the keys are given, not where the first payment fails."""
    read_keys.cache_clear()
    for name in [each for each in sys.modules if each.startswith("joserfc")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "joserfc", None)
    with pytest.raises(CheckoutError, match=r"install checkout-core\[jose\]") as caught:
        jwt_credentials()

    assert ["extra_missing"] == [each.code for each in caught.value.faults]


def test_the_library_is_loaded_for_keys_only() -> None:
    """Who has an API key pays nothing for it."""
    code = (
        "import sys, checkout_core.juspay, checkout_core.transports.jwt;"
        "print([m for m in sys.modules if m.startswith(('joserfc', 'cryptography'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert "[]" == done.stdout.strip()


# Answers ------------------------------------------------------------------------------


def answer(document: Any = None, status: int = 200, **keys: Any) -> Response:
    """Return a sealed answer."""
    text = json.dumps(document or {"order_id": "A1", "status": "NEW"}).encode()
    return sealed_answer(Response(status, (), text), jwt_keys(**keys))


@pytest.mark.parametrize("compact", [False, True])
def test_an_answer_is_opened(*, compact: bool) -> None:
    """In both forms; it is what was signed, byte for byte."""
    found = opened(answer({"order_id": "A1", "amount": 1}, compact=compact), KEYS)
    assert b'{"order_id": "A1", "amount": 1}' == found.body


def test_a_long_answer_is_opened() -> None:
    """Six times the library's own limit, below that of the transports."""
    document = {"order_id": "A1", "udf6": "x" * 400_000}
    assert document == json.loads(opened(answer(document), KEYS).body)


def test_an_error_may_come_in_clear() -> None:
    """It says that nothing was done; sealed it is opened as any other."""
    plain = Response(401, (), b'{"status": "error", "error_code": "access_denied"}')

    assert (plain, 400) == (
        opened(plain, KEYS),
        opened(answer(status=400), KEYS).status,
    )


# what came, why it is not believed
CLEAR = Response(200, (), b'{"order_id": "A1", "status": "CHARGED"}')
REFUSED = [
    (CLEAR, KEYS, "not encrypted"),
    (evolve(CLEAR, body=b"no JSON"), KEYS, "not encrypted"),
    (evolve(CLEAR, body=b'{"JWT": 1}'), KEYS, "not encrypted"),
    (evolve(CLEAR, body=b'{"JWT": "a.b.c.d.e"}'), KEYS, "not signed by Juspay"),
    (evolve(CLEAR, body=b'{"JWT": ""}'), KEYS, "not signed by Juspay"),
    (answer(), jwt_credentials(own="else"), "not signed by Juspay"),
    (answer(), jwt_credentials(other="else"), "not signed by Juspay"),
    (answer(status=500), jwt_credentials(own="else"), "not signed by Juspay"),
]


@pytest.mark.parametrize(("response", "who", "reason"), REFUSED)
def test_an_answer_that_is_not_juspays_is_not_believed(
    response: Response, who: JwtCredentials, reason: str
) -> None:
    """In clear, broken, for another merchant, signed by somebody else."""
    with pytest.raises(GatewayError, match=reason) as caught:
        opened(response, who)

    assert ("answer_not_opened", response.status, True, False, None) == (
        caught.value.error_code,
        caught.value.http_status,
        caught.value.unclear,
        caught.value.retryable,
        caught.value.__cause__,
    )


def encrypted(text: str, other: RSAKey, **header: str) -> str:
    """Return *text* encrypted for the merchant, with another header if given."""
    whole = {"alg": "RSA-OAEP-256", "enc": "A256GCM", **header}
    return jwe.encrypt_compact(whole, text, other, algorithms=list(whole.values()))


def signed(own: RSAKey, alg: str = "RS256") -> str:
    """Return a signed text."""
    return jws.serialize_compact({"alg": alg}, "{}", own, algorithms=[alg])


def hs256(secret: str) -> str:
    """Return a text signed with a secret; the library refuses a public key as one."""
    head = base64.urlsafe_b64encode(b'{"alg":"HS256"}').decode().rstrip("=")
    message = f"{head}.e30"
    digest = hmac.digest(secret.encode(), message.encode(), "sha256")
    return f"{message}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


# Signed or encrypted in another way, for the right keys.
OTHER_WAYS: list[tuple[str, Callable[[RSAKey, RSAKey], str]]] = [
    ("not signed", lambda _, other: encrypted("e30.e30.", other)),
    ("alg none", lambda _, other: encrypted(f"{NONE}.e30.", other)),
    (
        "signed with the public key as a secret",
        lambda own, other: encrypted(hs256(pem(own, private=False)), other),
    ),
    ("PS256", lambda own, other: encrypted(signed(own, "PS256"), other)),
    ("RSA-OAEP", lambda own, other: encrypted(signed(own), other, alg="RSA-OAEP")),
    ("A128GCM", lambda own, other: encrypted(signed(own), other, enc="A128GCM")),
    ("not encrypted", lambda own, _: signed(own)),
    ("other parts", lambda _, other: encrypted('{"header": "e30"}', other)),
    ("not text", lambda _, other: encrypted("caf\u00e9", other)),
]


@pytest.mark.parametrize(
    ("name", "make"), OTHER_WAYS, ids=[name for name, _ in OTHER_WAYS]
)
def test_no_other_way_to_seal_is_taken(
    name: str, make: Callable[[RSAKey, RSAKey], str]
) -> None:
    """Even by those who have the right keys, as an attack would exchange them."""
    own = RSAKey.import_key(pair_of("juspay")[0])
    other = RSAKey.import_key(pair_of("merchant")[1])
    with pytest.raises(Unopened):
        unseal(make(own, other), KEYS.keys)
    assert name


# Laws ---------------------------------------------------------------------------------

texts = st.text(max_size=200)


@settings(deadline=None, max_examples=40)
@given(texts, st.sampled_from(JwtForm))
def test_what_is_sealed_is_opened_by_the_other_side_only(
    text: str, form: JwtForm
) -> None:
    """Every text, in both forms; the sender cannot open it, nor can anybody else."""
    text = text.encode("utf-8", "replace").decode()
    body = seal(text, KEYS.keys, "key_1", form)
    found = sealed_of(json.loads(body)) or ""

    assert text.encode() == unseal(found, read_keys(*pair("juspay", "merchant")))
    for own, other in (
        ("merchant", "juspay"),
        ("else", "merchant"),
        ("juspay", "else"),
    ):
        with pytest.raises(Unopened):
            unseal(found, read_keys(*pair(own, other)))


PARTS = tuple(json.loads(answer({"order_id": "A1", "status": "CHARGED"}).body).values())


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_what_was_changed_is_not_opened(data: st.DataObject) -> None:
    """One character of any of the five parts, one left out, or two parts exchanged."""
    parts = list(PARTS)
    i = data.draw(st.integers(0, 4), label="part")
    text = parts[i]
    at = data.draw(st.integers(0, len(text) - 1), label="place")
    kind = data.draw(st.sampled_from(["other", "less", "swapped"]), label="change")
    if kind == "other":
        letter = data.draw(st.sampled_from("ABcd09-_"), label="letter")
        parts[i] = text[:at] + letter + text[at + 1 :]
        # The last letter of base64 can have bits that mean nothing.
        assume(base64_of(parts[i]) != base64_of(text))
    elif kind == "less":
        parts[i] = text[:at] + text[at + 1 :]
    else:
        other = (i + 1) % 5
        parts[i], parts[other] = parts[other], parts[i]
    with pytest.raises(Unopened):
        unseal(".".join(parts), KEYS.keys)


def base64_of(text: str) -> bytes:
    """Return the bytes of a text in base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@settings(deadline=None, max_examples=200)
@given(st.one_of(texts, st.lists(st.text("abcXYZ019-_=", max_size=12)).map(".".join)))
def test_nothing_else_can_be_opened(text: str) -> None:
    """Any text, with dots and without, is refused and does no harm."""
    with pytest.raises(Unopened):
        unseal(text, KEYS.keys)


# The whole way ------------------------------------------------------------------------


@FORMS
def test_a_payment_is_made_sealed(form: JwtForm) -> None:
    """Page, payment, status and refund; the fake Juspay knows no API key."""
    there = jwt_gateway(compact=form is JwtForm.COMPACT)
    who = jwt_credentials(form=form)
    client = JuspayClient(who, JwtTransport(there, who))
    page = client.create_session(
        Due("1054.25"), order_id="A1", payment_page_client_id="shop"
    )
    there.take(there.gateway.pay("A1"))
    paid = client.order_status("A1")
    back = client.refund(paid, unique_request_id="R1", amount="54.25")

    assert ("NEW", "CHARGED", Decimal("54.25")) == (
        page.status,
        paid.status,
        back.amount_refunded,
    )
    assert ["/v4/session", "/v4/order-status", "/v4/orders/A1/refunds"] == [
        each.url.removeprefix("https://sandbox.juspay.in") for each in there.sent
    ]


def test_a_payment_is_made_sealed_from_an_event_loop() -> None:
    """The same, with the other client."""
    there = jwt_gateway()

    class Sends:
        async def send(self, request: Request) -> Response:
            return there.send(request)

    async def made() -> juspay.Order:
        client = AsyncJuspayClient(KEYS, AsyncJwtTransport(Sends(), KEYS))
        await client.create_session(
            Due("1054.25"), order_id="A1", payment_page_client_id="shop"
        )
        there.take(there.gateway.pay("A1"))
        return await client.order_status("A1")

    assert asyncio.run(made()).state.paid


def test_calls_in_clear_go_the_same_way_with_the_key() -> None:
    """An order is created in clear and read sealed."""
    there = Loopback(Gateway(jwt=jwt_keys()))
    who = jwt_credentials(api_key="LOOPBACK_KEY")
    client = JuspayClient(who, JwtTransport(there, who))
    client.create_order(Due("1054.25"), order_id="A1")

    assert ("NEW", ["orders", "order-status"]) == (
        client.order_status("A1").status,
        [each.url.rpartition("/")[2] for each in there.sent],
    )


def test_the_sealed_way_over_http() -> None:
    """Around a transport that opens sockets."""
    there = jwt_gateway()
    with serving(there) as url:
        client = JuspayClient(KEYS, JwtTransport(UrllibTransport(), KEYS), url)
        page = client.create_session(
            Due("1054.25"), order_id="A1", payment_page_client_id="shop"
        )

    assert ("NEW", "POST") == (page.status, there.sent[0].method)


@pytest.mark.parametrize(
    "who",
    [
        jwt_credentials(own="else"),
        jwt_credentials(other="else"),
        evolve(KEYS, key_id="key_2"),
    ],
)
def test_a_request_of_other_keys_is_refused(who: JwtCredentials) -> None:
    """As one with a wrong API key is; the answer is in clear."""
    there = jwt_gateway()
    client = JuspayClient(who, JwtTransport(there, who))
    with pytest.raises(GatewayError) as caught:
        client.order_status("A1")

    assert (401, "access_denied") == (caught.value.http_status, caught.value.error_code)


def test_a_page_whose_answer_cannot_be_opened_is_not_made_twice() -> None:
    """The request may have been carried out: the status is read first."""
    there = jwt_gateway()
    half = jwt_credentials(other="juspay")

    class Tampers:
        def send(self, request: Request) -> Response:
            found = there.send(request)
            if request.url.endswith("/session"):
                return evolve(found, body=found.body.replace(b'"tag"', b'"gat"'))
            return found

    client = JuspayClient(half, JwtTransport(Tampers(), half))
    with pytest.raises(GatewayError) as caught:
        client.create_session(Due("10"), order_id="A1", payment_page_client_id="shop")

    assert ("session_lost", ["session", "order-status"]) == (
        caught.value.error_code,
        [each.url.rpartition("/")[2] for each in there.sent],
    )


def test_an_answer_that_breaks_off_is_not_believed() -> None:
    """The trouble of the network below the seal."""
    there = Loopback(evolve(jwt_gateway().gateway, troubles=(Trouble.MALFORMED_JSON,)))
    with pytest.raises(GatewayError) as caught:
        JwtTransport(there, KEYS).send(session())

    assert "answer_not_opened" == caught.value.error_code


# The gateway, and events --------------------------------------------------------------


def account(**fields: Any) -> JuspayGateway:
    """Return the merchant's account behind the port of gateways."""
    return JuspayGateway(
        **{"credentials": KEYS, "payment_page_client_id": "shop", **fields}
    )


def test_without_an_api_key_nothing_is_captured() -> None:
    """Juspay takes neither captures nor voids encrypted."""
    both = account(credentials=jwt_credentials(api_key="LOOPBACK_KEY"))

    assert [(False, False, False), (True, True, True)] == [
        (found.capture, found.partial_capture, found.void)
        for found in (account().capabilities, both.capabilities)
    ]


def test_the_gateway_reads_a_status_sealed() -> None:
    """The port knows nothing of it."""
    there = jwt_gateway()
    transport = JwtTransport(there, KEYS)
    transport.send(session())
    there.take(there.gateway.pay("A1"))
    ref = juspay_ref()
    report = converse(ask(account().status(ref)), transport)

    assert ("succeeded", Decimal("1054.25")) == (report.state, report.received)


def juspay_ref() -> Any:
    """Return what is asked about."""
    from checkout_core.gateway import PaymentRef

    return PaymentRef(id="A1", amount=Decimal("1054.25"), currency="INR")


EVENT = {
    "id": "evt_1",
    "event_name": "ORDER_SUCCEEDED",
    "content": {"order": {"order_id": "A1", "status": "CHARGED"}},
}
PLAIN = json.dumps(EVENT).encode()
SEALED_EVENT = sealed_event(PLAIN, jwt_keys())
BASIC = {"authorization": "Basic " + base64.b64encode(b"juspay:loopback").decode()}
PASSWORD = ("juspay", "loopback")
NEXT_KEYS = jwt_credentials(own="next")
OTHERS = jwt_credentials(other="else")


def test_an_event_is_read_with_the_keys() -> None:
    """It proves by its signature where it is from."""
    event = juspay.read_event(SEALED_EVENT, KEYS)
    assert ("evt_1", "CHARGED") == (event.id, getattr(event.content, "status", None))


# Each process seals otherwise, and all of them must know a test by one name.
EVENT_FAULTS = {
    "sealed, without keys": (SEALED_EVENT, None, "unusable_event"),
    "in clear": (PLAIN, KEYS, "unauthorized"),
    "no JSON": (b"no JSON", KEYS, "unauthorized"),
    "signed by another": (SEALED_EVENT, OTHERS, "unauthorized"),
    "sealed for another": (SEALED_EVENT, NEXT_KEYS, "unauthorized"),
    "empty": (sealed_event(b"{}", jwt_keys()), KEYS, "unusable_event"),
}


@pytest.mark.parametrize(
    ("body", "who", "code"), EVENT_FAULTS.values(), ids=EVENT_FAULTS
)
def test_an_event_that_is_not_juspays_is_not_read(
    body: bytes, who: JwtCredentials | None, code: str
) -> None:
    """With keys, one in clear is refused; without, one that is sealed is."""
    with pytest.raises(GatewayError) as caught:
        juspay.read_event(body, who)
    assert code == caught.value.error_code


# what the account has, headers, body, what is said of it
JWT_ONLY: dict[str, Any] = {"credentials": KEYS}
BASIC_ONLY = {"credentials": Credentials("merchant-id", "k"), "webhook": PASSWORD}
BOTH = {"credentials": KEYS, "webhook": PASSWORD}
ROTATED = {"credentials": NEXT_KEYS, "webhook_keys": (OTHERS, KEYS)}
EVENTS: dict[str, tuple[dict[str, Any], dict[str, str], bytes, str]] = {
    "keys, sealed": (JWT_ONLY, {}, SEALED_EVENT, "A1"),
    "keys, with a password": (JWT_ONLY, BASIC, PLAIN, "unauthorized"),
    "password, in clear": (BASIC_ONLY, BASIC, PLAIN, "A1"),
    "password, sealed": (BASIC_ONLY, BASIC, SEALED_EVENT, "unauthorized"),
    "both, sealed": (BOTH, {}, SEALED_EVENT, "A1"),
    "both, with a password": (BOTH, BASIC, PLAIN, "A1"),
    "both, with neither": (BOTH, {}, PLAIN, "unauthorized"),
    "keys before": (ROTATED, {}, SEALED_EVENT, "A1"),
    "a list": (ROTATED, {}, sealed_event(b"[]", jwt_keys()), "unusable_event"),
    "keys of another": (
        {"credentials": OTHERS},
        BASIC,
        SEALED_EVENT,
        "unauthorized",
    ),
}


@pytest.mark.parametrize(
    ("fields", "headers", "body", "said"), EVENTS.values(), ids=EVENTS
)
def test_an_account_takes_events_in_the_ways_it_has(
    fields: dict[str, Any], headers: dict[str, str], body: bytes, said: str
) -> None:
    """By keys, by password, by both, and while keys are changed."""
    try:
        found = account(**fields).event(headers, body)
    except GatewayError as error:
        found = error.error_code
    assert said == found


def test_the_fake_gateway_seals_its_events_where_it_is_told_to() -> None:
    """As the dashboard's setting does."""
    there = jwt_gateway(events=True)
    JwtTransport(there, KEYS).send(session())
    event = there.gateway.pay("A1").events[0]

    assert (["JWT"], "A1") == (
        list(json.loads(event.body)),
        account().event({}, event.body),
    )


def test_opened_event_gives_back_what_was_signed() -> None:
    """Byte for byte."""
    assert PLAIN == opened_event(SEALED_EVENT, KEYS)
