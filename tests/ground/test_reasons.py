# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""Reasons: each code has its English once, for the shopper and for the agent."""

from __future__ import annotations

from string import Formatter

import pytest

from checkout_core import ledger
from checkout_core.reasons import REFUSAL_REASONS, TENDER_REASONS, Reason


def facts_of(text: str) -> set[str]:
    """Return the words in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("reason", REFUSAL_REASONS.values(), ids=REFUSAL_REASONS)
def test_the_shopper_reads_a_sentence(reason: Reason) -> None:
    """It begins with a capital and ends with a full stop."""
    texts = [
        reason.shopper,
        reason.shopper_one_line or reason.shopper,
        reason.shopper_several or reason.shopper,
    ]

    assert [(True, True)] * 3 == [
        (text[0].isupper(), text.endswith(".")) for text in texts
    ]


@pytest.mark.parametrize("reason", REFUSAL_REASONS.values(), ids=REFUSAL_REASONS)
def test_the_agent_reads_a_sentence(reason: Reason) -> None:
    """It begins with the name of the offer and ends with a full stop."""
    texts = [reason.agent, reason.agent_for_good or reason.agent]

    assert [(True, True)] * 2 == [
        (text.startswith("{offer} "), text.endswith(".")) for text in texts
    ]


@pytest.mark.parametrize("clause", TENDER_REASONS.values(), ids=TENDER_REASONS)
def test_the_agent_reads_why_a_tender_pays_less(clause: str) -> None:
    """It stands after a colon, and the sentence goes on after it."""
    assert (False, False) == (clause[0].isupper(), clause.endswith("."))


def test_only_known_facts_are_filled_in() -> None:
    """What is missing, its name, and the customer's and the store's limits."""
    texts = [
        text
        for each in REFUSAL_REASONS.values()
        for text in (each.shopper, each.shopper_one_line, each.agent)
    ]

    assert (
        {"amount", "name", "number", "offer", "payment"},
        {"offer"},
        {"balance", "most", "percent", "least"},
    ) == (
        set().union(*map(facts_of, texts)),
        set().union(*(facts_of(x.agent_for_good) for x in REFUSAL_REASONS.values())),
        set().union(*map(facts_of, TENDER_REASONS.values())),
    )


def test_a_stored_document_has_the_codes_of_these_tables() -> None:
    """The ledger takes its words from here, in the same order."""
    assert (tuple(REFUSAL_REASONS), tuple(TENDER_REASONS)) == (
        ledger.REFUSALS,
        ledger.REASONS,
    )


def test_the_tables_cannot_be_changed() -> None:
    """They are literals, for all threads."""
    with pytest.raises(TypeError):
        REFUSAL_REASONS["expired"] = REFUSAL_REASONS["expired"]  # type: ignore[index]
