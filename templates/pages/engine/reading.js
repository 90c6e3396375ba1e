/* The data, read once: its texts as numbers. */
const readings = (() => {
  const { number, numberOrNull } = arithmetic;

  const known = new WeakMap();

  /** The data with its texts as numbers. */
  const readOnce = (data) => {
    if (!known.has(data)) known.set(data, read(data));
    return known.get(data);
  };

  /** Results by key, each worked out when it is first asked for. */
  const lazily = (makers) => {
    const made = {};
    for (const [key, make] of Object.entries(makers)) {
      let found;
      Object.defineProperty(made, key, { enumerable: true, get: () => (found ??= make()) });
    }
    return made;
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
  });

  /** A basket; the prices of a model are read when somebody chooses it. */
  const readBasket = ({ prices, dollar }) => ({
    dollar: numberOrNull(dollar),
    prices: lazily(
      Object.fromEntries(Object.entries(prices).map(([model, parts]) => [model, () => parts.map(readPart)])),
    ),
  });

  const readPart = ({ provider, steps, other, weight }) => ({
    provider,
    weight: numberOrNull(weight),
    steps: steps.map(readPrice),
    other: other ? other.map(readPrice) : null,
  });

  const readPrice = ([day, list, ...lines]) => [day, number(list), ...lines.map(readLine)];

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
    kinds: offer.kinds.map((kind) => ({
      ...kind,
      personal: number(kind.personal),
      isTokens: data.components[kind.component].id === "tokens",
      isBenefit: data.components[kind.component].id === "benefits",
    })),
    rows: offer.rows.map(([kind, day, quantity]) => ({ kind, day, quantity: number(quantity) })),
    years: lazily(Object.fromEntries(data.views.map(({ id }) => [id, () => readYears(offer, id)]))),
  });

  /** For each row its years in a view, and how much of it falls into each. */
  const readYears = (offer, view) =>
    offer.years[view].map((parts, row) =>
      Array.isArray(parts)
        ? parts.map(([year, quantity]) => [year, number(quantity)])
        : [[parts, number(offer.rows[row][2])]],
    );

  return Object.freeze({ lazily, readOnce });
})();
