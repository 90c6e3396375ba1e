/* How a figure came about under the settings, in sentences. */
const reasons = (() => {
  const { number, percent } = arithmetic;
  const { readOnce } = readings;
  const { Market } = markets;

  const signed = (given) => `${number(given) > 0 ? "+" : ""}${percent(given)}`;

  /** How a component's figures of a number came about under the settings, in sentences. What is promised never moves. */
  const basis = (data, settings, offer, component, name) => {
    const page = readOnce(data);
    const given = page.offers[offer];
    const expectations = new counting.Expectations(new Market(page, settings), given);
    const at = data.components.findIndex(({ id }) => id === component);
    const kinds = given.kinds.filter((kind) => kind.component === at && kind.counts.includes(name));
    const found = kinds.flatMap((kind) => [
      `${kind.name}: ${kind.words}.`,
      ...expectations.words(kind, name),
      ...(name === "face" ? [] : unitWords(page, settings, page.units[kind.unit])),
    ]);
    if (kinds.length) found.push(...expectations.timeWords(name));
    return [...new Set(found)];
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

  return Object.freeze({ basis });
})();
