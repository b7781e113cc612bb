# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The law of India: place of supply, names of the tax, states and registrations."""

from __future__ import annotations

from checkout_core.tax.india.gstin import Gstin, gstin
from checkout_core.tax.india.place import India
from checkout_core.tax.india.states import State, state_of


__all__ = ["Gstin", "India", "State", "gstin", "state_of"]
