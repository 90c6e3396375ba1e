/* Figures and days as a reader sees them.
 Text from offers reaches the page through textContent and attributes only, so it can never become markup. */

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);

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
  return `${Number((amount / size).toFixed(Math.abs(amount) < 10 ? 2 : 1))}${letter}`;
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

const VERBS = { face: "promises", worth: "is worth" };
const numberOf = (id) => data.numbers.find((number) => number.id === id);
const components = data.components;
const componentAt = new Map(components.map((component, at) => [component.id, at]));
const hasTokens = componentAt.has("tokens");
/** What is counted of tokens, in words; where no offer has any, there is one way to count. */
const MODES = hasTokens ? { all: "with all tokens", guaranteed: "with guaranteed tokens only", none: "without tokens" }
  : { all: "in all", guaranteed: "in all", none: "in all" };
/** An offer's name for a sentence; one that is written from right to left keeps to itself. */
const names = data.offers.map(({ name }) => (/[\u0590-\u08ff\ufb1d-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name));
const nameOf = (offer) => names[offer];
const viewOf = (id) => data.views.find((view) => view.id === id);
