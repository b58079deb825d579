// The list of conversations. Names and faces come a moment after their row, each time it comes into view.
"use strict";

class ConversationList {
  /** @param open called with the id of a conversation that was clicked */
  constructor(open) {
    this.open = open;
    this.rows = new Map();
    this.openID = null;
    this.scroller = part("conversation-list", "div", { role: "list", "aria-label": "Chats", tabIndex: 0 });
    this.empty = part("conversation-list-empty", "p", { hidden: true }, "No chats yet.");
    this.node = part("inbox", "aside", { "aria-label": "Inbox" },
      part(null, "h2", {}, "Chats"), this.empty, this.scroller);
    this.list = new VirtualList({
      scroller: this.scroller, estimate: 72, followsEnd: false, make: (row) => this.makeRow(row),
    });
  }

  async refresh() {
    for (const row of await site.call("GET", "conversations")) this.put(row);
    this.show();
  }

  handle(event) {
    const row = this.rows.get(event.conversation);
    if (event.row) this.put(event.row);
    else if (event.type === "read" && row) this.rows.set(row.id, { ...row, unread: 0 });
    else if (event.type === "typing" && row) this.rows.set(row.id, { ...row, isTyping: true });
    else if (event.type === "seen" && row) this.rows.set(row.id, { ...row, seen: true });
    else return;
    this.show();
  }

  select(id) {
    const old = this.openID;
    this.openID = id;
    for (const changed of [old, id]) {
      if (this.rows.has(changed)) this.rows.set(changed, { ...this.rows.get(changed) });
    }
    this.show();
  }

  put(data) {
    const known = this.rows.get(data.id);
    if (!known || data.index >= known.index) this.rows.set(data.id, { ...data, key: data.id });
  }

  show() {
    const rows = [...this.rows.values()].sort((left, right) => right.at - left.at);
    this.empty.hidden = rows.length > 0;
    this.list.set(rows);
  }

  makeRow({ id, name }) {
    const heading = part(null, "div", { "aria-hidden": "true" });
    const face = part(null, "div", { "aria-hidden": "true" });
    const time = part("conversation-time", "time");
    const preview = part("conversation-preview", "span", { dir: "auto" });
    const status = part("conversation-status", "span");
    const unread = part("unread-count", "span");
    const link = part("conversation-link", "a", { href: `/site/chats/${id}` },
      face,
      part(null, "div", {}, part(null, "div", {}, heading, time), part(null, "div", {}, preview, status, unread)));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(id);
    });
    const node = part("conversation-row", "div", { role: "listitem", "aria-busy": "true" }, link);
    setTimeout(() => {
      heading.replaceWith(part("conversation-name", "span", { dir: "auto" }, name));
      face.replaceWith(part("avatar", "span", {}, site.avatar(id, name)));
      node.removeAttribute("aria-busy");
    }, site.boot.nameDelay || 70 + (Number(id) % 60));

    const update = (row) => {
      time.dateTime = new Date(row.at).toISOString();
      time.textContent = site.timeWords(row.at);
      preview.textContent = row.preview;
      status.textContent = row.isTyping ? "typing…" : row.notice ?? (row.own ? (row.seen ? "Seen" : "Sent") : "");
      unread.hidden = row.unread === 0;
      unread.textContent = String(row.unread);
      unread.setAttribute("aria-label", `${row.unread} unread`);
      if (id === this.openID) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    };
    return { node, update };
  }
}
