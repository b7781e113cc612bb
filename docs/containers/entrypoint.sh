#!/bin/sh
# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
#
# Runs checkout-core with secrets from files: where NAME_FILE is set, NAME is what that
# file holds.  So no secret is in an image, in a compose file or on a command line.
set -eu

for name in PGPASSWORD JUSPAY_API_KEY JUSPAY_WEBHOOK_USERNAME JUSPAY_WEBHOOK_PASSWORD \
  CHECKOUT_CORE_SECRET CHECKOUT_CORE_TOKEN CHECKOUT_CORE_MERCHANT_TOKEN \
  CHECKOUT_CORE_METRICS_TOKEN CHECKOUT_CORE_WEBHOOK_SECRET; do
  eval "file=\${${name}_FILE:-}"
  if [ -n "$file" ]; then
    value=$(cat "$file")
    export "$name=$value"
    unset "${name}_FILE"
  fi
done
exec checkout-core "$@"
