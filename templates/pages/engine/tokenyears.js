/* A year of an offer's tokens: what it pays, and what it buys at each provider. */
const tokenYears = (() => {
  const { LAST_BITS, Sum, number } = arithmetic;

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

  /** A year of an offer's tokens at list prices, release by release: what they come to if all are used, and how many. */
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

  return Object.freeze({ tokensOf });
})();
