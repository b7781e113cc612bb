# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The port of gateways: ids of payments, calls that lead to others, who is believed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from checkout_core import Cart, CheckoutError, GatewayError, Line, Store, quote
from checkout_core.gateway import (
    AuthorizationState,
    Capabilities,
    Operation,
    PaymentRef,
    PaymentReport,
    RefundState,
    ask,
    check_void,
    create,
    events_of,
    payment_of,
    payment_under,
    ref_of,
    resume,
    started,
    to_capture,
)
from checkout_core.http import Request, Response, converse
from checkout_core.juspay import JuspayGateway, MandateTerms
from checkout_core.orders import Order, PaymentState, PaymentUpdate
from checkout_core.testing.gateway import Gateway as FakeJuspay
from checkout_core.testing.gateway import Loopback, Trouble
from checkout_core.wire.endpoints import ask_payment
from checkout_core.wire.envelopes import Answered, PaymentPending
from tests.factories.faults import faults_of
from tests.factories.orders import NOON, placed
from tests.factories.paisapay import PaisaPay
from tests.factories.providers import CHECKOUT, HYPER, JuspayProvider, PaisaPayProvider


PLAIN = Capabilities(longest_id=20)


def begun(capabilities: Capabilities = PLAIN) -> Order:
    """Return an order with a payment that was started."""
    order = placed()
    return order.after(started(order, at=NOON, capabilities=capabilities))


def again(capabilities: Capabilities) -> str:
    """Return the id of a second payment."""
    return started(begun(), at=NOON, capabilities=capabilities).id


def test_the_first_payment_has_the_orders_number() -> None:
    """It is the whole unpaid amount."""
    order = placed()
    payment = started(order, at=NOON, capabilities=PLAIN)

    assert (order.number, order.amount_unpaid, PaymentState.STARTED) == (
        payment.id,
        payment.amount,
        payment.state,
    )


@pytest.mark.parametrize(
    ("capabilities", "length"),
    [
        (Capabilities(longest_id=5), 5),
        (Capabilities(longest_id=40, alphanumeric_ids=True), 16),
    ],
)
def test_a_later_payment_has_an_id_that_the_gateway_takes(
    capabilities: Capabilities, length: int
) -> None:
    """A count where it fits, else a digest of number and count."""
    digest = again(capabilities)

    assert ("ORD-1-2", length, True) == (
        again(PLAIN),
        len(digest),
        digest.isalnum(),
    )


@pytest.mark.parametrize("name", ["ORD-1", "ord-1-2", "ORD-1-3"])
def test_an_id_that_the_merchant_used_is_passed_over(name: str) -> None:
    """The merchant chooses the ids of what they took; the gateway's are used once."""
    taken = PaymentUpdate(name, "1.00", NOON, manual=True)
    ident = started(placed().after(taken), at=NOON, capabilities=PLAIN).id

    assert "ORD-1-3" if name == "ord-1-2" else "ORD-1-2" == ident


def test_an_answer_about_another_order() -> None:
    """It changes nothing, and says which payments there are."""
    with pytest.raises(GatewayError) as refused:
        payment_under(begun(), "ORD-2")

    assert "order_differs" == refused.value.error_code


def test_ids_are_the_same_in_any_case() -> None:
    """Gateways ignore it."""
    assert "ORD-1" == payment_under(begun(), "ord-1").id


def test_a_payment_of_exactly_what_was_asked_for() -> None:
    """A gateway that says no more is believed."""
    order = begun()
    found = PaymentReport(id="ORD-1", state=PaymentState.SUCCEEDED)
    payment = payment_of(order, found, at=NOON)

    assert (payment.amount, Decimal(0)) == (payment.received, payment.gateway_discount)


def test_a_payment_that_does_not_count() -> None:
    """Its problem is raised, whatever state it is in."""
    problem = GatewayError("less came", error_code="differs_from_request")
    found = PaymentReport(id="ORD-1", state=PaymentState.SUCCEEDED, problem=problem)
    with pytest.raises(GatewayError) as refused:
        payment_of(begun(), found, at=NOON)

    assert problem is refused.value


@pytest.mark.parametrize(
    ("said", "code", "fields"),
    [
        ({"received": Decimal(1)}, "unusable_receipt", ("received",)),
        ({"surcharge": Decimal(-1)}, "unusable_receipt", ("surcharge",)),
        ({"method": 5, "reference": 7}, "unusable_receipt", ("method", "reference")),
        ({"state": "PAID"}, "unusable_receipt", ("state",)),
        ({"id": 5}, "order_differs", ("order_id",)),
    ],
)
def test_figures_that_are_no_payment(
    said: dict[str, Any], code: str, fields: tuple[str, ...]
) -> None:
    """The far side is at fault, whatever it said, and not whoever asked."""
    found: dict[str, Any] = {"id": "ORD-1", "state": PaymentState.SUCCEEDED, **said}
    with pytest.raises(GatewayError) as refused:
        payment_of(begun(), PaymentReport(**found), at=NOON)

    assert (code, fields, False) == (
        refused.value.error_code,
        refused.value.fields,
        refused.value.unclear,
    )


