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

from collections.abc import Mapping, Sized
from datetime import date, time
from decimal import MAX_EMAX, Context, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from attrs import frozen


if TYPE_CHECKING:
    from collections.abc import Iterable


#: One message for each code; words in braces are replaced by the facts of the case.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # The text of a document.
        "not_json": "this is not JSON: {detail}",
        "not_utf8": "these bytes are not UTF-8 text; encode the document as UTF-8",
        "document_too_large": "longer than the limit of {limit} characters; send less",
        "nested_too_deep": "nested deeper than {limit} levels; flatten the document",
        "duplicate_key": "the key {key!r} occurs twice; keep one of them",
        "not_a_number": "{found} is not a number in JSON; write a plain decimal",
        # The shape of a document.
        "required": "this is missing; give {expected}",
        "more_faults": "{count} more things are wrong; fix these first",
        "wrong_type": "this must be {expected}, not {found}",
        "unknown_key": "this key is not known here; {hint}",
        "not_a_choice": "this must be one of {choices}",
        "too_many": "at most {limit} entries are taken; send fewer",
        "too_long": "at most {limit} characters are taken; shorten it",
        "empty_text": "this may not be empty; give {expected}",
        "control_character": "control characters are not allowed; remove them",
        # Amounts, rates, counts.
        "float_given": "a float is not exact; write {what} as text, like {example}",
        "bad_amount": "this is not a plain decimal number; write it like '12.50'",
        "amount_too_large": (
            "this has more than 15 digits before the point; split it up"
        ),
        "off_grid": (
            "{currency} has {digits} decimals; round it yourself, it is never"
            " rounded for you"
        ),
        "not_positive": "this must be above zero; give at least the smallest unit",
        "negative": "this may not be below zero; give 0 or more",
        "bad_rate": "this is not a plain percentage; write it like '18' or '2.5'",
        "rate_out_of_range": "this must lie between 0 and {limit} percent",
        "bad_count": "this must be a whole number, written without a point",
        "count_out_of_range": "this must lie between {low} and {high}",
        "bad_step": "a round-off step must be above zero; give '1' or '0.05', or null",
        # Time.
        "bad_time": (
            "this is not a date and time; write it like '2026-11-22T12:00:00+05:30'"
        ),
        "naive_time": "this time has no offset; add 'Z' or one like '+05:30'",
        "time_required": (
            "required because the store has offers; give a datetime with its time zone"
        ),
        "window_reversed": "this ends before it starts; swap the two times",
        # Currencies.
        "unknown_currency": (
            "this is not an active ISO 4217 currency; write it like 'INR'"
        ),
        "currency_mismatch": "the cart is in {cart} and the store in {store}; use one",
        # The cart.
        "empty_cart": "there is nothing to price; put at least one line into the cart",
        "same_line_key": (
            "two lines have the same product and variant; give each a line_id"
        ),
        "below_min_order_quantity": "at least {limit} must be ordered; order more",
        "above_max_order_quantity": "at most {limit} may be ordered; order less",
        "not_a_multiple": "this is sold in packs of {step}; order a multiple of it",
        "bad_slabs": "slabs must ascend and only the last has no up_to; sort them",
        "components_stand_alone": (
            "tax_components replace rate, slabs and cess; give one or the other"
        ),
        "reserved_component": "the engine itself uses this name; give another one",
        "not_of_regime": (
            "only the tax regime {choices} has this; name it in regime, or leave this"
            " out"
        ),
        "category_needs_zero_rate": (
            "goods that are {category} carry rate 0, no slabs and no cess; drop them"
        ),
        "unknown_tax_class": (
            "the store's tax table does not have this class; add it there"
        ),
        "no_rate_then": "this class has no rate at {at}; add a period that covers it",
        "period_reversed": "this period ends before it starts; swap its two times",
        "periods_overlap": "two periods of a class overlap; end one before the other",
        "place_unknown": (
            "the tax of an e-invoice depends on the place of supply; give the"
            " seller's state and the buyer's address"
        ),
        "not_in_rupees": "an e-invoice is in INR; price the cart in rupees for it",
        "round_off_too_large": (
            "an e-invoice is rounded off by {limit} at most; give a smaller step"
        ),
        "not_gst": "an e-invoice has GST and cess only; leave out {name}",
        "bad_gstin": "this is not a valid GSTIN; write it like '27AAPFU0939F1ZV'",
        "bad_gstin_state": (
            "{prefix} is not the code of a state; check the first two digits"
        ),
        "bad_gstin_check": "the last character should be {expected}; check the digits",
        "gstin_of_another_state": (
            "this GSTIN is registered in {state}; give that state or another GSTIN"
        ),
        "no_cash_step": (
            "the smallest coin of {currency} is not known; give the step, like '1'"
        ),
        "unknown_state": "this is not a state of India; {hint}",
        "not_serviceable": (
            "no shipping rate covers this; add one, or give the cart's shipping"
        ),
        "bad_phone": (
            "this is not a phone number; write ten digits in India, like '9800000001',"
            " elsewhere 6 to 15 digits with the code in country_code"
        ),
        # The store and its offers.
        "level_pair": "net_exact has no unit level; use 'line' or 'document'",
        "same_offer_id": "another offer in this list has the same id; ids are unique",
        "same_coupon_code": (
            "another coupon has this code; give each code to one coupon"
        ),
        "wrong_benefit": "a {kind} cannot give {benefit!r}; use one of {choices}",
        "row_names_target": (
            "rows of an offer for {target} only set limits; drop product_id and"
            " variant_id, or use applies_to_product 'product'"
        ),
        "empty_target": "this is empty and applies to nothing; give {expected}",
        "row_without_target": "this row needs one of {choices}",
        "percent_missing": "a discount needs a percent; give get_discount_percent",
        "one_of": "give exactly one of {choices}",
        "gifts_differ": (
            "gifts are joined if only their rows differ; make an offer of each"
        ),
        "mixed_selector": (
            "an offer is for products or for categories, not both; make two offers"
        ),
        "rows_and_products": (
            "rows name their own products; leave out on, or the rows"
        ),
        "not_one_choice": (
            "this must select one product, one variant or one category; add a gift"
            " for each other one"
        ),
        "slab_order": "two slabs begin at the same {field}; keep one of them",
        # Money back.
        "nothing_returned": "nothing is returned; give a line's index and its units",
        "no_such_line": "the order does not have this line; its lines are 0 to {last}",
        "more_than_bought": (
            "only {left} units of this can still be returned; return fewer"
        ),
        "more_than_charged": (
            "only {left} of the delivery can still be refunded; refund less"
        ),
        "shipping_not_explicit": (
            "the refund policy decides this; set its shipping to 'explicit' to give it"
        ),
        "refund_id_used": "the order has a refund of this id; ids are never used twice",
        "line_twice": "this line occurs twice; add its units up",
        "refunds_do_not_fit": (
            "these refunds belong to another order; give all refunds of this one"
        ),
        "bundle_broken": (
            "this offer's goods are returned together; {lines} is still missing"
        ),
        # The life of an order.
        "illegal_event": (
            "this cannot happen to an order that is {status}; possible now: {legal}"
        ),
        "id_twice": "two of these have the same id; give each its own",
        "payment_differs": (
            "payment {id} was reported with {amount} before; check its id"
        ),
        "parcel_differs": (
            "parcel {id} was reported with other units before; check its id"
        ),
        "not_so_many_to_pack": (
            "only {left} units of this are not packed yet; pack at most those"
        ),
        "refund_exceeds_paid": (
            "only {left} of what was paid can still be refunded; refund less"
        ),
        # Subscriptions and their mandates.
        "mandate_rule_value_given": "{frequency} has no rule value; leave it out",
        "mandate_rule_value_missing": (
            "{frequency} needs the day it is debited on; give 1 to {high}"
        ),
        "mandate_rule_value_range": (
            "the day of {frequency} is a whole number; give 1 to {high}"
        ),
        "start_out_of_range": (
            "a subscription begins in {low} to {high}; check the year"
        ),
        "beyond_calendar": "the calendar ends with the year 9999; count less far",
        "no_such_cycle": "the subscription has {count} cycles; they count from 1",
        "nothing_to_debit": "no cycle leaves anything to pay; no mandate is needed",
        "debit_above_maximum": (
            "the mandate allows {maximum} at most; ask the customer for a new one"
        ),
        "debit_not_fixed": "a FIXED mandate is debited for {maximum}; ask for that",
        "mandate_not_active": "only an ACTIVE mandate can be debited; read its status",
        "notice_too_late": (
            "the customer must be notified 24 hours before a debit; notify them"
            " and wait"
        ),
        "debit_outside_mandate": (
            "the mandate is valid from {first} to {last}; debit within it"
        ),
        "debit_on_another_day": "this period is debited from {first} to {last}; wait",
        "debited_before": "this period was debited at {at}; wait for the next one",
        # What a host asks of its gateway.
        "bad_template": (
            "only {choices} can be in braces; write every other brace twice"
        ),
        # The reference service.
        "not_sold": "the store does not sell this product; look at its catalogue",
        "no_such_address": (
            "the customer has no address with this id; send the whole address"
        ),
        "account_not_used": (
            "only a bank-transfer goes to an account; leave this out, or set"
            " refund_mode to 'bank-transfer'"
        ),
        "extra_missing": "this needs more than the core; install {extra}",
        "bad_database": "this database cannot be used ({kind}); check its URL",
        "same_tokens": "the customer's token is the merchant's too; give two",
        # A quote that was stored and read again.
        "bad_schema_version": "this is {found}, and only {expected} can be read here",
        "fingerprint_differs": "the figures were changed after this was written",
        "does_not_add_up": "this should be {expected}, by {identity}",
    }
)


