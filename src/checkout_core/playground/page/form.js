// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT
//
// The form: inputs over single values of the document, each named by its path.
//
// It shows and edits what it knows; everything else in the document stays as it is.

import { find, put, read, removed, shown } from "./document.js";

const FUNDERS = [
  ["", "the seller"],
  ["platform", "the platform or a bank"],
  ["brand", "the brand"],
];

/** The inputs of a line of the cart: key, label, kind and what an empty one means. */
const LINE = [
  { key: "product_name", label: "Name", kind: "text", optional: true, wide: true },
  { key: "quantity", label: "Quantity", kind: "count" },
  { key: "selling_price", label: "Price", kind: "amount" },
  { key: "tax_rate", label: "Tax, %", kind: "amount" },
  { key: "price_including_tax", label: "Tax is in the price", kind: "flag" },
];

const CART = [
  { key: "cart.coupon_code", label: "Coupon code", kind: "text", optional: true },
  { key: "cart.shipping.estimated_cost", label: "Shipping", kind: "amount", group: "cart.shipping" },
  { key: "cart.shipping.tax_rate", label: "Shipping tax, %", kind: "amount", group: "cart.shipping" },
  { key: "cart.shipping_address.state", label: "Goes to (state)", kind: "text", optional: true },
  { key: "store.tax.seller_state", label: "Seller's state", kind: "text", optional: true },
  { key: "cart.payment.method", label: "Paid by (card, upi, …)", kind: "text", group: "cart.payment" },
  { key: "cart.payment.issuer", label: "Bank of the payment", kind: "text", optional: true },
  { key: "at", label: "Priced at", kind: "text", optional: true, wide: true },
];

/** What pays in place of money, and what is earned. */
const TENDERS = [
  { key: "cart.loyalty_points_redeemed", label: "Points spent", kind: "count", optional: true },
  { key: "customer.loyalty_points_balance", label: "Points held", kind: "count", optional: true },
  { key: "store.loyalty.value_per_point", label: "One point pays", kind: "amount", optional: true },
  { key: "cart.credit_balance_used", label: "Credit used", kind: "amount", optional: true },
  { key: "customer.credit_balance", label: "Credit held", kind: "amount", optional: true },
  { key: "store.loyalty.points_per_unit", label: "Earns per 1.00", kind: "amount", optional: true },
];

/** What an offer may give, as far as the form has words for it. */
const GIFTS = {
  percentage: {
    title: "Percent off",
    type: "discount",
    scope: "all",
    details: { discount_type: "percentage", discount_percent: 10 },
    fields: [
      { key: "details.discount_percent", label: "Percent", kind: "amount" },
      { key: "details.maximum_discount_amount", label: "At most", kind: "amount", optional: true },
    ],
  },
  "fixed-amount": {
    title: "Amount off",
    type: "discount",
    scope: "all",
    details: { discount_type: "fixed-amount", fixed_discount_amount: 100 },
    fields: [{ key: "details.fixed_discount_amount", label: "Amount", kind: "amount" }],
  },
  "buy-x-get-y": {
    title: "Buy some, get some",
    type: "buy-x-get-y",
    scope: "product",
    details: {
      spending_criteria_type: "minimum-quantity",
      products: [{ minimum_quantity: 1, get_quantity: 1, get_offer_type: "free" }],
    },
    fields: [
      { key: "details.products[0].minimum_quantity", label: "Buy", kind: "count" },
      { key: "details.products[0].buy_product_id", label: "of product", kind: "product", optional: true },
      { key: "details.products[0].get_quantity", label: "Get free", kind: "count" },
      { key: "details.products[0].get_product_id", label: "of product", kind: "product", optional: true },
    ],
  },
  "free-shipping": { title: "Free shipping", type: "free-shipping", fields: [] },
};

const KINDS = { promotions: "promotion_type", coupons: "coupon_type" };

/** Return the gift of an offer that the form has words for, "" for any other. */
function giftOf(offer, list) {
  if (find(offer, "x_checkout_core.benefit")) {
    return "";
  }
  const type = shown(find(offer, KINDS[list]));
  if (type === "discount") {
    const name = shown(find(offer, "details.discount_type"));
    return name in GIFTS ? name : "";
  }
  const minimums = find(offer, "details.spending_criteria_type");
  const rows = find(offer, "details.products")?.entries ?? [];
  const simple = rows.length === 1 && shown(minimums) === "minimum-quantity";
  return type === "free-shipping" || (type === "buy-x-get-y" && simple) ? type : "";
}

