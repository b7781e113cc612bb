# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The keys of a class: what its constructor takes, and what its document has.

A class whose constructor checks its arguments has one table of keys.  From it come the
checks of the constructor and of the reader of its documents, what is written, and its
JSON Schema.  Names, types and defaults are those of the constructor's signature.

Promises that values are returned only if nothing is wrong with them, and that all
faults are reported together, in the order of the table.  Knows no class by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from inspect import Parameter, signature
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from checkout_core.checks import ZERO, Validator
from checkout_core.errors import join
from checkout_core.kinds import Kind
from checkout_core.values import argument_names, items_of, maker_of


if TYPE_CHECKING:
    from checkout_core.errors import Fault
    from checkout_core.values import Record


__all__ = ["Key", "KeyTable", "ObjectTable", "Together", "Values"]


#: The values of the attributes by name.
Values: TypeAlias = dict[str, Any]


@frozen(eq=False, repr=False)
class Key:
    """
    A key of a class: an argument of its constructor, and a key of its document.

    Attributes:
        name: of the attribute and of the argument.
        kind: what it may hold.
        absent: what the attribute is where the argument is None by default; None by
            default.
        like: the attribute whose value it has in that case, "" (the default) for none.
        rate_of: the attribute that it is the rate of, and those that replace it: where
            that is 0 or one of these is given, it is 0 if it is absent; () (the
            default) if it is not a rate.
        called: the document's key, and the path of faults; "" (the default) if it is
            the name.
        sparse: whether it is left out of a document where it has its default, as keys
            are that came later than the others; False by default.
        aside: whether it is an argument only, and no key of the document; False by
            default.
    """

    name: str
    kind: Kind
    absent: Any = field(default=None, kw_only=True)
    like: str = field(default="", kw_only=True)
    rate_of: tuple[str, ...] = field(default=(), kw_only=True)
    called: str = field(default="", kw_only=True)
    sparse: bool = field(default=False, kw_only=True)
    aside: bool = field(default=False, kw_only=True)

    @property
    def path(self) -> str:
        """The document's key, and the path of faults."""
        return self.called or self.name


@frozen(eq=False, repr=False)
class Together:
    """
    A rule between values, which were checked before it.

    Attributes:
        faults: takes the arguments as they were given and their clean forms, and
            returns what is wrong with them, () if nothing is.
        of: the rule is asked only if one of these arguments is given; () (the default):
            always.
        unless: the rule is not asked if the path of a fault ends with this text; ""
            (the default): it is.
        schema: what it adds to the schema of the object, nothing by default.
    """

    faults: Callable[[Mapping[str, Any], Values], Sequence[Fault]]
    of: tuple[str, ...] = field(default=(), kw_only=True)
    unless: str = field(default="", kw_only=True)
    schema: Mapping[str, Any] = field(factory=dict, kw_only=True)

    def is_silent(self, found: Iterable[Fault]) -> bool:
        """Return whether the rule is not asked because of the faults *found*."""
        ends = self.unless
        return bool(ends) and any(each.path.endswith(ends) for each in found)


