/* Expectations: what is made of the price of a unit, by number, and the same in words. */
const counting = (() => {
  const { number, percent, stepOn } = arithmetic;

  /** A rate of the settings; 0 where they do not say it. */
  const rate = (settings, name, otherwise = 0) => {
    const said = settings[name];
    return said === undefined || said === null ? otherwise : number(said);
  };

  /** What a unit of an offer's rows counts for, by number. Here everything that is promised comes, in full. */
  class Expectations {
    constructor(market, offer) {
      this.market = market;
      this.offer = offer;
      this.settings = market.settings;
    }

    /** The price of a unit of a row, by number: what its quantity is multiplied with. */
    prices(kind, day) {
      const unit = this.market.page.units[kind.unit];
      return this.market.page.numbers.map((name) => (kind.counts.includes(name) ? this[name](kind, unit, day) : 0));
    }

    face(kind, unit, day) {
      return unit.face instanceof Map ? unit.face.get(day) : unit.face;
    }

    worth(kind, unit, day) {
      const sold = kind.expectation === "tokens" ? 1 - rate(this.settings, "haircut") : 1;
      const counted = sold * this.received(kind, day) * this.leftByWaiting(unit, day) * kind.personal;
      return this.market.unitPrice(kind.unit, day) * counted;
    }

    /** How much of what is promised is received. */
    received() {
      return 1;
    }

    /** What is left by waiting: a discount, though not on a model's value of today; and a share may not be for sale. */
    leftByWaiting(unit, day) {
      const present = (1 + rate(this.settings, "discount")) ** -this.market.years[day];
      if (unit.kind !== "shares" && unit.kind !== "options") return present;
      const { illiquid } = this.market.page.shares.get(unit.symbol);
      const liquid = illiquid ? 1 - stepOn(illiquid, day)[1] : 1;
      return unit.kind === "options" && this.market.isModel ? liquid : present * liquid;
    }

    /** What is made of a kind's price under a number, in sentences. */
    words({ expectation, personal }, name) {
      if (expectation !== "tokens" || name !== "worth") return [];
      const haircut = personal ? rate(this.settings, "haircut") : 0;
      const sold = haircut ? [`Tokens sell ${percent(haircut)} below their price.`] : [];
      return [`${percent(personal)} counts for personal use.`, ...sold];
    }

    /** What is made of time, in sentences. */
    timeWords(name) {
      const discount = name === "worth" ? rate(this.settings, "discount") : 0;
      return discount ? [`Value discounted at ${percent(discount)} a year.`] : [];
    }
  }

  return { Expectations, rate };
})();
