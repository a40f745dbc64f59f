"use strict";
// The state is the list of verdicts, in the order given, and the step that is shown. Everything else follows from it.

const told = JSON.parse(document.getElementById("told").textContent);
const steps = told.steps;
const toSee = told.to_see;
const at = (id) => document.getElementById(id);
let state = restored();
let speed = 1;

function restored() {
  const fresh = { verdicts: [], step: toSee[0], name: "" };
  try {
    const kept = { ...fresh, ...JSON.parse(localStorage.getItem(told.kept_as) ?? "null") };
    // A sample may have been drawn since.
    return toSee.includes(kept.step) ? kept : { ...kept, step: toSee[0] };
  } catch {
    return fresh;
  }
}

function keep() {
  try {
    localStorage.setItem(told.kept_as, JSON.stringify(state));
  } catch {
    at("unkept").hidden = false;
  }
}

function lastOf(step) {
  return state.verdicts.findLast((verdict) => verdict.step === step && verdict.word !== "missed");
}

function verdictOf(step) {
  return lastOf(step)?.word ?? "";
}

function missedIn(step) {
  return state.verdicts.filter((verdict) => verdict.step === step && verdict.word === "missed").length;
}

function missedAll() {
  return state.verdicts.filter((verdict) => verdict.word === "missed");
}

function nextOpen(from) {
  const turns = [...toSee.filter((number) => number >= from), ...toSee.filter((number) => number < from)];
  return turns.find((number) => verdictOf(number) === "");
}

function countOf(words) {
  return toSee.filter((number) => words.includes(verdictOf(number))).length;
}

function isDone() {
  return nextOpen(0) === undefined;
}

function score() {
  const isSearched = told.can_miss && !told.sample && isDone();
  const right = countOf(told.right_words);
  const wrong = countOf(["right", "wrong", "class"]) - right;
  return auditScore({ right, wrong, missed: isSearched ? missedAll().length : null, seconds: told.seconds });
}

// What the visitor does

function say(word, { class_name = "", direction = "" } = {}) {
  const step = steps[state.step];
  const words = step.counted ? ["right", "wrong", "class"] : ["watched"];
  if (!words.includes(word) && !(word === "missed" && told.can_miss)) return;
  const t_s = step.counted && word !== "missed" ? step.t_s : inClip(step);
  const said = { class_name, direction, by: state.name, at_s: Date.now() / 1000 };
  state.verdicts.push({ step: state.step, word, t_s, ...said });
  if (word === "missed") at("said").textContent = `Noted: ${missedIn(state.step)} missed in this part. Go on looking.`;
  else {
    at("said").textContent = "";
    state.step = nextOpen(state.step) ?? state.step;
  }
  show();
}

/** The moment of the clip that the player shows. */
function inClip(step) {
  const t_s = step.from_s + at("video").currentTime * step.speed;
  return step.then_s !== null && t_s >= step.to_s ? t_s + step.then_s - step.to_s : t_s;
}

function miss(direction) {
  const isLine = told.subject[0] === "line";
  if (!told.can_miss || (direction === "out" && !isLine)) return;
  say("missed", { class_name: at("missed_class").value, direction: isLine ? direction : "" });
}

function undo() {
  const last = state.verdicts.pop();
  if (!last) return;
  state.step = last.step;
  at("said").textContent = `Taken back: “${last.word}”.`;
  show();
}

function move(by) {
  goTo(toSee[Math.max(0, Math.min(toSee.length - 1, toSee.indexOf(state.step) + by))]);
}

function goTo(step) {
  state.step = step;
  at("said").textContent = "";
  show();
}

function anew() {
  if (!confirm("Forget every verdict and begin anew?")) return;
  state = { ...state, verdicts: [], step: toSee[0] };
  show();
}

function sheet() {
  const later = (verdict, seed) => [
    ...told.subject.map(safe),
    safe(verdict?.class_name ?? ""),
    safe(verdict?.by ?? ""),
    verdict?.at_s ? `${new Date(verdict.at_s * 1000).toISOString().slice(0, 19)}Z` : "",
    seed,
  ];
  const seedOf = (number) => (told.sample && toSee.includes(number) ? told.sample.seed : "");
  const rows = steps.map((step, number) => [
    step.t_s, step.direction, step.track_id, verdictOf(number), ...later(lastOf(number), seedOf(number)),
  ]);
  rows.push(...missedAll().map((verdict) => [verdict.t_s, verdict.direction ?? "", "", "missed", ...later(verdict, "")]));
  rows.sort((one, other) => one[0] - other[0]);
  const lines = rows.map(([t_s, ...rest]) => [t_s.toFixed(3), ...rest].map(quoted).join(","));
  return [told.columns.join(","), ...lines].join("\n") + "\n";
}

