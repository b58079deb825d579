// What the scraper may ask.

globalThis.switchboard = {
  use(given) { pack = given; },
  /** What may be clicked and typed into. */
  element: (role) => find(document, role, ({ isQuarantined }) => !isQuarantined),
  find, findAll, counts, heal, remember, notices, state, rows, rowOf, broughtRow, allRows, listed, leave, idShown, opened, changed, grown,
  collected, selectText, beginTyping, typed, sent,
  watchList, watchConversation, invalid, roughTime,
};
