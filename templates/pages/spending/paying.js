/* What the employer expects to pay: contract prices, use, payout, staying and load. Only an employer's page has it. */
(() => {
  const { number, percent, stepOn } = arithmetic;
  const { dateOf, dayText } = calendar;
  const { Market } = markets;
  const { Expectations, rate } = counting;

  /** A value on a line of points; the last slope goes on. */
  const onLine = (points, at) => {
    let end = 1;
    while (end < points.length - 1 && points[end][0] < at) end += 1;
    const [[x0, y0], [x1, y1]] = [points[end - 1], points[end]];
    if (at === x0) return y0;
    if (at === x1) return y1;
    return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
  };

  const monthLength = (year, month) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

  /** Whole months from one day that are over at the beginning of another; 0 if it comes first. */
  const completedMonths = (start, end) => {
    const months = (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
    const anniversary = Math.min(start.getUTCDate(), monthLength(end.getUTCFullYear(), end.getUTCMonth()));
    return Math.max(end.getUTCDate() >= anniversary ? months : months - 1, 0);
  };

  /** The market at the prices that the employer pays: under contracts, and in an own factory. */
  class Paid extends Market {
    /** What is paid follows list prices along a line; a second line is over one price for every kind of token. */
    partPrice(part, dollar, day) {
      const [, , line, levelLine] = stepOn(this.stepsOf(part), day);
      const factor = this.factor(part.provider, day);
      if (this.level === null) return line ? onLine(line, factor) : super.partPrice(part, dollar, day);
      return levelLine ? onLine(levelLine, this.level * factor) : super.partPrice(part, dollar, day);
    }

    capacity(unit, day) {
      return unit.own === null || unit.own === undefined ? super.capacity(unit, day) : number(unit.own);
    }
  }

  const paidMarkets = new WeakMap();

  /** The paid side of a market, one for all offers. */
  const paidIn = (market) => {
    if (!paidMarkets.has(market)) paidMarkets.set(market, new Paid(market.page, market.settings));
    return paidMarkets.get(market);
  };

  /** Expectations of an employer: expected cost, and what comes of promises. What the settings do not say is in full. */
  class Spending extends Expectations {
    constructor(market, offer) {
      super(market, offer);
      const { settings } = market;
      this.payouts = { bonus: rate(settings, "payout", 1), commission: rate(settings, "commission", 1) };
    }

    /** Payout, and the odds of still being there. */
    received({ expectation }, day) {
      return (this.payouts[expectation] ?? 1) * (1 - rate(this.settings, "leave_rate")) ** this.market.years[day];
    }

    cost(kind, unit, day) {
      const used = kind.expectation === "tokens" ? this.used(day) : 1;
      const loaded = this.isLoaded(kind, unit) ? 1 + rate(this.settings, "load") : 1;
      return paidIn(this.market).unitPrice(kind.unit, day) * (used * loaded * this.received(kind, day));
    }

    isLoaded(kind, unit) {
      return unit.kind === "cash" && !kind.isBenefit;
    }

    /** The share of an allowance that is used on a day: one rate, or rates by month of service. */
    used(day) {
      const said = this.settings.utilisation;
      if (said === null || said === undefined) return 1;
      if (typeof said !== "object") return number(said);
      const on = dateOf(dayText(this.market.page.data, day));
      const month = completedMonths(dateOf(this.offer.offer.first_day), on);
      return number(said.by_month[Math.min(month, said.by_month.length - 1)]);
    }

    words(kind, name) {
      const words = super.words(kind, name);
      const payout = this.payouts[kind.expectation];
      if (payout !== undefined && name !== "face") words.push(`Pays ${percent(payout)} of target.`);
      if (name !== "cost") return words;
      if (kind.expectation === "tokens") words.push(`${usedWords(this.settings.utilisation)} of the tokens are used.`);
      const load = this.isLoaded(kind, this.market.page.units[kind.unit]) ? rate(this.settings, "load") : 0;
      if (load) words.push(`Load of ${percent(load)} on cash.`);
      return words;
    }

    timeWords(name) {
      const leaving = name === "face" ? 0 : rate(this.settings, "leave_rate");
      return [...(leaving ? [`${percent(leaving)} leave a year.`] : []), ...super.timeWords(name)];
    }
  }

  const usedWords = (said) => {
    if (said === null || said === undefined) return "100 % (assumed)";
    if (typeof said !== "object") return percent(said);
    return `${said.by_month.map(percent).join(", ")} by month of service`;
  };

  counting.Expectations = Spending;
})();
