/* Colours of the parts, light and dark. */

const luminance = (hex) => {
  const [red, green, blue] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};
const mixed = (hex, other, share) => [0, 2, 4].map((at) => Math.round(
  parseInt(hex.slice(at, at + 2), 16) * (1 - share) + parseInt(other.slice(at, at + 2), 16) * share,
).toString(16).padStart(2, "0")).join("");

/** A component keeps its colour in every output; its edge is drawn until it stands out from the background. */
function edge(hex, background, towards) {
  for (let share = 0; share < 1; share += 0.1) {
    const found = mixed(hex, towards, share);
    if (contrast(found, background) >= 3.1) return found;
  }
  return towards;
}

/** Rules are added to the page's own style sheet, which its policy allows; no element gets a style attribute. */
function colour() {
  const sheet = document.styleSheets[0];
  components.forEach(({ colour: hex }, at) => {
    if (!/^[0-9a-f]{6}$/i.test(hex)) return;
    sheet.insertRule(`.c${at}{--c:#${hex};--e:#${edge(hex, "ffffff", "1f2a36")}}`, sheet.cssRules.length);
    const night = `.c${at}{--e:#${edge(hex, "182029", "ffffff")}}`;
    sheet.insertRule(`@media screen and (prefers-color-scheme:dark){${night}}`, sheet.cssRules.length);
  });
  const tokens = componentAt.get("tokens");
  if (tokens !== undefined) {
    for (const rect of document.querySelectorAll("#policy rect")) rect.classList.add(`c${tokens}`);
  }
}
const tokensClass = () => (hasTokens ? ` c${componentAt.get("tokens")}` : "");
