// Finds a conversation again, by the messages that are stored.

const healConversation = (memory, known) => {
  const proposals = [];
  const texts = new Map();
  for (const { text, isOwn } of known.messages) {
    const key = folded(text);
    if (key === "") continue;
    // The same words from both sides tell nothing about whose they are.
    texts.set(key, texts.has(key) && texts.get(key) !== isOwn ? null : isOwn);
  }
  const all = [...document.querySelectorAll("*")].slice(0, 20000)
    .filter((element) => texts.has(folded(words(element))));
  const leaves = all.filter((element) =>
    isSeen(element) && !all.some((other) => other !== element && element.contains(other)));
  const group = groupAround(leaves, (leaf) => leaf);
  if (group === null || group.members.size < 2) return proposals;
  const members = new Map([...group.members].filter(([holder]) => holder.parentElement === group.parent));
  const holders = [...members.keys()];
  const whose = (holder) => texts.get(folded(words(members.get(holder))));
  const notices = [...group.parent.children].filter((child) => known.notices.includes(folded(words(child))));

  // By kind of bubble: own ones may be built otherwise.
  const own = holders.filter((holder) => whose(holder) === true);
  const theirs = holders.filter((holder) => whose(holder) === false);
  const parts = [own, theirs].filter((part) => part.length > 0);
  const textsOf = (part) => new Map(part.map((holder) => [holder, members.get(holder)]));
  const textCSS = innerSelector(members, "bubbleText", notices)
    ?? joined(parts.map((part) => innerSelector(textsOf(part), "", notices)));
  const distinct = new Set(holders.map((holder) => folded(words(members.get(holder))))).size;
  if (textCSS === null || distinct < 2) return proposals;
  const evidence = `it shows ${holders.length} messages that are stored`;

  // Nothing counts as a message that is not built as one that is stored: a notice may differ in little.
  const builds = new Set(holders.map(buildOf));
  const isBubble = (hit) => hit.parentElement === group.parent && !notices.includes(hit)
    && (holders.includes(hit) || builds.has(buildOf(hit)));
  const likeBubbles = (css) => {
    if (!css) return false;
    const hits = [...document.querySelectorAll(css)];
    return holders.every((holder) => hits.includes(holder)) && hits.every(isBubble);
  };
  const parentCSS = exactSelector([group.parent], "");
  const bubbleCSS = [
    () => selectorOnly(holders, "bubble", isBubble),
    () => joined(parts.map((part) => selectorOnly(part, "", isBubble))),
    () => parentCSS && `${parentCSS} > :has(${textCSS})`,
  ].map((make) => make()).find(likeBubbles) ?? null;
  if (bubbleCSS === null) return proposals;
  proposals.push(found("bubble", bubbleCSS, evidence, holders.length));
  proposals.push(found("bubbleText", textCSS, evidence, holders.length));
  if (notices.length > 0) {
    const css = [...selectorsFor(notices, "systemNotice")].find((css) =>
      !holders.some((holder) => holder.matches(css) || holder.querySelector(css) !== null));
    if (css !== undefined) {
      proposals.push(found("systemNotice", css, `it shows ${notices.length} notices that are known`, notices.length));
    }
  }
  if (own.length >= 2 && theirs.length >= 2) {
    const isMark = (css) => own.every((holder) => holder.matches(css) || holder.querySelector(css) !== null)
      && !theirs.some((holder) => holder.matches(css) || holder.querySelector(css) !== null);
    const inside = own.map((holder) => [...new Set([...holder.querySelectorAll("*")].flatMap(traitsOf))]);
    const css = [...selectorsFor(own, "bubbleOwn"), ...common(inside)].find(isMark);
    const words = `it marks ${own.length} own messages and none of ${theirs.length} others`;
    if (css !== undefined) proposals.push(found("bubbleOwn", css, words, own.length + theirs.length));
  }
  const times = timesIn("bubbleTime", holders.map((holder) => {
    const text = folded(words(members.get(holder)));
    return [holder, known.messages.find((message) => folded(message.text) === text)?.at];
  }));
  if (times !== null) {
    proposals.push(
      found("bubbleTime", times.css, `it gives ${times.count} known times`, times.count, times.attribute));
  }
  const inBubbles = ["bubbleText", "bubbleOwn", "bubbleTime"];
  return proposals.filter(({ role }) => isLost(role, inBubbles.includes(role) ? holders : undefined))
    .concat(healPane(memory, known, group.parent, holders));
};

