/* All figures of all offers under settings. */
const calculations = (() => {
  const { Sum, number, sumOf } = arithmetic;
  const { lazily, readOnce } = readings;
  const { Market } = markets;
  const { tokensOf } = tokenYears;

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

  /** All figures of all offers under settings; each is worked out when it is first looked at. */
  const figures = (data, settings) => {
    const page = readOnce(data);
    const market = new Market(page, settings);
    const elsewhere = data.models
      .map(({ id, compared }, at) => ({ id, compared, at, market: market.withModel(id) }))
      .filter(({ compared }) => compared);
    return { offers: page.offers.map((offer) => offerFigures(page, market, offer, elsewhere)) };
  };

  const offerFigures = (page, market, offer, elsewhere) => {
    const expectations = new counting.Expectations(market, offer);
    const known = new Map();
    const prices = offer.rows.map(({ kind, day }) => {
      const key = kind * market.years.length + day;
      if (!known.has(key)) known.set(key, expectations.prices(offer.kinds[kind], day));
      return known.get(key);
    });
    const cells = cellsOf(page, offer, prices);
    return lazily({
      name: () => offer.offer.name,
      cells: () => cells,
      totals: () => totalsOf(page, offer, prices),
      named: () => namedTotals(page, offer, prices, cells),
      tokens: () => tokensOf(page, market, offer, elsewhere),
    });
  };

  /** Amounts by view, year, component, and whether guaranteed. */
  const cellsOf = (page, offer, prices) => {
    const views = page.data.views.map((view) => [view.id, () => viewCells(page, offer, prices, view)]);
    return lazily(Object.fromEntries(views));
  };

  const viewCells = (page, offer, prices, { id, years }) => {
    const { components } = page.data;
    const [table, parts] = [new Table(page.numbers), offer.years[id]];
    offer.rows.forEach(({ kind }, row) => {
      const { component, guaranteed } = offer.kinds[kind];
      for (const [year, quantity] of parts[row]) {
        table.add((year * components.length + component) * 2 + (guaranteed ? 0 : 1), quantity, prices[row]);
      }
    });
    const found = Object.fromEntries(years.map((label) => [label, {}]));
    for (const key of [...table.sums.keys()].sort((one, other) => one - other)) {
      const year = found[years[Math.floor(key / (components.length * 2))]];
      const component = components[Math.floor(key / 2) % components.length].id;
      (year[component] ||= {})[key % 2 ? "policy" : "guaranteed"] = table.at(key);
    }
    return found;
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

  return Object.freeze({ figures });
})();
