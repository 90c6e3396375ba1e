/* The market: what one unit is worth on a day, under settings. */
const markets = (() => {
  const { number, numberOrNull, stepOn, sumOf } = arithmetic;
  const { blackScholes, rememberedLattice } = optionValues;

  /** What a million tokens settles at, by the price of the day and the price basis. */
  const RULES = {
    "fixed money": (price, { basis }) => basis,
    "fixed quantity": (price) => price,
    collar: (price, { basis, down, up }) => Math.min(Math.max(price, basis * (1 - down)), basis * (1 + up)),
    "better of both": (price, { basis }) => Math.max(basis, price),
  };

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

    /** A million tokens of a basket on a day, in the basket's currency. */
    tokenPrice(basket, day) {
      const { prices, dollar } = this.page.baskets[basket];
      const parts = prices[this.settings.model || ""] || prices[""];
      return sumOf(parts.map((part) => this.partPrice(part, dollar, day)));
    }

    partPrice(part, dollar, day) {
      const factor = this.factor(part.provider, day);
      if (this.level === null) return stepOn(this.stepsOf(part), day)[1] * factor;
      return this.level * factor * part.weight * dollar;
    }

    /** Prices by day, with announced changes or without. */
    stepsOf(part) {
      return this.isOther && part.other ? part.other : part.steps;
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

    /** One unit on a day, in the page's currency. */
    unitPrice(number, day) {
      const unit = this.page.units[number];
      const key = number * this.years.length + day;
      if (!this.prices.has(key)) this.prices.set(key, this[unit.kind](unit, day));
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
        years: isLattice || pricing.term === "full" ? expiresIn : (vestsIn + expiresIn) / 2,
        rate: number(pricing.rate),
        volatility: number(pricing.volatility[symbol]),
        dividendYield: number(pricing.dividend_yield[symbol] || 0),
      };
      if (!isLattice) return blackScholes(given);
      return rememberedLattice({
        ...given,
        vestsIn,
        multiple: number(pricing.exercise_multiple),
        exits: number(pricing.exit_rate),
        steps: pricing.steps,
      });
    }

    claim(unit, day) {
      const price = this.tokenPrice(unit.basket, day);
      return (unit.basis === null ? price : RULES[unit.rule](price, unit)) * unit.rate;
    }

    capacity(unit, day) {
      return this.tokenPrice(unit.basket, day) * unit.mtok * unit.rate;
    }
  }

  return Object.freeze({ Market });
})();