class KeyTable:
    """
    The keys of a class and the rules between them, in the order of their faults.

    Attributes:
        kind: the class.
        steps: the keys and the rules.
        keys: the keys by name, in the order of the attributes.
        written: the keys that its document has, in their order there.
        names: the same keys as they are called there.
        defaults: of the constructor's arguments, by name.
        absent: what the attributes are without arguments, by name.
        needed: the arguments without a default.
    """

    def __init__(self, kind: Any, *steps: Key | Together, first: str = "") -> None:
        self.kind = kind
        self.steps = steps
        by_name = {each.name: each for each in steps if isinstance(each, Key)}
        self.keys = {name: by_name[name] for name in argument_names(kind)}
        keys = self.keys.values()
        # In a document *first* is the first key; others are in the attributes' order.
        written = sorted(keys, key=lambda each: each.name != first)
        self.written = tuple(each for each in written if not each.aside)
        self.names = tuple(each.path for each in self.written)
        self.defaults = {
            name: each.default
            for name, each in signature(kind.__init__).parameters.items()
        }
        self.needed = frozenset(
            name for name in self.keys if self.defaults[name] is Parameter.empty
        )
        self.absent = {each.name: self._of_default(each) for each in keys}
        self._quick = {each.name: each.kind.quick for each in keys}
        self._derived: list[tuple[str, Callable[[Values], Any]]] = [
            *[(each.name, itemgetter(each.like)) for each in keys if each.like],
            *[(each.name, _rate_of(*each.rate_of)) for each in keys if each.rate_of],
        ]
        self._rules = [
            (each.of, each.faults) for each in steps if isinstance(each, Together)
        ]
        self._values = attrgetter(*self.keys)
        self._of_document = attrgetter(*[each.name for each in self.written])
        self._writers = [
            (each.path, each.kind.write)
            for each in self.written
            if each.kind.write is not None
        ]
        self._sparse = [
            (each.path, self.absent[each.name]) for each in keys if each.sparse
        ]

    def _of_default(self, key: Key) -> Any:
        """Return what the attribute is without its argument; checked once, here."""
        default = self.defaults[key.name]
        if default is None or default is Parameter.empty:
            return key.absent
        return key.kind.check(Validator(), key.name, default)

    # Making ---------------------------------------------------------------------

    def given(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the *arguments*, as a constructor sees them, that are no default."""
        defaults = self.defaults
        return {
            name: each
            for name, each in arguments.items()
            if name != "self" and each is not defaults[name]
        }

    def cleaned(self, given: Mapping[str, Any]) -> Values:
        """
        Return the value of each attribute, in their order.

        *given* are the arguments by name; one that is not there has its default.
        Raises `CheckoutError` with every fault.
        """
        found = None
        if given.keys() >= self.needed:
            found = self.clean(given, self.absent.copy())
        if found is None:
            self.refuse(given)
        assert found is not None
        return found

    def read(self, given: Mapping[str, Any]) -> Any:
        """Return the instance of what is *given*, as `cleaned` takes it."""
        return maker_of(self.kind)(*self.cleaned(given).values())

    def changed(self, instance: Any, fields: Mapping[str, Any]) -> Values:
        """
        Return the values of *instance* with some of its arguments changed.

        Only *fields* are checked.  Raises `CheckoutError` with every fault, also for
        names that it does not have.
        """
        values, given = self.arguments(instance, fields)
        found = self.clean(fields, values, given)
        if found is None:
            self.refuse(given)
        assert found is not None
        return found

    def arguments(
        self, instance: Any, fields: Mapping[str, Any]
    ) -> tuple[Values, Mapping[str, Any]]:
        """
        Return the values of *instance*, and what is given to change some *fields*.

        Raises `CheckoutError` for names that it does not have.
        """
        check = Validator()
        check.keys("", fields, self.keys)
        check.raise_any()
        values = dict(zip(self.keys, self._values(instance), strict=True))
        return values, {**values, **fields}

    def clean(
        self,
        given: Mapping[str, Any],
        values: Values,
        whole: Mapping[str, Any] | None = None,
    ) -> Values | None:
        """
        Return *values* with those that are *given*, None if anything is wrong.

        What is wrong is said by `refuse`: that takes a list of faults and the order of
        the table, which most values do not need.  *whole* are all arguments, by
        default those that are *given*.
        """
        quick, check = self._quick, None
        for name, value in given.items():
            found = quick[name](value)
            if found is None:
                key = self.keys[name]
                if value is None and self.defaults[name] is None:
                    found = key.absent
                else:
                    check = check or Validator()
                    found = key.kind.check(check, key.path, value)
            values[name] = found
        if check is not None and check.found:
            return None
        for name, derive in self._derived:
            if values[name] is None:
                values[name] = derive(values)
        for of, faults in self._rules:
            is_asked = not of or not given.keys().isdisjoint(of)
            if is_asked and faults(given if whole is None else whole, values):
                return None
        return values

    def refuse(
        self,
        given: Mapping[str, Any],
        more: Callable[[Validator, Values], object] | None = None,
    ) -> None:
        """
        Raise `CheckoutError` with every fault of what is *given*.

        *more* adds the faults that come after those of the table.
        """
        check = Validator()
        values = self._checked(check, given)
        if more is not None:
            more(check, values)
        check.raise_any()

    def _checked(self, check: Validator, given: Mapping[str, Any]) -> Values:
        """Return the value of each attribute; the faults go into *check*."""
        values = dict(self.absent)
        for step in self.steps:
            if isinstance(step, Together):
                if not step.is_silent(check.found):
                    check.found += step.faults(given, values)
                continue
            name, default = step.name, self.defaults[step.name]
            value = given.get(name, None if name in self.needed else default)
            if value is not None or default is not None:
                values[name] = step.kind.check(check, step.path, value)
            elif step.like:
                values[name] = values[step.like]
        return values

    # Parts of other objects -----------------------------------------------------

    def within(self, check: Validator, path: str, value: object) -> Any:
        """
        Return the instance that an object at *path* describes.

        An instance is returned as it is.  Faults go into *check*, also those of unknown
        keys unless it is lenient, and the result is then None.
        """
        if isinstance(value, self.kind):
            return value
        data = check.mapping(path, value)
        if data is None:
            return None
        check.keys(path, data, self.names)
        inner = Validator(lenient=check.lenient)
        given = {
            each.name: data[each.path]
            for each in self.written
            if data.get(each.path) is not None
        }
        values = self._checked(inner, given)
        check.found += [each.under(path) for each in inner.found]
        check.amounts += [(join(path, key), each) for key, each in inner.amounts]
        return None if inner.found else self.kind(**values)

    def as_kind(self) -> Kind:
        """Return the kind of an instance, or of its document, in another object."""
        kind = self.kind
        return Kind(
            check=self.within,
            quick=lambda value: value if isinstance(value, kind) else None,
            write=self.write,
            schema={"$ref": f"#/$defs/{kind.__name__}"},
        )

    # Writing --------------------------------------------------------------------

    def write(self, instance: Any) -> dict[str, Any]:
        """Return the document of *instance*, which `read` reads as an equal one."""
        found = dict(zip(self.names, self._of_document(instance), strict=True))
        for path, absent in self._sparse:
            if found[path] == absent:
                del found[path]
        for path, write in self._writers:
            value = found.get(path)
            if value is not None:
                found[path] = write(value)
        return found

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its document; null means the default."""
        found = _object_schema(
            {each.path: each.kind.schema for each in self.written},
            {each.path for each in self.written if each.name in self.needed},
        )
        for step in self.steps:
            if isinstance(step, Together):
                found |= step.schema
        return found


def _rate_of(name: str, *others: str) -> Callable[[Values], Any]:
    """Return what gives the rate of an amount, if none is given and it has to be 0."""

    def rate(values: Values) -> Any:
        # An amount that is not known yet, such as a percentage, is not 0.
        amount = values[name]
        is_open = (amount is None or amount) and not any(map(values.get, others))
        return None if is_open else ZERO

    return rate


class ObjectTable:
    """
    The keys of an object in a document that is read by a function: a row of an offer.

    Attributes:
        kinds: what each key may hold, in the order in which messages list the keys.
        needed: the keys that have to be there.
    """

    def __init__(self, kinds: Mapping[str, Kind], needed: Collection[str] = ()) -> None:
        self.kinds = kinds
        self.needed = needed
        self._steps = [
            (key, kind.quick, kind.check, kind.is_amount, key in needed)
            for key, kind in kinds.items()
        ]

    def only(self, *keys: str) -> ObjectTable:
        """Return the table of some of the keys, in their order."""
        return ObjectTable({key: self.kinds[key] for key in keys}, self.needed)

    def known(self, check: Validator, path: str, data: Record) -> None:
        """Add a fault for every key of *data* that the object does not have."""
        if not items_of(data).keys() <= self.kinds.keys():
            check.keys(path, data, self.kinds)

    def read(self, check: Validator, path: str, data: Record) -> Values:
        """
        Return the value of each key, None if it is absent.

        Faults go into *check* in the order of the keys.
        """
        found, get = {}, items_of(data).get
        for key, quick, clean, is_amount, is_needed in self._steps:
            given = value = get(key)
            if given is not None or is_needed:
                value = quick(given)
                if value is None:
                    value = clean(check, join(path, key), given)
                elif is_amount:
                    check.amounts.append((join(path, key), value))
            found[key] = value
        return found

    def as_kind(self, make: Callable[[Values], Any] = lambda values: values) -> Kind:
        """Return the kind of the object; *make* is called with its values."""

        def check_object(check: Validator, path: str, value: object) -> Any:
            data = check.record(path, value)
            self.known(check, path, data)
            return make(self.read(check, path, data))

        return Kind(check=check_object, schema=self.schema())

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the object; null means the default."""
        return _object_schema(
            {key: kind.schema for key, kind in self.kinds.items()}, self.needed
        )


def _object_schema(
    schemas: Mapping[str, Any], needed: Collection[str]
) -> dict[str, Any]:
    """Return the schema of an object by those of its keys."""
    found: dict[str, Any] = {
        "type": "object",
        "properties": {
            key: each if key in needed else {"anyOf": [each, {"type": "null"}]}
            for key, each in schemas.items()
        },
    }
    if needed:
        found["required"] = [key for key in schemas if key in needed]
    return found | {"additionalProperties": False}
