# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Papers that law asks for, and that a buyer's books read, made of orders and refunds.

Promises pure views: every figure is a sum of the order's rows, nothing is priced, equal
inputs give equal papers, and numbers, dates and parties are the host's.  Knows no
journal and no page for people.
"""
