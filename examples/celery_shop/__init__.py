# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""A worker beside the shop: what may take its time, or must be tried again."""
