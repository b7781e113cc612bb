# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""How long things take, and how that grows: tests, tables (`report`) and `load`."""
