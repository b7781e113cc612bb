# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
What the three seed documents say, as a table: who says it, what, how it is looked at.

`check` names a function of `checks`, `given` its arguments.  A row that `differs`
says why: it is a decision, and the check holds us to what we do instead.  Fields of
answers come from the documents' own samples, one row for each.
"""

from __future__ import annotations

import json

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.paths import PAGES


if TYPE_CHECKING:
    from collections.abc import Iterator


class Row(NamedTuple):
    """One thing that a seed document says."""

    seed: str
    says: str
    check: str
    given: tuple[Any, ...] = ()
    differs: str = ""


CREATE, JUSPAY, PAGE = "create order", "juspay/create-order", "Juspay's page"
#: Answers by the name that `World` has for them, and the page's sample of each.
SAMPLES = {
    CREATE: ("created", json.loads((PAGES / "create-order.json").read_text())),
    JUSPAY: ("in_juspay", json.loads((PAGES / "juspay-create-order.json").read_text())),
}

#: Fields that hold something only once something happened, and the order it did to.
LATER = {"payment_success_date": "paid", "feedback": "cancelled"}
#: A collected order is not delivered.
DELIVERED = ("estimated_delivery_days",)


def leaves(sample: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value of a sample; 0 stands for a list's entries."""
    inner: Any = ()
    if isinstance(sample, dict):
        inner = sample.items()
    elif isinstance(sample, list):
        inner = enumerate(sample)
    elif sample is not None:
        yield path
    for key, value in inner:
        yield from leaves(value, (*path, key))
    if sample == {}:
        yield path


def at(sample: Any, path: tuple[Any, ...]) -> Any:
    """Return the value at a path."""
    for key in path:
        sample = sample[key]
    return sample


def spelled(path: tuple[Any, ...]) -> str:
    """Return a path as people write it; blanks at the end of keys are seen."""
    found = ""
    for key in path:
        if key == 0:
            found += "[]"
        elif key.strip() != key or "." in key:
            found += f".{key!r}"
        else:
            found += f".{key}"
    return found[1:]


def _fields() -> Iterator[Row]:
    for seed, (answer, sample) in SAMPLES.items():
        for path in leaves(sample):
            shown = at(sample, path)
            where = answer
            if path[-1] in LATER:
                where = LATER[path[-1]]
            elif path[-1] in DELIVERED:
                where = "delivered"
            inner = path[2:] if where in LATER.values() else path
            inner = path[1:] if where == "delivered" else inner
            says = f"{spelled(path)}: {json.dumps(shown)}"
            yield Row(seed, says, "field", (where, inner, shown))
            # The page's numbers that are bounded are shown as 1.
            if shown == 1 and shown is not True:
                key = path[-1]
                yield Row(seed, f"{spelled(path)}: x >= 0", "not_negative", (key,))


STATUSES = [
    "awaiting_approval",
    "draft",
    "pending",
    "confirmed",
    "partially_scheduled",
    "awaiting_shipment",
    "shipped",
    "partially_shipped",
    "undelivered",
    "partially_undelivered",
    "return_to_origin",
    "partially_return_to_origin",
    "complete",
    "partially_delivered",
    "cancelled",
]
RULED = {
    "WEEKLY": 7,
    "FORTNIGHTLY": 16,
    "MONTHLY": 31,
    "BIMONTHLY": 31,
    "QUARTERLY": 31,
    "HALFYEARLY": 31,
    "YEARLY": 31,
}

