/* Days of the page: offsets from its own day, and text. */
const calendar = (() => {
  const DAY = 86400000;

  const dateOf = (text) => new Date(`${text}T00:00:00Z`);

  const textOf = (date) => date.toISOString().slice(0, 10);

  /** A day of the page as year-month-day. */
  const dayText = (data, day) => textOf(new Date(dateOf(data.as_of).getTime() + data.days[day] * DAY));

  return Object.freeze({ dateOf, dayText });
})();