/** The text with a quote before it, where a spreadsheet would take it for a formula. */
function safe(text) {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(cell) {
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([sheet()], { type: "text/csv" }));
  link.download = "audit.csv";
  link.click();
}

// What is shown

function show() {
  keep();
  const step = steps[state.step], verdict = verdictOf(state.step), missed = missedIn(state.step);
  const video = at("video");
  if (video.getAttribute("src") !== step.address) video.setAttribute("src", step.address);
  video.defaultPlaybackRate = video.playbackRate = speed;
  const alike = toSee.filter((other) => steps[other].counted === step.counted);
  const number = alike.indexOf(state.step) + 1, all = alike.length;
  if (step.counted) {
    at("asked").textContent = asked(step, number, all);
    at("explained").textContent = explained(step);
  } else {
    at("asked").textContent = `Stretch ${number} of ${all} · ${step.when} to ${step.until}` + (step.speed > 1 ? ` · ${step.speed} times as fast` : "");
    at("explained").textContent =
      `Nothing was counted here. Press “Missed one” each time that someone ${told.subject[0] === "line" ? "crosses the line" : "comes into the zone"}, and “All seen” at the end.`;
  }
  if (missed) at("explained").textContent += ` Marked as missed here: ${missed}.`;
  for (const word of ["right", "wrong", "watched"]) {
    at(word).hidden = step.counted === (word === "watched");
    at(word).setAttribute("aria-pressed", String(verdict === word));
  }
  at("class_row").hidden = !step.counted;
  at("class").value = lastOf(state.step)?.class_name ?? "";
  at("back").disabled = state.step === toSee[0];
  at("next").disabled = state.step === toSee.at(-1);
  at("undo").disabled = state.verdicts.length === 0;
  showSteps();
  showScore();
}

function asked(step, number, all) {
  const ends = step.ends ? ` to ${step.until}` : "";
  return {
    line: `Crossing ${number} of ${all} · at ${step.when} · counted as ${step.direction}`,
    zone: `Visit ${number} of ${all} · ${step.when}${ends}`,
    flow: `Way ${number} of ${all} · ${step.when}${ends}`,
    class: `Object ${number} of ${all} · at ${step.when} · counted as ${step.class_name}`,
  }[told.subject[0]];
}

function explained(step) {
  const [kind, place, toPlace] = told.subject;
  const another = "Another kind: it is so, but of something else. ";
  return {
    line:
      `Right: the one in the box truly crosses the line here, ${step.direction === "in" ? "with" : "against"} the arrow. ` +
      "Wrong: it does not, goes the other way, or this crossing was counted before. " + another +
      "Missed one: someone else crosses as well, and no other part shows it.",
    zone:
      "Right: the one in the box truly comes into the zone, and goes out where that is shown. " +
      "Wrong: it does not, or this visit was counted before. " + another +
      "Missed one: someone else comes in as well, and no other part shows it.",
    flow:
      `Right: the same one in the box truly is at ${place} first and then at ${toPlace}. ` +
      "Wrong: it is not, or two were taken for one. " + another,
    class: "Right: the one in the box is what it was counted as. Another kind: it is something else. Wrong: nothing is there.",
  }[kind];
}

function showSteps() {
  for (const number of toSee) {
    const step = steps[number], button = step.button, verdict = verdictOf(number), missed = missedIn(number);
    button.dataset.verdict = verdict;
    button.textContent = button.dataset.number + ({ right: "✓", watched: "✓", class: "≈", wrong: "✗" }[verdict] ?? "") + "+".repeat(missed);
    button.title = `${step.when}: ${verdict || "not judged yet"}${missed ? `, ${missed} missed` : ""}`;
    button.toggleAttribute("aria-current", number === state.step);
    if (number === state.step) {
      button.setAttribute("aria-current", "step");
      button.scrollIntoView({ block: "nearest" });
    }
  }
}

