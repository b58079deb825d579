// How the parts of a page are drawn. The drawing code names each part; a skin decides on its markup and remembers what
// it is, outside the page, where nobody who reads the page can find it.
"use strict";

/** phoenix: markup as the drawing code gives it. */
class Skin {
  #parts = new WeakMap();

  /** An element as `site.el` makes it, whose tag, names and surroundings another skin replaces. */
  make(part, tag, properties, ...children) {
    return this.note(site.el(tag, properties, ...children), part);
  }

  note(node, part) {
    this.#parts.set(node, [...this.partsOf(node), part]);
    return node;
  }

  partsOf(node) {
    return this.#parts.get(node) ?? [];
  }

  /** What stands for `node` among its siblings, when it was put into wrappers. */
  outer(node) {
    return node;
  }

  avatar(id, name) {
    return site.avatar(id, name);
  }

  /** Marks a row as "unread", or a navigation link as "active". */
  toggle(node, state, isOn) {
    node.classList.toggle(state === "unread" ? "chat-unread" : state, isOn);
  }

  setTime(node, at) {
    node.dataset.timestamp = String(at);
    node.textContent = site.timeWords(at);
  }

  putFirst(list, row) {
    if (list.firstChild !== row) list.prepend(row);
  }
}

let skin = new Skin();
