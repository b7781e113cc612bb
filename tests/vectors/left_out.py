# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The cases of other projects that are not run, by file, with the reason.

Where a reason says what we do, we answer the case differently on purpose;
otherwise we have no word for what it asks.
"""

from __future__ import annotations


#: File, reason, and the ids of the cases without the file's name.
LEFT_OUT: dict[str, dict[str, str]] = {
    "brick_money": {
        "an amount has all digits of its currency, and no style is chosen": ("fmt-5"),
        "left-over units go to the largest remainders": (
            "alloc-F-01 alloc-F-04 alloc-F-05 alloc-F-06 alloc-F-11 alloc-F-13 "
            "alloc-F-15 alloc-R-01 alloc-R-04 alloc-R-05"
        ),
        "minor units are ints by their type": ("money-usd-minor-123.5"),
        "no amount is ever off its grid": ("fmt-3 fmt-6 qr-10-3"),
        "no amount is negative": ("alloc-F-10 alloc-H-09 alloc-R-06 alloc-S-06"),
        "rounding never raises": ("cash-err"),
        "the blank beside a symbol does not break a row": ("fmt-1 fmt-2"),
        "shares are not rounded to coins, and there is no rest beside them": (
            "alloc-B-01 alloc-B-02 alloc-B-03 alloc-B-04 alloc-B-05 alloc-B-06 "
            "alloc-B-07 alloc-B-08 alloc-F-07 alloc-H-06 alloc-S-01 alloc-S-02 "
            "alloc-S-03 alloc-S-04 alloc-S-05 alloc-S-07 split-1 split-2 split-3 "
            "split-4"
        ),
    },
    "currency_format": {
        "amounts are printed as a locale has them": (
            "ruby-bhd-half-fils ruby-eur ruby-half-cent ruby-inr-default ruby-inr-lakh "
            "ruby-inr-lakh-whole ruby-iqd ruby-iqd-whole ruby-jpy ruby-mga-fifths "
            "ruby-negative-eur ruby-no-cents-truncates ruby-sek ruby-usd-billion "
            "ruby-usd-lakh ruby-vnd stockholm-0 stockholm-1 stockholm-2 stockholm-3 "
            "stockholm-4 stockholm-5 stockholm-6 stockholm-7"
        ),
        "an amount has all digits of its currency, and no style is chosen": (
            "babel-accounting babel-code-pattern babel-compact-123456789-0 "
            "babel-compact-123456789-2 babel-compact-eur-de babel-compact-jpy "
            "babel-compact-jpy-2 babel-compact-m123456789-2 babel-jpy-en-no-digits "
            "babel-name-es-gt babel-name-eur-two babel-name-ro-1 babel-name-ro-100 "
            "babel-name-ro-2 babel-name-unknown babel-name-usd babel-name-usd-one "
            "babel-nogroup-frca babel-nogroup-usd babel-precise-0_00100 "
            "babel-precise-0_1 babel-precise-1 babel-precise-10000 babel-precise-1_001 "
            "babel-precise-1_00100 babel-precise-1_1 babel-precise-1_110 "
            "babel-usd-ar-eg brick-eur-fr-scale1 brick-eur-fr-scale3 "
            "brick-eur-fr-whole brick-gbp-scale3 brick-gbp-whole moneyed-precise "
            "moneyphp-intl-5-USD-3 moneyphp-intl-50-EUR-2 moneyphp-intl-5005-USD-0 "
            "moneyphp-intl-5055-USD-0 moneyphp-intl-6135-USD-3 "
            "moneyphp-intl-m6135-USD-3 moneyphp-intl-m6152-USD-1"
        ),
        "no amount is ever off its grid": (
            "babel-jpy-en stockholm-third stockholm-two-thirds x-CLP-es_CL-1234567_89 "
            "x-CLP-es_CL-m1234567_89 x-JPY-en_US-1234567_89 x-JPY-ja_JP-1234567_89 "
            "x-JPY-ja_JP-m1234567_89 x-KRW-ko_KR-1234567_89 x-VND-vi_VN-1234567_89 "
            "xd-CLP-es_CL-1234_5 xd-JPY-en_US-1234_5 xd-JPY-ja_JP-0_5 "
            "xd-KRW-ko_KR-1234_5"
        ),
        "releases of the locale data differ": (
            "x-INR-ta_IN-1234567_89 x-NOK-nb_NO-1234567_89 xd-AED-en_AE-1234567_89 "
            "xd-BDT-bn_BD-1234567_89 xd-CHF-de_CH-1234567_89 xd-CHF-fr_CH-1234_5 "
            "xd-EUR-es_ES-1234_5 xd-EUR-fi_FI-m1234567_89 xd-EUR-it_IT-1234_5 "
            "xd-EUR-pt_PT-1234_5 xd-HUF-hu_HU-1234567_89 xd-IDR-id_ID-1234567_89 "
            "xd-INR-bn_IN-1234567_89 xd-INR-mr_IN-1234567_89 xd-KWD-ar_KW-1234_5 "
            "xd-KWD-en_US-1234_5 xd-NOK-nb_NO-m1234567_89 xd-NPR-ne_NP-1234567_89 "
            "xd-PKR-en_PK-1234567_89 xd-PLN-pl_PL-1234_5 xd-SEK-sv_SE-m1234567_89 "
            "xd-USD-es_MX-1234_5 xd-ZAR-en_ZA-1234567_89"
        ),
    },
    "dinero": {
        (
            "a total over no weight is an error, not lost (the source calls it "
            "peculiar)"
        ): ("dist-zero"),
        "no amount is ever off its grid": ("alloc-decimal-weights"),
        "no amount is negative": ("dist-3"),
        "no currency is converted": ("convert-usd-eur convert-usd-iqd"),
        "rounding looks at the magnitude, not at the direction": (
            "div-00 div-01 div-02 div-03 div-10 div-11 scale-00 scale-01 scale-06 "
            "scale-07 scale-08 scale-09 scale-12 scale-13"
        ),
        "there is no mode half_odd": ("div-06 div-07 scale-02 scale-03"),
    },
    "docs": {
        "a gateway's own list, not ISO 4217": (
            "stripe-three-decimal stripe-zero-decimal"
        ),
        "a step is above zero; null rounds nothing": (
            "d365-987345-down-zero d365-987345-half_up-zero d365-987345-up-zero"
        ),
        "charges are apportioned over the rates, not blended": ("sf-order-blended-tax"),
        "discounts are on the grid": (
            "vtex-15off-then-10pct vtex-15off-then-10pct-3-decimals"
        ),
        "each component is rounded by itself": (
            "d365-combination-line d365-combination-total"
        ),
        ("half up by default; the source rounds 0.725 down without naming a mode"): (
            "unibee-sample"
        ),
        "left-over units go to the largest remainders, not to the first line": (
            "d365-code-total"
        ),
        "no benefit prices several units as one": (
            "sf-any2-for-8-cheapest sf-buy2-for-8"
        ),
        "the first units take what is left over, not the last": (
            "shopify-unit-distribution"
        ),
        "the tax of an inclusive price is rounded, not its net": ("zuora-round-net"),
    },
    "en16931": {
        "a correction is no cart": ("base-creditnote"),
        ("allowances are discounts of lines; one of them names a rate no line has"): (
            "se-three-rates"
        ),
        "amounts off the grid are refused": ("gas-and-electricity price-discount"),
        "lines have no allowances and charges of their own": (
            "allowance-charge dk-two-rates-allowance"
        ),
        "quantities and charges are positive; a correction is no cart": (
            "base base-negative dk-half-negative guide-20-lines norway-rounding"
        ),
    },
    "gst_india": {
        "a rule of the e-invoice portal, not of the price": (
            "einvoice-roundoff-0_41 einvoice-roundoff-100_00 einvoice-roundoff-99_99 "
            "einvoice-roundoff-m0_20 einvoice-roundoff-m99_99"
        ),
        "advances are not priced": ("advance-release"),
        "level document shares by largest remainder, the source by order": (
            "credit-note-carry"
        ),
        "parts never make more than the price (the source calls it peculiar)": (
            "incl-100-at-12 incl-1180-at-28"
        ),
        "quantities are whole": ("round-off-750"),
        "tax collected at source is not priced": ("tcs-one-percent"),
        "tax is always on the grid": ("pharmacy-tax-unrounded"),
        "tax is rounded to the paisa, the invoice to the rupee": (
            "split-rupee-then-total total-rupee"
        ),
    },
    "moneta": {
        "rates are percentages": ("permil-25"),
    },
    "solidus": {
        "amounts off the grid are refused": ("excl-half-10.333"),
        "an offer has no currency of its own": ("distribute-currency-mismatch"),
        "left-over units go to the largest remainders, not to the first line": (
            "percent-cap-hit"
        ),
        "no benefit counts whole groups only; partial sets count": (
            "groups2-flat5-q0 groups2-flat5-q1 groups2-flat5-q2 groups2-flat5-q3 "
            "groups2-flat5-q4 groups3-flat5-lines groups3-pct10-a groups3-pct10-b "
            "groups3-tiered-a groups3-tiered-b"
        ),
        "no benefit has a first unit of its own": (
            "flexi-line-0 flexi-line-1 flexi-line-2 flexi-line-3 flexi-line-4 "
            "flexi-line-5 flexi-line-6 flexi-unit-avg-0 flexi-unit-avg-1 "
            "flexi-unit-avg-2 flexi-unit-avg-3 flexi-unit-avg-4 flexi-unit-avg-5"
        ),
        "no shipping table has a first unit of its own": (
            "ship-flexi-0 ship-flexi-1 ship-flexi-2 ship-flexi-3"
        ),
        "prices of another country are the shop's to convert": (
            "moss-de-ro vat-price-fr"
        ),
        "a refund is on the grid, 96.67 here; the source rounds it later": (
            "refund-one-of-three-order-adj"
        ),
        "shipping is freed or not, there is no percentage off it": (
            "percent-ship-29 percent-ship-38"
        ),
        "shipping is no percentage of the goods": ("ship-percent-jpy ship-percent-usd"),
    },
    "spree": {
        "a percentage above 100 is refused": ("pct110-cap"),
        "no benefit looks at the listing price": ("pct-sale-item"),
        "prices of another country are the shop's to convert": ("moss-0 moss-1 moss-2"),
        "promotions compete by order, not line by line": ("best-promo-per-line"),
    },
    "sylius": {
        "each promotion works on what the earlier ones left": ("two-actions-pct"),
        "left-over units go to the largest remainders, not to the first line": (
            "prop-dist-2"
        ),
        "minimums of promotions look at what is listed, not at what is left": (
            "stacked-ctx-1"
        ),
        "no amount is negative": (
            "int-dist-2 int-dist-4 prop-dist-1 prop-dist-3 prop-dist-4 prop-dist-5"
        ),
        "no benefit has a lowest price of a unit": (
            "catalog-floor minprice-12a minprice-12b minprice-20 minprice-20-over "
            "minprice-25 minprice-27 minprice-36 minprice-4 minprice-exceeds "
            "minprice-percent-item minprice-percent-order minprice-qty "
            "minprice-qty2-fixed50"
        ),
        "no benefit looks at the listing price": ("catalog-original-price"),
        "no currency is converted": ("display-currency-1 display-currency-2"),
        "shipping is freed or not, there is no percentage off it": (
            "ship-disc-1 ship-disc-2 ship-disc-3 ship-disc-incl-1 ship-disc-incl-2 "
            "ship-disc-incl-3 ship-disc-mixed"
        ),
        "tax is rounded on units, lines or the document": (
            "incl-2lines19.70-decimal incl-unit-decimal item-disc-3-unit-decimal"
        ),
        "the discount is rounded half up, not the price that is left": (
            "catalog-15pct-2"
        ),
        "the exclusive promotion that saves most wins, not the first": (
            "prio-two-exclusive"
        ),
    },
    "vendure": {
        "a charge has one rate": ("summary-with-surcharges"),
        "a rate of 0 has a row of its own": ("multitax-none"),
        "a total over no weight is an error, not shared equally": ("prorate-09"),
        "an order has one shipping": ("ship-two-lines"),
        "charges are not negative": (
            "surcharge-neg-excl surcharge-neg-incl surcharge-neg-mixedbasis"
        ),
        (
            "each component is rounded by itself (the source calls its own sum "
            "peculiar)"
        ): ("summary-two-rates-item-and-order-disc"),
        "gross_exact rounds the tax, the source the net of each unit": (
            "mixed-final-incl"
        ),
        "minimums of promotions look at what is listed, not at what is left": (
            "two-order-pct-b"
        ),
        "no amount is negative": ("prorate-03 prorate-11"),
        "no benefit prices a whole order": (
            "cond-min1000-excl-at cond-min1000-excl-below cond-min1000-incl-at "
            "cond-min1000-incl-below order-fixedprice-excl order-fixedprice-incl"
        ),
        "prices of another country are the shop's to convert": (
            "e2e-zone-change-0pct e2e-zone-change-same-rate"
        ),
        "shares and taxes are those of lines, the source has them by units": (
            "mixed-final-excl"
        ),
        "the discount is rounded half up, not the price that is left": ("item50-excl"),
        "the tax of an inclusive price is rounded, not its net": ("e2e-ship-345-incl"),
    },
}
