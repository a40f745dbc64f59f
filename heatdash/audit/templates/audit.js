"use strict";
// The state is the list of verdicts, in the order given, and the step that is shown. Everything else follows from it.

const told = JSON.parse(document.getElementById("told").textContent);
const steps = told.steps;
const at = (id) => document.getElementById(id);
let state = restored();
let speed = 1;

function restored() {
  const fresh = { verdicts: [], step: 0 };
  try {
    const kept = JSON.parse(localStorage.getItem(told.kept_as) ?? "null");
    return kept ?? fresh;
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

function verdictOf(step) {
  return state.verdicts.findLast((verdict) => verdict.step === step && verdict.word !== "missed")?.word ?? "";
}

function missedIn(step) {
  return state.verdicts.filter((verdict) => verdict.step === step && verdict.word === "missed").length;
}

function missedAll() {
  return state.verdicts.filter((verdict) => verdict.word === "missed");
}

function nextOpen(from) {
  const turns = [...steps.keys()].map((number) => (from + number) % steps.length);
  return turns.find((number) => verdictOf(number) === "");
}

function countOf(word) {
  return steps.filter((_, number) => verdictOf(number) === word).length;
}

function score() {
  const missed = nextOpen(0) === undefined ? missedAll().length : null;
  return auditScore({ right: countOf("right"), wrong: countOf("wrong"), missed, seconds: told.seconds });
}

// What the visitor does

function say(word) {
  const step = steps[state.step];
  const words = step.crossing ? ["right", "wrong", "missed"] : ["watched", "missed"];
  if (!words.includes(word)) return;
  const inClip = step.from_s + at("video").currentTime * step.speed;
  const t_s = step.crossing && word !== "missed" ? step.t_s : inClip;
  state.verdicts.push({ step: state.step, word, t_s });
  if (word === "missed") at("said").textContent = `Noted: ${missedIn(state.step)} missed in this part. Go on looking.`;
  else {
    at("said").textContent = "";
    state.step = nextOpen(state.step) ?? state.step;
  }
  show();
}

function undo() {
  const last = state.verdicts.pop();
  if (!last) return;
  state.step = last.step;
  at("said").textContent = `Taken back: “${last.word}”.`;
  show();
}

function goTo(step) {
  state.step = Math.max(0, Math.min(steps.length - 1, step));
  at("said").textContent = "";
  show();
}

function anew() {
  if (!confirm("Forget every verdict and begin anew?")) return;
  state = { verdicts: [], step: 0 };
  show();
}

function sheet() {
  const rows = steps.map((step, number) => [step.t_s, step.direction, step.track_id, verdictOf(number)]);
  rows.push(...missedAll().map((verdict) => [verdict.t_s, "", "", "missed"]));
  rows.sort((one, other) => one[0] - other[0]);
  const lines = rows.map(([t_s, ...rest]) => [t_s.toFixed(3), ...rest].join(","));
  return ["t_s,direction,track_id,verdict", ...lines].join("\n") + "\n";
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
  const number = steps.slice(0, state.step + 1).filter((other) => other.crossing === step.crossing).length;
  const all = steps.filter((other) => other.crossing === step.crossing).length;
  if (step.crossing) {
    at("asked").textContent = `Crossing ${number} of ${all} · at ${step.when} · counted as ${step.direction}`;
    at("explained").textContent =
      `Right: the one in the box truly crosses the line here, ${step.direction === "in" ? "with" : "against"} the arrow. ` +
      "Wrong: it does not, goes the other way, or this crossing was counted before. " +
      "Missed one: someone else crosses as well, and no other part shows it.";
  } else {
    at("asked").textContent = `Stretch ${number} of ${all} · ${step.when} to ${step.until}` + (step.speed > 1 ? ` · ${step.speed} times as fast` : "");
    at("explained").textContent =
      "Nothing was counted here. Press “Missed one” each time that someone crosses the line, and “All seen” at the end.";
  }
  if (missed) at("explained").textContent += ` Marked as missed here: ${missed}.`;
  for (const word of ["right", "wrong", "watched"]) {
    at(word).hidden = step.crossing === (word === "watched");
    at(word).setAttribute("aria-pressed", String(verdict === word));
  }
  at("back").disabled = state.step === 0;
  at("next").disabled = state.step === steps.length - 1;
  at("undo").disabled = state.verdicts.length === 0;
  showSteps();
  showScore();
}

function showSteps() {
  for (const [number, step] of steps.entries()) {
    const button = step.button, verdict = verdictOf(number), missed = missedIn(number);
    button.dataset.verdict = verdict;
    button.textContent = button.dataset.number + ({ right: "✓", watched: "✓", wrong: "✗" }[verdict] ?? "") + "+".repeat(missed);
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
  const judged = steps.filter((_, number) => verdictOf(number) !== "").length;
  at("progress").textContent =
    judged === steps.length ? "All looked at" : `${judged} of ${steps.length} parts looked at, ${missedAll().length} missed so far`;
  at("precision").textContent = share(now.precision, now.precision_95);
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

function share(value, interval) {
  if (value === null) return "–";
  return `${Math.round(100 * value)} % (${Math.round(100 * interval[0])} to ${Math.round(100 * interval[1])} %)`;
}

function signed(value) {
  const shown = Math.abs(value).toFixed(1).replace(/\.0$/, "");
  return shown === "0" ? "0" : `${value > 0 ? "+" : "−"}${shown}`;
}

function makeSteps() {
  const counts = { crossings: 0, stretches: 0 };
  for (const [number, step] of steps.entries()) {
    const place = step.crossing ? "crossings" : "stretches";
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
  m: () => say("missed"),
  u: undo,
  arrowleft: () => goTo(state.step - 1),
  arrowright: () => goTo(state.step + 1),
};

// Before the player itself hears of them: it would wind by the arrows.
window.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === "SELECT") return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat || event.key.startsWith("Arrow")) act();
}, true);

for (const word of ["right", "wrong", "watched", "missed"]) at(word).addEventListener("click", () => say(word));
at("undo").addEventListener("click", undo);
at("back").addEventListener("click", () => goTo(state.step - 1));
at("next").addEventListener("click", () => goTo(state.step + 1));
at("download").addEventListener("click", download);
at("anew").addEventListener("click", anew);
at("speed").addEventListener("change", () => {
  speed = Number(at("speed").value);
  show();
});
makeSteps();
show();
