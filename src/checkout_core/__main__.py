# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The same as the command `checkout-core`: `python -m checkout_core`."""

from __future__ import annotations

import sys

from checkout_core.cli import main


if __name__ == "__main__":
    sys.exit(main())
