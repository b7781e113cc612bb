# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How each row of the table is looked at: over HTTP, at the gateway, or by a rule."""

from __future__ import annotations

import json

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from checkout_core import (
    CheckoutError,
    GatewayError,
    dumps,
    write_order,
    write_order_detail,
)
from checkout_core.http import Response
from checkout_core.juspay import (
    Address,
    Credentials,
    Due,
    MandateTerms,
    create_order,
    create_order_and_pay,
    read_event,
    read_order,
)
from checkout_core.juspay.amounts import check_amount, check_currency
from checkout_core.juspay.rules import (
    check_address,
    check_contact,
    check_customer_id,
    check_email,
    check_order_id,
    check_phone,
    check_udf,
)
from checkout_core.juspay.urls import check_return_url
from checkout_core.subscriptions.calendar import (
    Frequency,
    check_rule_value,
    debit_days,
    rule_value_of,
)
from tests.factories.endpoints import CREATED, IN_JUSPAY, PAGE_INFO
from tests.factories.orders import moved, paid, placed
from tests.seeds.world import (
    ADDRESS,
    ATTRIBUTES,
    COLLECTION,
    FIELDS,
    OPTIONS,
    PAGE,
    form_of,
    wished,
)


if TYPE_CHECKING:
    from collections.abc import Callable

    from checkout_core.http import Request
    from tests.seeds.world import World


KEYS = Credentials("merchant-id", "LOOPBACK_KEY")


def refuses(call: Callable[[], object], path: str | None = None) -> bool:
    """Return whether a call is refused, for what stands at *path*."""
    try:
        call()
    except CheckoutError as error:
        return path is None or [path] == [each.path for each in error.faults]
    return False


def form(request: Request) -> dict[str, str]:
    """Return the fields of a form."""
    return dict(parse_qsl(request.body.decode(), keep_blank_values=True))


def built(**fields: Any) -> Request:
    """Return the request that creates an order of 100 rupees."""
    return create_order(Due("100"), KEYS, order_id="A1", **fields)


# Answers ------------------------------------------------------------------------------


def field(world: World, answer: str, path: tuple[Any, ...], shown: Any) -> None:
    """The field is there, with a value of the kind that the sample shows."""
    found = getattr(world, answer)
    options = [found]
    for key in path:
        # Of a list's entries one has to say it.
        options = [
            each
            for holder in options
            if holder is not None
            for each in (holder if key == 0 else [holder[key]])
        ]
    kinds: tuple[type, ...] = (str,)
    if isinstance(shown, bool):
        kinds = (bool,)
    elif isinstance(shown, int):
        kinds = (int, Decimal)
    elif shown == {}:
        kinds = (dict,)
    fitting = [
        each
        for each in options
        if isinstance(each, kinds) and (isinstance(shown, bool) or each is not True)
    ]
    assert fitting
    if isinstance(shown, str) and shown.startswith("2023-"):
        assert all(datetime.fromisoformat(str(each)).tzinfo for each in fitting)


def not_negative(world: World, key: str) -> None:
    """Wherever the key stands in any order, its value is 0 or more."""
    seen = 0

    def look(value: Any) -> None:
        nonlocal seen
        if isinstance(value, dict):
            for name, each in value.items():
                if name == key and each is not None:
                    seen += 1
                    assert each >= 0
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)

    look(world.orders)
    assert seen


def ok(world: World, answer: str) -> None:
    """It went well, and says so."""
    assert getattr(world, answer)["success"] is True


def strict(world: World, part: str, known: list[str]) -> None:
    """The vendor's strict schema finds nothing but what we decided."""
    created = json.loads(dumps(world.created))
    info = created["content"].pop("payment_info")
    document, schema = {
        "order": ({**created, "content": {**created["content"], **NO_INFO}}, CREATED),
        "payment_info": (info, PAGE_INFO),
        "juspay": (json.loads(dumps(world.in_juspay)), IN_JUSPAY),
    }[part]
    assert [each.message for each in schema.iter_errors(document)] == known


NO_INFO: dict[str, Any] = {"payment_info": {}}


# Requests -----------------------------------------------------------------------------


def route(world: World, path: str) -> None:
    """The path takes a POST, and nothing else."""
    assert world.service.ask("POST", path, {})[0] == 400
    assert world.service.ask("PUT", path, {})[0] == 405
    assert world.service.ask("POST", f"/api/v1/other/storefront/{path}", {})[0] == 404


