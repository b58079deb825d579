// Finds roles again after the site's markup changed: by what is known of the account's conversations, and by what is
// remembered of the elements. It only proposes; whether a proposal is used is decided elsewhere.

/** So much must speak for an element, and so much more than for the next one. */
const leastScore = 5;
const leastLead = 2;

/** What nobody wants pressed by mistake. */
const dangerous = /report|block|delete|remove|unmatch|hide|call|gift|coin|buy|claim|upgrade|subscribe|facebook|google|apple|sign up|join|log ?out|sign ?out/i;

/** Candidates of the pack itself, without those that were found later. */
const ownSelectors = (role) => (pack.roles[role] ?? []).filter(({ isFound }) => !isFound).map(({ css }) => css);

/** Whether the pack has the role, and leads to nothing of it in the roots. */
const isLost = (role, roots = [document]) => {
  const own = ownSelectors(role);
  return own.length > 0 && !own.some((css) => roots.some((root) =>
    root.matches?.(css) || [...root.querySelectorAll(css)].some((element) => isSeen(element))));
};

const found = (role, css, evidence, agreeing, attribute = null, name = null) =>
  ({ role, css, attribute, name, evidence, agreeing });

/** Whether the pack leads to other elements than those that are known to be right, in most of the roots. */
const isContradicted = (role, targets) => {
  const own = (pack.roles[role] ?? []).filter(({ isFound }) => !isFound);
  const differs = ([root, target]) => {
    const element = own.map((candidate) => pick(root, candidate)).find((element) => element !== null) ?? null;
    return element === null || folded(words(element)) !== folded(words(target));
  };
  return own.length > 0 && most([...targets].filter(differs).length, targets.size);
};

/** The best of the elements, by what speaks for each: `[weight, words]`, or a falsy value. */
const best = (elements, reasonsFor) => {
  const scored = elements.map((element) => {
    const reasons = reasonsFor(element).filter(Boolean);
    return { element, score: reasons.reduce((sum, [weight]) => sum + weight, 0), words: reasons.filter(([weight]) => weight > 0).map(([, words]) => words) };
  }).sort((left, right) => right.score - left.score);
  const [first, second] = scored;
  if (!first || first.score < leastScore || (second && first.score - second.score < leastLead)) return null;
  return first;
};

const proposeOne = (role, choice, isReading = false) => {
  if (choice === null) return [];
  const evidence = choice.words.join("; ");
  const css = exactSelector([choice.element], role);
  if (css !== null) return [found(role, css, evidence, 1)];
  // Among others that are built alike it is told by its label.
  const name = nameOf(choice.element);
  if (name === "" || isReading) {
    const place = isReading ? placeSelector(choice.element) : null;
    return place === null ? [] : [found(role, place, evidence, 1)];
  }
  const named = [...selectorsFor([choice.element], role)].find((selector) =>
    [...document.querySelectorAll(selector)].filter((element) => isNamed(element, { name })).length === 1);
  return named === undefined ? [] : [found(role, named, evidence, 1, null, name)];
};

/** The best of what stands in an element, or else around it, a few levels up. */
const nearest = (element, isMeant, reasonsFor) => {
  for (const around of [element, ...ancestorsOf(element).slice(0, 3)]) {
    const choice = best(seenElements(around).filter(isMeant), reasonsFor);
    if (choice !== null) return choice;
  }
  return null;
};

const isCalled = (element, portrait) => portrait !== undefined && portrait.name !== ""
  && nameOf(element).toLowerCase() === portrait.name.toLowerCase();

/** The innermost elements below a root that read like the text. */
const readingLike = (root, text) => {
  const wanted = folded(text);
  const all = [...root.querySelectorAll("*")].filter((element) => folded(words(element)) === wanted);
  return all.filter((element) => !all.some((other) => other !== element && element.contains(other)));
};

// MARK: Signing in

