// #chat: the conversation list. A change touches one row; the others stay as they are.
"use strict";

class ChatList {
  constructor() {
    this.rows = new Map();
    this.list = skin.make("list", "ol", { className: "media-list chat-list" });
    this.empty = skin.make("listEmpty", "div", { className: "chat-list-empty", hidden: true },
      skin.make("emptyTitle", "strong", {}, "No chats yet"),
      skin.make("emptyText", "span", {}, "When somebody writes to you, it appears here."));
    this.node = skin.make("listPanel", "section", { id: "chat-section", className: "panel" },
      skin.make("listHeader", "header", { className: "panel-header" }, skin.make("listTitle", "h2", {}, "Chats")),
      this.empty, this.list);
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
    if (moved) skin.setTime(row.time, data.at);
    if (row.preview.textContent !== data.preview) row.preview.textContent = data.preview;
    this.setStatus(row, data.notice ?? (data.own ? (data.seen ? "Seen" : "Sent") : ""));
    this.setTyping(data.id, false);
    this.setUnread(data.id, data.unread);
    if (moved) skin.putFirst(this.list, skin.outer(row.item));
  }

  makeRow(data) {
    const row = { index: -1, at: null, own: false };
    row.time = skin.make("rowTime", "span", {});
    row.preview = skin.make("rowPreview", "p", {});
    row.status = skin.make("rowStatus", "p", { className: "messages-chats-item-status", hidden: true });
    row.typing = skin.make("rowTyping", "p", { className: "messages-chats-item-typing", hidden: true }, "typing…");
    row.badge = skin.make("rowUnread", "span", { className: "badge", hidden: true });
    const face = skin.avatar(data.id, data.name);
    const name = skin.make("rowName", "h5", { className: "media-heading" }, data.name);
    row.item = skin.make("row", "li", { className: "media" },
      face,
      skin.make("rowLink", "a", { className: "media-body", href: `#meet/member/${data.id}/chat` },
        skin.make("rowLine", "div", { className: "media-line" },
          name,
          skin.make("rowDate", "small", { className: "media-date" }, row.time)),
        skin.make("rowLine", "div", { className: "media-line" },
          skin.make("rowText", "div", { className: "media-text" }, row.typing, row.preview, row.status), row.badge)));
    site.late(face, name);
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
    skin.toggle(row.item, "unread", count > 0);
  }
}
