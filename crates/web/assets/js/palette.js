// Ctrl-K or a click on the search field: type, arrow to a line, Enter. The lines come from the
// server as HTML (`components/find.html`, macro `hits`). Without script the field is a link to the
// search page, and Enter without a chosen line goes there too.
const dialog = document.getElementById("palette");
const WAIT_MS = 120;

if (dialog) {
  const input = dialog.querySelector("input");
  const list = dialog.querySelector(".palette-hits");
  let timer;
  let asking;

  const hits = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const choose = (hit) => {
    chosen()?.setAttribute("aria-selected", "false");
    hit?.setAttribute("aria-selected", "true");
    hit?.scrollIntoView({ block: "nearest" });
    if (hit) input.setAttribute("aria-activedescendant", hit.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = `${dialog.dataset.suggest}?q=${encodeURIComponent(input.value)}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return;
      list.innerHTML = await answer.text();
    } catch {
      return;
    } // A later keystroke asks again; Enter still searches.
    hits().forEach((hit, at) => {
      hit.id = `hit-${at}`;
    });
    choose(hits()[0]);
    input.setAttribute("aria-expanded", String(hits().length > 0));
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    ask();
  };

  const step = (by) => {
    const all = hits();
    if (all.length === 0) return;
    const at = all.indexOf(chosen());
    choose(all[(at + by + all.length) % all.length]);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter" && chosen()) chosen().click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });
  for (const link of document.querySelectorAll("a[data-palette]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
}
