// Runs in an isolated world of every page: reads what the selector pack names, and tells when the list changes.
// The page cannot see any of it. What it returns comes from the page and is treated as hostile by its caller.
(() => {
  "use strict";
  if (window !== window.top || globalThis.switchboard) return;

  let pack = null;

  // MARK: Elements

  /** The first element of a role, best candidate first; `root` itself counts. */
  const find = (root, role) => {
    for (const { css } of pack.roles[role] ?? []) {
      const element = root.matches?.(css) ? root : root.querySelector(css);
      if (element) return element;
    }
    return null;
  };

  /** All elements of the best candidate that has any. */
  const findAll = (root, role) => {
    for (const { css } of pack.roles[role] ?? []) {
      const elements = root.querySelectorAll(css);
      if (elements.length > 0) return [...elements];
    }
    return [];
  };

  const isVisible = (element) => element !== null && element.checkVisibility({ visibilityProperty: true });

  // innerText costs a layout; it is needed only where an element breaks lines by itself.
  const words = (element) => (element.querySelector("br, p, div") ? element.innerText : element.textContent);

  const value = (root, role) => {
    for (const { css, attribute } of pack.roles[role] ?? []) {
      const element = root.matches?.(css) ? root : root.querySelector(css);
      if (element) return attribute ? element.getAttribute(attribute) : words(element);
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

  // MARK: What is shown

  const rows = () =>
    findAll(document, "row").slice(0, 2000).flatMap((row) => {
      const id = idOf(find(row, "rowLink")?.getAttribute("href"));
      if (id === null || id.length > 128) return [];
      return [{
        id,
        name: limit(value(row, "rowName")?.trim(), 200),
        preview: limit(value(row, "rowPreview"), 500),
        at: time(value(row, "rowTime")),
        isUnread: isVisible(find(row, "rowUnread")),
      }];
    });

  const bubbles = () => findAll(document, "bubble").slice(-2000).flatMap((bubble) => {
    if (find(bubble, "systemNotice") || find(bubble, "bubblePending")) return [];
    return [{
      id: value(bubble, "bubbleID"),
      isOwn: find(bubble, "bubbleOwn") !== null,
      author: value(bubble, "bubbleAuthor")?.trim() ?? null,
      text: limit(value(bubble, "bubbleText"), 20000),
      at: time(value(bubble, "bubbleTime")),
      isEdited: isVisible(find(bubble, "bubbleEdited")),
    }];
  });

  const state = () => ({
    isSignedIn: isVisible(find(document, "signedIn")),
    canOpenLogin: isVisible(find(document, "loginOpen")),
    hasLoginForm: isVisible(find(document, "loginPassword")),
    loginError: isVisible(find(document, "loginError")) ? limit(value(document, "loginError")?.trim(), 200) : null,
    hasChallenge: isVisible(find(document, "challenge")),
    overlay: pack.overlays.find(({ shown }) => isVisible(document.querySelector(shown)))?.name ?? null,
  });

  // Elements of the conversation that was shown before: until they are gone, the page still shows that one.
  const stale = new WeakSet();

  const leave = () => {
    for (const element of [find(document, "textBox"), ...findAll(document, "bubble")]) {
      if (element) stale.add(element);
    }
  };

  /** A conversation is there when its own text box is, and its bubbles or the sign that it has none, and it is still. */
  const conversation = (id) => {
    const box = find(document, "textBox");
    const all = findAll(document, "bubble");
    const send = find(document, "send");
    const hasContent = all.length > 0 ? !stale.has(all[all.length - 1]) : isVisible(find(document, "emptyConversation"));
    const isSignedOut = !isVisible(find(document, "signedIn"))
      && (isVisible(find(document, "loginOpen")) || isVisible(find(document, "loginPassword")));
    return {
      isSignedOut,
      isReady: idOf(location.href) === id && box !== null && !stale.has(box) && hasContent && isStill(),
      name: limit(value(document, "conversationName")?.trim(), 200),
      bubbles: bubbles(),
      isComplete: !isVisible(find(document, "loadEarlier")),
      box: box?.value ?? box?.innerText ?? null,
      canSend: send !== null && !send.disabled && send.getAttribute("aria-disabled") !== "true",
      error: isVisible(find(document, "sendError")) ? limit(value(document, "sendError"), 200) : null,
    };
  };

  // MARK: Waiting

  const stillness = 15;
  let lastChange = performance.now();
  const isStill = () => performance.now() - lastChange >= stillness;

  const listeners = new Set();
  const wake = () => { for (const listener of [...listeners]) listener(); };
  new MutationObserver(() => {
    lastChange = performance.now();
    wake();
  }).observe(document, { subtree: true, childList: true, characterData: true });
  new MutationObserver(wake).observe(document, { subtree: true, attributes: true });
  for (const kind of ["hashchange", "popstate", "input"]) addEventListener(kind, wake, true);

  /** What `look` gives once `isDone` holds for it, or when the patience (in ms) is at its end. */
  const until = (look, isDone, patience) => new Promise((resolve, reject) => {
    const end = performance.now() + patience;
    let timer = null;
    const finish = (settle, outcome) => {
      listeners.delete(check);
      clearTimeout(timer);
      settle(outcome);
    };
    const check = () => {
      clearTimeout(timer);
      try {
        const seen = look();
        if (isDone(seen) || performance.now() >= end) return finish(resolve, seen);
      } catch (error) {
        return finish(reject, error);
      }
      // A change wakes it; this is for stillness, and for what changes without one, such as a text box's value.
      timer = setTimeout(check, stillness + 1);
    };
    listeners.add(check);
    check();
  });

  const opened = (id, patience) => until(
    () => conversation(id), (seen) => seen.isReady || seen.isSignedOut, patience);

  const listed = (patience) => until(() => find(document, "list") !== null, (isThere) => isThere, patience);

  /** The conversation once it shows something else than `count` bubbles that end with `last`. */
  const changed = (id, count, last, patience) => until(
    () => conversation(id),
    (seen) => seen.isReady && (seen.bubbles.length !== count || (seen.bubbles.at(-1)?.text ?? null) !== last), patience);

  /** The conversation once its box holds the text and it can be sent. */
  const typed = (id, text, patience) => until(
    () => conversation(id), (seen) => seen.isReady && seen.box === text && seen.canSend, patience);

  /** The conversation once an own bubble with the text stands behind the first `known`, or the site says it failed. */
  const sent = async (id, text, known, isStubborn, patience) => {
    // A site may trim or fold white space: that alone makes no other message.
    const folded = (words) => words.split(/\s+/).filter((word) => word !== "").join(" ");
    const wanted = folded(text);
    const isThere = (seen) => seen.bubbles.slice(known).some((bubble) => bubble.isOwn && folded(bubble.text) === wanted);
    const seen = await until(
      () => conversation(id), (seen) => seen.isReady && (isThere(seen) || (!isStubborn && seen.error !== null)), patience);
    return { isThere: isThere(seen), page: seen };
  };

  // MARK: Telling

  let told = "";
  let timer = null;

  const look = () => {
    timer = null;
    if (find(document, "list") === null) return;
    const now = JSON.stringify(rows());
    if (now === told) return;
    switchboardTell(now);
    told = now;
  };

  /** Tells of the list at once, and from now on about a frame after each change. */
  const watch = () => {
    listeners.add(() => { timer ??= setTimeout(look, 16); });
    look();
  };

  // MARK: The pack

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

  globalThis.switchboard = {
    use(given) { pack = given; },
    element: (role) => find(document, role),
    state, rows, listed, leave, opened, changed, typed, sent, watch, invalid,
  };
})();
