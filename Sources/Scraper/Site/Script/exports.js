// What the scraper may ask.

globalThis.switchboard = {
  use(given) { pack = given; },
  element: (role) => find(document, role),
  state, rows, listed, leave, opened, changed, typed, sent, selectText, beginTyping,
  watchList, watchConversation, invalid,
};
