// Finds the list again, by the conversations that are known.

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
    if (css === null || !isContradicted(role, targets)) return;
    proposals.push(found(role, css, `${evidence} of ${targets.size} conversations`, targets.size));
  };
  inEach("rowName", ({ name }) => name, "it shows the known names");
  inEach("rowPreview", ({ preview }) => preview, "it shows the known last messages");
  const times = timesIn("rowTime", knownRows.map((row) => [row, known.rows[ids.get(row)].at]));
  if (times !== null) {
    const words = `it gives the known times of ${times.count} conversations`;
    proposals.push(found("rowTime", times.css, words, times.count, times.attribute));
  }

  const unread = knownRows.filter((row) => known.rows[ids.get(row)].isUnread);
  const seen = knownRows.filter((row) => !known.rows[ids.get(row)].isUnread);
  if (unread.length > 0 && seen.length > 0 && knownRows.length >= 3) {
    const marks = new Map();
    for (const row of unread) {
      const leaves = seenElements(row).filter((element) =>
        element.childElementCount === 0 && /^\d{0,3}\+?$/.test(folded(element.textContent)));
      if (leaves.length === 1) marks.set(row, leaves[0]);
    }
    const css = marks.size === unread.length ? innerSelector(marks, "rowUnread", seen) : null;
    const words = `it is there in the ${unread.length} unread conversations and in none of ${seen.length} others`;
    if (css !== null) proposals.push(found("rowUnread", css, words, knownRows.length));
  }
  const inRows = ["rowLink", "rowTime", "rowUnread"];
  const isCompared = ["rowName", "rowPreview"];
  return proposals.filter(({ role }) =>
    isCompared.includes(role) || isLost(role, inRows.includes(role) ? rows : undefined));
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
