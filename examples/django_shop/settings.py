# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Settings: `python -m django runserver --settings django_shop.settings`."""

from __future__ import annotations

import os


SECRET_KEY = os.environ.get("SHOP_SECRET_KEY", "only for the example")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
ROOT_URLCONF = "django_shop.urls"
INSTALLED_APPS = ["django_shop"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SHOP_DATABASE", "shop.sqlite3"),
        # Writers wait for each other from the start of a transaction.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10},
    }
}
