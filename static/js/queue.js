// Lists of rows that can be selected; without this, their checkboxes and buttons do the same.
"use strict";
(() => {
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const boxes = (form) => $$("[name=row]", form);
  const tell = (form) => {
    const every = form.querySelector("[name=all]")?.checked;
    const count = boxes(form).filter((box) => box.checked).length;
    const all = form.querySelector("[data-pick-all]");
    if (all) { all.checked = count > 0 && count === boxes(form).length; all.indeterminate = count > 0 && !all.checked; }
    $$("[data-picked]", form).forEach((place) => { place.textContent = every ? "" : `${count} selected`; });
  };
  const all = () => $$("form[data-rows]").forEach(tell);

  let last = null; // the box that was ticked before: with Shift, all between follow
  document.addEventListener("click", (event) => {
    const box = event.target;
    const form = box.form;
    if (!form?.matches("[data-rows]") || box.type !== "checkbox") return;
    if (box.matches("[data-pick-all]")) boxes(form).forEach((one) => { one.checked = box.checked; });
    const row = boxes(form);
    const [from, to] = [row.indexOf(last), row.indexOf(box)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) row.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    if (box.name === "row") last = box;
    tell(form);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (localStorage.getItem("printdesk-shortcuts") === "off" || event.target.closest?.("input, textarea, select")) return;
    const box = document.activeElement.closest("tr")?.querySelector("[name=row]");
    if (box) { event.preventDefault(); box.click(); }
  });

  // an address says only what is narrowed
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("[data-narrow]")) return;
    const empty = $$("[name]", target).filter((field) => !field.value);
    empty.forEach((field) => { field.disabled = true; });
    setTimeout(() => empty.forEach((field) => { field.disabled = false; }));
  });

  // a refreshed list keeps what is selected and still there
  let kept = null;
  document.addEventListener("htmx:beforeSwap", ({ target }) => {
    if (target.id === "queue-list") kept = $$("#queue-list [name=row]:checked").map((box) => box.value);
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!kept) return;
    $$("#queue-list [name=row]").forEach((box) => { if (kept.includes(box.value)) box.checked = true; });
    kept = null;
    if (document.activeElement === document.body) document.querySelector("#rows-title").focus({ preventScroll: true });
    all();
  });

  addEventListener("pageshow", all); // the browser may have kept what was ticked
})();
