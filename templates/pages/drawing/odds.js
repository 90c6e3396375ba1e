/* Odds, as they were simulated: who ends higher, and what is worth knowing. */

let room = null;
/** The simulation with its amounts as numbers; days, names and years stay text. */
const readRoom = () => data.simulation && JSON.parse(JSON.stringify(data.simulation), (key, value) => (
  !["year", "name"].includes(key) && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value));
let oddsBox = null;
let oddsShown = "";
const oddsNumber = () => (state.number in room.fan ? state.number : "worth");
const oddsTokens = () => (state.tokens === "none" ? "none" : "all");
const inHundred = (share) => {
  const paths = share * 100;
  if (paths === 0) return "none of the paths";
  if (paths > 0 && paths < 0.5) return "fewer than 1 of 100 paths";
  if (paths < 100 && paths > 99.5) return "more than 99 of 100 paths";
  return `${Math.round(paths)} of 100 paths`;
};
const group = (title, note, ...children) => html("div", { class: "odds-group" }, html("h3", { text: title }), ...(note ? [html("p", { class: "quiet", text: note })] : []), ...children);

function buildOdds() {
  room = readRoom();
  if (!room) {
    byId("odds-section").hidden = true;
    return null;
  }
  const host = byId("odds");
  const words = html("details", { class: "data" }, html("summary", { text: "What moves, and how" }), html("ul", {}, ...(room.words ?? []).map((text) => html("li", { text }))));
  host.append(words);
  const duels = walkable(html("div", { class: "rows" }), "Odds that one offer ends above another");
  const fans = html("div", { class: "panels" });
  const tornado = html("div", { class: "panels" });
  const box = { duels, fans: [], tornado: [] };
  if (room.duels?.length) {
    box.duelGroup = group("Which ends higher", "", duels);
    host.append(box.duelGroup);
    box.duelTable = tableIn(box.duelGroup, "Table: odds by year").table;
  }
  const fanGroup = group("How far it may spread", "Half of the paths end within the dark band, eight of ten within the light one; the line is the middle. Totals up to each year.", fans);
  host.append(fanGroup);
  for (const at of each) {
    const bands = { wide: svg("path", { class: "band" }), deep: svg("path", { class: "band deep" }), middle: svg("path", { class: "middle" }) };
    box.fans[at] = plot(fans, at, "Spread", { rules: svg("g"), ...bands, dots: svg("g"), words: svg("g") });
    explain(box.fans[at].total, () => basisOfStep(at, fanOf(at).at(-1)?.year));
  }
  box.fanTable = tableIn(fanGroup, "Table: spread by year").table;
  if (room.tornado?.some((bars) => bars?.length)) {
    const tornadoGroup = group("What moves it most", "One input at a time, from its low end (in 10 of 100 paths below) to its high one; the rest as written.", tornado);
    host.append(tornadoGroup);
    for (const at of each) if (room.tornado[at]?.length) {
      box.tornado[at] = walkable(html("div", { class: "rows" }), `What moves ${nameOf(at)} most`);
      tornado.append(sheet(at, box.tornado[at]));
    }
    box.tornadoTable = tableIn(tornadoGroup, "Table: what moves it most").table;
  }
  const facts = oddsFacts();
  if (facts.length) host.append(group("Worth knowing", "", html("ul", {}, ...facts.map((text) => explain(html("li", { text }), () => [text, basisOfPaths()])))));
  return box;
}

/** What the paths say of an offer besides its totals, in sentences. */
const ODDS_FACTS = [worthlessWords];
function worthlessWords(at) {
  const odds = room.worthless?.[at] ?? null;
  return odds === null ? [] : [`its equity ends worthless in ${inHundred(odds)}.`];
}
const oddsFacts = () => each.flatMap((at) => ODDS_FACTS.flatMap((words) => words(at)).map((text) => `${nameOf(at)}: ${text}`));

/** The odds follow the switches of number and tokens; no control moves them, and the page says so once one has moved. */
function drawOdds() {
  if (!oddsBox) return;
  byId("odds-moved").hidden = !isMoved();
  say(byId("odds-moved"), "The odds are of the file as it was written: they do not follow what is set on this page.");
  if (oddsShown === `${state.number}|${state.tokens}`) return;
  oddsShown = `${state.number}|${state.tokens}`;
  say(byId("odds-note"), `${bare(room.paths)} paths, seed ${room.seed}, generator ${room.generator}. Shown: ${numberOf(oddsNumber()).name}, ${MODES[oddsTokens()]}${state.number === "face" ? " (what is promised does not move)" : ""}.`);
  drawFans();
  drawDuels();
  drawTornado();
}

