// What an element is to a person who looks at the page, and selectors that lead to it.

const kinds = {
  a: "link", button: "button", textarea: "textbox", select: "listbox", h1: "heading", h2: "heading", h3: "heading",
  h4: "heading", h5: "heading", h6: "heading", li: "listitem", ol: "list", ul: "list", form: "form", nav: "navigation",
  header: "banner", main: "main", img: "image", input: "textbox",
};
const pressableInputs = ["submit", "button", "image", "reset"];

/** ARIA's role, as far as it matters here. */
const kindOf = (element) => {
  const given = element.getAttribute("role");
  if (given) return given;
  if (element.isContentEditable && !element.parentElement?.isContentEditable) return "textbox";
  if (element.localName === "input") {
    if (element.type === "search") return "searchbox";
    return pressableInputs.includes(element.type) ? "button" : element.type === "checkbox" ? "checkbox" : "textbox";
  }
  return kinds[element.localName] ?? "";
};

/** What the element is called: its label, placeholder, alternative text, or short text of its own. */
const nameOf = (element) => {
  const by = element.getAttribute("aria-labelledby")?.split(/\s+/)
    .map((id) => document.getElementById(id)?.textContent ?? "");
  const given = [
    element.getAttribute("aria-label"), by?.join(" "), element.labels?.[0]?.textContent,
    element.getAttribute("placeholder"), element.getAttribute("aria-placeholder"),
    element.getAttribute("data-placeholder"),
    element.getAttribute("alt"), element.getAttribute("title"),
    pressableInputs.includes(element.type) ? element.value : null,
  ].find((name) => name && folded(name) !== "");
  if (given !== undefined) return limit(folded(given), 80);
  if (isEditable(element)) return "";
  const text = folded(element.textContent ?? "");
  return text.length <= 80 ? text : "";
};

const isEditable = (element) => {
  const kind = kindOf(element);
  return (kind === "textbox" || kind === "searchbox") && !element.disabled && !element.readOnly;
};

const isPressable = (element) => {
  const kind = kindOf(element);
  return kind === "button" || kind === "link";
};

/** Seen by a person, after scrolling perhaps: it has a size and lies on the page. */
const isSeen = (element) => {
  if (!isVisible(element)) return false;
  const box = element.getBoundingClientRect();
  if (box.width <= 1 || box.height <= 1 || getComputedStyle(element).opacity === "0") return false;
  if (box.right > 0 && box.bottom > 0) return true;
  const outer = ancestorsOf(element);
  const right = outer.reduce((sum, { scrollLeft }) => sum + scrollLeft, box.right);
  const bottom = outer.reduce((sum, { scrollTop }) => sum + scrollTop, box.bottom);
  return right > 0 && bottom > 0;
};

/** The elements a person can see, in the order of the document; no more than a page ought to have. */
const seenElements = (root) => [...root.querySelectorAll("*")].slice(0, 20000).filter(
  (element) => !["script", "style", "template", "br", "option"].includes(element.localName) && isSeen(element));

/** What is remembered of an element, so that it can be known again in other markup. Holds no message. */
const portraitOf = (element) => ({
  kind: kindOf(element),
  name: nameOf(element),
  type: element.getAttribute("type"),
  autocomplete: element.getAttribute("autocomplete"),
  // What can be pressed in it, by name: a frame is known by this.
  names: [...element.querySelectorAll("a, button, [role=button], [role=link]")].filter(isSeen).map(nameOf)
    .filter((name) => name !== "").slice(0, 12),
});

const isBefore = (left, right) => (left.compareDocumentPosition(right) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

const ancestorsOf = (element) => {
  const all = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) all.push(at);
  return all;
};

const commonAncestor = (elements) =>
  ancestorsOf(elements[0]).find((ancestor) => elements.every((element) => ancestor.contains(element))) ?? null;

// MARK: Selectors

const quoted = (text) => JSON.stringify(text).replace(/</g, "\\3c ");

/** Simple selectors that an element answers to, the most telling first. */
const traitsOf = (element) => {
  const traits = [];
  for (const name of ["data-testid", "aria-label", "placeholder", "aria-placeholder", "name", "autocomplete"]) {
    const given = element.getAttribute(name);
    if (given && given.length <= 80) traits.push(`[${name}=${quoted(given)}]`);
  }
  if (element.id) traits.push(`#${CSS.escape(element.id)}`);
  for (const token of element.classList) traits.push(`.${CSS.escape(token)}`);
  for (const name of ["role", "type", "datetime", "href"]) {
    const given = element.getAttribute(name);
    const isValueTelling = name === "role" || name === "type";
    if (given !== null) traits.push(isValueTelling ? `[${name}=${quoted(given)}]` : `[${name}]`);
  }
  for (const { name } of element.attributes) {
    if (name.startsWith("data-") && name !== "data-testid") traits.push(`[${name}]`);
  }
  return traits;
};

