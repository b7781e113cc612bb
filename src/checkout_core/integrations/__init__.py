# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What other libraries need to read, write and store our nouns, one module for each.

Import the one you need (`checkout_core.integrations.pydantic`); the other libraries
need not be installed.  None of them does I/O.
"""
