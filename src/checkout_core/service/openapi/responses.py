# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""The schemas of what answers hold: the keys that a client needs."""

from __future__ import annotations

from checkout_core.service.openapi.shapes import (
    AMOUNT,
    ANY,
    COUNT,
    FLAG,
    TEXT,
    Schema,
    answer,
    list_of,
    ref,
    with_own,
)
from checkout_core.statuses import PaymentStatus


_VERDICT = answer(id=TEXT, name=TEXT)
_WITH_PAYMENT = {
    "description": "what would be paid with each payment that a condition names; left"
    " out if none does",
    **list_of(
        answer(
            payment=ref("Payment"),
            to_be_paid=AMOUNT,
            saving=AMOUNT,
            offers=list_of(TEXT),
        )
    ),
}

_INSTALMENTS = {
    "description": "when each part is due: now, on_delivery or a date; left out if all"
    " of it is due now",
    **list_of(answer(due=TEXT, amount=AMOUNT)),
}
#: What an answer says beyond the vendor's keys; each is left out if it says nothing.
_OWN: Schema = {
    "type": "object",
    "properties": {
        "payment": ref("Payment"),
        "channel": TEXT,
        "coupon_codes": list_of(TEXT),
        "charges": list_of(
            answer(
                id={"type": ["string", "null"]},
                name=TEXT,
                amount=AMOUNT,
                tax_amount=AMOUNT,
            )
        ),
        "gift_cards": {
            "description": "each by the last characters of its code",
            **list_of(answer(code=TEXT, balance=AMOUNT, used=AMOUNT)),
        },
        "instalments": _INSTALMENTS,
        "due_now": AMOUNT,
        "collect_on_delivery": AMOUNT,
    },
    "additionalProperties": False,
}
_EXCESS_RETURNED: Schema = {
    **AMOUNT,
    "description": "what was paid too late or twice, and goes back; left out for none",
}
_OWN_OF_ORDER: Schema = {
    **_OWN,
    "properties": {
        **_OWN["properties"],
        "plan": {
            "description": "the parts as they were agreed; left out if all of it is due"
            " now",
            **list_of(answer(id=TEXT, due=TEXT, amount=AMOUNT)),
        },
        "reason": {**TEXT, "description": "why its status was changed last"},
        "excess_returned": _EXCESS_RETURNED,
    },
}
_OWN_OF_CART: Schema = {
    **_OWN,
    "properties": {
        **_OWN["properties"],
        "refusals": {
            "description": "the codes, charges and gift cards that do not apply",
            **list_of(
                answer(
                    kind={"enum": ["coupon", "charge", "gift_card"]},
                    name={"type": ["string", "null"]},
                    code=TEXT,
                    message=TEXT,
                )
            ),
        },
    },
}
_PRICED = {
    "id": TEXT,
    "subtotal": AMOUNT,
    "grand_total": AMOUNT,
    "total_tax": AMOUNT,
    "to_be_paid": AMOUNT,
    "cart_items": list_of(ANY),
}
_ORDERED = {
    "order_number": TEXT,
    "status": TEXT,
    "payment_status": {"enum": list(map(str, PaymentStatus))},
    "grand_total": AMOUNT,
    "to_be_paid": AMOUNT,
    "order_items": list_of(ANY),
}

_AMOUNT_OR_TEXT: Schema = {
    "type": ["number", "string"],
    "description": "a string with `amounts=text`",
}

_CURSOR = {
    "type": ["string", "null"],
    "description": "the `cursor` of the next part; null if there is none",
}

#: The schemas of the `content` of answers, by the same names.
RESPONSES: dict[str, Schema] = {
    "Tokens": answer(access_token=TEXT, refresh_token=TEXT),
    "Session": answer(user=answer(id=TEXT), access_token=TEXT, refresh_token=TEXT),
    "Cart": answer(cart=with_own(_OWN_OF_CART, **_PRICED)),
    "Coupons": answer(coupons=list_of(ANY)),
    "Promotions": answer(promotions=list_of(ANY)),
    "Evaluation": {
        "type": "object",
        "properties": {"with_payment": _WITH_PAYMENT},
        "additionalProperties": list_of(_VERDICT),
    },
    "CreatedOrder": answer(
        order=with_own(_OWN_OF_ORDER, **_ORDERED),
        payment_required=FLAG,
        payment_info=ANY,
    ),
    "Order": answer(order=with_own(_OWN_OF_ORDER, **_ORDERED)),
    "Orders": answer(
        orders=list_of(answer(**_ORDERED)),
        pagination=answer(total_records=COUNT, total_pages=COUNT, limit=COUNT),
    ),
    "FoundOrders": answer(
        orders=list_of(
            answer(
                order_number=TEXT,
                placed_at=TEXT,
                user_id=TEXT,
                status=TEXT,
                payment_status=TEXT,
                currency=TEXT,
                to_be_paid=AMOUNT,
                amount_paid=AMOUNT,
                amount_unpaid=AMOUNT,
                is_reversed=FLAG,
            )
        ),
        next_cursor=_CURSOR,
    ),
    "UnsettledRefunds": answer(
        refunds=list_of(
            answer(
                order_number=TEXT,
                refund_id=TEXT,
                payment_id=TEXT,
                amount=AMOUNT,
                status={"enum": ["failed", "waiting"]},
                is_sent=FLAG,
                since={
                    "type": ["string", "null"],
                    "description": "null where an older release stored it",
                },
                tries=COUNT,
                next_try={"type": ["string", "null"]},
            )
        ),
        next_cursor=_CURSOR,
    ),
    "PaymentStatus": with_own(
        {
            "type": "object",
            "description": "of a cancelled order",
            "properties": {"excess_returned": _EXCESS_RETURNED},
        },
        status=TEXT,
        amount_paid=AMOUNT,
        amount_unpaid=AMOUNT,
        is_retry_available=FLAG,
    ),
    "Price": answer(
        order=answer(
            grand_total=_AMOUNT_OR_TEXT,
            to_be_paid=_AMOUNT_OR_TEXT,
            order_items=list_of(ANY),
        ),
        quote=answer(
            fingerprint=TEXT,
            currency=TEXT,
            totals=answer(grand_total=TEXT, to_be_paid=TEXT),
            lines=list_of(ANY),
            refusals=list_of(answer(kind=TEXT, code=TEXT, message=TEXT)),
        ),
    ),
    "Payments": answer(payments=list_of(ANY)),
    "Shipments": answer(shipments=list_of(ANY)),
    "Refunds": answer(refunds=list_of(answer(request_number=TEXT, status=TEXT))),
    "TransferPaid": answer(refund=answer(request_number=TEXT, status=TEXT)),
    "SentRefund": answer(refund=answer(request_number=TEXT, status=TEXT)),
    "Payment": answer(payment_info=ANY),
    "JuspayCreated": answer(data=answer(order_id=TEXT, status=TEXT, amount=AMOUNT)),
    "Refund": answer(refund=answer(id=TEXT, gateway=TEXT, credit=TEXT)),
}

FAILURE = answer(message=TEXT, success={"const": False}, code=TEXT, errors=list_of(ANY))

#: The headers of answers, by name.
HEADERS: dict[str, Schema] = {
    "X-Request-Id": {"description": "the id of the request in the log", "schema": TEXT},
    "Idempotent-Replayed": {
        "description": "true if it is the kept answer of the first such request",
        "schema": TEXT,
    },
    "Retry-After": {
        "description": "after so many seconds the same request may be sent again",
        "schema": COUNT,
    },
}