def bearer(world: World, path: str) -> None:
    """Without a good token nothing is looked at."""
    assert world.service.refused("POST", path, {}, token="none") == (
        401,
        "unauthorized",
    )


def json_only(world: World, path: str) -> None:
    """A body that is no JSON is refused."""
    assert world.service.ask("POST", path, b"cart_id=1")[0] == 400


def refused(world: World, path: str, body: Any, paths: list[str]) -> None:
    """What is missing is named."""
    status, document = world.service.ask("POST", path, body)
    assert (status, [each["path"] for each in document["errors"]]) == (400, paths)


def no_such_cart(world: World) -> None:
    """The page's own request names no cart of ours."""
    body = {"cart_id": "<string>", "payment_method": {}}
    assert world.service.refused("POST", "orders", body) == (404, "cart_not_found")


def method(world: World, key: str, wrong: str) -> None:
    """A wrong value is named."""
    cart = world.cart(wished("mug", 1))
    body = {"cart_id": cart["id"], "payment_method": {**PAGE, key: wrong}}
    status, document = world.service.ask("POST", "orders", body)
    paths = [each["path"] for each in document["errors"]]
    assert (status, paths) == (400, [f"payment_method.{key}"])


def sent(world: World, answer: str, key: str, value: str) -> None:
    """The payment page is asked for with it."""
    assert getattr(world, answer)
    assert form_of(world.sent[answer])[key] == value


# Offers, statuses, items --------------------------------------------------------------


def applied(world: World, kind: str, given: str) -> None:
    """A cart with its product gets the offer."""
    assert world.applied(kind, given)


def savings(world: World, kind: str) -> None:
    """The rows add up to what the order says."""
    order = world.created["content"]["order"]
    rows = order[f"applied_{kind}s"]
    assert rows
    assert sum(each["savings"] for each in rows) == order[f"{kind}_savings"]
    assert order[f"is_{kind}_applied"] is True


def status(world: World, name: str) -> None:
    """An order gets there: by the shopper, the gateway, the merchant's parcels."""
    mine = world.created["content"]["order"]
    found = {
        **{key: each["status"] for key, each in world.shipped.items()},
        "pending": world.failed["status"],
        "cancelled": world.cancelled["status"],
        "confirmed": world.paid["status"],
        # These two are the host's to decide: no route leads there.
        "draft": write_order(placed().quote)["status"],
        "awaiting_approval": write_order_detail(moved(placed(), "approval_asked"))[
            "status"
        ],
    }
    assert mine["status"] == "pending"
    assert found[name] == name


def payment_status(world: World, name: str) -> None:
    """A payment gets there; one in part is told by the host's own events."""
    found = {
        "pending": world.delivered["order"]["payment_status"],
        "success": world.paid["payment_status"],
        "failed": world.failed["payment_status"],
        "partially_paid": write_order_detail(paid(placed(), "100.00"))[
            "payment_status"
        ],
    }
    assert found[name] == name


def preference(world: World, key: str, right: str, wrong: Any) -> None:
    """The value is kept, and another one is refused."""
    cart = world.cart(wished("mug", 1))
    path = f"carts/{cart['id']}/fulfillment-preference"
    body = {**COLLECTION, key: right}
    told = world.service.done("POST", path, body)["cart"]["fulfillment_preference"]
    assert told == body
    assert world.service.ask("POST", path, {**body, key: wrong})[0] == 400


def product_type(world: World, kind: str, name: str) -> None:
    """A product of the kind is told as one."""
    [item] = world.cart(wished(name, 1))["cart_items"]
    assert item["product_type"] == kind


def item(world: World, key: str, value: Any) -> None:
    """The tee says so."""
    assert world.created["content"]["order"]["order_items"][0][key] == value


def split(world: World) -> None:
    """One unit is sent before the other."""
    order = world.shipped["partially_shipped"]
    assert order["status"] == "partially_shipped"
    number = order["order_number"]
    [parcel] = world.of(number, "/shipments")["shipments"]
    assert parcel["shipment_items"][0]["quantity"] == 1


def options(world: World) -> None:
    """The line with a variant has them."""
    tee, box = world.created["content"]["order"]["order_items"]
    assert tee["variant_id"] is not None
    assert tee["associated_options"]
    assert (box["variant_id"], box["associated_options"]) == (None, None)


