# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""What the shop stores."""

from __future__ import annotations

from django.db import models

from checkout_core.integrations.django import OrderField


class Cart(models.Model):
    """A cart as it was asked for, and the price that the customer saw."""

    id = models.CharField(primary_key=True, max_length=32)
    customer_id = models.CharField(max_length=255, null=True)
    document = models.TextField()
    shown = models.DecimalField(max_digits=17, decimal_places=2)


class Placed(models.Model):
    """An order, which is verified when it is loaded."""

    number = models.CharField(primary_key=True, max_length=16)
    cart = models.OneToOneField(Cart, on_delete=models.PROTECT)
    order = OrderField()


class Payment(models.Model):
    """Which order a payment at the gateway belongs to."""

    id = models.CharField(primary_key=True, max_length=32)
    placed = models.ForeignKey(Placed, on_delete=models.PROTECT)


class Offer(models.Model):
    """How often an offer was redeemed, and how often it may be."""

    id = models.CharField(primary_key=True, max_length=255)
    redeemed = models.IntegerField(default=0)
    total_redemptions = models.IntegerField(null=True)


class Redemption(models.Model):
    """One use of an offer by one cart."""

    idempotency_key = models.CharField(primary_key=True, max_length=1024)


class RedeemedBy(models.Model):
    """How often a customer redeemed an offer."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE)
    customer_id = models.CharField(max_length=255)
    redeemed = models.IntegerField(default=0)

    class Meta:
        """One row for each offer and customer."""

        unique_together = ("offer", "customer_id")