#: A value is shown with at most this many characters, in a message and as JSON.
MAX_SHOWN = 60


class Description(str):
    """
    Words that describe a value, such as `a Line`; shown without quotes.

    >>> shown(Description("a Line")), shown("a Line")
    ('a Line', "'a Line'")
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Show the words as they are."""
        return str(self)


@frozen
class NumberLiteral:
    """
    A JSON number whose text is not an amount: `1e5`, or one with too many digits.

    Its text is kept, so that errors can show it and documents can repeat it.
    """

    text: str

    def __repr__(self) -> str:
        """Show the text as it is written in the document, cut if it is long."""
        return self.text if len(self.text) <= MAX_SHOWN else f"{self.text[:20]}..."


@frozen
class Fault:
    """
    One thing that is wrong: where, what kind, the value found, and the fix.

    `path` reads like `cart.cart_items[0].quantity` and is empty for the whole
    input; `code` is a key of `MESSAGES` and stays the same across releases;
    `value` is the text, number, boolean or None that was found, and a
    `Description` of everything else.
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

        >>> fault("price", "off_grid", Decimal("12.505"), currency="INR",
        ...     digits=2).as_json()["value"]
        '12.505'
        """
        value = kept(self.value)
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


def kept(value: object) -> str | int | Decimal | float | None:
    """
    Return a plain scalar as it is and a `Description` of every other value.

    >>> kept("x"), kept({"a": 1}), kept([1, 2]), kept(b"xyz"), kept(object())
    ('x', an object of 1 key, a list of 2 items, 3 bytes, a Python object)
    """
    match value:
        case bool() | None | float() | Decimal() | Description():
            return value
        case str():
            # The value of an enum as plain text, without its class name.
            return str.__str__(value)
        case int() if value.bit_length() <= 4 * MAX_SHOWN:
            return int(value)
    return Description(_described(value))


