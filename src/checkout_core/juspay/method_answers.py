# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Juspay's words for how something is paid as values: cards, their tokens, UPI.

As in `answers`, whose part this is: the wire's names are the attributes, and keys that
are missing or null are None.

Knows nothing of HTTP or JSON text; `decode` reads them.
"""

from __future__ import annotations

from attrs import field, frozen

from checkout_core.values import Record


@frozen(kw_only=True)
class CardToken:
    """
    A network's token for a card.

    Attributes:
        card_reference, card_fingerprint: Juspay's ids of the card: for this merchant,
            and for all merchants.
        last_four_digits: of the token.
        card_isin: its first digits, which name the issuer.
        expiry_year, expiry_month: digits, such as "2030" and "05".
        par: the network's payment account reference.
        tokenization_status: Juspay's word for the state of the token.
        other: every other key, and every value that could not be read.
    """

    card_reference: str | None = None
    card_fingerprint: str | None = None
    last_four_digits: str | None = None
    card_isin: str | None = None
    expiry_year: str | None = None
    expiry_month: str | None = None
    par: str | None = field(default=None, repr=False)
    tokenization_status: str | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Card:
    """
    The card of a payment, as far as the merchant may know it.

    Attributes:
        card_brand: the network, such as "VISA".
        card_fingerprint, card_reference: Juspay's ids of the card: for all merchants,
            and for this one.
        card_isin: its first digits, which name the issuer.
        card_issuer, card_issuer_country: the bank and its country, by name.
        card_type: such as "CREDIT" or "DEBIT".
        extended_card_type: the type in the issuer's own words.
        expiry_month, expiry_year: digits, such as "05" and "2030".
        juspay_bank_code: Juspay's code of the issuer.
        last_four_digits: of the card.
        name_on_card: the holder's name.
        saved_to_locker: whether Juspay keeps the card for the customer.
        token: the token the payment was made with.
        token_created: the token that was made during the payment.
        tokenization_user_consent: whether the customer agreed to a token.
        using_saved_card, using_token: whether the payment was made with a card kept
            before, and with a token.
        other: every other key, and every value that could not be read.
    """

    card_brand: str | None = None
    card_fingerprint: str | None = None
    card_isin: str | None = None
    card_issuer: str | None = None
    card_issuer_country: str | None = None
    card_reference: str | None = None
    card_type: str | None = None
    expiry_month: str | None = None
    expiry_year: str | None = None
    extended_card_type: str | None = None
    juspay_bank_code: str | None = None
    last_four_digits: str | None = None
    name_on_card: str | None = field(default=None, repr=False)
    saved_to_locker: bool | None = None
    token: CardToken | None = None
    token_created: CardToken | None = None
    tokenization_user_consent: bool | None = None
    using_saved_card: bool | None = None
    using_token: bool | None = None
    other: Record = Record()


@frozen(kw_only=True)
class Upi:
    """
    The UPI side of a payment.

    Attributes:
        payer_vpa: the payer's address, such as "name@bank".
        other: every other key, and every value that could not be read.
    """

    payer_vpa: str | None = field(default=None, repr=False)
    other: Record = Record()


@frozen(kw_only=True)
class PaymentInfo:
    """
    What a mandate was registered with.

    Attributes:
        payment_method_type, payment_method: the kind of method and which one, such as
            "UPI" and "UPI_COLLECT".
        upi: its UPI side, None for other methods.
        other: every other key, and every value that could not be read.
    """

    payment_method: str | None = None
    payment_method_type: str | None = None
    upi: Upi | None = None
    other: Record = Record()
