"use strict";

/* The page itself: controls, pictures, tables and what is shared as a link. It calculates nothing: engine.js does.
 Text from offers reaches the page through textContent and attributes only, so it can never become markup. */
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

// ---- words and figures

/** A figure in groups of three digits, halves up, with `least` to `most` decimals. By hand: Intl takes 30 ms to wake up. */
function grouped(amount, least = 0, most = least) {
  const size = engine.rounded(amount, most);
  const [front, back = ""] = Math.abs(size).toFixed(most).split(".");
  const rest = back.slice(0, least) + back.slice(least).replace(/0+$/, "");
  return `${size < 0 ? "-" : ""}${front.replace(/\B(?=(\d{3})+$)/g, ",")}${rest && "."}${rest}`;
}
const inMoney = (text) => `${text.startsWith("-") ? "-" : ""}${data.currency}\u00a0${text.replace("-", "")}`;
const whole = (amount) => inMoney(grouped(amount));
const exact = (amount) => inMoney(grouped(amount, data.minor));
const unitPrice = (price) => (price === null ? "not known" : inMoney(grouped(price, data.minor, 4)));
const bare = (amount) => grouped(amount);
const loose = (value) => grouped(value, 0, 4).replaceAll(",", "");
const three = (value) => String(Number(value.toPrecision(4)));
const percent = (rate, signed) => `${signed && rate > 0 ? "+" : ""}${loose(rate * 100)} %`;
const NOTHING = "–";

/** Short enough for a bar: 552,500 is "552.5K"; the unit stands beside it or on the axis. */
function tight(amount) {
  const [size, letter] = [[1e9, "B"], [1e6, "M"], [1e3, "K"]].find(([size]) => Math.abs(amount) >= size * 0.99995) ?? [1, ""];
  return `${Number((amount / size).toFixed(1))}${letter}`;
}
const short = (amount) => `${data.currency}\u00a0${tight(amount)}`;

/** Millions of tokens in words: 134,900 is "134.9 bn tokens"; null buys without end, at a price of nothing. */
function tokensText(mtok) {
  if (mtok === null || mtok === undefined) return "unlimited tokens";
  if (mtok >= 1e6) return `${three(mtok / 1e6)} trillion tokens`;
  if (mtok >= 1e3) return `${three(mtok / 1e3)} bn tokens`;
  return `${three(mtok)} M tokens`;
}

const MONTHS = "January February March April May June July August September October November December".split(" ");
function dayText(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const joined = (parts) => (parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`);

const sumOf = (amounts) => amounts.reduce((sum, amount) => sum + amount, 0);

/** Whole amounts that add up to a whole total: the largest remainders are rounded up. */
function apportion(amounts, goal = Math.round(sumOf(amounts))) {
  const floors = amounts.map(Math.floor);
  let missing = goal - sumOf(floors);
  const order = amounts.map((amount, at) => [amount - floors[at], at]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  for (const [, at] of order) {
    if (missing <= 0) break;
    floors[at] += 1;
    missing -= 1;
  }
  return floors;
}

const MODES = { all: "with all tokens", guaranteed: "with guaranteed tokens only", none: "without tokens" };
const VERBS = { face: "promises", cost: "is expected to cost", worth: "is worth" };
const numberOf = (id) => data.numbers.find((number) => number.id === id);
const components = data.components;
const componentAt = new Map(components.map((component, at) => [component.id, at]));
/** An offer's name for a sentence; one that is written from right to left keeps to itself. */
const names = data.offers.map(({ name }) => (/[\u0590-\u08ff\ufb1d-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name));
const nameOf = (offer) => names[offer];
const viewOf = (id) => data.views.find((view) => view.id === id);

// ---- building and reusing nodes

const SVG = "http://www.w3.org/2000/svg";

/** Attributes and properties of a node; `text` is its text and `on...` a listener. */
function dress(node, given) {
  for (const [name, value] of Object.entries(given)) {
    if (name === "text") say(node, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else put(node, name, value);
  }
  return node;
}
const html = (tag, given = {}, ...children) => {
  const node = dress(document.createElement(tag), given);
  node.append(...children);
  return node;
};
const svg = (tag, given = {}, ...children) => {
  const node = dress(document.createElementNS(SVG, tag), given);
  node.append(...children);
  return node;
};

/** Change an attribute only where it differs: what stays the same costs no layout. */
function put(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const pools = new WeakMap();

/** Keep one child for every key, in their order: nodes are made once, moved only if they must, and updated. */
function list(parent, items, keyOf, make, update) {
  const had = pools.get(parent) ?? pools.set(parent, new Map()).get(parent);
  const wanted = new Set();
  let at = parent.firstChild;
  items.forEach((item, index) => {
    const key = String(keyOf(item, index));
    wanted.add(key);
    let node = had.get(key);
    if (!node) had.set(key, (node = make(item, index)));
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
    update(node, item, index);
  });
  for (const [key, node] of had) {
    if (!wanted.has(key)) {
      node.remove();
      had.delete(key);
    }
  }
}

// ---- colours

const luminance = (hex) => {
  const [red, green, blue] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};
const mixed = (hex, other, share) => [0, 2, 4].map((at) => Math.round(
  parseInt(hex.slice(at, at + 2), 16) * (1 - share) + parseInt(other.slice(at, at + 2), 16) * share,
).toString(16).padStart(2, "0")).join("");

/** A component keeps its colour in every output; its edge is drawn until it stands out from the background. */
function edge(hex, background, towards) {
  for (let share = 0; share < 1; share += 0.1) {
    const found = mixed(hex, towards, share);
    if (contrast(found, background) >= 3.1) return found;
  }
  return towards;
}

/** Rules are added to the page's own style sheet, which its policy allows; no element gets a style attribute. */
function colour() {
  const sheet = document.styleSheets[0];
  components.forEach(({ colour: hex }, at) => {
    if (!/^[0-9a-f]{6}$/i.test(hex)) return;
    sheet.insertRule(`.c${at}{--c:#${hex};--e:#${edge(hex, "ffffff", "1f2a36")}}`, sheet.cssRules.length);
    const night = `.c${at}{--e:#${edge(hex, "182029", "ffffff")}}`;
    sheet.insertRule(`@media screen and (prefers-color-scheme:dark){${night}}`, sheet.cssRules.length);
  });
  const tokens = componentAt.get("tokens");
  if (tokens !== undefined) {
    for (const rect of document.querySelectorAll("#policy rect")) rect.classList.add(`c${tokens}`);
  }
}
const tokensClass = () => (componentAt.has("tokens") ? ` c${componentAt.get("tokens")}` : "");

