# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Kept JSON: it cannot change, it compares by content, it comes out as it was."""

from __future__ import annotations

import copy
import pickle

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import attrs
import pytest

from checkout_core.errors import CheckoutError
from checkout_core.errors.describe import NumberLiteral
from checkout_core.ledger import AppliedLine, Entry
from checkout_core.values import MAX_DEPTH, Record, maker_of, thawed
from tests.factories.faults import faults


EVERYTHING: dict[str, Any] = {
    "null": None,
    "text": "₹ é \U0001f600",
    "true": True,
    "int": 10**30,
    "decimal": Decimal("12.50"),
    "spelled": NumberLiteral("1e5"),
    "list": [1, [], {"a": [{"b": None}]}],
    "object": {"z": 1, "a": {}},
}


def faults_of(given: Any, path: str = "metadata") -> list[tuple[str, str]]:
    """Return path and code of every fault of keeping *given*."""
    with pytest.raises(CheckoutError) as caught:
        Record(given, path)
    return faults(caught.value)


def test_what_is_kept_comes_out_as_it_went_in() -> None:
    """Thawed JSON is made of fresh dicts and lists, equal to the first."""
    assert EVERYTHING == thawed(Record(EVERYTHING))


def test_the_order_of_keys_is_kept() -> None:
    """Keys come out in the order they were given, at every depth."""
    found = thawed(Record(EVERYTHING))

    assert (list(EVERYTHING), ["z", "a"]) == (list(found), list(found["object"]))


def test_what_is_kept_does_not_follow_its_source() -> None:
    """A later change of the host's dict changes nothing here."""
    source: dict[str, Any] = {"a": [1], "b": {"c": 1}}
    kept = Record(source)
    source["a"].append(2)
    source["b"]["c"] = 2

    assert {"a": [1], "b": {"c": 1}} == thawed(kept)


def test_thawing_gives_fresh_data_each_time() -> None:
    """Who changes what came out does not change what is kept."""
    kept = Record({"a": [1]})
    thawed(kept)["a"].append(2)

    assert {"a": [1]} == thawed(kept)


def test_it_is_a_mapping() -> None:
    """Reading works as with a dict."""
    kept = Record({"a": 1, "b": [2]})

    assert (1, None, (2,), 2, ["a", "b"], True) == (
        kept["a"],
        kept.get("c"),
        kept["b"],
        len(kept),
        list(kept),
        isinstance(kept, Mapping),
    )


def test_it_cannot_be_changed() -> None:
    """There is no way to set a key or an attribute."""
    kept: Any = Record({"a": 1})
    with pytest.raises(TypeError):
        kept["a"] = 2
    with pytest.raises(TypeError):
        del kept["a"]
    with pytest.raises(AttributeError):
        kept.more = 1

    assert {"a": 1} == thawed(kept)


def test_equal_content_is_equal_whatever_the_order() -> None:
    """The order of keys is no difference, in comparing and hashing."""
    one, two = Record({"a": 1, "b": {"c": 2}}), Record({"b": {"c": 2}, "a": 1})

    assert (one, hash(one)) == (two, hash(two))


@pytest.mark.parametrize("other", [{"a": 2}, {"b": 1}, {}, {"a": 1, "b": 1}])
def test_other_content_is_not_equal(other: dict[str, Any]) -> None:
    """A difference anywhere is one."""
    assert Record({"a": 1}) != Record(other)


def test_everything_kept_can_be_hashed() -> None:
    """Each kind of JSON value can stand in a set."""
    assert 1 == len({Record(EVERYTHING), Record(EVERYTHING)})


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_it_can_be_pickled(protocol: int) -> None:
    """A pickled record is equal and of the same kind at every depth."""
    copied = pickle.loads(pickle.dumps(Record(EVERYTHING), protocol))

    assert (Record(EVERYTHING), Record) == (copied, type(copied["object"]))


def test_it_can_be_copied() -> None:
    """A deep copy is equal."""
    assert Record(EVERYTHING) == copy.deepcopy(Record(EVERYTHING))


@pytest.mark.parametrize("given", [None, {}, MappingProxyType({})])
def test_it_may_be_empty(given: Mapping[str, Any] | None) -> None:
    """None and an empty mapping hold nothing."""
    assert (Record(), 0) == (Record(given), len(Record(given)))


def test_it_takes_any_mapping_and_itself() -> None:
    """Proxies and records are as good as dicts."""
    inner = MappingProxyType({"b": Record({"c": (1,)})})

    assert {"a": {"b": {"c": [1]}}} == thawed(Record({"a": inner}))


