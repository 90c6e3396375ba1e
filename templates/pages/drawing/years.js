/* Year by year: bars of each offer on one scale, and their table. */

let yearsBox = null;
function buildYears() {
  const panels = each.map((at) => plot(byId("years"), at, "Bars by year", { rules: svg("g"), bars: svg("g"), words: svg("g") }));
  for (const at of each) explain(panels[at].total, () => basisOfTotal(at, null, state.tokens));
  return { panels, ...tableIn(byId("years-table"), "Table: every year and part") };
}

function drawYears() {
  if (!yearsBox) return;
  const bars = each.map((at) => years().map((year) => ({ year, pieces: stacked(stack(at, year)), total: yearTotal(at, year) })));
  const pieces = bars.flat().flatMap((bar) => bar.pieces);
  const scale = ticks(Math.min(0, ...pieces.map((piece) => piece.from)), Math.max(1, ...pieces.map((piece) => piece.to)), 4);
  say(byId("years-note"), `${capital(numberWords())}, ${MODES[state.tokens]}, in ${data.currency} before tax, by ${viewOf(state.view).name}. One scale for all offers.`);
  for (const at of each) drawYearPanel(yearsBox.panels[at], at, bars[at], scale);
}
function drawYearPanel(panel, at, bars, scale) {
  if (measured(panel.chart) === 0) return;
  const frame = { width: measured(panel.chart), height: 214, left: 46, right: 2, top: 16, bottom: 22 };
  const y = axis(panel, frame, scale);
  const band = (frame.width - frame.left - frame.right) / Math.max(1, bars.length);
  const thick = Math.min(64, band * 0.68);
  const x = (index) => frame.left + band * (index + 0.5);
  say(panel.total, `${whole(totalOf(at))} over ${data.span}`);
  put(panel.picture, "aria-label", `${nameOf(at)}, ${numberWords()}, ${MODES[state.tokens]}: ${bars.map((bar) => `${bar.year} ${whole(bar.total)}`).join(", ")}. The table below has the parts.`);
  list(panel.bars, bars, (bar) => bar.year, () => svg("g"), (group, bar, index) => {
    drawParts(group, bar.pieces, at, bar.year, (rect, piece) => {
      across(rect, x(index) - thick / 2, x(index) + thick / 2);
      put(rect, "y", y(piece.to).toFixed(1));
      put(rect, "height", Math.max(0, y(piece.from) - y(piece.to)).toFixed(1));
    });
  });
  drawYearWords(panel, frame, at, bars, x, y, band);
}
/** Every how many years there is room for the name of one. */
const stride = (entries, space) => Math.ceil((Math.max(0, ...entries.map(({ year }) => year.length)) * 6 + 4) / space);
function drawYearWords(panel, frame, at, bars, x, y, band) {
  const texts = bars.map((bar) => short(bar.total));
  const fits = Math.max(0, ...texts.map((text) => text.length)) * 7.3 <= band;
  const every = stride(bars, band);
  const words = bars.flatMap((bar, index) => {
    const top = Math.min(y(0), ...bar.pieces.map((piece) => y(piece.to)));
    const found = [];
    if (fits || band > 27) found.push({ key: `v${bar.year}`, text: fits ? texts[index] : tight(bar.total), y: top - 5, kind: fits ? "label" : "label small", x: x(index), basis: () => basisOfTotal(at, bar.year, state.tokens) });
    if (index % every === 0) found.push({ key: `x${bar.year}`, text: bar.year, y: frame.height - 6, kind: null, x: x(index) });
    return found;
  });
  placeWords(panel, words);
}

function fillYears() {
  const labels = years();
  const groups = each.map((at) => {
    const totals = wholeParts(at, state.tokens, state.number);
    const used = counted().filter(({ id }) => labels.some((year) => amount(at, id, year) !== 0));
    const grid = used.map(({ id }) => apportion(labels.map((year) => amount(at, id, year)), totals.get(id)));
    const rows = used.map(({ id, name }, index) => ({
      key: id, kind: id === "tokens" ? "tokens" : null,
      cells: [rowHead(name), ...labels.map((year, column) => cellOf(grid[index][column], () => basisOfPart(at, id, year))), cellOf(totals.get(id), () => basisOfPart(at, id, null))],
    }));
    const sum = { key: "total", kind: "total", cells: [rowHead(`Total ${MODES[state.tokens]}`),
      ...labels.map((year, column) => cellOf(sumOf(grid.map((line) => line[column])), () => basisOfTotal(at, year, state.tokens))),
      cellOf(sumOf([...totals.values()]), () => basisOfTotal(at, null, state.tokens))] };
    return { rows: [titleRow(at, labels.length + 2), ...rows, sum] };
  });
  fillTable(yearsBox.table, {
    caption: `${data.currency}, before tax, ${numberWords()}, ${MODES[state.tokens]}, by ${viewOf(state.view).name}`,
    heads: [[head("Part"), ...labels.map((label) => head(capital(label))), head(capital(data.span))]],
    groups,
  });
}
