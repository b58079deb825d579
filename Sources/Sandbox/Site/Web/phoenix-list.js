// #chat: the conversation list. A change touches one row; the others stay as they are.
"use strict";

class ChatList {
  constructor() {
    this.rows = new Map();
    this.list = site.el("ol", { className: "media-list chat-list" });
    this.empty = site.el("div", { className: "chat-list-empty", hidden: true },
      site.el("strong", {}, "No chats yet"), site.el("span", {}, "When somebody writes to you, it appears here."));
    this.node = site.el("section", { id: "chat-section", className: "panel" },
      site.el("header", { className: "panel-header" }, site.el("h2", {}, "Chats")), this.empty, this.list);
  }

  async refresh() {
    const rows = await site.call("GET", "conversations");
    for (const row of [...rows].reverse()) this.update(row);
    this.empty.hidden = this.rows.size > 0;
  }

  handle(event) {
    if (["entry", "edited", "deleted"].includes(event.type)) {
      this.update(event.row);
      this.empty.hidden = true;
    } else if (event.type === "typing") {
      this.setTyping(event.conversation, true);
    } else if (event.type === "read") {
      this.setUnread(event.conversation, 0);
    } else if (event.type === "seen") {
      const row = this.rows.get(event.conversation);
      if (row && row.own) this.setStatus(row, "Seen");
    }
  }

  update(data) {
    let row = this.rows.get(data.id);
    if (row && data.index < row.index) return;
    if (!row) {
      row = this.makeRow(data);
      this.rows.set(data.id, row);
    }
    const moved = row.at !== data.at;
    row.index = data.index;
    row.at = data.at;
    row.own = data.own;
    if (moved) {
      row.time.dataset.timestamp = String(data.at);
      row.time.textContent = site.timeWords(data.at);
    }
    if (row.preview.textContent !== data.preview) row.preview.textContent = data.preview;
    this.setStatus(row, data.notice ?? (data.own ? (data.seen ? "Seen" : "Sent") : ""));
    this.setTyping(data.id, false);
    this.setUnread(data.id, data.unread);
    if (moved && this.list.firstChild !== row.item) this.list.prepend(row.item);
  }

  makeRow(data) {
    const row = { index: -1, at: null, own: false };
    row.time = site.el("span", {});
    row.preview = site.el("p", {});
    row.status = site.el("p", { className: "messages-chats-item-status", hidden: true });
    row.typing = site.el("p", { className: "messages-chats-item-typing", hidden: true }, "typing…");
    row.badge = site.el("span", { className: "badge", hidden: true });
    row.item = site.el("li", { className: "media" },
      site.avatar(data.id, data.name),
      site.el("a", { className: "media-body", href: `#meet/member/${data.id}/chat` },
        site.el("div", { className: "media-line" },
          site.el("h5", { className: "media-heading" }, data.name),
          site.el("small", { className: "media-date" }, row.time)),
        site.el("div", { className: "media-line" },
          site.el("div", { className: "media-text" }, row.typing, row.preview, row.status), row.badge)));
    return row;
  }

  setStatus(row, words) {
    if (row.status.textContent === words) return;
    row.status.textContent = words;
    row.status.hidden = words === "";
  }

  setTyping(id, isTyping) {
    const row = this.rows.get(id);
    if (row && row.typing.hidden === isTyping) row.typing.hidden = !isTyping;
  }

  setUnread(id, count) {
    const row = this.rows.get(id);
    if (!row || row.unread === count) return;
    row.unread = count;
    row.badge.textContent = String(count);
    row.badge.hidden = count === 0;
    row.item.classList.toggle("chat-unread", count > 0);
  }
}