const basisOfPaths = () => `Counted over ${bare(room.paths)} paths of the file as written; seed ${room.seed}.`;
const writtenWords = () => `${numberOf(oddsNumber()).name}, ${MODES[oddsTokens()]}, of the file as written.`;
const duelsNow = () => (room.duels ?? []).filter((duel) => duel.number === oddsNumber() && duel.tokens === oddsTokens());
const sharesOf = ({ wins, ties }) => [wins, ties, Math.max(0, 1 - wins - ties)];
function duelWords(duel) {
  const ties = duel.ties > 0 ? `; equal in ${inHundred(duel.ties)}` : "";
  return `${nameOf(duel.first)} ends above ${nameOf(duel.second)} in ${inHundred(duel.wins)}${ties}.`;
}
const basisOfDuel = (duel) => [duelWords(duel), `${capital(duel.year ?? `over ${data.span}`)}, ${writtenWords()}`];
function drawDuels() {
  if (!oddsBox.duelGroup) return;
  list(oddsBox.duels, duelsNow().filter((duel) => duel.year === null), (duel) => `${duel.first}|${duel.second}`, () => rowNode(), (node, duel) => {
    explain(node, () => basisOfDuel(duel));
    const { words, value, picture, note } = rowParts.get(node);
    const shares = sharesOf(duel);
    say(words, `${nameOf(duel.first)} ${Math.round(shares[0] * 100)} %`);
    say(value, `${nameOf(duel.second)} ${Math.round(shares[2] * 100)} %`);
    say(note, duelWords(duel));
    put(picture, "aria-label", duelWords(duel));
    let from = 0;
    list(picture, shares, (share, at) => at, (share, at) => svg("rect", { class: `${["higher", "tie", "other"][at]} mark`, y: 1, height: 18 }), (rect, share) => {
      explain(rect, () => basisOfDuel(duel));
      across(rect, from * 1000, (from += share) * 1000);
    });
  });
}

function fillOdds() {
  if (!oddsBox) return;
  const keys = [["p10", "10 of 100 below"], ["p25", "25 of 100 below"], ["p50", "middle"], ["p75", "75 of 100 below"], ["p90", "90 of 100 below"], ["mean", "mean"]];
  const about = `${numberOf(oddsNumber()).name}, ${MODES[oddsTokens()]}`;
  fillTable(oddsBox.fanTable, {
    caption: `${data.currency}, before tax, ${about}: totals through each year`,
    heads: [[head("Through"), ...keys.map(([, text]) => head(capital(text)))]],
    groups: each.map((at) => ({ rows: [
      titleRow(at, keys.length + 1),
      ...fanOf(at).map((step) => ({ key: step.year, cells: [rowHead(capital(step.year)), ...keys.map(([key]) => cellOf(step[key], () => basisOfStep(at, step.year)))] })),
    ] })),
  });
  if (oddsBox.duelTable) fillDuels(about);
  if (oddsBox.tornadoTable) {
    fillTable(oddsBox.tornadoTable, {
      caption: `${data.currency}, before tax, with all tokens, over ${data.span}`,
      heads: [[head("Input"), head("Low end", { kind: "text" }), head("Total there"), head("High end", { kind: "text" }), head("Total there")]],
      groups: each.filter((at) => oddsBox.tornado[at]).map((at) => ({ rows: [
        titleRow(at, 5),
        ...room.tornado[at].map((bar) => ({ key: bar.name, cells: [rowHead(bar.name), ...["low", "high"].flatMap((end) => [{ text: bar[`${end}_words`], kind: "text" }, cellOf(bar[end], () => basisOfEnd(at, bar, end))])] })),
      ] })),
    });
  }
}
function fillDuels(about) {
  fillTable(oddsBox.duelTable, {
    caption: `Share of paths, ${about}`,
    heads: [[head("Pair"), head("When", { kind: "text" }), head("First is higher"), head("Equal"), head("Second is higher")]],
    groups: [{ rows: duelsNow().map((duel) => ({
      key: `${duel.first}|${duel.second}|${duel.year}`,
      cells: [rowHead(`${nameOf(duel.first)} against ${nameOf(duel.second)}`), { text: duel.year ?? data.span, kind: "text" },
        ...sharesOf(duel).map((share) => ({ text: `${(share * 100).toFixed(1)} %`, basis: () => basisOfDuel(duel) }))],
    })) }],
  });
}
