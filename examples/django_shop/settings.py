# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Settings: `python -m django runserver --settings django_shop.settings`."""

from __future__ import annotations

import os

from urllib.parse import urlsplit

from django.core.management.utils import get_random_secret_key


SECRET_KEY = os.environ.get("SHOP_SECRET_KEY") or get_random_secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "django_shop.urls"
INSTALLED_APPS = ["django_shop"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: The file of an SQLite database, or postgresql://user:password@host:5432/name.
DATABASE = os.environ.get("SHOP_DATABASE", "shop.sqlite3")
SERVER = urlsplit(DATABASE)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": SERVER.hostname,
        "PORT": SERVER.port,
        "NAME": SERVER.path.removeprefix("/"),
        "USER": SERVER.username,
        "PASSWORD": SERVER.password,
    }
    if SERVER.scheme == "postgresql"
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE,
        # Writers wait for each other from the start of a transaction.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10},
    }
}
