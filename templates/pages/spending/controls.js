/* Controls, words and odds of what the employer expects to pay. Only an employer's page has them. */

VERBS.cost = "is expected to cost";

RATES.push(
  rateField("utilisation", "Tokens used", 0, 100, "", { when: (kind) => kind.expectation === "tokens" }),
  rateField("payout", "Bonus payout", 0, 200, "", { max: 1000, when: (kind) => kind.expectation === "bonus" }),
  rateField("commission", "Commission payout", 0, 200, "", { max: 1000, when: (kind) => kind.expectation === "commission" }),
  rateField("leave_rate", "Leaving, a year", 0, 60, "", { max: 100 }),
  rateField("load", "Load on cash", 0, 60, "payroll taxes and the like", { max: 1000 }),
);

/** Whether an allowance runs dry, and when. */
function dryWords(at) {
  return (room.dry?.[at] ?? []).filter(({ odds }) => odds !== null).map(({ name, odds, p10, p50, p90 }) => {
    const range = p10 && p90 ? ` (eight of ten between ${dayText(p10)} and ${dayText(p90)})` : "";
    const when = p50 ? ` Where it does, half of them by ${dayText(p50)}${range}.` : "";
    return `the allowance “${name}” runs dry in ${inHundred(odds)}.${when}`;
  });
}

/** By how much the expected cost may be exceeded. */
function riskWords(at) {
  const risk = room.cost_at_risk?.[at] ?? null;
  return risk === null ? [] : [`cost at risk ${whole(risk)}: by so much the cost exceeds its expectation, or more, in 10 of 100 paths.`];
}

ODDS_FACTS.push(dryWords, riskWords);