def example(world: World, key: str) -> None:
    """It is told as the catalogue has it."""
    expected = {"associated_options": OPTIONS, "attributes": ATTRIBUTES}
    item(world, key, expected[key])


def lookup_key(world: World) -> None:
    """Name and key are the catalogue's."""
    [told] = world.created["content"]["order"]["order_items"][0]["attributes"]
    assert (told["name"], told["key"]) == ("Product Type", "product_type")


# Addresses ----------------------------------------------------------------------------


def address(world: World, kind: str, key: str, value: str) -> None:
    """The order's address says it."""
    assert world.created["content"]["order"][kind][key] == value


def bare_address(world: World, kind: str, key: str, value: str) -> None:
    """An address that leaves it out, or spells it, is told with it."""
    cart = world.cart(wished("mug", 1))
    typed = {"phone": "098000-00001", "pincode": "411001"}
    both = {"billing_address": typed, "shipping_address": typed}
    world.service.done("POST", f"carts/{cart['id']}/address", both)
    order = world.service.order(cart["id"], payment_method=None)["order"]
    assert order[kind][key] == value


def gstin(world: World) -> None:
    """In India it is a GSTIN, whose last character is checked."""
    cart = world.cart(wished("mug", 1))
    wrong = {**ADDRESS, "tax_identification_number": "27AAPFU0939F1ZX"}
    body = {"billing_address": wrong, "shipping_address": ADDRESS}
    told, document = world.service.ask("POST", f"carts/{cart['id']}/address", body)
    [fault] = document["errors"]
    path = "billing_address.tax_identification_number"
    assert (told, fault["path"]) == (400, path)


def in_addresses_only(world: World, key: str) -> None:
    """Both addresses say it, and nothing else does."""
    order = world.created["content"]["order"]
    assert order["billing_address"][key] == order["shipping_address"][key] != ""
    rest = {name: each for name, each in order.items() if "_address" not in name}
    assert key not in json.dumps(rest, default=str)


def guest_address(world: World) -> None:
    """A guest's address has none, and the order says null."""
    service = world.service
    token = service.done("POST", "auth/anonymous")["access_token"]
    cart = service.done("POST", "carts", {"items": [wished("mug", 1)]}, token=token)
    path = f"carts/{cart['cart']['id']}/address"
    guest = {**ADDRESS, "id": None}
    both = {"billing_address": guest, "shipping_address": guest}
    told = service.done("POST", path, both, token=token)["cart"]
    assert told["billing_address"]["id"] is None


# Cancelling ---------------------------------------------------------------------------


def cancel_option(world: World) -> None:
    """Before it is shipped, and not after."""
    assert world.paid["is_cancellation_allowed"] is True
    assert world.shipped["shipped"]["is_cancellation_allowed"] is False


def cancel_details(world: World) -> None:
    """They are there while it can be cancelled."""
    assert world.paid["cancellation_refund_details"]
    assert world.shipped["shipped"]["cancellation_refund_details"] == {}


def points_back(world: World) -> None:
    """Who cancels has the points of before."""
    service = world.service
    cart = world.cart(wished("mug", 1))
    path = f"carts/{cart['id']}"
    service.done("POST", f"{path}/loyalty-points", {"loyalty_point_redeemed": 100})
    with service.app.database.reading() as unit:
        before = unit.balances.get("meera")["points"]
    order = service.order(cart["id"], payment_method=PAGE)["order"]
    with service.app.database.reading() as unit:
        during = unit.balances.get("meera")["points"]
    assert order["cancellation_refund_details"]["loyalty_point"] == 100
    body = {"cancellation_reason": "late"}
    service.done("POST", f"orders/{order['order_number']}/cancel", body)
    with service.app.database.reading() as unit:
        after = unit.balances.get("meera")["points"]
    assert (before - during, after - during) == (100, 100)


def refundable(world: World) -> None:
    """What was told is what is refunded."""
    order = world.ordered(wished("mug", 1))["order"]
    number = order["order_number"]
    world.service.pay(number)
    told = world.of(number)["order"]["cancellation_refund_details"]
    body = {"cancellation_reason": "late"}
    world.service.done("POST", f"orders/{number}/cancel", body)
    [made] = world.of(number, "/refunds")["refunds"]
    assert told["refundable_amount"] == made["refund_amount"]


def charges(world: World) -> None:
    """25 rupees stay with the shop."""
    told = world.paid["cancellation_refund_details"]
    assert told["cancellation_charges"] == 25
    got = world.paid["to_be_paid"] + world.paid["credit_balance_used"]
    assert told["refundable_amount"] == got - 25


