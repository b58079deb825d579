// What a judge of readers asks: which elements really have a role of the selector pack. It also tells the site what was
// clicked by mistake.
"use strict";

(() => {
  const roles = [
    "loginOpen", "loginUsername", "loginPassword", "loginSubmit", "loginError", "signedIn", "list", "row", "rowLink",
    "rowName", "rowTime", "rowPreview", "rowUnread", "conversationName", "bubble", "bubbleText", "bubbleOwn",
    "systemNotice", "emptyConversation", "loadEarlier", "textBox", "send", "sendError",
  ];
  // A part has the role of its name, unless it stands here.
  const rolesOf = { topbar: ["signedIn"], userMenu: ["signedIn"], bubbleOwn: ["bubble", "bubbleOwn"] };
  // What is clicked, typed into or asked for an attribute: a wrapper would do for a person, not for a reader.
  const exact = [
    "loginOpen", "loginUsername", "loginPassword", "loginSubmit", "rowLink", "loadEarlier", "textBox", "send",
  ];
  const clickable = [...exact, "row", "brandLink", "navLink", "back", "dismiss", "dismissPrimary"];
  const interactive = "a[href], button, input, textarea, select, [role=button], [role=link], [contenteditable]";

  /** The elements that have `role` and are shown, in the order of the document. */
  window.PAVILION_TRUTH = (role) => {
    if (!roles.includes(role)) throw new Error(`${role} is no role; known are: ${roles.join(", ")}`);
    return [...document.querySelectorAll("*")].filter((element) =>
      skin.partsOf(element).some((part) => (rolesOf[part] ?? [part]).includes(role))
      && element.checkVisibility({ visibilityProperty: true }));
  };

  /** Whether one holds nothing but the other: the same text, and no element beside it on any level. */
  const isSoleWrapper = (outer, inner) => {
    if (!outer.contains(inner) || outer.textContent !== inner.textContent) return false;
    for (let node = inner; node !== outer; node = node.parentElement) {
      if (node.parentElement.childElementCount !== 1) return false;
    }
    return true;
  };

  /** Whether `element` is right for `role`: one of the truth, or, where only text is read, a sole wrapper of one. */
  window.PAVILION_IS = (role, element) => window.PAVILION_TRUTH(role).some((right) =>
    right === element
    || (!exact.includes(role) && (isSoleWrapper(element, right) || isSoleWrapper(right, element))));

  const tell = (target, isDecoy) => fetch("/site/api/click", {
    // A click may lead away from the page.
    method: "POST", keepalive: true,
    headers: { "Content-Type": "application/json" }, body: JSON.stringify({ target, isDecoy }),
  }).catch(() => {});

  addEventListener("click", (event) => {
    if (!event.isTrusted) return;
    let control = null;
    for (let node = event.target; node instanceof Element; node = node.parentElement) {
      const parts = skin.partsOf(node);
      const decoy = parts.find((part) => part.startsWith("decoy:"));
      if (decoy) return void tell(decoy.slice("decoy:".length), true);
      if (!control && parts.some((part) => clickable.includes(part))) return;
      // What no skin drew lies over the page and is counted by whoever put it there.
      if (parts.length > 0 && node.matches(interactive)) control ??= node;
    }
    // Padding does nothing and counts for nothing.
    if (control) tell(`${control.localName} ${control.ariaLabel ?? control.placeholder ?? control.textContent}`, false);
  }, true);
})();
