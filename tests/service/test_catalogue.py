# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The catalogue document: what is sold, to whom, and what is wrong with it."""

from __future__ import annotations

import json

from typing import Any

import pytest

from checkout_core import CheckoutError
from checkout_core.service import read_catalogue
from tests.factories.faults import faults
from tests.factories.service import ADDRESS, CATALOGUE, PRODUCTS


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"store_id": ""}, [("store_id", "empty_text")]),
        ({"store": None}, [("store", "required")]),
        ({"store": {}}, [("store.currency", "required")]),
        ({"catalogue": None}, [("catalogue", "required")]),
        ({"shop_id": 1}, [("shop_id", "unknown_key")]),
        (
            {"catalogue": [{"product_id": "x", "selling_price": "1", "colour": "red"}]},
            [
                ("catalogue[0].colour", "unknown_key"),
                ("catalogue[0].tax_rate", "required"),
            ],
        ),
        ({"catalogue": [PRODUCTS[0]] * 2}, [("catalogue[1]", "same_line_key")]),
        ({"catalogue": [1]}, [("catalogue[0]", "wrong_type")]),
        ({"customers": [{"id": ""}]}, [("customers[0].id", "empty_text")]),
        (
            {"customers": [{"id": "a", "credit_balance": -1}]},
            [("customers[0].credit_balance", "negative")],
        ),
        (
            {"customers": [{"id": "a", "addresses": [{**ADDRESS, "id": None}]}]},
            [("customers[0].addresses[0].id", "required")],
        ),
        (
            {"customers": [{"id": "a", "addresses": [{**ADDRESS, "city": 7}]}]},
            [("customers[0].addresses[0].city", "wrong_type")],
        ),
        (
            {
                "customers": [
                    {
                        "id": "a",
                        "addresses": [
                            {**ADDRESS, "phone": "221", "email": "zo\u00eb@shop.in"}
                        ],
                    }
                ],
                "shop": {"phones": "strict", "emails": "strict"},
            },
            [
                ("customers[0].addresses[0].phone", "bad_phone"),
                ("customers[0].addresses[0].email", "bad_email"),
            ],
        ),
        (
            {"shop": {"manual": ["cash-on-delivery", "cheque"]}},
            [("shop.manual[1]", "not_a_choice")],
        ),
        ({"shop": {"manual": "cash-on-delivery"}}, [("shop.manual", "wrong_type")]),
        ({"shop": []}, [("shop", "wrong_type")]),
        (
            {"shop": {"phone": "strict", "phones": "x", "fields": {"udf1": "x"}}},
            [
                ("shop.phone", "unknown_key"),
                ("shop.phones", "not_a_choice"),
            ],
        ),
    ],
)
def test_a_catalogue_that_cannot_be(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """What is wrong with a document is said with its path."""
    with pytest.raises(CheckoutError) as caught:
        read_catalogue(json.dumps({**CATALOGUE, **changes}))

    found = faults(caught.value)
    assert expected == [each for each in found if each in expected]


def test_what_a_shop_takes_without_a_gateway() -> None:
    """Nothing unless it says so; twice is once."""
    several = {"manual": ["bank-transfer", "cash-on-delivery", "bank-transfer"]}
    found = [
        read_catalogue(json.dumps({**CATALOGUE, "shop": shop})).manual
        for shop in ({}, {"manual": None}, several)
    ]

    assert [(), (), ("bank-transfer", "cash-on-delivery")] == found


def test_a_lenient_shop_keeps_addresses_as_they_are() -> None:
    """What no payment takes is said when it is paid."""
    desk = {**ADDRESS, "phone": "221", "email": "zo\u00eb@shop.in"}
    people = [{"id": "a", "addresses": [desk]}]
    found = read_catalogue(json.dumps({**CATALOGUE, "customers": people}))

    assert desk == dict(found.addresses["a"][desk["id"]])


def test_a_catalogue_without_customers() -> None:
    """Who sells to guests only knows nobody."""
    document = {key: each for key, each in CATALOGUE.items() if key != "customers"}

    assert {} == dict(read_catalogue(json.dumps(document)).customers)
