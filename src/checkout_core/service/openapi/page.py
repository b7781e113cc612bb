# SPDX-FileCopyrightText: 2026 The checkout-core authors
# SPDX-License-Identifier: MIT
"""
The OpenAPI document as a page for people: each route with its bodies and a command.

Promises that the page is made of the document alone, loads nothing from elsewhere and
runs no script, can be read by a screen reader, with the keyboard and on a phone, and
is light or dark as the reader's system is.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from attrs import asdict, frozen

from checkout_core.service.openapi.samples import name_of, resolved, sample
from checkout_core.views.markup import escaped, tag
from checkout_core.views.palette import DARK, LIGHT, Palette


Schema = Mapping[str, Any]

#: The groups of routes, each with how its paths begin after the store's id.
GROUPS: tuple[tuple[str, str], ...] = (
    ("Sessions", "/storefront/auth"),
    ("Carts", "/storefront/carts"),
    ("Orders and payments", "/storefront/"),
    ("For the merchant", "/merchant/"),
    ("Prices without state", "/price"),
    ("Operating the service", "/"),
)
_STORE = "/api/v1/{store_id}"
#: What a schema says of its values beyond their type, and how it is written.
_LIMITS: Mapping[str, str] = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "below {}",
    "minLength": "characters: at least {}",
    "maxLength": "characters: at most {}",
    "minItems": "entries: at least {}",
    "maxItems": "entries: at most {}",
    "pattern": "like {}",
}

_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
header,main{max-width:62rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}main{padding-bottom:4rem}
h1{font-size:1.65rem;line-height:1.25;margin:0}
h2{font-size:1.2rem;margin:2.5rem 0 .5rem}
h3{font-size:1rem;font-weight:400;margin:0;display:inline}
h4{font-size:.95rem;margin:1.25rem 0 .25rem}
p{margin:.5rem 0}a{color:var(--link)}
.soft,th{color:var(--soft);font-size:.9rem;font-weight:400}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;padding:0}
code,pre{font:.86rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
pre{background:var(--raised);border:1px solid var(--rule);border-radius:.4rem;
padding:.75rem;overflow-x:auto;margin:.5rem 0}
details{border-bottom:1px solid var(--rule)}
summary{padding:.55rem .25rem;cursor:pointer}
summary:hover{background:var(--raised)}
summary span{display:block;color:var(--soft);padding-left:5.3rem}
.body{padding:.25rem .25rem 1.25rem}
.method{display:inline-block;width:4.2rem;font-weight:650}
.scroll{overflow-x:auto}
td code{white-space:nowrap}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:baseline;padding:.3rem .75rem .3rem 0;
border-bottom:1px solid var(--rule)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.3rem}
.skip{position:absolute;left:.5rem;top:.5rem;padding:.5rem 1rem;
background:var(--paper);border:2px solid var(--link);border-radius:.4rem}
.skip:not(:focus){width:1px;height:1px;padding:0;border:0;overflow:hidden;
clip-path:inset(50%)}
@media(max-width:40rem){summary span{padding-left:0}}
"""


@frozen
class Page:
    """
    A page of HTML.

    Attributes:
        text: the whole document.
        policy: its content security policy: its own style, and nothing else.
    """

    text: str
    policy: str


@frozen
class _Operation:
    """One route of the document."""

    method: str
    path: str
    fields: Mapping[str, Any]


def page(document: Mapping[str, Any]) -> Page:
    """Return the page of an OpenAPI document."""
    style = (
        f":root{{color-scheme:light dark;{_variables(LIGHT)}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}{_STYLE}"
    )
    title = f"{document['info']['title']}, {document['info']['version']}"
    head = "".join(
        (
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            tag("title", escaped(title)),
            f"<style>{style}</style>",
        )
    )
    body = "".join(
        (
            tag("a", "Skip to the routes", href="#routes", class_="skip"),
            _header(title, document),
            tag("main", *_sections(document), id="routes"),
        )
    )
    text = tag("html", tag("head", head), tag("body", body), lang="en")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Page(
        f"<!doctype html>{text}",
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'",
    )


def _variables(palette: Palette) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in asdict(palette).items())


def _header(title: str, document: Mapping[str, Any]) -> str:
    groups = [name for name, _ in groupby(_operations(document), _group)]
    links = [
        tag("li", tag("a", escaped(name), href=f"#{_slug(name)}"))
        for name in (*groups, "Schemas")
    ]
    machine = tag("a", "/openapi.json", href="/openapi.json")
    return tag(
        "header",
        tag("h1", escaped(title)),
        tag(
            "p",
            f"The same for programs: {machine}. In the commands, <code>$SHOP</code> is"
            " the address of this service, such as <code>http://127.0.0.1:8000</code>,"
            " and <code>$TOKEN</code> a token; replace what is in braces.",
        ),
        tag("nav", tag("ul", *links), aria_label="Groups of routes"),
    )


def _operations(document: Mapping[str, Any]) -> list[_Operation]:
    """Return all routes in the order of their groups."""
    found = [
        _Operation(method.upper(), path, fields)
        for path, methods in document["paths"].items()
        for method, fields in methods.items()
    ]
    names = [name for name, _ in GROUPS]
    return sorted(found, key=lambda each: names.index(_group(each)))


def _group(operation: _Operation) -> str:
    rest = operation.path.removeprefix(_STORE)
    return next(name for name, start in GROUPS if rest.startswith(start))


def _slug(name: str) -> str:
    return re.sub("[^a-z]+", "-", name.lower())


