# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The playground: one page on which the engine prices what is typed.

`answer` is all that the page asks of Python, in the browser and on a local server
alike.  The page itself is in the folder `page`.
"""

from __future__ import annotations

from checkout_core.playground.answers import answer


__all__ = ["answer"]
