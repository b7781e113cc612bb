// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// The state of the page in the fragment of its address: #scenario=bogo&locale=hi, or
// #z=... with the document, compressed.  A fragment is never sent to a server.

/** An address of more characters than this is not made: not every program takes it. */
export const LONGEST_LINK = 16000;
/** No link unpacks to more bytes than the page would send to be priced. */
const MOST_BYTES = 1000000;

/** Return the fragment of a state, "" if its document is too long for a link. */
export async function fragment({ scenario, document, locale, view }) {
  const found = new URLSearchParams();
  if (scenario) {
    found.set("scenario", scenario);
  } else {
    found.set("z", await packed(document));
  }
  if (locale) {
    found.set("locale", locale);
  }
  if (view) {
    found.set("view", view);
  }
  const text = `#${found}`;
  return text.length > LONGEST_LINK ? "" : text;
}

/** Return the state of a fragment; throws for a document that cannot be unpacked. */
export async function state(text) {
  const found = new URLSearchParams(text.slice(0, LONGEST_LINK).replace(/^#/, ""));
  const z = found.get("z");
  return {
    scenario: found.get("scenario") ?? "",
    document: z === null ? null : await unpacked(z),
    locale: found.get("locale") ?? "",
    view: found.get("view") ?? "",
  };
}

async function packed(text) {
  const stream = new Blob([text]).stream();
  const squeezed = stream.pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(squeezed).arrayBuffer());
  const letters = Array.from(bytes, (each) => String.fromCharCode(each)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

async function unpacked(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (each) => each.charCodeAt(0));
  const stream = new Blob([bytes]).stream();
  const reader = stream.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new RangeError("the link holds too much");
    }
    parts.push(part.value);
  }
  return new Blob(parts).text();
}
