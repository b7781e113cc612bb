# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Carts: a line in a few words, a checkout document, and the quotes of both.

A line is said as `A/red 2 x 100.00 in shoes,sale at 18 inside`: product, variant,
quantity, price, categories, tax rate (0 unless said) and whether the tax is inside.
Documents go through JSON text, as a shop's do.
"""

from __future__ import annotations

import json
import re

from typing import Any

from checkout_core import Cart, Line, Quote, Store, quote, read_checkout


#: Noon of the 22nd in India, the moment of every test that says no other.
AT = "2026-11-22T12:00:00+05:30"

Document = dict[str, Any]

_LINE = re.compile(
    r"(?P<product>\w+)(/(?P<variant>\w+))? (?P<quantity>\d+) x (?P<price>[\d.]+)"
    r"( in (?P<categories>[\w,]+))?( at (?P<rate>[\d.]+))?(?P<inside> inside)?"
)


def line(said: str, **fields: Any) -> Document:
    """Return the line that is *said*."""
    found = _LINE.fullmatch(said)
    assert found is not None, said
    categories = found["categories"]
    return {
        "product_id": found["product"],
        "variant_id": found["variant"],
        "category_ids": categories.split(",") if categories else [],
        "quantity": int(found["quantity"]),
        "selling_price": found["price"],
        "tax_rate": found["rate"] or "0",
        "price_including_tax": found["inside"] is not None,
        **fields,
    }


def lines(said: str) -> list[Document]:
    """Return the lines that are *said*, one after each semicolon."""
    return [line(each) for each in said.split("; ")]


def checkout(said: str | list[Document], *offers: Document, **more: Any) -> Document:
    """
    Return the document of a cart in a store that has *offers*.

    The code of the last coupon is entered unless `code` says otherwise; `at` is the
    moment, `cart`, `customer` and `store` are further keys of those.
    """
    coupons = [each for each in offers if "coupon_type" in each]
    codes = [code for each in coupons[-1:] for code in each["coupon_code"][:1]]
    found = {
        "at": more.pop("at", AT),
        "cart": {
            "id": "cart_1",
            "currency": more.pop("currency", "INR"),
            "cart_items": lines(said) if isinstance(said, str) else said,
            "coupon_code": more.pop("code", codes[0] if codes else None),
            **more.pop("cart", {}),
        },
        "customer": more.pop("customer", None),
        "store": {
            "promotions": [each for each in offers if "promotion_type" in each],
            "coupons": coupons,
            **more.pop("store", {}),
        },
    }
    assert not more, more
    return found


def priced(said: str | list[Document], *offers: Document, **more: Any) -> Quote:
    """Return the quote of `checkout`, once it is checked that it adds up."""
    found = read_checkout(json.dumps(checkout(said, *offers, **more)))
    result = quote(found.cart, found.store, at=found.at)
    result.check()
    return result


def sold(
    *lines: Line, store: Store | None = None, currency: str = "INR", **cart: Any
) -> Quote:
    """Return the quote of lines made in Python, in a plain store by default."""
    return quote(Cart(currency, lines, **cart), store or Store(currency), at=AT)