// ---- state, and the link that holds it

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

/** A setting by its path: ["token_change"] or ["shares", "ACME", "price"]. */
const read = (settings, path) => path.reduce((found, key) => (found === null || found === undefined ? undefined : found[key]), settings);
function write(settings, [key, ...rest], value) {
  if (rest.length === 0) return { ...settings, [key]: value };
  return { ...settings, [key]: write(settings[key] ?? {}, rest, value) };
}

const OWN = "Token prices by provider";

/** Every setting that a reader can move: path, words, unit and limits, in the order of the controls. */
function describeFields() {
  const rate = (key, label, low, high, note, more) => ({ path: [key], id: key, label, words: label, low, high, note, unit: "%", scale: 100, step: 1, ...more });
  const known = [
    rate("token_change", "Token prices", -90, 200, "all providers, against the stated prices", { signed: true, min: -100, max: 10000 }),
    rate("discount", "Discount a year", 0, 30, "what comes later counts for less", { max: 1000 }),
    rate("haircut", "Loss on own tokens", 0, 100, "against their price, if sold", { when: (kind) => kind.expectation === "tokens" && Number(kind.personal) > 0 }),
    rate("utilisation", "Tokens used", 0, 100, "", { when: (kind) => kind.expectation === "tokens" }),
    rate("payout", "Bonus payout", 0, 200, "", { max: 1000, when: (kind) => kind.expectation === "bonus" }),
    rate("commission", "Commission payout", 0, 200, "", { max: 1000, when: (kind) => kind.expectation === "commission" }),
    rate("leave_rate", "Leaving, a year", 0, 60, "", { max: 100 }),
    rate("load", "Load on cash", 0, 60, "payroll taxes and the like", { max: 1000 }),
  ].filter((field) => field.id in start && (!field.when || data.offers.some((offer) => offer.kinds.some(field.when))));
  const shares = Object.keys(start.shares ?? {}).flatMap((symbol) => shareFields(symbol));
  const providers = providersMoved().map((provider) => rate("", provider, -90, 200, "", {
    path: ["providers", provider], id: `provider.${provider}`, words: `${provider} token prices`, group: OWN, signed: true, min: -100, max: 10000,
  }));
  return [...known, ...shares, ...providers].map((field) => ({ min: field.low, max: field.high, ...field }));
}
function shareFields(symbol) {
  const share = data.shares[symbol];
  const price = Number(start.shares[symbol].price);
  const step = price > 0 ? 10 ** Math.floor(Math.log10(price / 50)) : 0.01;
  const words = [share.source, share.on && dayText(share.on)].filter(Boolean).join(", ");
  const common = { group: `${symbol} shares`, min: 0 };
  return [
    { ...common, path: ["shares", symbol, "price"], id: `share.${symbol}.price`, label: "Price of a share", words: `${symbol} share price`, low: 0,
      high: Math.ceil((price * 4) / step) * step || 100, max: 1e9, step, scale: 1, unit: share.currency, note: words && `stated: ${words}` },
    { ...common, path: ["shares", symbol, "growth"], id: `share.${symbol}.growth`, label: "Growth a year", words: `${symbol} share growth a year`,
      low: -50, high: 100, min: -100, max: 1000, step: 1, scale: 100, unit: "%", signed: true },
  ];
}
/** Providers whose own price can be moved: those that some allowance is priced or compared at, if there are several. */
function providersMoved() {
  const found = new Set(data.models.filter((model) => model.compared).map((model) => model.provider));
  for (const basket of data.baskets) for (const part of basket.prices[""] ?? []) found.add(part.provider);
  return found.size > 1 ? [...found].sort() : [];
}
const fields = describeFields();

