from __future__ import annotations

from attrs import frozen


@frozen
class Currency:
    code: str
    exponent: int
    name: str
    symbol: str


CURRENCIES = {
    c: Currency(c, e, c, c)
    for c, e in [
        ("INR", 2),
        ("JPY", 0),
        ("KWD", 3),
        ("USD", 2),
        ("EUR", 2),
        ("CLF", 4),
        ("CHF", 2),
    ]
}