def test_what_a_gateway_does_not_know_is_still_under_way() -> None:
    """It may know it later."""
    found = PaymentReport(id="ORD-1", state=None)

    assert (True, PaymentState.STARTED) == (
        found.not_found,
        payment_of(begun(), found, at=NOON).state,
    )


# Calls --------------------------------------------------------------------------------


class Answers:
    """A transport with its answers at hand; an error is raised."""

    def __init__(self, *answers: str | GatewayError) -> None:
        self.answers = list(answers)
        self.sent: list[str] = []

    def send(self, request: Request) -> Response:
        """Return the next answer."""
        self.sent.append(request.url)
        answer = self.answers.pop(0)
        if isinstance(answer, GatewayError):
            raise answer
        return Response(200, (), answer.encode())


def call(url: str, read: Callable[[Response], Any]) -> Operation[Any]:
    """Return a call."""
    return Operation(Request("GET", url, ()), read)


def text(response: Response) -> str:
    """Return an answer as text."""
    return response.body.decode()


def status(response: Response) -> PaymentReport:
    """Return a payment that is started, or that is not there."""
    state = PaymentState.STARTED if response.body else None
    return PaymentReport(id="A1", state=state)


START, STATUS = call("start", text), call("status", status)
LOST = GatewayError("no answer came", error_code="no_answer")
NO = GatewayError("no", error_code="refused", http_status=400)


def test_a_call_may_lead_to_another() -> None:
    """The result is that of the last one."""
    first = call("first", lambda response: call(text(response), text))
    there = Answers("second", "done")

    assert ("done", ["first", "second"]) == (converse(ask(first), there), there.sent)


@pytest.mark.parametrize(
    ("begin", "answers", "sent"),
    [
        (create, ["token"], ["start"]),
        (create, [LOST, "x"], ["start", "status"]),
        (create, [LOST, "", "token"], ["start", "status", "start"]),
        (resume, ["x"], ["status"]),
        (resume, ["", "token"], ["status", "start"]),
        (resume, ["", LOST, "x"], ["status", "start", "status"]),
    ],
)
def test_a_charge_is_never_started_twice(
    begin: Any, answers: list[str | GatewayError], sent: list[str]
) -> None:
    """If the answer was lost, the status says whether it is there."""
    there = Answers(*answers)
    found = converse(begin(START, STATUS), there)

    assert (sent, answers[-1] == "token") == (there.sent, found == "token")


def test_a_charge_that_is_refused() -> None:
    """Nothing was carried out, so nothing is asked."""
    there = Answers(NO)
    with pytest.raises(GatewayError) as refused:
        converse(create(START, STATUS), there)

    assert (NO, ["start"]) == (refused.value, there.sent)


# Both gateways ------------------------------------------------------------------------


def test_a_shopper_returns_from_juspay() -> None:
    """The signature of the URL is checked, with the key of the dashboard."""
    there = Loopback(FakeJuspay(at=NOON))
    gateway = JuspayGateway(
        credentials=JuspayProvider().account().credentials,
        payment_page_client_id="shop",
        response_key="loopback_response_key",
    )
    need = ask_payment(placed(), HYPER, gateway=gateway, at=NOON)
    assert isinstance(need, PaymentPending)
    there.send(need.call)
    url = there.gateway.return_url("ORD-1")

    assert "ORD-1" == gateway.returned(url)
    for found, given in (
        (gateway, url.replace("status=NEW", "status=CHARGED")),
        (JuspayProvider().account(), url),
    ):
        with pytest.raises(GatewayError) as refused:
            found.returned(given)
        assert "unauthorized" == refused.value.error_code


def test_a_shopper_returns_from_another() -> None:
    """Another gateway signs in its own way."""
    there = PaisaPay()
    url = there.return_url("ORD-1")

    assert "ORD-1" == there.account.returned(url)
    with pytest.raises(GatewayError) as refused:
        there.account.returned(url.replace("ORD-1", "ORD-2"))
    assert "unauthorized" == refused.value.error_code


@pytest.mark.parametrize("provider", [JuspayProvider, PaisaPayProvider])
def test_a_refund_under_one_id_is_one_refund(provider: Any) -> None:
    """Sent twice it is carried out once, and its state is known both times."""
    here = provider()
    gateway = here.account()
    need = ask_payment(placed(), here.method, gateway=gateway, at=NOON)
    assert isinstance(need, PaymentPending)
    here.transport.send(need.call)
    here.pay("ORD-1")
    refund = gateway.refund(
        "ORD-1", refund_id="R1", amount=Decimal("10.00"), currency="INR"
    )
    states = [converse(ask(refund), here.transport).state for _ in range(2)]

    assert ([RefundState.PENDING] * 2, [("R1", Decimal(10))]) == (
        states,
        here.refunds("ORD-1"),
    )


