// <form data-autosave> is saved as it is typed: the same fields to the same address as its button,
// with the header `X-Autosave: 1`. Any answer in the 200s means saved; one with a JSON body
// {"fields": {"version": "8"}} also updates fields. A 422 page shows its first error.
const WAIT_MS = 900;

for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);

function watch(form) {
  const status = form.querySelector(".saved");
  let timer;
  let sent = snapshot(form);
  let running = Promise.resolve();
  const show = (state) => {
    status.dataset.state = state;
    status.textContent = status.dataset[`${state}Text`];
  };
  const save = () => {
    clearTimeout(timer);
    const now = snapshot(form);
    if (now === sent) return;
    sent = now;
    // One at a time and in order: the version field of the second comes from the first.
    running = running
      .then(() => send(form, show))
      .catch(() => {
        sent = "";
        show("failed");
      });
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  });
  form.addEventListener("change", save);
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("pagehide", save);
}

// Hidden fields are the server's own (token, version): they are not what was typed.
function snapshot(form) {
  const hidden = new Set([...form.querySelectorAll("[type=hidden]")].map((field) => field.name));
  const typed = [...new FormData(form)].filter(([name]) => !hidden.has(name));
  return JSON.stringify(typed.map(([name, value]) => [name, value.name ?? value]));
}

async function send(form, show) {
  show("saving");
  const data = new FormData(form);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  const headers = {
    "X-Autosave": "1",
    "X-CSRF-Token": data.get("csrf") ?? "",
    Accept: "application/json, text/html",
  };
  const answer = await fetch(form.action, { method: "POST", body, headers, keepalive: true });
  const kind = answer.headers.get("content-type") ?? "";
  clearErrors(form);
  if (answer.ok) {
    if (kind.includes("json")) update(form, (await answer.json()).fields ?? {});
    return show("saved");
  }
  if (answer.status === 422 && kind.includes("html")) copyErrors(form, await answer.text());
  throw new Error(`autosave answered ${answer.status}`);
}

function update(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

function clearErrors(form) {
  for (const error of form.querySelectorAll("[data-autosave-error]")) error.remove();
  for (const field of form.querySelectorAll("[aria-invalid]"))
    field.removeAttribute("aria-invalid");
}

// The refused page says which field and why; the same sentences are shown here.
function copyErrors(form, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const field of page.querySelectorAll("[aria-invalid=true]")) {
    const mine = field.id && form.querySelector(`#${CSS.escape(field.id)}`);
    const error = field.closest(".field")?.querySelector(".field-error");
    if (!mine || !error) continue;
    mine.setAttribute("aria-invalid", "true");
    const copy = document.importNode(error, true);
    copy.dataset.autosaveError = "";
    mine.closest(".field").append(copy);
  }
}