def charges_reason(world: World) -> None:
    """The shop says why."""
    told = world.paid["cancellation_refund_details"]
    assert told["cancellation_charges_reason"] == "Packing"


def payment_mode(world: World, mode: str) -> None:
    """The way it came once it came, else by the merchant's bank."""
    found = {
        "original-payment-mode": world.paid,
        "bank-transfer": world.created["content"]["order"],
    }[mode]
    assert found["cancellation_refund_details"]["payment_mode"] == mode


def bank_transfer(world: World) -> None:
    """Asked for with an account, the money goes there."""
    number = world.ordered(wished("mug", 1))["order"]["order_number"]
    world.service.pay(number)
    body = {
        "cancellation_reason": "late",
        "refund_mode": "bank-transfer",
        "bank_account_id": "acc_7",
    }
    world.service.done("POST", f"orders/{number}/cancel", body)
    [made] = world.of(number, "/refunds")["refunds"]
    assert (made["payment_mode"], made["status"]) == ("bank-transfer", "approved")


# Payments and mandates ----------------------------------------------------------------


def required(world: World, wanted: bool) -> None:  # noqa: FBT001 - a row's argument
    """There is something to pay, or there is not and nothing is asked for."""
    if wanted:
        assert world.created["content"]["payment_required"] is True
        return
    cart = world.cart(wished("mug", 1), collect=True)
    path = f"carts/{cart['id']}/credit-balance"
    world.service.done("POST", path, {"credit_balance_used": 500})
    found = world.service.order(cart["id"], payment_method=PAGE)
    assert (found["payment_required"], found["payment_info"]) == (False, {})


def payload(world: World) -> dict[str, Any]:
    """Return what the payment page is opened with."""
    info = world.created["content"]["payment_info"]
    found: dict[str, Any] = info["sdk_payload"]["payload"]
    return found


def consent(world: World) -> None:
    """A subscription asks for it, any other order does not."""
    assert payload(world)["options.createMandate"] == "REQUIRED"
    plain = world.ordered(wished("mug", 1))["payment_info"]["sdk_payload"]["payload"]
    assert not [key for key in plain if key.startswith(("options.", "mandate."))]


def mandate(world: World, key: str, name: str) -> None:
    """What the page is opened with is what the gateway was asked for."""
    shown = str(payload(world)[key])
    assert shown == str(form_of(world.sent["created"])[f"mandate.{name}"]) != ""
    if name == "rule_value":
        # Ordered on 24 November.
        assert shown == "24"


def rule_needed(_: World, frequency: str) -> None:
    """Without its day it is refused."""
    assert refuses(lambda: check_rule_value(Frequency(frequency), None))


def rule_range(_: World, frequency: str, most: int) -> None:
    """From 1 to the last day, and no further."""
    kind = Frequency(frequency)
    for day in (1, most):
        check_rule_value(kind, day)
    assert refuses(lambda: check_rule_value(kind, 0))
    assert refuses(lambda: check_rule_value(kind, most + 1))


def weekdays(_: World) -> None:
    """23 November 2026 was a Monday."""
    days = [rule_value_of(Frequency.WEEKLY, date(2026, 11, day)) for day in (23, 29)]
    assert days == [1, 7]


def halves(_: World) -> None:
    """Rule value 3 is debited on the 3rd and on the 18th."""
    found = debit_days(Frequency.FORTNIGHTLY, 3, date(2026, 11, 1))
    first = [next(found) for _ in range(3)]
    assert first == [date(2026, 11, 3), date(2026, 11, 18), date(2026, 12, 3)]


# juspay/create-order ------------------------------------------------------------------


def data(world: World) -> dict[str, Any]:
    """Return what the other endpoint answers."""
    found: dict[str, Any] = world.in_juspay["content"]["data"]
    return found


def made_there(world: World) -> None:
    """The gateway knows the order."""
    order = world.service.gateway.gateway.orders[data(world)["order_id"].lower()]
    assert order["id"] == data(world)["id"]


def token(world: World) -> None:
    """A token, and until when it is good."""
    found = data(world)["juspay"]
    assert found["client_auth_token"].startswith("tkn_")
    assert found["client_auth_token_expiry"] > data(world)["date_created"]


