// What the scraper may ask.

globalThis.switchboard = {
  use(given) { pack = given; },
  /** What may be clicked and typed into. */
  element: (role) => find(document, role, ({ isQuarantined }) => !isQuarantined),
  find, findAll, counts, heal, remember, notices, state, rows, listed, leave, opened, changed, grown, collected, allRows, typed, sent, selectText, beginTyping,
  watchList, watchConversation, invalid,
};
