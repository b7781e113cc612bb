# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Papers for tax authorities and for a buyer's books, made of quotes and refunds.

Promises pure views: every figure is a sum of the order's rows, nothing is priced, and
numbers, dates and parties are the host's.  Knows no journal and no page for people.
"""
