# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What a shop would pick instead, pricing the same workloads in the same run.

`python -m benchmarks.peers` sets up what is needed in a cache folder, lets every peer
price the workloads in turn, compares each answer with the expected order and prints
tables.  The workers run where only their own library is installed: a module here
imports the engine only if it measures the engine.
"""
