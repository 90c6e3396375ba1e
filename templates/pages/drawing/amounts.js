/* Amounts that are shown, from what the engine calculates. */

let result = null;

const ofCell = (cell, part, number = state.number) => cell?.[part]?.[number] ?? 0;

/** One part of a component, guaranteed or by policy, in a year or (null) in all of them. */
function partOf(offer, component, year, part, number) {
  const cells = result.offers[offer].cells[state.view];
  return (year === null ? Object.keys(cells) : [year]).reduce((sum, label) => sum + ofCell(cells[label]?.[component], part, number), 0);
}
/** One component's amount, with tokens as the switch says, or as `mode` says. */
function amount(offer, component, year, mode = state.tokens, number = state.number) {
  const every = component !== "tokens";
  return (every || mode !== "none" ? partOf(offer, component, year, "guaranteed", number) : 0)
    + (every || mode === "all" ? partOf(offer, component, year, "policy", number) : 0);
}
const totalOf = (offer, mode = state.tokens, number = state.number) => result.offers[offer].totals[number][mode];
const years = () => viewOf(state.view).years;
const firstYear = (offer) => years().find((label) => result.offers[offer].cells[state.view][label]);
const yearTotal = (offer, year, mode) => components.reduce((sum, { id }) => sum + amount(offer, id, year, mode), 0);

/** Components in use, tokens last and only where the switch counts them. */
const counted = () => components.filter(({ id }) => id !== "tokens" || state.tokens !== "none");

/** The pieces of a bar, from its foot: tokens fall apart into guaranteed ones and those that a policy may end. */
function stack(offer, year) {
  return counted().flatMap(({ id }) => {
    const at = componentAt.get(id);
    if (id !== "tokens") return [{ id, at, size: amount(offer, id, year) }];
    const held = { id, at, size: partOf(offer, id, year, "guaranteed") };
    return state.tokens === "all" ? [held, { id, at, size: partOf(offer, id, year, "policy"), policy: true }] : [held];
  });
}

/** Where each piece begins and ends: what is below zero is stacked downwards. */
function stacked(pieces) {
  let up = 0;
  let down = 0;
  return pieces.map((piece) => {
    const from = piece.size >= 0 ? up : down + piece.size;
    if (piece.size >= 0) up += piece.size;
    else down += piece.size;
    return { ...piece, from, to: from + Math.abs(piece.size) };
  });
}
