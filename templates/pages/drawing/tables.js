/* Tables: they open when asked, and on paper. */

/** A table that opens when asked, and always on paper; its box scrolls where the page may not. */
function tableIn(host, summary) {
  const table = html("table");
  const box = html("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": summary }, table);
  const details = html("details", { class: "data" }, html("summary", { text: summary }), box);
  details.addEventListener("toggle", () => draw());
  host.append(details);
  table.addEventListener("keydown", walkCells);
  return { details, table };
}
function walkCells(event) {
  const cell = event.target.closest("td[tabindex]");
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[event.key];
  if (!cell || !step) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll("tr")].map((row) => [...row.querySelectorAll("td[tabindex]")]).filter((row) => row.length);
  const down = rows.findIndex((row) => row.includes(cell));
  const across = rows[down].indexOf(cell);
  const row = rows[Math.min(rows.length - 1, Math.max(0, down + step[0]))];
  const next = row[Math.min(row.length - 1, Math.max(0, across + step[1]))];
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** Fill a table: `heads` are rows of head cells, `groups` bodies of rows; a cell is text, or text with its basis. */
function fillTable(table, { caption, heads, groups }) {
  const parts = [{ key: "caption" }, { key: "head" }, ...groups.map((group, at) => ({ key: `body${at}`, group }))];
  list(table, parts, (part) => part.key,
    ({ key }) => html(key === "caption" ? "caption" : key === "head" ? "thead" : "tbody"),
    (node, { key, group }) => {
      if (key === "caption") say(node, caption);
      else if (key === "head") fillRows(node, heads.map((cells, at) => ({ key: at, cells: cells.map((cell) => ({ scope: cell.span > 1 ? "colgroup" : "col", ...cell, head: true })) })));
      else fillRows(node, group.rows);
    });
  const first = table.querySelector("td[tabindex]");
  if (first && !table.querySelector('td[tabindex="0"]')) first.tabIndex = 0;
}
function fillRows(body, rows) {
  list(body, rows, (row) => row.key, () => html("tr"), (line, row) => {
    put(line, "class", row.kind);
    list(line, row.cells, (cell, at) => `${at}${cell.head ? "h" : "d"}`,
      (cell) => html(cell.head ? "th" : "td"),
      (node, cell) => fillCell(node, cell));
  });
}
function fillCell(node, cell) {
  if (cell.note) list(node, ["text", "note"], String, (key) => html("span", { class: key }), (span, key) => say(span, cell[key]));
  else say(node, cell.text);
  if (cell.head) put(node, "scope", cell.scope ?? "row");
  put(node, "colspan", cell.span > 1 ? cell.span : null);
  put(node, "class", cell.kind);
  if (!cell.basis) return;
  if (!node.hasAttribute("tabindex")) node.tabIndex = -1;
  explain(node, cell.basis);
}
const head = (text, more) => ({ text, ...more });
const rowHead = (text, more) => ({ text, head: true, ...more });
const titleRow = (at, span) => ({ key: "title", kind: "total", cells: [rowHead(nameOf(at), { span, scope: "rowgroup" })] });
const cellOf = (size, basis) => ({ text: bare(size), basis });
