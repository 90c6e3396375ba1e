/* What moves an offer most: one input at a time. */

const basisOfEnd = (at, bar, end) => [`${bar.name}, ${bar[`${end}_words`]}: ${whole(bar[end])}`,
  `${nameOf(at)}, ${data.span}, with all tokens; as written ${whole(bar.base)}.`];
function drawTornado() {
  for (const at of each.filter((offer) => oddsBox.tornado[offer])) {
    const bars = room.tornado[at];
    const ends = bars.flatMap((bar) => [bar.low, bar.base, bar.high]);
    const low = Math.min(...ends);
    const high = Math.max(low + 1, ...ends);
    const x = (size) => ((size - low) / (high - low)) * 996 + 2;
    list(oddsBox.tornado[at], bars, (bar) => bar.name, () => rowNode("row thin"), (node, bar) => {
      explain(node, () => [...basisOfEnd(at, bar, "low"), ...basisOfEnd(at, bar, "high").slice(0, 1)]);
      const { words, value, picture, note } = rowParts.get(node);
      say(words, capital(bar.name));
      say(value, whole(Math.abs(bar.high - bar.low)));
      say(note, `${bar.low_words} gives ${whole(bar.low)}; ${bar.high_words} gives ${whole(bar.high)}`);
      put(picture, "aria-label", `${bar.name}: ${whole(bar.low)} to ${whole(bar.high)}`);
      list(picture, ["track", "low", "high"], String, (kind) => svg("rect", kind === "track" ? { class: "track", y: 8, height: 4 } : { class: `${kind} mark`, y: 1, height: 18 }), (rect, kind) => {
        if (kind !== "track") explain(rect, () => basisOfEnd(at, bar, kind));
        across(rect, x(kind === "track" ? low : bar.base), x(kind === "track" ? high : bar[kind]));
      });
    });
  }
}
