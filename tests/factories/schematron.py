# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
A schematron as a stylesheet, and the rules that a document breaks by it.

Each pattern is a mode: of its rules the first that fits an element is the one that is
asked, as ISO 19757-3 has it.  Saxon runs the stylesheet, since the tests are XPath 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr


if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_XSL = "{http://www.w3.org/1999/XSL/Transform}"


def judge(saxon: Any, schematron: str) -> Callable[[str], list[str]]:
    """
    Return what names the fatal rules of *schematron* that a document's text breaks.

    *saxon* is the module `saxonche`.
    """
    processor = saxon.PySaxonProcessor(license=False)
    made = processor.new_xslt30_processor()
    sheet = made.compile_stylesheet(stylesheet_text=stylesheet(schematron))

    def broken(text: str) -> list[str]:
        node = processor.parse_xml(xml_text=text)
        sheet.set_global_context_item(xdm_item=node)
        return str(sheet.transform_to_string(xdm_node=node)).split()

    return broken


def stylesheet(schematron: str) -> str:
    """Return the text of a stylesheet that writes the rules a document breaks."""
    root = ET.fromstring(schematron)
    spaces = "".join(
        f" xmlns:{each.get('prefix')}={quoteattr(each.get('uri', ''))}"
        for each in root.findall(f"{_SCH}ns")
    )
    patterns = root.findall(f"{_SCH}pattern")
    body = [
        *variables(root),
        *(row for each in patterns for row in variables(each)),
        *(ET.tostring(each, "unicode") for each in root.findall(f"{_XSL}function")),
        '<xsl:template match="/">',
        *(
            f'<xsl:apply-templates select="*" mode="m{n}"/>'
            for n in range(len(patterns))
        ),
        "</xsl:template>",
        *(row for n, each in enumerate(patterns) for row in templates(each, f"m{n}")),
    ]
    return (
        '<xsl:stylesheet version="3.0"'
        f' xmlns:xsl="http://www.w3.org/1999/XSL/Transform"{spaces}>'
        '<xsl:output method="text"/>' + "".join(body) + "</xsl:stylesheet>"
    )


def variables(parent: ET.Element) -> Iterator[str]:
    """Yield what a schema, a pattern or a rule names."""
    for each in parent.findall(f"{_SCH}let"):
        name, value = each.attrib["name"], quoteattr(each.attrib["value"])
        yield f'<xsl:variable name="{name}" select={value}/>'


def templates(pattern: ET.Element, mode: str) -> Iterator[str]:
    """Yield a template for each rule of a pattern, the first with the first say."""
    on = f'<xsl:apply-templates select="*" mode="{mode}"/></xsl:template>'
    yield f'<xsl:template match="*" mode="{mode}" priority="0">{on}'
    rules = pattern.findall(f"{_SCH}rule")
    for priority, rule in zip(range(len(rules), 0, -1), rules, strict=True):
        match = quoteattr(rule.attrib["context"])
        yield f'<xsl:template match={match} mode="{mode}" priority="{priority}">'
        yield from variables(rule)
        for each in rule.findall(f"{_SCH}assert"):
            if each.get("flag") != "warning":
                test = quoteattr(f"not({each.attrib['test']})")
                name = each.attrib["id"]
                yield f"<xsl:if test={test}><xsl:text>{name}&#10;</xsl:text></xsl:if>"
        yield on
