/* Building and reusing nodes. */

const SVG = "http://www.w3.org/2000/svg";

/** Attributes and properties of a node; `text` is its text and `on...` a listener. */
function dress(node, given) {
  for (const [name, value] of Object.entries(given)) {
    if (name === "text") say(node, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else put(node, name, value);
  }
  return node;
}
const html = (tag, given = {}, ...children) => {
  const node = dress(document.createElement(tag), given);
  node.append(...children);
  return node;
};
const svg = (tag, given = {}, ...children) => {
  const node = dress(document.createElementNS(SVG, tag), given);
  node.append(...children);
  return node;
};

/** Change an attribute only where it differs: what stays the same takes no layout. */
function put(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const pools = new WeakMap();

/** Keep one child for every key, in their order: nodes are made once, moved only if they must, and updated. */
function list(parent, items, keyOf, make, update) {
  const had = pools.get(parent) ?? pools.set(parent, new Map()).get(parent);
  const wanted = new Set();
  let at = parent.firstChild;
  items.forEach((item, index) => {
    const key = String(keyOf(item, index));
    wanted.add(key);
    let node = had.get(key);
    if (!node) had.set(key, (node = make(item, index)));
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
    update(node, item, index);
  });
  for (const [key, node] of had) {
    if (!wanted.has(key)) {
      node.remove();
      had.delete(key);
    }
  }
}
