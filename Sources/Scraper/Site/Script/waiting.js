// What the page shows once it shows what is waited for.

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
  () => conversation(id), (seen) => seen.isReady || seen.isSignedOut || seen.isGated, patience);

const listed = (patience) => until(() => isListThere(), (isThere) => isThere, patience);

/** The conversation once it shows something else than `count` bubbles that end with `last`. */
const changed = (id, count, last, patience) => until(
  () => conversation(id),
  (seen) => seen.isReady && (seen.bubbles.length !== count || (seen.bubbles.at(-1)?.text ?? null) !== last), patience);

/** How far the conversation reaches back once it shows more than `count` messages. */
const grown = (id, count, patience) => until(() => {
  const isReady = idShown() === id && isStill();
  return { count: isReady ? bubbleCount() : 0, isComplete: isComplete() };
}, (seen) => seen.count > count, patience);

/** The conversation once its box holds the text and it can be sent. */
const typed = (id, text, patience) => until(
  () => conversation(id), (seen) => seen.isReady && seen.box === text && seen.canSend, patience);

/** The conversation once an own bubble with the text stands behind the first `known`, or the site says it failed. */
const sent = async (id, text, known, lastID, isStubborn, patience) => {
  // A site may trim or fold white space: that alone makes no other message.
  const wanted = folded(text);
  // By the last known one's id, where there are ids: what scrolled out of view may not be counted.
  const newOnes = (seen) => {
    if (lastID === null) return seen.bubbles.slice(known);
    const last = seen.bubbles.findIndex((bubble) => bubble.id === lastID);
    return last < 0 ? [] : seen.bubbles.slice(last + 1);
  };
  const isThere = (seen) => newOnes(seen).some((bubble) => bubble.isOwn && folded(bubble.text) === wanted);
  const seen = await until(
    () => conversation(id), (seen) => seen.isReady && (isThere(seen) || (!isStubborn && seen.error !== null)),
    patience);
  return { isThere: isThere(seen), page: seen };
};