const common = (lists) =>
  lists.length === 0 ? [] : lists[0].filter((item) => lists.every((list) => list.includes(item)));

/** Selectors that all of the elements answer to: those that were found for the role before, then simple ones first. */
function* selectorsFor(elements, role) {
  yield* (pack.roles[role] ?? []).filter(({ isFound }) => isFound).map(({ css }) => css);
  const tags = new Set(elements.map((element) => element.localName));
  const tag = tags.size === 1 ? [...tags][0] : "";
  const traits = common(elements.map(traitsOf)).slice(0, 10);
  const whole = traits.map((trait) => (trait.startsWith("#") || trait.startsWith(".") ? trait : tag + trait));
  yield* whole;
  for (const [index, left] of traits.entries()) for (const right of traits.slice(index + 1)) yield tag + left + right;
  const parents = elements.map((element) => element.parentElement).filter((parent) => parent !== null);
  const outer = parents.length === elements.length ? common(parents.map(traitsOf)).slice(0, 8) : [];
  const inner = [...traits, ...(tag === "" ? [] : [tag])];
  for (const parent of outer) for (const child of inner) yield `${parent} > ${child}`;
  if (tag !== "") yield tag;
}

/** A selector that leads to some elements too many, without these. */
function* narrowed(css, elements, others) {
  const own = new Set(elements.flatMap(traitsOf));
  const foreign = common(others.map(traitsOf)).filter((trait) => !own.has(trait));
  for (const trait of foreign) yield `${css}:not(${trait})`;
  const inside = (element) =>
    [...new Set([...element.children].flatMap((child) => [child.localName, ...traitsOf(child)]))];
  const inOthers = new Set(others.flatMap(inside));
  const inAll = common(elements.map(inside));
  for (const trait of inAll.filter((trait) => !inOthers.has(trait))) yield `${css}:has(> ${trait})`;
  const inAny = new Set(elements.flatMap(inside));
  const inAllOthers = common(others.map(inside));
  for (const trait of inAllOthers.filter((trait) => !inAny.has(trait))) yield `${css}:not(:has(> ${trait}))`;
}

/** The first selector that leads to all of these elements, and to others only where they are as good. */
const selectorOnly = (elements, role, isAsGood = () => false) => {
  const wanted = new Set(elements);
  const othersOf = (css) =>
    [...document.querySelectorAll(css)].filter((element) => !wanted.has(element) && !isAsGood(element));
  const coversAll = (css) => elements.every((element) => element.matches(css));
  let tries = 0;
  for (const css of selectorsFor(elements, role)) {
    if (!coversAll(css)) continue;
    const others = othersOf(css);
    if (others.length === 0) return css;
    if (others.length > 500 || (tries += 1) > 12) continue;
    for (const narrow of narrowed(css, elements, others)) {
      if (coversAll(narrow) && othersOf(narrow).length === 0) return narrow;
    }
  }
  return null;
};

const exactSelector = (elements, role) => selectorOnly(elements, role);

/** For one element that nothing but its place tells apart from its neighbours. */
const placeSelector = (element) => {
  for (const ancestor of ancestorsOf(element).slice(0, 5)) {
    const css = exactSelector([ancestor], "");
    if (css !== null) return pathTo(element, ancestor).replace(":scope", css);
  }
  return null;
};

/** Where an element stands below a root, by its place among its neighbours. */
const pathTo = (element, root) => {
  const steps = [];
  for (let at = element; at !== root && at !== null; at = at.parentElement) {
    const place = [...at.parentElement.children].filter((other) => other.localName === at.localName).indexOf(at) + 1;
    steps.unshift(`${at.localName}:nth-of-type(${place})`);
  }
  return steps.length === 0 ? null : `:scope > ${steps.join(" > ")}`;
};

/** A selector that leads, from each root, to its own target first, and to nothing visible in roots that have none. */
const innerSelector = (targets, role, emptyRoots = []) => {
  const entries = [...targets];
  // A row that is its own link.
  if (entries.every(([root, target]) => root === target)) {
    const roots = entries.map(([root]) => root);
    return [...selectorsFor(roots, role)].find((css) => roots.every((root) => root.matches(css))) ?? null;
  }
  const isRight = (css) => entries.every(([root, target]) => !root.matches(css) && root.querySelector(css) === target)
    && emptyRoots.every((root) => !isVisible(root.querySelector(css)));
  for (const css of selectorsFor(entries.map(([, target]) => target), role)) if (isRight(css)) return css;
  const paths = new Set(entries.map(([root, target]) => pathTo(target, root)));
  const [path] = paths;
  return paths.size === 1 && path !== null && isRight(path) ? path : null;
};
