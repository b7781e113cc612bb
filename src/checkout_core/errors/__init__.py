# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Errors: what is wrong, where, and how to correct it.

`CheckoutError`: the caller's input is wrong, and every fault is listed with its path,
its value and the fix.  `GatewayError`: the gateway's answer cannot be used, or none was
received.  A coupon that does not apply is not an error but a value, `Refusal`.

This module knows nothing of carts or money.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from checkout_core.errors.describe import MAX_SHOWN, Description, fault_value, shown
from checkout_core.errors.messages import MESSAGES


if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal


@frozen
class Fault:
    """
    One thing that is wrong: where, what kind, the value found, and the fix.

    Attributes:
        path: where, such as `cart.cart_items[0].quantity`; "" for the whole input.
        code: what kind, a key of `MESSAGES` or of a gateway's table; it stays the same
            across releases.
        value: the text, number, boolean or None that was found, and a `Description` of
            everything else.
        message: what is wrong and the fix, in English.
    """

    path: str
    code: str
    value: object
    message: str

    def __str__(self) -> str:
        """Return path, message and, if there is one, the value on one line."""
        where = f"{self.path}: " if self.path else ""
        got = "" if self.value is None else f" (got {shown(self.value)})"
        return f"{where}{self.message}{got}"

    def under(self, prefix: str) -> Fault:
        """Return the same fault, seen from one level further out."""
        return Fault(join(prefix, self.path), self.code, self.value, self.message)

    def as_json(self) -> dict[str, str | int | None]:
        """
        Return the fault as plain data.

        `value` is a JSON value: text (long text is cut), a whole number, true,
        false or null.  Any other number is its exact text, since readers of JSON
        round numbers with a point; objects and lists are described.

        >>> from decimal import Decimal
        >>> fault("price", "off_grid", Decimal("12.505"), currency="INR",
        ...     digits=2).as_json()["value"]
        '12.505'
        """
        value = fault_value(self.value)
        if not isinstance(value, str | int | None):
            value = shown(value)
        if isinstance(value, str):
            short = value if len(value) <= MAX_SHOWN else f"{value[: MAX_SHOWN - 3]}..."
            # A lone surrogate cannot be encoded as UTF-8.
            value = short.encode("utf-8", "backslashreplace").decode()
        return {
            "path": self.path,
            "code": self.code,
            "value": value,
            "message": self.message,
        }


def join(prefix: str, path: str) -> str:
    """
    Return *path* as seen from one level further out.

    >>> join("cart", "id"), join("cart_items[0]", ""), join("rows", "[1].id")
    ('cart.id', 'cart_items[0]', 'rows[1].id')
    """
    dot = "." if prefix and path and not path.startswith("[") else ""
    return f"{prefix}{dot}{path}"


def fault(path: str, code: str, value: object, **facts: object) -> Fault:
    """
    Return the `Fault` for *code*, its message filled with *facts*.

    A value that is not a plain scalar is kept as its description, so that a fault
    can be hashed and pickled whatever was wrong, and repeats no personal data.
    """
    return fault_from(MESSAGES, path, code, value, **facts)


def fault_from(
    messages: Mapping[str, str], path: str, code: str, value: object, **facts: object
) -> Fault:
    """
    Return `fault` for a *code* of another table than `MESSAGES`.

    >>> messages = {"sold_out": "{left} are left; order fewer"}
    >>> str(fault_from(messages, "quantity", "sold_out", 7, left=5))
    'quantity: 5 are left; order fewer (got 7)'
    """
    return Fault(path, code, fault_value(value), messages[code].format_map(facts))


