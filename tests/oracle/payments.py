# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What `evaluate` says of each payment that offers and charges name."""

from collections.abc import Mapping
from typing import Any

from .checkout import read
from .facts import ours, same
from .money import exact
from .pricing import price


Json = Mapping[str, Any]


def with_payment(document: Json) -> list[dict[str, Any]]:
    """What the quote of this cart would be with each payment that anything names."""
    store = document.get("store") or {}
    patterns: list[Json] = []
    for conditions in (
        *(ours(offer).get("conditions") for offer in store.get("promotions") or ()),
        *(ours(offer).get("conditions") for offer in store.get("coupons") or ()),
        *(charge.get("conditions") for charge in store.get("charges") or ()),
    ):
        for pattern in (conditions or {}).get("payment") or ():
            if not any(equal(pattern, other) for other in patterns):
                patterns.append(pattern)
    now = price(document)
    found = []
    for pattern in patterns:
        then = price({**document, "cart": {**document["cart"], "payment": pattern}})
        applied = {(row["kind"], row["offer_id"]) for row in now["applied"]}
        saving = exact(now["order"]["to_be_paid"]) - exact(then["order"]["to_be_paid"])
        exponent = read(document).exponent
        found.append(
            {
                "payment": {k: v for k, v in pattern.items() if v is not None},
                "to_be_paid": then["order"]["to_be_paid"],
                "saving": read(document).text(int(saving * 10**exponent)),
                "offers": [
                    row["offer_id"]
                    for row in then["applied"]
                    if (row["kind"], row["offer_id"]) not in applied
                ],
            }
        )
    return found


def equal(one: Json, other: Json) -> bool:
    """Two patterns are equal as payments are."""
    keys = {key for each in (one, other) for key in each if each[key] is not None}
    return all(same(one.get(key), other.get(key)) for key in keys)
