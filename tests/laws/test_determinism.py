# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Equal inputs give equal bytes: in any process, thread, hash seed and context."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys

from concurrent.futures import ThreadPoolExecutor
from decimal import ROUND_CEILING, Inexact, localcontext
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from hypothesis import given

from checkout_core import Checkout, dumps, quote, read_checkout, write_quote
from checkout_core.playground import answer
from checkout_core.testing import strategies as ours
from checkout_core.views import explain, receipt


CASES = Path(__file__).parents[1] / "cases"
LARGE = CASES / "workloads" / "large.json"
PROGRAM = """
import sys
from checkout_core import Checkout, dumps, quote, read_checkout, write_quote
checkout = read_checkout(sys.stdin.buffer.read())
found = quote(checkout.cart, checkout.store, at=checkout.at)
sys.stdout.buffer.write(dumps(write_quote(found)).encode())
"""
SHOWN = """
import json, sys
from checkout_core.playground import answer
request = json.dumps({"document": sys.stdin.read(), "locale": "ar"})
sys.stdout.buffer.write(answer(request).encode())
"""


def written(document: bytes | str) -> str:
    """Return the quote of a document as text."""
    checkout = read_checkout(document)
    return dumps(write_quote(quote(checkout.cart, checkout.store, at=checkout.at)))


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_another_process_and_hash_seed_give_the_same_bytes(seed: str) -> None:
    """The quote does not depend on the process or on how it hashes."""
    document = LARGE.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=document,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )

    assert written(document) == done.stdout.decode()


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_pictures_and_pages_have_the_same_bytes_elsewhere(seed: str) -> None:
    """All that the playground shows of a cart with everything, and of a refund."""
    document = files("checkout_core.playground") / "page" / "scenarios" / "refund.json"
    text = document.read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SHOWN],
        input=text.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    found = json.loads(done.stdout)

    assert answer(json.dumps({"document": text, "locale": "ar"})).encode() == (
        done.stdout
    )
    assert [] == found["faults"]
    assert [] == [key for key, value in found.items() if value is None]


def test_threads_give_the_same_bytes() -> None:
    """One cart and one store are priced in eight threads at once."""
    checkout = read_checkout(LARGE.read_bytes())

    def priced(_: int) -> str:
        found = quote(checkout.cart, checkout.store, at=checkout.at)
        return dumps(write_quote(found))

    with ThreadPoolExecutor(8) as pool:
        texts = set(pool.map(priced, range(16)))

    assert {written(LARGE.read_bytes())} == texts


@given(ours.documents())
def test_the_callers_decimal_context_changes_nothing(document: dict[str, Any]) -> None:
    """Three digits, another rounding and every trap: the same figures and texts."""
    text = dumps(document)
    calm = written(text)
    checkout = read_checkout(text)
    story = quote(checkout.cart, checkout.store, at=checkout.at)
    printed = receipt(story) + explain(story)

    with localcontext(prec=3, rounding=ROUND_CEILING) as context:
        context.traps[Inexact] = True
        assert calm == written(text)
        checkout = read_checkout(text)
        again = quote(checkout.cart, checkout.store, at=checkout.at)
        assert printed == receipt(again) + explain(again)
        again.check()


@given(ours.documents())
def test_pricing_twice_is_pricing_once(document: dict[str, Any]) -> None:
    """Nothing is remembered between two quotes."""
    text = dumps(document)

    assert written(text) == written(text)


@given(ours.checkouts())
def test_what_was_read_survives_a_pickle(checkout: Checkout) -> None:
    """A worker in another process prices the same cart in the same store."""
    there = pickle.loads(pickle.dumps(checkout))

    one, other = (
        quote(each.cart, each.store, at=each.at) for each in (checkout, there)
    )
    assert dumps(write_quote(one)) == dumps(write_quote(other))
    assert one == pickle.loads(pickle.dumps(one))