class CheckoutError(ValueError):
    """
    The input cannot be used; `faults` lists everything that is wrong with it.

    Attributes:
        faults: a tuple of `Fault`, in the order they were found, never empty.
        amounts: pairs (path, amount) of the amounts that have no fault of their own
            but were not compared with their currency's decimals, since what was
            read (a line, an offer) does not know its currency.  The cart or store
            that does compares them, so that one error names every fault.
    """

    faults: tuple[Fault, ...]
    amounts: tuple[tuple[str, Decimal], ...]

    def __init__(
        self, faults: Iterable[Fault], amounts: Iterable[tuple[str, Decimal]] = ()
    ) -> None:
        self.faults = tuple(faults)
        self.amounts = tuple(amounts)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the faults, so that another process can read them."""
        return (CheckoutError, (self.faults, self.amounts))

    def under(self, prefix: str) -> CheckoutError:
        """
        Return the same error with every path seen from *prefix*.

        >>> try:
        ...     raise CheckoutError([fault("quantity", "bad_count", "2")])
        ... except CheckoutError as error:
        ...     error.under("cart_items[7]").faults[0].path
        'cart_items[7].quantity'
        """
        return CheckoutError(
            [each.under(prefix) for each in self.faults],
            [(join(prefix, path), amount) for path, amount in self.amounts],
        )

    def as_json(self) -> list[dict[str, Any]]:
        """
        Return the faults as plain data for an HTTP 422.

        Each is an object of `path`, `code` and `message` (text) and `value`: a JSON
        value, as `Fault.as_json` says.

        >>> CheckoutError([fault("cart", "empty_cart", [])]).as_json()[0]["value"]
        'a list of 0 items'
        """
        return [each.as_json() for each in self.faults]


#: One error names at most this many faults and counts the rest.
MAX_FAULTS = 100


class Faults:
    """
    A list that collects faults while the rest of an input is still checked.

    Attributes:
        found: the faults so far, in the order they were found.
        amounts: pairs (path, amount) to be compared with a currency's decimals, as in
            `CheckoutError.amounts`.
    """

    __slots__ = ("amounts", "found")

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.amounts: list[tuple[str, Decimal]] = []

    def add(self, path: str, code: str, value: object, **facts: object) -> None:
        """Note one fault and go on."""
        self.found.append(fault(path, code, value, **facts))

    def extend(self, error: CheckoutError, prefix: str = "") -> None:
        """Note every fault of an inner *error*, seen from here."""
        inner = error.under(prefix) if prefix else error
        self.found.extend(inner.faults)
        self.amounts.extend(inner.amounts)

    def raise_any(self) -> None:
        """Raise one `CheckoutError` with everything found, if anything was."""
        if len(self.found) > MAX_FAULTS:
            more = len(self.found) - MAX_FAULTS
            last = fault("", "more_faults", more, count=more)
            raise CheckoutError([*self.found[:MAX_FAULTS], last], self.amounts)
        if self.found:
            raise CheckoutError(self.found, self.amounts)


_SERVER_ERROR = 500
_REQUEST_TIMEOUT = 408
#: Our own codes of answers that say nothing about what became of their request.
_UNSURE = ("no_answer", "unusable_answer", "answer_not_opened")


class GatewayError(Exception):
    """
    The payment gateway's answer cannot be used, or none was received.

    Attributes:
        http_status: the status of the answer, None if none was received.
        error_code: the gateway's code, "" if it gave none.
        error_message: the gateway's message, "" if it gave none.
        fields: the fields that the gateway refused.
        retryable: whether the same call may be sent again as it is.
    """

    def __init__(
        self,
        error_message: str,
        *,
        http_status: int | None = None,
        error_code: str = "",
        fields: tuple[str, ...] = (),
        retryable: bool = False,
    ) -> None:
        self.error_message = error_message
        self.http_status = http_status
        self.error_code = error_code
        self.fields = fields
        self.retryable = retryable
        super().__init__(error_message)

    @property
    def unclear(self) -> bool:
        """
        Whether the request may have been carried out in spite of the error.

        >>> GatewayError("no answer came", error_code="no_answer").unclear
        True
        """
        unsure = self.error_code in _UNSURE
        status = self.http_status or 0
        return unsure or status == _REQUEST_TIMEOUT or status >= _SERVER_ERROR

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with every attribute."""
        return (
            _gateway_error,
            (
                self.error_message,
                self.http_status,
                self.error_code,
                self.fields,
                self.retryable,
            ),
        )


def _gateway_error(
    message: str,
    http_status: int | None,
    error_code: str,
    fields: tuple[str, ...],
    retryable: bool,  # noqa: FBT001 - a pickle's positional arguments
) -> GatewayError:
    return GatewayError(
        message,
        http_status=http_status,
        error_code=error_code,
        fields=fields,
        retryable=retryable,
    )


__all__ = [
    "MAX_FAULTS",
    "MAX_SHOWN",
    "MESSAGES",
    "CheckoutError",
    "Description",
    "Fault",
    "GatewayError",
]
