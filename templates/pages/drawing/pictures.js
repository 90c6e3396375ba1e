/* What pictures share: widths, axes, bars that lie and plots that stand. */

const each = data.offers.map((offer, at) => at);
const sizes = new Map();

/** A picture's width, told by the browser when it is known or changes: asking for it while drawing takes a layout. */
function measured(host) {
  if (!sizes.has(host)) {
    sizes.set(host, 0);
    watcher.observe(host);
  }
  return sizes.get(host);
}
const watcher = new ResizeObserver((entries) => {
  let changed = false;
  for (const { target, contentRect } of entries) {
    const width = Math.round(contentRect.width);
    if (width === 0 || sizes.get(target) === width) continue;
    sizes.set(target, width);
    changed = true;
  }
  if (!changed) return;
  drawYears();
  drawFans();
});

/** Round steps of an axis that hold the lowest and the highest value. */
function ticks(low, high, count) {
  const span = high - low || 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => span / candidate <= count) ?? 10 * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(1, last - first) + 1 }, (_, at) => (first + at) * step);
}

/** A lying bar: its name and value are text of the page, which wraps; only the bar is drawn. */
function rowNode(kind = "row") {
  const words = html("span", { class: "name", dir: "auto" });
  const value = html("span", { class: "value" });
  const picture = svg("svg", { role: "img", viewBox: "0 0 1000 20", preserveAspectRatio: "none", focusable: "false" });
  const note = html("span", { class: "words" });
  const node = html("div", { class: kind }, words, value, html("div", { class: "chart" }, picture), note);
  rowParts.set(node, { words, value, picture, note });
  return node;
}
const rowParts = new WeakMap();

/** Place a bar between two points from left to right, whichever comes first. */
function across(rect, from, to) {
  put(rect, "x", Math.min(from, to).toFixed(1));
  put(rect, "width", Math.abs(to - from).toFixed(1));
}
function drawParts(host, pieces, at, year, place) {
  list(host, pieces.filter((piece) => piece.size !== 0), (piece) => `${year}|${piece.id}|${piece.policy}`,
    (piece) => explain(svg("rect", { class: `part mark c${piece.at}${piece.policy ? " policy" : ""}` }),
      () => basisOfPart(at, piece.id, year, { part: piece.id !== "tokens" ? null : piece.policy ? "policy" : "guaranteed" })),
    place);
}

/** The box of one offer beside those of the others. */
const sheet = (at, ...children) => html("div", { class: "sheet" }, html("h3", { text: nameOf(at), dir: "auto" }), ...children);

/** An upright picture of one offer, in layers from the back to the front. */
function plot(host, at, label, layers) {
  const total = html("p", { class: "quiet" });
  const picture = svg("svg", { role: "img", focusable: "false" });
  const chart = walkable(html("div", { class: "chart" }, picture), `${label} of ${nameOf(at)}`);
  picture.append(...Object.values(layers));
  host.append(sheet(at, total, chart));
  return { total, picture, chart, ...layers };
}

function placeWords(panel, words) {
  list(panel.words, words, (word) => word.key, () => svg("text", { "text-anchor": "middle" }), (node, word) => {
    say(node, word.text);
    put(node, "x", word.x.toFixed(1));
    put(node, "y", word.y.toFixed(1));
    put(node, "class", word.kind);
    if (word.basis) explain(node, word.basis);
  });
}

/** Rules and values of an upright axis; gives the place of a size. */
function axis(panel, frame, scale) {
  put(panel.picture, "viewBox", `0 0 ${frame.width} ${frame.height}`);
  const [low, high] = [scale[0], scale.at(-1)];
  const y = (size) => frame.top + ((high - size) / (high - low)) * (frame.height - frame.top - frame.bottom);
  list(panel.rules, scale, (tick, at) => at, () => svg("g", {}, svg("line"), svg("text", { "text-anchor": "end" })), (node, tick) => {
    const [line, text] = node.children;
    for (const [name, value] of [["x1", frame.left], ["x2", frame.width - frame.right], ["y1", Math.round(y(tick))], ["y2", Math.round(y(tick))]]) put(line, name, value);
    put(line, "class", tick === 0 ? "rule base" : "rule");
    say(text, tick === 0 ? `${data.currency} 0` : tight(tick));
    put(text, "x", frame.left - 6);
    put(text, "y", (y(tick) + 4).toFixed(1));
  });
  return y;
}
