// What the page shows at this moment.

const rows = () =>
  findAll(document, "row").slice(0, 2000).flatMap((row) => {
    const id = idOf(find(row, "rowLink")?.getAttribute("href"));
    if (id === null || id.length > 128 || find(row, "rowPending") !== null) return [];
    return [{
      id,
      name: limit(value(row, "rowName")?.trim(), 200),
      preview: limit(value(row, "rowPreview"), 500),
      at: time(value(row, "rowTime")),
      isUnread: isVisible(find(row, "rowUnread")),
    }];
  });

// How each bubble read when it was last read. A removed element takes its entry with it.
const lastRead = new WeakMap();

/** Null for what is no message. */
const readBubble = (bubble) => {
  if (find(bubble, "systemNotice") || find(bubble, "bubblePending")) return null;
  return {
    id: value(bubble, "bubbleID"),
    isOwn: find(bubble, "bubbleOwn") !== null,
    author: value(bubble, "bubbleAuthor")?.trim() ?? null,
    text: limit(value(bubble, "bubbleText"), 20000),
    at: time(value(bubble, "bubbleTime")),
    isEdited: isVisible(find(bubble, "bubbleEdited")),
  };
};

const wasRead = (bubble) => lastRead.has(bubble);
const isNews = (bubble) => lastRead.get(bubble) !== JSON.stringify(readBubble(bubble));

const bubbles = () => findAll(document, "bubble").slice(-10000).flatMap((bubble) => {
  const read = readBubble(bubble);
  lastRead.set(bubble, JSON.stringify(read));
  return read === null ? [] : [read];
});

const bubbleCount = () => findAll(document, "bubble").slice(-10000).filter((bubble) =>
  !find(bubble, "systemNotice") && !find(bubble, "bubblePending")).length;

/** The first bubble that is shown is the conversation's first. */
const isComplete = () => pack.roles.conversationStart
  ? isVisible(find(document, "conversationStart")) || find(document, "emptyConversation") !== null
  : !isVisible(find(document, "loadEarlier"));

/** What lies over the page and is no overlay of the pack, as a selector: a large element, fixed to the window. */
const unknownCover = () => {
  const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  if (top === null) return null;
  const cover = [top, ...ancestorsOf(top)].reverse().find((element) => {
    if (element === document.body || getComputedStyle(element).position !== "fixed") return false;
    const { width, height } = element.getBoundingClientRect();
    return width * height >= innerWidth * innerHeight * 0.5;
  });
  if (!cover) return null;
  const own = ["signedIn", "list", "row", "bubble", "textBox", "loginPassword", "challenge"];
  const isOfPage = own.some((role) => find(cover, role) !== null)
    || pack.overlays.some(({ shown }) => cover.closest(shown) !== null || cover.querySelector(shown) !== null);
  if (isOfPage) return null;
  const classes = [...cover.classList].slice(0, 3).map((token) => `.${CSS.escape(token)}`).join("");
  return limit(cover.localName + (cover.id ? `#${CSS.escape(cover.id)}` : classes), 200);
};

const state = () => ({
  isSignedIn: isVisible(find(document, "signedIn")),
  canOpenLogin: isVisible(find(document, "loginOpen")),
  hasLoginForm: isVisible(find(document, "loginPassword")),
  loginError: isVisible(find(document, "loginError")) ? limit(value(document, "loginError")?.trim(), 200) : null,
  hasChallenge: isVisible(find(document, "challenge")),
  overlay: pack.overlays.find(({ shown }) => isVisible(document.querySelector(shown)))?.name ?? null,
  cover: unknownCover(),
});

// Elements of the conversation that was shown before: until they are gone, the page still shows that one.
const stale = new WeakSet();

/** The conversation that was last read from this page, until it is left. */
let shownConversation = null;

/** Whether there is something to leave: the page may be at that conversation's address already. */
const leave = (next) => {
  shownConversation = null;
  if (idOf(location.href) === next) return false;
  for (const element of [find(document, "textBox"), ...findAll(document, "bubble")]) {
    if (element) stale.add(element);
  }
  return true;
};

// Line breaks and spaces are shown otherwise than they were typed by some fields.
const folded = (words) => words.split(/\s+/).filter((word) => word !== "").join(" ");

/** What the scraper put into the text box last. */
let ownText = "";

const isBlock = (node) => ["DIV", "P", "LI"].includes(node.nodeName);

/** The lines of an editable element: innerText counts an empty one twice. */
const editedLines = (element) => {
  const lines = [""];
  let isAfterBlock = false;
  const begin = () => lines.push("");
  for (const node of element.childNodes) {
    if (isBlock(node)) {
      const inner = editedLines(node);
      if (isAfterBlock || lines.length > 1 || lines[0] !== "") begin();
      lines[lines.length - 1] += inner[0];
      lines.push(...inner.slice(1));
      isAfterBlock = true;
      continue;
    }
    if (isAfterBlock) begin();
    isAfterBlock = false;
    if (node.nodeName !== "BR") {
      const [first, ...rest] = node.textContent.split("\n");
      lines[lines.length - 1] += first;
      lines.push(...rest);
    } else if (node.nextSibling !== null) {
      // The last one only holds the line open.
      begin();
    }
  }
  return lines;
};

const boxText = (box) => box?.value ?? (box === null ? null : editedLines(box).join("\n"));
const isTypedByHand = (box) => {
  const text = folded(boxText(box) ?? "");
  return text !== "" && text !== folded(ownText);
};

/** A conversation is there when its own text box is, and its bubbles or the sign that it has none, and it is still. */
const conversation = (id) => {
  const box = find(document, "textBox");
  const all = findAll(document, "bubble");
  const send = find(document, "send");
  const hasContent = all.length > 0 ? !stale.has(all[all.length - 1]) : isVisible(find(document, "emptyConversation"));
  const isSignedOut = !isVisible(find(document, "signedIn"))
    && (isVisible(find(document, "loginOpen")) || isVisible(find(document, "loginPassword")));
  const isReady = idOf(location.href) === id && box !== null && !stale.has(box) && hasContent && isStill();
  if (isReady) shownConversation = id;
  return {
    isSignedOut,
    isReady,
    name: limit(value(document, "conversationName")?.trim(), 200),
    bubbles: bubbles(),
    isComplete: isComplete(),
    box: boxText(box),
    isTypedByHand: isTypedByHand(box),
    canSend: send !== null && !send.disabled && send.getAttribute("aria-disabled") !== "true",
    isFound: ["bubble", "bubbleText", "bubbleOwn"].some(isByFound),
    quarantined: ["textBox", "send"].filter((role) =>
      find(document, role) !== null && switchboard.element(role) !== find(document, role)),
    error: isVisible(find(document, "sendError")) ? limit(value(document, "sendError"), 200) : null,
  };
};
