/* What a figure says of itself, on hover, focus or tap. */

const bases = new WeakMap();
const tip = byId("tip");
let tipFor = null;
let tipByKey = false;
let hiding = 0;

/** From now on hovering, focusing or tapping the node shows these lines. */
function explain(node, lines) {
  bases.set(node, lines);
  return node;
}
function explained(target) {
  for (let node = target; node && node !== document; node = node.parentNode) if (bases.has(node)) return node;
  return null;
}
function showTip(node, byKey = false) {
  clearTimeout(hiding);
  tipByKey = byKey;
  if (tipFor && tipFor !== node) unmark();
  tipFor = node;
  fillTip();
  if (node instanceof HTMLElement) node.setAttribute("aria-describedby", "tip");
  else node.classList.add("on");
  tip.hidden = false;
  placeTip(node.getBoundingClientRect());
}
function fillTip() {
  const lines = bases.get(tipFor)();
  list(tip, lines, (line, at) => at, () => html("p"), (node, line) => say(node, line));
}
function placeTip(box) {
  const gap = 8;
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.max(gap, Math.min(box.left + box.width / 2 - width / 2, document.documentElement.clientWidth - width - gap));
  const below = box.bottom + gap + height <= innerHeight || box.top - gap - height < 0;
  tip.style.left = `${Math.round(left)}px`;
  tip.style.top = `${Math.round(Math.max(gap, below ? Math.min(box.bottom + gap, innerHeight - height - gap) : box.top - gap - height))}px`;
}
function unmark() {
  tipFor.removeAttribute("aria-describedby");
  tipFor.classList.remove("on");
}
function hideTip() {
  clearTimeout(hiding);
  if (!tipFor) return;
  unmark();
  tipFor = null;
  tip.hidden = true;
}
function hideSoon() {
  clearTimeout(hiding);
  hiding = setTimeout(hideTip, 160);
}
/** After a change of settings an open box says the new figures, or goes with the figure it explained. */
function refreshTip() {
  if (!tipFor) return;
  if (tipFor.isConnected) fillTip();
  else hideTip();
}

function listenForTips() {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const node = explained(event.target);
    if (node) showTip(node);
    else if (tip.contains(event.target)) clearTimeout(hiding);
    else if (tipFor && !tipByKey) hideSoon();
  });
  document.addEventListener("click", (event) => {
    const node = explained(event.target);
    if (node) showTip(node);
    else if (!tip.contains(event.target)) hideTip();
  });
  document.addEventListener("focusin", (event) => {
    const node = explained(event.target);
    if (node && event.target.matches(":focus-visible")) showTip(node, true);
    else if (tipFor && !node) hideTip();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  addEventListener("scroll", (event) => {
    if (!tipFor || tip.contains(event.target)) return;
    if (tipByKey) placeTip(tipFor.getBoundingClientRect());
    else hideTip();
  }, { passive: true, capture: true });
}

/** Arrow keys step through the marks of a picture; each says its figure, also to a screen reader. */
function walkable(node, label) {
  dress(node, { tabindex: 0, role: "group", "aria-label": `${label}. Arrow keys step through its figures.` });
  node.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || event.target !== node) return;
    const marks = [...node.querySelectorAll(".mark")].filter((mark) => bases.has(mark) && mark.getBoundingClientRect().width > 0);
    if (marks.length === 0) return;
    event.preventDefault();
    const at = marks.indexOf(tipFor);
    const next = marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length];
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
    showTip(next, true);
    say(byId("live"), [...tip.children].slice(0, 2).map((line) => line.textContent).join(". "));
  });
  node.addEventListener("blur", () => {
    if (tipFor && node.contains(tipFor)) hideTip();
  });
  return node;
}