/** A number typed or slid, as the decimal text that settings hold; null if it is none within the limits. */
function decimal(field, text) {
  const given = Number(text);
  if (String(text).trim() === "" || !Number.isFinite(given) || given < field.min || given > field.max) return null;
  return String(Number((given / field.scale).toPrecision(12)));
}
/** A field's setting: what nobody has moved at a provider is no change. */
function kept(field, settings) {
  const value = read(settings, field.path);
  return value === undefined ? "0" : value;
}
/** A setting in the unit of its control; null where it is not one number. */
function shown(field, settings) {
  const value = kept(field, settings);
  if (value === null) return field.scale;
  return typeof value === "object" ? null : Number((Number(value) * field.scale).toPrecision(12));
}

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

// ---- what is shown, from what is calculated

let result = null;

const ofCell = (cell, part, number = state.number) => cell?.[part]?.[number] ?? 0;

/** One part of a component, guaranteed or by policy, in a year or (null) in all of them. */
function partOf(offer, component, year, part, number) {
  const cells = result.offers[offer].cells[state.view];
  return (year === null ? Object.keys(cells) : [year]).reduce((sum, label) => sum + ofCell(cells[label]?.[component], part, number), 0);
}
/** One component's amount, with tokens as the switch says, or as `mode` says. */
function amount(offer, component, year, mode = state.tokens, number = state.number) {
  const every = component !== "tokens";
  return (every || mode !== "none" ? partOf(offer, component, year, "guaranteed", number) : 0)
    + (every || mode === "all" ? partOf(offer, component, year, "policy", number) : 0);
}
const totalOf = (offer, mode = state.tokens, number = state.number) => result.offers[offer].totals[number][mode];
const years = () => viewOf(state.view).years;
const firstYear = (offer) => years().find((label) => result.offers[offer].cells[state.view][label]);
const yearTotal = (offer, year, mode) => components.reduce((sum, { id }) => sum + amount(offer, id, year, mode), 0);

/** Components in use, tokens last and only where the switch counts them. */
const counted = () => components.filter(({ id }) => id !== "tokens" || state.tokens !== "none");

/** The pieces of a bar, from its foot: tokens fall apart into guaranteed ones and those that a policy may end. */
function stack(offer, year) {
  return counted().flatMap(({ id }) => {
    const at = componentAt.get(id);
    if (id !== "tokens") return [{ id, at, size: amount(offer, id, year) }];
    const held = { id, at, size: partOf(offer, id, year, "guaranteed") };
    return state.tokens === "all" ? [held, { id, at, size: partOf(offer, id, year, "policy"), policy: true }] : [held];
  });
}

/** Where each piece begins and ends: what is below zero is stacked downwards. */
function stacked(pieces) {
  let up = 0;
  let down = 0;
  return pieces.map((piece) => {
    const from = piece.size >= 0 ? up : down + piece.size;
    if (piece.size >= 0) up += piece.size;
    else down += piece.size;
    return { ...piece, from, to: from + Math.abs(piece.size) };
  });
}

// ---- what a figure says of itself

const bases = new WeakMap();
const tip = byId("tip");
let tipFor = null;
let tipByKey = false;
let hiding = 0;

