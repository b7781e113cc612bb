# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The former package of the transports; use `checkout_core.transports`."""
