# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Transports, one file a library: the only rooms that open a connection.

Each is imported by itself (`checkout_core.adapters.urllib`), so that nobody
needs a library they do not use.
"""
