// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// JSON as a text that is edited in place.
//
// A form edits single values.  Whatever else the text holds (its order, its lines, how a
// number is spelled, keys that no form knows) stays as it was typed, so values are
// spliced into the text and the document is never written anew.

const BLANK = /[\s]*/y;
const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y;

/**
 * Return the tree of a JSON text; throws SyntaxError as JSON.parse does.
 *
 * A node has `kind` ("object", "array", "string", "number", "boolean", "null"), `start`
 * and `end` in the text, `raw` (that part of the text), `value` if it is a scalar, and
 * `entries` of {name, start, node} if it is an object or an array.
 */
export function read(text) {
  JSON.parse(text);
  let at = 0;
  const skip = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const node = () => {
    skip(BLANK);
    const start = at;
    const open = text[at];
    const found = open === "{" || open === "[" ? list(open) : scalar();
    return { ...found, start, end: at, raw: text.slice(start, at) };
  };
  const scalar = () => {
    const value = JSON.parse(skip(SCALAR));
    return { kind: value === null ? "null" : typeof value, value, entries: [] };
  };
  const list = (open) => {
    const entries = [];
    at += 1;
    for (skip(BLANK); text[at] !== "}" && text[at] !== "]"; skip(BLANK)) {
      if (text[at] === ",") {
        at += 1;
        skip(BLANK);
      }
      const start = at;
      let name = entries.length;
      if (open === "{") {
        name = JSON.parse(skip(SCALAR));
        skip(BLANK);
        at += 1; // the colon
      }
      entries.push({ name, start, node: node() });
    }
    at += 1;
    return { kind: open === "{" ? "object" : "array", entries };
  };
  return node();
}

/** Return the steps of a path: `cart_items[0].quantity` is cart_items, 0, quantity. */
export function steps(path) {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map((found) =>
    found[1] === undefined ? found[2] : Number(found[1]),
  );
}

/** Return the entry of a node by its name, the last if there are several. */
function entry(node, name) {
  return node.entries.findLast((each) => String(each.name) === String(name));
}

/** Return the node at a path, undefined if there is none. */
export function find(root, path) {
  let node = root;
  for (const step of steps(path)) {
    node = node && entry(node, step)?.node;
  }
  return node;
}

/** Return the innermost node on the way to a path. */
export function nearest(root, path) {
  let node = root;
  for (const step of steps(path)) {
    const next = entry(node, step);
    if (next === undefined) {
      return node;
    }
    node = next.node;
  }
  return node;
}

/** Return what an input shows of a node: its text, a number as it is spelled. */
export function shown(node) {
  if (node === undefined || node.kind === "null") {
    return "";
  }
  return node.kind === "string" ? node.value : node.raw;
}

/** Return the text with a JSON value at a path; what is missing on the way is made. */
export function put(text, path, json) {
  const names = steps(path);
  let node = read(text);
  for (const [depth, name] of names.entries()) {
    const next = entry(node, name);
    if (next === undefined || next.node.kind === "null") {
      const value = names
        .slice(depth + 1)
        .reduceRight((inner, each) => nested(each, inner), json);
      return next === undefined
        ? inserted(text, node, name, value)
        : splice(text, next.node.start, next.node.end, value);
    }
    node = next.node;
  }
  return splice(text, node.start, node.end, json);
}

function nested(name, json) {
  return typeof name === "number" ? `[${json}]` : `{${JSON.stringify(name)}: ${json}}`;
}

/** Return the text with one more entry at the end of an object or an array. */
function inserted(text, node, name, json) {
  const value = node.kind === "object" ? `${JSON.stringify(String(name))}: ${json}` : json;
  const last = node.entries.at(-1);
  if (last === undefined) {
    return splice(text, node.start + 1, node.end - 1, value);
  }
  // As the last entry stands on a line of its own, so does the new one.
  const before = text.slice(0, last.start);
  const margin = /(?:^|\n)([ \t]*)$/.exec(before);
  const gap = margin === null ? ", " : `,\n${margin[1]}`;
  return splice(text, last.node.end, last.node.end, gap + value);
}

/** Return the text without the value at a path. */
export function removed(text, path) {
  const names = steps(path);
  const name = names.pop();
  let node = read(text);
  for (const each of names) {
    node = node && entry(node, each)?.node;
  }
  const index = node?.entries.findLastIndex((each) => String(each.name) === String(name));
  if (node === undefined || index < 0) {
    return text;
  }
  const { entries } = node;
  if (index > 0) {
    return splice(text, entries[index - 1].node.end, entries[index].node.end, "");
  }
  const end = entries.length > 1 ? entries[1].start : entries[0].node.end;
  return splice(text, entries[0].start, end, "");
}

function splice(text, start, end, value) {
  return text.slice(0, start) + value + text.slice(end);
}

/** Return the line of a position in the text, counted from 1. */
export function lineOf(text, position) {
  return text.slice(0, position).split("\n").length;
}