_ORDERS: tuple[Row, ...] = (
    # The request.
    Row(
        CREATE,
        "https://staging.api.commercengine.io",
        "route",
        ("orders",),
        "the vendor's host: ours is where the service is started",
    ),
    Row(CREATE, "POST /api/v1/{store_id}/storefront/orders", "route", ("orders",)),
    Row(CREATE, "Authorization: Bearer <token>", "bearer", ("orders",)),
    Row(CREATE, "Content-Type: application/json", "json_only", ("orders",)),
    Row(CREATE, "200: OK", "ok", ("created",)),
    Row(CREATE, "order: the vendor's strict schema", "strict", ("order", [])),
    Row(
        CREATE,
        "payment_info: the vendor's strict schema",
        "strict",
        ("payment_info", ["'24' is not one of ['1-7', '1-16', '1-31']"]),
        "it lists ranges where the day of the mandate is told",
    ),
    Row(CREATE, "cart_id: '<string>'", "refused", ("orders", {}, ["cart_id"])),
    Row(CREATE, "its sample, sent as it stands", "no_such_cart"),
    Row(
        CREATE,
        "payment_method.payment_provider_slug",
        "method",
        ("payment_provider_slug", "x"),
    ),
    Row(CREATE, "payment_method.integration_type", "method", ("integration_type", "x")),
    Row(CREATE, "payment_method.return_url", "method", ("return_url", "here")),
    Row(CREATE, "payment_method.action: 'paymentPage'", "method", ("action", "x")),
    Row(
        CREATE,
        "payment_method.gateway_reference_id",
        "sent",
        ("created", "metadata.JUSPAY:gateway_reference_id", "BUS"),
    ),
    Row(CREATE, "action: 'paymentPage'", "sent", ("created", "action", "paymentPage")),
    Row(
        CREATE,
        "return_url goes along",
        "sent",
        ("created", "return_url", "https://shop.merchant.com"),
    ),
    # Offers.
    *(
        Row(CREATE, f"promotion_type: {each}", "applied", ("promotion", each))
        for each in (
            "discount",
            "free-goods",
            "free-shipping",
            "buy-x-get-y",
            "volume-based",
        )
    ),
    *(
        Row(CREATE, f"coupon_type: {each}", "applied", ("coupon", each))
        for each in (
            "discount",
            "free-goods",
            "fixed-price",
            "free-shipping",
            "buy-x-get-y",
            "volume-based",
            "accelerated-rewards",
        )
    ),
    Row(
        CREATE,
        "Information about the offers that have been applied to the cart",
        "savings",
        ("promotion",),
    ),
    Row(
        CREATE, "savings in cart after coupon have been applied", "savings", ("coupon",)
    ),
    # Statuses.
    *(Row(CREATE, f"status: {each}", "status", (each,)) for each in STATUSES),
    *(
        Row(CREATE, f"payment_status: {each}", "payment_status", (each,))
        for each in ("pending", "success", "failed", "partially_paid")
    ),
    # Fulfilment.
    Row(
        CREATE,
        "fulfillment_type: 'collect-in-store'",
        "preference",
        ("fulfillment_type", "collect-in-store", "x"),
    ),
    Row(
        CREATE, "preference_type: user", "preference", ("preference_type", "user", "x")
    ),
    Row(CREATE, "preference_type: auto", "preference", ("preference_type", "auto", 1)),
    Row(
        CREATE,
        "pickup_location_id: '<string>'",
        "preference",
        ("pickup_location_id", "p", 1),
    ),
    Row(
        CREATE,
        "pickup_location_name: '<string>'",
        "preference",
        ("pickup_location_name", "P", 1),
    ),
    # Items.
    *(
        Row(CREATE, f"product_type: {each}", "product_type", (each, name))
        for each, name in (("physical", "mug"), ("digital", "ebook"), ("bundle", "set"))
    ),
    Row(
        CREATE, "backorder: not in stock, will ship later", "item", ("backorder", True)
    ),
    Row(CREATE, "backorder: may be split into multiple shipments", "split"),
    Row(CREATE, "tax_type: 'GST'", "item", ("tax_type", "GST")),
    Row(CREATE, "associated_options: used when variant_id is not null", "options"),
    Row(CREATE, "associated_options: its example", "example", ("associated_options",)),
    Row(CREATE, "attributes: type 'color'", "example", ("attributes",)),
    Row(
        CREATE,
        "attribute.key: the name in lower case, blanks as underscores",
        "lookup_key",
        (),
        "the catalogue gives it: it is told as it is there",
    ),
    # Addresses.
    *(
        Row(
            CREATE,
            f"{kind}_address.country_code: begins with a plus",
            "address",
            (f"{kind}_address", "country_code", "+91"),
        )
        for kind in ("billing", "shipping")
    ),
    *(
        Row(
            CREATE,
            f"{kind}_address.country_code: +91 if not provided",
            "bare_address",
            (f"{kind}_address", "country_code", "+91"),
        )
        for kind in ("billing", "shipping")
    ),
    *(
        Row(
            CREATE,
            f"{kind}_address.phone: 10 digits without country code",
            "bare_address",
            (f"{kind}_address", "phone", "9800000001"),
        )
        for kind in ("billing", "shipping")
    ),
    *(
        Row(
            CREATE,
            f"{kind}_address.country: 'India'",
            "bare_address",
            (f"{kind}_address", "country", "India"),
        )
        for kind in ("billing", "shipping")
    ),
    Row(CREATE, "tax_identification_number: TIN/VAT/GSTIN of the country", "gstin"),
    *(
        Row(
            CREATE,
            f"{key}: in billing & shipping details only",
            "in_addresses_only",
            (key,),
        )
        for key in ("tax_identification_number", "business_name")
    ),
    Row(CREATE, "address.id: null for guest checkout", "guest_address"),
    # Cancelling.
    Row(
        CREATE,
        "the cancel option is visible only if is_cancellation_allowed",
        "cancel_option",
    ),
    Row(
        CREATE,
        "cancellation_refund_details: refundable details in the cancellation",
        "cancel_details",
    ),
    Row(
        CREATE, "loyalty_point: rolled back and credited to the account", "points_back"
    ),
    Row(CREATE, "refundable_amount: what is refunded to the customer", "refundable"),
    Row(CREATE, "cancellation_charges: deducted from the paid amount", "charges"),
    Row(CREATE, "cancellation_charges_reason", "charges_reason"),
    Row(
        CREATE,
        "payment_mode: original-payment-mode",
        "payment_mode",
        ("original-payment-mode",),
    ),
    Row(CREATE, "payment_mode: bank-transfer", "payment_mode", ("bank-transfer",)),
    Row(CREATE, "payment_mode: bank-transfer, asked for", "bank_transfer"),
    # Payments and mandates.
    Row(CREATE, "payment_required: true", "required", (True,)),
    Row(
        CREATE,
        "payment_required: nothing to pay, no payment_info",
        "required",
        (False,),
    ),
    Row(
        CREATE,
        "options.createMandate: takes consent of subscription payments",
        "consent",
    ),
    Row(
        CREATE,
        "mandate.maxAmount: the most that a recurring payment can be",
        "mandate",
        ("mandate.maxAmount", "max_amount"),
    ),
    Row(
        CREATE,
        "'mandate.start_date ': subscription start time",
        "mandate",
        ("mandate.start_date ", "start_date"),
    ),
    Row(
        CREATE,
        "'mandate.end_date ': subscription end time",
        "mandate",
        ("mandate.end_date ", "end_date"),
    ),
    Row(
        CREATE,
        "mandate.frequency: subscription frequency",
        "mandate",
        ("mandate.frequency", "frequency"),
    ),
    Row(
        CREATE,
        "'mandate.rule_value ': 1-7, 1-16, 1-31",
        "mandate",
        ("mandate.rule_value ", "rule_value"),
        "the page lists ranges: the day of this mandate is told",
    ),
    *(
        Row(
            CREATE,
            f"{each}: the exact day of the period is required",
            "rule_needed",
            (each,),
        )
        for each in RULED
    ),
    *(
        Row(CREATE, f"1-{most} when frequency is {each}", "rule_range", (each, most))
        for each, most in RULED.items()
    ),
    Row(CREATE, "Monday represents 1 and Sunday represents 7", "weekdays"),
    Row(CREATE, "FORTNIGHTLY: twice a month, 1 to 15, then 1 from the 16th", "halves"),
)

