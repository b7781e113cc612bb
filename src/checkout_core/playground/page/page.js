// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// The page: one text, the document; everything else is made from it.

import { lineOf, nearest, read } from "./document.js";
import { Engine } from "./engine.js";
import { Form } from "./form.js";
import { fragment, state } from "./state.js";

const element = (id) => document.getElementById(id);
const setting = (name) => document.querySelector(`meta[name="${name}"]`).content;

/** How long typing rests before it is priced, and before the address follows it. */
const REST = 120;
const LONG_REST = 400;

const json = element("json");
const scenario = element("scenario");
const locale = element("locale");

/** The texts of the scenarios, by name. */
const scenarios = new Map();
/** The number of the newest request: answers to older ones are dropped. */
let newest = 0;
/** Whether there is a document: what the address says was read. */
let opened = false;
let faults = [];
let ours = "";

// The document ------------------------------------------------------------------------

const form = new Form(element("form"), (text) => {
  json.value = text;
  edited();
});

json.addEventListener("input", () => {
  showForm();
  edited();
});

/** Show a document that was not typed. */
function show(text) {
  json.value = text;
  showForm();
  showLines();
}

function showForm() {
  let readable = true;
  try {
    form.show(json.value);
  } catch {
    readable = false;
  }
  element("form").hidden = !readable;
  element("form-off").hidden = readable;
}

/** Name the scenario that the document is, if it is one. */
function showName() {
  const same = [...scenarios].find(([, text]) => text === json.value);
  scenario.value = same?.[0] ?? "";
}

function edited() {
  showName();
  showLines();
  soon(price, REST);
  soon(keep, LONG_REST);
}

const timers = new Map();

function soon(action, rest) {
  clearTimeout(timers.get(action));
  timers.set(action, setTimeout(action, rest));
}

// The price ---------------------------------------------------------------------------

const engine = new Engine({
  endpoint: setting("endpoint"),
  pyodide: setting("pyodide"),
  says: (sentence) => {
    element("engine").textContent = sentence;
    if (engine.local) {
      soon(price, 0);
    }
  },
});

async function price() {
  newest += 1;
  const own = newest;
  if (!engine.usable || !opened) {
    return;
  }
  const request = JSON.stringify({ document: json.value, locale: locale.value || null });
  try {
    const answer = JSON.parse(await engine.answer(request));
    if (own === newest) {
      showAnswer(answer);
    }
  } catch (error) {
    if (own === newest) {
      showFaults([failed("priced", error)]);
    }
  }
}

function showAnswer(answer) {
  showFaults(answer.faults);
  const priced = answer.receipt !== null;
  element("stale").hidden = priced;
  if (!priced) {
    return;
  }
  const { lang, dir } = locale.selectedOptions[0];
  for (const id of ["receipt", "note"]) {
    Object.assign(element(id), { lang, dir });
  }
  element("paid").textContent = answer.to_be_paid;
  element("paid-bar").textContent = answer.to_be_paid;
  showPaper("receipt", answer.receipt);
  element("order").textContent = answer.order;
  element("juspay").textContent = answer.juspay ?? "No request can be made; the fault says why.";
  showPage("html", answer.html);
  showPage("explanation", answer.html);
  showRefund(answer.refund);
  shown = answer;
  for (const id of ["save-html", "save-svg"]) {
    element(id).disabled = false;
  }
}

/**
 * A line of a receipt: the mark of its direction, what it says, a gap, and its figure; or
 * a gap and the date.
 */
const ROW = /^([\u200e\u200f]?)(?:( {0,2}[^\s\u200e\u200f].*?)( {2,})|( {3,}))(\S.*)$/;

/**
 * Show a text in columns.  Not every script has a font whose letters are as wide as the
 * text takes them to be, so figures are moved to the edge.
 */
function showPaper(id, text) {
  const rows = text.split("\n").map((line) => {
    const row = document.createElement("span");
    const found = ROW.exec(line);
    if (found === null) {
      row.append(`${line}\n`);
    } else {
      const [, mark, label = "", gap, margin, figure] = found;
      const [left, right] = [document.createElement("span"), document.createElement("span")];
      left.append(mark + label);
      right.append(figure);
      row.className = "row";
      row.append(left, gap ?? margin, right, "\n");
    }
    return row;
  });
  element(id).replaceChildren(...rows);
}

