/* How far an offer may spread, through each year. */

const fanOf = (at) => room.fan[oddsNumber()][at][oddsTokens()];

function drawFans() {
  if (!oddsBox) return;
  const all = each.flatMap((at) => fanOf(at).flatMap((step) => [step.p10, step.p90]));
  const scale = ticks(Math.min(0, ...all), Math.max(1, ...all), 4);
  for (const at of each) drawFan(oddsBox.fans[at], at, scale);
}
function drawFan(panel, at, scale) {
  if (measured(panel.chart) === 0) return;
  const steps = fanOf(at);
  const frame = { width: measured(panel.chart), height: 200, left: 46, right: 22, top: 10, bottom: 22 };
  const y = axis(panel, frame, scale);
  const space = (frame.width - frame.left - frame.right) / Math.max(1, steps.length);
  const x = (index) => frame.left + space * index;
  const points = [{ p10: 0, p25: 0, p50: 0, p75: 0, p90: 0 }, ...steps];
  const line = (key, from = points) => from.map((step) => `${x(points.indexOf(step)).toFixed(1)} ${y(step[key]).toFixed(1)}`).join("L");
  put(panel.wide, "d", `M${line("p90")}L${line("p10", [...points].reverse())}Z`);
  put(panel.deep, "d", `M${line("p75")}L${line("p25", [...points].reverse())}Z`);
  put(panel.middle, "d", `M${line("p50")}`);
  const last = steps.at(-1);
  say(panel.total, last ? `${whole(last.p50)} in the middle; ${whole(last.p10)} to ${whole(last.p90)} in eight of ten` : "");
  put(panel.picture, "aria-label", `${nameOf(at)}: ${steps.map((step) => `through ${step.year} from ${whole(step.p10)} to ${whole(step.p90)}, middle ${whole(step.p50)}`).join("; ")}.`);
  list(panel.dots, steps, (step) => step.year, (step) => {
    const node = svg("g", { class: "mark" }, svg("rect", { class: "touch" }), svg("circle", { class: "dot", r: 4 }));
    return explain(node, () => basisOfStep(at, step.year));
  }, (node, step, index) => {
    const [touch, dot] = node.children;
    put(dot, "cx", x(index + 1).toFixed(1));
    put(dot, "cy", y(step.p50).toFixed(1));
    across(touch, x(index + 1) - space / 2, x(index + 1) + space / 2);
    put(touch, "y", frame.top);
    put(touch, "height", frame.height - frame.top);
  });
  const every = stride(steps, space);
  const words = steps.map(({ year }, index) => ({ key: year, text: year, x: x(index + 1), y: frame.height - 6 }));
  placeWords(panel, words.filter((word, index) => (steps.length - 1 - index) % every === 0));
}
function basisOfStep(at, year) {
  const step = fanOf(at).find((candidate) => candidate.year === year);
  const text = (key) => whole(step[key]);
  return [`${nameOf(at)}, through ${year}: ${text("p50")} in the middle`, `Half of the paths end between ${text("p25")} and ${text("p75")}, eight of ten between ${text("p10")} and ${text("p90")}; the mean is ${text("mean")}.`,
    capital(writtenWords())];
}