_IN_JUSPAY: tuple[Row, ...] = (
    Row(
        JUSPAY,
        "https://staging.api.commercengine.io",
        "route",
        ("payments/juspay/create-order",),
        "the vendor's host: ours is where the service is started",
    ),
    Row(
        JUSPAY,
        "POST .../storefront/payments/juspay/create-order",
        "route",
        ("payments/juspay/create-order",),
    ),
    Row(
        JUSPAY,
        "Authorization: Bearer <token>",
        "bearer",
        ("payments/juspay/create-order",),
    ),
    Row(
        JUSPAY,
        "Content-Type: application/json",
        "json_only",
        ("payments/juspay/create-order",),
    ),
    Row(
        JUSPAY,
        "order_number, return_url",
        "refused",
        ("payments/juspay/create-order", {}, ["order_number", "return_url"]),
    ),
    Row(JUSPAY, "200: OK", "ok", ("in_juspay",)),
    Row(JUSPAY, "the vendor's strict schema", "strict", ("juspay", [])),
    Row(JUSPAY, "Creates an order in the Juspay system", "made_there"),
    Row(JUSPAY, "fetches the corresponding client_auth_token", "token"),
    Row(JUSPAY, "To be used for Express Checkout integration", "express"),
    *(
        Row(JUSPAY, f"udf{nth} holds what was said", "echoed", (f"udf{nth}",))
        for nth in range(1, 11)
    ),
    Row(JUSPAY, "product_id holds what was said", "echoed", ("product_id",)),
    *(
        Row(JUSPAY, f"{key} is written with Z", "in_utc", (key,))
        for key in ("date_created", "client_auth_token_expiry")
    ),
)