const healLogin = (memory) => {
  const passwords = seenElements(document).filter((element) => element.type === "password" && isEditable(element));
  if (passwords.length === 0) {
    return proposeOne("loginOpen", best(seenElements(document).filter(isPressable), (element) => [
      isCalled(element, memory.loginOpen) && [4, `it is called “${nameOf(element)}” as before`],
      kindOf(element) === memory.loginOpen?.kind && [1, `it is a ${kindOf(element)} as before`],
      dangerous.test(nameOf(element)) && [-6, ""],
    ]));
  }
  if (passwords.length > 1) return [];
  const [password] = passwords;
  const fields = seenElements(document).filter((element) => isEditable(element) && element !== password);
  const group = ancestorsOf(password).find((ancestor) => fields.some((field) => ancestor.contains(field)));
  const username = group && best(fields, (field) => [
    isCalled(field, memory.loginUsername) && [4, `it is called “${nameOf(field)}” as before`],
    (/username|email/.test(field.autocomplete ?? "") || field.type === "email") && [2, "it takes a name or an address"],
    group.contains(field) && [2, "it stands with the password"],
    isBefore(field, password) && [1, "it stands before the password"],
    kindOf(field) === "searchbox" && [-6, ""],
  ]);
  const form = username && commonAncestor([password, username.element]);
  const submit = form && nearest(form, isPressable, (element) => [
    isCalled(element, memory.loginSubmit) && [4, `it is called “${nameOf(element)}” as before`],
    element.type === "submit" && [1, "it submits the form"],
    isBefore(password, element) ? [1, "it stands behind the password"] : [-4, ""],
    kindOf(element) === "button" && [1, "it is a button"],
    dangerous.test(nameOf(element)) && [-6, ""],
  ]);
  const css = exactSelector([password], "loginPassword");
  return [
    ...(css === null ? [] : [found("loginPassword", css, "it is the only password field", 1)]),
    ...proposeOne("loginUsername", username ?? null),
    ...proposeOne("loginSubmit", submit ?? null),
  ];
};

// MARK: The frame

/** Shown only to somebody who is signed in: known by what can be pressed in it. */
const healFrame = (memory) => {
  const wanted = new Set(memory.signedIn?.names ?? []);
  if (wanted.size < 2) return [];
  const hits = seenElements(document).filter((element) => isPressable(element) && wanted.has(nameOf(element)));
  const names = new Set(hits.map(nameOf));
  if (names.size < 2 || names.size < wanted.size * 0.6) return [];
  const frame = ancestorsOf(hits[0]).find((ancestor) =>
    [...names].every((name) => hits.some((hit) => nameOf(hit) === name && ancestor.contains(hit))));
  if (!frame || frame === document.body || frame === document.documentElement) return [];
  const css = exactSelector([frame], "signedIn");
  return css === null ? []
    : [found("signedIn", css, `it holds ${[...names].map((name) => `“${name}”`).join(", ")} as before`, names.size)];
};

// MARK: The list

/** Elements that are alike: each is the highest that holds exactly one of the marks, and most have the same parent. */
const groupAround = (marks, keyOf) => {
  const holders = marks.map((mark) => {
    const key = keyOf(mark);
    const chain = [mark, ...ancestorsOf(mark)];
    const end = chain.findIndex((element) => marks.some((other) => keyOf(other) !== key && element.contains(other)));
    return { mark, holder: end > 0 ? chain[end - 1] : null };
  }).filter(({ holder }) => holder !== null);
  const parents = new Map();
  for (const { mark, holder } of holders) {
    const parent = holder.parentElement;
    if (!parents.has(parent)) parents.set(parent, new Map());
    if (!parents.get(parent).has(holder)) parents.get(parent).set(holder, mark);
  }
  const largest = [...parents].sort(([, left], [, right]) => right.size - left.size)[0];
  return largest ? { parent: largest[0], members: largest[1] } : null;
};

const most = (count, all) => count >= 2 && count >= all * 0.6;

