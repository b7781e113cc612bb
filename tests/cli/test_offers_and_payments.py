# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The command line of offers and payments: judged, looked at, sent."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import subprocess

from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from checkout_core import quote, read_checkout
from checkout_core.cli import main, payments, sources
from checkout_core.juspay import Credentials, create_order, create_session
from checkout_core.juspay.customer import customer_fields, names_of
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.testing.server import serving
from checkout_core.transports.urllib import UrllibTransport


DEMO = files("checkout_core").joinpath("demo.json").read_bytes()
RETURN = ("--field", "return_url=https://shop.example/back")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that runs a command and says how it ended."""

    def ran(*arguments: str, stdin: bytes = DEMO) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return ran


def test_evaluate_prints_the_vendors_lists(run: Any) -> None:
    """Every offer of the store stands in one of four lists."""
    status, out, _ = run("evaluate", "-", "--format", "json")
    found = json.loads(out)

    assert 0 == status
    assert ["namaste"] == [each["id"] for each in found["applicable_coupons"]]
    assert 6 == sum(
        len(found[f"{x}_promotions"]) for x in ("applicable", "inapplicable")
    )


def test_lint_reads_a_checkout_document(run: Any) -> None:
    """What looks wrong is a line each, and the status says that there is some."""
    status, out, _ = run("lint", "-")

    assert 1 == status
    assert "promotions[3] (all-5): " in out


def test_lint_reads_a_store(run: Any) -> None:
    """A store by itself is looked at too, and may be in order."""
    status, out, _ = run("lint", "-", stdin=b'{"currency": "INR"}')

    assert (0, "No likely mistakes were found in these offers.\n") == (status, out)


def test_lint_reads_what_serve_takes(run: Any) -> None:
    """The store stands beside its catalogue there."""
    shelf = files("checkout_core").joinpath("demo-store.json").read_bytes()
    status, out, _ = run("lint", "-", stdin=shelf)

    assert 1 == status
    assert "promotions[3] (all-5): " in out


def test_lint_names_a_fault_of_that_store_from_outside(run: Any) -> None:
    """The path begins where the document does."""
    status, out, err = run("lint", "-", stdin=b'{"store": {"currency": "rupees"}}')

    assert (2, "") == (status, out)
    assert "standard input: store.currency: " in err


def test_create_order_prints_a_command_for_curl(run: Any) -> None:
    """The request as curl takes it, the secret left in the environment."""
    status, out, _ = run("juspay", "create-order", "-", "--order-id", "A1", *RETURN)
    words = shlex.split(out.replace("\\\n", " "))

    assert 0 == status
    assert ["curl", "--request", "POST"] == words[:3]
    assert "$JUSPAY_API_KEY:" in words
    body = words[words.index("--data-raw") + 1]
    assert body.startswith("order_id=A1&amount=3299.92&")
    assert "Authorization" not in out


MEERA = {
    "customer_id": "cust_meera",
    "customer_email": "meera@example.in",
    "customer_phone": "9800000001",
}
HOME = {
    "first_name": "Meera",
    "last_name": "Hegde",
    "line1": "14, Vani Vilas Road",
    "line2": "First floor",
    "line3": "Opposite the clock tower",
    "city": "Mysuru",
    "state": "Karnataka",
    "country": "India",
    "postal_code": "570004",
    "phone": "9800000001",
    "country_code_iso": "IND",
}


def asked_for(run: Any, call: str, *arguments: str) -> dict[str, str]:
    """Return the fields of the request that a call prints."""
    client = ("--client-id", "picasso") if call == "session" else ()
    status, out, _ = run(
        "juspay", call, "-", "--order-id", "A1", "--print", "json", *client, *arguments
    )
    assert 0 == status
    body = json.loads(out)["body"]
    return dict(json.loads(body) if call == "session" else parse_qsl(body))


@pytest.mark.parametrize("call", ["create-order", "session"])
def test_a_payment_says_who_pays(run: Any, call: str) -> None:
    """Contact and both addresses of the document are sent, as the endpoints do."""
    expected = MEERA | {
        f"{kind}_address_{key}": value
        for kind in ("billing", "shipping")
        for key, value in HOME.items()
    }
    if call == "session":
        expected |= {"first_name": "Meera", "last_name": "Hegde"}
    found = asked_for(run, call)

    assert expected == {key: found[key] for key in expected}


@pytest.mark.parametrize("call", ["create-order", "session"])
def test_a_field_stands_in_for_the_documents(run: Any, call: str) -> None:
    """What is given on the command line wins, one field at a time."""
    given = ("customer_phone=9800000099", "billing_address_city=Goa")
    found = asked_for(run, call, *fields(*given))

    assert ("9800000099", "meera@example.in", "Goa", "Karnataka", "Mysuru") == (
        found["customer_phone"],
        found["customer_email"],
        found["billing_address_city"],
        found["billing_address_state"],
        found["shipping_address_city"],
    )


def test_create_order_takes_the_documents_order_number(run: Any) -> None:
    """Without an id of its own the request has the order's number."""
    document = json.loads(DEMO)
    document["order"]["order_number"] = "ORD-7"
    text = json.dumps(document).encode()
    status, out, _ = run("juspay", "create-order", "-", *RETURN, stdin=text)

    assert 0 == status
    assert "order_id=ORD-7&" in out


