// How elements are found: by the pack, best candidate first.

let pack = null;

/** Whether a candidate that names a label means this element. */
const isNamed = (element, { name }) => !name || nameOf(element).toLowerCase() === name.toLowerCase();

const must = (role, invariant) => (pack.invariants[role] ?? []).includes(invariant);

/** Whether an element is what the role's invariants ask for; how many there are is not looked at. */
const isFit = (element, role, { attribute, isRough }) =>
  (!must(role, "visible") || isVisible(element))
  && (!must(role, "editable") || isField(element))
  && (!must(role, "time") || momentOf(textOf(element, attribute), isRough) !== null)
  && (!must(role, "participant") || isParticipant(element, textOf(element, attribute)));

const isMeant = (element, role, candidate) => isNamed(element, candidate) && isFit(element, role, candidate);

/** The first element below a root, or the root itself, that a candidate means for a role. */
const pick = (root, role, candidate) => {
  const { css, name } = candidate;
  const isPlain = !name && !pack.invariants[role];
  if (root.matches?.(css) && (isPlain || isMeant(root, role, candidate))) return root;
  if (isPlain) return root.querySelector(css);
  const elements = [...root.querySelectorAll(css)].filter((element) => isMeant(element, role, candidate));
  return elements.length > 1 && must(role, "one") ? null : elements[0] ?? null;
};

/** The first element of a role, best candidate first; `root` itself counts. */
const find = (root, role, isUsable = () => true) => {
  for (const candidate of pack.roles[role] ?? []) {
    if (!isUsable(candidate)) continue;
    const element = pick(root, role, candidate);
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
    const elements = [...root.querySelectorAll(candidate.css)].filter((element) => isMeant(element, role, candidate));
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

const isField = (element) => element.isContentEditable || element.localName === "textarea"
  || (element.localName === "input" && !["submit", "button", "checkbox", "radio", "image"].includes(element.type));

const textOf = (element, attribute) => attribute ? element.getAttribute(attribute) : words(element);

const value = (root, role) => {
  for (const candidate of pack.roles[role] ?? []) {
    const element = pick(root, role, candidate);
    if (element) return textOf(element, candidate.attribute);
  }
  return null;
};

/** Whether a name may stand there as a bubble's writer. */
const isParticipant = (element, name) => {
  const shown = value(document, "conversationName")?.trim();
  if (!shown || name?.trim() === shown) return true;
  const bubble = element.closest(selectorOf("bubble"));
  return bubble !== null && find(bubble, "bubbleOwn") !== null;
};

const limit = (text, most) => (text ?? "").slice(0, most);

/** The conversation's id within an address, where conversations have one. */
const idOf = (address) =>
  pack.urls.conversationID ? new RegExp(pack.urls.conversationID).exec(address ?? "")?.[1] ?? null : null;

/** The id of the conversation that the page shows, or is about to. */
const idShown = () => {
  if (pack.only) return pack.only;
  return pack.roles.conversationShown ? value(document, "conversationShown") : idOf(address());
};

const idOfRow = (row) => pack.roles.rowID ? value(row, "rowID") : idOf(find(row, "rowLink")?.getAttribute("href"));

/** Per role, how many visible elements each candidate leads to. */
const counts = () => Object.fromEntries(Object.entries(pack.roles).map(([role, candidates]) => [role, candidates.map(
  (candidate) => [...document.querySelectorAll(candidate.css)].filter((element) =>
    isVisible(element) && isMeant(element, role, candidate)).length)]));

/** A pack's selectors that are none, as `role: selector`. */
const invalid = ({ roles, overlays } = pack) => {
  const probe = document.createDocumentFragment();
  const isBad = (css) => {
    try {
      probe.querySelector(css);
      return false;
    } catch {
      return true;
    }
  };
  const all = Object.entries(roles).flatMap(([role, candidates]) => candidates.map(({ css }) => [role, css]))
    .concat(overlays.flatMap(({ name, shown, dismiss }) => [shown, ...dismiss].map((css) => [name, css])));
  return all.filter(([, css]) => isBad(css)).map(([role, css]) => `${role}: ${css}`);
};