const joined = (parts) => (parts.length > 0 && parts.every(Boolean) ? [...new Set(parts)].join(", ") : null);

/** How an element is built, whatever it says. */
const buildOf = (element) => {
  const attributes = [...element.attributes].map(({ name }) => name)
    .filter((name) => !["id", "style"].includes(name)).sort();
  const children = [...element.children].map(buildOf);
  return `${element.localName}.${[...element.classList].sort().join(".")}[${attributes}](${children.join()})`;
};

/** What stands around the messages: whose they are, where one writes, and how it is sent. */
const healPane = (memory, known, messages, holders) => {
  const proposals = [];
  const seen = seenElements(document).filter((element) => !messages.contains(element));
  const name = folded(known.name);
  const titles = seen.filter((element) =>
    name !== "" && folded(words(element)) === name && element.querySelector("*") === null);
  proposals.push(...proposeOne("conversationName", best(titles, (element) => [
    [3, "it shows the known name"],
    isBefore(element, messages) && [2, "it stands before the messages"],
    [element, ...ancestorsOf(element).slice(0, 2)].some((at) => kindOf(at) === "heading") && [2, "it is a heading"],
    paneDistance(element, messages) <= 2 && [2, "it stands next to the messages"],
    ancestorsOf(element).some((at) => isPressable(at)) && [-3, ""],
  ]), true));

  const fields = seen.filter((element) => isEditable(element) && element.type !== "password");
  const pane = ancestorsOf(messages).find((ancestor) => fields.some((field) => ancestor.contains(field)));
  if (!pane) return proposals;
  const inPane = fields.filter((field) => pane.contains(field));
  const box = best(inPane, (field) => [
    isCalled(field, memory.textBox) && [4, `it is called “${nameOf(field)}” as before`],
    (field.localName === "textarea" || field.isContentEditable) && [2, "it takes several lines"],
    isBefore(messages, field) && [2, "it stands behind the messages"],
    inPane.length === 1 && [2, "it is the only field there"],
    kindOf(field) === memory.textBox?.kind && [1, `it is a ${kindOf(field)} as before`],
    (kindOf(field) === "searchbox" || /search|e-?mail|newsletter/i.test(nameOf(field))) && [-6, ""],
  ]);
  proposals.push(...proposeOne("textBox", box));
  if (box !== null) {
    const isButton = (element) => kindOf(element) === "button" && !messages.contains(element);
    const form = ancestorsOf(box.element).find((ancestor) => seenElements(ancestor).some(isButton));
    const near = form ? seenElements(form).filter(isButton) : [];
    proposals.push(...proposeOne("send", form === undefined ? null : nearest(form, isButton, (element) => [
      isCalled(element, memory.send) && [4, `it is called “${nameOf(element)}” as before`],
      near.includes(element) && [2, "it stands with the text box"],
      near.length === 1 && near[0] === element && [2, "it is the only button there"],
      element.type === "submit" && [1, "it submits the form"],
      kindOf(element) === memory.send?.kind && [1, `it is a ${kindOf(element)} as before`],
      dangerous.test(nameOf(element)) && [-8, ""],
    ])));
  }
  const [first] = holders;
  const earlier = seenElements(pane).filter((element) => isPressable(element) && isBefore(element, first));
  proposals.push(...proposeOne("loadEarlier", best(earlier, (element) => [
    isCalled(element, memory.loadEarlier) && [4, `it is called “${nameOf(element)}” as before`],
    kindOf(element) === memory.loadEarlier?.kind && [1, `it is a ${kindOf(element)} as before`],
    dangerous.test(nameOf(element)) && [-8, ""],
  ])));
  return proposals;
};

/** How many levels up from the messages the element is met. */
const paneDistance = (element, messages) => ancestorsOf(messages).findIndex((ancestor) => ancestor.contains(element));
