// What the scraper may ask.

globalThis.switchboard = {
  use(given) { pack = given; },
  /** What may be clicked and typed into. */
  element: (role) => find(document, role, ({ isQuarantined }) => !isQuarantined),
  find, findAll, isByFound, counts, invalid, roughTime,
  state, rows, rowOf, broughtRow, allRows, listed, watchList,
  leave, idShown, opened, changed, grown, collected, watchConversation,
  selectText, beginTyping, typed, sent,
  heal, remember, notices, snapshot, useStored, mask, unmask,
};