function showRefund(refund) {
  element("tab-refund").hidden = refund === null;
  element("refunded").hidden = refund === null;
  if (refund === null) {
    if (element("tab-refund").ariaSelected === "true") {
      choose(element("tab-receipt"));
    }
    return;
  }
  element("refunded").textContent = `${refund.amount} goes back`;
  showPaper("note", refund.note);
  element("refund-document").textContent = refund.document;
  showPage("refund-html", refund.html);
}

/** How a page looks within this one, which shows its head elsewhere. */
const WITHIN = `html { overflow: hidden } body { background: none }
  main { max-width: none; padding: 0.25rem 1.25rem 1.25rem }
  h2 { font-size: 1rem; margin-top: 1rem }
  table { font-size: 0.84rem } th, td { padding-inline: 0.375rem } .skip, header, footer`;
/** The parts of a page that a frame leaves to another one. */
const ELSEWHERE = {
  html: ["lines", "tax", "offers", "story"],
  explanation: ["waterfall", "refusals"],
  "refund-html": [],
};

/** The frames of pages, each once it is ready and with what fits its height. */
const frames = new Map();

function frameOf(id) {
  if (!frames.has(id)) {
    const frame = element(id);
    const ready = new Promise((resolve) => {
      frame.addEventListener("load", () => resolve({ frame, fitting: new ResizeObserver(() => {
        frame.style.height = `${frame.contentDocument.body.scrollHeight + 2}px`;
      }) }), { once: true });
    });
    frame.srcdoc = "<!doctype html><title>Price</title>";
    frames.set(id, ready);
  }
  return frames.get(id);
}

/** Show an HTML document in a frame as high as it is; what was opened stays open. */
async function showPage(id, html) {
  const { frame, fitting } = await frameOf(id);
  const inside = frame.contentDocument;
  const found = new DOMParser().parseFromString(html, "text/html");
  const style = found.createElement("style");
  const left = ELSEWHERE[id].map((name) => `, section#${name}`).join("");
  style.textContent = `${WITHIN}${left} { display: none }`;
  found.head.append(style);
  const wasOpen = [...inside.querySelectorAll("details")].map((each) => each.open);
  found.querySelectorAll("details").forEach((each, i) => {
    each.open = wasOpen[i] ?? false;
  });
  inside.documentElement.replaceWith(inside.adoptNode(found.documentElement));
  fitting.disconnect();
  fitting.observe(inside.body);
}

/** The newest answer with a price. */
let shown = null;

/** What each button saves: the name of the file, its type and its text. */
const SAVED = {
  "save-document": ["cart.json", "application/json", () => json.value],
  "save-html": ["price.html", "text/html", () => shown.html],
  "save-svg": ["price.svg", "image/svg+xml", () => shown.svg],
};

for (const [id, [name, type, text]] of Object.entries(SAVED)) {
  element(id).addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text()], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

// Faults ------------------------------------------------------------------------------

function showFaults(found) {
  faults = found;
  form.mark(found);
  const count = found.length;
  element("faults").hidden = count === 0;
  element("faults-title").textContent = count === 1 ? "One fault" : `${count} faults`;
  element("fault-list").replaceChildren(...found.map(faultItem));
  showLines();
}

/** Return the fault of what the page itself could not do. */
function failed(what, { message }) {
  return { path: "", value: null, message: `This could not be ${what}: ${message}` };
}

function faultItem(fault) {
  const found = document.createElement("li");
  if (fault.path) {
    const where = document.createElement("button");
    where.type = "button";
    where.textContent = fault.path;
    where.addEventListener("click", () => goTo(fault.path));
    found.append(where, " ");
  }
  const got = fault.value === null ? "" : ` (got ${JSON.stringify(fault.value)})`;
  found.append(fault.message + got);
  return found;
}

/** Show a path where it is edited: its input, else its place in the text. */
function goTo(path) {
  const input = form.input(path);
  if (input !== null && !element("form").hidden) {
    choose(element("tab-form"));
    input.focus();
    return;
  }
  choose(element("tab-json"));
  const { start, end } = place(path) ?? { start: 0, end: 0 };
  json.focus();
  json.setSelectionRange(start, end);
  const height = parseFloat(getComputedStyle(json).lineHeight);
  json.scrollTop = Math.max(0, (lineOf(json.value, start) - 4) * height);
}

