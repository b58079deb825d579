// The page as one piece of HTML that a person may keep and pass on: see redacting.js for what is in it.

const deepest = 200;
const mostElements = 50000;
/** Of longer lists the newest are kept: what is older would not fit anyway. */
const mostChildren = 3000;

const leftOut = ["script", "style", "noscript", "template", "link", "meta", "base", "title"];
const voids = ["area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"];
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
  .replace(/"/g, "&quot;").replace(/\u00a0/g, "&nbsp;");

const isControl = (element, kind) =>
  ["button", "link", "textbox", "searchbox", "tab", "menuitem", "checkbox", "radio", "switch", "combobox"]
    .includes(kind) || ["label", "summary", "legend"].includes(element.localName);
const landmarks = ["form", "search", "navigation", "banner", "main", "list", "log", "feed", "dialog", "alertdialog",
  "region", "toolbar", "menu", "tablist", "grid", "group"];

/** Whether a control's text is a label: a row that is a button as a whole has several texts. */
const isOneText = (element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let count = 0;
  for (let node = walker.nextNode(); node !== null && count < 2; node = walker.nextNode()) {
    if (/\p{L}/u.test(node.data)) count += 1;
  }
  return count < 2;
};

/** Whether an element is about one person: a row or a bubble, by the pack or by where its links lead. */
const isPersonal = (element, personal) => {
  if (personal !== "" && element.matches(personal)) return true;
  const leads = (link) => idOf(link.getAttribute("href")) !== null;
  if (element.hasAttribute("href") && leads(element)) return true;
  return element.matches("li, article, [role=listitem], [role=row], [role=article], [role=option]")
    && [...element.querySelectorAll("[href]")].some(leads);
};

const encoder = new TextEncoder();
const bytes = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.length : encoder.encode(text).length);

/** Whether an element holds messages, of which the oldest stands first; the oldest row of a list stands last. */
const isOfMessages = (element) => {
  const css = selectorOf("bubble");
  return element.matches("[role=log]") || (css !== "" && element.querySelector(css) !== null);
};

/** The page's elements as `{ open, close, children, size }`, texts among the children as strings. */
const treeOf = (redaction, textTimes) => {
  let count = 0;
  let cut = 0;
  // A pack tells elements by these, such as “You” above own messages.
  const packNames = new Set(Object.values(pack.roles).flat().flatMap(({ name }) => (name ? [name.toLowerCase()] : [])));
  const personal = ["row", "bubble", "systemNotice"].map(selectorOf).filter((css) => css !== "").join(", ");
  const build = (element, outer, depth) => {
    count += 1;
    const { localName } = element;
    const isPrivate = outer.isPrivate || isPersonal(element, personal);
    const kind = kindOf(element);
    const isOwnControl = isControl(element, kind);
    const isLabel = !isPrivate && (isOwnControl ? isOneText(element) : outer.isLabel);
    const isLabelled = !isPrivate && (isOwnControl || landmarks.includes(kind));
    const looks = outer.isShown ? looksOf(element, outer.computed) : { css: "", isShown: false };
    const attributes = [...element.attributes]
      .map((attribute) => [attribute.name, redaction.attribute(attribute, isLabelled)])
      .filter(([, given]) => given !== null);
    if (localName === "input" && pressableInputs.includes(element.type) && !isPrivate) {
      attributes.push(["value", redaction.label(element.value)]);
    }
    if (looks.css !== "") attributes.push(["style", looks.css]);
    const open = `<${localName}${attributes.map(([name, given]) => ` ${name}="${escaped(given)}"`).join("")}>`;
    const close = voids.includes(localName) ? "" : `</${localName}>`;
    const node = { element, open, close, children: [], size: bytes(open + close) };
    if (close === "" || drawings.includes(localName) || localName === "textarea") return node;
    const inner = {
      isPrivate, isLabel, isShown: looks.isShown, computed: looks.computed ?? outer.computed,
      isTyped: outer.isTyped || element.isContentEditable,
    };
    if (textTimes.has(element)) {
      add(node, redaction.coarse(textTimes.get(element)) ?? "");
      return node;
    }
    const size = (child) => (child.nodeType === Node.ELEMENT_NODE ? 1 + child.querySelectorAll("*").length : 0);
    let children = [...element.childNodes];
    if (children.length > mostChildren) {
      const split = isOfMessages(element) ? children.length - mostChildren : mostChildren;
      const parts = [children.slice(0, split), children.slice(split)];
      const [kept, gone] = isOfMessages(element) ? parts.reverse() : parts;
      cut += gone.reduce((sum, child) => sum + size(child), 0);
      children = kept;
    }
    for (const child of children) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (inner.isTyped && child.data.trim() !== "") continue;
        const text = limit(child.data, 4000);
        const isKept = packNames.has(folded(text).toLowerCase());
        add(node, escaped(isKept ? text : isLabel ? redaction.label(text) : shapeOf(text)));
      } else if (child.nodeType === Node.ELEMENT_NODE && !leftOut.includes(child.localName)) {
        if (depth >= deepest || count >= mostElements) cut += size(child);
        else add(node, build(child, inner, depth + 1));
      }
    }
    // The parser takes a line break behind these for none.
    if (localName === "pre" && typeof node.children[0] === "string") node.children.unshift("\n");
    return node;
  };
  const add = (node, child) => {
    node.children.push(child);
    node.size += typeof child === "string" ? bytes(child) : child.size;
  };
  const start = {
    isPrivate: false, isLabel: false, isShown: true, isTyped: false,
    computed: { visibility: "visible", "white-space": "normal", "text-transform": "none" },
  };
  const html = document.documentElement;
  const rootLooks = looksOf(html, start.computed);
  const body = document.body ?? document.createElement("body");
  const tree = build(body, { ...start, isShown: rootLooks.isShown, computed: rootLooks.computed ?? start.computed }, 0);
  return { tree, rootLooks, cut };
};

