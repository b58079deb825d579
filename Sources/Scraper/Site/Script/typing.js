// What is done to a text field before the browser types into it.

/** Focuses a field and selects all that stands in it, so that what is typed next replaces it. */
const selectText = (role) => {
  const field = find(document, role);
  if (!field) return;
  field.focus();
  if (field.select) field.select();
  else getSelection().selectAllChildren(field);
};

/** Makes the text box ready for a text; false, and nothing is done, when somebody types there. */
const beginTyping = (text) => {
  if (isTypedByHand(find(document, "textBox"))) return false;
  ownText = text;
  selectText("textBox");
  return true;
};
