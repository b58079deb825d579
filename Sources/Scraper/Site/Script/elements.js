// How elements are found: by the pack, best candidate first.

let pack = null;

/** Whether a candidate that names a label means this element. */
const isNamed = (element, { name }) => !name || nameOf(element).toLowerCase() === name.toLowerCase();

/** The first element below a root, or the root itself, that a candidate means. */
const pick = (root, candidate) => {
  const { css, name } = candidate;
  if (root.matches?.(css) && isNamed(root, candidate)) return root;
  if (!name) return root.querySelector(css);
  return [...root.querySelectorAll(css)].find((element) => isNamed(element, candidate)) ?? null;
};

/** The first element of a role, best candidate first; `root` itself counts. */
const find = (root, role, isUsable = () => true) => {
  for (const candidate of pack.roles[role] ?? []) {
    if (!isUsable(candidate)) continue;
    const element = pick(root, candidate);
    if (element) return element;
  }
  return null;
};

/** Whether the role is found by a selector that the pack itself does not have. */
const isByFound = (role) =>
  (pack.roles[role] ?? []).find(({ css }) => document.querySelector(css) !== null)?.isFound === true;

/** All elements of the best candidate that has any. */
const findAll = (root, role) => {
  for (const candidate of pack.roles[role] ?? []) {
    const elements = [...root.querySelectorAll(candidate.css)].filter((element) => isNamed(element, candidate));
    if (elements.length > 0) return elements;
  }
  return [];
};

/** One selector for everything that a role's candidates match. */
const selectorOf = (role) => (pack.roles[role] ?? []).map(({ css }) => css).join(", ");

/** A node and what it holds, as far as it matches. */
const matching = (node, css) => {
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  return node.matches(css) ? [node] : [...node.querySelectorAll(css)];
};

const isVisible = (element) => element !== null && element.checkVisibility({ visibilityProperty: true });

// innerText costs a layout; it is needed only where an element breaks lines by itself.
const words = (element) => (element.querySelector("br, p, div") ? element.innerText : element.textContent);

const value = (root, role) => {
  for (const candidate of pack.roles[role] ?? []) {
    const element = pick(root, candidate);
    if (element) return candidate.attribute ? element.getAttribute(candidate.attribute) : words(element);
  }
  return null;
};

/** Milliseconds since 1970, seconds since 1970, or anything that Date reads. */
const time = (text) => {
  if (text === null || text === "") return null;
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : parsed;
};

const limit = (text, most) => (text ?? "").slice(0, most);

const idOf = (address) => new RegExp(pack.urls.conversationID).exec(address ?? "")?.[1] ?? null;

/** Per role, how many visible elements each candidate leads to. */
const counts = () => Object.fromEntries(Object.entries(pack.roles).map(([role, candidates]) => [role, candidates.map(
  (candidate) => [...document.querySelectorAll(candidate.css)].filter((element) =>
    isVisible(element) && isNamed(element, candidate)).length)]));

/** The selectors that are none, as `role: selector`. */
const invalid = () => {
  const probe = document.createDocumentFragment();
  const isBad = (css) => {
    try {
      probe.querySelector(css);
      return false;
    } catch {
      return true;
    }
  };
  const all = Object.entries(pack.roles).flatMap(([role, candidates]) => candidates.map(({ css }) => [role, css]))
    .concat(pack.overlays.flatMap(({ name, shown, dismiss }) => [shown, ...dismiss].map((css) => [name, css])));
  return all.filter(([, css]) => isBad(css)).map(([role, css]) => `${role}: ${css}`);
};
