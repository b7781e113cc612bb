# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What keeps a back-test from being run: one message for each code of its faults.

Promises that a message names the fix.  What is wrong with a row of carts is in
the results instead.  Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from checkout_core.errors import CheckoutError, Fault, fault_from


#: One message for each code; words in braces are replaced by the facts of the case.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "no_carts": (
            "there are no carts here; give a file of carts or a folder of such files"
        ),
        "bad_carts_file": (
            "this is neither Parquet nor JSON Lines; name carts .parquet, .jsonl or"
            " .ndjson, and keep other files elsewhere"
        ),
        "two_kinds_of_carts": (
            "this has Parquet as well as JSON Lines; give a folder of one kind"
        ),
        "not_parquet": "this cannot be read as Parquet ({why}); write it again",
        "carts_changed": (
            "this was changed while it was read; start again with another folder"
        ),
        "bad_sample": (
            "a sample is a share above 0 and at most 1, of at most six decimals; write"
            " it like '0.01'"
        ),
        "empty_sample": (
            "no cart is in this share of the customers; give a larger one, and another"
            " folder for the results"
        ),
        "sample_with_limits": (
            "a store has an offer that all customers together use up, and those of a"
            " sample do not; price all carts, or take the limit out of both stores"
        ),
        "not_a_folder": "results need a folder, and this is a file; name another",
        "bad_folder_name": (
            "the name of a folder of results has none of * ? [ ] \\; name another"
        ),
        "out_among_carts": (
            "results in the folder of the carts would be read as carts; name a folder"
            " elsewhere"
        ),
        "folder_in_use": (
            "this folder has files and is of no back-test; give a new one"
        ),
        "another_backtest": (
            "this folder is of a back-test that has not the same {keys}; give a new one"
        ),
        "another_run": (
            "another run writes to this folder now; wait for its end, or name another"
            " folder"
        ),
        "not_written": (
            "this could not be written ({why}); make room or give the right to write,"
            " and run again, which goes on with what is left"
        ),
        "no_folder_for_report": (
            "the folder of this page is not there; make it, or name another"
        ),
        "report_over_another": (
            "a page here would take the place of carts, of a store or of results; name"
            " another file"
        ),
        "results_differ": (
            "the files of results and their manifests differ in {what}, which should"
            " be {expected}; give a new folder and run again"
        ),
        "results_unreadable": (
            "the files of results cannot be read ({why}); take away what is of no"
            " back-test, or give a new folder, and run again"
        ),
        "option_of_engine": (
            "only the engine '{engine}' takes this; name that engine, or leave it out"
        ),
        "limits_on_spark": (
            "a store has an offer with a limit, whose carts are priced in order, and"
            " Spark prices in none; use the engine 'local', or take the limit out of"
            " both stores"
        ),
        "not_of_spark": (
            "Spark has no type for {what}; write this column with another one, or use"
            " the local engine"
        ),
        "worker_ended": (
            "a process that priced was ended, perhaps for lack of memory; run again,"
            " which takes up what is done, with fewer workers"
        ),
    }
)


def refused(path: str, code: str, value: object, **facts: object) -> Fault:
    """Return the `Fault` for a *code* of this module, as `errors.fault` does."""
    return fault_from(MESSAGES, path, code, value, **facts)


def refuse(path: str, code: str, value: object, **facts: object) -> CheckoutError:
    """Return the error of a single fault, to be raised."""
    return CheckoutError([refused(path, code, value, **facts)])


__all__ = ["MESSAGES", "refuse", "refused"]