const healList = (memory, known) => {
  const links = seenElements(document).filter((element) => idOf(element.getAttribute("href")) !== null);
  const linkID = (link) => idOf(link.getAttribute("href"));
  const group = groupAround(links, linkID);
  if (group === null || group.members.size < 2) return [];
  const rows = [...group.members.keys()];
  const ids = new Map([...group.members].map(([row, link]) => [row, linkID(link)]));
  const proposals = [];
  const evidence = `${rows.length} neighbours each lead to one conversation`;
  const listCSS = exactSelector([group.parent], "list");
  if (listCSS !== null) proposals.push(found("list", listCSS, evidence, rows.length));
  const linkCSS = innerSelector(group.members, "rowLink");
  // Advertisements may stand between the rows: they lead to no conversation.
  const rowCSS = exactSelector(rows, "row")
    ?? (listCSS !== null && [`${listCSS} > *`].find((css) => rows.every((row) => row.matches(css)))) ?? null;
  if (rowCSS) proposals.push(found("row", rowCSS, evidence, rows.length));
  if (linkCSS !== null) proposals.push(found("rowLink", linkCSS, "each row's leads to its conversation", rows.length));

  const knownRows = rows.filter((row) => known.rows[ids.get(row)] !== undefined);
  const inEach = (role, textOf, evidence) => {
    const targets = new Map();
    for (const row of knownRows) {
      const text = textOf(known.rows[ids.get(row)]);
      const elements = text ? readingLike(row, text) : [];
      if (elements.length === 1) targets.set(row, elements[0]);
    }
    if (!most(targets.size, knownRows.length)) return;
    const css = innerSelector(targets, role);
    if (css !== null && isContradicted(role, targets)) proposals.push(found(role, css, `${evidence} of ${targets.size} conversations`, targets.size));
  };
  inEach("rowName", ({ name }) => name, "it shows the known names");
  inEach("rowPreview", ({ preview }) => preview, "it shows the known last messages");
  const times = timesIn("rowTime", knownRows.map((row) => [row, known.rows[ids.get(row)].at]));
  if (times !== null) proposals.push(found("rowTime", times.css, `it gives the known times of ${times.count} conversations`, times.count, times.attribute));

  const unread = knownRows.filter((row) => known.rows[ids.get(row)].isUnread);
  const seen = knownRows.filter((row) => !known.rows[ids.get(row)].isUnread);
  if (unread.length > 0 && seen.length > 0 && knownRows.length >= 3) {
    const marks = new Map();
    for (const row of unread) {
      const leaves = seenElements(row).filter((element) => element.childElementCount === 0 && /^\d{0,3}\+?$/.test(folded(element.textContent)));
      if (leaves.length === 1) marks.set(row, leaves[0]);
    }
    const css = marks.size === unread.length ? innerSelector(marks, "rowUnread", seen) : null;
    if (css !== null) proposals.push(found("rowUnread", css, `it is there in the ${unread.length} unread conversations and in none of ${seen.length} others`, knownRows.length));
  }
  const inRows = ["rowLink", "rowTime", "rowUnread"];
  const isCompared = ["rowName", "rowPreview"];
  return proposals.filter(({ role }) => isCompared.includes(role) || isLost(role, inRows.includes(role) ? rows : undefined));
};

/** An attribute that gives each root's known time. */
const timesIn = (role, entries) => {
  const timed = entries.filter(([, at]) => at !== null && at !== undefined);
  const votes = new Map();
  for (const [root, at] of timed) {
    for (const element of [root, ...root.querySelectorAll("*")]) {
      for (const { name, value: given } of element.attributes) {
        if (time(given) !== at) continue;
        if (!votes.has(name)) votes.set(name, new Map());
        if (!votes.get(name).has(root)) votes.get(name).set(root, element);
      }
    }
  }
  for (const [attribute, targets] of [...votes].sort(([, left], [, right]) => right.size - left.size)) {
    if (!most(targets.size, timed.length)) continue;
    const css = innerSelector(targets, role);
    if (css !== null) return { css, attribute, count: targets.size };
  }
  return null;
};

// MARK: A conversation

