# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The figures that have targets: what each call costs on each workload, memory, import.

Report and history read them from here.  Only public names that every release since
0.3.0 has are needed, so that older releases are measured by the same code.
"""

from __future__ import annotations

import compileall
import subprocess
import sys

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TypeAlias

import checkout_core

from benchmarks.calls import CALLS, Call
from benchmarks.carts import NAMES, bytes_of, cart_of, document_of, store_with
from benchmarks.clock import Clock, Timed, same
from benchmarks.kernel import KERNELS, PRIMITIVES, paise, primitives
from benchmarks.samples import Sample, workload


#: Microseconds by workload and by name: "primitives", "kernel", and each call.
Times: TypeAlias = dict[str, dict[str, float]]

#: The most bytes of a quote for each line, and lines that they are measured with.
MOST_BYTES, LINES = 300, 1_000
#: The most times what it stands on that the import may cost.
MOST_IMPORT = 2.5


def timed(call: Call, sample: Sample) -> Timed:
    """Return a call for a sample, whose answer was checked."""
    run = call.checked(sample)
    return Timed(partial(call.make, sample), fresh=True) if call.fresh else same(run)


def kernel_of(name: str) -> Timed:
    """Return the kernel of a workload, right to the tax of every line."""
    kernel, sample = KERNELS[name](document_of(name)), workload(name)
    due, tax, taxes = kernel()
    expected = sample.expected
    assert (paise(expected["to_be_paid"]), paise(expected["total_tax"])) == (due, tax)
    assert [paise(line.tax_amount) for line in sample.quote.lines] == taxes
    return same(kernel)


def times_of(clock: Clock, names: Iterable[str] = CALLS) -> Times:
    """Measure calls on each workload, in turn with its kernel."""
    found = {}
    for name in NAMES:
        what = {"primitives": same(primitives), "kernel": kernel_of(name)}
        sample = workload(name)
        what |= {each: timed(CALLS[each], sample) for each in names}
        found[name] = dict(zip(what, clock.together(*what.values()), strict=True))
    return found


def ratio(times: Times, workload_: str, name: str) -> float:
    """Return what a call costs in what its limit counts: see `Call`."""
    own = times[workload_]
    if CALLS[name].unit == "quote":
        return own[name] / own["quote"]
    if workload_ == "small":
        return own[name] / own["primitives"] * PRIMITIVES
    return own[name] / own["kernel"]


def bytes_a_line() -> int:
    """Return the bytes of a quote that nobody has looked at, for each line."""
    return bytes_of(cart_of(LINES), store_with(0)) // LINES


def import_ratio(rounds: int) -> float:
    """Return the cost of importing us against what we stand on, in new interpreters."""

    def took(statement: str) -> float:
        command = [sys.executable, "-c", f"import sys; {statement}"]
        begun = perf_counter()
        subprocess.run(command, check=True)
        return perf_counter() - begun

    # An installed package is compiled; a checkout may not be.
    compileall.compile_dir(Path(checkout_core.__file__).parent, quiet=2)
    took("import checkout_core; assert not {'babel', 'json'} & set(sys.modules)")
    statements = ("pass", "import checkout_core", "import attrs, decimal, datetime")
    each = [[took(statement) for statement in statements] for _ in range(rounds)]
    nothing, ours, base = (min(row[i] for row in each) for i in range(len(statements)))
    return (ours - nothing) / (base - nothing)
