// Streamlit shows every page and language in one document; this tells the browser what changes with them.
const MOST_PRESSES = 5;

export default function ({ data }) {
  const app = document.querySelector("[data-testid=stApp]");
  document.documentElement.lang = data.language;
  markMenu(data);
  stepPageByPage();
  const watchers = [shareColourScheme(app), closeLostConnection(app)];
  return () => watchers.forEach((watcher) => watcher.disconnect());
}

function markMenu({ menu, current }) {
  const shown = document.querySelector(".st-key-frame-menu");
  // Who must sign in first has none.
  if (!shown) return;
  shown.setAttribute("role", "navigation");
  shown.setAttribute("aria-label", menu);
  shown.querySelectorAll("a").forEach((link, number) => {
    if (number === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    // Empty, it would lead whoever opens it in another tab to the page that is open already.
    if (!link.getAttribute("href")) link.setAttribute("href", ".");
  });
}

// Streamlit adds a step to the history whenever the query alone changes, as when a tab is opened: one press of Back would
// then lead to the same page again. And it brings a page back that tells the server something just when Back has left it,
// as new pages do: Back is then pressed once more, as long as the visitor has done nothing else.
function stepPageByPage() {
  if (Object.hasOwn(history, "pushState")) return;
  const { pushState, replaceState } = history;
  const here = () => ({ path: location.pathname, query: location.search, pressesLeft: MOST_PRESSES });
  let page = here();
  let left = null;
  addEventListener("popstate", () => {
    if (page.path !== location.pathname) left = page;
    page = here();
  });
  for (const deed of ["pointerdown", "keydown"]) addEventListener(deed, () => (left = null), { capture: true });
  history.pushState = (state, title, address = location.href) => {
    const next = new URL(address, location.href).pathname;
    if (next === location.pathname) history.replaceState(state, title, address);
    else if (next === left?.path && left.pressesLeft-- > 0) dispatchEvent(new PopStateEvent("popstate"));
    else pushState.call(history, state, title, address);
    page = here();
  };
  history.replaceState = (state, title, address = location.href) => {
    const query = new URL(address, location.href).search;
    // What the page that was left says of itself is not said of the one that is shown.
    if (query === location.search || query !== left?.query) replaceState.call(history, state, title, address);
    page = here();
  };
}

// Popovers and dialogs lie outside of what Streamlit calls light or dark.
function shareColourScheme(app) {
  const share = () => (document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme);
  share();
  return watch(app, { attributeFilter: ["class"] }, share);
}

// The page says itself that the connection is lost. Streamlit's dialog says it in English, and covers the page.
function closeLostConnection(app) {
  return watch(document.body, { childList: true }, () => {
    if (app.dataset.testConnectionState !== "CONNECTED") document.querySelector("[role=dialog] > button")?.click();
  });
}

function watch(element, what, act) {
  const watcher = new MutationObserver(act);
  watcher.observe(element, what);
  return watcher;
}