def test_it_shows_some_keys_and_no_value() -> None:
    """A repr ends up in logs: keys that steer a terminal are escaped, few are told."""
    assert ("<Record []>", "<Record ['a\\x1b', 'b']>") == (
        repr(Record()),
        repr(Record({"a\x1b": "Meera", "b": ["9800000001"]})),
    )
    assert "<Record ['0', '1', '2', '3', '4', '5', ...]>" == repr(
        Record({str(n): n for n in range(100)})
    )


BAD: list[tuple[Any, str, str]] = [
    ({"a": 1.5}, "metadata.a", "float_given"),
    ({"a": [0, {"b": 1.5}]}, "metadata.a[1].b", "float_given"),
    ({"a": float("nan")}, "metadata.a", "float_given"),
    ({"a": Decimal("NaN")}, "metadata.a", "bad_amount"),
    ({"a": [Decimal("sNaN")]}, "metadata.a[0]", "bad_amount"),
    ({"a": Decimal("-Infinity")}, "metadata.a", "bad_amount"),
    ({"a": b"bytes"}, "metadata.a", "wrong_type"),
    ({"a": {1, 2}}, "metadata.a", "wrong_type"),
    ({"a": ...}, "metadata.a", "wrong_type"),
    ({1: 2}, "metadata", "wrong_type"),
    ([("a", 1)], "metadata", "wrong_type"),
    ("text", "metadata", "wrong_type"),
    ({"a": {None: 2}}, "metadata.a", "wrong_type"),
    ({"a": [{(1, 2): 2}]}, "metadata.a[0]", "wrong_type"),
]


@pytest.mark.parametrize(
    ("given", "path", "code"), BAD, ids=[ascii(row[0])[:30] for row in BAD]
)
def test_what_json_does_not_know_is_refused(given: Any, path: str, code: str) -> None:
    """Neither a float nor a foreign type nor a key that is no text is kept."""
    assert [(path, code)] == faults_of(given)


def test_a_key_that_is_no_text_is_named() -> None:
    """The message says what was expected and what was found."""
    given: Any = {1: 2}
    with pytest.raises(CheckoutError) as caught:
        Record(given, "metadata")

    assert "metadata: this must be a text key, not a number (got 1)" == str(
        caught.value
    )


def nested(depth: int) -> Any:
    """Return lists within lists."""
    found: Any = 0
    for _ in range(depth):
        found = [found]
    return found


def test_the_deepest_data_is_kept() -> None:
    """Data may be nested as deep as the limit."""
    assert {"a": nested(MAX_DEPTH - 1)} == thawed(Record({"a": nested(MAX_DEPTH - 1)}))


def test_data_beyond_the_limit_is_refused() -> None:
    """One level more is too deep."""
    path = "metadata.a" + "[0]" * MAX_DEPTH

    assert [(path, "nested_too_deep")] == faults_of({"a": nested(MAX_DEPTH)})


def test_endless_data_is_refused() -> None:
    """A list that holds itself ends at the limit."""
    endless: list[Any] = []
    endless.append(endless)

    assert "nested_too_deep" == faults_of({"a": endless})[0][1]


#: A class with slots and one without, and a value for each attribute.
MADE: list[tuple[Any, tuple[Any, ...]]] = [
    (Entry, ("tax", Decimal("8.10"), 0, None, "CGST", Decimal(9), None, None, None)),
    (AppliedLine, (0, Decimal("5.00"), 0, Decimal("5.90"), Decimal(0))),
]


@pytest.mark.parametrize(("kind", "values"), MADE, ids=["slots", "dict"])
def test_what_a_maker_makes_is_what_the_class_makes(
    kind: Any, values: tuple[Any, ...]
) -> None:
    """It is of the class, equal, and has the same hash, repr and pickle."""
    expected, found = kind(*values), maker_of(kind)(*values)

    assert (kind, hash(expected), repr(expected), pickle.dumps(expected)) == (
        type(found),
        hash(found),
        repr(found),
        pickle.dumps(found),
    )
    assert expected == found


@pytest.mark.parametrize(("kind", "values"), MADE, ids=["slots", "dict"])
def test_what_a_maker_makes_cannot_change(kind: Any, values: tuple[Any, ...]) -> None:
    """Its attributes are set once, as those of every frozen instance."""
    found = maker_of(kind)(*values)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(found, attrs.fields(kind)[0].name, None)


def test_a_maker_is_made_once() -> None:
    """Whoever asks for it gets the same one."""
    assert maker_of(Entry) is maker_of(Entry)
