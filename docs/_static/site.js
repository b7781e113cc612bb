// SPDX-FileCopyrightText: 2026 The checkout-core authors
// SPDX-License-Identifier: MIT

// What scrolls sideways can be reached by key.
const reachable = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.toggleAttribute("tabindex", false);
    if (target.scrollWidth > target.clientWidth) {
      target.tabIndex = 0;
    }
  }
});
document.querySelectorAll(".highlight pre, .table-wrapper").forEach((each) => reachable.observe(each));

// The two columns beside a page have names.
document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "All pages");
document.querySelector(".toc-drawer")?.setAttribute("aria-label", "On this page");
