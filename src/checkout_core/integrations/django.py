# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Fields of Django models that hold nouns (`checkout-core[django]`).

A quote, an order or a refund is kept as JSON text, in which amounts are text, so no
database rounds them.  What is loaded is verified: a text whose figures were changed is
a `CheckoutError` on load.  Nouns are frozen: assign another one to change a row.  Equal
nouns have equal text, so `exact` and `in` find a noun by its value; other lookups but
`isnull` are refused by Django's `FieldError`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from checkout_core.errors import CheckoutError
from checkout_core.integrations.documents import ORDER, QUOTE, REFUND, Kind


__all__ = ["OrderField", "QuoteField", "RefundField"]


_LOOKUPS = ("exact", "in", "isnull")


class _NounField(models.TextField):
    """A noun as the text of its document."""

    kind: ClassVar[Kind[Any]]
    verify = True

    def __init__(self, *args: Any, **options: Any) -> None:
        # Nobody types a quote into a form.
        options.setdefault("editable", False)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Return what a migration writes."""
        name, path, args, options = super().deconstruct()
        # Django leaves out its own default, which is not that of this field.
        options.pop("editable", None)
        if self.editable:
            options["editable"] = True
        return name, path, args, options

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Return the noun; raise `CheckoutError` if its text was changed."""
        return None if value is None else self.kind.loaded(value, verify=self.verify)

    def get_prep_value(self, value: Any) -> Any:
        """Return the text that is stored; raise `CheckoutError` for another class."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return self.kind.text(value)

    def to_python(self, value: Any) -> Any:
        """Return a noun, also of the text that a fixture has."""
        if value is None or isinstance(value, self.kind.noun):
            return value
        try:
            return self.kind.read(value)
        except CheckoutError as error:
            raise ValidationError(
                [ValidationError(str(each), each.code) for each in error.faults]
            ) from None

    def value_to_string(self, obj: models.Model) -> Any:
        """Return the text that a fixture has, None for None."""
        return self.get_prep_value(self.value_from_object(obj))

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the lookup, None for one that a noun does not have."""
        return super().get_lookup(lookup_name) if lookup_name in _LOOKUPS else None


class _VerifiedField(_NounField):
    """A field whose noun can be loaded without a calculation."""

    def __init__(self, *args: Any, verify: bool = True, **options: Any) -> None:
        self.verify = verify
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        """Return what a migration writes."""
        name, path, args, options = super().deconstruct()
        if not self.verify:
            options["verify"] = False
        return name, path, args, options


class QuoteField(_VerifiedField):
    """
    A field that holds a `Quote`; with `null=True` also None.

    Args:
        args: of `TextField`, as *options*; `editable` is False by default.
        verify: whether every figure is calculated again on load, True by default.
            False checks form and fingerprint only, and takes a fraction of the time:
            for a database that only you write to.
    """

    kind = QUOTE
    description = "Quote"


class OrderField(_VerifiedField):
    """A field that holds an `Order`, with the arguments of `QuoteField`."""

    kind = ORDER
    description = "Order"


class RefundField(_NounField):
    """
    A field that holds a `Refund`, with the arguments of `TextField`.

    It is always checked on load.
    """

    kind = REFUND
    description = "Refund"
