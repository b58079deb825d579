// What the page shows at this moment.

/** Where there is no list, the only conversation takes a row's place. */
const onlyRow = () => {
  const last = bubbles().at(-1);
  return {
    id: pack.only,
    name: limit(value(document, "conversationName")?.trim(), 200),
    preview: limit(last?.text, 500),
    at: last && !last.isRough ? last.at : null,
    isUnread: false,
  };
};

const rows = () => {
  if (pack.only) return isListThere() ? [onlyRow()] : [];
  return findAll(document, "row").slice(0, 2000).flatMap((row) => {
    const id = idOfRow(row);
    if (id === null || id === "" || id.length > 128 || find(row, "rowPending") !== null) return [];
    return [{
      id,
      name: limit(value(row, "rowName")?.trim(), 200),
      preview: limit(value(row, "rowPreview"), 500),
      at: timeOf(row, "rowTime", id).at,
      isUnread: isVisible(find(row, "rowUnread")),
    }];
  });
};

/** The list, or the only conversation. */
const isListThere = () => pack.only
  ? find(document, "textBox") !== null && (findAll(document, "bubble").length > 0 || isEmpty())
  : find(document, "list") !== null;

/** The page says that the conversation has no messages. */
const isEmpty = () => isVisible(find(document, "emptyConversation"));

/** The row of a conversation, which is clicked where conversations have no address. */
const rowOf = (id) => findAll(document, "row").find((row) => idOfRow(row) === id) ?? null;

// How each bubble read when it was last read. A removed element takes its entry with it.
const lastRead = new WeakMap();

const mostAttachments = 10;
const longestAddress = 4000;

const kindOfAttachment = (element) => ({ img: "image", picture: "image", svg: "image", video: "video", audio: "audio" }[
  element.localName] ?? "file");

/** What is found within a bubble, or is the bubble, for the role; undefined when nothing is. */
const attachmentsOf = (bubble) => {
  for (const candidate of pack.roles.bubbleAttachment ?? []) {
    const elements = [bubble, ...bubble.querySelectorAll(candidate.css)].filter((element) =>
      element.matches(candidate.css) && isMeant(element, "bubbleAttachment", candidate));
    if (elements.length === 0) continue;
    return elements.slice(0, mostAttachments).map((element) => {
      const given = candidate.attribute ? element.getAttribute(candidate.attribute)
        : element.currentSrc || element.getAttribute("src") || element.getAttribute("href");
      return { kind: kindOfAttachment(element), address: absolute(given) };
    });
  }
  return undefined;
};

/** An address as a request would name it; empty for none. */
const absolute = (given) => {
  if (!given || !URL.canParse(given, document.baseURI)) return "";
  const url = new URL(given, document.baseURI);
  url.hash = "";
  const { href } = url;
  return href.length > longestAddress ? "" : href;
};

/** Null for what is no message. */
const readBubble = (bubble) => {
  if (find(bubble, "systemNotice") || find(bubble, "bubblePending")) return null;
  const { at, isRough } = timeOf(bubble, "bubbleTime");
  return {
    id: value(bubble, "bubbleID"),
    isOwn: find(bubble, "bubbleOwn") !== null,
    author: value(bubble, "bubbleAuthor")?.trim() ?? null,
    text: limit(value(bubble, "bubbleText"), 20000),
    at,
    isRough,
    isEdited: isVisible(find(bubble, "bubbleEdited")),
    attachments: attachmentsOf(bubble),
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

/** What lies over the page and is no overlay of the pack: a large element, fixed to the window. */
const coverElement = () => {
  const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  if (top === null) return null;
  const cover = [top, ...ancestorsOf(top)].reverse().find((element) => {
    if (element === document.body || getComputedStyle(element).position !== "fixed") return false;
    const { width, height } = element.getBoundingClientRect();
    return width * height >= innerWidth * innerHeight * 0.5;
  });
  if (!cover) return null;
  const own = ["signedIn", "list", "row", "bubble", "textBox", "loginPassword", "challenge", "banned"];
  const isOfPage = own.some((role) => find(cover, role) !== null)
    || pack.overlays.some(({ shown }) => cover.closest(shown) !== null || cover.querySelector(shown) !== null);
  return isOfPage ? null : cover;
};

/** The same as a selector. */
const unknownCover = () => {
  const cover = coverElement();
  if (cover === null) return null;
  const classes = [...cover.classList].slice(0, 3).map((token) => `.${CSS.escape(token)}`).join("");
  return limit(cover.localName + (cover.id ? `#${CSS.escape(cover.id)}` : classes), 200);
};

/** Whether an element of the role stands in the place of the inbox. */
const isInstead = (role) => isVisible(find(document, role)) && !isVisible(find(document, "signedIn"));

const state = () => ({
  isSignedIn: isVisible(find(document, "signedIn")),
  canOpenLogin: isVisible(find(document, "loginOpen")),
  hasLoginForm: isVisible(find(document, "loginPassword")),
  loginError: isVisible(find(document, "loginError")) ? limit(value(document, "loginError")?.trim(), 200) : null,
  hasChallenge: isVisible(find(document, "challenge")),
  canTakeCode: ["challengeCode", "challengeSubmit"].every((role) => isVisible(switchboard.element(role))),
  isBanned: isInstead("banned"),
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
  if (idShown() === next) return false;
  for (const element of [find(document, "textBox"), ...findAll(document, "bubble")]) {
    if (element) stale.add(element);
  }
  return true;
};

/** What the scraper put into the text box last. */
let ownText = "";

const boxText = (box) => box?.value ?? (box === null ? null : linesOf(box).join("\n"));
const isTypedByHand = (box) => {
  const text = folded(boxText(box) ?? "");
  return text !== "" && text !== folded(ownText);
};

/** A conversation is there when its own text box is, and its bubbles or the sign that it has none, and it is still. */
const conversation = (id) => {
  const box = find(document, "textBox");
  const all = findAll(document, "bubble");
  const send = find(document, "send");
  const hasContent = all.length > 0 ? !stale.has(all[all.length - 1]) : isEmpty();
  const isSignedOut = !isVisible(find(document, "signedIn"))
    && (isVisible(find(document, "loginOpen")) || isVisible(find(document, "loginPassword")));
  const isReady = idShown() === id && box !== null && !stale.has(box) && hasContent && isStill();
  if (isReady) shownConversation = id;
  return {
    isSignedOut,
    isGated: isInstead("challenge") || isInstead("banned"),
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