function showScore() {
  const now = score();
  const judged = toSee.filter((number) => verdictOf(number) !== "").length;
  at("progress").textContent =
    judged === toSee.length ? "All looked at" : `${judged} of ${toSee.length} parts looked at, ${missedAll().length} missed so far`;
  at("sample").textContent = toldSample(now);
  // What a sample leaves open is told of all that was counted.
  at("precision").textContent = share(now.precision, told.sample ? null : now.precision_95);
  if (at("recall") === null) return;
  at("recall").textContent = share(now.recall, now.recall_95);
  at("true_count").textContent =
    now.true_count === null ? "–" : `${now.true_count}, counted ${now.counted}`;
  at("true_95").textContent =
    now.true_95 === null
      ? "Rightly counted and missed ones."
      : `Where ${now.counted} are counted with errors as often as here: ${Math.round(now.true_95[0])} to ${Math.round(now.true_95[1])}.`;
  at("error_pct").textContent = now.error_pct === null ? "–" : `${signed(now.error_pct)} %`;
  at("geh").textContent = now.geh === null ? "–" : now.geh.toFixed(1);
  at("unknown").hidden = now.missed !== null;
}

function toldSample(now) {
  if (!told.sample) return "";
  const counted = steps.filter((step) => step.counted).length;
  if (!isDone()) return `What this says of all ${counted} is told once all ${told.sample.size} drawn are looked at.`;
  if (now.counted === counted) {
    const corrected = now.right + missedAll().length;
    return `All ${counted} looked at: ${now.right} right, ${now.wrong} wrong. Corrected: ${corrected}.`;
  }
  const interval = rightInterval({ counted, checked: now.counted, right: now.right });
  const [least, most] = interval.map((count) => Math.round((100 * count) / counted));
  return (
    `${now.right} of ${now.counted} looked at were right: between ${least} % and ${most} % of all ${counted}; ` +
    `so ${Math.round(interval[0])} to ${Math.round(interval[1])}.`
  );
}

function share(value, interval) {
  if (value === null) return "–";
  const range = interval && ` (${Math.round(100 * interval[0])} to ${Math.round(100 * interval[1])} %)`;
  return `${Math.round(100 * value)} %${range ?? ""}`;
}

function signed(value) {
  const shown = Math.abs(value).toFixed(1).replace(/\.0$/, "");
  return shown === "0" ? "0" : `${value > 0 ? "+" : "−"}${shown}`;
}

function makeSteps() {
  const counts = { counted: 0, stretches: 0 };
  for (const number of toSee) {
    const step = steps[number], place = step.counted ? "counted" : "stretches";
    step.button = document.createElement("button");
    step.button.type = "button";
    step.button.dataset.number = String(++counts[place]);
    step.button.addEventListener("click", () => goTo(number));
    at(place).append(step.button);
  }
}

const KEYS = {
  r: () => say("right"),
  w: () => say("wrong"),
  n: () => say("watched"),
  m: () => miss("in"),
  o: () => miss("out"),
  u: undo,
  arrowleft: () => move(-1),
  arrowright: () => move(1),
};

// Before the player itself hears of them: it would wind by the arrows.
window.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || event.ctrlKey || event.altKey || event.metaKey || ["SELECT", "INPUT"].includes(event.target.tagName)) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat || event.key.startsWith("Arrow")) act();
}, true);

for (const word of ["right", "wrong", "watched"]) at(word).addEventListener("click", () => say(word));
if (told.can_miss) at("missed").addEventListener("click", () => miss("in"));
if (told.subject[0] === "line") at("missed_out").addEventListener("click", () => miss("out"));
at("class").addEventListener("change", () => {
  const class_name = at("class").value;
  // The keys are free again.
  at("class").blur();
  if (class_name) say("class", { class_name });
  else show();
});
at("name").value = state.name;
at("name").addEventListener("input", () => {
  state.name = at("name").value.trim();
  keep();
});
at("undo").addEventListener("click", undo);
at("back").addEventListener("click", () => move(-1));
at("next").addEventListener("click", () => move(1));
at("download").addEventListener("click", download);
at("anew").addEventListener("click", anew);
at("speed").addEventListener("change", () => {
  speed = Number(at("speed").value);
  show();
});
makeSteps();
show();
