# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
Every currency that payments can use: code, digits, name, symbol.

The codes and digits are those of ISO 4217 list one as of February 2026 (without gold,
drawing rights, test codes and others that have no minor unit); names and symbols are
the English ones of CLDR 47.  CLDR's own digits are for display and differ for thirteen
of these codes, so they are not used.

Knows nothing of amounts or locales.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from attrs import frozen


if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class Currency:
    """
    A currency of ISO 4217.

    Attributes:
        code: three capital letters, such as "INR".
        exponent: how many decimals an amount has, 0 to 4: one minor unit is
            10 ** -exponent.
        name: its English name.
        symbol: what a receipt shows before the amount; the code if it has none.
    """

    code: str
    exponent: int
    name: str
    symbol: str


#: code, exponent, name, symbol
_TABLE: tuple[tuple[str, int, str, str], ...] = (
    ("AED", 2, "United Arab Emirates Dirham", "AED"),
    ("AFN", 2, "Afghan Afghani", "AFN"),
    ("ALL", 2, "Albanian Lek", "ALL"),
    ("AMD", 2, "Armenian Dram", "AMD"),
    ("AOA", 2, "Angolan Kwanza", "AOA"),
    ("ARS", 2, "Argentine Peso", "ARS"),
    ("AUD", 2, "Australian Dollar", "A$"),
    ("AWG", 2, "Aruban Florin", "AWG"),
    ("AZN", 2, "Azerbaijani Manat", "AZN"),
    ("BAM", 2, "Bosnia-Herzegovina Convertible Mark", "BAM"),
    ("BBD", 2, "Barbadian Dollar", "BBD"),
    ("BDT", 2, "Bangladeshi Taka", "BDT"),
    ("BHD", 3, "Bahraini Dinar", "BHD"),
    ("BIF", 0, "Burundian Franc", "BIF"),
    ("BMD", 2, "Bermudan Dollar", "BMD"),
    ("BND", 2, "Brunei Dollar", "BND"),
    ("BOB", 2, "Bolivian Boliviano", "BOB"),
    ("BOV", 2, "Bolivian Mvdol", "BOV"),
    ("BRL", 2, "Brazilian Real", "R$"),
    ("BSD", 2, "Bahamian Dollar", "BSD"),
    ("BTN", 2, "Bhutanese Ngultrum", "BTN"),
    ("BWP", 2, "Botswanan Pula", "BWP"),
    ("BYN", 2, "Belarusian Ruble", "BYN"),
    ("BZD", 2, "Belize Dollar", "BZD"),
    ("CAD", 2, "Canadian Dollar", "CA$"),
    ("CDF", 2, "Congolese Franc", "CDF"),
    ("CHE", 2, "WIR Euro", "CHE"),
    ("CHF", 2, "Swiss Franc", "CHF"),
    ("CHW", 2, "WIR Franc", "CHW"),
    ("CLF", 4, "Chilean Unit of Account (UF)", "CLF"),
    ("CLP", 0, "Chilean Peso", "CLP"),
    ("CNY", 2, "Chinese Yuan", "CN¥"),
    ("COP", 2, "Colombian Peso", "COP"),
    ("COU", 2, "Colombian Real Value Unit", "COU"),
    ("CRC", 2, "Costa Rican Colón", "CRC"),
    ("CUP", 2, "Cuban Peso", "CUP"),
    ("CVE", 2, "Cape Verdean Escudo", "CVE"),
    ("CZK", 2, "Czech Koruna", "CZK"),
    ("DJF", 0, "Djiboutian Franc", "DJF"),
    ("DKK", 2, "Danish Krone", "DKK"),
    ("DOP", 2, "Dominican Peso", "DOP"),
    ("DZD", 2, "Algerian Dinar", "DZD"),
    ("EGP", 2, "Egyptian Pound", "EGP"),
    ("ERN", 2, "Eritrean Nakfa", "ERN"),
    ("ETB", 2, "Ethiopian Birr", "ETB"),
    ("EUR", 2, "Euro", "€"),
    ("FJD", 2, "Fijian Dollar", "FJD"),
    ("FKP", 2, "Falkland Islands Pound", "FKP"),
    ("GBP", 2, "British Pound", "£"),
    ("GEL", 2, "Georgian Lari", "GEL"),
    ("GHS", 2, "Ghanaian Cedi", "GHS"),
    ("GIP", 2, "Gibraltar Pound", "GIP"),
    ("GMD", 2, "Gambian Dalasi", "GMD"),
    ("GNF", 0, "Guinean Franc", "GNF"),
    ("GTQ", 2, "Guatemalan Quetzal", "GTQ"),
    ("GYD", 2, "Guyanaese Dollar", "GYD"),
    ("HKD", 2, "Hong Kong Dollar", "HK$"),
    ("HNL", 2, "Honduran Lempira", "HNL"),
    ("HTG", 2, "Haitian Gourde", "HTG"),
    ("HUF", 2, "Hungarian Forint", "HUF"),
    ("IDR", 2, "Indonesian Rupiah", "IDR"),
    ("ILS", 2, "Israeli New Shekel", "₪"),
    ("INR", 2, "Indian Rupee", "₹"),
    ("IQD", 3, "Iraqi Dinar", "IQD"),
    ("IRR", 2, "Iranian Rial", "IRR"),
    ("ISK", 0, "Icelandic Króna", "ISK"),
    ("JMD", 2, "Jamaican Dollar", "JMD"),
    ("JOD", 3, "Jordanian Dinar", "JOD"),
    ("JPY", 0, "Japanese Yen", "¥"),
    ("KES", 2, "Kenyan Shilling", "KES"),
    ("KGS", 2, "Kyrgystani Som", "KGS"),
    ("KHR", 2, "Cambodian Riel", "KHR"),
    ("KMF", 0, "Comorian Franc", "KMF"),
    ("KPW", 2, "North Korean Won", "KPW"),
    ("KRW", 0, "South Korean Won", "₩"),
    ("KWD", 3, "Kuwaiti Dinar", "KWD"),
    ("KYD", 2, "Cayman Islands Dollar", "KYD"),
    ("KZT", 2, "Kazakhstani Tenge", "KZT"),
    ("LAK", 2, "Laotian Kip", "LAK"),
    ("LBP", 2, "Lebanese Pound", "LBP"),
    ("LKR", 2, "Sri Lankan Rupee", "LKR"),
    ("LRD", 2, "Liberian Dollar", "LRD"),
    ("LSL", 2, "Lesotho Loti", "LSL"),
    ("LYD", 3, "Libyan Dinar", "LYD"),
    ("MAD", 2, "Moroccan Dirham", "MAD"),
    ("MDL", 2, "Moldovan Leu", "MDL"),
    ("MGA", 2, "Malagasy Ariary", "MGA"),
    ("MKD", 2, "Macedonian Denar", "MKD"),
    ("MMK", 2, "Myanmar Kyat", "MMK"),
    ("MNT", 2, "Mongolian Tugrik", "MNT"),
    ("MOP", 2, "Macanese Pataca", "MOP"),
    ("MRU", 2, "Mauritanian Ouguiya", "MRU"),
    ("MUR", 2, "Mauritian Rupee", "MUR"),
    ("MVR", 2, "Maldivian Rufiyaa", "MVR"),
    ("MWK", 2, "Malawian Kwacha", "MWK"),
    ("MXN", 2, "Mexican Peso", "MX$"),
    ("MXV", 2, "Mexican Investment Unit", "MXV"),
    ("MYR", 2, "Malaysian Ringgit", "MYR"),
    ("MZN", 2, "Mozambican Metical", "MZN"),
    ("NAD", 2, "Namibian Dollar", "NAD"),
    ("NGN", 2, "Nigerian Naira", "NGN"),
    ("NIO", 2, "Nicaraguan Córdoba", "NIO"),
    ("NOK", 2, "Norwegian Krone", "NOK"),
    ("NPR", 2, "Nepalese Rupee", "NPR"),
    ("NZD", 2, "New Zealand Dollar", "NZ$"),
    ("OMR", 3, "Omani Rial", "OMR"),
    ("PAB", 2, "Panamanian Balboa", "PAB"),
    ("PEN", 2, "Peruvian Sol", "PEN"),
    ("PGK", 2, "Papua New Guinean Kina", "PGK"),
    ("PHP", 2, "Philippine Peso", "₱"),
    ("PKR", 2, "Pakistani Rupee", "PKR"),
    ("PLN", 2, "Polish Zloty", "PLN"),
    ("PYG", 0, "Paraguayan Guarani", "PYG"),
    ("QAR", 2, "Qatari Riyal", "QAR"),
    ("RON", 2, "Romanian Leu", "RON"),
    ("RSD", 2, "Serbian Dinar", "RSD"),
    ("RUB", 2, "Russian Ruble", "RUB"),
    ("RWF", 0, "Rwandan Franc", "RWF"),
    ("SAR", 2, "Saudi Riyal", "SAR"),
    ("SBD", 2, "Solomon Islands Dollar", "SBD"),
    ("SCR", 2, "Seychellois Rupee", "SCR"),
    ("SDG", 2, "Sudanese Pound", "SDG"),
    ("SEK", 2, "Swedish Krona", "SEK"),
    ("SGD", 2, "Singapore Dollar", "SGD"),
    ("SHP", 2, "St. Helena Pound", "SHP"),
    ("SLE", 2, "Sierra Leonean Leone", "SLE"),
    ("SOS", 2, "Somali Shilling", "SOS"),
    ("SRD", 2, "Surinamese Dollar", "SRD"),
    ("SSP", 2, "South Sudanese Pound", "SSP"),
    ("STN", 2, "São Tomé & Príncipe Dobra", "STN"),
    ("SVC", 2, "Salvadoran Colón", "SVC"),
    ("SYP", 2, "Syrian Pound", "SYP"),
    ("SZL", 2, "Swazi Lilangeni", "SZL"),
    ("THB", 2, "Thai Baht", "THB"),
    ("TJS", 2, "Tajikistani Somoni", "TJS"),
    ("TMT", 2, "Turkmenistani Manat", "TMT"),
    ("TND", 3, "Tunisian Dinar", "TND"),
    ("TOP", 2, "Tongan Paʻanga", "TOP"),
    ("TRY", 2, "Turkish Lira", "TRY"),
    ("TTD", 2, "Trinidad & Tobago Dollar", "TTD"),
    ("TWD", 2, "New Taiwan Dollar", "NT$"),
    ("TZS", 2, "Tanzanian Shilling", "TZS"),
    ("UAH", 2, "Ukrainian Hryvnia", "UAH"),
    ("UGX", 0, "Ugandan Shilling", "UGX"),
    ("USD", 2, "US Dollar", "$"),
    ("USN", 2, "US Dollar (Next day)", "USN"),
    ("UYI", 0, "Uruguayan Peso (Indexed Units)", "UYI"),
    ("UYU", 2, "Uruguayan Peso", "UYU"),
    ("UYW", 4, "Uruguayan Nominal Wage Index Unit", "UYW"),
    ("UZS", 2, "Uzbekistani Som", "UZS"),
    ("VED", 2, "Venezuelan Digital Bolívar", "VED"),
    ("VES", 2, "Venezuelan Bolívar", "VES"),
    ("VND", 0, "Vietnamese Dong", "₫"),
    ("VUV", 0, "Vanuatu Vatu", "VUV"),
    ("WST", 2, "Samoan Tala", "WST"),
    ("XAD", 2, "Arab Accounting Dinar", "XAD"),
    ("XAF", 0, "Central African CFA Franc", "FCFA"),
    ("XCD", 2, "East Caribbean Dollar", "EC$"),
    ("XCG", 2, "Caribbean guilder", "Cg."),
    ("XOF", 0, "West African CFA Franc", "F CFA"),
    ("XPF", 0, "CFP Franc", "CFPF"),
    ("YER", 2, "Yemeni Rial", "YER"),
    ("ZAR", 2, "South African Rand", "ZAR"),
    ("ZMW", 2, "Zambian Kwacha", "ZMW"),
    ("ZWG", 2, "Zimbabwean Gold", "ZWG"),
)

#: Every currency, by its ISO 4217 code.
CURRENCIES: Mapping[str, Currency] = MappingProxyType(
    {row[0]: Currency(*row) for row in _TABLE}
)

#: The smallest coin, if it is more than a minor unit, by CLDR 47's cash digits and
#: rounding: what a cash total is rounded to.  Never applied to tax.
CASH_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "AMD": "1",
        "CAD": "0.05",
        "CHF": "0.05",
        "COP": "1",
        "CRC": "1",
        "CZK": "1",
        "DKK": "0.50",
        "GYD": "1",
        "HUF": "1",
        "IDR": "1",
        "MNT": "1",
        "MUR": "1",
        "NOK": "1",
        "PKR": "1",
        "SEK": "1",
        "TWD": "1",
        "TZS": "1",
        "UZS": "1",
    }
)


__all__ = ["CASH_STEPS", "CURRENCIES", "Currency"]