def test_create_order_of_a_guest(run: Any) -> None:
    """A cart without a customer has no customer_id."""
    text = json.dumps(
        {
            "cart": {
                "currency": "INR",
                "cart_items": [
                    {
                        "product_id": "a",
                        "quantity": 1,
                        "selling_price": 9,
                        "tax_rate": 0,
                    }
                ],
            }
        }
    ).encode()
    status, out, _ = run("juspay", "create-order", "-", "--order-id", "A1", stdin=text)

    assert 0 == status
    assert "customer_id=&" in out


def test_a_request_as_json_has_its_secret_masked(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The printed request shows everything but the key."""
    monkeypatch.setenv(sources.KEY_VARIABLE, "very-secret")
    status, out, _ = run(
        "juspay", "session", "-", "--order-id", "A1", "--client-id", "shop", *RETURN,
        "--print", "json",
    )  # fmt: skip

    assert 0 == status
    assert "very-secret" not in out
    assert "Basic ****" == json.loads(out)["headers"]["Authorization"]


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        (("check_status",), "command=check_status"),
        (("revoke",), "command=revoke"),
        (("resume", "--end", "1800000000"), "command=resume&resume_date=1800000000"),
        (
            ("pause", "--start", "1800000000", "--end", "1800086400"),
            "command=pause&pause_start_date=1800000000&pause_end_date=1800086400",
        ),
        (
            ("pause", "--start", "2027-01-15T13:30:00+05:30", "--end", "1800086400"),
            "command=pause&pause_start_date=1800000000&pause_end_date=1800086400",
        ),
        (
            ("cancel_recurring_transaction", "--order-id", "A1"),
            "command=cancel_recurring_transaction&order_id=A1",
        ),
        (
            (
                "pre_debit_notify",
                "--reference",
                "n1",
                "--description",
                "Coffee",
                "--amount",
                "450",
                "--date",
                "1800000000",
            ),
            (
                "command=pre_debit_notify&object_reference_id=n1&description=Coffee"
                "&source_info=%7B%22amount%22%3A+%22450%22%2C"
                "+%22txn_date%22%3A+%221800000000%22%7D"
            ),
        ),
        (
            (
                "execute",
                "--order-id",
                "A1",
                "--amount",
                "450",
                "--customer-id",
                "c1",
                "--date",
                "1800000000",
            ),
            (
                "order.order_id=A1&order.amount=450&order.currency=INR"
                "&order.customer_id=c1&mandate_id=m1&mandate.execution_date=1800000000"
                "&merchant_id=shop&format=json"
            ),
        ),
    ],
)
def test_mandate_commands(run: Any, arguments: tuple[str, ...], body: str) -> None:
    """Each command of a mandate is the documented form."""
    status, out, _ = run("juspay", "mandate", "m1", *arguments, "--merchant-id", "shop")

    assert 0 == status
    assert body in out


@pytest.mark.parametrize(
    ("arguments", "complaints"),
    [
        (("pause",), ["--start", "--end"]),
        (("resume", "--end", "2026-13-24"), ["--end"]),
        (("execute",), ["--order-id", "--amount", "--customer-id"]),
        (("cancel_recurring_transaction",), ["--order-id"]),
        (
            ("pre_debit_notify",),
            ["--reference", "--description", "--amount", "--date"],
        ),
    ],
)
def test_what_a_mandate_command_lacks(
    run: Any, arguments: tuple[str, ...], complaints: list[str]
) -> None:
    """Everything that is missing is named at once."""
    status, out, err = run("juspay", "mandate", "m1", *arguments)
    lines = err.splitlines()

    assert (2, "") == (status, out)
    assert len(complaints) == len(lines)
    assert all(
        line.startswith(f"checkout-core: {complaint}: ")
        for line, complaint in zip(lines, complaints, strict=True)
    )


def test_a_mandate_command_that_nobody_knows(run: Any) -> None:
    """Those that there are, are named."""
    status, out, err = run("juspay", "mandate", "m1", "cancel")

    assert (2, "") == (status, out)
    assert "argument WHAT: invalid choice: 'cancel' (choose from" in err
    assert "revoke" in err


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (
            "capture --txn-uuid t1 --order-id A1",
            "POST https://sandbox.juspay.in/v2/txns/t1/capture A1 ",
        ),
        (
            (
                "capture --txn-uuid t1 --order-id A1 --amount 99.50"
                " --idempotence-key k1 --customer-id c1"
            ),
            (
                "POST https://sandbox.juspay.in/v2/txns/t1/capture c1"
                " amount=99.50&idempotence_key=k1"
            ),
        ),
        (
            "void --txn-uuid t1 --order-id A1 --environment production",
            "POST https://api.juspay.in/v2/txns/t1/void A1 ",
        ),
        (
            "refund-transaction --refund-id R1 --amount 5 --txn-id shop-A1-2",
            (
                "POST https://sandbox.juspay.in/refunds None"
                " unique_request_id=R1&amount=5&txn_id=shop-A1-2"
            ),
        ),
        (
            "refund-transaction --refund-id R1 --amount 5 --order-id A1 --type INSTANT",
            (
                "POST https://sandbox.juspay.in/refunds A1"
                " unique_request_id=R1&amount=5&order_id=A1&refund_type=INSTANT"
            ),
        ),
        (
            (
                "offers --amount 1000 --customer-id c1 --offer-code NEW10"
                " --paying-with payment_method_type=CARD,card_bin=541333"
                " --paying-with payment_method_type=UPI,payment_method_reference=gpay"
            ),
            (
                "POST https://sandbox.juspay.in/v1/offers/list c1"
                ' {"order":{"amount":"1000","currency":"INR"},"payment_method_info":'
                '[{"payment_method_type":"CARD","payment_method_reference":"1",'
                '"card_bin":"541333"},'
                '{"payment_method_type":"UPI","payment_method_reference":"gpay"}],'
                '"customer":{"id":"c1"},"offer_code":"NEW10"}'
            ),
        ),
        (
            "mandates --customer-id c1",
            "GET https://sandbox.juspay.in/customers/c1/mandates c1 ",
        ),
        (
            "notification --reference n1",
            "GET https://sandbox.juspay.in/notifications/n1 None ",
        ),
    ],
)
def test_calls_of_one_row(run: Any, arguments: str, found: str) -> None:
    """Each is the documented request, routed by its customer or its order."""
    status, out, _ = run("juspay", *arguments.split(), "--print", "json")
    sent = json.loads(out)
    route = sent["headers"].get("x-routing-id")

    assert (0, found) == (
        status,
        f"{sent['method']} {sent['url']} {route} {sent['body']}",
    )


@pytest.mark.parametrize(
    ("arguments", "complaints"),
    [
        ("capture --txn-uuid ? --order-id ?", ["--order-id", "--txn-uuid"]),
        ("capture --txn-uuid t1 --order-id A1 --amount 5", ["--idempotence-key"]),
        ("capture --txn-uuid t1 --order-id A1 --currency EUR", ["--currency"]),
        ("refund-transaction --refund-id R1 --amount 5", ["--txn-id"]),
        (
            "refund-transaction --refund-id R1 --amount 5 --txn-id a --type SOON",
            ["--type"],
        ),
        (
            "offers --amount 0 --customer-id c1 --paying-with card_bin=1,colour=red",
            [
                "--paying-with colour",
                "--amount",
                "--paying-with card_bin",
                "--paying-with payment_method_type",
            ],
        ),
        ("notification --reference ?", ["--reference"]),
    ],
)
def test_what_such_a_call_lacks(
    run: Any, arguments: str, complaints: list[str]
) -> None:
    """Each fault is one of its option."""
    status, out, err = run("juspay", *arguments.replace("?", "a/b").split())

    assert (2, "") == (status, out)
    assert complaints == [
        line.removeprefix("checkout-core: ").partition(":")[0]
        for line in err.splitlines()
    ]


def test_a_refund_in_another_currency(run: Any) -> None:
    """Its decimals are those of the currency, and it goes where its order is."""
    arguments = ("--order-id", "A1", "--refund-id", "R1", "--currency", "JPY")
    status, out, _ = run(
        "juspay", "refund", *arguments, "--amount", "10", "--customer-id", "c1"
    )
    refused, _, err = run("juspay", "refund", *arguments, "--amount", "10.50")

    assert (0, 2) == (status, refused)
    assert "x-routing-id: c1" in out
    assert "at most 0 decimals" in err


def fields(*pairs: str) -> list[str]:
    """Return arguments that give fields of an order."""
    return [each for pair in pairs for each in ("--field", pair)]


def test_fields_of_several_parts(run: Any) -> None:
    """Addresses, metadata and a mandate are given by their names on the wire."""
    status, out, _ = run(
        "juspay", "create-order", "-", "--order-id", "A1", *fields(
            "billing_address_city=Goa",
            "shipping_address_country_code_iso=SGP",
            "metadata.PAYTM:PROMO=x",
            "options.create_mandate=OPTIONAL",
            "mandate.max_amount=5000",
            "mandate.frequency=MONTHLY",
            "mandate.rule_value=31",
            "mandate.revokable_by_customer=false",
            "mandate.end_date=2030-01-01T00:00:00+05:30",
        ),
    )  # fmt: skip

    assert 0 == status
    for pair in (
        # What is not given stays the document's.
        "billing_address_city=Goa&billing_address_state=Karnataka",
        "&billing_address_country_code_iso=IND",
        "&shipping_address_country_code_iso=SGP",
        "metadata.PAYTM%3APROMO=x",
        "options.create_mandate=OPTIONAL",
        "mandate.max_amount=5000&mandate.revokable_by_customer=false",
        "mandate.block_funds=false&mandate.start_date=1793883600",
        "mandate.end_date=1893436200&mandate.frequency=MONTHLY&mandate.rule_value=31",
    ):
        assert pair in out


def test_a_mandate_starts_now_where_the_document_has_no_time(run: Any) -> None:
    """The command looks at the clock, nothing below it does."""
    document = json.loads(DEMO)
    del document["at"]
    document["store"] = {"currency": "INR"}
    document["cart"].pop("coupon_code", None)
    status, out, err = run(
        "juspay", "create-order", "-", "--order-id", "A1",
        *fields("mandate.max_amount=5000"), stdin=json.dumps(document).encode(),
    )  # fmt: skip

    assert (0, "") == (status, err)
    assert "mandate.start_date=1" in out


HOSTILE = [
    "it's $(touch pwned) `touch pwned`",
    '"; touch pwned; echo "',
    "@/etc/passwd",
    "a\nb\\n&order_id=B2%00",
    "caf\u00e9 \u20b9100 \U0001f600",
    "-d x --output pwned",
    "[1-3]{a,b}",
]


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("call", ["create-order", "session"])
def test_curl_sends_what_is_printed(
    run: Any, tmp_path: Path, call: str, text: str
) -> None:
    """A shell and curl make of it the very request, whatever stands in a field."""
    loopback = Loopback()
    with serving(loopback) as url:
        arguments = ["--order-id", "A1", "--environment", url]
        arguments += ["--merchant-id", "merchant-id"]
        arguments += ["--client-id", "picasso"] if call == "session" else []
        arguments += fields(
            f"description={text}", f"customer_id={text}", f"udf6={text[:1]}"
        )
        status, out, err = run("juspay", call, "-", *arguments)
        assert (0, "") == (status, err)
        done = subprocess.run(
            ["sh", "-c", out],
            cwd=tmp_path,
            env={**os.environ, sources.KEY_VARIABLE: "LOOPBACK_KEY"},
            capture_output=True,
            check=True,
            timeout=30,
        )
    [sent] = loopback.sent
    checkout = read_checkout(DEMO)
    given: dict[str, Any] = {
        **customer_fields(checkout.cart),
        **(names_of(checkout.cart) if call == "session" else {}),
        "description": text,
        "customer_id": text,
        "udf6": text[:1],
    }
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    shop = Credentials("merchant-id", "LOOPBACK_KEY")
    ours = (
        create_order(priced, shop, order_id="A1", environment=url, **given)
        if call == "create-order"
        else create_session(
            priced,
            shop,
            order_id="A1",
            environment=url,
            payment_page_client_id="picasso",
            **given,
        )
    )
    names = {name.lower() for name, _ in ours.headers}
    assert (ours.method, ours.body) == (sent.method, sent.body)
    assert {name.lower(): value for name, value in ours.headers} == {
        name.lower(): value for name, value in sent.headers if name.lower() in names
    }
    assert "NEW" == json.loads(done.stdout)["status"]
    assert [] == list(tmp_path.iterdir())


def test_a_refund(run: Any) -> None:
    """A refund needs no document."""
    status, out, _ = run(
        "juspay", "refund", "--order-id", "A1", "--refund-id", "R1", "--amount", "1.50"
    )

    assert 0 == status
    assert "unique_request_id=R1&amount=1.50" in out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--order-id", "A" * 21), "--order-id: "),
        (("--order-id", "A1", "--field", "udf1=a-b"), "use udf6 to udf10"),
        (("--order-id", "A1", "--field", "udf11=x"), "did you mean 'udf1"),
        (("--order-id", "A1", "--field", "udf1"), "NAME=VALUE"),
        (("--order-id", "A1", "--field", "metadata.=x"), "known are"),
        (("--order-id", "A1", "--field", "mandate=x"), "not known here"),
        (
            ("--order-id", "A1", "--field", "mandate.block_funds=yes"),
            "mandate.block_funds: this must be true or false",
        ),
        (
            (
                "--order-id",
                "A1",
                "--field",
                "mandate.frequency=WEEKLY",
                "--field",
                "mandate.rule_value=x",
            ),
            "mandate.rule_value: the day of WEEKLY",
        ),
        (("--order-id", "A1", "--environment", "moon"), "environment"),
        (("--order-id", "A1", "--send"), "$JUSPAY_API_KEY"),
    ],
)
def test_what_the_api_would_refuse(
    run: Any,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    complaint: str,
) -> None:
    """Faults are told before anything is sent, with status 2 and nothing printed."""
    monkeypatch.delenv(sources.KEY_VARIABLE, raising=False)
    status, out, err = run("juspay", "create-order", "-", *arguments)

    assert (2, "") == (status, out)
    assert complaint in err


def test_send(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --send the answer of the gateway is printed."""
    monkeypatch.setenv(sources.KEY_VARIABLE, "LOOPBACK_KEY")
    with serving(Loopback()) as url:
        status, out, err = run(
            "juspay", "create-order", "-", "--order-id", "A1", "--environment", url,
            "--send", "--merchant-id", "merchant-id",
            "--field", "return_url=https://shop.example/back",
        )  # fmt: skip

    assert (0, "") == (status, err)
    found = json.loads(out)
    assert "NEW" == found["status"]
    assert "A1" == found["order_id"]


def test_a_gateway_that_fails(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the gateway says is one line; a status of its own says: ask first."""
    monkeypatch.setenv(sources.KEY_VARIABLE, "LOOPBACK_KEY")
    broken = Loopback(Gateway().failing(Trouble.SERVER_ERROR))
    with serving(broken) as url:
        status, out, err = run(
            "juspay", "refund", "--order-id", "A1", "--refund-id", "R1",
            "--environment", url, "--send", "--merchant-id", "merchant-id",
        )  # fmt: skip

    assert (3, "") == (status, out)
    assert err.startswith("checkout-core: the gateway: ")


SENT = ("juspay", "refund", "--order-id", "A1", "--refund-id", "R1", "--send")
ASK = "checkout-core: the request was sent; ask for the status before you send it again"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the fake gateway's account in the environment."""
    monkeypatch.setenv(sources.KEY_VARIABLE, "LOOPBACK_KEY")
    monkeypatch.setenv(sources.MERCHANT_VARIABLE, "merchant-id")


def test_a_gateway_that_refuses(run: Any, account: None) -> None:
    """A clear answer says that nothing was done: the order is not known."""
    with serving(Loopback()) as url:
        status, out, err = run(*SENT, "--environment", url)

    assert (2, "", 1) == (status, out, len(err.splitlines()))
    assert err.startswith("checkout-core: the gateway: ")


def test_a_gateway_that_is_not_there(run: Any, account: None) -> None:
    """Where no answer came, nobody knows what became of it."""
    with serving(Loopback()) as url:
        pass
    status, out, err = run(*SENT, "--environment", url)

    assert (3, "", 1) == (status, out, len(err.splitlines()))


@pytest.mark.parametrize(
    ("trouble", "line"),
    [
        (KeyboardInterrupt(), None),
        (
            ZeroDivisionError("surprise"),
            (
                "checkout-core: juspay: internal error, please report it"
                " (ZeroDivisionError: surprise)"
            ),
        ),
    ],
    ids=["interrupt", "fault of our own"],
)
def test_what_breaks_off_after_sending(
    run: Any,
    account: None,
    monkeypatch: pytest.MonkeyPatch,
    trouble: BaseException,
    line: str | None,
) -> None:
    """Whatever the reason, the outcome is not known, and the status says so."""

    def breaks(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(UrllibTransport, "send", breaks)
    status, out, err = run(*SENT)

    assert (3, "") == (status, out)
    assert [*([] if line is None else [line]), ASK] == err.splitlines()


def test_an_answer_that_could_not_be_printed(
    run: Any, account: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order was made, and its token is lost: not a status to send again on."""
    reading, writing = os.pipe()
    os.close(reading)
    loopback = Loopback()
    with (
        serving(loopback) as url,
        os.fdopen(writing, "w", encoding="utf-8") as closed,
        monkeypatch.context() as patch,
    ):
        patch.setattr("sys.stdout", closed)
        status, _, err = run(
            "juspay", "create-order", "-", "--order-id", "A1", *RETURN, "--send",
            "--environment", url,
        )  # fmt: skip

    assert (3, f"{ASK}\n", 1) == (status, err, len(loopback.sent))


def test_nothing_is_sent_for_a_placeholder(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Key and merchant are asked for together; what is printed shows that both lack."""
    for name in (sources.KEY_VARIABLE, sources.MERCHANT_VARIABLE):
        monkeypatch.delenv(name, raising=False)

    status, out, err = run(*SENT)

    assert (2, "") == (status, out)
    assert ["$JUSPAY_API_KEY", "--merchant-id"] == [
        line.split(": ")[1] for line in err.splitlines()
    ]
    assert "x-merchantid: JUSPAY_MERCHANT_ID-is-not-set" in run(*SENT[:-1])[1]


def test_the_merchant_of_the_environment(run: Any, account: None) -> None:
    """It stands where the option is not given; the option wins."""
    assert "x-merchantid: merchant-id" in run(*SENT[:-1])[1]
    assert "x-merchantid: us" in run(*SENT[:-1], "--merchant-id", "us")[1]


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ("--merchant-id", "\u00e9"),
            ["--merchant-id: "],
        ),
        (
            ("--environment", "moon", "--field", "customer_email=nope"),
            ["--environment: ", "--field customer_email: "],
        ),
        (
            ("--field", "description=a\n", "--field", "metadata.x=y"),
            ["--field metadata.x: "],
        ),
        (("--field", "bogus=1"), ["--field bogus: "]),
        (
            ("--field", "bogus=1", "--field", "udf1=a@b", "--order-id", "A 1"),
            ["--field bogus: ", "--order-id: ", "--field udf1: "],
        ),
        (
            ("--send", "--field", "udf1", "--order-id", "A 1"),
            ["$JUSPAY_API_KEY: ", "--merchant-id: ", "--field: ", "--order-id: "],
        ),
    ],
)
def test_the_option_that_is_wrong_is_named(
    run: Any,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    lines: list[str],
) -> None:
    """And not the document, in which nothing is wrong; all that are, at once."""
    for name in payments.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    status, out, err = run(
        "juspay", "create-order", "-", "--order-id", "A1", *arguments
    )
    found = err.splitlines()

    assert (2, "", len(lines)) == (status, out, len(found))
    for line, expected in zip(found, lines, strict=True):
        assert line.startswith(f"checkout-core: {expected}")


def test_a_document_that_is_wrong_is_named(run: Any) -> None:
    """An order number that Juspay does not take comes from the document."""
    document = json.loads(DEMO)
    document["order"]["order_number"] = "A" * 30
    text = json.dumps(document).encode()
    status, _, err = run("juspay", "create-order", "-", stdin=text)

    assert (2, 1) == (status, len(err.splitlines()))
    assert err.startswith("checkout-core: standard input: order_id: ")


def test_a_variable_that_is_wrong_is_named(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And neither the option that stands for it nor a file; the key is not shown."""
    monkeypatch.setenv(sources.KEY_VARIABLE, "a key")
    assert run(*SENT[:-1])[2].startswith("checkout-core: $JUSPAY_API_KEY: ")

    monkeypatch.delenv(sources.KEY_VARIABLE)
    monkeypatch.setenv(sources.MERCHANT_VARIABLE, "\u00e9")
    assert run(*SENT[:-1])[2].startswith("checkout-core: $JUSPAY_MERCHANT_ID: ")


def test_evaluate_is_readable(run: Any) -> None:
    """Without anything else, a person reads it."""
    from checkout_core import evaluate
    from checkout_core.views import verdicts

    checkout = read_checkout(DEMO)
    found = evaluate(checkout.cart, checkout.store, at=checkout.at)

    assert (0, f"{verdicts(found, width=60)}\n", "") == run(
        "evaluate", "-", "--width", "60"
    )


def test_lint_as_json(run: Any) -> None:
    """Each finding has its place, code, offer and sentence; none is an empty list."""
    status, out, _ = run("lint", "-", "--format", "json")
    found = json.loads(out)

    assert (1, {"path", "code", "offer_id", "message"}) == (status, set(found[0]))
    assert (0, "[]\n", "") == run(
        "lint", "-", "--format", "json", stdin=b'{"currency": "INR"}'
    )


def test_a_get_has_no_body_for_curl(run: Any) -> None:
    """A request without a body is a command without data."""
    from checkout_core.juspay import order_status

    request = order_status(Credentials("m", "k"), order_id="A1")

    assert "--data-raw" not in payments.as_curl(request)


def test_the_demo_cart_is_accepted_by_the_fake(run: Any) -> None:
    """What is printed for the demo is what the gateway takes."""
    from checkout_core import quote, read_checkout

    checkout = read_checkout(DEMO)
    priced = quote(checkout.cart, checkout.store, at=checkout.at)
    request = create_order(
        priced, Credentials("merchant-id", "LOOPBACK_KEY"), order_id="A1"
    )

    assert 200 == Loopback().send(request).status
