/* Side by side: who is ahead, a card for every offer, and the colours of the parts. */

/** The sentences that say who is ahead; the switch's own way to count comes first. */
function drawLead() {
  const modes = [state.tokens, ...["none", "all", "guaranteed"].filter((mode) => mode !== state.tokens)];
  const told = hasTokens ? modes : ["none"];
  list(byId("lead"), told, (mode, at) => at, () => html("p"), (node, mode) => say(explain(node, () => basisOfLead(mode)), leadSentence(mode)));
  list(byId("strip"), each, (at) => at, () => html("span"), (node, at) => say(node, `${nameOf(at)} ${whole(totalOf(at))}`));
}
function leadSentence(mode) {
  const order = [...each].sort((a, b) => totalOf(b, mode) - totalOf(a, mode));
  const to = state.number === "worth" ? " to the employee" : "";
  const verb = VERBS[state.number] ?? "comes to";
  if (order.length === 1) return `${capital(MODES[mode])} ${nameOf(0)} ${verb} ${whole(totalOf(0, mode))}${to} over ${data.span}.`;
  const [first, second] = order;
  const ahead = Math.round(totalOf(first, mode)) - Math.round(totalOf(second, mode));
  if (ahead === 0) return `${capital(MODES[mode])} ${nameOf(first)} and ${nameOf(second)} are equal over ${data.span}: ${whole(totalOf(first, mode))}${to}.`;
  return `${capital(MODES[mode])} ${nameOf(first)} ${verb} ${whole(ahead)} more${to} than ${nameOf(second)} over ${data.span}.`;
}

function buildCards() {
  for (const at of each) byId("cards").append(cardOf(at));
}
const cards = [];
function cardOf(at) {
  const offer = data.offers[at];
  const figure = (kind, mode) => explain(html("button", { type: "button", class: `figure ${kind}` }), () => basisOfTotal(at, null, mode));
  const node = {
    none: figure("first", "none"), all: figure("second", "all"), noneGap: html("span", { class: "versus" }), allGap: html("span", { class: "versus" }),
    guaranteed: figure("", "guaranteed"),
    average: explain(html("button", { type: "button", class: "figure" }), () => [`Average a year: ${exact(totalOf(at) / (data.horizon_months / 12))}`, `${offer.name}, ${MODES[state.tokens]}, ${numberWords()}: the total over ${data.span}, a year.`]),
    first: explain(html("button", { type: "button", class: "figure" }), () => basisOfTotal(at, firstYear(at), state.tokens)),
    year: html("dt"),
  };
  cards[at] = node;
  const tokens = hasTokens;
  const big = (what, button, gap) => html("div", { class: "big" }, html("span", { class: "what", text: what }), button, gap);
  const list = html("dl", {}, ...(tokens ? [html("dt", { text: "Guaranteed tokens only" }), html("dd", {}, node.guaranteed)] : []),
    html("dt", { text: "Average a year" }), html("dd", {}, node.average), node.year, html("dd", {}, node.first));
  const about = [offer.role, offer.place].filter(Boolean).join(" · ");
  const more = [offer.status === "as_told" ? offer.number : "", offer.start && `from ${dayText(offer.start)}`].filter(Boolean).join(", ");
  const card = html("article", { class: "card" },
    html("header", {}, html("h3", { text: offer.name, dir: "auto" }), html("p", { class: "quiet", text: about, dir: "auto" }), html("p", { class: "quiet", text: more })),
    big(`${capital(MODES.none)}, ${data.span}`, node.none, node.noneGap));
  if (tokens) card.append(big("With all tokens", node.all, node.allGap));
  card.append(list);
  const words = cardWords(offer);
  if (words.length) card.append(html("p", { class: "waits", text: words.join(" ") }));
  return card;
}
function cardWords(offer) {
  const words = [];
  if (hasTokens && !offer.tokens) words.push("No AI tokens.");
  if (offer.waiting?.length) words.push(`Not counted: ${offer.waiting.map((entry) => entry.words).join("; ")}.`);
  if (offer.left_out?.length) words.push(`Not told, so left out: ${offer.left_out.join(", ")}.`);
  return words;
}

function drawCards() {
  for (const at of each) {
    const node = cards[at];
    say(node.none, whole(totalOf(at, "none")));
    say(node.noneGap, behind(at, "none"));
    say(node.all, whole(totalOf(at, "all")));
    say(node.allGap, behind(at, "all"));
    say(node.guaranteed, whole(totalOf(at, "guaranteed")));
    say(node.average, whole(totalOf(at) / (data.horizon_months / 12)));
    const year = firstYear(at);
    say(node.year, year === undefined ? "First year" : capital(year));
    say(node.first, year === undefined ? NOTHING : whole(yearTotal(at, year)));
  }
}
function behind(at, mode) {
  if (each.length === 1) return "";
  const best = Math.max(...each.map((other) => Math.round(totalOf(other, mode))));
  const gap = best - Math.round(totalOf(at, mode));
  const leaders = each.filter((other) => Math.round(totalOf(other, mode)) === best);
  if (gap === 0) return leaders.length > 1 ? "highest, with others" : "highest";
  return `${whole(gap)} less than ${data.offers[leaders[0]].name}`;
}

function buildLegend() {
  const swatch = (at, policy) => svg("svg", { class: `swatch c${at}`, "aria-hidden": "true", viewBox: "0 0 16 16" },
    svg("rect", { class: policy ? "part policy" : "part", x: 0.5, y: 0.5, width: 15, height: 15, rx: 3 }));
  components.forEach(({ id, name }, at) => {
    byId("legend").append(html("li", {}, swatch(at), id === "tokens" ? `${name}, guaranteed` : name));
    if (id === "tokens") byId("legend").append(html("li", {}, swatch(at, true), `${name}, if the policy stays`));
  });
}