ADDRESS_FIELDS = {
    "first_name": "Meera",
    "last_name": "Kulkarni",
    "line1": "12 Lake Road",
    "line2": "First floor",
    "line3": "Opposite the post office",
    "city": "Pune",
    "state": "Maharashtra",
    "country": "India",
    "postal_code": "411001",
    "phone": "9876543210",
    "country_code_iso": "IND",
}
GATEWAY_METADATA = [
    "PG1:promo_code",
    "PG2:AdditionalInfo3",
    "PG3:campaignCode",
    "PG4:OrderInfo",
    "PAYPAL:landing_page",
    "PAYPAL:phone_number",
    "PAYPAL:country_code",
    "PAYPAL:first_name",
    "PAYPAL:last_name",
    "PAYPAL:experience_id",
    "PAYPAL:brand_name",
    "PAYPAL:additional_data",
    "PAYPAL:lnp_product_name",
    "PAYPAL:lnp_product_code",
    "PAYPAL:lnp_charge_pattern",
    "PAYPAL:direct_wallet_version",
    "PAYPAL:purchase_category",
]
NEW = {
    **{f"udf{nth}": "" for nth in range(1, 11)},
    "status_id": 10,
    "status": "NEW",
    "return_url": "",
    "refunded": False,
    "product_id": "",
    "payment_links": {
        "web": "https://api.juspay.in/merchant/pay/ordeu_8bddad1e3b9c85eab3db4528575c01b",
        "mobile": "https://api.juspay.in/merchant/pay/ordeu_8bddad1e3b9c85eab3db4528575c01b?mobile=true",
        "iframe": "https://api.juspay.in/merchant/ipay/ordeu_8bddad1e3b9c485eab3db4528575c01b",
    },
    "order_id": "14183944763",
    "merchant_id": "merchantId",
    "juspay": {
        "client_auth_token_expiry": "2020-06-16T10:43:35Z",
        "client_auth_token": "tkn_753275c49a44a1a313eb2567f2fd6b",
    },
    "id": "ordeu_8bddad1e3b9c85eab3db4528575c01b",
    "date_created": "2020-06-16T10:28:35Z",
    "customer_phone": "99999999",
    "customer_id": "1235677",
    "customer_email": "test@gmail.com",
    "currency": "SGD",
    "amount_refunded": 0,
    "amount": 1,
}
CREATED = {
    "status": "CREATED",
    "status_id": 1,
    "id": "ord_e294a26e66ad4336a992ceab81ad704c",
    "order_id": "14183944763",
    "payment_links": {
        "web": "https://api.juspay.in/merchant/pay/ord_e294a26e66ad4336a992ceab81ad704c",
        "mobile": "https://api.juspay.in/merchant/pay/ord_e294a26e66ad4336a992ceab81ad704c?mobile=true",
        "iframe": "https://api.juspay.in/merchant/ipay/ord_e294a26e66ad4336a992ceab81ad704c",
    },
}
SERVER = "in juspay"

