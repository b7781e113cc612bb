# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The vendor's own TypeScript client against the service, over loopback."""

from __future__ import annotations

import json
import shutil
import subprocess

from pathlib import Path
from typing import Any

import pytest

from tests.factories.addresses import typed_address
from tests.factories.service_processes import TOKEN, service_process


PACKAGE = "@commercengine/storefront-sdk@0.15.0"
SHOP = Path(__file__).parent / "sdk" / "shop.mjs"
ADDRESS = typed_address()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which node finds the vendor's package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("the vendor's client needs node and npm, and there is none")
    folder = tmp_path_factory.mktemp("client")
    (folder / "package.json").write_text('{"type": "module", "private": true}')
    quiet = ("--no-audit", "--no-fund", "--no-save", "--ignore-scripts")
    try:
        done = subprocess.run(
            [npm, "install", *quiet, PACKAGE],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the vendor's client could not be fetched in three minutes")
    if done.returncode:
        pytest.skip(f"the vendor's client cannot be fetched: {done.stderr[-200:]}")
    shutil.copy(SHOP, folder)
    return folder


@pytest.fixture(scope="module")
def seen(client: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what the vendor's client saw on its way through the shop."""
    wish = {
        "items": [
            {"product_id": "tiffin-steel", "variant_id": None, "quantity": 2},
            {
                "product_id": "kurta-handloom",
                "variant_id": "kurta-handloom-m",
                "quantity": 1,
            },
        ],
        "coupon": "namaste150",
        "points": 400,
        "credit": 100,
        "address": ADDRESS,
    }
    folder = tmp_path_factory.mktemp("database")
    with service_process(f"sqlite:///{folder / 'shop.db'}") as service:
        done = subprocess.run(
            ["node", "shop.mjs", service.base, TOKEN, json.dumps(wish)],
            cwd=client,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_the_cart_is_priced(seen: dict[str, Any]) -> None:
    """Coupon, points and credit are in what is to be paid."""
    cart = seen["cart"]

    assert ("NAMASTE150", 400, 100, 2) == (
        cart["coupon_code"],
        cart["loyalty_points_redeemed"],
        cart["credit_balance_used"],
        cart["cart_items_count"],
    )
    assert "namaste" in {each["id"] for each in seen["judged"]["applicable_coupons"]}


def test_the_order_is_the_carts(seen: dict[str, Any]) -> None:
    """The same figures, and the same again when it is looked at."""
    assert seen["cart"]["to_be_paid"] == seen["order"]["to_be_paid"]
    assert seen["order"]["to_be_paid"] == seen["seen"]["order"]["to_be_paid"]
    assert seen["payment_required"]
    assert "pending" == seen["paid"]["status"]


def test_the_payment_page_asks_for_that_amount(seen: dict[str, Any]) -> None:
    """As text, with the currency's digits."""
    payload = seen["payment_info"]["sdk_payload"]["payload"]

    assert f"{seen['order']['to_be_paid']:.2f}" == payload["amount"]


def test_the_order_in_juspay(seen: dict[str, Any]) -> None:
    """The shop's own page: a token, and the amount of the second order."""
    data = seen["juspay"]["content"]["data"]

    assert data["juspay"]["client_auth_token"]
    assert "10" == data["status_id"]


def test_the_second_order_is_cancelled(seen: dict[str, Any]) -> None:
    """And says so."""
    assert "cancelled" == seen["cancelled"]["order"]["status"]
