# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Random checkout documents with everything on, the same for the same seed."""

from .documents import document


__all__ = ["document"]
