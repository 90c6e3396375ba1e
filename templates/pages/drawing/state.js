/* What is shown: the state, and the link that holds it. */

const start = engine.start(data);
const initial = () => ({ number: data.numbers[0].id, tokens: "all", view: data.views[0].id, preset: "", settings: engine.start(data) });
let state = initial();

const presetOf = (name) => data.presets.find((preset) => preset.name === name);
const settingsOf = new Map();
/** The settings of a preset, or of the file as it was written. */
function baseOf(name) {
  if (!settingsOf.has(name)) settingsOf.set(name, presetOf(name) ? engine.merged(engine.start(data), presetOf(name).settings) : engine.start(data));
  return settingsOf.get(name);
}

/** Numbers compare as numbers, so that "0.40" is "0.4"; everything else by what it holds. */
function same(one, other) {
  if (one === other) return true;
  if (one === null || other === null || one === undefined || other === undefined) return false;
  if (typeof one === "object" && typeof other === "object") {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => same(one[key], other[key]));
  }
  return one !== "" && other !== "" && Number(one) === Number(other);
}

/** Presets that change something; one that changes nothing is what "As written" gives. */
const presets = data.presets.filter(({ name }) => !same(baseOf(name), start));

/** The state as `key=value` pairs: only what differs from the file as it was written. */
function fragment() {
  const first = initial();
  const pairs = ["number", "tokens", "view"].filter((key) => state[key] !== first[key]).map((key) => [key, state[key]]);
  if (state.preset) pairs.push(["preset", state.preset]);
  const base = baseOf(state.preset);
  if (state.settings.model !== base.model) pairs.push(["model", state.settings.model]);
  for (const field of fields) {
    const value = kept(field, state.settings);
    if (!same(value, kept(field, base)) && typeof value === "string") pairs.push([field.id, value]);
  }
  return pairs.map((pair) => pair.map((text) => encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+")).join("=")).join("&");
}

/** A state from a fragment: what is unknown or out of its limits is passed over. */
function restored(text) {
  const given = new URLSearchParams(text.replace(/^#/, ""));
  const found = initial();
  const take = (key, allowed) => {
    if (allowed.includes(given.get(key))) found[key] = given.get(key);
  };
  take("number", data.numbers.map((number) => number.id));
  take("tokens", Object.keys(MODES));
  take("view", data.views.map((view) => view.id));
  take("preset", presets.map((preset) => preset.name));
  found.settings = baseOf(found.preset);
  const models = ["", ...data.models.map((model) => model.id)];
  if (given.has("model") && models.includes(given.get("model"))) found.settings = { ...found.settings, model: given.get("model") };
  for (const field of fields) {
    const raw = given.get(field.id);
    if (raw === null || raw.trim() === "") continue;
    const value = decimal(field, String(Number(raw) * field.scale));
    if (value !== null) found.settings = write(found.settings, field.path, value);
  }
  return found;
}

let written = "";
function remember() {
  const text = fragment();
  if (text === written) return;
  written = text;
  try {
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  } catch {
    // Some previews open a file without an address of its own; the page works, only the link does not follow.
  }
}

const isMoved = () => !same(state.settings, start);

/** What differs from the file as it was written, in words. */
function movedWords() {
  const words = [];
  if (state.settings.model !== start.model) words.push(state.settings.model ? `tokens at ${state.settings.model}` : "tokens as each offer states");
  for (const field of fields) {
    const value = kept(field, state.settings);
    if (typeof value === "string" && !same(value, kept(field, start))) words.push(`${field.words}: ${fieldText(field, Number(value))}`);
  }
  if (!same([state.settings.moves, state.settings.index_moves], [start.moves, start.index_moves])) words.push(`preset “${state.preset}”`);
  return words;
}
const fieldText = (field, value) => (field.unit === "%" ? percent(value, field.signed) : `${field.unit} ${loose(value)}`);
