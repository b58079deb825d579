// Controls made of other tags: what the browser does for a button, a form or a text area by itself is added to the
// element, in the page's own world only, so that the drawing code can treat them alike.
"use strict";

const mutantControls = {
  /** `<div role=button>` */
  button(node) {
    node.setAttribute("role", "button");
    node.tabIndex = 0;
    Object.defineProperty(node, "disabled", {
      get: () => node.getAttribute("aria-disabled") === "true",
      set: (isDisabled) => node.setAttribute("aria-disabled", String(Boolean(isDisabled))),
    });
    // Before anybody else hears of it.
    node.addEventListener("click", (event) => {
      if (node.disabled) event.stopImmediatePropagation();
    });
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      node.click();
    });
  },

  /** A button that submits when it or its form is no native one. */
  submits(node) {
    node.addEventListener("click", () => {
      let form = node.parentElement;
      while (form && !form.requestSubmit) form = form.parentElement;
      if (form && !(form instanceof HTMLFormElement && node instanceof HTMLButtonElement)) form.requestSubmit();
    });
  },

  /** `<div>` in the place of a form */
  form(node) {
    node.requestSubmit = () => node.dispatchEvent(new Event("submit", { cancelable: true }));
  },

  /** Enter in a field submits: the browser sees to it only in a form with a submit button of its own. */
  submitsOnEnter(node) {
    if (node instanceof HTMLFormElement && node.querySelector("button[type=submit]")) return;
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.localName === "input" && !event.defaultPrevented) node.requestSubmit();
    });
  },

  /** `<div contenteditable role=textbox>`; the style shows its placeholder while it is empty. */
  textarea(node, { placeholder }) {
    node.contentEditable = "plaintext-only";
    node.setAttribute("role", "textbox");
    node.ariaMultiLine = "true";
    if (placeholder) node.ariaPlaceholder = placeholder;
    Object.defineProperty(node, "value", {
      // A line break at the end is followed by another one, which only makes room for the caret.
      get: () => node.innerText.replace(/\n$/, ""),
      set: (text) => { node.textContent = text; },
    });
    // The browser leaves a line break when the last letter is deleted.
    node.addEventListener("input", () => {
      if (node.innerText === "\n") node.textContent = "";
    });
  },
};
