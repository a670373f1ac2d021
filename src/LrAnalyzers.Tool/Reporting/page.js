"use strict";
(() => {
  const byId = id => document.getElementById(id);
  const cards = [...document.querySelectorAll(".card")];
  const headings = [...document.querySelectorAll("h2.project")];
  const search = byId("search"), project = byId("project"), rule = byId("rule"), severity = byId("severity"), only = byId("only");
  const words = list => list ? list.split(" ") : [];

  // What is shown stands in the address, so that a link to it can be sent.
  function read() {
    const state = new URLSearchParams(location.hash.slice(1));
    search.value = state.get("search") ?? "";
    for (const list of [project, rule, severity]) {
      if (list) list.value = [...list.options].some(option => option.value === state.get(list.id)) ? state.get(list.id) : "";
    }
    only.checked = state.has("only");
  }

  function write() {
    const state = new URLSearchParams();
    if (search.value) state.set("search", search.value);
    for (const list of [project, rule, severity]) {
      if (list?.value) state.set(list.id, list.value);
    }
    if (only.checked) state.set("only", "1");
    try { history.replaceState(null, "", "#" + state); } catch { /* a sandboxed frame has no address of its own */ }
  }

  function filter() {
    const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      const { dataset } = card;
      const isShown = terms.every(term => dataset.text.includes(term) || dataset.rules.toLowerCase().includes(term))
        && (!project?.value || dataset.project === project.value)
        && (!rule.value || words(dataset.rules).includes(rule.value))
        && (!severity.value || words(dataset.severities).includes(severity.value))
        && (!only.checked || dataset.rules !== "");
      card.hidden = !isShown;
      shown += isShown;
      for (const finding of card.querySelectorAll(".finding")) {
        finding.hidden = rule.value !== "" && finding.querySelector(".id").textContent !== rule.value
          || severity.value !== "" && !finding.classList.contains(severity.value);
      }
    }
    for (const heading of headings) {
      let next = heading.nextElementSibling, any = false;
      for (; next && !next.matches("h2"); next = next.nextElementSibling) any ||= !next.hidden;
      heading.hidden = !any;
    }
    byId("nothing").hidden = shown > 0 || cards.length === 0;
    byId("shown").textContent = shown === cards.length ? "" : `${shown} of ${cards.length}`;
  }

  function changed() { filter(); write(); }

  function reset() {
    search.value = "";
    for (const list of [project, rule, severity]) if (list) list.value = "";
    only.checked = false;
    changed();
  }

  function theme() {
    const root = document.documentElement;
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    try { localStorage.setItem("lr-theme", root.dataset.theme); } catch { /* not kept */ }
  }

  function move(by) {
    const shown = cards.filter(card => !card.hidden);
    const at = shown.indexOf(document.activeElement?.closest?.(".card"));
    const next = shown[Math.min(shown.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center" });
  }

  function toggle() {
    const findings = [...(document.activeElement?.closest?.(".card")?.querySelectorAll(".finding") ?? [])].filter(finding => !finding.hidden);
    const open = !findings.every(finding => finding.open);
    for (const finding of findings) finding.open = open;
  }

  try {
    const kept = localStorage.getItem("lr-theme");
    if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
  } catch { /* not kept */ }
  byId("controls").addEventListener("input", changed);
  byId("controls").addEventListener("submit", event => event.preventDefault());
  byId("theme").addEventListener("click", theme);
  byId("reset").addEventListener("click", reset);
  addEventListener("hashchange", () => { read(); filter(); });
  addEventListener("keydown", event => {
    if (event.key === "Escape") { reset(); document.activeElement?.blur?.(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const action = { "/": () => search.focus(), j: () => move(1), k: () => move(-1), o: toggle, t: theme }[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  read();
  filter();
})();
