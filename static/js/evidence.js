// Photos straight to the bucket, several at once; without this, a form sends one after the other.
"use strict";
(() => {
  document.documentElement.classList.add("js");
  const AT_ONCE = 3;
  const waiting = [];
  let running = 0;

  const ask = async (address, form, more = {}) => {
    const body = new FormData();
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    if (token) body.append(token.name, token.value);
    for (const [name, value] of Object.entries(more)) body.append(name, value);
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(form.dataset.failed);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.problem ?? form.dataset.failed);
    return told;
  };

  const put = ({ url, fields }, file, bar, failed) => new Promise((done, fail) => {
    const call = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append("file", file);
    call.upload.onprogress = (event) => { bar.max = event.total; bar.value = event.loaded; };
    call.onload = () => (call.status < 300 ? done() : fail(new Error(failed)));
    call.onerror = () => fail(new Error(failed));
    call.open("POST", url);
    call.send(body);
  });

  const one = async ({ form, file, shows, bar, said }) => {
    try {
      if (file.size > Number(form.dataset.most)) throw new Error(form.dataset.large);
      const to = await ask(form.action, form, { shows, name: file.name });
      await put(to, file, bar, form.dataset.failed);
      await ask(to.sent, form);
      said.textContent = form.dataset.came;
      const tally = form.dataset.tally && document.querySelector(form.dataset.tally);
      if (tally) tally.textContent = `${tally.dataset.here}: ${(tally.dataset.count = Number(tally.dataset.count) + 1)}`;
    } catch (error) {
      said.textContent = error instanceof TypeError ? form.dataset.failed : error.message;
      said.className = "bad";
    }
    bar.remove();
    const files = form.dataset.wake && document.querySelector(form.dataset.wake);
    if (files) window.htmx?.trigger(files, "wake");
  };

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running += 1;
      one(waiting.shift()).finally(() => { running -= 1; next(); });
    }
  };

  const take = (form, files) => {
    const list = form.querySelector(".uploads");
    for (const file of files) {
      const [row, name, said, bar] = ["li", "bdi", "strong", "progress"].map((tag) => document.createElement(tag));
      name.textContent = file.name;
      bar.setAttribute("aria-label", file.name);
      row.append(name, " ", bar, " ", said);
      list.append(row);
      waiting.push({ form, file, shows: form.elements.shows.value, bar, said });
    }
    next();
  };

  const zone = (event) => event.target.closest?.("[data-uploads]");
  document.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !zone(event)) return;
    take(zone(event), [...event.target.files]);
    event.target.value = "";
  });
  document.addEventListener("dragover", (event) => { if (zone(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!zone(event)) return;
    event.preventDefault();
    take(zone(event), [...event.dataTransfer.files]);
  });
})();
