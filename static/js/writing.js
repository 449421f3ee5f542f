// What is typed is kept on the server while it is typed, and colleagues are offered after an @. Nothing is kept in the browser.
"use strict";
(() => {
  const $ = (selector) => document.querySelector(selector);
  const on = (name, act, root = document) => root.addEventListener(name, act);
  const areas = (root = document) => [...root.querySelectorAll("[data-draft]")];
  const unsaved = (area) => area.value !== (area.saved ?? area.defaultValue);
  const typed = () => areas().some((area) => area.value !== area.defaultValue);
  const BY_HAND = { "HX-Request": "true", "X-By-Hand": "1" };

  // ---- signed out while something is typed: say so, stay, and go on once somebody is signed in again ----------
  const out = (text) => {
    let box = $("#signed-out");
    if (!box && text) {
      box = Object.assign(document.createElement("p"), { id: "signed-out", className: "trouble" });
      box.setAttribute("role", "alert");
      $("#main").before(box);
    }
    if (!box || box.told === text) return;
    box.told = text;
    box.hidden = !text;
    box.textContent = text;
    if (text) box.append(" ", Object.assign(document.createElement("a"), { href: "/sign-in/?next=/notices/", target: "_blank", textContent: "Sign in (opens a tab)" }), ". Your text is kept here.");
  };
  const over = (answer) => answer.headers.get("HX-Redirect") || answer.status === 409;
  const SIGNED_OUT = "You are signed out.", OTHER = "Somebody else is signed in in this browser.";

  // ---- drafts --------------------------------------------------------------------------------------------------
  const token = () => $("[name=csrfmiddlewaretoken]").value;
  const renew = async (person) => {
    const answer = await fetch(`/drafts/token/?person=${person}`, { headers: BY_HAND });
    if (over(answer) || !answer.ok) return out(answer.status === 409 ? OTHER : SIGNED_OUT);
    const fresh = await answer.text();
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh; });
    return true;
  };
  const save = async (area, keepalive = false, again = true) => {
    clearTimeout(area.timer);
    if (!unsaved(area) || area.sent) return;
    const text = area.value, body = new FormData();
    Object.entries({ text, place: area.dataset.draft, person: area.dataset.person, csrfmiddlewaretoken: token() }).forEach((pair) => body.append(...pair));
    try {
      const answer = await fetch("/drafts/", { method: "POST", body, headers: BY_HAND, keepalive });
      if (answer.status === 403 && again && await renew(area.dataset.person)) return save(area, false, false);
      if (over(answer)) return out(answer.status === 409 ? OTHER : SIGNED_OUT);
      if (answer.ok) { area.saved = text; out(""); }
    } catch { area.timer = setTimeout(save, 5000, area); }
  };
  const saveAll = (keepalive) => areas().forEach((area) => save(area, keepalive));
  on("input", ({ target }) => {
    if (!target.matches("[data-draft]")) return;
    clearTimeout(target.timer);
    target.timer = setTimeout(save, 1000, target);
  });
  on("focusout", ({ target, relatedTarget }) => { if (target.dataset?.draft && relatedTarget?.form !== target.form) save(target); });
  on("visibilitychange", () => saveAll(document.hidden));
  on("pagehide", () => saveAll(true), window);
  const sending = (event, sent) => event.target.matches("form") && areas(event.target).forEach((area) => { clearTimeout(area.timer); area.sent = sent; });
  on("submit", (event) => sending(event, true));

  const gone = (event) => event.detail.xhr.getResponseHeader("HX-Redirect")?.startsWith("/sign-in/");
  on("htmx:beforeOnLoad", (event) => {
    if (gone(event) && typed()) { event.preventDefault(); out(SIGNED_OUT); }
    else if ($("#signed-out:not([hidden])")) saveAll();
  });
  on("htmx:afterRequest", (event) => { if (!event.detail.successful || gone(event)) sending(event, false); });

  // ---- colleagues behind an @ ----------------------------------------------------------------------------------
  const WORD = /(^|\s)@([\p{L}\p{N}_.+-]*)$/u;
  let box = null, asked = null, at = -1;
  const options = () => [...box.children].filter((option) => !option.hidden);
  const close = (area) => { if (box) box.hidden = true; at = -1; area.removeAttribute("aria-activedescendant"); };
  const point = (area, to) => {
    const shown = options();
    at = (to + shown.length) % shown.length;
    shown.forEach((option, place) => option.setAttribute("aria-selected", place === at));
    shown[at].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", shown[at].id);
  };
  const choose = (area, option) => {
    const head = area.value.slice(0, area.selectionStart).replace(WORD, `$1@${option.dataset.login} `);
    area.setRangeText(head, 0, area.selectionStart, "end");
    close(area);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const offer = async (area) => {
    const begun = () => WORD.exec(area.value.slice(0, area.selectionStart))?.[2].toLowerCase();
    if (begun() === undefined) return close(area);
    asked ??= fetch(area.dataset.mentions, { headers: BY_HAND }).then((answer) => answer.text());
    const html = await asked, word = begun();
    if (word === undefined) return close(area);
    if (!box?.isConnected) {
      area.insertAdjacentHTML("afterend", html);
      box = $("#colleagues");
      if (!box) { asked = null; return; }
      area.setAttribute("aria-controls", box.id);
    }
    [...box.children].forEach((option) => { option.hidden = !option.textContent.toLowerCase().split(/[\s@]+/).some((part) => part.startsWith(word)); });
    const count = options().length;
    box.hidden = !count;
    if (!count) return close(area);
    point(area, 0);
    $("#say").textContent = `${count} colleague${count === 1 ? "" : "s"}: arrow keys and Enter`;
  };
  on("input", ({ target }) => { if (target.matches("[data-mentions]")) offer(target); });
  on("keydown", (event) => {
    const area = event.target;
    if (!area.matches("[data-mentions]") || !box || box.hidden || event.isComposing) return;
    const act = { ArrowDown: () => point(area, at + 1), ArrowUp: () => point(area, at - 1), Enter: () => choose(area, options()[at]), Tab: () => choose(area, options()[at]), Escape: () => close(area) }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  on("mousedown", (event) => {
    const option = event.target.closest("#colleagues [role=option]");
    if (option) { event.preventDefault(); choose(box.previousElementSibling, option); }
  });
  on("focusout", ({ target }) => { if (target.matches?.("[data-mentions]")) close(target); });

  // what was typed while this script was on its way
  areas().filter(unsaved).forEach((area) => { area.timer = setTimeout(save, 1000, area); });
  const here = document.activeElement;
  if (here?.matches("[data-mentions]")) offer(here);
})();