def test_a_refund_that_juspay_refuses() -> None:
    """Nothing was paid, so nothing goes back."""
    here = JuspayProvider()
    gateway = here.account()
    need = ask_payment(placed(), here.method, gateway=gateway, at=NOON)
    assert isinstance(need, PaymentPending)
    here.transport.send(need.call)
    refund = gateway.refund(
        "ORD-1", refund_id="R1", amount=Decimal("10.00"), currency="INR"
    )
    with pytest.raises(GatewayError) as refused:
        converse(ask(refund), here.transport)

    assert "invalid.order.not_successful" == refused.value.error_code


def test_a_charge_is_known_by_what_was_asked_for() -> None:
    """Id, amount and currency; a guest has no id."""
    order = begun()
    ref = ref_of(order, order.payments[0])

    assert ("ORD-1", order.amount_unpaid, "INR", order.quote.cart.customer.id) == (
        ref.id,
        ref.amount,
        ref.currency,
        ref.customer_id,
    )


def test_a_gateway_is_asked_for_by_its_name() -> None:
    """A method of one gateway is refused by another."""
    account = PaisaPay().account
    asked = ask_payment(placed(), HYPER, gateway=account, at=NOON)
    assert isinstance(asked, Answered)
    paths = [each["path"] for each in asked.envelope.document["errors"]]

    assert (400, "payment_method.payment_provider_slug") == (
        asked.envelope.status,
        paths[0],
    )


@pytest.mark.parametrize("given", ["line", "terms"])
def test_a_subscription_needs_a_gateway_with_mandates(given: str) -> None:
    """Else the first bill would be paid and no later one."""
    box = Line("box", 1, "500.00", tax_rate=0, on_subscription=given == "line")
    order = Order.placed(quote(Cart("INR", [box]), Store("INR")), number="N", at=NOON)
    terms = MandateTerms(max_amount=500) if given == "terms" else None
    found = ask_payment(
        order, CHECKOUT, gateway=PaisaPay().account, at=NOON, mandate=terms
    )
    assert isinstance(found, Answered)

    assert (400, [("payment_method.payment_provider_slug", "no_mandates")]) == (
        found.envelope.status,
        [(each["path"], each["code"]) for each in found.envelope.document["errors"]],
    )


def test_an_answer_for_another_amount() -> None:
    """The shopper is not sent on with it."""
    here = PaisaPayProvider()
    need = ask_payment(placed(), CHECKOUT, gateway=here.account(), at=NOON)
    assert isinstance(need, PaymentPending)
    here.fail_next(Trouble.AMOUNT_MISMATCH)
    answer = need.start.read(here.transport.send(need.call))
    assert not isinstance(answer, Operation)
    assert answer.problem is not None

    assert "amount_differs" == answer.problem.error_code


def test_an_order_is_asked_for_at_a_moment() -> None:
    """A time that is none is refused."""
    with pytest.raises(CheckoutError) as refused:
        started(placed(), at="noon", capabilities=PLAIN)  # type: ignore[arg-type]

    assert ["at"] == [each.path for each in refused.value.faults]


# Money that is held -------------------------------------------------------------------

PROVIDERS = pytest.mark.parametrize("provider", [JuspayProvider, PaisaPayProvider])
REF = PaymentRef(id="ORD-1", amount=Decimal("843.30"), currency="INR")
CAPTURED = (PaymentState.SUCCEEDED, None, REF.amount)
HELD = (PaymentState.STARTED, AuthorizationState.HELD, None)


def asked(provider: Any) -> Any:
    """Return a gateway where the payment of an order was asked for."""
    here = provider()
    need = ask_payment(placed(), here.method, gateway=here.account(), at=NOON)
    assert isinstance(need, PaymentPending)
    here.transport.send(need.call)
    return here


def held(provider: Any) -> Any:
    """Return a gateway that holds the money of an order."""
    here = asked(provider)
    here.authorize("ORD-1")
    return here


def report(here: Any, call: Operation[PaymentReport]) -> tuple[Any, Any, Any]:
    """Return what a payment is after an operation."""
    found = converse(ask(call), here.transport)
    return found.state, found.authorization, found.received


@PROVIDERS
def test_money_that_is_held_is_no_payment(provider: Any) -> None:
    """The order waits, and it is known why."""
    here = held(provider)
    found = converse(ask(here.account().status(REF)), here.transport)
    order = begun()

    assert (AuthorizationState.HELD, PaymentState.STARTED) == (
        found.authorization,
        payment_of(order, found, at=NOON).state,
    )


