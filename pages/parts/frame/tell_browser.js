// Streamlit shows every page and language in one document; this tells the browser what changes with them.
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
  shown.setAttribute("role", "navigation");
  shown.setAttribute("aria-label", menu);
  shown.querySelectorAll("a").forEach((link, number) => {
    if (number === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    // Empty, it would lead whoever opens it in another tab to the page that is open already.
    if (!link.getAttribute("href")) link.setAttribute("href", ".");
  });
}

// Streamlit adds a step to the history whenever the query alone changes, as when a tab is opened. One press of Back would
// then lead to the same page again.
function stepPageByPage() {
  if (Object.hasOwn(history, "pushState")) return;
  const push = history.pushState;
  history.pushState = (state, title, address = location.href) => {
    const same = new URL(address, location.href).pathname === location.pathname;
    (same ? history.replaceState : push).call(history, state, title, address);
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
