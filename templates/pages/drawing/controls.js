/* Switches, sliders, fields and presets. */

const inputs = new Map();
let modelSelect = null;

function radios(name, title, options) {
  const box = html("div");
  for (const [value, text] of options) {
    const input = html("input", { type: "radio", name, value, onchange: () => change({ [name]: value }) });
    inputs.set(`${name}=${value}`, input);
    box.append(html("label", {}, input, html("span", { text })));
  }
  return html("fieldset", { class: "switch" }, html("legend", { text: title }), box);
}

function buildSwitches() {
  const host = byId("switches");
  if (data.numbers.length > 1) host.append(radios("number", "Which number", data.numbers.map(({ id, name }) => [id, capital(name)])));
  if (hasTokens) host.append(radios("tokens", "Tokens", [["all", "All"], ["guaranteed", "Guaranteed only"], ["none", "None"]]));
  if (data.views.length > 1) host.append(radios("view", "Years", data.views.map(({ id, name }) => [id, capital(name)])));
  const link = html("input", { type: "text", readonly: true, hidden: true, "aria-label": "Link to what is shown" });
  const said = html("output", { id: "copied" });
  const copy = html("button", { type: "button", class: "button", id: "copy", text: "Copy link", onclick: () => copyLink(link, said) });
  const print = html("button", { type: "button", class: "button", id: "print", text: "Print", onclick: () => window.print() });
  byId("deeds").append(link, said, copy, print);
}

async function copyLink(link, said) {
  remember();
  const text = location.href;
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    link.hidden = false;
    link.value = text;
    link.focus();
    link.select();
    done = document.execCommand("copy");
  }
  if (done) link.hidden = true;
  say(said, done ? "Link copied" : "Press Ctrl+C to copy");
  setTimeout(() => say(said, ""), 4000);
}

function fieldNode(field) {
  const id = `field-${inputs.size}`;
  const slide = html("input", { type: "range", min: field.low, max: field.high, step: field.step, "aria-label": `${field.words}, slider` });
  const entry = html("input", { type: "number", id, min: field.min, max: field.max, step: "any", inputmode: "decimal" });
  const moved = (text, source) => {
    const value = decimal(field, text);
    put(entry, "aria-invalid", value === null ? "true" : null);
    if (value !== null) change({ settings: write(state.settings, field.path, value) }, source);
  };
  slide.addEventListener("input", () => moved(slide.value));
  entry.addEventListener("input", () => moved(entry.value, entry));
  entry.addEventListener("change", () => {
    put(entry, "aria-invalid", null);
    syncControls();
  });
  const note = html("span", { class: "note", text: field.note ?? "", hidden: !field.note });
  inputs.set(field.id, { slide, entry, note });
  const unit = html("span", { text: field.unit });
  return html("div", { class: "field" }, html("label", { for: id, text: field.label }), html("span", { class: "entry" }, ...(field.unit === "%" ? [entry, unit] : [unit, entry])), slide, note);
}

function buildControls() {
  const form = byId("controls");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.append(presetButtons(), ...(data.models.length ? [modelField()] : []), ...fields.filter((field) => !field.group).map(fieldNode));
  for (const group of new Set(fields.map((field) => field.group).filter(Boolean))) {
    const nodes = fields.filter((field) => field.group === group).map(fieldNode);
    form.append(group === OWN
      ? html("details", { class: "own" }, html("summary", { text: OWN }), html("div", { class: "group", role: "group", "aria-label": OWN }, ...nodes))
      : html("fieldset", { class: "group" }, html("legend", { text: group }), ...nodes));
  }
}

function presetButtons() {
  const box = html("div", { class: "presets", role: "group", "aria-label": "Presets" });
  const button = (name, text) => {
    const node = html("button", { type: "button", class: "button", text, onclick: () => change({ preset: name, settings: baseOf(name) }) });
    inputs.set(`preset=${name}`, node);
    box.append(node);
  };
  button("", "As written");
  for (const { name } of presets) button(name, name);
  const left = data.presets_left_out ?? [];
  if (left.length) box.append(html("p", { class: "quiet", text: `Not possible on a page: ${left.join(", ")}.` }));
  return box;
}

function modelField() {
  modelSelect = html("select", { id: "model", onchange: () => change({ settings: { ...state.settings, model: modelSelect.value } }) });
  modelSelect.append(html("option", { value: "", text: "as each offer states" }));
  for (const provider of new Set(data.models.map((model) => model.provider))) {
    modelSelect.append(html("optgroup", { label: provider }, ...data.models.filter((model) => model.provider === provider)
      .map(({ id }) => html("option", { value: id, text: id }))));
  }
  return html("div", { class: "field" }, html("label", { for: "model", text: "Provider and model" }), modelSelect);
}

/** Controls show the state; the field that is being typed in keeps what stands there. */
function syncControls(typed) {
  for (const name of ["number", "tokens", "view"]) {
    const input = inputs.get(`${name}=${state[name]}`);
    if (input) input.checked = true;
  }
  if (!inputs.has("preset=")) return;
  if (modelSelect) modelSelect.value = state.settings.model ?? "";
  for (const field of fields) syncField(field, typed);
  for (const name of ["", ...presets.map((preset) => preset.name)]) {
    put(inputs.get(`preset=${name}`), "aria-pressed", String(same(state.settings, baseOf(name)) && (name === state.preset || name === "")));
  }
  const count = movedWords().length;
  say(byId("moved"), count === 0 ? "as written" : `${count} changed`);
}
function syncField(field, typed) {
  const { slide, entry, note } = inputs.get(field.id);
  const value = shown(field, state.settings);
  if (value !== null && Number(slide.value) !== value) slide.value = value;
  put(slide, "aria-valuetext", value === null ? "a path by month" : fieldText(field, value / field.scale));
  if (entry !== typed && entry.value !== String(value ?? "")) entry.value = String(value ?? "");
  const words = kept(field, state.settings) === null ? "not stated: 100 % assumed" : value === null ? "stated by month; a value here holds for every month" : field.note;
  say(note, words ?? "");
  note.hidden = !words;
}