@PROVIDERS
@pytest.mark.parametrize("amount", [None, REF.amount])
def test_a_capture_takes_the_money_once(provider: Any, amount: Decimal | None) -> None:
    """Sent again it says what was taken; then the order is paid."""
    here = held(provider)
    capture = here.account().capture(REF, capture_id="C1", amount=amount)
    twice = [report(here, capture) for _ in range(2)]
    found = converse(ask(here.account().status(REF)), here.transport)
    order = begun().after(payment_of(begun(), found, at=NOON))

    assert ([CAPTURED] * 2, Decimal(0)) == (twice, order.amount_unpaid)


@PROVIDERS
def test_a_capture_whose_answer_is_lost(provider: Any) -> None:
    """The next one reads that it was carried out."""
    here = held(provider)
    capture = here.account().capture(REF, capture_id="C1")
    here.fail_next(None, Trouble.TIMEOUT_AFTER_ACCEPT)
    with pytest.raises(GatewayError) as lost:
        report(here, capture)

    assert ("no_answer", CAPTURED) == (lost.value.error_code, report(here, capture))


@PROVIDERS
@pytest.mark.parametrize("state", ["asked", "failed"])
def test_a_capture_of_nothing(provider: Any, state: str) -> None:
    """No money is held before the shopper pays, and none after that failed."""
    here = asked(provider)
    if state == "failed":
        here.fail("ORD-1")
    with pytest.raises(GatewayError) as refused:
        report(here, here.account().capture(REF, capture_id="C1"))

    assert "nothing_authorized" == refused.value.error_code


@PROVIDERS
@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0", "not_positive"),
        ("-1", "not_positive"),
        ("843.31", "capture_above_asked"),
    ],
)
def test_an_amount_that_is_not_captured(provider: Any, amount: str, code: str) -> None:
    """It is refused before anything is sent, by every gateway in the same words."""
    account = provider().account()

    assert [("amount", code)] == faults_of(
        lambda: account.capture(REF, capture_id="C1", amount=Decimal(amount))
    )


@PROVIDERS
def test_an_amount_off_the_grid_is_not_captured(provider: Any) -> None:
    """It is never rounded."""
    account = provider().account()

    assert ("amount", "off_grid") in faults_of(
        lambda: account.capture(REF, capture_id="C1", amount=Decimal("1.001"))
    )


def test_a_part_is_captured_where_the_gateway_can() -> None:
    """Juspay holds the rest; the other one says that it cannot."""
    part = Decimal("800.00")
    here = held(JuspayProvider)
    capture = here.account().capture(REF, capture_id="C1", amount=part)
    other = PaisaPayProvider().account()

    assert (PaymentState.SUCCEEDED, AuthorizationState.PARTLY_CAPTURED, None) == report(
        here, capture
    )
    assert (False, [("amount", "no_partial_capture")]) == (
        other.capabilities.partial_capture,
        faults_of(lambda: other.capture(REF, capture_id="C1", amount=part)),
    )


def test_a_void_gives_the_money_back() -> None:
    """Sent again it changes nothing, and nothing is captured any more."""
    here = held(JuspayProvider)
    void = here.account().void(REF)

    assert [(PaymentState.FAILED, None, None)] * 2 == [
        report(here, void) for _ in range(2)
    ]


def test_a_gateway_that_cannot_void() -> None:
    """One fault says so, before anything is sent."""
    account = PaisaPayProvider().account()

    assert (False, [("", "no_void")]) == (
        account.capabilities.void,
        faults_of(lambda: account.void(REF)),
    )


def test_a_gateway_that_takes_the_money_at_once() -> None:
    """By default there is nothing to capture and nothing to void."""
    assert ([("amount", "no_capture")], [("", "no_void")]) == (
        faults_of(lambda: to_capture(PLAIN, REF)),
        faults_of(lambda: check_void(PLAIN)),
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("pending", ("confirmed", "pending")),
        ("draft", ("confirmed", "pending")),
        ("awaiting_approval", ("awaiting_approval", "pending")),
        ("confirmed", ("confirmed", "pending")),
    ],
)
def test_a_payment_that_the_courier_takes(
    status: str, expected: tuple[str, str]
) -> None:
    """It confirms what waits for its payment, and is not paid by that."""
    order = Order.placed(placed().quote, number="ORD-1", at=NOON, status=status)
    order = order.after(started(order, at=NOON, capabilities=PLAIN))
    found = PaymentReport(id="ORD-1", state=PaymentState.STARTED, on_delivery=True)
    for event in events_of(order, found, at=NOON, sent={}):
        order = order.after(event)

    assert (expected, order.to_be_paid) == (
        (order.status, order.payment_status),
        order.amount_unpaid,
    )
