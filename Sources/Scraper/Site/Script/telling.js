// Tells by itself when the list, or the conversation that is shown, changes.

/** About a frame: several changes of one moment are told together. */
const frame = 16;

let toldRows = "";

const tellRows = () => {
  if (!isListThere()) return;
  const now = JSON.stringify(rows());
  if (now === toldRows) return;
  switchboardTell(now);
  toldRows = now;
};

/** Tells the list's rows at once, and from now on after each change of them. */
const watchList = () => {
  let timer = null;
  listeners.add(() => {
    timer ??= setTimeout(() => {
      timer = null;
      tellRows();
    }, frame);
  });
  tellRows();
};

/** From now on tells which conversation is shown when one of its bubbles is new, gone, or reads otherwise. */
const watchConversation = () => {
  const touched = new Set();
  let isAnyGone = false;
  let timer = null;

  const look = () => {
    timer = null;
    const isChanged = isAnyGone || [...touched].some((bubble) => bubble.isConnected && isNews(bubble));
    touched.clear();
    isAnyGone = false;
    if (isChanged && shownConversation !== null && idShown() === shownConversation) {
      switchboardTell(shownConversation);
    }
  };

  new MutationObserver((records) => {
    if (shownConversation === null) return;
    const css = selectorOf("bubble");
    for (const { type, target, addedNodes, removedNodes } of records) {
      const around = (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest(css);
      if (around) touched.add(around);
      if (type !== "childList") continue;
      for (const node of addedNodes) for (const bubble of matching(node, css)) touched.add(bubble);
      // What is out of the document matches no selector that names its parents.
      isAnyGone ||= [...removedNodes].some((node) => matching(node, "*").some(wasRead));
    }
    if (touched.size > 0 || isAnyGone) timer ??= setTimeout(look, frame);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
};
