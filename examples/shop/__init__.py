# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A small shop without a framework: what it sells, and how it takes an order."""
