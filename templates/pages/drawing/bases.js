/* The lines behind a figure: whose it is, what it is the sum of, and how it came about. */

const numberWords = (id = state.number) => numberOf(id).name;
const withMoves = () => {
  const words = movedWords();
  return words.length ? [`With what is set on this page: ${words.join("; ")}.`] : [];
};
const definitionOf = (id = state.number) => {
  const number = numberOf(id);
  return number.definition ? [`${capital(number.name)}: ${number.definition.replace(/[.]?$/, ".")}`] : [];
};

/** What stands behind one component of an offer, in a year or over all. */
function basisOfPart(offer, component, year, { part = null, number = state.number } = {}) {
  const { id, name } = components[componentAt.get(component)];
  const tokens = id === "tokens";
  const mode = tokens && state.tokens === "none" ? "all" : state.tokens;
  const figure = part ? partOf(offer, id, year, part, number) : amount(offer, id, year, mode, number);
  const kind = { guaranteed: ", guaranteed", policy: ", if the policy stays" }[part] ?? "";
  const lines = [`${name}${kind}: ${exact(figure)}`, `${nameOf(offer)}, ${year ?? data.span}, ${numberWords(number)}.`];
  if (tokens && !part) {
    const [held, open] = ["guaranteed", "policy"].map((each) => exact(partOf(offer, id, year, each, number)));
    lines.push(`Guaranteed ${held}; if the policy stays ${open}.`);
  }
  return [...lines, ...engine.basis(data, state.settings, offer, id, number), ...definitionOf(number)];
}

/** Who is ahead: the totals that are compared. */
const basisOfLead = (mode) => [leadSentence(mode), `Totals ${MODES[mode]}: ${joined(each.map((at) => `${nameOf(at)} ${exact(totalOf(at, mode))}`))}.`,
  ...definitionOf(), ...withMoves()];

/** A total: what it is the sum of. */
function basisOfTotal(offer, year, mode, number = state.number) {
  const parts = components.map(({ id, name }) => [name, amount(offer, id, year, mode, number)]).filter(([, size]) => size !== 0);
  const sum = year === null ? totalOf(offer, mode, number) : yearTotal(offer, year, mode);
  return [`Total ${MODES[mode]}: ${exact(sum)}`, `${nameOf(offer)}, ${year ?? data.span}, ${numberWords(number)}.`,
    parts.length ? `The sum of ${joined(parts.map(([name, size]) => `${name} ${exact(size)}`))}.` : "Nothing counts here.",
    ...definitionOf(number), ...withMoves()];
}
