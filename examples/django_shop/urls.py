# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The routes of the shop."""

from __future__ import annotations

from django.urls import path

from django_shop import views


urlpatterns = [
    path("carts", views.price_cart),
    path("orders", views.place_order),
    path("orders/<number>", views.show_order),
    path("orders/<number>/refunds", views.refund_units),
    path("webhooks/juspay", views.take_event),
    path("fake-gateway/<payment_id>", views.pay),
]
