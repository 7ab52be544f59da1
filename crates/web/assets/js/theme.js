// Light, dark or as the device: changed at once, and remembered by sending the same form.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-theme-switch]");
  const choice = event.submitter?.value;
  if (!form || !choice) return;
  event.preventDefault();
  const root = document.documentElement;
  if (choice === "system") root.removeAttribute("data-theme");
  else root.dataset.theme = choice;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
  const body = new URLSearchParams(new FormData(form, event.submitter));
  // With the token as a header it is not used up: the other forms of the page still need it.
  const headers = { "X-CSRF-Token": body.get("csrf") };
  await fetch(form.action, { method: "POST", headers, body, redirect: "manual" });
});