/** From now on hovering, focusing or tapping the node shows these lines. */
function explain(node, lines) {
  bases.set(node, lines);
  return node;
}
function explained(target) {
  for (let node = target; node && node !== document; node = node.parentNode) if (bases.has(node)) return node;
  return null;
}
function showTip(node, byKey = false) {
  clearTimeout(hiding);
  tipByKey = byKey;
  if (tipFor && tipFor !== node) unmark();
  tipFor = node;
  fillTip();
  if (node instanceof HTMLElement) node.setAttribute("aria-describedby", "tip");
  else node.classList.add("on");
  tip.hidden = false;
  placeTip(node.getBoundingClientRect());
}
function fillTip() {
  const lines = bases.get(tipFor)();
  list(tip, lines, (line, at) => at, () => html("p"), (node, line) => say(node, line));
}
function placeTip(box) {
  const gap = 8;
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.max(gap, Math.min(box.left + box.width / 2 - width / 2, document.documentElement.clientWidth - width - gap));
  const below = box.bottom + gap + height <= innerHeight || box.top - gap - height < 0;
  tip.style.left = `${Math.round(left)}px`;
  tip.style.top = `${Math.round(Math.max(gap, below ? Math.min(box.bottom + gap, innerHeight - height - gap) : box.top - gap - height))}px`;
}
function unmark() {
  tipFor.removeAttribute("aria-describedby");
  tipFor.classList.remove("on");
}
function hideTip() {
  clearTimeout(hiding);
  if (!tipFor) return;
  unmark();
  tipFor = null;
  tip.hidden = true;
}
function hideSoon() {
  clearTimeout(hiding);
  hiding = setTimeout(hideTip, 160);
}
/** After a change of settings an open box says the new figures, or goes with the figure it explained. */
function refreshTip() {
  if (!tipFor) return;
  if (tipFor.isConnected) fillTip();
  else hideTip();
}

function listenForTips() {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const node = explained(event.target);
    if (node) showTip(node);
    else if (tip.contains(event.target)) clearTimeout(hiding);
    else if (tipFor && !tipByKey) hideSoon();
  });
  document.addEventListener("click", (event) => {
    const node = explained(event.target);
    if (node) showTip(node);
    else if (!tip.contains(event.target)) hideTip();
  });
  document.addEventListener("focusin", (event) => {
    const node = explained(event.target);
    if (node && event.target.matches(":focus-visible")) showTip(node, true);
    else if (tipFor && !node) hideTip();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  addEventListener("scroll", (event) => {
    if (!tipFor || tip.contains(event.target)) return;
    if (tipByKey) placeTip(tipFor.getBoundingClientRect());
    else hideTip();
  }, { passive: true, capture: true });
}

/** Arrow keys step through the marks of a picture; each says its figure, also to a screen reader. */
function walkable(node, label) {
  dress(node, { tabindex: 0, role: "group", "aria-label": `${label}. Arrow keys step through its figures.` });
  node.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.target !== node) return;
    const marks = [...node.querySelectorAll(".mark")].filter((mark) => bases.has(mark) && mark.getBoundingClientRect().width > 0);
    if (marks.length === 0) return;
    event.preventDefault();
    const at = marks.indexOf(tipFor);
    const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length];
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    showTip(next, true);
    say(byId("live"), [...tip.children].slice(0, 2).map((line) => line.textContent).join(". "));
  });
  node.addEventListener("blur", () => {
    if (tipFor && node.contains(tipFor)) hideTip();
  });
  return node;
}

const numberWords = (id = state.number) => numberOf(id).name;
const withMoves = () => {
  const words = movedWords();
  return words.length ? [`With what is set on this page: ${words.join("; ")}.`] : [];
};
const definitionOf = (id = state.number) => {
  const number = numberOf(id);
  return number.definition ? [`${capital(number.name)}: ${number.definition.replace(/[.]?$/, ".")}`] : [];
};

/** What stands behind one component of an offer, in a year or over all. */
function basisOfPart(offer, component, year, { part = null, number = state.number } = {}) {
  const { id, name } = components[componentAt.get(component)];
  const tokens = id === "tokens";
  const mode = tokens && state.tokens === "none" ? "all" : state.tokens;
  const figure = part ? partOf(offer, id, year, part, number) : amount(offer, id, year, mode, number);
  const kind = { guaranteed: ", guaranteed", policy: ", if the policy stays" }[part] ?? "";
  const lines = [`${name}${kind}: ${exact(figure)}`, `${nameOf(offer)}, ${year ?? data.span}, ${numberWords(number)}.`];
  if (tokens && !part) {
    const [held, open] = ["guaranteed", "policy"].map((each) => exact(partOf(offer, id, year, each, number)));
    lines.push(`Guaranteed ${held}; if the policy stays ${open}.`);
  }
  return [...lines, ...engine.basis(data, state.settings, offer, id), ...definitionOf(number), ...withMoves()];
}

