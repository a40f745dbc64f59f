// One card a place. A card is a list item with real buttons; a click anywhere else on it does what the first button does.

export default function ({ parentElement, data, setTriggerValue }) {
  const list = parentElement.querySelector("ul");
  const open = new Set([...list.querySelectorAll("details[open]")].map((why) => why.dataset.place));
  const focused = parentElement.getRootNode().activeElement?.dataset?.key;
  const go = (place, tab) => setTriggerValue("go", { place, tab });
  list.replaceChildren(...data.cards.map((card) => cardOf(card, data.words, open.has(card.place), go)));
  // A keyboard stays where it was.
  if (focused) list.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function cardOf(card, words, isOpen, go) {
  const item = make("li", { className: card.chosen ? "card chosen" : "card" });
  const title = make("h2", {}, make("span", { className: `mark ${card.mark}`, ariaHidden: "true" }), card.title);
  title.firstChild.style.setProperty("--colour", card.colour);
  item.append(title, make("p", { className: "headlines" }, ...apart(card.headlines)));
  if (card.details.length) item.append(make("p", { className: "details" }, card.details.join(" · ")));
  if (card.over_time.length > 1 && card.over_time.some((value) => value > 0)) item.append(trendOf(card, words));
  if (card.leads.length) {
    item.append(make("p", { className: "leads" }, ...card.leads.map((lead) => leadOf(card, lead, go))));
    item.onclick = (event) => {
      if (!event.target.closest("button, details") && !String(getSelection())) go(card.place, card.leads[0].tab);
    };
  }
  item.append(whyOf(card, words, isOpen));
  return item;
}

function leadOf(card, lead, go) {
  const button = make("button", { type: "button", onclick: () => go(card.place, lead.tab) }, lead.label);
  button.dataset.key = `${lead.tab} ${card.place}`;
  button.setAttribute("aria-label", `${card.title}: ${lead.label}`);
  return button;
}

function whyOf(card, words, isOpen) {
  const reasons = card.why.length ? card.why : [words.unseen];
  const why = make("details", { open: isOpen, className: card.grade });
  why.dataset.place = card.place;
  const summary = make("summary", {}, card.sureness);
  summary.dataset.key = `why ${card.place}`;
  why.append(summary, make("ul", {}, ...reasons.map((reason) => make("li", {}, reason))));
  return why;
}

// Bars without an axis: they show when it was busy; how busy stands in the tab that the card leads to.
function trendOf(card, words) {
  const values = card.over_time;
  const top = Math.max(...values);
  const trend = make("div", { className: "trend" });
  trend.style.setProperty("--colour", card.colour);
  trend.setAttribute("role", "img");
  trend.setAttribute("aria-label", words.trend);
  trend.append(...values.map((value) => {
    const bar = make("i");
    bar.style.height = `${Math.max(4, (100 * value) / top)}%`;
    return bar;
  }));
  return trend;
}

function apart(texts) {
  return texts.flatMap((text, number) => [...(number ? [" "] : []), make("span", {}, text)]);
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
