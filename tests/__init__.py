# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The tests of checkout-core, in folders named like the rooms of the package.

What `checkout_core/refunds/points.py` does is tested in `tests/refunds/test_points.py`;
the single modules at the bottom of the package (errors, money, checks, values ...)
are in `tests/ground`.  A file whose name is no module's is named after what it tests
across the modules of its room.  At the root is what concerns the whole project.

Besides the rooms:

- `docs`: README and the pages: their blocks run, their tables are the source's;
- `bindings`: the engine in other languages, through its packages;
- `factories`: addresses, carts, offers, orders, services: what the tests are made of;
- `laws`: what holds for every cart, by hypothesis, and against `oracle`, a second
  reading of the contract that shares no code with the package;
- `cases`, `golden`, `stored`, `vectors`, `seeds`: documents and what they come to: by
  the contract, byte for byte, by older releases, by other projects, by the vendor;
- `contract`: JSON Schemas, the vendor's and ours; `typing`: code for type checkers.
"""