function place(path) {
  try {
    return nearest(read(json.value), path);
  } catch {
    return undefined;
  }
}

/** Number the lines of the text, and mark those with a fault. */
function showLines() {
  const marked = new Set();
  for (const { path, message } of faults) {
    const told = /at line (\d+), column/.exec(path === "" ? message : "");
    const found = told === null && path !== "" ? place(path) : undefined;
    marked.add(told === null ? found && lineOf(json.value, found.start) : Number(told[1]));
  }
  const rows = json.value.split("\n").map((_, i) => {
    const row = document.createElement("span");
    row.textContent = `${i + 1}\n`;
    row.className = marked.has(i + 1) ? "marked" : "";
    return row;
  });
  element("lines").replaceChildren(...rows);
  element("lines").scrollTop = json.scrollTop;
}

json.addEventListener("scroll", () => {
  element("lines").scrollTop = json.scrollTop;
});

// Tabs --------------------------------------------------------------------------------

function choose(tab) {
  for (const each of tab.parentElement.children) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    element(each.getAttribute("aria-controls")).hidden = !chosen;
  }
}

for (const list of document.querySelectorAll("[role=tablist]")) {
  list.addEventListener("click", ({ target }) => {
    if (target.role === "tab") {
      choose(target);
      soon(keep, 0);
    }
  });
  list.addEventListener("keydown", (event) => {
    const tabs = [...list.children].filter((each) => !each.hidden);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      const next = tabs.at((tabs.indexOf(document.activeElement) + step) % tabs.length);
      choose(next);
      next.focus();
      soon(keep, 0);
    }
  });
  choose(list.firstElementChild);
}

// The address -------------------------------------------------------------------------

/** Keep the state in the address. */
async function keep() {
  const tab = document.querySelector(".results [aria-selected=true]").id.replace("tab-", "");
  const found = await fragment({
    scenario: scenario.value,
    document: json.value,
    locale: locale.value,
    view: tab === "receipt" ? "" : tab,
  });
  element("link-note").textContent = found
    ? "The address of this page holds the document; it is sent to nobody."
    : "This document is too long to be kept in the address of the page.";
  ours = found;
  history.replaceState(null, "", found || location.pathname + location.search);
}

/** Show what the address says. */
async function open() {
  let found = { scenario: "", document: null, locale: "", view: "" };
  try {
    found = await state(location.hash);
  } catch (error) {
    element("link-note").textContent = `This link cannot be read: ${error.message}.`;
  }
  locale.value = found.locale;
  if (locale.selectedIndex < 0) {
    locale.value = "";
  }
  const name = [...scenario.options].some(({ value }) => value === found.scenario && value)
    ? found.scenario
    : "coupon";
  try {
    show(found.document ?? (await scenarioText(name)));
  } catch (error) {
    showFaults([failed("opened", error)]);
    return;
  }
  scenario.value = found.document === null ? name : "";
  const tab = element(`tab-${found.view}`);
  if (tab !== null && tab.closest(".results")) {
    choose(tab);
  } else {
    choose(element("tab-receipt"));
  }
  opened = true;
  await price();
}

async function scenarioText(name) {
  if (!scenarios.has(name)) {
    const address = `scenarios/${name}.json`;
    const response = await fetch(address);
    if (!response.ok) {
      throw new Error(`${address}: ${response.status}`);
    }
    scenarios.set(name, (await response.text()).trimEnd());
  }
  return scenarios.get(name);
}

scenario.addEventListener("change", async () => {
  const name = scenario.value;
  const before = json.value;
  let text;
  try {
    text = await scenarioText(name);
  } catch (error) {
    showName();
    showFaults([failed("opened", error)]);
    return;
  }
  if (scenario.value !== name || json.value !== before) {
    return; // another one was chosen meanwhile, or something was typed
  }
  show(text);
  choose(element(scenario.value === "refund" ? "tab-refund" : "tab-receipt"));
  await price();
  await keep();
});

locale.addEventListener("change", async () => {
  await price();
  await keep();
});

addEventListener("hashchange", () => {
  if (location.hash !== ours) {
    open();
  }
});

engine.start();
await open();
