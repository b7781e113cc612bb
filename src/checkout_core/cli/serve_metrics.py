# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The token that reads the metrics of `serve`, and nothing else."""

from __future__ import annotations

import os

from typing import TYPE_CHECKING

from attrs import evolve

from checkout_core.cli.serve_group import OptionGroup


if TYPE_CHECKING:
    from argparse import Namespace

    from checkout_core.checks import Validator
    from checkout_core.service import App


#: From the environment only.
METRICS_VARIABLE = "CHECKOUT_CORE_METRICS_TOKEN"


def _check(check: Validator, _: Namespace) -> None:
    from checkout_core.service.tokens import check_fixed

    token = os.environ.get(METRICS_VARIABLE)
    if token:
        check_fixed(check, f"${METRICS_VARIABLE}", token, merchant=False)


def _change(app: App, _: Namespace) -> App:
    from checkout_core.service import Caller

    token = os.environ.get(METRICS_VARIABLE)
    if not token:
        return app
    fixed = {token: Caller("metrics", operator=True), **app.tokens.fixed}
    return evolve(app, tokens=evolve(app.tokens, fixed=fixed))


METRICS = OptionGroup(
    check=_check,
    change=_change,
    variables={
        METRICS_VARIABLE: "reads /metrics and nothing else; the merchant's token does"
    },
)
