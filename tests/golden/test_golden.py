# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Three carts and the very bytes they come to: order, cart and quote documents.

The quotes say that version 0.3.0 wrote them, whatever version writes them now, so
that a release changes none.  When a change of the bytes is meant, run
`python -m tests.golden.test_golden` and read the difference before it is
committed; a changed figure goes into the changelog under "Changed figures".
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checkout_core import (
    Quote,
    dumps,
    quote,
    read_checkout,
    write_cart,
    write_order,
    write_quote,
)
from checkout_core.wire import loads
from checkout_core.wire.quotes import fingerprint
from tests.paths import CASES


if TYPE_CHECKING:
    from collections.abc import Callable


HERE = Path(__file__).parent
NAMES = ("01-worked-example", "43-intra-state", "65-dinar")
ENGINE = "checkout-core 0.8.0"


def write_golden_quote(quoted: Quote) -> dict[str, Any]:
    """Return the quote document that version 0.8.0 writes of a quote."""
    document = write_quote(quoted) | {"engine": ENGINE}
    return document | {"fingerprint": fingerprint(document)}


FORMS: dict[str, Callable[[Quote], dict[str, Any]]] = {
    "order": write_order,
    "cart": write_cart,
    "quote": write_golden_quote,
}


def priced(name: str) -> Quote:
    """Return the quote of a case."""
    case = loads((CASES / f"{name}.json").read_bytes())
    checkout = read_checkout(dumps(case["document"]))
    return quote(checkout.cart, checkout.store, at=checkout.at)


def text_of(name: str, form: str) -> str:
    """Return one form of a case's quote as text."""
    return dumps(FORMS[form](priced(name)), indent=2) + "\n"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_are_the_same(name: str, form: str) -> None:
    """Equal inputs give equal bytes, in every release."""
    expected = (HERE / f"{name}.{form}.json").read_text(encoding="utf-8")

    assert expected == text_of(name, form)


if __name__ == "__main__":
    for name in NAMES:
        for form in FORMS:
            path = HERE / f"{name}.{form}.json"
            path.write_text(text_of(name, form), encoding="utf-8")