/** A total: what it is the sum of. */
function basisOfTotal(offer, year, mode, number = state.number) {
  const parts = components.map(({ id, name }) => [name, amount(offer, id, year, mode, number)]).filter(([, size]) => size !== 0);
  const sum = year === null ? totalOf(offer, mode, number) : yearTotal(offer, year, mode);
  return [`Total ${MODES[mode]}: ${exact(sum)}`, `${nameOf(offer)}, ${year ?? data.span}, ${numberWords(number)}.`,
    parts.length ? `The sum of ${joined(parts.map(([name, size]) => `${name} ${exact(size)}`))}.` : "Nothing counts here.",
    ...definitionOf(number), ...withMoves()];
}

// ---- tables

/** A table that opens on demand and always opens on paper; its box scrolls where the page may not. */
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

// ---- controls

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
  if (componentAt.has("tokens")) host.append(radios("tokens", "Tokens", [["all", "All"], ["guaranteed", "Guaranteed only"], ["none", "None"]]));
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
  form.append(presetButtons(), modelField(), ...fields.filter((field) => !field.group).map(fieldNode));
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
  if (!modelSelect) return;
  modelSelect.value = state.settings.model ?? "";
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

// ---- pictures

const each = data.offers.map((offer, at) => at);
const sizes = new Map();

/** A picture's width, told by the browser when it is known or changes: asking for it while drawing costs a layout. */
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