def _described(value: object) -> str:
    match value:
        case int():
            return f"an integer of {value.bit_length()} bits"
        case NumberLiteral():
            return repr(value)
        case date() | time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return counted(len(value), "byte")
        case Mapping():
            return f"an object of {counted(len(value), 'key')}"
        case list() | tuple():
            return f"a list of {counted(len(value), 'item')}"
        case Sized():
            return f"{named(value)} of {counted(len(value), 'item')}"
    return named(value)


def counted(count: int, noun: str) -> str:
    """
    Return *count* with its noun in the singular or plural.

    >>> counted(1, "key"), counted(2, "key")
    ('1 key', '2 keys')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def named(value: object) -> str:
    """
    Return the type of *value* with its article, and nothing of its content.

    >>> named(Fault("", "x", None, "x")), named({1}), named(object())
    ('a Fault', 'a set', 'a Python object')
    """
    return named_type(type(value))


def named_type(kind: type) -> str:
    """
    Return the name of a type with its article.

    >>> named_type(Fault), named_type(object)
    ('a Fault', 'a Python object')
    """
    if kind is object:
        return "a Python object"
    name = kind.__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def shown(value: object, limit: int = MAX_SHOWN) -> str:
    """
    Return *value* for a message, at most *limit* characters long.

    >>> shown("x" * 100, limit=12), shown(Decimal("12.50")), shown([1, 2])
    ("'xxxxxxxx...", '12.50', 'a list of 2 items')
    """
    found = kept(value)
    if isinstance(found, Decimal):
        if found.is_finite():
            # Rounded before it is written: 10 MB of digits must not be copied.
            context = Context(prec=limit, Emin=-MAX_EMAX, Emax=MAX_EMAX)
            found = context.plus(found)
        text = str(found)
    elif isinstance(found, str):
        # Cut before repr: a hostile text of 10 MB must not be copied to be refused.
        text = repr(type(found)(found[: limit + 1]))
    else:
        text = repr(found)
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


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
    return Fault(path, code, kept(value), MESSAGES[code].format_map(facts))


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
    """A list that collects faults while the rest of an input is still checked."""

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
        unsure = self.error_code in ("no_answer", "unusable_answer")
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
