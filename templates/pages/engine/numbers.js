/* Numbers of the page: doubles, sums that keep what each addition loses, whole cents, and steps by day. */
const arithmetic = (() => {
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

  /** The step that holds on a day; the first one holds before its day, too. */
  const stepOn = (steps, day) => {
    let found = steps[0];
    for (const step of steps) {
      if (step[0] > day) break;
      found = step;
    }
    return found;
  };

  return Object.freeze({ LAST_BITS, Sum, minor, number, numberOrNull, percent, rounded, stepOn, sumOf });
})();
