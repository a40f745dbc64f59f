// Streamlit shows every page and language in one document; this tells the browser what changes with them.
export default function ({ data }) {
  document.documentElement.lang = data.language;
  markMenu(data);
  stepPageByPage();
  keepLostConnectionQuiet();
}

function markMenu({ menu, current }) {
  const shown = document.querySelector(".st-key-frame-menu");
  shown.setAttribute("role", "navigation");
  shown.setAttribute("aria-label", menu);
  shown.querySelectorAll("a").forEach((link, number) => {
    if (number === current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
    // Empty, it would lead to the page that is open, for who opens it in another tab.
    if (!link.getAttribute("href")) link.setAttribute("href", ".");
  });
}

// Streamlit adds a step to the history whenever only the query changes: the run that a page puts there, a tab in another
// language. One press of Back would then lead to the same page again.
function stepPageByPage() {
  if (Object.hasOwn(history, "pushState")) return;
  const push = history.pushState;
  history.pushState = (state, title, address = location.href) => {
    const same = new URL(address, location.href).pathname === location.pathname;
    (same ? history.replaceState : push).call(history, state, title, address);
  };
}

// The page says itself that the connection is lost. Streamlit's dialog says it in English, and covers the page.
function keepLostConnectionQuiet() {
  const app = document.querySelector("[data-testid=stApp]");
  new MutationObserver(() => {
    if (app.dataset.testConnectionState !== "CONNECTED") document.querySelector("[role=dialog] > button")?.click();
  }).observe(document.body, { childList: true });
}
