// What elements say.

// Line breaks and spaces are shown otherwise than they were typed by some fields.
const folded = (words) => words.split(/\s+/).filter((word) => word !== "").join(" ");

const isBlock = (node) => ["DIV", "P", "LI"].includes(node.nodeName);

const isAttachment = (element) => {
  const css = selectorOf("bubbleAttachment");
  return css !== "" && element.matches(css);
};

const holdsAttachment = (element) => {
  const css = selectorOf("bubbleAttachment");
  return css !== "" && element.querySelector(css) !== null;
};

/** The text of something within a line; a picture says what it stands for. What came with a message says nothing. */
const inlineText = (node) => {
  if (node.nodeType !== Node.ELEMENT_NODE) return node.textContent;
  if (isAttachment(node)) return "";
  if (node.nodeName === "IMG") return node.alt;
  if (node.querySelector("img") === null && !holdsAttachment(node)) return node.textContent;
  return [...node.childNodes].map(inlineText).join("");
};

/** The lines of an element whose lines are elements or breaks: innerText counts an empty one twice. */
const linesOf = (element) => {
  const lines = [""];
  let isAfterBlock = false;
  const begin = () => lines.push("");
  for (const node of element.childNodes) {
    if (isBlock(node)) {
      const inner = linesOf(node);
      if (isAfterBlock || lines.length > 1 || lines[0] !== "") begin();
      lines[lines.length - 1] += inner[0];
      lines.push(...inner.slice(1));
      isAfterBlock = true;
      continue;
    }
    if (isAfterBlock) begin();
    isAfterBlock = false;
    if (node.nodeName !== "BR") {
      const [first, ...rest] = inlineText(node).split("\n");
      lines[lines.length - 1] += first;
      lines.push(...rest);
    } else if (node.nextSibling !== null) {
      // The last one only holds the line open.
      begin();
    }
  }
  return lines;
};

// innerText costs a layout; it is needed only where an element breaks lines by itself. It counts an empty line that is
// an element twice, and leaves pictures out.
const words = (element) => {
  const isMixed = holdsAttachment(element);
  if (!isMixed && element.querySelector("br, p, div, img[alt]") === null) return element.textContent;
  const isBuilt = isMixed || element.querySelector("img[alt]:not([alt='']), div > br:only-child") !== null;
  return isBuilt ? linesOf(element).join("\n") : element.innerText;
};
