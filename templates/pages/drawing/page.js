/* All together: what is drawn when. */

let pending = 0;
let settling = 0;
let typedIn = null;

/** A change of the state: everything is calculated and drawn once in the next frame. */
function change(changes, typed = null) {
  state = { ...state, ...changes };
  if (changes.settings) {
    state.settings = changes.settings;
    result = null;
  }
  typedIn = typed;
  draw();
  clearTimeout(settling);
  settling = setTimeout(settle, 350);
}
function draw() {
  if (!pending) pending = requestAnimationFrame(() => {
    pending = 0;
    render(false);
  });
}

/** Pictures always; tables where they are open, and all of them once things have come to rest. */
function render(all) {
  result ??= engine.figures(data, state.settings);
  say(byId("definition"), definitionOf().join(""));
  syncControls(typedIn);
  drawLead();
  drawCards();
  drawSums();
  drawYears();
  drawTokens();
  drawOdds();
  const tables = [[sums.details, fillSums], [yearsBox?.details, fillYears], [tokensBox?.details, fillTokens], [namedTable?.details, fillNamed], [factsTable?.details, fillFacts]];
  for (const [details, fill] of tables) if (details && (all || details.open)) fill();
  if (all || document.querySelector("#odds .data[open]")) fillOdds();
  refreshTip();
}

/** Things have come to rest: closed tables, the address and the words for a screen reader follow. */
function settle() {
  if (!factsTable) return;
  render(true);
  remember();
  const totals = each.map((at) => `${nameOf(at)} ${whole(totalOf(at))}`);
  say(byId("live"), `Total ${MODES[state.tokens]}, ${numberWords()}: ${totals.join("; ")}.`);
}

function restore() {
  if (location.hash.replace(/^#/, "") === written) return;
  if (location.hash && !location.hash.includes("=")) return;
  state = restored(location.hash);
  written = location.hash.replace(/^#/, "");
  result = null;
  change({ settings: state.settings });
}

/** On paper every table is open; afterwards the page is as it was. */
function listenForPaper() {
  let closed = [];
  addEventListener("beforeprint", () => {
    hideTip();
    render(true);
    closed = [...document.querySelectorAll("details.data:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}

/** First the pictures that are seen first; controls and the rest of the page once those are on the screen. */
function begin() {
  fields = describeFields();
  state = restored(location.hash.includes("=") ? location.hash : "");
  written = location.hash.replace(/^#/, "");
  colour();
  buildWords();
  buildSwitches();
  byId("panel").open = matchMedia("(min-width: 66rem)").matches;
  buildCards();
  buildLegend();
  sums = buildSums();
  render(false);
  listenForTips();
  whenShown(() => {
    yearsBox = buildYears();
    drawYears();
    whenShown(finish);
  });
}
/** Go on when what is drawn has reached the screen. */
const whenShown = (next) => requestAnimationFrame(() => setTimeout(next));
function finish() {
  buildControls();
  tokensBox = buildTokens();
  oddsBox = buildOdds();
  namedTable = buildNamed();
  factsTable = buildFacts();
  buildNotes();
  listenForPaper();
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("cards-title").focus();
  });
  addEventListener("hashchange", restore);
  render(false);
  setTimeout(() => {
    render(true);
    document.documentElement.dataset.ready = "yes";
  });
}

document.addEventListener("DOMContentLoaded", begin); // when every script has been read
