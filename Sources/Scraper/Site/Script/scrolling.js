// Lists of which only what is in view is on the page: they are read by scrolling.

/** Scrolls, and waits until what is shown is another than before; false when nothing came. */
const scrolledTo = async (scroller, top, show, patience) => {
  const before = show();
  scroller.scrollTop = top;
  // A tab in the background may not tell of it by itself.
  scroller.dispatchEvent(new Event("scroll"));
  const look = () => ({ now: show(), isAtRest: isStill() });
  const seen = await until(look, ({ now, isAtRest }) => now !== before && isAtRest, patience);
  return seen.now !== before;
};

/** Earlier items in front of later ones; what is in both stands where they overlap. */
const joinedBefore = (earlier, later, keyOf) => {
  const known = new Set(later.map(keyOf));
  return [...earlier.filter((item) => !known.has(keyOf(item))), ...later];
};

/**
 * At least `count` of the latest messages, oldest first, scrolled together; needs messages with ids.
 * The conversation is at its end afterwards, as it was.
 */
const collected = async (id, count, patience) => {
  const end = performance.now() + patience;
  const scroller = find(document, "bubbleScroller");
  const show = () => JSON.stringify(bubbles().map((bubble) => bubble.id)) + isComplete();
  let all = bubbles();
  let isWhole = isComplete();
  for (let stuck = 0; scroller && all.length < count && !isWhole && stuck < 3 && performance.now() < end;) {
    const top = Math.max(0, scroller.scrollTop - scroller.clientHeight * 0.7);
    const moved = await scrolledTo(scroller, top, show, 1000);
    if (idShown() !== id) break;
    const before = all.length;
    all = joinedBefore(bubbles(), all, (bubble) => bubble.id);
    isWhole = isComplete();
    stuck = moved || all.length > before ? 0 : stuck + 1;
  }
  if (scroller) await scrolledTo(scroller, scroller.scrollHeight, show, 200);
  return { bubbles: all, isComplete: isWhole };
};

/** Until none of the rows in view is still being filled. */
const filled = (patience) =>
  until(() => findAll(document, "row").every((row) => find(row, "rowPending") === null), Boolean, patience);

/** Whether a conversation's row is on the page, where it is scrolled to if need be. */
const broughtRow = async (id, patience) => {
  const end = performance.now() + patience;
  const scroller = find(document, "listScroller");
  const isThere = await until(() => rowOf(id) !== null, Boolean, scroller ? Math.min(patience, 1000) : patience);
  if (isThere || !scroller) return isThere;
  const show = () => JSON.stringify(rows().map((row) => row.id));
  await scrolledTo(scroller, 0, show, 200);
  while (rowOf(id) === null && performance.now() < end) {
    if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) break;
    await scrolledTo(scroller, scroller.scrollTop + scroller.clientHeight * 0.7, show, 1000);
    await filled(1000);
  }
  return rowOf(id) !== null;
};

/** All rows of the list, from the top, where it is again afterwards. */
const allRows = async (patience) => {
  const end = performance.now() + patience;
  const scroller = find(document, "listScroller");
  if (!scroller) return rows();
  const show = () => JSON.stringify(rows().map((row) => row.id));
  // The list itself is there before its rows are.
  await until(() => findAll(document, "row").length > 0, Boolean, 2000);
  await filled(2000);
  let all = rows();
  for (let stuck = 0; stuck < 2 && all.length < 2000 && performance.now() < end;) {
    if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1) break;
    const moved = await scrolledTo(scroller, scroller.scrollTop + scroller.clientHeight * 0.7, show, 1000);
    await filled(1000);
    const known = new Set(all.map((row) => row.id));
    all = [...all, ...rows().filter((row) => !known.has(row.id))];
    stuck = moved ? 0 : stuck + 1;
  }
  scroller.scrollTop = 0;
  scroller.dispatchEvent(new Event("scroll"));
  return all;
};
