// Says that something new can be read, where a page asks for it.
// <p data-live="/live" data-one="1 new note" data-many="{} new notes" hidden><a href="/home"></a></p>
const line = document.querySelector("[data-live]");

if (line && "EventSource" in window) {
  const shown = new Set([...document.querySelectorAll("[data-note]")].map((it) => it.dataset.note));
  const fresh = new Set();
  const news = new EventSource(line.dataset.live);
  news.addEventListener("notes", (event) => {
    for (const note of JSON.parse(event.data).notes) if (!shown.has(note)) fresh.add(note);
    if (fresh.size === 0) return;
    line.hidden = false;
    line.firstElementChild.textContent =
      fresh.size === 1 ? line.dataset.one : line.dataset.many.replace("{}", fresh.size);
  });
  // A page that is left must not hold one of the few connections a browser has.
  addEventListener("pagehide", () => news.close());
}