_PAGE: tuple[Row, ...] = (
    # How it is sent.
    Row(PAGE, "server to server: takes parameters, gives the token", "token"),
    Row(
        PAGE,
        "Production: https://api.juspay.in/orders",
        "url",
        ("production", "https://api.juspay.in/orders"),
    ),
    Row(PAGE, "Request Type: POST", "posted"),
    Row(
        PAGE,
        "Content-Type: application/json",
        "header",
        ("Content-Type", "application/x-www-form-urlencoded"),
        "its samples send a form, and so do we",
    ),
    Row(
        PAGE,
        "Content-Type: application/x-www-form-urlencoded",
        "header",
        ("Content-Type", "application/x-www-form-urlencoded"),
    ),
    Row(
        PAGE,
        "Authorization: Basic, the key and an empty password in Base64",
        "basic",
        ("LOOPBACK_KEY",),
    ),
    Row(PAGE, "its sample: Basic e3thcGlrZXl9fTo=", "basic_sample"),
    Row(PAGE, "x-merchantid: required", "header", ("x-merchantid", "merchant-id")),
    Row(PAGE, "version: YYYY-MM-DD", "version"),
    Row(PAGE, "the sample of /txns, pair by pair", "txn_sample"),
    Row(PAGE, "Auth api key should be Base64 encoded", "basic", ("LOOPBACK_KEY",)),
    # Parameters.
    Row(PAGE, "order_id: required", "body_has", (SERVER, "order_id")),
    Row(PAGE, "order_id: alphanumeric", "order_id", ("14183944763", True)),
    Row(
        PAGE,
        "order_id: example order-id-9876580",
        "order_id",
        ("order-id-9876580", True),
    ),
    Row(PAGE, "order_id: length less than 21", "order_id", ("x" * 20, True)),
    Row(
        PAGE,
        "order_id: length less than 21, and no more",
        "order_id",
        ("x" * 21, False),
    ),
    Row(PAGE, "order_id: none is given", "order_id", ("", False)),
    Row(PAGE, "order_id: no other characters", "order_id", ("a b", False)),
    Row(PAGE, "amount: required", "body_has", (SERVER, "amount")),
    Row(PAGE, "amount: '100.15' is valid", "amount", ("100.15", True)),
    Row(PAGE, "amount: '100' is valid", "amount", ("100", True)),
    Row(PAGE, "amount: '100.1532' is not valid", "amount", ("100.1532", False)),
    Row(PAGE, "amount: example 1.00", "amount", ("1.00", True)),
    Row(
        PAGE,
        "options.get_client_auth_token: true",
        "body",
        (SERVER, "options.get_client_auth_token", "true"),
    ),
    Row(
        PAGE,
        "customer_id: the merchant's own",
        "body",
        (SERVER, "customer_id", "meera"),
    ),
    Row(
        PAGE,
        "customer_id: example customer-id-007",
        "customer_id",
        ("customer-id-007",),
    ),
    Row(PAGE, "customer_id: for a guest an empty string", "guest"),
    Row(PAGE, "customer_email", "body", (SERVER, "customer_email", "meera@example.in")),
    Row(
        PAGE,
        "customer_email: example test@gmail.com",
        "customer_email",
        ("test@gmail.com",),
    ),
    Row(PAGE, "customer_phone", "body", (SERVER, "customer_phone", "9876543210")),
    Row(PAGE, "customer_phone: example 99999999", "customer_phone", ("99999999",)),
    Row(
        PAGE,
        "customer_id: whose stored methods and subscriptions they are",
        "mandate_needs_customer",
    ),
    Row(PAGE, "contact details are needed where the gateway needs them", "contact"),
    *(
        Row(PAGE, f"currency: {each}", "currency", (each,))
        for each in ("INR", "EUR", "USD", "GBP", "SGD", "IDR")
    ),
    Row(PAGE, "currency: default INR", "body", (SERVER, "currency", "INR")),
    Row(PAGE, "description: a short one, sent to the gateways", "described"),
    Row(
        PAGE,
        "return_url: where the customer is redirected to",
        "body",
        (SERVER, "return_url", "https://shop.merchant.com"),
    ),
    Row(
        PAGE, "return_url: fully qualified", "return_url", ("shop.merchant.com", False)
    ),
    Row(
        PAGE,
        "return_url: no query parameters",
        "return_url",
        ("https://shop.merchant.com/?a=1", False),
    ),
    Row(PAGE, "return_url: no IP address", "return_url", ("https://192.0.2.1/", False)),
    Row(
        PAGE,
        "return_url: example https://shop.merchant.com",
        "return_url",
        ("https://shop.merchant.com", True),
    ),
    Row(PAGE, "product_id: example John", "body", (SERVER, "product_id", "John")),
    Row(
        PAGE,
        "gateway_id: a preferred gateway",
        "built_key",
        ({"gateway_id": 23}, "gateway_id", "23"),
    ),
    Row(
        PAGE,
        "gateway_id: example Wick",
        "not_built",
        ({"gateway_id": "Wick"}, "gateway_id"),
        "its answer to a name lists numbers: only those are taken",
    ),
    *(
        Row(
            PAGE,
            f"{kind}_address_{key}",
            "body",
            (SERVER, f"{kind}_address_{key}", value),
        )
        for kind in ("billing", "shipping")
        for key, value in ADDRESS_FIELDS.items()
    ),
    Row(PAGE, "country_code_iso: default IND", "iso_default"),
    # Metadata.
    *(
        Row(PAGE, f"metadata.{key}", "body_has", (SERVER, f"metadata.{key}"))
        for key in GATEWAY_METADATA
    ),
    Row(
        PAGE,
        "metadata.JUSPAY:gateway_reference_id: example BUS",
        "built_key",
        (
            {"gateway_reference_id": "BUS"},
            "metadata.JUSPAY:gateway_reference_id",
            "BUS",
        ),
    ),
    Row(
        PAGE,
        "subvention_amount",
        "built_key",
        ({"subvention_amount": "5.00"}, "metadata.subvention_amount", "5.00"),
    ),
    Row(
        PAGE,
        "webhook_url: as metadata.webhook_url",
        "built_key",
        (
            {"webhook_url": "https://merchant.juspay/response"},
            "metadata.webhook_url",
            "https://merchant.juspay/response",
        ),
    ),
    # User-defined fields.
    *(
        Row(PAGE, f"udf{nth}: sent", "body_has", (SERVER, f"udf{nth}"))
        for nth in range(1, 11)
    ),
    *(
        Row(PAGE, f"udf{nth}: up to 255 characters", "udf_length", (f"udf{nth}",))
        for nth in range(1, 11)
    ),
    *(
        Row(
            PAGE,
            f"udf{nth}: no special characters; example user5349",
            "udf",
            (f"udf{nth}", "user5349", "user_5349"),
        )
        for nth in range(1, 6)
    ),
    *(
        Row(
            PAGE,
            f"udf{nth}: special characters; example user_5349",
            "udf",
            (f"udf{nth}", "user_5349", None),
        )
        for nth in range(6, 11)
    ),
    Row(PAGE, "10 UDFs, and no eleventh", "not_built", ({"udf11": "x"}, "udf11")),
    Row(PAGE, "UDFs may be passed to the gateway behind", "body_has", (SERVER, "udf1")),
    Row(PAGE, "UDFs are reflected back in the order status", "reflected", ("status",)),
    Row(PAGE, "UDFs are reflected back in webhooks", "reflected", ("webhook",)),
    # Answers.
    *(Row(PAGE, f"the order with a token: {key}", "answer", (NEW, key)) for key in NEW),
    *(
        Row(PAGE, f"the order without a token: {key}", "answer", (CREATED, key))
        for key in CREATED
    ),
    Row(PAGE, "a new order is not paid", "not_paid", (NEW,)),
    Row(
        PAGE,
        "payment_links.web: /merchant/pay/<id>",
        "link",
        ("web", "/merchant/pay/{id}"),
    ),
    Row(
        PAGE,
        "payment_links.mobile: ?mobile=true",
        "link",
        ("mobile", "/merchant/pay/{id}?mobile=true"),
    ),
    Row(
        PAGE,
        "payment_links.iframe: /merchant/ipay/<id>",
        "link",
        ("iframe", "/merchant/ipay/{id}"),
    ),
    Row(
        PAGE,
        "the iframe link can be embedded",
        "link",
        ("iframe", "/merchant/ipay/{id}"),
    ),
    Row(PAGE, "links are not valid perpetually", "expires"),
    *(
        Row(PAGE, f"400: {key}", "bad_request", (key,))
        for key in ("status", "error_code", "error_message")
    ),
)

ROWS: tuple[Row, ...] = (*_ORDERS, *_IN_JUSPAY, *_PAGE, *_fields())
