/*
 * The calculating engine of the page: data and settings in, figures out.
 *
 * A pay package is a list of rows: on a day, a quantity of a unit. A market says what one unit is worth on that day.
 * Value is quantity times price, by number. The data is `compkit/page/1`; the same formulas in Python are compkit's
 * `value`, `cells` and `token_year`.
 *
 * Nothing here touches the document, the network or the clock. Numbers are doubles; sums keep their rounding errors.
 */
const engine = (() => {
  /** The settings with which the page opens. */
  const start = (data) => JSON.parse(JSON.stringify(data.settings));

  /** Settings with a preset's changes on top. */
  const merged = (settings, changes) => ({
    ...settings,
    ...changes,
    shares: { ...settings.shares, ...(changes.shares || {}) },
  });

  const { minor, number, rounded } = arithmetic;
  const { dayText } = calendar;
  const { figures } = calculations;
  const { basis } = reasons;
  return Object.freeze({ basis, dayText, figures, merged, minor, number, rounded, start });
})();
