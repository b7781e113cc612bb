# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The style sheet of a paper: A4, and the same on a screen.

Only what both a browser and WeasyPrint draw: no variables, no logical properties.
Promises that a row is not torn apart by the end of a sheet, that the head of a table is
on each of its sheets, and that each sheet has the paper's number and its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from checkout_core.views.theme import Theme


_FONT = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Devanagari",'
    '"Noto Sans Arabic","Noto Sans Tamil","Helvetica Neue",Arial,sans-serif'
)

_SHEET = """
*{box-sizing:border-box}
body{margin:0 auto;color:#16202b;background:#fff;font-size:8.5pt;line-height:1.35;
font-variant-numeric:tabular-nums}
p,h1,h2,dl,table{margin:0}
h1{font-size:16pt;line-height:1.2;font-weight:700}
h2{font-size:8pt;line-height:1.3;font-weight:700;margin-bottom:1mm}
small{font-size:7pt;color:#4a5663}
table{border-collapse:collapse;width:100%}
caption{text-align:start;font-size:8pt;font-weight:700;padding-bottom:1mm}
th,td{padding:.8mm 1.2mm;text-align:start;vertical-align:top;font-weight:400}
thead{display:table-header-group}
tfoot{display:table-row-group}
tr,.parties,.rates,.close,.seal{break-inside:avoid}
caption,thead{break-after:avoid}
.head{display:flex;justify-content:space-between;gap:8mm;padding-bottom:3mm}
.seller{flex:1 1 50%}
.paper{flex:1 1 50%}
.paper>h1,.paper>p{text-align:end}
.law{font-weight:600}
.copy{font-size:7.5pt;letter-spacing:.04em}
.logo{display:block;max-width:55mm;max-height:18mm;margin-bottom:2mm}
.name{font-size:12pt;font-weight:700;line-height:1.3}
.facts{margin-top:2mm}
.facts th,.facts td{padding:.4mm 0}
.facts th{color:#4a5663;padding-right:3mm}
[dir=rtl] .facts th{padding-right:0;padding-left:3mm}
.facts td{text-align:end;font-weight:600}
.endorsement{margin:0 0 3mm;padding:1.5mm 2mm;border:.4mm solid;font-weight:700;
text-align:center}
.parties{display:flex;gap:8mm;padding:2.5mm 0 3.5mm}
.parties>div{flex:1 1 0;overflow-wrap:anywhere}
.irn{word-break:break-all}
.qr{display:block;width:36mm;height:36mm;margin-top:1mm}
.items td,.items th,.rates td,.rates th{border-bottom:.2mm solid #cfd6de}
.items thead th,.rates thead th{font-size:7.5pt;font-weight:600;vertical-align:bottom}
.items tbody th{overflow-wrap:anywhere;min-width:32mm}
.items small,.items td small,.rates td small{display:block}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
tfoot th,tfoot td{font-weight:700}
.sums{display:flex;gap:8mm;padding:3.5mm 0;break-inside:avoid}
.said{flex:1 1 55%}
.said p{margin-bottom:2.5mm}
.totals{flex:1 1 45%}
.totals th,.totals td{padding:.7mm 1.2mm}
.totals tr:last-child>*{font-size:11pt;font-weight:700;padding:1.4mm 1.2mm}
.paid th,.paid td{padding:.3mm 0}
.totals .number,.paid .number{width:1%}
.words{font-weight:600}
.note{padding:1mm 0 2mm}
.close{display:flex;gap:8mm;padding-top:4mm}
.close>div{flex:1 1 55%}
.close p+h2{margin-top:2.5mm}
.close>.seal{flex:1 1 45%;text-align:end}
.lines{white-space:pre-line;overflow-wrap:anywhere}
.seal .room{height:14mm}
"""

_SCREEN = """
html{background:#e9edf1}
body{max-width:210mm;padding:12mm;margin:8mm auto;box-shadow:0 1mm 4mm #0003}
"""

_NARROW = """
body{margin:0;padding:5mm;box-shadow:none}
.head,.parties,.sums,.close{display:block}
.parties>div,.totals,.paper{margin-top:4mm}
.paper>h1,.paper>p,.close>.seal{text-align:start}
.scroll{overflow-x:auto}
"""


def style(theme: Theme, number: str) -> str:
    """
    Return the whole style sheet.

    Args:
        theme: the looks.
        number: of the paper, which has no sign that means something in CSS.
    """
    fonts = f"{theme.font},{_FONT}" if theme.font else _FONT
    colour = theme.colour
    foot = f"font:7pt {fonts};color:#4a5663;direction:ltr"
    return (
        "@page{size:A4;margin:12mm 12mm 15mm;"
        f'@bottom-left{{content:"{number}";{foot}}}'
        f'@bottom-right{{content:counter(page) " / " counter(pages);{foot}}}}}'
        f"body{{font-family:{fonts}}}{_SHEET}"
        f"h1,h2,caption,.name{{color:{colour}}}"
        f".head{{border-bottom:.7mm solid {colour}}}"
        f".items thead th,.rates thead th{{border-bottom:.4mm solid {colour};"
        f"border-top:.4mm solid {colour}}}"
        f".totals tr:last-child>*{{border-top:.4mm solid {colour};"
        f"border-bottom:.4mm solid {colour};color:{colour}}}"
        f".endorsement{{border-color:{colour};color:{colour}}}"
        f"@media screen{{{_SCREEN}}}"
        f"@media screen and (max-width:40rem){{{_NARROW}}}"
        "@media print{*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}"
    )


__all__ = ["style"]
