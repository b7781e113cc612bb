# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The conformance corpus: cases in text, the runner, programs, and who tests it."""
