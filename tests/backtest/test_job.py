# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A job is a value: its faults, its fingerprint, its stores."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from checkout_core import CheckoutError
from checkout_core.backtest import Job


STORE = '{"currency": "INR"}'
AT = "2026-11-22T12:00:00+05:30"


def faults(*stores: str, **more: str) -> list[tuple[str, str]]:
    """Return path and code of each fault of a job."""
    with pytest.raises(CheckoutError) as caught:
        Job(*stores, **more)
    return [(each.path, each.code) for each in caught.value.faults]


def test_faults_of_both_stores_come_together() -> None:
    """Each with its path below its side, the moment's too."""
    bad = '{"currency": "INR", "promotion": []}'

    assert [
        ("base.promotion", "unknown_key"),
        ("proposed", "not_json"),
        ("at", "bad_time"),
    ] == faults(bad, "{", at="tomorrow")


def test_both_stores_have_one_currency() -> None:
    """Amounts of two currencies are not compared."""
    found = faults(STORE, '{"currency": "JPY"}')

    assert [("proposed.currency", "stores_in_two_currencies")] == found


def test_a_store_says_its_currency() -> None:
    """There is no document to take it from."""
    assert [("base.currency", "required")] == faults("{}", STORE)


@pytest.mark.parametrize(
    "other",
    [
        Job(STORE, '{"currency": "INR", "maximum_coupons": 2}'),
        Job('{"currency": "INR", "maximum_coupons": 2}', STORE),
        Job(STORE, STORE, at=AT),
        Job(STORE, STORE, engine="0.0.1"),
    ],
)
def test_a_fingerprint_changes_with_every_part(other: Job) -> None:
    """Either store, the moment, the engine."""
    assert Job(STORE, STORE).fingerprint != other.fingerprint


def test_a_fingerprint_is_of_what_a_store_says() -> None:
    """Not of blanks and the order of keys, in lists too."""
    store = '{"currency": "INR", "offer_groups": [{"id": "a", "pick": "all"}]}'
    same = '{"offer_groups":[{"pick":"all","id":"a"}],"currency":"INR"}'

    assert Job(store, STORE).fingerprint == Job(same, STORE).fingerprint


def test_a_job_is_picklable() -> None:
    """It crosses a process border unchanged, its stores with it."""
    job = Job(STORE, STORE, at=AT)

    again = pickle.loads(pickle.dumps(job))

    assert job == again
    assert job.stores().currency == again.stores().currency
    assert job.stores().at == again.stores().at


def test_a_job_loads_no_library() -> None:
    """What makes a job needs neither pyarrow nor duckdb."""
    code = (
        "import sys\nfrom checkout_core.backtest import Job\n"
        f"Job({STORE!r}, {STORE!r})\n"
        "print([each for each in ('pyarrow', 'duckdb') if each in sys.modules])"
    )

    printed = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout

    assert "[]\n" == printed
