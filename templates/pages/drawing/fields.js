/* Settings that a reader can move: path, words, unit and limits. */

/** A setting by its path: ["token_change"] or ["shares", "ACME", "price"]. */
const read = (settings, path) => path.reduce((found, key) => (found === null || found === undefined ? undefined : found[key]), settings);
function write(settings, [key, ...rest], value) {
  if (rest.length === 0) return { ...settings, [key]: value };
  return { ...settings, [key]: write(settings[key] ?? {}, rest, value) };
}

const OWN = "Token prices by provider";

/** A setting that is a rate, shown in per cent. `when` says of which kinds of rows there must be one. */
const rateField = (key, label, low, high, note = "", more = {}) => (
  { path: [key], id: key, label, words: label, low, high, note, unit: "%", scale: 100, step: 1, ...more });

/** Rates that hold for all offers, in the order of the controls. */
const RATES = [
  rateField("token_change", "Token prices", -90, 200, "all providers, against the stated prices", { signed: true, min: -100, max: 10000, when: (kind) => components[kind.component].id === "tokens" }),
  rateField("discount", "Discount a year", 0, 30, "what comes later counts for less", { max: 1000 }),
  rateField("haircut", "Loss on own tokens", 0, 100, "against their price, if sold", { when: (kind) => kind.expectation === "tokens" && Number(kind.personal) > 0 }),
];

/** Every setting that a reader can move, in the order of the controls; described when the page begins. */
let fields = [];
function describeFields() {
  const known = RATES.filter((field) => field.id in start && (!field.when || data.offers.some((offer) => offer.kinds.some(field.when))));
  const shares = Object.keys(start.shares ?? {}).flatMap((symbol) => shareFields(symbol));
  const providers = providersMoved().map((provider) => rateField("", provider, -90, 200, "", {
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
