# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
For the tests of a shop: a fake gateway without a network.

`gateway` is a fake Juspay as a value.  Nothing here is imported by the engine.
"""
