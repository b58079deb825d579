// What of a page's looks decides how it is read: its own style sheets are not kept in a snapshot.

/** Drawn as a whole: what is in them is no part of the page. */
const drawings = ["svg", "math", "canvas", "video", "audio", "object", "iframe"];
const blocks = new Set(("html body address article aside blockquote dd details dialog div dl dt fieldset figcaption "
  + "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend main menu nav ol optgroup option p pre search "
  + "section summary ul").split(" "));
const usualDisplay = (name) => {
  if (blocks.has(name)) return "block";
  if (["button", "input", "select", "textarea", "meter", "progress"].includes(name)) return "inline-block";
  return name === "li" ? "list-item" : "inline";
};

/** Whatever a length is, on the same side of one pixel, up to which nobody sees it. */
const pixels = (length) => (length > 1 ? Math.ceil(length) : Math.round(length * 100) / 100);

const inherited = ["visibility", "white-space", "text-transform"];

/**
 * What of an element's looks decides whether it is seen, what covers what, and how its text reads: the page's own
 * style sheets are not kept.
 */
const looksOf = (element, outer) => {
  const computed = getComputedStyle(element);
  const get = (name) => computed.getPropertyValue(name);
  const display = get("display");
  if (display === "none") return { css: "display:none", isShown: false };
  const rules = [];
  const set = (name, text) => rules.push(`${name}:${text}`);
  const now = Object.fromEntries(inherited.map((name) => [name, get(name)]));
  for (const name of inherited) if (now[name] !== outer[name]) set(name, now[name]);
  if (get("opacity") === "0") set("opacity", "0");
  if (get("content-visibility") === "hidden") set("content-visibility", "hidden");
  if (get("pointer-events") === "none") set("pointer-events", "none");
  const position = get("position");
  if (position !== "static") set("position", position === "sticky" ? "relative" : position);
  if (position !== "static" && get("z-index") !== "auto") set("z-index", get("z-index"));
  const transform = get("transform");
  if (transform !== "none") set("transform", transform);
  const box = element.getBoundingClientRect();
  if (position === "fixed") rules.push(`left:${Math.round(box.left)}px`, `top:${Math.round(box.top)}px`);
  if (position === "absolute" && element.offsetParent) {
    rules.push(`left:${element.offsetLeft}px`, `top:${element.offsetTop}px`);
  }
  const isDrawn = drawings.includes(element.localName) || element.localName === "img";
  const isEmpty = element.firstElementChild === null && folded(element.textContent) === "";
  const isInline = display === "inline" && !isDrawn && (!isEmpty || box.width <= 1 || box.height <= 1);
  if (isInline && !isEmpty && (box.width <= 1 || box.height <= 1)) set("font-size", "0");
  const shown = display === "inline" && !isInline ? "inline-block" : display;
  if (shown !== usualDisplay(element.localName)) set("display", shown);
  if (!isInline && display !== "contents" && !display.startsWith("table-row")) {
    const isTurned = transform !== "none" && element.offsetWidth !== undefined;
    set("width", `${pixels(isTurned ? element.offsetWidth : box.width)}px`);
    set("height", `${pixels(isTurned ? element.offsetHeight : box.height)}px`);
    if (get("overflow") !== "visible") set("overflow", "hidden");
  }
  return { css: rules.join(";"), isShown: true, computed: now };
};
