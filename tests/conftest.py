# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
How hypothesis looks for counterexamples: `HYPOTHESIS_PROFILE` names how long.

And what an interrupt does.
"""

from __future__ import annotations

import os
import signal

from typing import Any

from hypothesis import HealthCheck, settings


COMMON: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("dev", max_examples=40, **COMMON)
# CI looks at the same examples each time: a change fails for what it changed.
settings.register_profile(
    "ci", max_examples=100, derandomize=True, print_blob=True, **COMMON
)
# Fewer of them, on a Python where another one has seen the rest.
settings.register_profile("short", settings.get_profile("ci"), max_examples=25)
settings.register_profile("few", settings.get_profile("ci"), max_examples=10)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

# A shell has its background jobs ignore interrupts, and so would what the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
