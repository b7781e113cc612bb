# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The style sheet of a page: for screens of any width, for dark and light, and for A4.

On paper a page is light, and everything that can be opened is open.
"""

from __future__ import annotations

from attrs import asdict

from checkout_core.views.palette import DARK, FILLS, LIGHT, Palette


_SCREEN = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",
"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1{font-size:1.65rem;line-height:1.25;margin:0;font-weight:650;
letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.15rem;line-height:1.3;margin:2.75rem 0 .75rem;font-weight:650}
p{margin:.35rem 0}
small,.soft,figcaption,footer{color:var(--soft);font-size:.84rem;line-height:1.4}
small{display:block}
a{color:var(--link)}
.skip{position:absolute;inset-inline-start:.5rem;top:.5rem;z-index:1;
padding:.5rem 1rem;background:var(--paper);border:2px solid var(--link);
border-radius:.4rem}
.skip:not(:focus){width:1px;height:1px;padding:0;border:0;overflow:hidden;
white-space:nowrap;clip-path:inset(50%)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.3rem}
.pay{display:flex;flex-wrap:wrap;gap:.25rem 2.25rem;margin:1.25rem 0 0;padding:0}
.pay div{margin:0}
.pay dt{color:var(--soft);font-size:.84rem}
.pay dd{margin:0;font-size:1.1rem;font-weight:600}
.pay div:first-child dd{font-size:1.9rem;line-height:1.2;letter-spacing:-.01em}
figure{margin:0}
figcaption{margin:.6rem 0 0}
.bars{list-style:none;margin:0;padding:0}
.row{display:grid;grid-template-columns:minmax(9rem,17rem) minmax(6rem,1fr) auto;
column-gap:1.25rem;align-items:center;min-height:2.7rem}
.label,.figure{padding:.3rem 0}
.label{overflow-wrap:anywhere;padding-inline-start:1.15rem;position:relative}
.figure{min-width:6.5rem;text-align:end;white-space:nowrap}
.track{position:relative;align-self:stretch;min-height:1.6rem}
.track svg{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.total{font-weight:650;background:var(--raised);border-radius:.4rem;
margin:.15rem -.75rem;padding:0 .75rem}
.total small{font-weight:400}
summary{display:block;list-style:none;cursor:pointer;border-radius:.4rem}
summary::-webkit-details-marker{display:none}
summary:hover{background:var(--raised)}
summary .label::before{content:"";position:absolute;inset-inline-start:.15rem;
top:.85rem;width:.4rem;height:.4rem;border:solid var(--soft);
border-width:0 2px 2px 0;transform:rotate(-45deg)}
[dir=rtl] summary .label::before{transform:rotate(135deg)}
details[open]>summary .label::before,
[dir=rtl] details[open]>summary .label::before{transform:rotate(45deg)}
.behind{margin:.25rem 0 1rem;padding:.6rem .9rem .8rem;background:var(--raised);
border-radius:.4rem;font-size:.92rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:start;color:var(--soft);font-size:.84rem;padding:.35rem 0}
th,td{padding:.4rem .6rem;border-bottom:1px solid var(--rule);text-align:start;
vertical-align:baseline;font-weight:400}
th:first-child,td:first-child{padding-inline-start:0}
th:last-child,td:last-child{padding-inline-end:0}
thead th{color:var(--soft);font-size:.84rem;vertical-align:bottom}
tbody th{min-width:10rem;overflow-wrap:anywhere}
tfoot th,tfoot td{border-bottom:0;font-weight:650}
.number{text-align:end;white-space:nowrap}
thead .number,.number small{white-space:normal}
code{font:.84em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;
color:var(--soft)}
.refused{list-style:none;margin:0;padding:0}
.refused li{border-inline-start:3px solid var(--rule);
padding:.15rem 0 .15rem .8rem;margin:.55rem 0;overflow-wrap:anywhere}
[dir=rtl] .refused li{padding:.15rem .8rem .15rem 0}
.refused .near{border-color:var(--gain)}
.refused strong{display:block;font-weight:650}
.story p{margin:0 0 .9rem;max-width:46rem;overflow-wrap:anywhere}
.story span{display:block}
.story .detail{padding-inline-start:1.1rem;color:var(--soft)}
footer{margin-top:3rem;padding-bottom:2.5rem}
footer p{margin:0;padding-top:1rem;border-top:1px solid var(--rule)}
.defs{position:absolute;width:0;height:0}
.link{stroke:var(--soft);stroke-dasharray:2 2}
.stripe{stroke:var(--paper);stroke-opacity:.45;stroke-width:2;
fill:none}
.dot{fill:var(--paper);fill-opacity:.7}
"""

_PHONE = """
header{padding-top:1.5rem}
.row{grid-template-columns:1fr auto;align-items:start;padding-bottom:.45rem}
.track{grid-row:2;grid-column:1/-1;min-height:1.25rem;
margin-inline-start:1.15rem}
.link{display:none}
.label,.figure{padding-bottom:.1rem}
.row{column-gap:.75rem}
.figure{min-width:0}
.figure+.figure{grid-column:1/-1}
table{border-collapse:separate;border-spacing:0}
#lines .number small{min-width:8rem}
th,td{padding:.35rem .5rem}
tbody th{min-width:7rem}
tr>:first-child{position:sticky;inset-inline-start:0;background:var(--paper)}
.behind tr>:first-child{background:var(--raised)}
"""

_PAPER = """
html{font-size:9.5pt}
body{font-size:1rem}
header,main,footer{max-width:none;padding:0}
.skip,figcaption{display:none}
h2{margin-top:1.6rem;break-after:avoid}
.row{min-height:2rem}
summary,.total,tr,.refused li,.story p{break-inside:avoid}
summary,caption,thead{break-after:avoid}
th,td{padding:.2rem .6rem}
details::details-content{content-visibility:visible;display:block;height:auto}
summary .label::before{display:none}
.label{padding-inline-start:0}
.scroll{overflow:visible}
tbody th{min-width:0}
.behind{background:none;border-inline-start:2px solid var(--rule);border-radius:0;
margin:0 0 .6rem;padding:0 .8rem}
footer{margin-top:1.5rem}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
"""


def style(more: str = "") -> str:
    """Return the whole style sheet, with *more* rules of one page (default: none)."""
    colours = "".join(f".fill-{name}{{fill:var(--{name})}}" for name in FILLS)
    return (
        f":root{{color-scheme:light dark;{_variables(LIGHT)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
        f"{_SCREEN}{colours}{more}"
        f"@media (max-width:40rem){{{_PHONE}}}"
        "@page{size:A4;margin:16mm 14mm}"
        f"@media print{{:root{{color-scheme:light;{_variables(LIGHT)}}}{_PAPER}}}"
    )


def _variables(palette: Palette) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in asdict(palette).items())


__all__ = ["style"]
