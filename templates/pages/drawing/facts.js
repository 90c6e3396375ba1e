/* Totals by name, what the offers say, and how to read the page. */

let namedTable = null;
function buildNamed() {
  const { details, table } = tableIn(byId("named"), "Table: totals by name");
  details.open = true;
  return { details, table };
}
function fillNamed() {
  const names = result.offers[0].named;
  const cell = (at, entry, tokens) => {
    const found = result.offers[at].named.find((candidate) => candidate.id === entry.id);
    const amounts = tokens ? found?.tokens : found?.amounts;
    if (!amounts) return { text: NOTHING };
    return cellOf(amounts[state.number], () => [`${entry.name}${tokens ? ", tokens beside it" : ""}: ${exact(amounts[state.number])}`, `${nameOf(at)}, ${numberWords()}.`, `${capital(entry.definition)}.`, ...withMoves()]);
  };
  const tokens = hasTokens;
  fillTable(namedTable.table, {
    caption: `${data.currency}, before tax, ${numberWords()}`,
    heads: [[head("Total"), ...each.map((at) => head(nameOf(at), { span: tokens ? 2 : 1, kind: "span" }))],
      ...(tokens ? [[head("What is in it"), ...each.flatMap(() => [head("without tokens"), head("tokens beside it")])]] : [])],
    groups: [{ rows: names.map((entry) => ({ key: entry.id, cells: [rowHead(entry.name, { note: entry.definition }), ...each.flatMap((at) => [cell(at, entry), ...(tokens ? [cell(at, entry, true)] : [])])] })) }],
  });
}

let factsTable = null;
function buildFacts() {
  const panels = html("div", { class: "panels" });
  for (const at of each) {
    const terms = (data.offers[at].terms ?? []).flatMap(({ name, words }) => [html("dt", { text: name, dir: "auto" }), html("dd", { text: words, dir: "auto" })]);
    panels.append(sheet(at, html("dl", { class: "terms" }, ...terms)));
  }
  byId("facts").append(panels);
  return tableIn(byId("facts"), "Table: how each part came about");
}
function fillFacts() {
  const said = (at, { id }) => engine.basis(data, state.settings, at, id, state.number).join(" ");
  fillTable(factsTable.table, {
    caption: `How each part came about, ${numberWords()}, under what is set on this page`,
    heads: [[head("Part"), ...each.map((at) => head(nameOf(at), { kind: "text" }))]],
    groups: [{ rows: components.map((component) => ({ key: component.id, cells: [rowHead(component.name), ...each.map((at) => ({ text: said(at, component) || NOTHING, kind: "text" }))] })) }],
  });
}

function buildWords() {
  say(byId("about"), [`As of ${dayText(data.as_of)}`, data.currency, "before tax", `${data.span} from ${data.offers.every((offer) => offer.start === offer.first_day) ? "each offer's start" : "the day on each card"}`, data.for === "employer" ? "for the employer" : "for the candidate"].join(" · "));
}
function buildNotes() {
  for (const { name, definition } of data.numbers) byId("notes").append(html("p", { text: `${capital(name)}: ${definition}` }));
  for (const text of data.notes ?? []) byId("notes").append(html("p", { text }));
  byId("notes").append(html("p", { text: "The page needs no network and sends nothing. What you set stands in its address after the # sign." }));
}
