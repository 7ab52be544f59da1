// The server writes times in UTC; here they become the reader's own.
// <time datetime="2026-05-12T14:30:00Z" data-local="date | time | datetime | ago">
const language = document.documentElement.lang || undefined;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const STYLES = {
  date: { dateStyle: "medium" },
  time: { timeStyle: "short" },
  datetime: { dateStyle: "medium", timeStyle: "short" },
};
const STEPS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

const ago = (then) => {
  const seconds = (then - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step ? words.format(Math.round(seconds / step[1]), step[0]) : words.format(0, "minute");
};

const localise = (root) => {
  for (const time of root.querySelectorAll("time[data-local]")) {
    const then = new Date(time.dateTime);
    if (Number.isNaN(then.getTime())) continue;
    const style = time.dataset.local;
    const full = new Intl.DateTimeFormat(language, STYLES.datetime).format(then);
    time.textContent =
      style === "ago"
        ? ago(then)
        : new Intl.DateTimeFormat(language, STYLES[style] ?? STYLES.datetime).format(then);
    time.title = `${full}, ${zone}`;
    time.removeAttribute("data-local");
  }
};

localise(document);
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === 1) localise(node.parentNode);
  }
}).observe(document.body, { childList: true, subtree: true });

const place = document.querySelector("[data-zone]");
if (place && zone) {
  place.textContent = place.dataset.zone + zone.split("/").pop().replaceAll("_", " ");
}
