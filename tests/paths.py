# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Where the documents stand that tests of several rooms read."""

from __future__ import annotations

from pathlib import Path

import checkout_core


TESTS = Path(__file__).parent
ROOT = TESTS.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
#: The package as it is imported, which need not be the one beside the tests.
SOURCE = Path(checkout_core.__file__).parent

#: The cases of the contract.
CASES = TESTS / "cases" / "pricing"
MORE_CASES = TESTS / "cases" / "offers_more"
INDIA_CASES = TESTS / "cases" / "india"
#: The vendor's JSON Schemas, and a checkout document with every key there is.
SCHEMAS = TESTS / "contract" / "schemas"
EVERY_KEY = TESTS / "contract" / "every-key.json"
#: The samples of the vendor's two pages on payments.
PAGES = TESTS / "wire" / "pages"
