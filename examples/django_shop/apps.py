# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The app, which gives each offer its row once the tables are there."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def put_on_sale(**_: Any) -> None:
    """Give each offer of the store its row."""
    from django_shop import limits
    from shop.catalogue import STORE

    limits.put_on_sale(STORE)


class ShopConfig(AppConfig):
    """The shop."""

    name = "django_shop"

    def ready(self) -> None:
        """Wait for `migrate`."""
        post_migrate.connect(put_on_sale, sender=self)
