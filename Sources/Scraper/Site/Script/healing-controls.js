// Finds the sign-in and the frame of a signed-in page again, by what is remembered of them.

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
  const list = [...names].map((name) => `“${name}”`).join(", ");
  return css === null ? [] : [found("signedIn", css, `it holds ${list} as before`, names.size)];
};
