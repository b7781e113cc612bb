# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Fields of Django models that hold nouns, on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter

from checkout_core import CheckoutError, dumps, write_quote
from checkout_core.integrations.django import OrderField, QuoteField, RefundField
from tests.factories.faults import faults
from tests.factories.nouns import ORDER, QUOTE, REFUND
from tests.factories.orders import priced


class Row(models.Model):
    """A row of a host."""

    quote = QuoteField(null=True)
    trusted = QuoteField(null=True, verify=False)
    order = OrderField(null=True)
    known = OrderField(null=True, verify=False)
    refund = RefundField(null=True)

    class Meta:
        """Where the table belongs."""

        app_label = "shop"

    def __str__(self) -> str:
        return f"row {self.pk}"


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    """Create the table, and drop it afterwards."""
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Row)


#: What is changed in each document.
CHANGES = {
    "quote": ('"currency": "INR"', '"currency": "USD"'),
    "trusted": ('"currency": "INR"', '"currency": "USD"'),
    "order": ('"amount": "', '"amount": "9'),
    "known": ('"currency": "INR"', '"currency": "USD"'),
    "refund": ('"gateway": "', '"gateway": "9'),
}


def tamper(column: str) -> None:
    """Change the text of a column behind the application's back."""
    old, new = CHANGES[column]
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE shop_row SET "{column}" = REPLACE("{column}", %s, %s)', [old, new]
        )


def test_what_is_stored_is_loaded() -> None:
    """Every noun comes back equal, of every kind of field."""
    fields = {
        "quote": QUOTE,
        "trusted": QUOTE,
        "order": ORDER,
        "known": ORDER,
        "refund": REFUND,
    }
    Row.objects.create(**fields)

    row = Row.objects.get()

    assert fields == {name: getattr(row, name) for name in fields}


def test_null_is_none() -> None:
    """An empty column holds nothing, and can be asked for."""
    Row.objects.create()

    assert None is Row.objects.get(quote__isnull=True).quote


def test_the_text_is_that_of_the_document() -> None:
    """Other programs read the column as JSON."""
    Row.objects.create(quote=QUOTE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote FROM shop_row")
        row = cursor.fetchone()

    assert (dumps(write_quote(QUOTE)),) == row


@pytest.mark.parametrize(
    ("column", "noun"),
    [
        ("quote", QUOTE),
        ("trusted", QUOTE),
        ("order", ORDER),
        ("known", ORDER),
        ("refund", REFUND),
    ],
)
def test_a_tampered_noun_is_not_loaded(column: str, noun: object) -> None:
    """A text that was changed in the database is an error, not another amount."""
    Row.objects.create(**{column: noun})
    tamper(column)

    with pytest.raises(CheckoutError):
        Row.objects.get()


def test_another_class_is_not_stored() -> None:
    """The error names what the field takes."""
    with pytest.raises(CheckoutError) as caught:
        Row.objects.create(quote=ORDER)

    assert [("", "wrong_type")] == faults(caught.value)


def test_a_noun_is_found_by_its_value() -> None:
    """Equal quotes have equal text."""
    row = Row.objects.create(quote=priced())
    other = priced(coupon_code=None)

    assert [[row], [], [row], [row]] == [
        list(found)
        for found in (
            Row.objects.filter(quote=QUOTE),
            Row.objects.filter(quote=other),
            Row.objects.filter(quote__in=[other, QUOTE]),
            Row.objects.filter(quote=models.F("quote")),
        )
    ]


@pytest.mark.parametrize("lookup", ["contains", "gt", "iexact", "regex", "length"])
def test_other_lookups_are_refused(lookup: str) -> None:
    """A quote has no parts that a database could search."""
    with pytest.raises(FieldError, match=lookup):
        Row.objects.filter(**{f"quote__{lookup}": "tee"})


def test_a_row_is_changed_by_an_expression() -> None:
    """What the database works out is left to it; the noun is loaded as any other."""
    row = Row.objects.create(trusted=QUOTE)
    Row.objects.update(quote=models.F("trusted"))
    row.refresh_from_db()

    assert QUOTE == row.quote


def test_a_row_is_changed_by_another_noun() -> None:
    """Expressions and plain values update rows."""
    Row.objects.create(quote=QUOTE)

    Row.objects.update(trusted=models.F("quote"), quote=priced(coupon_code=None))
    row = Row.objects.get()

    assert (priced(coupon_code=None), QUOTE) == (row.quote, row.trusted)


@pytest.mark.parametrize(
    ("field", "options"),
    [
        (QuoteField(), {}),
        (QuoteField(null=True, verify=False), {"null": True, "verify": False}),
        (OrderField(verify=False, editable=True), {"verify": False, "editable": True}),
        (RefundField(), {}),
    ],
)
def test_a_migration_makes_the_same_field(field: Any, options: dict[str, Any]) -> None:
    """What is taken apart is put together again, with a name that can be imported."""
    _, path, args, found = field.deconstruct()
    again = type(field)(*args, **found)
    line, imports = MigrationWriter.serialize(field)

    assert (options, field.editable) == (found, again.editable)
    assert field.deconstruct()[1:] == again.deconstruct()[1:]
    assert (True, {"import checkout_core.integrations.django"}) == (
        line.startswith(path),
        imports - {"from django.db import models"},
    )


@pytest.mark.parametrize(
    ("name", "noun"), [("quote", QUOTE), ("order", ORDER), ("refund", REFUND)]
)
def test_a_fixture_has_the_text(name: str, noun: object) -> None:
    """`dumpdata` writes what `loaddata` reads."""
    field = getattr(Row, name).field
    text = field.value_to_string(Row(**{name: noun}))

    assert [noun, noun, None, None] == [
        field.to_python(text),
        field.to_python(noun),
        field.to_python(None),
        field.value_to_string(Row()),
    ]


def test_a_refund_is_always_checked() -> None:
    """There is no quicker reader, so no argument asks for one."""
    with pytest.raises(TypeError):
        RefundField(verify=False)


def test_a_bad_fixture_is_a_validation_error() -> None:
    """Each fault is a message of its own, with its code."""
    with pytest.raises(ValidationError) as caught:
        QuoteField().to_python("{}")

    assert ["bad_schema_version"] == [each.code for each in caught.value.error_list]


def test_a_row_is_validated() -> None:
    """`full_clean` takes a quote and refuses what is no quote."""
    fields = ["trusted", "order", "known", "refund"]
    Row(quote=QUOTE).full_clean(exclude=fields)

    with pytest.raises(ValidationError):
        Row(quote="{}").full_clean(exclude=fields)
