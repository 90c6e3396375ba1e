/* The whole span of every offer as one bar, and the table of all numbers and parts. */

function buildSums() {
  const rows = walkable(html("div", { class: "rows" }), `Bars of the offers over ${data.span}`);
  byId("sums").append(rows);
  return { rows, ...tableIn(byId("sums"), "Table: parts and totals") };
}
let sums = null;

function drawSums() {
  const bars = each.map((at) => stacked(stack(at, null)));
  const low = Math.min(0, ...bars.flat().map((piece) => piece.from));
  const high = Math.max(1, ...bars.flat().map((piece) => piece.to));
  const x = (size) => ((size - low) / (high - low)) * 998 + 1;
  list(sums.rows, each, (at) => at, (at) => explain(rowNode(), () => basisOfTotal(at, null, state.tokens)), (node, at) => {
    const { words, value, picture } = rowParts.get(node);
    say(words, nameOf(at));
    say(value, whole(totalOf(at)));
    put(picture, "aria-label", `${nameOf(at)}, ${data.span}, ${numberWords()}, ${MODES[state.tokens]}: ${whole(totalOf(at))}. The table below has its parts.`);
    drawParts(picture, bars[at], at, null, (rect, piece) => {
      across(rect, x(piece.from), x(piece.to));
      put(rect, "y", 1);
      put(rect, "height", 18);
    });
  });
}

/** Every part over the whole span as printed: whole amounts that add up to the totals without and with tokens. */
function wholeParts(at, mode, number) {
  const cash = components.filter(({ id }) => id !== "tokens");
  const sizes = apportion(cash.map(({ id }) => amount(at, id, null, mode, number)));
  return new Map([...cash.map(({ id }, index) => [id, sizes[index]]), ["tokens", Math.round(totalOf(at, mode, number)) - sumOf(sizes)]]);
}

/** All offers, all numbers, all parts: the table that belongs to the cards and to the bars of the whole. */
function fillSums() {
  const columns = each.flatMap((at) => data.numbers.map(({ id }) => ({ at, id })));
  const found = columns.map(({ at, id }) => ({ all: wholeParts(at, "all", id), guaranteed: wholeParts(at, "guaranteed", id), none: wholeParts(at, "none", id) }));
  const line = (key, text, kind, pick, basis) => ({
    key, kind, cells: [rowHead(text), ...columns.map(({ at, id }, column) => cellOf(pick(found[column]), () => basis(at, id)))],
  });
  const part = ({ id, name }, kind) => line(id, name, kind, ({ all }) => all.get(id), (at, number) => basisOfPart(at, id, null, { number }));
  const total = (mode) => line(mode, `Total ${MODES[mode]}`, "total", (sizes) => sumOf([...sizes[mode].values()]), (at, number) => basisOfTotal(at, null, mode, number));
  const rows = [...components.filter(({ id }) => id !== "tokens").map((component) => part(component)), total("none")];
  if (hasTokens) {
    const held = line("held", "of which guaranteed", "of", ({ guaranteed }) => guaranteed.get("tokens"), (at, number) => basisOfPart(at, "tokens", null, { part: "guaranteed", number }));
    rows.push(part(components[componentAt.get("tokens")], "tokens"), held, total("guaranteed"), total("all"));
  }
  fillTable(sums.table, {
    caption: `${data.currency}, before tax, over ${data.span}. The numbers are ways to count: never add across them.`,
    heads: [[head("Part"), ...each.map((at) => head(nameOf(at), { span: data.numbers.length, kind: "span" }))],
      [head("Number"), ...columns.map(({ id }) => head(capital(numberOf(id).name)))]],
    groups: [{ rows }],
  });
}