/** The sentences that say who is ahead; the switch's own way to count comes first. */
function drawLead() {
  const modes = [state.tokens, ...["none", "all", "guaranteed"].filter((mode) => mode !== state.tokens)];
  const told = componentAt.has("tokens") ? modes : ["none"];
  list(byId("lead"), told.map(leadSentence), (sentence, at) => at, () => html("p"), (node, text) => say(node, text));
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
  const tokens = componentAt.has("tokens");
  const big = (what, button, gap) => html("div", { class: "big" }, html("span", { class: "what", text: what }), button, gap);
  const list = html("dl", {}, ...(tokens ? [html("dt", { text: "Guaranteed tokens only" }), html("dd", {}, node.guaranteed)] : []),
    html("dt", { text: "Average a year" }), html("dd", {}, node.average), node.year, html("dd", {}, node.first));
  const about = [offer.role, offer.place].filter(Boolean).join(" · ");
  const more = [offer.status === "as_told" ? offer.number : "", offer.start && `from ${dayText(offer.start)}`].filter(Boolean).join(", ");
  const card = html("article", { class: "card" },
    html("header", {}, html("h3", { text: offer.name, dir: "auto" }), html("p", { class: "quiet", text: about, dir: "auto" }), html("p", { class: "quiet", text: more })),
    big(`Without tokens, ${data.span}`, node.none, node.noneGap));
  if (tokens) card.append(big("With all tokens", node.all, node.allGap));
  card.append(list);
  const words = cardWords(offer);
  if (words.length) card.append(html("p", { class: "waits", text: words.join(" ") }));
  return card;
}
function cardWords(offer) {
  const words = [];
  if (componentAt.has("tokens") && !offer.tokens) words.push("No AI tokens.");
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

function buildSums() {
  const rows = walkable(html("div", { class: "rows" }), `Bars of the offers over ${data.span}`);
  byId("sums").append(rows);
  return { rows, ...tableIn(byId("sums"), "Table: parts and totals") };
}
let sums = null;

function drawSums() {
  const bars = each.map((at) => stacked(stack(at, null)));
  const low = Math.min(0, ...bars.flat().map((piece) => piece.from));
  const high = Math.max(1, ...bars.flat().map((piece) => piece.to));
  const x = (size) => ((size - low) / (high - low)) * 998 + 1;
  list(sums.rows, each, (at) => at, () => rowNode(), (node, at) => {
    const { words, value, picture } = rowParts.get(node);
    say(words, nameOf(at));
    say(value, whole(totalOf(at)));
    put(picture, "aria-label", `${nameOf(at)}, ${data.span}, ${numberWords()}, ${MODES[state.tokens]}: ${whole(totalOf(at))}. The table below has its parts.`);
    drawParts(picture, bars[at], at, null, (rect, piece) => {
      across(rect, x(piece.from), x(piece.to));
      put(rect, "y", 1);
      put(rect, "height", 18);
    });
  });
}
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

/** Every part over the whole span as printed: whole amounts that add up to the totals without and with tokens. */
function wholeParts(at, mode, number) {
  const cash = components.filter(({ id }) => id !== "tokens");
  const sizes = apportion(cash.map(({ id }) => amount(at, id, null, mode, number)));
  return new Map([...cash.map(({ id }, index) => [id, sizes[index]]), ["tokens", Math.round(totalOf(at, mode, number)) - sumOf(sizes)]]);
}

/** All offers, all numbers, all parts: the table that belongs to the cards and to the bars of the whole. */
function fillSums() {
  const columns = each.flatMap((at) => data.numbers.map(({ id }) => ({ at, id })));
  const found = columns.map(({ at, id }) => ({ all: wholeParts(at, "all", id), guaranteed: wholeParts(at, "guaranteed", id), none: wholeParts(at, "none", id) }));
  const line = (key, text, kind, pick, basis) => ({
    key, kind, cells: [rowHead(text), ...columns.map(({ at, id }, column) => cellOf(pick(found[column]), () => basis(at, id)))],
  });
  const part = ({ id, name }, kind) => line(id, name, kind, ({ all }) => all.get(id), (at, number) => basisOfPart(at, id, null, { number }));
  const total = (mode) => line(mode, `Total ${MODES[mode]}`, "total", (sizes) => sumOf([...sizes[mode].values()]), (at, number) => basisOfTotal(at, null, mode, number));
  const rows = [...components.filter(({ id }) => id !== "tokens").map((component) => part(component)), total("none")];
  if (componentAt.has("tokens")) {
    const held = line("held", "of which guaranteed", "of", ({ guaranteed }) => guaranteed.get("tokens"), (at, number) => basisOfPart(at, "tokens", null, { part: "guaranteed", number }));
    rows.push(part(components[componentAt.get("tokens")], "tokens"), held, total("guaranteed"), total("all"));
  }
  fillTable(sums.table, {
    caption: `${data.currency}, before tax, over ${data.span}. The numbers are ways to count: never add across them.`,
    heads: [[head("Part"), ...each.map((at) => head(nameOf(at), { span: data.numbers.length, kind: "span" }))],
      [head("Number"), ...columns.map(({ id }) => head(capital(numberOf(id).name)))]],
    groups: [{ rows }],
  });
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

let yearsBox = null;
function buildYears() {
  const panels = each.map((at) => plot(byId("years"), at, "Bars by year", { rules: svg("g"), bars: svg("g"), words: svg("g") }));
  return { panels, ...tableIn(byId("years-table"), "Table: every year and part") };
}

function drawYears() {
  const bars = each.map((at) => years().map((year) => ({ year, pieces: stacked(stack(at, year)), total: yearTotal(at, year) })));
  const pieces = bars.flat().flatMap((bar) => bar.pieces);
  const scale = ticks(Math.min(0, ...pieces.map((piece) => piece.from)), Math.max(1, ...pieces.map((piece) => piece.to)), 4);
  say(byId("years-note"), `${capital(numberWords())}, ${MODES[state.tokens]}, in ${data.currency} before tax, by ${viewOf(state.view).name}. One scale for all offers.`);
  for (const at of each) drawYearPanel(yearsBox.panels[at], at, bars[at], scale);
}
function drawYearPanel(panel, at, bars, scale) {
  if (measured(panel.chart) === 0) return;
  const frame = { width: measured(panel.chart), height: 214, left: 46, right: 2, top: 16, bottom: 22 };
  const y = axis(panel, frame, scale);
  const band = (frame.width - frame.left - frame.right) / Math.max(1, bars.length);
  const thick = Math.min(64, band * 0.68);
  const x = (index) => frame.left + band * (index + 0.5);
  say(panel.total, `${whole(totalOf(at))} over ${data.span}`);
  put(panel.picture, "aria-label", `${nameOf(at)}, ${numberWords()}, ${MODES[state.tokens]}: ${bars.map((bar) => `${bar.year} ${whole(bar.total)}`).join(", ")}. The table below has the parts.`);
  list(panel.bars, bars, (bar) => bar.year, () => svg("g"), (group, bar, index) => {
    drawParts(group, bar.pieces, at, bar.year, (rect, piece) => {
      across(rect, x(index) - thick / 2, x(index) + thick / 2);
      put(rect, "y", y(piece.to).toFixed(1));
      put(rect, "height", Math.max(0, y(piece.from) - y(piece.to)).toFixed(1));
    });
  });
  drawYearWords(panel, frame, bars, x, y, band);
}
/** Every how many years there is room for the name of one. */
const stride = (entries, space) => Math.ceil((Math.max(0, ...entries.map(({ year }) => year.length)) * 6 + 4) / space);
function drawYearWords(panel, frame, bars, x, y, band) {
  const texts = bars.map((bar) => short(bar.total));
  const fits = Math.max(0, ...texts.map((text) => text.length)) * 7.3 <= band;
  const every = stride(bars, band);
  const words = bars.flatMap((bar, index) => {
    const top = Math.min(y(0), ...bar.pieces.map((piece) => y(piece.to)));
    const found = [];
    if (fits || band > 27) found.push({ key: `v${bar.year}`, text: fits ? texts[index] : tight(bar.total), y: top - 5, kind: fits ? "label" : "label small", x: x(index) });
    if (index % every === 0) found.push({ key: `x${bar.year}`, text: bar.year, y: frame.height - 6, kind: null, x: x(index) });
    return found;
  });
  placeWords(panel, words);
}
function placeWords(panel, words) {
  list(panel.words, words, (word) => word.key, () => svg("text", { "text-anchor": "middle" }), (node, word) => {
    say(node, word.text);
    put(node, "x", word.x.toFixed(1));
    put(node, "y", word.y.toFixed(1));
    put(node, "class", word.kind);
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

function fillYears() {
  const labels = years();
  const groups = each.map((at) => {
    const totals = wholeParts(at, state.tokens, state.number);
    const used = counted().filter(({ id }) => labels.some((year) => amount(at, id, year) !== 0));
    const grid = used.map(({ id }) => apportion(labels.map((year) => amount(at, id, year)), totals.get(id)));
    const rows = used.map(({ id, name }, index) => ({
      key: id, kind: id === "tokens" ? "tokens" : null,
      cells: [rowHead(name), ...labels.map((year, column) => cellOf(grid[index][column], () => basisOfPart(at, id, year))), cellOf(totals.get(id), () => basisOfPart(at, id, null))],
    }));
    const sum = { key: "total", kind: "total", cells: [rowHead(`Total ${MODES[state.tokens]}`),
      ...labels.map((year, column) => cellOf(sumOf(grid.map((line) => line[column])), () => basisOfTotal(at, year, state.tokens))),
      cellOf(sumOf([...totals.values()]), () => basisOfTotal(at, null, state.tokens))] };
    return { rows: [titleRow(at, labels.length + 2), ...rows, sum] };
  });
  fillTable(yearsBox.table, {
    caption: `${data.currency}, before tax, ${numberWords()}, ${MODES[state.tokens]}, by ${viewOf(state.view).name}`,
    heads: [[head("Part"), ...labels.map((label) => head(capital(label))), head(capital(data.span))]],
    groups,
  });
}

// ---- tokens at each provider

let tokensBox = null;
const withTokens = each.filter((at) => data.offers[at].tokens);
/** Whether an allowance promises money, so that a price moves what it buys; else it moves what a quantity costs. */
const isMoney = (at) => Number(data.offers[at].tokens.money) > 0;

function buildTokens() {
  if (withTokens.length === 0 || !data.models.some((model) => model.compared)) {
    byId("tokens-section").hidden = true;
    return null;
  }
  say(byId("tokens-note"), "A year of tokens, if all are used, at each provider's prices under what is set here. Tokens of two models do not do the same work; no ratio is assumed.");
  const panels = new Map(withTokens.map((at) => {
    const note = html("p", { class: "quiet" });
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
    say(note, !known ? "Where these tokens are bought is not said, so what they cost or buy is not known." : isMoney(at) ? `${whole(Number(data.offers[at].tokens.money))} a year buys` : `${tokensText(Number(data.offers[at].tokens.mtok))} a year cost`);
    list(rows, known ? models : [], (model) => model.id, () => rowNode("row thin"), (node, model) => drawModel(node, at, model, most(isMoney(at))));
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
function basisOfModel(at, id) {
  const model = result.offers[at].tokens.models.find((candidate) => candidate.id === id);
  return [`${id}: ${tokensText(model.mtok)} for ${whole(model.pays)} a year`, `${nameOf(at)}; a million tokens at ${unitPrice(model.price)}.`,
    ...(model.may === false ? ["Not among the providers of this offer."] : []), ...engine.basis(data, state.settings, at, "tokens"), ...withMoves()];
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

// ---- odds, as they were simulated

/** The simulation with its amounts as numbers; days, names and years stay text. */
const room = data.simulation && JSON.parse(JSON.stringify(data.simulation), (key, value) => (
  !["year", "name"].includes(key) && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value));
let oddsBox = null;
let oddsShown = "";
const oddsNumber = () => (state.number === "cost" && room.fan.cost ? "cost" : "worth");
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
  if (facts.length) host.append(group("Worth knowing", "", html("ul", {}, ...facts.map((text) => html("li", { text })))));
  return box;
}

/** What the paths say of equity that ends worthless, allowances that run dry and the cost at risk. */
function oddsFacts() {
  const facts = [];
  each.forEach((at) => {
    const worthless = room.worthless?.[at];
    if (worthless !== null && worthless !== undefined) facts.push(`${nameOf(at)}: its equity ends worthless in ${inHundred(worthless)}.`);
    for (const dry of (room.dry?.[at] ?? []).filter(({ odds }) => odds !== null)) {
      const when = dry.p50 ? ` Where it does, half of them by ${dayText(dry.p50)}${dry.p10 && dry.p90 ? ` (eight of ten between ${dayText(dry.p10)} and ${dayText(dry.p90)})` : ""}.` : "";
      facts.push(`${nameOf(at)}: the allowance “${dry.name}” runs dry in ${inHundred(dry.odds)}.${when}`);
    }
    if (room.cost_at_risk?.[at] !== undefined && room.cost_at_risk?.[at] !== null) {
      facts.push(`${nameOf(at)}: cost at risk ${whole(room.cost_at_risk[at])}: by so much the cost exceeds its expectation, or more, in 10 of 100 paths.`);
    }
  });
  return facts;
}

const fanOf = (at) => room.fan[oddsNumber()][at][oddsTokens()];

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

const basisOfEnd = (at, bar, end) => [`${bar.name}, ${bar[`${end}_words`]}: ${whole(bar[end])}`,
  `${nameOf(at)}, ${data.span}, with all tokens; as written ${whole(bar.base)}.`];
function drawTornado() {
  for (const at of each.filter((offer) => oddsBox.tornado[offer])) {
    const bars = room.tornado[at];
    const ends = bars.flatMap((bar) => [bar.low, bar.base, bar.high]);
    const low = Math.min(...ends);
    const high = Math.max(low + 1, ...ends);
    const x = (size) => ((size - low) / (high - low)) * 996 + 2;
    list(oddsBox.tornado[at], bars, (bar) => bar.name, () => rowNode("row thin"), (node, bar) => {
      const { words, value, picture, note } = rowParts.get(node);
      say(words, capital(bar.name));
      say(value, whole(Math.abs(bar.high - bar.low)));
      say(note, `${bar.low_words} gives ${whole(bar.low)}; ${bar.high_words} gives ${whole(bar.high)}`);
      put(picture, "aria-label", `${bar.name}: ${whole(bar.low)} to ${whole(bar.high)}`);
      list(picture, ["track", "low", "high"], String, (kind) => svg("rect", kind === "track" ? { class: "track", y: 8, height: 4 } : { class: `${kind} mark`, y: 1, height: 18 }), (rect, kind) => {
        if (kind !== "track") explain(rect, () => basisOfEnd(at, bar, kind));
        across(rect, x(kind === "track" ? low : bar.base), x(kind === "track" ? high : bar[kind]));
      });
    });
  }
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

// ---- totals by name, and what the offers say

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
  const tokens = componentAt.has("tokens");
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
  const said = (at, { id }) => engine.basis(data, state.settings, at, id).join(" ");
  fillTable(factsTable.table, {
    caption: "How each part came about, under what is set on this page",
    heads: [[head("Part"), ...each.map((at) => head(nameOf(at), { kind: "text" }))]],
    groups: [{ rows: components.map((component) => ({ key: component.id, cells: [rowHead(component.name), ...each.map((at) => ({ text: said(at, component) || NOTHING, kind: "text" }))] })) }],
  });
}

function buildWords() {
  say(byId("about"), [`As of ${dayText(data.as_of)}`, data.currency, "before tax", `${data.span} from each offer's start`, data.for === "employer" ? "for the employer" : "for the candidate"].join(" · "));
  for (const { id, name, definition } of data.numbers) byId("notes").append(html("p", { text: `${capital(name)}: ${definition}` }));
  for (const text of data.notes ?? []) byId("notes").append(html("p", { text }));
  byId("notes").append(html("p", { text: "The page needs no network and sends nothing. What you set stands in its address after the # sign." }));
}

// ---- all together

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
  const tables = [[sums.details, fillSums], [yearsBox.details, fillYears], [tokensBox?.details, fillTokens], [namedTable?.details, fillNamed], [factsTable?.details, fillFacts]];
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
  state = restored(location.hash.includes("=") ? location.hash : "");
  written = location.hash.replace(/^#/, "");
  colour();
  buildWords();
  buildSwitches();
  byId("panel").open = matchMedia("(min-width: 66rem)").matches;
  buildCards();
  buildLegend();
  sums = buildSums();
  yearsBox = buildYears();
  render(false);
  listenForTips();
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(finish)));
}
function finish() {
  buildControls();
  tokensBox = buildTokens();
  oddsBox = buildOdds();
  namedTable = buildNamed();
  factsTable = buildFacts();
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

begin();