def express(world: World) -> None:
    """A payment without a page goes on where the gateway says."""
    assert world.express["payment_info"]["payment"]["authentication"]["url"]


def echoed(world: World, key: str) -> None:
    """What the shop says is told back."""
    assert data(world)[key] == FIELDS[key]


def in_utc(world: World, key: str) -> None:
    """As the page writes it."""
    found = {**data(world), **data(world)["juspay"]}[key]
    assert datetime.fromisoformat(found).tzinfo is UTC
    assert found.endswith("Z")


# Juspay's page ------------------------------------------------------------------------


def asked(world: World, answer: str) -> Request:
    """Return the request that an answer of the service came from."""
    assert getattr(world, answer.replace(" ", "_"))
    return world.sent[answer]


def url(_: World, environment: str, expected: str) -> None:
    """That is where it goes."""
    assert built(environment=environment).url == expected


def posted(world: World) -> None:
    """By POST, to /orders."""
    request = asked(world, "in juspay")
    assert (request.method, request.url[-7:]) == ("POST", "/orders")


def header(world: World, name: str, value: str) -> None:
    """The request says it."""
    assert dict(asked(world, "in juspay").headers)[name] == value


def basic(world: World, key: str) -> None:
    """The key of the merchant, a colon, nothing."""
    header(world, "Authorization", "Basic TE9PUEJBQ0tfS0VZOg==")
    assert key == "LOOPBACK_KEY"


def basic_sample(_: World) -> None:
    """The sample's own key gives the sample's own header."""
    keys = Credentials("merchant-id", "{{apikey}}")
    found = dict(create_order(Due("1"), keys, order_id="A1").headers)
    assert found["Authorization"] == "Basic e3thcGlrZXl9fTo="


def version(world: World) -> None:
    """A date."""
    found = dict(asked(world, "in juspay").headers)["version"]
    assert date.fromisoformat(found).isoformat() == found


def txn_sample(_: World) -> None:
    """The eleven pairs, in their order."""
    request = create_order_and_pay(
        Due("1015.00", "SGD"),
        Credentials("paypal", "{{apikey}}"),
        order_id="ord_1590759422",
        transaction_order_id="1692783824",
        payment_method_type="WALLET",
        payment_method="GRABPAY",
        currency="SGD",
        customer_id="cst_1590759422",
        return_url="https://merchant.in/payments",
    )
    assert request.url == "https://sandbox.juspay.in/txns"
    assert request.body.decode() == (
        "order_id=1692783824&merchant_id=paypal&payment_method_type=WALLET"
        "&payment_method=GRABPAY&redirect_after_payment=true&format=json"
        "&order.order_id=ord_1590759422&order.amount=1015.00&order.currency=SGD"
        "&order.customer_id=cst_1590759422"
        "&order.return_url=https%3A%2F%2Fmerchant.in%2Fpayments"
    )


def body_has(world: World, answer: str, key: str) -> None:
    """It is sent, and holds something."""
    assert form(asked(world, answer))[key]


def body(world: World, answer: str, key: str, value: str) -> None:
    """It is sent so."""
    assert form(asked(world, answer))[key] == value


def order_id(_: World, text: str, good: bool) -> None:  # noqa: FBT001 - a row's argument
    """It is taken, or it is not."""
    assert refuses(lambda: check_order_id(text)) is not good


def amount(_: World, text: str, good: bool) -> None:  # noqa: FBT001 - a row's argument
    """It is taken, or it is not."""
    assert refuses(lambda: check_amount(text)) is not good


def return_url(_: World, text: str, good: bool) -> None:  # noqa: FBT001 - a row's argument
    """It is taken, or it is not."""
    assert refuses(lambda: check_return_url(text)) is not good


def customer_id(_: World, text: str) -> None:
    """The example is taken."""
    assert check_customer_id(text) == text


def customer_email(_: World, text: str) -> None:
    """The example is taken."""
    assert check_email(text) == text


def customer_phone(_: World, text: str) -> None:
    """The example is taken."""
    assert check_phone(text) == text


def guest(world: World) -> None:
    """Who has no account is sent as nobody."""
    service = world.service
    token = service.done("POST", "auth/anonymous")["access_token"]
    cart = service.done("POST", "carts", {"items": [wished("mug", 1)]}, token=token)
    order = service.order(cart["cart"]["id"], payment_method=PAGE, token=token)["order"]
    told = service.gateway.gateway.asked[order["order_number"].lower()]
    assert told["customer_id"] == ""


