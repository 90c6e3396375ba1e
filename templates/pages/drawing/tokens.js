/* The tokens of each offer at each provider. */

let tokensBox = null;
const withTokens = each.filter((at) => data.offers[at].tokens);
/** Whether an allowance promises money, so that a price moves what it buys; else it moves what a quantity comes to. */
const isMoney = (at) => Number(data.offers[at].tokens.money) > 0;

function buildTokens() {
  if (withTokens.length === 0 || !data.models.some((model) => model.compared)) {
    byId("tokens-section").hidden = true;
    return null;
  }
  say(byId("tokens-note"), "A year of tokens, if all are used, at each provider's prices under what is set here. Tokens of two models do not do the same work; no ratio is assumed.");
  const panels = new Map(withTokens.map((at) => {
    const note = explain(html("p", { class: "quiet" }), () => basisOfYear(at));
    const rows = walkable(html("div", { class: "rows" }), `The tokens of ${nameOf(at)} at each provider`);
    byId("tokens").append(sheet(at, note, rows));
    return [at, { note, rows }];
  }));
  return { panels, ...tableIn(byId("tokens-table"), "Table: tokens at each provider") };
}
const tokenSize = (at, model) => (isMoney(at) ? model.mtok ?? Infinity : model.pays);
function drawTokens() {
  if (!tokensBox) return;
  const most = (kind) => Math.max(1e-9, ...withTokens.filter((at) => isMoney(at) === kind)
    .flatMap((at) => result.offers[at].tokens.models.map((model) => tokenSize(at, model))).filter(Number.isFinite));
  for (const at of withTokens) {
    const { note, rows } = tokensBox.panels.get(at);
    const { known, models } = result.offers[at].tokens;
    say(note, !known ? "Where these tokens are bought is not said, so their price is not known." : isMoney(at) ? `${whole(Number(data.offers[at].tokens.money))} a year buys` : `${tokensText(Number(data.offers[at].tokens.mtok))} a year come to`);
    list(rows, known ? models : [], (model) => model.id, (model) => explain(rowNode("row thin"), () => basisOfModel(at, model.id)), (node, model) => drawModel(node, at, model, most(isMoney(at))));
  }
}
function drawModel(node, at, model, most) {
  const { words, value, picture, note } = rowParts.get(node);
  say(words, model.id);
  const text = isMoney(at) ? tokensText(model.mtok) : whole(model.pays);
  say(value, text);
  say(note, model.may === false ? "not among the providers of this offer" : "");
  put(note, "hidden", model.may !== false);
  put(picture, "class", model.may === false ? "barred" : null);
  put(picture, "aria-label", `${model.id}: ${text}`);
  const size = Math.min(1, tokenSize(at, model) / most);
  list(picture, [0], () => "bar", () => explain(svg("rect", { class: `solid tokens mark${tokensClass()}`, x: 1, y: 1, height: 18 }), () => basisOfModel(at, model.id)),
    (rect) => put(rect, "width", Math.max(1, size * 998).toFixed(1)));
}
/** What an allowance promises a year, and how that came about. */
const basisOfYear = (at) => [`A year of tokens: ${isMoney(at) ? exact(Number(data.offers[at].tokens.money)) : tokensText(Number(data.offers[at].tokens.mtok))}`,
  `${nameOf(at)}, on average over ${data.span}, as promised.`, ...engine.basis(data, state.settings, at, "tokens", "face")];
function basisOfModel(at, id) {
  const model = result.offers[at].tokens.models.find((candidate) => candidate.id === id);
  return [`${id}: ${tokensText(model.mtok)} for ${whole(model.pays)} a year`, `${nameOf(at)}; a million tokens at ${unitPrice(model.price)}.`,
    ...(model.may === false ? ["Not among the providers of this offer."] : []), ...withMoves()];
}
function fillTokens() {
  if (!tokensBox) return;
  const models = result.offers[withTokens[0]].tokens.models;
  fillTable(tokensBox.table, {
    caption: `A year, if all tokens are used; money in ${data.currency}`,
    heads: [[head("Model"), head(`${data.currency} a million tokens`), ...withTokens.flatMap((at) => [head(`${nameOf(at)}: tokens`), head(`${nameOf(at)}: ${data.currency}`)])]],
    groups: [{ rows: models.map((model) => ({
      key: model.id,
      cells: [rowHead(model.id), { text: unitPrice(model.price), basis: () => basisOfModel(withTokens[0], model.id) }, ...withTokens.flatMap((at) => {
        const { known, models: own } = result.offers[at].tokens;
        const mine = own.find((candidate) => candidate.id === model.id);
        const basis = () => basisOfModel(at, model.id);
        return known ? [{ text: tokensText(mine.mtok), basis }, { text: whole(mine.pays), basis }] : [{ text: "not known" }, { text: "not known" }];
      })],
    })) }],
  });
}
