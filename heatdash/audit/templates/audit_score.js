"use strict";
// The formulas of heatdash/audit/score.py and values/checked.py, letter by letter; a test holds them beside each other.

const Z = 1.959963984540054;
const HOUR_S = 3600;

function wilson(hits, trials) {
  if (trials === 0) return null;
  const share = hits / trials, square = Z * Z;
  const middle = share + square / (2 * trials);
  const reach = Z * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials));
  const whole = 1 + square / trials;
  return [hits === 0 ? 0 : (middle - reach) / whole, hits === trials ? 1 : (middle + reach) / whole];
}

function poisson(count) {
  const middle = count + (Z * Z) / 2, reach = Z * Math.sqrt(count + (Z * Z) / 4);
  return [count === 0 ? 0 : middle - reach, middle + reach];
}

function trueInterval(wrong, counted, missed) {
  const wrongShare = wilson(wrong, counted);
  if (missed === null || wrongShare === null) return null;
  const [leastWrong, mostWrong] = wrongShare.map((share) => counted * share);
  const [leastMissed, mostMissed] = poisson(missed);
  const trueCount = counted - wrong + missed;
  return [
    Math.max(0, trueCount - Math.hypot(missed - leastMissed, mostWrong - wrong)),
    trueCount + Math.hypot(mostMissed - missed, wrong - leastWrong),
  ];
}

/** How many of all counted are right, from a whole sample of which `checked` were looked at; null where it is empty. */
function rightInterval({ counted, checked, right }) {
  const share = wilson(right, checked);
  return share && [Math.max(right, counted * share[0]), Math.min(counted - (checked - right), counted * share[1])];
}

/** Every figure of a check by name; null where it cannot be told. `missed` null: nobody has looked for missed ones. */
function auditScore({ right, wrong, missed, seconds }) {
  const counted = right + wrong;
  const trueCount = missed === null ? null : right + missed;
  const difference = counted - trueCount;
  return {
    right,
    wrong,
    missed,
    seconds,
    counted,
    true_count: trueCount,
    true_95: trueInterval(wrong, counted, missed),
    error_pct: trueCount ? (100 * difference) / trueCount : null,
    precision: counted ? right / counted : null,
    precision_95: wilson(right, counted),
    recall: trueCount ? right / trueCount : null,
    recall_95: trueCount === null ? null : wilson(right, trueCount),
    geh:
      trueCount === null || counted + trueCount === 0
        ? null
        : Math.sqrt(((2 * difference * difference) / (counted + trueCount)) * (seconds === null ? 1 : HOUR_S / seconds)),
  };
}
