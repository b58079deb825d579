// Covers the page for the moment of a picture, so that only what is asked for can be seen.
//
// It is done by a style sheet of this world alone: no element is added, changed or moved, so that nobody who watches
// the page is told of anything, and what is hidden keeps its place, focus and visibility for our own readings.

let worn = null;

/** Where an element is in the document, as a selector that needs no attribute of it. */
const placeOf = (element) => {
  if (element === document.documentElement) return ":root";
  const number = [...element.parentElement.children].indexOf(element) + 1;
  return `${placeOf(element.parentElement)} > :nth-child(${number})`;
};

/** What of a challenge has to be seen: the field or frame alone would not say what is asked. */
const challengeBox = () => {
  const challenge = find(document, "challenge");
  if (challenge === null || !challenge.matches("input, textarea, select, button, iframe")) return challenge;
  return challenge.closest("form, dialog, [role='dialog']") ?? challenge.parentElement;
};

const partOf = (name) => {
  if (name === "challenge") return challengeBox();
  return name === "cover" ? coverElement() : find(document, name);
};

/** What is somebody's own, wherever it stands. */
const privateRoles = ["list", "row", "rowName", "rowPreview", "bubble", "conversationName", "textBox", "signedIn"];
const fields = "input, textarea, select, [contenteditable]";

const gone = "opacity: 0 !important; transition: none !important;";
const wordless = "color: transparent !important; -webkit-text-fill-color: transparent !important; "
  + "text-shadow: none !important; caret-color: transparent !important; background-image: none !important;";

/** Elements with a picture behind them; a mere run of colours is none. */
const backdrops = (part) => [part, ...part.querySelectorAll("*")].filter((element) =>
  getComputedStyle(element).backgroundImage.includes("url("));

const maskFor = (part, name) => {
  const place = placeOf(part);
  const rules = [];
  for (let child = part; child !== document.documentElement; child = child.parentElement) {
    const parent = placeOf(child.parentElement);
    const number = [...child.parentElement.children].indexOf(child) + 1;
    // Beside the part everything is gone; around it there is neither text nor picture.
    rules.push(`${parent} > :not(:nth-child(${number})), ${parent}::before, ${parent}::after { ${gone} }`);
    rules.push(`${parent} { ${wordless} border-image: none !important; transition: none !important; }`);
  }
  const { color } = getComputedStyle(part);
  rules.push(`${place} { color: ${color} !important; -webkit-text-fill-color: currentcolor !important; }`);
  const own = privateRoles.map(selectorOf).filter((css) => css !== "").join(", ");
  rules.push(`${place} :is(${own}) { ${gone} }`);
  rules.push(`${place} :is(${fields}), ${place}:is(${fields}), ${place} [contenteditable] * { ${wordless} }`);
  // A captcha is a picture; elsewhere a picture may be somebody's face.
  if (name !== "challenge") {
    rules.push(`${place} :is(img, picture, video, canvas, object, embed) { ${gone} }`);
    rules.push(...backdrops(part).map((element) => `${placeOf(element)} { background-image: none !important; }`));
  }
  // Important rules of a layer win over all others of the page.
  return `@layer switchboard { ${rules.join("\n")} }`;
};

/** Whether nothing beside the part can be seen: a style in an element itself could be stronger. */
const isHidden = (part, name) => {
  for (let child = part; child !== document.documentElement; child = child.parentElement) {
    const others = [...child.parentElement.children].filter((other) => other !== child);
    if (others.some((other) => getComputedStyle(other).opacity !== "0")) return false;
  }
  if (name !== "challenge" && backdrops(part).length > 0) return false;
  return [...part.querySelectorAll(fields)].every((field) =>
    getComputedStyle(field).webkitTextFillColor === "rgba(0, 0, 0, 0)" || getComputedStyle(field).opacity === "0");
};

const isWorn = () => worn !== null && worn.part.isConnected && placeOf(worn.part) === worn.place
  && document.adoptedStyleSheets.includes(worn.sheet) && isHidden(worn.part, worn.name);

const takeOff = () => {
  if (worn === null) return;
  clearTimeout(worn.timer);
  const { sheet } = worn;
  worn = null;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
};

/** Two frames, so that it is drawn; a page in the background draws none by itself. */
const drawn = () => Promise.race([
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  new Promise((resolve) => setTimeout(resolve, 150)),
]);

/** Covers all but a part of the page; false, and the page is as it was, when that cannot be done for certain. */
const mask = async (name) => {
  takeOff();
  const part = partOf(name);
  if (part === null || !isVisible(part) || part === document.documentElement) return false;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(maskFor(part, name));
    // Whoever asked for it may be gone before it is taken off.
    worn = { part, name, sheet, place: placeOf(part), timer: setTimeout(takeOff, 10_000) };
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    await drawn();
    if (isWorn()) return true;
  } catch {
    // As good as not worn.
  }
  takeOff();
  return false;
};

/** Takes the mask off; whether it lay there until now. */
const unmask = () => {
  const wasWorn = isWorn();
  takeOff();
  return wasWorn;
};
