// <button data-copy="id"> copies the text or value of the element with that id.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    source.focus();
    source.select?.();
    return;
  }
  const label = button.querySelector("span");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  document.dispatchEvent(new CustomEvent("say", { detail: button.dataset.done }));
  setTimeout(() => {
    label.textContent = before;
  }, 2_000);
});