/** Leaves out from the longest list, the oldest of it first, until the tree fits. @returns how many elements went. */
const fit = (tree, most) => {
  let cut = 0;
  while (tree.size > most) {
    const path = [tree];
    const elementsOf = (node) => node.children.filter((child) => typeof child !== "string");
    const largest = (node) =>
      elementsOf(node).reduce((best, child) => (child.size > (best?.size ?? 0) ? child : best), null);
    for (let next = largest(tree); next !== null && next.size > path.at(-1).size / 2; next = largest(next)) {
      path.push(next);
    }
    const list = path.at(-1);
    const isOldestFirst = isOfMessages(list.element);
    if (list.children.length === 0) break;
    while (tree.size > most && list.children.length > 0) {
      const gone = isOldestFirst ? list.children.shift() : list.children.pop();
      const size = typeof gone === "string" ? bytes(gone) : gone.size;
      for (const node of path) node.size -= size;
      if (typeof gone !== "string") cut += 1 + gone.element.querySelectorAll("*").length;
    }
  }
  return cut;
};

/**
 * The page as HTML of at most `most` bytes, which no other page can be told by.
 *
 * @param about what to write into its head, by name
 * @param memory per role what is remembered, see `portraitOf`
 * @param known what the page has to show, see `heal`: both are kept so that roles can be looked for in the snapshot
 */
const snapshot = (about, memory, known, most) => {
  const all = [...document.querySelectorAll("*")].slice(0, mostElements);
  const links = [address(), ...all.map((element) => element.getAttribute("href"))].map(idOf);
  const ids = new Set([...links, ...findAll(document, "row").map(idOfRow), idShown()].filter((id) => id));
  const textTimes = new Map(["rowTime", "bubbleTime"].flatMap((role) => (pack.roles[role] ?? [])
    .filter((candidate) => !candidate.attribute).flatMap(({ css }) => [...document.querySelectorAll(css)]))
    .filter((element) => element.childElementCount === 0 && plausibleTime(element.textContent) !== null)
    .map((element) => [element, element.textContent]));
  const times = all.flatMap(timesOf).concat([...textTimes.values()].map(plausibleTime));
  const redaction = makeRedaction(times, ids);
  const portraits = Object.fromEntries(Object.entries(memory).map(([role, portrait]) => [role, {
    ...portrait, name: redaction.label(portrait.name), names: portrait.names.map(redaction.label),
  }]));
  const metas = {
    ...about, pack: pack.name, version: String(pack.version), address: redaction.address(address()),
    portraits: JSON.stringify(portraits), known: JSON.stringify(redaction.known(known)),
  };
  const { tree, rootLooks, cut: tooDeep } = treeOf(redaction, textTimes);
  const line = ([name, text]) => `<meta name="switchboard-${name}" content="${escaped(text)}">\n`;
  const head = Object.entries(metas).map(line).join("");
  const cut = tooDeep + fit(tree, most - bytes(head) - 4096);
  const end = cut > 0 ? line(["cut", String(cut)]) : "";
  const html = document.documentElement;
  const attributes = [...html.attributes].map((attribute) => [attribute.name, redaction.attribute(attribute, false)])
    .filter(([, given]) => given !== null).concat(rootLooks.css === "" ? [] : [["style", rootLooks.css]])
    .map(([name, given]) => ` ${name}="${escaped(given)}"`).join("");
  const write = (node) =>
    (typeof node === "string" ? node : node.open + node.children.map(write).join("") + node.close);
  return `${document.compatMode === "CSS1Compat" ? "<!DOCTYPE html>\n" : ""}<html${attributes}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${head}${end}<style>
* { margin: 0; padding: 0; border: 0; box-sizing: border-box; min-width: 0; min-height: 0; flex: none; }
</style>
</head>
${write(tree)}
</html>
`;
};

/** From now on this document is read as the stored page that it holds. */
const useStored = (given) => { storedAddress = given; };