def mandate_needs_customer(_: World) -> None:
    """A mandate belongs to somebody."""
    terms = MandateTerms(max_amount="100", frequency="DAILY")
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    assert refuses(lambda: built(mandate=terms, at=moment), "customer_id")
    agreed = form(built(mandate=terms, at=moment, customer_id="meera"))
    assert agreed["mandate.frequency"] == "DAILY"


def contact(_: World) -> None:
    """Paytm wants both, a gateway that nobody knows wants neither."""
    assert refuses(lambda: check_contact("PAYTM", email=None, phone="99999999"))
    assert refuses(lambda: check_contact("PAYTM", email="a@b.in", phone=None))
    check_contact("PG1", email=None, phone=None)


def currency(_: World, code: str) -> None:
    """It can be asked for."""
    assert check_currency(code) == code


def described(world: World) -> None:
    """The shop's words, with the order's number in them."""
    number = world.delivered["order"]["order_number"]
    body(world, "in juspay", "description", f"Order {number}")


def iso_default(_: World) -> None:
    """An address that does not say where it is, is in India."""
    key = "billing_address_country_code_iso"
    assert dict(check_address("billing", Address(city="Pune")))[key] == "IND"


def built_with(fields: dict[str, Any]) -> dict[str, str]:
    """Return the form of an order with further fields."""
    return form(built(**fields))


def built_key(_: World, fields: dict[str, Any], key: str, value: str) -> None:
    """A host that says it has it sent."""
    assert built_with(fields)[key] == value


def not_built(_: World, fields: dict[str, Any], path: str) -> None:
    """It is refused by its name."""
    assert refuses(lambda: built(**fields), path)


def udf_length(_: World, name: str) -> None:
    """255 are taken, 256 are not."""
    assert check_udf(name, "x" * 255)
    assert refuses(lambda: check_udf(name, "x" * 256), name)


def udf(_: World, name: str, right: str, wrong: str | None) -> None:
    """The example is taken, and what it may not hold is not."""
    assert check_udf(name, right) == right
    if wrong is not None:
        assert refuses(lambda: check_udf(name, wrong), name)


def reflected(world: World, where: str) -> None:
    """What was sent comes back to the merchant."""
    number = data(world)["order_id"]
    gateway = world.service.gateway.gateway
    found: Any = gateway.orders[number.lower()]["udf1"]
    if where == "webhook":
        [event] = gateway.pay(number).events
        found = getattr(read_event(event.body).content, "udf1", None)
    assert found == FIELDS["udf1"]


def answer(_: World, sample: dict[str, Any], key: str) -> None:
    """The page's sample is read, and each key of it says what it says there."""
    request = create_order(
        Due("1", "SGD"), KEYS, order_id="14183944763", currency="SGD"
    )
    found: Any = read_order(request, Response(200, (), json.dumps(sample).encode()))
    told, expected = getattr(found, key), sample[key]
    if isinstance(expected, dict):
        assert {name: plain(getattr(told, name)) for name in expected} == expected
    else:
        assert plain(told) == expected


def plain(value: Any) -> Any:
    """Return a value as the page writes it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def not_paid(_: World, sample: dict[str, Any]) -> None:
    """Nothing is paid yet."""
    request = create_order(
        Due("1", "SGD"), KEYS, order_id="14183944763", currency="SGD"
    )
    found = read_order(request, Response(200, (), json.dumps(sample).encode()))
    assert str(found.state.outcome) == "pending"


def link(world: World, name: str, path: str) -> None:
    """Each link is its own."""
    found = data(world)
    assert found["payment_links"][name].endswith(path.format(id=found["id"]))


def expires(world: World) -> None:
    """The page's link says until when."""
    info = world.created["content"]["payment_info"]
    assert info["payment_links"]["expiry"] == info["order_expiry"] != ""


def bad_request(world: World, key: str) -> None:
    """What the gateway says is read: its status, its code, its words."""
    request = create_order(Due("1"), KEYS, order_id="A1")
    words = "Mandatory fields are missing"
    document = {"status": "Bad Request", "error_code": words, "error_message": words}
    response = Response(400, (), json.dumps(document).encode())
    try:
        read_order(request, response)
    except GatewayError as error:
        found = {
            "status": error.http_status == 400,
            "error_code": error.error_code == words,
            "error_message": error.error_message == words,
        }
        assert found[key]
        return
    raise AssertionError(world)