def _sections(document: Mapping[str, Any]) -> Iterator[str]:
    schemas = document["components"]["schemas"]
    for name, operations in groupby(_operations(document), _group):
        yield tag("h2", escaped(name), id=_slug(name))
        yield from (_operation(each, schemas) for each in operations)
    yield tag("h2", "Schemas", id="schemas")
    for name, schema in schemas.items():
        heading = tag("h3", tag("code", escaped(name)))
        yield _opened(heading, _schema(schema), f"schema-{name}")


def _operation(operation: _Operation, schemas: Mapping[str, Any]) -> str:
    fields = operation.fields
    heading = tag(
        "h3",
        tag("code", escaped(operation.method), class_="method"),
        " ",
        tag("code", escaped(operation.path)),
    )
    parts = [
        tag("p", _access(fields), class_="soft"),
        # Every route has one at least: the id of the request.
        tag("h4", "Parameters"),
        _parameters(fields["parameters"]),
    ]
    if "requestBody" in fields:
        schema = _json_of(fields["requestBody"])
        parts += [tag("h4", "Body"), _body(schema, schemas)]
    answer = _json_of(fields["responses"]["200"])["properties"]["content"]
    refused = tag("a", "Failure", href="#schema-Failure")
    parts += [
        tag("h4", "Answer"),
        tag("p", f"Its <code>content</code>: {_type(answer)}; or {refused}."),
        tag("h4", "Command"),
        tag("pre", tag("code", escaped(command(operation, schemas))), tabindex="0"),
    ]
    summary = heading + tag("span", _marked(fields["summary"]))
    return _opened(summary, "".join(parts), fields["operationId"])


def _opened(summary: str, content: str, name: str) -> str:
    """Return what opens when it is clicked, or when a link leads to its content."""
    inner = tag("div", content, class_="body", id=name)
    return tag("details", tag("summary", summary), inner)


def _json_of(fields: Mapping[str, Any]) -> Schema:
    found: Schema = fields["content"]["application/json"]["schema"]
    return found


def _access(fields: Mapping[str, Any]) -> str:
    match [name for each in fields["security"] for name in each]:
        case ["gateway"]:
            return "With the user name and the password of the gateway's events."
        case []:
            return "Without a token."
        case _:
            return "With a token: <code>Authorization: Bearer ...</code>"


def _marked(text: str) -> str:
    """Return a sentence with what it has between backticks as code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escaped(text))


def command(operation: _Operation, schemas: Mapping[str, Any]) -> str:
    """Return a command that sends a small request."""
    words = [f'curl -X {operation.method} "$SHOP{operation.path}"']
    match [name for each in operation.fields["security"] for name in each]:
        case ["gateway"]:
            words.append('-u "$USER_NAME:$PASSWORD"')
        case ["token"]:
            words.append('-H "Authorization: Bearer $TOKEN"')
    if "requestBody" in operation.fields:
        body = sample(_json_of(operation.fields["requestBody"]), schemas)
        words.append('-H "Content-Type: application/json"')
        words.append(f"-d '{json.dumps(body, ensure_ascii=False)}'")
    return " \\\n  ".join(words)


# Schemas -----------------------------------------------------------------------------


def _parameters(parameters: list[Any]) -> str:
    rows = []
    for each in parameters:
        schema = each["schema"]
        note = f"in the {each['in']}"
        if each["required"]:
            note += ", required"
        notes = "; ".join([note, *_notes(each), *_limits(schema)])
        rows.append((tag("code", escaped(each["name"])), _type(schema), notes))
    return _table(("Name", "Type", "Meaning"), rows)


def _body(schema: Schema, schemas: Mapping[str, Any]) -> str:
    name = name_of(schema)
    link = "" if name is None else tag("p", _type(schema), class_="soft")
    return link + _schema(resolved(schema, schemas))


def _schema(schema: Schema) -> str:
    """Return what is known of the values of a schema."""
    said = _notes(schema)
    if "properties" not in schema:
        facts = [_type(schema), *said, *_limits(schema)]
        return tag("p", "; ".join(facts))
    required = schema.get("required", ())
    rows = []
    for name, each in schema["properties"].items():
        needed = ["required"] if name in required else []
        notes = [*needed, *_notes(each), *_limits(each)]
        rows.append((tag("code", escaped(name)), _type(each), "; ".join(notes)))
    text = "".join(tag("p", each) for each in said)
    return text + _table(("Key", "Type", "Meaning"), rows)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    head = tag("thead", tag("tr", *(tag("th", each, scope="col") for each in heads)))
    body = tag("tbody", *(tag("tr", *(tag("td", x) for x in row)) for row in rows))
    return tag("div", tag("table", head, body), class_="scroll", tabindex="0")


def _type(schema: Schema) -> str:
    """Return the type of a schema in words, with a link where it has a name."""
    name = name_of(schema)
    if name is not None:
        return tag("a", escaped(name), href=f"#schema-{name}")
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return " or ".join(map(_type, schema[choice]))
    if "const" in schema:
        return tag("code", escaped(json.dumps(schema["const"])))
    if "enum" in schema:
        words = (tag("code", escaped(json.dumps(each))) for each in schema["enum"])
        return " or ".join(words)
    kinds = schema.get("type", "any value")
    if kinds == "array":
        return f"list of {_type(schema['items'])}"
    if kinds == "object" and "properties" in schema:
        keys = ", ".join(tag("code", escaped(each)) for each in schema["properties"])
        return f"object of {keys}"
    return escaped(" or ".join(kinds) if isinstance(kinds, list) else kinds)


def _notes(schema: Schema) -> list[str]:
    return [_marked(schema["description"])] if "description" in schema else []


def _limits(schema: Schema) -> list[str]:
    known = [(key, text) for key, text in _LIMITS.items() if key in schema]
    return [escaped(text.format(schema[key])) for key, text in known]


__all__ = ["Page", "page"]
