# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The command line of offers and payments: judged, looked at, sent."""

from __future__ import annotations

import io
import json
import shlex

from importlib.resources import files
from typing import Any

import pytest

from checkout_core.cli import main, payments
from checkout_core.juspay import Credentials, create_order
from checkout_core.testing.gateway import Gateway, Loopback, Trouble
from checkout_core.testing.server import serving


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
    status, out, _ = run("evaluate", "-")
    found = json.loads(out)

    assert 0 == status
    assert ["namaste"] == [each["id"] for each in found["applicable_coupons"]]
    assert 6 == sum(
        len(found[f"{x}_promotions"]) for x in ("applicable", "inapplicable")
    )


def test_lint_reads_a_checkout_document(run: Any) -> None:
    """What looks wrong is a line each."""
    status, out, _ = run("lint", "-")

    assert 0 == status
    assert "promotions[3] (all-5): " in out


def test_lint_reads_a_store(run: Any) -> None:
    """A store by itself is looked at too, and may be in order."""
    status, out, _ = run("lint", "-", stdin=b'{"currency": "INR"}')

    assert (0, "Nothing looks wrong about these offers.\n") == (status, out)


def test_lint_reads_what_serve_takes(run: Any) -> None:
    """The store stands beside its catalogue there."""
    shelf = files("checkout_core").joinpath("demo-store.json").read_bytes()
    status, out, _ = run("lint", "-", stdin=shelf)

    assert 0 == status
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
    assert body.startswith("order_id=A1&amount=3327.12&")
    assert "Authorization" not in out


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
    monkeypatch.setenv(payments.KEY_VARIABLE, "very-secret")
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
    ],
)
def test_mandate_commands(run: Any, arguments: tuple[str, ...], body: str) -> None:
    """Each command of a mandate is the documented form."""
    status, out, _ = run("juspay", "mandate", "m1", *arguments)

    assert 0 == status
    assert body in out


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
        (("--order-id", "A" * 21), "order_id"),
        (("--order-id", "A1", "--field", "udf1=a-b"), "use udf6 to udf10"),
        (("--order-id", "A1", "--field", "udf11=x"), "did you mean 'udf1"),
        (("--order-id", "A1", "--field", "udf1"), "NAME=VALUE"),
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
    monkeypatch.delenv(payments.KEY_VARIABLE, raising=False)
    status, out, err = run("juspay", "create-order", "-", *arguments)

    assert (2, "") == (status, out)
    assert complaint in err


def test_send(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --send the answer of the gateway is printed."""
    monkeypatch.setenv(payments.KEY_VARIABLE, "LOOPBACK_KEY")
    with serving(Loopback()) as url:
        status, out, err = run(
            "juspay", "create-order", "-", "--order-id", "A1", "--environment", url,
            "--send", "--field", "return_url=https://shop.example/back",
        )  # fmt: skip

    assert (0, "") == (status, err)
    found = json.loads(out)
    assert "NEW" == found["status"]
    assert "A1" == found["order_id"]


def test_a_gateway_that_fails(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the gateway says is one line, with status 2."""
    monkeypatch.setenv(payments.KEY_VARIABLE, "LOOPBACK_KEY")
    broken = Loopback(Gateway().failing(Trouble.SERVER_ERROR))
    with serving(broken) as url:
        status, out, err = run(
            "juspay", "refund", "--order-id", "A1", "--refund-id", "R1",
            "--environment", url, "--send",
        )  # fmt: skip

    assert (2, "") == (status, out)
    assert err.startswith("checkout-core: the gateway: ")


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