/** Return the JSON of what was typed for a field of a kind. */
function jsonOf(kind, typed) {
  return kind === "count" && /^\d{1,15}$/.test(typed) ? String(Number(typed)) : JSON.stringify(typed);
}

/** Return an element; `facts` are its properties, and attributes under `attrs`. */
function make(name, { attrs = {}, ...facts } = {}, ...children) {
  const found = Object.assign(document.createElement(name), facts);
  for (const [key, value] of Object.entries(attrs)) {
    found.setAttribute(key, value);
  }
  found.append(...children);
  return found;
}

export class Form {
  #element;
  #text;
  #changed;

  /** `changed` is called with the new text of the document after each edit. */
  constructor(element, changed) {
    this.#element = element;
    this.#changed = changed;
    element.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Show the document of a text that `read` can read. */
  show(text) {
    this.#text = text;
    const root = read(text);
    const focused = document.activeElement;
    const part = [...this.#element.children].findIndex((each) => each.contains(focused));
    this.#element.replaceChildren(
      this.#lines(root),
      this.#group("Coupon, shipping and payment", this.#fields(root, "", CART)),
      this.#group("Points and credit", this.#fields(root, "", TENDERS)),
      this.#offers(root),
      this.#returns(root),
    );
    if (part >= 0) {
      // What had the focus can be gone: then its part of the form has it.
      const same = this.#element.querySelector(`[id="${CSS.escape(focused.id)}"]`);
      (same ?? this.#element.children[part].querySelector(":scope > button"))?.focus();
    }
  }

  /** Mark the inputs of faults, [{path, message}]; return the paths that have one. */
  mark(faults) {
    for (const each of this.#element.querySelectorAll("[data-path]")) {
      const found = faults.filter(({ path }) => path === each.dataset.path);
      const label = each.closest(".field");
      label.querySelector(".why")?.remove();
      each.removeAttribute("aria-invalid");
      each.removeAttribute("aria-describedby");
      if (found.length > 0) {
        const id = `why-${each.id}`;
        const text = found.map(({ message }) => message).join("; ");
        each.setAttribute("aria-invalid", "true");
        each.setAttribute("aria-describedby", id);
        label.append(make("span", { id, className: "why", textContent: text }));
      }
    }
  }

  /** Return the input of a path, or of the object that it is in, null for none. */
  input(path) {
    return this.#element.querySelector(`[data-path="${CSS.escape(path)}"]`);
  }

  // Parts -----------------------------------------------------------------------------

  #group(title, ...children) {
    return make("fieldset", {}, make("legend", { textContent: title }), ...children);
  }

  #lines(root) {
    const lines = find(root, "cart.cart_items")?.entries ?? [];
    const cards = lines.map(({ node }, i) => {
      const path = `cart.cart_items[${i}]`;
      const name = shown(find(node, "product_name")) || shown(find(node, "product_id"));
      const slabs = find(node, "tax_rate") === undefined && this.#otherTax(node);
      const fields = slabs ? LINE.filter(({ key }) => key !== "tax_rate") : LINE;
      return this.#card(name || `Line ${i + 1}`, path, [
        this.#fields(root, path, fields),
        ...(slabs ? [make("p", { className: "hint", textContent: slabs })] : []),
      ]);
    });
    return this.#group("Cart", ...cards, this.#button("Add a line", () => this.#addLine(root), "add-line"));
  }

  #otherTax(line) {
    const slabs = find(line, "tax_slabs")?.entries ?? [];
    const words = slabs.map(({ node }) => {
      const limit = find(node, "up_to");
      const rate = `${shown(find(node, "rate"))}%`;
      return limit === undefined ? `${rate} above` : `${rate} up to ${shown(limit)}`;
    });
    if (words.length > 0) {
      return `Tax by the price of a unit: ${words.join(", ")}.`;
    }
    const other = ["tax_class", "tax_components"].find((key) => find(line, key));
    return other ? `Tax by ${other}; edit it as JSON.` : "";
  }

  #addLine(root) {
    const ids = (find(root, "cart.cart_items")?.entries ?? []).map(({ node }) =>
      shown(find(node, "product_id")),
    );
    let number = ids.length + 1;
    while (ids.includes(`product-${number}`)) {
      number += 1;
    }
    const line = {
      product_id: `product-${number}`,
      product_name: `Product ${number}`,
      quantity: 1,
      selling_price: "100.00",
      tax_rate: "18",
      price_including_tax: true,
    };
    this.#append(root, "cart.cart_items", line);
  }

  #offers(root) {
    const cards = [];
    for (const list of Object.keys(KINDS)) {
      for (const [i, { node }] of (find(root, `store.${list}`)?.entries ?? []).entries()) {
        cards.push(this.#offer(root, node, list, `store.${list}[${i}]`));
      }
    }
    return this.#group(
      "Offers",
      ...cards,
      this.#button("Add a promotion", () => this.#addOffer(root, "promotions"), "add-promotion"),
      this.#button("Add a coupon", () => this.#addOffer(root, "coupons"), "add-coupon"),
    );
  }

  #offer(root, offer, list, path) {
    const gift = giftOf(offer, list);
    const code = { key: "coupon_code[0]", label: "Code", kind: "text" };
    const common = [
      { key: "name", label: "Name", kind: "text", optional: true, wide: true },
      ...(list === "coupons" ? [code] : []),
    ];
    const funded = { key: "x_checkout_core.funded_by", label: "Paid by", kind: "choice", options: FUNDERS };
    const minimum = {
      key: "minimum_order_total", label: "From a cart of", kind: "amount", optional: true,
    };
    const name = shown(find(offer, "name")) || shown(find(offer, "id"));
    return this.#card(name || "Offer", path, [
      this.#fields(root, path, common),
      this.#giftChoice(path, list, gift),
      this.#fields(root, path, [...(GIFTS[gift]?.fields ?? []), minimum, funded]),
    ]);
  }

  #giftChoice(path, list, gift) {
    const options = Object.entries(GIFTS).map(([name, { title }]) =>
      make("option", { value: name, textContent: title, selected: name === gift }),
    );
    if (gift === "") {
      options.unshift(make("option", { value: "", textContent: "other: edit it as JSON", selected: true }));
    }
    const select = make("select", { id: `${path}.gift` }, ...options);
    select.dataset.path = `${path}.${KINDS[list]}`;
    select.addEventListener("change", () => {
      const { type, scope, details } = GIFTS[select.value];
      let text = put(this.#text, `${path}.${KINDS[list]}`, JSON.stringify(type));
      for (const [key, value] of [["applies_to_product", scope], ["details", details]]) {
        const where = `${path}.${key}`;
        text = value === undefined ? removed(text, where) : put(text, where, spaced(value));
      }
      this.#set(text, true);
    });
    const label = make("label", { className: "field wide" }, make("span", { textContent: "Gives" }), select);
    return make("div", { className: "fields" }, label);
  }

  #addOffer(root, list) {
    const ids = (find(root, `store.${list}`)?.entries ?? []).map(({ node }) => shown(find(node, "id")));
    let number = ids.length + 1;
    while (ids.includes(`offer-${number}`)) {
      number += 1;
    }
    const { type, scope, details } = GIFTS.percentage;
    const together = list === "coupons" ? "can_be_used_with_promotion" : "can_be_used_with_other_promotion";
    const offer = {
      id: `offer-${number}`,
      name: `Offer ${number}`,
      [KINDS[list]]: type,
      ...(list === "coupons" ? { coupon_code: [`CODE${number}`] } : {}),
      applies_to_product: scope,
      details,
      [together]: true,
    };
    this.#append(root, `store.${list}`, offer);
  }

  #returns(root) {
    const returned = find(root, "returns.returned");
    if (find(root, "returns") === undefined) {
      const asked = { id: "R1", at: shown(find(root, "at")) || "2026-12-01T10:00:00+05:30", returned: { 0: 1 } };
      return this.#group(
        "Returned goods",
        this.#button(
          "Return goods",
          () => this.#set(put(this.#text, "returns", spaced(asked)), true),
          "return-goods",
        ),
      );
    }
    const lines = find(root, "cart.cart_items")?.entries ?? [];
    const fields = lines.map(({ node }, i) => ({
      key: `returns.returned[${i}]`,
      label: `${shown(find(node, "product_name")) || `Line ${i + 1}`}, units`,
      kind: "count",
      optional: true,
      wide: true,
    }));
    const known = returned?.kind === "object";
    return this.#group(
      "Returned goods",
      known
        ? this.#fields(root, "", fields)
        : make("p", { className: "hint", textContent: "Edit them as JSON." }),
      this.#button("Return nothing", () => this.#set(removed(this.#text, "returns"), true), "return-nothing"),
    );
  }

  // Pieces ----------------------------------------------------------------------------

  #card(title, path, children) {
    const drop = this.#button("Remove", () => this.#set(removed(this.#text, path), true), `${path}.remove`);
    drop.className = "quiet";
    drop.setAttribute("aria-label", `Remove ${title}`);
    const head = make("div", { className: "card-head" }, make("h3", { textContent: title }), drop);
    return make("div", { className: "card", attrs: { role: "group", "aria-label": title } }, head, ...children);
  }

  #button(title, action, id) {
    const found = make("button", { type: "button", textContent: title, id });
    found.addEventListener("click", action);
    return found;
  }

  #fields(root, under, fields) {
    return make("div", { className: "fields" }, ...fields.map((each) => this.#field(root, under, each)));
  }

  #field(root, under, field) {
    const path = under ? `${under}.${field.key}` : field.key;
    const node = find(root, path);
    const input = this.#input(field, node, root);
    input.id = path;
    input.dataset.path = path;
    input.addEventListener(field.kind === "choice" ? "change" : "input", () =>
      this.#typed(field, path, input),
    );
    const label = make("span", { textContent: field.label });
    const name = field.kind === "flag" ? "field flag" : field.wide ? "field wide" : "field";
    return make("label", { className: name }, ...(field.kind === "flag" ? [input, label] : [label, input]));
  }

  #input(field, node, root) {
    if (field.kind === "flag") {
      return make("input", { type: "checkbox", checked: node?.value === true });
    }
    if (field.kind === "choice") {
      const value = shown(node);
      return make("select", {}, ...field.options.map(([name, title]) =>
        make("option", { value: name, textContent: title, selected: name === value || (name === "" && value === "seller") }),
      ));
    }
    if (field.kind === "product") {
      const ids = (find(root, "cart.cart_items")?.entries ?? []).map(({ node: line }) => shown(find(line, "product_id")));
      const value = shown(node);
      const all = new Set(["", ...ids, value]);
      return make("select", {}, ...[...all].map((id) =>
        make("option", { value: id, textContent: id || "any", selected: id === value }),
      ));
    }
    const mode = { count: "numeric", amount: "decimal" }[field.kind] ?? "text";
    return make("input", { type: "text", value: shown(node), attrs: { inputmode: mode } });
  }

  #typed(field, path, input) {
    const typed = field.kind === "flag" ? input.checked : input.value.trim();
    if (field.kind === "flag") {
      this.#set(put(this.#text, path, String(typed)));
    } else if (typed === "" && (field.optional || field.kind === "choice")) {
      this.#set(removed(this.#text, path));
    } else if (typed === "" && field.group && this.#others(path, field.group)) {
      this.#set(removed(this.#text, field.group));
    } else {
      this.#set(put(this.#text, path, jsonOf(field.kind, typed)));
    }
  }

  /** Return whether all other inputs of a group are empty. */
  #others(path, group) {
    const inputs = [...this.#element.querySelectorAll(`[data-path^="${CSS.escape(group)}."]`)];
    return inputs.every((each) => each.dataset.path === path || each.value.trim() === "");
  }

  #append(root, path, value) {
    const list = find(root, path);
    const count = list?.kind === "array" ? list.entries.length : 0;
    this.#set(put(this.#text, `${path}[${count}]`, spaced(value)), true);
  }

  #set(text, again = false) {
    this.#text = text;
    if (again) {
      this.show(text);
    }
    this.#changed(text);
  }
}

/** Return JSON on one line, with blanks where a reader wants them. */
function spaced(value) {
  return JSON.stringify(value, null, 1).replace(/\n\s*/g, " ").replace(/([[{]) | ([\]}])/g, "$1$2");
}
