// Behaviour hangs on ids and data-* attributes; nothing here is needed to find, read or sign in.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (name, act) => document.addEventListener(name, act);
  const live = (event) => event.detail.requestConfig?.elt.matches("[data-live]") ?? event.target.matches("[data-live]");
  const typing = (node) => node.closest?.("input, textarea, select, [contenteditable]");

  // htmx notes the address for a history that is switched off here; an address names an order or a customer
  const forget = () => sessionStorage.removeItem("htmx-current-path-for-history");
  forget();
  on("htmx:replacedInHistory", forget);

  // ---- relative times: the server's clock, kept going ------------------------------------------------------
  const began = Date.parse(document.documentElement.dataset.now) - performance.now();
  const now = () => began + performance.now();
  const UNITS = [[60, 1, "s"], [3600, 60, "min"], [86400, 3600, "h"], [5260032, 86400, "day", "s"], [63115200, 2630016, "month", "s"], [Infinity, 31557600, "year", "s"]];
  const words = (at) => {
    const apart = Math.abs(now() - at) / 1000;
    if (apart < 1) return "just now";
    const [, length, name, many = ""] = UNITS.find(([limit]) => apart < limit);
    const count = Math.floor(apart / length);
    const span = `${count} ${name}${count === 1 ? "" : many}`;
    return at < now() ? `${span} ago` : `in ${span}`;
  };
  const OLD = 30000;
  const tick = () => {
    $$("time[data-ago]").forEach((time) => {
      const said = words(Date.parse(time.dateTime));
      if (time.textContent !== said) time.textContent = said;
    });
    $$(".fresh").forEach((mark) => mark.classList.toggle("stale", !$("#trouble").hidden || now() - Date.parse($("time", mark)?.dateTime) > OLD));
  };
  setInterval(() => document.hidden || tick(), 1000);

  // ---- who asks: a person's click or key keeps a session alive, what a page does by itself does not ---------
  on("htmx:configRequest", ({ detail }) => { if (detail.triggeringEvent?.isTrusted) detail.headers["X-By-Hand"] = "1"; });

  // ---- what went wrong, in one place -----------------------------------------------------------------------
  const trouble = (text) => {
    const box = $("#trouble");
    if (box.hidden !== !text || box.textContent !== text) box.textContent = text;
    box.hidden = !text;
    tick();
  };
  const said = (status) => ({
    403: "Your account may not do this.",
    404: "This does not exist any more. Load the page again.",
    429: "Too many questions at once. Wait a moment.",
    503: "The data cannot be read just now. Trying again.",
  })[status] ?? "The server had a problem. Nothing was changed; try again.";
  let by = null; // what had the trouble: the bell, which asks PostgreSQL alone, takes back only its own
  for (const name of ["responseError", "sendError", "timeout"]) on(`htmx:${name}`, (event) => { by = event.target.id; });
  on("htmx:responseError", (event) => trouble(said(event.detail.xhr.status)));
  on("htmx:sendError", () => trouble("No connection to Printdesk. What you see may be out of date."));
  on("htmx:timeout", () => trouble("Printdesk takes too long to answer. What you see may be out of date."));
  on("htmx:afterRequest", (event) => {
    if (!event.detail.successful || (event.target.id === "bell" && by !== "bell")) return;
    trouble("");
    const fresh = event.detail.xhr.getResponseHeader("X-As-Of");
    if (fresh) $$("time[data-read]").forEach((time) => { time.dateTime = fresh; });
    tick();
  });

  // ---- live regions: only what changed is replaced, and nobody loses their place ---------------------------
  on("htmx:beforeRequest", (event) => { if (live(event) && document.hidden) event.preventDefault(); });
  on("visibilitychange", () => { if (!document.hidden) $$("[data-live]").forEach((part) => htmx.trigger(part, "wake")); });
  on("visibilitychange", () => {
    const seen = $("[data-presence]"); // whoever hides or closes the page is seen there no more
    if (document.hidden && seen) navigator.sendBeacon(seen.dataset.presence, new URLSearchParams({ csrfmiddlewaretoken: $("[name=csrfmiddlewaretoken]").value }));
  });
  const bare = (node) => {
    const copy = node.cloneNode(true);
    $$("details", copy).forEach((part) => part.removeAttribute("open"));
    $$("time[data-ago]", copy).forEach((time) => time.replaceWith("t"));
    return copy.outerHTML.replace(/ (class="htmx-[^"]*"|hx-swap-oob="[^"]*")/g, "").replace(/\s+/g, " ");
  };
  let place = null;
  on("htmx:beforeSwap", (event) => {
    if (!live(event) || !scrollY) return;
    // what is looked at: the focus, what the pointer is on, or the first thing on the screen
    const inside = (node) => node.getBoundingClientRect().top > 60 && node.getBoundingClientRect().top < innerHeight;
    const parts = $$("main :is(li, tr, details, article)[id]");
    const shown = [document.activeElement, ...$$("main [id]:hover").reverse(), ...parts].find((node) => node.id && node.closest("main section") && inside(node));
    place = shown && { id: shown.id, top: shown.getBoundingClientRect().top };
  });
  on("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const fresh = fragment.firstElementChild;
    if (!fresh || fresh.id !== target.id) return;
    if (bare(fresh) === bare(target)) { event.detail.shouldSwap = false; return; }
    $$("details[open][id]", target).forEach((part) => { const same = $(`#${CSS.escape(part.id)}`, fresh); if (same) same.open = true; });
  });
  on("htmx:afterSettle", () => {
    const back = place && document.getElementById(place.id);
    if (back) scrollBy({ top: back.getBoundingClientRect().top - place.top, behavior: "instant" });
    place = null;
    reworded();
    tick();
  });

  // ---- words of one's own, begun from ready ones that may change meanwhile; what is typed is left alone and kept nowhere
  const reworded = (anew) => $$("[data-words]").forEach((area) => {
    const ready = $(area.dataset.words).textContent;
    if (area === anew || area.value === area.defaultValue) area.value = area.defaultValue = ready;
    $(`#${area.id}-changed`).hidden = area.defaultValue === ready;
  });

  // ---- copy ------------------------------------------------------------------------------------------------
  const copy = async (button) => {
    const from = $(button.dataset.copy ?? "_");
    const text = button.dataset.copyText ?? from.value ?? from.innerText;
    try {
      await navigator.clipboard.writeText(text);
    } catch { // without a secure origin there is no clipboard to ask: copy the old way
      const area = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text, className: "hidden" }));
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    const label = button.dataset.label ??= button.textContent; // a second click finds "Copied" there
    button.textContent = "Copied";
    $("#say").textContent = "Copied";
    setTimeout(() => { button.textContent = label; }, 1500);
  };
  on("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-text]");
    if (button) copy(button);
    const draft = $(event.target.closest("[data-ready]")?.dataset.ready ?? "_");
    if (draft) { reworded(draft); draft.focus(); }
    const link = event.target.closest("a[data-link]");
    if (link && navigator.clipboard) {
      event.preventDefault();
      location.hash = link.hash;
      navigator.clipboard.writeText(link.href).then(() => { $("#say").textContent = "Link copied"; });
    }
    if (event.target.closest("[data-help]")) $("#help").showModal();
    const panel = $("#found.panel");
    if (panel && !event.target.closest(".find-slot")) panel.hidden = true;
    const menu = $("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  // ---- keyboard --------------------------------------------------------------------------------------------
  const KEY = "printdesk-shortcuts"; // a preference of this browser; nothing about customers is ever stored
  const shortcuts = () => localStorage.getItem(KEY) !== "off";
  const move = (step) => {
    const rows = $$("[data-list] a.row, [data-list] a[data-row]").filter((row) => row.offsetParent);
    const at = rows.indexOf(document.activeElement);
    rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + step))]?.focus();
  };
  const KEYS = {
    "/": () => { $("#find-box")?.focus(); $("#find-box")?.select(); },
    "?": () => $("#help")?.showModal(),
    j: () => move(1),
    k: () => move(-1),
  };
  on("keydown", (event) => {
    const panel = $("#found.panel");
    if (event.key === "Escape" && panel && !panel.hidden) { panel.hidden = true; $("#find-box").focus(); }
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (menu) { menu.open = false; $("summary", menu).focus(); }
    if (event.key === "ArrowDown" && event.target.id === "find-box") { event.preventDefault(); $("#found a.row")?.focus(); }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]") || !shortcuts()) return;
    const control = $$("[data-key]").find((one) => one.dataset.key === event.key);
    const act = control ? () => control.click() : KEYS[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // ---- what is typed is kept on the server: the script that does so comes when somebody begins to type ----------
  on("focusin", ({ target }) => {
    if (!target.dataset?.draft || $("#writing")) return;
    document.head.append(Object.assign(document.createElement("script"), { id: "writing", src: target.dataset.script }));
  });

  on("DOMContentLoaded", () => {
    document.documentElement.classList.add("js");
    const box = $("#shortcuts");
    if (box) {
      box.checked = shortcuts();
      box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
    }
    tick();
  });
})();
