# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The carts of a month and two stores: files for the `backtest` command.

Promises equal bytes each time: what is in a cart is read from the SHA-256 of its
number, so that no clock and no generator of the machine is asked.  What was paid is
what the store of that month charges, but for `OTHERWISE` carts.
"""

from __future__ import annotations

import hashlib

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from checkout_core.backtest.job import Job
from checkout_core.backtest.row import read_row
from checkout_core.money.exact import difference
from checkout_core.pricing import quote
from checkout_core.wire import dumps


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from checkout_core.backtest.job import Stores


#: The files, in the order in which they are read.
NAMES = ("today.json", "next.json", "carts.jsonl", "README.md")

#: How many carts can be priced, and for how many of them something else was paid.
CARTS, OTHERWISE = 10_000, 12

_MONTH = datetime(2026, 10, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
_DAYS = 31
#: The shop sells from seven in the morning until midnight.
_OPENS, _OPEN = 7 * 60, 17 * 60


class Product(NamedTuple):
    """What is sold: id, name, category, price with tax, tax rate, most units."""

    id: str
    name: str
    category: str
    price: str
    rate: str
    most: int


PRODUCTS = (
    Product("soap", "Sandalwood soap", "bath", "48.00", "18", 6),
    Product("tea-assam", "Assam gold tea, 250 g", "tea", "280.00", "5", 3),
    Product("tea-nilgiri", "Nilgiri tea, 100 g", "tea", "149.00", "5", 4),
    Product("coffee", "Filter coffee, 500 g", "pantry", "395.00", "5", 2),
    Product("ghee", "Cow ghee, 1 l", "pantry", "699.00", "5", 2),
    Product("cashew", "Cashew nuts, 500 g", "pantry", "549.00", "5", 3),
    Product("diya", "Brass diya, pair", "home", "450.00", "12", 4),
    Product("tiffin", "Steel tiffin box", "home", "890.00", "12", 2),
    Product("lamp", "Paper lamp", "home", "325.00", "18", 5),
    Product("cushion", "Block-print cushion", "home", "599.00", "12", 4),
    Product("mug", "Terracotta mug", "home", "175.00", "12", 6),
    Product("kurta", "Handloom kurta", "apparel", "1499.00", "5", 2),
    Product("dupatta", "Silk dupatta", "apparel", "2250.00", "5", 2),
    Product("saree", "Kanchipuram saree", "apparel", "6900.00", "5", 1),
)
#: How often each is taken, of 100.
_OFTEN = (14, 11, 9, 9, 7, 8, 8, 5, 7, 6, 8, 5, 2, 1)
_SHELF = [
    each for each, often in zip(PRODUCTS, _OFTEN, strict=True) for _ in range(often)
]

_STATES = ("Karnataka", "Karnataka", "Karnataka", "Tamil Nadu", "Maharashtra", "Kerala")

#: Of 100 shoppers so many enter a code; the last but one is none of the store yet, and
#: the last is misspelled.
_CODES = (
    *["WELCOME100"] * 12,
    *["TEA15"] * 5,
    *["DIWALI200"] * 4,
    "WELCOM100",
)

#: How many lines a cart has, each as often as another; and guests, of 100.
_HOW_MANY = (1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6)
_GUESTS = 20

#: What was taken off by hand, below 0 added: a voucher for a late parcel, an old price,
#: change that was left.
_BY_HAND = (Decimal("100.00"), Decimal("-15.00"), Decimal("0.50"))

#: What cannot be priced, as shops' own exports have it.
_BAD = (
    (
        '{"cart_id": "bad-1", "placed_at": "2026-10-09T11:00:00+05:30", "cart":'
        ' {"currency": "INR", "cart_items": [{"product_id": "soap", "quantity": 0,'
        ' "selling_price": "48.00", "tax_rate": "18", "price_including_tax": true}]}}'
    ),
    (
        '{"cart_id": "bad-2", "placed_at": "2026-10-17T18:20:00+05:30", "cart":'
        ' {"currency": "USD", "cart_items": [{"product_id": "mug", "quantity": 1,'
        ' "selling_price": "6.00", "tax_rate": "0"}]}}'
    ),
    '{"cart_id": "bad-3", "placed_at": "2026-10-23T20:45:00+05:30", "cart": {"curr',
)


class _Draw:
    """Whole numbers that a text decides: the digits of its SHA-256, from the end."""

    def __init__(self, text: str) -> None:
        self._left = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")

    def below(self, limit: int) -> int:
        """Return a number from 0 to below *limit*."""
        self._left, found = divmod(self._left, limit)
        return found


def contents(carts: int | None = None) -> dict[str, bytes]:
    """Return the bytes of each file by its name; *carts* None for `CARTS` of them."""
    carts = carts or CARTS
    source = files("checkout_core.cli") / "start" / "backtest"
    found = {
        name: (source / name).read_bytes() for name in NAMES if name != "carts.jsonl"
    }
    job = Job(found["today.json"].decode(), found["next.json"].decode())
    lines = "".join(f"{each}\n" for each in _lines(carts, job.stores()))
    made = {**found, "carts.jsonl": lines.encode()}
    return {name: made[name] for name in NAMES}


def _lines(carts: int, stores: Stores) -> Iterator[str]:
    """Yield each line of the carts; those that cannot be priced are among them."""
    bad = {carts * (i + 1) // (len(_BAD) + 1): text for i, text in enumerate(_BAD)}
    every = carts // OTHERWISE
    for number in range(carts):
        if number in bad:
            yield bad[number]
        row = cart_row(number, carts)
        basket = read_row(row, stores)
        assert basket.cart is not None
        paid = quote(basket.cart, stores.base, at=basket.at).totals.to_be_paid
        if number % every == every // 2 and number // every < OTHERWISE:
            paid = _otherwise(number // every, paid)
        yield dumps({**row, "expected_to_be_paid": str(paid)})


def _otherwise(which: int, paid: Decimal) -> Decimal:
    """Return what was paid where a person of the shop had a hand in it."""
    return difference(paid, _BY_HAND[which % len(_BY_HAND)])


def cart_row(number: int, carts: int = CARTS) -> dict[str, Any]:
    """Return a row of `carts.jsonl`, without what was paid."""
    draw = _Draw(f"cart {number}")
    chosen = _chosen(draw)
    cart: dict[str, Any] = {
        "currency": "INR",
        "cart_items": [_line(each, draw) for each in chosen],
    }
    code = draw.below(100)
    if code < len(_CODES):
        cart["coupon_code"] = _CODES[code]
    cart["shipping"] = {"estimated_cost": "60.00", "tax_rate": "18"}
    cart["shipping_address"] = {"state": _STATES[draw.below(len(_STATES))]}
    row: dict[str, Any] = {
        "cart_id": f"cart-{number + 1:05d}",
        "placed_at": _moment(number, carts).isoformat(),
        "cart": cart,
    }
    if draw.below(100) >= _GUESTS:
        # The lower of two: some customers come often, most once or twice.
        customer = min(draw.below(4000), draw.below(4000))
        row["customer"] = {"id": f"customer-{customer + 1:04d}"}
    return row


def _chosen(draw: _Draw) -> Sequence[Product]:
    """Return one to six different products, most often two or three."""
    count = _HOW_MANY[draw.below(len(_HOW_MANY))]
    taken = [_SHELF[draw.below(len(_SHELF))] for _ in range(count)]
    return list(dict.fromkeys(taken))


def _line(product: Product, draw: _Draw) -> dict[str, Any]:
    quantity = 1 + min(draw.below(product.most), draw.below(product.most))
    return {
        "product_id": product.id,
        "product_name": product.name,
        "category_ids": [product.category],
        "quantity": quantity,
        "selling_price": product.price,
        "price_including_tax": True,
        "tax_rate": product.rate,
    }


def _moment(number: int, carts: int) -> datetime:
    """Return when a cart was placed: all days alike, in their order."""
    day, rest = divmod(number * _DAYS, carts)
    return _MONTH + timedelta(days=day, minutes=_OPENS + rest * _OPEN // carts)


__all__ = ["CARTS", "NAMES", "OTHERWISE", "PRODUCTS", "Product", "cart_row", "contents"]
