// Keeps an open page as new as the output: put into every page by the preview, never published.
// Nothing here is trusted to be harmless text, so all of it reaches the page by textContent; and the
// page's own policy holds, so there is no inline style and no markup from strings.
(() => {
  "use strict";

  const script = document.currentScript;
  const { path, version } = script.dataset;
  let styles = JSON.parse(script.dataset.styles);
  const stream = new URL(`events?page=${encodeURIComponent(path)}`, script.src);
  const alive = new URL("/.dateline/alive", script.src); // the page's base may be elsewhere
  const key = `dateline:${path}`;
  const revived = "dateline:revived";

  // Storage can be full or forbidden; the preview works without, only less comfortably.
  const kept = {
    take(name) {
      try {
        const value = sessionStorage.getItem(name);
        sessionStorage.removeItem(name);
        return value && JSON.parse(value);
      } catch {
        return null;
      }
    },
    put(name, value) {
      try {
        sessionStorage.setItem(name, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
  };

  // --- reloading, and finding one's place again ---

  const before = kept.take(key);
  if (before) {
    before.open.forEach(({ id, open }, index) => {
      const one = (id && document.getElementById(id)) || document.querySelectorAll("details")[index];
      if (one && one.localName === "details") one.open = open;
    });
    const settle = () => scrollTo({ left: before.x, top: before.y, behavior: "instant" });
    // Images give the page its height, so only then is the place where it was.
    if (document.readyState === "complete") settle();
    else addEventListener("load", settle, { once: true });
  }

  function reload(content) {
    // A reload that did not help once will not help again: something keeps an old page.
    if (before && before.from === version && before.to === content) return;
    const open = [...document.querySelectorAll("details")].map(({ id, open }) => ({ id, open }));
    kept.put(key, { x: scrollX, y: scrollY, open, from: version, to: content });
    location.reload();
  }

  function restyle(next) {
    const links = document.querySelectorAll('link[rel~="stylesheet" i]:not([rel~="alternate" i])[href]');
    const current = [...links].filter((link) => !link.hasAttribute("data-leaving"));
    if (current.length !== next.length) return false;
    current.forEach((link, index) => {
      if (next[index] === styles[index]) return;
      const fresh = link.cloneNode();
      fresh.href = next[index];
      // The old one goes when the new one counts, so that the page is never without.
      fresh.addEventListener("load", () => link.remove());
      fresh.addEventListener("error", () => fresh.remove());
      link.setAttribute("data-leaving", "");
      link.after(fresh);
    });
    styles = next;
    return true;
  }

  // --- the stream ---

  let source = null;
  let poll = 0;
  let told = "";

  function listen() {
    if (source || poll || document.visibilityState === "hidden") return;
    let isFirst = true;
    source = new EventSource(stream);
    source.onopen = () => {
      kept.take(revived);
      away(false);
    };
    source.onmessage = ({ data }) => {
      const news = JSON.parse(data);
      // What was hidden stays hidden when a tab comes back and hears the same again.
      if (!isFirst || data !== told) show(news.problems, news.more);
      isFirst = false;
      told = data;
      if (news.version.content !== version) reload(news.version.content);
      else if (news.version.styles.join() !== styles.join() && !restyle(news.version.styles))
        reload(news.version.content);
    };
    // Too many pages listen: this one does so again when somebody turns to it.
    source.addEventListener("crowded", () => {
      leave();
      sign("Too many pages are open. This one waits until you return to it.");
    });
    source.onerror = () => {
      away(true);
      // The browser itself tries again, unless it was refused: then this is another server.
      if (source.readyState !== EventSource.CLOSED) return;
      source = null;
      poll = setInterval(lookOut, 1000);
    };
  }

  // A browser gives six connections to a host, so a page that nobody sees holds none.
  function leave() {
    if (source) source.close();
    clearInterval(poll);
    source = null;
    poll = 0;
  }

  async function lookOut() {
    const answer = await fetch(alive, { cache: "no-store" }).catch(() => null);
    if (!answer || answer.status !== 204 || !poll) return;
    clearInterval(poll);
    if (kept.take(revived)) return; // it answers, but will not let this page listen
    if (kept.put(revived, true)) reload("revived");
  }

  document.addEventListener("visibilitychange", () =>
    document.visibilityState === "hidden" ? leave() : listen());
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  addEventListener("focus", listen);

  // --- what is shown over the page ---

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial !important; }
    [hidden] { display: none !important; }
    * { box-sizing: border-box; margin: 0; padding: 0; }
    #problems, #away {
      --paper: #fff; --ink: #1c1f1e; --muted: #5a615e; --line: #d7dbd8; --well: #f3f5f3; --red: #b3261e;
      background: var(--paper); color: var(--ink); color-scheme: light;
      font: 400 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
      position: fixed; z-index: 2147483647; text-align: start;
    }
    #problems {
      inset: auto 0 0; margin: 0 auto; max-height: 70vh; max-height: 70dvh; max-width: 62rem;
      display: flex; flex-direction: column; overflow-wrap: anywhere;
      border-top: 3px solid var(--red); box-shadow: 0 0 0 1px var(--line), 0 -4px 32px rgb(0 0 0 / .18);
    }
    header {
      display: grid; grid-template-columns: 1fr auto; align-items: center; column-gap: 16px;
      padding: 12px 20px; border-bottom: 1px solid var(--line);
    }
    h2 { font-size: 16px; font-weight: 650; line-height: 1.35; }
    header p { color: var(--muted); font-size: 14px; grid-row: 2; }
    button {
      grid-area: 1 / 2 / span 2; min-height: 44px; padding: 0 16px; cursor: pointer;
      font: inherit; font-weight: 600; color: inherit; background: none;
      border: 1px solid var(--muted); border-radius: 3px;
    }
    button:hover { background: var(--well); }
    :focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
    ol:focus-visible { outline-offset: -2px; }
    ol { list-style: none; overflow-y: auto; overscroll-behavior: contain; padding: 0 20px; }
    li { padding: 16px 0 18px; }
    li + li { border-top: 1px solid var(--line); }
    pre, .place, .code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; }
    .place, .code, .more { color: var(--muted); }
    .message b.error { color: var(--red); }
    .hint { margin-top: 8px; }
    pre {
      position: relative; display: grid; grid-template-columns: auto 1fr; margin-top: 8px;
      padding: 8px 12px 8px 0; overflow-x: auto; background: var(--well); line-height: 1.5;
    }
    i {
      position: sticky; left: 0; padding: 0 12px; background: var(--well); color: var(--muted);
      font-style: normal; text-align: end; user-select: none;
    }
    [aria-hidden] { line-height: .8; }
    s { visibility: hidden; text-decoration: none; }
    mark { background: none; color: inherit; font-weight: 700; }
    pre b { color: var(--red); }
    #away {
      inset: auto auto 16px 16px; max-width: calc(100% - 32px); padding: 8px 14px; font-size: 14px;
      border: 1px solid var(--line); border-left: 3px solid var(--red); box-shadow: 0 2px 16px rgb(0 0 0 / .18);
    }
    @media (prefers-color-scheme: dark) {
      #problems, #away {
        --paper: #181b1a; --ink: #e9ecea; --muted: #a0a8a4; --line: #363c39; --well: #222625; --red: #ff8b80;
        color-scheme: dark;
      }
    }
    @media (max-width: 40rem) { header, ol { padding-inline: 16px; } }
    @media print { #problems, #away { display: none !important; } }
  `);

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    made.append(...children); // strings become text
    return made;
  }

  let room = null;
  function shadow() {
    if (room) return room;
    const host = document.createElement("dateline-preview");
    room = host.attachShadow({ mode: "open" });
    room.adoptedStyleSheets = [sheet];
    // Regions that are there before their content are the ones that are read out.
    room.append(
      element("section", { id: "problems", "aria-label": "Problems of the last build", hidden: "" }),
      element("p", { id: "away", role: "status", hidden: "" }),
    );
    document.documentElement.append(host);
    return room;
  }

  function away(isAway) {
    sign(isAway ? "The preview has stopped. Waiting for it." : "");
  }

  function sign(text) {
    if (!text && !room) return;
    const shown = shadow().getElementById("away");
    shown.textContent = text;
    shown.hidden = !text;
  }

  function show(problems, more) {
    if (!problems.length && !room) return;
    const section = shadow().getElementById("problems");
    section.hidden = !problems.length;
    section.replaceChildren(...(problems.length ? [head(problems.length + more), list(problems, more)] : []));
    // On a narrow screen what is meant may stand beyond the edge.
    for (const mark of section.querySelectorAll("mark")) {
      const pre = mark.closest("pre");
      if (mark.offsetLeft + mark.offsetWidth > pre.clientWidth)
        pre.scrollLeft = mark.offsetLeft - pre.clientWidth / 3;
    }
  }

  function hide() {
    if (room) room.getElementById("problems").hidden = true;
  }
  addEventListener("keydown", (event) => event.key === "Escape" && hide());

  function head(count) {
    const button = element("button", { type: "button", "aria-keyshortcuts": "Escape" }, "Hide");
    button.addEventListener("click", hide);
    const words = count === 1 ? "1 problem keeps" : `${count} problems keep`;
    const title = element("h2", { role: "alert" }, `${words} this from being published`);
    return element("header", {}, title, element("p", {}, "The page is as last published."), button);
  }

  function list(problems, more) {
    const all = element("ol", { tabindex: "0", "aria-label": "Problems" }, ...problems.map(item));
    if (more) all.append(element("li", { class: "more" }, `and ${more} more in the terminal`));
    return all;
  }

  function item({ place, severity, code, message, hint, line }) {
    const parts = [
      element("p", { class: "place" }, place),
      element("p", { class: "message" }, element("b", { class: severity }, `${severity}: `), message, " ",
        element("span", { class: "code" }, `[${code}]`)),
    ];
    if (line) parts.push(excerpt(line));
    if (hint) parts.push(element("p", { class: "hint" }, element("b", {}, "hint: "), hint));
    return element("li", {}, ...parts);
  }

  function excerpt({ number, before, marked, after, has_caret }) {
    const rows = [element("i", {}, String(number)), element("span", {}, before, element("mark", {}, marked), after)];
    if (has_caret) {
      // Unseen, the same text stands before the caret, so that it fits below any script.
      const caret = "^".repeat(Math.max(1, [...marked].length));
      rows.push(element("i", {}), element("span", { "aria-hidden": "true" },
        element("s", {}, before), element("b", {}, caret)));
    }
    return element("pre", {}, ...rows);
  }

  listen();
})();
