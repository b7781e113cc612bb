# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the tests of a shop need: a gateway to talk to, and none of it on the network.

`gateway` is a fake Juspay as a value.  Nothing here is imported by the engine.
"""