const healConversation = (memory, known) => {
  const proposals = [];
  const texts = new Map();
  for (const { text, isOwn } of known.messages) {
    const key = folded(text);
    if (key === "") continue;
    // The same words from both sides tell nothing about whose they are.
    texts.set(key, texts.has(key) && texts.get(key) !== isOwn ? null : isOwn);
  }
  const all = [...document.querySelectorAll("*")].slice(0, 20000).filter((element) => texts.has(folded(words(element))));
  const leaves = all.filter((element) => isSeen(element) && !all.some((other) => other !== element && element.contains(other)));
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
  const textCSS = innerSelector(members, "bubbleText", notices)
    ?? joined(parts.map((part) => innerSelector(new Map(part.map((holder) => [holder, members.get(holder)])), "", notices)));
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
    if (css !== undefined) proposals.push(found("bubbleOwn", css, `it marks ${own.length} own messages and none of ${theirs.length} others`, own.length + theirs.length));
  }
  const times = timesIn("bubbleTime", holders.map((holder) => [holder, known.messages.find(({ text }) => folded(text) === folded(words(members.get(holder))))?.at]));
  if (times !== null) proposals.push(found("bubbleTime", times.css, `it gives ${times.count} known times`, times.count, times.attribute));
  const inBubbles = ["bubbleText", "bubbleOwn", "bubbleTime"];
  return proposals.filter(({ role }) => isLost(role, inBubbles.includes(role) ? holders : undefined))
    .concat(healPane(memory, known, group.parent, holders));
};

const joined = (parts) => (parts.length > 0 && parts.every(Boolean) ? [...new Set(parts)].join(", ") : null);

/** How an element is built, whatever it says. */
const buildOf = (element) => {
  const attributes = [...element.attributes].map(({ name }) => name).filter((name) => !["id", "style"].includes(name)).sort();
  const children = [...element.children].map(buildOf);
  return `${element.localName}.${[...element.classList].sort().join(".")}[${attributes}](${children.join()})`;
};

/** What stands around the messages: whose they are, where one writes, and how it is sent. */
const healPane = (memory, known, messages, holders) => {
  const proposals = [];
  const seen = seenElements(document).filter((element) => !messages.contains(element));
  const name = folded(known.name);
  const titles = name === "" ? [] : seen.filter((element) => folded(words(element)) === name && element.querySelector("*") === null);
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

// MARK: What is asked

/**
 * What could be used for roles that cannot be found, with what speaks for it.
 *
 * @param memory per role what is remembered, see `portraitOf`
 * @param known `rows` by id, and of the conversation that is shown its `name`, `messages` and `notices`
 * @param rejected per role the selectors that a person or a later look refused
 */
const heal = (memory, known, rejected) => {
  const others = [...healLogin(memory), ...healFrame(memory)];
  const proposals = [...healList(memory, known), ...healConversation(memory, known)];
  const controls = ["conversationName", "textBox", "send", "loadEarlier"];
  return others.concat(proposals).filter(({ role }) =>
    !(others.some((other) => other.role === role) || controls.includes(role)) || isLost(role)
  ).filter(({ role, css }) => !(rejected[role] ?? []).some((refused) => {
    if (refused === css) return true;
    // The same element by another name is the same mistake.
    const element = document.querySelector(css);
    return element !== null && (element.matches(refused) || document.querySelector(refused) === element);
  }));
};

/** What to remember of the elements that the pack leads to at this moment. */
const remember = () => Object.fromEntries(
  ["loginOpen", "loginUsername", "loginPassword", "loginSubmit", "signedIn", "loadEarlier", "textBox", "send"]
    .map((role) => [role, find(document, role, ({ isFound }) => !isFound)]).filter(([, element]) => element !== null && isSeen(element))
    .map(([role, element]) => [role, portraitOf(element)]));

/** The texts of the notices that are shown: what is known not to be a message. */
const notices = () => findAll(document, "bubble").concat(findAll(document, "systemNotice"))
  .filter((element) => find(element, "systemNotice") !== null).map((element) => limit(folded(words(element)), 200));
