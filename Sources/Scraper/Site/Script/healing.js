// Finds roles again after the site's markup changed: by what is known of the account's conversations, and by what is
// remembered of the elements. It only proposes; whether a proposal is used is decided elsewhere.

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
    .map((role) => [role, find(document, role, ({ isFound }) => !isFound)])
    .filter(([, element]) => element !== null && isSeen(element))
    .map(([role, element]) => [role, portraitOf(element)]));

/** The texts of the notices that are shown: what is known not to be a message. */
const notices = () => findAll(document, "bubble").concat(findAll(document, "systemNotice"))
  .filter((element) => find(element, "systemNotice") !== null).map((element) => limit(folded(words(element)), 200));
