// The short message at the foot of the page: read out, then gone, unless someone is at it.
// Any other part says something by `document.dispatchEvent(new CustomEvent("say", {detail}))`.
const STAYS_MS = 20_000;

document.documentElement.classList.add("scripted");
const spoken = document.getElementById("spoken");

// A live region is read out only when its text changes after the page is there.
const speak = (text) =>
  setTimeout(() => {
    if (spoken) spoken.textContent = text;
  }, 150);

const toast = document.querySelector(".toast");
if (toast) {
  speak(toast.querySelector("p").textContent);
  let timer;
  const leave = () => {
    timer = setTimeout(() => toast.close(), STAYS_MS);
  };
  const stay = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", stay);
  toast.addEventListener("pointerleave", leave);
  toast.addEventListener("focusin", stay);
  toast.addEventListener("focusout", leave);
  leave();
}
document.addEventListener("say", (event) => speak(event.detail));
