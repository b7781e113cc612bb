# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Transports, one module for each HTTP library; only they open connections.

Import the one you need (`checkout_core.transports.urllib`); the other libraries need
not be installed.
"""
