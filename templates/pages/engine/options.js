/* What option models give today, as Python's: Black, Scholes and Merton, and a tree for employee options. */
const optionValues = (() => {
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

  /** An employee option on a tree: exercised once vested and far enough above the strike, or on exit. */
  const lattice = ({ spot, strike, years, vestsIn, rate, dividendYield, volatility, multiple, exits, steps }) => {
    if (!years || !spot) return modelValue(Math.max(spot - strike, 0));
    const drift = rate - dividendYield;
    const count = Math.max(steps, Math.ceil(years * (drift / volatility) ** 2) + 1);
    const dt = years / count;
    const jump = volatility * Math.sqrt(dt);
    const [up, down, discount] = [Math.exp(jump), Math.exp(-jump), Math.exp(-rate * dt)];
    const chance = (Math.exp(drift * dt) - down) / (up - down);
    const [rise, fall] = [discount * chance, discount * (1 - chance)];
    const left = 1 - (1 - exits) ** dt;
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

  /** A tree's value, remembered: what moves no share keeps it. */
  const rememberedLattice = (given) => {
    const key = Object.values(given).join(" ");
    if (trees.size > 5000) trees.clear();
    if (!trees.has(key)) trees.set(key, lattice(given));
    return trees.get(key);
  };

  return Object.freeze({ blackScholes, rememberedLattice });
})();
