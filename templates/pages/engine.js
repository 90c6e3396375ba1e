/*
 * The calculating engine of the page: data and settings in, figures out.
 *
 * A pay package is a list of rows: on a day, a quantity of a unit. A market says what one unit is worth on that day.
 * Value is quantity times price, three ways: as promised (face), expected cost (cost), to the employee (worth).
 * The data is `compkit/page/1`; the same formulas in Python are compkit's `value`, `cells` and `token_year`.
 *
 * Nothing here touches the document, the network or the clock. Numbers are doubles; sums keep their rounding errors.
 */
const engine = (() => {
  "use strict";

  // ---- numbers ----------------------------------------------------------------------------------------------------

  /** A number from decimal text, or as it is. */
  const number = (given) => (typeof given === "number" ? given : Number(given));

  const numberOrNull = (given) => (given === null || given === undefined ? null : number(given));

  /** A sum that carries the digits which each addition loses (Neumaier 1974). */
  class Sum {
    constructor() {
      this.total = 0;
      this.lost = 0;
    }

    add(term) {
      const next = this.total + term;
      this.lost += Math.abs(this.total) >= Math.abs(term) ? this.total - next + term : term - next + this.total;
      this.total = next;
    }

    get value() {
      return this.total + this.lost;
    }
  }

  const sumOf = (terms) => {
    const sum = new Sum();
    for (const term of terms) sum.add(term);
    return sum.value;
  };

  /** How far below a half may lie what is one but for its last bits. */
  const LAST_BITS = 2 ** -48;

  /** Whole smallest units (cents where `places` is 2), halves away from zero. */
  const minor = (amount, places) => {
    const scaled = Math.abs(amount) * 10 ** places;
    const whole = Math.floor(scaled * (1 + LAST_BITS) + 0.5);
    return amount < 0 && whole ? -whole : whole;
  };

  const rounded = (amount, places) => minor(amount, places) / 10 ** places;

  const percent = (rate) => `${Number((number(rate) * 100).toPrecision(12))} %`;

  // ---- days -------------------------------------------------------------------------------------------------------

  const DAY = 86400000;

  const dateOf = (text) => new Date(`${text}T00:00:00Z`);

  const textOf = (date) => date.toISOString().slice(0, 10);

  /** A day of the page as year-month-day. */
  const dayText = (data, day) => textOf(new Date(dateOf(data.as_of).getTime() + data.days[day] * DAY));

  const monthLength = (year, month) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

  /** Whole months from one day that are over at the beginning of another; 0 if it comes first. */
  const completedMonths = (start, end) => {
    const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
    const anniversary = Math.min(start.getUTCDate(), monthLength(end.getUTCFullYear(), end.getUTCMonth()));
    return Math.max(end.getUTCDate() >= anniversary ? months : months - 1, 0);
  };

  // ---- steps and lines --------------------------------------------------------------------------------------------

  /** The step that holds on a day; the first one holds before its day, too. */
  const stepOn = (steps, day) => {
    let found = steps[0];
    for (const step of steps) {
      if (step[0] > day) break;
      found = step;
    }
    return found;
  };

  /** A value on a line of points; the last slope goes on. */
  const onLine = (points, at) => {
    let number = 1;
    while (number < points.length - 1 && points[number][0] < at) number += 1;
    const [[x0, y0], [x1, y1]] = [points[number - 1], points[number]];
    if (at === x0) return y0;
    if (at === x1) return y1;
    return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
  };

  // ---- options ----------------------------------------------------------------------------------------------------

  /** The complementary error function, to the last digits also in its far tail. */
  const erfc = (x) => {
    if (x < 0) return 2 - erfc(-x);
    if (x < 2.5) return 1 - erfNear(x);
    if (x > 27) return 0;
    // Abramowitz and Stegun 7.1.14: a continued fraction, from its far end
    let fraction = 0;
    for (let number = 100; number > 0; number -= 1) fraction = number / 2 / (x + fraction);
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  };

  /** The error function by a series without cancellation (Abramowitz and Stegun 7.1.6). */
  const erfNear = (x) => {
    let term = x;
    let series = x;
    for (let number = 1; term > series * 1e-18; number += 1) {
      term *= (2 * x * x) / (2 * number + 1);
      series += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * series;
  };

  /** The normal distribution below x. */
  const normal = (x) => 0.5 * erfc(-x / Math.SQRT2);

  /** A model's value to ten decimals, as Python states it. */
  const modelValue = (value) => (value < 900000 ? Math.round(value * 1e10) / 1e10 : value);

  /** A European option to buy, by Black, Scholes and Merton. */
  const blackScholes = ({ spot, strike, years, rate, dividendYield, volatility }) => {
    const share = spot * Math.exp(-dividendYield * years);
    const paid = strike * Math.exp(-rate * years);
    const spread = volatility * Math.sqrt(years);
    if (!spread || !spot) return modelValue(Math.max(share - paid, 0));
    const d1 = Math.log(spot / strike) / spread + ((rate - dividendYield) * years) / spread + spread / 2;
    return modelValue(Math.max(share * normal(d1) - paid * normal(d1 - spread), 0));
  };

  /** An employee option on a tree: exercised once vested and far enough above the strike, or on leaving. */
  const lattice = ({ spot, strike, years, vestsIn, rate, dividendYield, volatility, multiple, leaving, steps }) => {
    if (!years || !spot) return modelValue(Math.max(spot - strike, 0));
    const drift = rate - dividendYield;
    const count = Math.max(steps, Math.ceil(years * (drift / volatility) ** 2) + 1);
    const dt = years / count;
    const jump = volatility * Math.sqrt(dt);
    const [up, down, discount] = [Math.exp(jump), Math.exp(-jump), Math.exp(-rate * dt)];
    const chance = (Math.exp(drift * dt) - down) / (up - down);
    const [rise, fall] = [discount * chance, discount * (1 - chance)];
    const left = 1 - (1 - leaving) ** dt;
    const enough = strike * (multiple - 1);
    const gainAt = (_, at) => spot * Math.exp(jump * (at - count)) - strike;
    const gains = Float64Array.from({ length: 2 * count + 1 }, gainAt);
    const held = Float64Array.from({ length: count + 1 }, (_, at) => Math.max(gains[2 * at], 0));
    for (let step = count - 1; step >= 0; step -= 1) {
      const vested = step * dt >= vestsIn;
      for (let at = 0; at <= step; at += 1) {
        const value = rise * held[at + 1] + fall * held[at];
        const gain = gains[count - step + 2 * at];
        if (!vested) held[at] = value;
        else held[at] = gain >= enough ? gain : (1 - left) * value + left * Math.max(gain, 0);
      }
    }
    return modelValue(held[0]);
  };

  const trees = new Map();

  /** A tree's value, remembered: sliders that move no share leave it as it was. */
  const rememberedLattice = (given) => {
    const key = Object.values(given).join(" ");
    if (trees.size > 5000) trees.clear();
    if (!trees.has(key)) trees.set(key, lattice(given));
    return trees.get(key);
  };

  // ---- price-change rules -----------------------------------------------------------------------------------------

  /** What a million tokens settles at, by the price of the day and the price basis. */
  const RULES = {
    "fixed money": (price, { basis }) => basis,
    "fixed quantity": (price) => price,
    collar: (price, { basis, down, up }) => Math.min(Math.max(price, basis * (1 - down)), basis * (1 + up)),
    "better of both": (price, { basis }) => Math.max(basis, price),
  };

  // ---- the data, read once ----------------------------------------------------------------------------------------

  const known = new WeakMap();

  /** The data with its texts as numbers. */
  const readOnce = (data) => {
    if (!known.has(data)) known.set(data, read(data));
    return known.get(data);
  };

  const read = (data) => ({
    data,
    numbers: data.numbers.map(({ id }) => id),
    units: data.units.map(readUnit),
    baskets: data.baskets.map(readBasket),
    shares: new Map(Object.entries(data.shares).map(([symbol, share]) => [symbol, readShare(share)])),
    offers: data.offers.map((offer) => readOffer(data, offer)),
  });

  const readSteps = (steps) => steps.map(([day, value]) => [day, number(value)]);

  const readUnit = (unit) => ({
    ...unit,
    face: Array.isArray(unit.face) ? new Map(readSteps(unit.face)) : number(unit.face),
    rate: numberOrNull(unit.rate),
    ratios: unit.ratios ? readSteps(unit.ratios) : null,
    strike: numberOrNull(unit.strike),
    basis: numberOrNull(unit.basis),
    down: numberOrNull(unit.down),
    up: numberOrNull(unit.up),
    mtok: numberOrNull(unit.mtok),
    own: numberOrNull(unit.own),
  });

  const readBasket = ({ prices, dollar }) => ({
    dollar: numberOrNull(dollar),
    prices: new Map(Object.entries(prices).map(([model, parts]) => [model, parts.map(readPart)])),
  });

  const readPart = ({ provider, steps, other, weight }) => ({
    provider,
    weight: numberOrNull(weight),
    steps: steps.map(readPrice),
    other: other ? other.map(readPrice) : null,
  });

  const readPrice = ([day, list, paid, paidAtLevel]) => [day, number(list), readLine(paid), readLine(paidAtLevel)];

  const readLine = (line) => (line ? line.map(([at, price]) => [number(at), number(price)]) : null);

  const readShare = (share) => ({
    ...share,
    price: number(share.price),
    growth: number(share.growth),
    rate: number(share.rate),
    illiquid: share.illiquid ? readSteps(share.illiquid) : null,
  });

  const readOffer = (data, offer) => ({
    offer,
    firstDay: dateOf(offer.first_day),
    kinds: offer.kinds.map((kind) => ({
      ...kind,
      personal: number(kind.personal),
      isTokens: data.components[kind.component].id === "tokens",
      isBenefit: data.components[kind.component].id === "benefits",
    })),
    rows: offer.rows.map(([kind, day, quantity]) => ({ kind, day, quantity: number(quantity) })),
    years: data.views.map(({ id }) =>
      offer.years[id].map((parts, row) =>
        Array.isArray(parts)
          ? parts.map(([year, quantity]) => [year, number(quantity)])
          : [[parts, number(offer.rows[row][2])]],
      ),
    ),
  });

  // ---- the market: what one unit is worth on a day ----------------------------------------------------------------

  /** Prices under settings; each is worked out once. */
  class Market {
    constructor(page, settings) {
      this.page = page;
      this.settings = settings;
      this.years = page.data.days.map((days) => Math.max(days, 0) / 365);
      this.change = 1 + number(settings.token_change || 0);
      const moves = (settings.moves || []).map((move) => ({ ...move, rate: numberOrNull(move.rate) }));
      const last = moves.map(({ level }) => level !== undefined).lastIndexOf(true);
      this.level = last < 0 ? null : number(moves[last].level);
      this.moves = moves.slice(last + 1);
      this.isOther = settings.announced !== undefined && settings.announced !== page.data.announced;
      this.prices = new Map();
      this.modelled = new Map();
    }

    /** The same market with all tokens on one model. */
    withModel(model) {
      return new Market(this.page, { ...this.settings, model });
    }

    /** By what a provider's list prices are multiplied from the start. */
    changed(provider) {
      return this.change * (1 + number((this.settings.providers || {})[provider] || 0));
    }

    /** By what they are multiplied on a day: since the last move that put every kind of token at one price. */
    factor(provider, day) {
      return this.moves.reduce(
        (factor, move) => factor * this.moved(move, provider, day),
        this.changed(provider),
      );
    }

    moved(move, provider, day) {
      if (move.a_year !== undefined) return (1 + number(move.a_year)) ** this.years[day];
      const begun = move.from === null || move.from === undefined || this.page.data.days[day] >= move.from;
      const concerned = move.provider === null || move.provider === undefined || move.provider === provider;
      return begun && concerned ? 1 + move.rate : 1;
    }

    /** A million tokens of a basket on a day, in the basket's currency: at list, or what the employer pays. */
    tokenPrice(basket, day, paid = false) {
      const { prices, dollar } = this.page.baskets[basket];
      const parts = prices.get(this.settings.model || "") || prices.get("");
      return sumOf(parts.map((part) => this.partPrice(part, dollar, day, paid)));
    }

    partPrice(part, dollar, day, paid) {
      const [, list, line, levelLine] = stepOn(this.isOther && part.other ? part.other : part.steps, day);
      const factor = this.factor(part.provider, day);
      if (this.level === null) return paid && line ? onLine(line, factor) : list * factor;
      const level = this.level * factor;
      return paid && levelLine ? onLine(levelLine, level) : level * part.weight * dollar;
    }

    share(symbol) {
      const stated = this.page.shares.get(symbol);
      const set = (this.settings.shares || {})[symbol] || {};
      return {
        ...stated,
        price: set.price === undefined ? stated.price : number(set.price),
        growth: set.growth === undefined ? stated.growth : number(set.growth),
      };
    }

    /** A share on a day, in its own currency. */
    sharePrice(symbol, day) {
      const { price, growth } = this.share(symbol);
      return growth ? price * (1 + growth) ** this.years[day] : price;
    }

    /** One unit on a day, in the page's currency: at list, or what the employer pays. */
    unitPrice(number, day, paid = false) {
      const unit = this.page.units[number];
      const key = (number * this.years.length + day) * 2 + (paid ? 1 : 0);
      if (!this.prices.has(key)) this.prices.set(key, this[unit.kind](unit, day, paid));
      return this.prices.get(key);
    }

    cash({ rate }) {
      return rate;
    }

    money({ rate, index, ratios }, day) {
      return ratios ? rate * stepOn(ratios, day)[1] * this.indexDrift(index, day) : rate;
    }

    indexDrift(index, day) {
      const rates = (this.settings.index_moves || []).filter(([name]) => name === "" || name === index);
      return rates.reduce((ratio, [, rate]) => ratio * (1 + number(rate)) ** this.years[day], 1);
    }

    shares({ symbol }, day) {
      return this.sharePrice(symbol, day) * this.share(symbol).rate;
    }

    options(unit, day) {
      const { rate } = this.share(unit.symbol);
      if (this.isModel) return this.optionValue(unit, day) * rate;
      return Math.max(this.sharePrice(unit.symbol, day) - unit.strike, 0) * rate;
    }

    get isModel() {
      return this.page.data.option_pricing.method !== "intrinsic";
    }

    /** What a model gives today for an option that vests on a day, in the currency of the share. */
    optionValue({ symbol, strike, expires }, day) {
      const pricing = this.page.data.option_pricing;
      const [vestsIn, expiresIn] = [this.years[day], Math.max(expires, 0) / 365];
      const isLattice = pricing.method === "lattice";
      const given = {
        spot: this.share(symbol).price,
        strike,
        years: isLattice || pricing.term === "contractual" ? expiresIn : (vestsIn + expiresIn) / 2,
        rate: number(pricing.rate),
        volatility: number(pricing.volatility[symbol]),
        dividendYield: number(pricing.dividend_yield[symbol] || 0),
      };
      if (!isLattice) return blackScholes(given);
      return rememberedLattice({
        ...given,
        vestsIn,
        multiple: number(pricing.exercise_multiple),
        leaving: number(pricing.exit_rate),
        steps: pricing.steps,
      });
    }

    claim(unit, day, paid) {
      const price = this.tokenPrice(unit.basket, day, paid);
      return (unit.basis === null ? price : RULES[unit.rule](price, unit)) * unit.rate;
    }

    capacity(unit, day, paid) {
      if (paid && unit.own !== null) return unit.own;
      return this.tokenPrice(unit.basket, day, paid) * unit.mtok * unit.rate;
    }
  }

  // ---- expectations: what is made of a price ----------------------------------------------------------------------

  const rate = (settings, name, otherwise = 0) => {
    const said = settings[name];
    return said === undefined || said === null ? otherwise : number(said);
  };

  /** Factors of cost and worth of one offer's rows. What the settings do not say counts in full. */
  class Expectations {
    constructor(market, offer) {
      this.market = market;
      this.offer = offer;
      this.settings = market.settings;
      this.payouts = {
        "in full": 1,
        bonus: rate(this.settings, "payout", 1),
        commission: rate(this.settings, "commission", 1),
        tokens: 1,
      };
    }

    /** The share of an allowance that is used on a day: one rate, or rates by month of service. */
    used(day) {
      const said = this.settings.utilisation;
      if (said === null || said === undefined) return 1;
      if (typeof said !== "object") return number(said);
      const on = dateOf(dayText(this.market.page.data, day));
      const month = completedMonths(this.offer.firstDay, on);
      return number(said.by_month[Math.min(month, said.by_month.length - 1)]);
    }

    /** Payout, and the odds of still being there. */
    paid(kind, day) {
      return this.payouts[kind.expectation] * (1 - rate(this.settings, "leave_rate")) ** this.market.years[day];
    }

    cost(kind, unit, day) {
      const used = kind.expectation === "tokens" ? this.used(day) : 1;
      const loaded = unit.kind === "cash" && !kind.isBenefit ? 1 + rate(this.settings, "load") : 1;
      return used * loaded * this.paid(kind, day);
    }

    worth(kind, unit, day) {
      const sold = kind.expectation === "tokens" ? 1 - rate(this.settings, "haircut") : 1;
      return sold * this.paid(kind, day) * this.leftByWaiting(unit, day) * kind.personal;
    }

    /** What waiting leaves: a discount, though not on a model's value of today; and a share may not be for sale. */
    leftByWaiting(unit, day) {
      const present = (1 + rate(this.settings, "discount")) ** -this.market.years[day];
      if (unit.kind !== "shares" && unit.kind !== "options") return present;
      const { illiquid } = this.market.page.shares.get(unit.symbol);
      const liquid = illiquid ? 1 - stepOn(illiquid, day)[1] : 1;
      return unit.kind === "options" && this.market.isModel ? liquid : present * liquid;
    }

    /** The price of a unit of a row, by number: what its quantity is multiplied with. */
    prices(kind, day) {
      const unit = this.market.page.units[kind.unit];
      const counted = (name, price) => (kind.counts.includes(name) ? price() : 0);
      const found = {
        face: counted("face", () => (unit.face instanceof Map ? unit.face.get(day) : unit.face)),
        cost: counted("cost", () => this.market.unitPrice(kind.unit, day, true) * this.cost(kind, unit, day)),
        worth: counted("worth", () => this.market.unitPrice(kind.unit, day) * this.worth(kind, unit, day)),
      };
      return this.market.page.numbers.map((name) => found[name]);
    }
  }

  // ---- figures ----------------------------------------------------------------------------------------------------

  /** Sums of each number by key, in the order in which keys come. */
  class Table {
    constructor(names) {
      this.names = names;
      this.sums = new Map();
    }

    add(key, quantity, prices) {
      if (!this.sums.has(key)) this.sums.set(key, this.names.map(() => new Sum()));
      this.sums.get(key).forEach((sum, at) => sum.add(quantity * prices[at]));
    }

    at(key) {
      const sums = this.sums.get(key);
      return Object.fromEntries(this.names.map((name, at) => [name, sums ? sums[at].value : 0]));
    }
  }

  const added = (names, amounts) =>
    Object.fromEntries(names.map((name) => [name, sumOf(amounts.map((amount) => amount[name]))]));

  /** All figures of all offers under settings. */
  const figures = (data, settings) => {
    const page = readOnce(data);
    const market = new Market(page, settings);
    const elsewhere = data.models
      .map(({ id, compared }, at) => ({ id, compared, at, market: market.withModel(id) }))
      .filter(({ compared }) => compared);
    return { offers: page.offers.map((offer) => offerFigures(page, market, offer, elsewhere)) };
  };

  const offerFigures = (page, market, offer, elsewhere) => {
    const expectations = new Expectations(market, offer);
    const known = new Map();
    const prices = offer.rows.map(({ kind, day }) => {
      const key = kind * market.years.length + day;
      if (!known.has(key)) known.set(key, expectations.prices(offer.kinds[kind], day));
      return known.get(key);
    });
    const cells = cellsOf(page, offer, prices);
    return {
      name: offer.offer.name,
      cells,
      totals: totalsOf(page, offer, prices),
      named: namedTotals(page, offer, prices, cells),
      tokens: tokensOf(page, market, offer, elsewhere),
    };
  };

  /** Amounts by view, year, component, and whether guaranteed. */
  const cellsOf = (page, offer, prices) => {
    const { views, components } = page.data;
    return Object.fromEntries(
      views.map(({ id, years }, view) => {
        const table = new Table(page.numbers);
        offer.rows.forEach(({ kind }, row) => {
          const { component, guaranteed } = offer.kinds[kind];
          for (const [year, quantity] of offer.years[view][row]) {
            table.add((year * components.length + component) * 2 + (guaranteed ? 0 : 1), quantity, prices[row]);
          }
        });
        const found = Object.fromEntries(years.map((label) => [label, {}]));
        for (const key of [...table.sums.keys()].sort((one, other) => one - other)) {
          const year = found[years[Math.floor(key / (components.length * 2))]];
          const component = components[Math.floor(key / 2) % components.length].id;
          (year[component] ||= {})[key % 2 ? "policy" : "guaranteed"] = table.at(key);
        }
        return [id, found];
      }),
    );
  };

  /** Each number with all, only the guaranteed, or no tokens. */
  const totalsOf = (page, offer, prices) => {
    const table = new Table(page.numbers);
    offer.rows.forEach(({ kind, quantity }, row) => {
      const { isTokens, guaranteed } = offer.kinds[kind];
      table.add("all", quantity, prices[row]);
      if (!isTokens || guaranteed) table.add("guaranteed", quantity, prices[row]);
      if (!isTokens) table.add("none", quantity, prices[row]);
    });
    const [all, guaranteed, none] = ["all", "guaranteed", "none"].map((tokens) => table.at(tokens));
    return Object.fromEntries(
      page.numbers.map((name) => [name, { all: all[name], guaranteed: guaranteed[name], none: none[name] }]),
    );
  };

  /** Totals that move: name, and what is in them. */
  const NAMED = {
    guaranteed_cash: [
      "Guaranteed cash, year one",
      () => "base salary, guaranteed bonus and sign-on of the first twelve months",
    ],
    year_one: ["Year one", () => "all that is earned in the first twelve months, one-offs included"],
    average: ["Average a year", (months) => `all that is earned over ${months} months, a year`],
    recurring: [
      "Recurring only",
      () => "base salary, bonus, commission, benefits and listed refreshers; no one-offs, no new-hire grant",
    ],
  };

  /** The totals that have names, without tokens, and the tokens beside them. */
  const namedTotals = (page, offer, prices, cells) => {
    const months = page.data.horizon_months;
    const whole = wholeHorizon(page, offer, prices);
    const first = (wanted) => inFirstYear(page, cells, wanted);
    const aYear = (amounts) => Object.fromEntries(page.numbers.map((name) => [name, amounts[name] / (months / 12)]));
    const named = (id, amounts, tokens) => {
      const [name, definition] = NAMED[id];
      return { id, name, definition: definition(months), amounts, tokens };
    };
    const isCertain = (component) => ["base salary", "guaranteed bonus", "sign-on"].includes(component);
    const tokensFirst = first((component) => component === "tokens");
    return [
      named("guaranteed_cash", first(isCertain), tokensFirst),
      ...offer.offer.totals.map((total) => fixedTotal(page, total)),
      named("year_one", first((component) => component !== "tokens"), tokensFirst),
      named("average", aYear(whole.at("pay")), aYear(whole.at("tokens"))),
      named("recurring", whole.at("recurring"), whole.at("tokens")),
    ];
  };

  const wholeHorizon = (page, offer, prices) => {
    const table = new Table(page.numbers);
    offer.rows.forEach(({ kind, quantity }, row) => {
      const { isTokens, recurring } = offer.kinds[kind];
      table.add(isTokens ? "tokens" : "pay", quantity, prices[row]);
      if (recurring && !isTokens) table.add("recurring", quantity, prices[row]);
    });
    return table;
  };

  const inFirstYear = ({ numbers, data }, cells, wanted) => {
    const [label] = data.views.find(({ id }) => id === "service").years;
    const components = Object.entries(cells.service[label] || {}).filter(([component]) => wanted(component));
    return added(numbers, components.flatMap(([, found]) => Object.values(found)));
  };

  /** An annual rate at the start: the same under every number, whatever is expected. */
  const fixedTotal = (page, { id, name, definition, amount }) => ({
    id,
    name,
    definition,
    amounts: Object.fromEntries(page.numbers.map((each) => [each, number(amount)])),
    tokens: null,
  });

  // ---- what a year of tokens buys ---------------------------------------------------------------------------------

  const tokensOf = (page, market, offer, elsewhere) => {
    const said = offer.offer.tokens;
    if (!said) return null;
    return {
      ...tokenYear(page, market, offer),
      models: elsewhere.map(({ id, at, market: there }) => {
        const stated = page.data.models[at];
        const { pays, mtok } = tokenYear(page, there, offer);
        const price = stated.price === null ? null : number(stated.price) * market.changed(stated.provider);
        return { id, pays, mtok, may: said.may_spend.includes(at), price };
      }),
    };
  };

  /** A year of an offer's tokens at list prices, release by release: what they cost if all are used, and how many. */
  const tokenYear = (page, market, offer) => {
    const [pays, mtok] = [new Sum(), new Sum()];
    let [unlimited, isKnown] = [false, true];
    for (const { kind, day, quantity } of offer.rows) {
      const { isTokens, unit, place } = offer.kinds[kind];
      if (!isTokens) continue;
      pays.add(quantity * market.unitPrice(unit, day));
      if (place === null) {
        isKnown = false;
        continue;
      }
      const found = comesTo(page.units[unit], quantity, market.unitPrice(unit, day), market.tokenPrice(place, day));
      if (found === null) unlimited = true;
      else mtok.add(found);
    }
    const years = page.data.horizon_months / 12;
    return { pays: pays.value / years, mtok: unlimited ? null : mtok.value / years, known: isKnown };
  };

  /** Millions of tokens that a release comes to; null is unlimited, at a price of 0. */
  const comesTo = (unit, quantity, settled, price) => {
    if (unit.kind === "capacity") return quantity * unit.mtok;
    if (unit.kind === "claim" && Math.abs(settled - price) <= LAST_BITS * price) return quantity;
    return price ? (quantity * settled) / price : null;
  };

  // ---- words: how a figure came about -----------------------------------------------------------------------------

  const signed = (given) => `${number(given) > 0 ? "+" : ""}${percent(given)}`;

  /** How a component's figures came about under the settings, in sentences. */
  const basis = (data, settings, offer, component) => {
    const page = readOnce(data);
    const at = data.components.findIndex(({ id }) => id === component);
    const kinds = page.offers[offer].kinds.filter((kind) => kind.component === at);
    const found = kinds.flatMap((kind) => [
      `${kind.name}: ${kind.words}.`,
      ...expectedWords(data, settings, kind),
      ...unitWords(page, settings, page.units[kind.unit]),
    ]);
    if (kinds.length) found.push(...timeWords(data, settings));
    return [...new Set(found)];
  };

  const expectedWords = (data, settings, { expectation, personal }) => {
    const words = [];
    const shows = (name) => data.settings[name] !== undefined;
    if (expectation === "bonus" && shows("payout")) words.push(`Pays ${percent(settings.payout)} of target.`);
    if (expectation === "commission" && shows("commission")) {
      words.push(`Pays ${percent(settings.commission)} of target.`);
    }
    if (expectation === "tokens") {
      if (shows("utilisation")) words.push(`${usedWords(settings.utilisation)} of the tokens are used.`);
      words.push(`${percent(personal)} counts for personal use.`);
      const haircut = personal ? rate(settings, "haircut") : 0;
      if (haircut) words.push(`Tokens sell ${percent(haircut)} below their price.`);
    }
    return words;
  };

  const usedWords = (said) => {
    if (said === null || said === undefined) return "100 % (assumed)";
    if (typeof said !== "object") return percent(said);
    return `${said.by_month.map(percent).join(", ")} by month of service`;
  };

  const unitWords = (page, settings, unit) => {
    if (unit.kind === "shares" || unit.kind === "options") return shareWords(page, settings, unit.symbol);
    return unit.kind === "cash" ? [] : tokenWords(settings);
  };

  const shareWords = (page, settings, symbol) => {
    const { price, growth, currency } = new Market(page, settings).share(symbol);
    const words = [];
    if (price !== page.shares.get(symbol).price) words.push(`Set here: ${symbol} at ${currency} ${price}.`);
    if (growth) words.push(`${symbol} grows ${percent(growth)} a year.`);
    return words;
  };

  const tokenWords = (settings) => {
    const words = [];
    if (settings.model) words.push(`All tokens on ${settings.model}.`);
    if (number(settings.token_change || 0)) words.push(`Token prices ${signed(settings.token_change)}.`);
    if (settings.announced) words.push("Announced price changes apply.");
    for (const [provider, change] of Object.entries(settings.providers || {})) {
      if (number(change)) words.push(`Prices of ${provider} ${signed(change)}.`);
    }
    for (const move of settings.moves || []) {
      if (move.a_year !== undefined) words.push(`Token prices ${signed(move.a_year)} a year.`);
      else if (move.level !== undefined) words.push(`Every kind of token at USD ${move.level} a million.`);
      else words.push(`Token prices ${move.provider ? `of ${move.provider} ` : ""}${signed(move.rate)}.`);
    }
    return words;
  };

  const timeWords = (data, settings) => {
    const words = [];
    if (rate(settings, "leave_rate")) words.push(`${percent(settings.leave_rate)} leave a year.`);
    if (rate(settings, "discount")) words.push(`Value discounted at ${percent(settings.discount)} a year.`);
    if (rate(settings, "load")) words.push(`Load of ${percent(settings.load)} on cash in cost.`);
    return words;
  };

  // ---- settings ---------------------------------------------------------------------------------------------------

  /** The settings with which the page opens. */
  const start = (data) => JSON.parse(JSON.stringify(data.settings));

  /** Settings with a preset's changes on top. */
  const merged = (settings, changes) => ({
    ...settings,
    ...changes,
    shares: { ...settings.shares, ...(changes.shares || {}) },
  });

  return Object.freeze({ basis, dayText, figures, merged, minor, number, rounded, start });
})();
