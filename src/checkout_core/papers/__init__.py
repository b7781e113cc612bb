# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Papers that law asks for, as pure views of what was sold.

Promises that every figure is one of the quote or the refund, and that equal inputs
give equal papers.  Numbers and dates are the host's.  Knows no HTML.
"""
