// What the scraper may ask.

globalThis.switchboard = {
  use(given) { pack = given; },
  /** What may be clicked and typed into. */
  element: (role) => find(document, role, ({ isQuarantined }) => !isQuarantined),
  find, findAll, counts, heal, remember, notices, state, rows, allRows, listed, leave, opened, changed, grown,
  collected, selectText, beginTyping, typed, sent,
  watchList, watchConversation, invalid,
};
