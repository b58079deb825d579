// #meet/member/<id>/chat: one conversation. Bubbles carry no id; their order is kept in `shown`, outside the page.
"use strict";

class ChatView {
  constructor(id) {
    this.id = id;
    this.shown = [];
    this.early = [];
    this.isLoaded = false;
    this.seenEnd = 0;
    this.name = skin.make("conversationName", "h4", { className: "chat-title" });
    this.face = site.el("span", {});
    this.more = skin.make("loadEarlier", "button",
      { type: "button", className: "btn btn-link chat-load-more", hidden: true }, "Load earlier messages");
    this.more.onclick = () => this.loadMore();
    this.none = skin.make("emptyConversation", "div",
      { className: "chat-message chat-no-messages", hidden: true }, "No messages yet");
    this.scroller = skin.make("messages", "div", { className: "chat-messages", role: "log" }, this.more, this.none);
    this.typing = skin.make("typing", "div", { className: "chat-typing", hidden: true }, "typing…");
    this.node = skin.make("chatPanel", "section", { className: "panel chat-panel" },
      skin.make("chatHeader", "header", { className: "panel-header" },
        skin.make("back", "a", { className: "chat-back", href: "#chat", ariaLabel: "Back to chats" }, "‹"),
        this.face, this.name),
      this.scroller, this.typing, this.makeForm());
  }

  makeForm() {
    this.box = skin.make("textBox", "textarea", {
      className: "form-control input-lg", placeholder: "Type something…", rows: 1, maxLength: 2000,
    });
    this.button = skin.make("send", "button", { type: "submit", className: "btn btn-primary", disabled: true }, "Send");
    this.problem = skin.make("sendError", "div", { className: "chat-error", role: "alert", hidden: true });
    this.form = skin.make("chatForm", "form", { className: "chat-form" }, this.problem, this.box, this.button);
    // As on the real site, a text that a script puts in without events leaves the button disabled.
    const typed = () => this.enable();
    this.box.addEventListener("input", typed);
    this.box.addEventListener("change", typed);
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!this.button.disabled) this.form.requestSubmit();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    return this.form;
  }

  enable() {
    this.button.disabled = this.isSending || this.box.value.trim() === "";
  }

  async refresh() {
    const page = await site.call("GET", `conversations/${this.id}/messages`);
    this.name.textContent = page.name;
    this.face.replaceWith((this.face = skin.avatar(this.id, page.name)));
    this.seenEnd = page.seenEnd;
    this.dropBefore(page.entries[0]?.index ?? 0);
    this.show(page.entries);
    this.more.hidden = !page.more;
    this.isLoaded = true;
    for (const entry of this.early.splice(0)) this.show([entry]);
    this.none.hidden = this.shown.length > 0;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** After a long gap the newest page does not join what is shown; it is better shown alone than with a hole. */
  dropBefore(index) {
    if (this.shown.length === 0 || this.shown[this.shown.length - 1].index + 1 >= index) return;
    for (const item of this.shown.splice(0)) item.node.remove();
  }

  handle(event) {
    if (event.conversation !== this.id) return;
    if (event.type === "entry") {
      this.typing.hidden = true;
      if (!this.isLoaded) return void this.early.push(event.entry);
      this.show([event.entry]);
      if (!event.entry.own) this.markReadSoon();
    } else if (event.type === "edited") {
      this.replace(event.entry);
    } else if (event.type === "deleted") {
      this.remove(event.entry.index);
    } else if (event.type === "typing") {
      this.typing.hidden = false;
    } else if (event.type === "seen") {
      this.markSeen();
    }
  }

  /** Puts entries where their index belongs, each once, whether it came by page, event or answer. */
  show(entries) {
    const atEnd = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < 80;
    for (const entry of entries) {
      let place = this.shown.length;
      while (place > 0 && this.shown[place - 1].index > entry.index) place -= 1;
      if (place > 0 && this.shown[place - 1].index === entry.index) continue;
      const item = this.makeBubble(entry);
      this.scroller.insertBefore(item.node, this.shown[place]?.node ?? null);
      this.shown.splice(place, 0, item);
    }
    this.none.hidden = this.shown.length > 0;
    if (atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  replace(entry) {
    const place = this.shown.findIndex((item) => item.index === entry.index);
    if (place < 0) return;
    const item = this.makeBubble(entry);
    this.shown[place].node.replaceWith(item.node);
    this.shown[place] = item;
  }

  remove(index) {
    const place = this.shown.findIndex((item) => item.index === index);
    if (place < 0) return;
    this.shown[place].node.remove();
    this.shown.splice(place, 1);
    this.none.hidden = this.shown.length > 0;
  }

  makeBubble(entry) {
    if (entry.kind === "notice") {
      return {
        index: entry.index,
        node: skin.outer(skin.make("systemNotice", "div", { className: "chat-message chat-message-system" },
          skin.make("noticeText", "span", { className: "chat-message-system-text" }, entry.text))),
      };
    }
    const seen = entry.index < this.seenEnd;
    const words = (entry.own ? (seen ? "Seen · " : "Sent · ") : "") + site.clockWords(entry.at);
    const status = skin.make("bubbleStatus", "div", { className: "chat-message-status" }, words);
    const node = skin.make(entry.own ? "bubbleOwn" : "bubble", "div",
      { className: entry.own ? "chat-message chat-message-sent" : "chat-message" },
      skin.make("bubbleText", "div", { className: "chat-message-text" }, entry.text),
      ...site.attached(entry, (tag, properties, ...children) =>
        skin.make("bubbleAttachment", tag, { ...properties, className: "chat-message-attachment" }, ...children)),
      status);
    if (entry.edited) {
      status.append(skin.make("bubbleEdited", "span", { className: "chat-message-edited" }, " · edited"));
    }
    return { index: entry.index, node: skin.outer(node), status: entry.own && !seen ? status : null };
  }

  markSeen() {
    for (let place = this.shown.length - 1; place >= 0 && this.shown[place].index >= this.seenEnd; place -= 1) {
      const item = this.shown[place];
      if (item.status) item.status.firstChild.data = item.status.firstChild.data.replace("Sent", "Seen");
      item.status = null;
    }
    this.seenEnd = this.shown.length ? this.shown[this.shown.length - 1].index + 1 : 0;
  }

  async loadMore() {
    this.more.disabled = true;
    try {
      const height = this.scroller.scrollHeight;
      const page = await site.call("GET", `conversations/${this.id}/messages?before=${this.shown[0]?.index ?? 0}`);
      this.show(page.entries);
      this.more.hidden = !page.more;
      this.scroller.scrollTop += this.scroller.scrollHeight - height;
    } finally {
      this.more.disabled = false;
    }
  }

  markReadSoon() {
    clearTimeout(this.reading);
    this.reading = setTimeout(() => site.call("POST", `conversations/${this.id}/read`).catch(() => {}), 800);
  }

  /** The bubble appears when the site has accepted the message, never before; a refused text stays in the box. */
  async send() {
    const text = this.box.value;
    if (this.isSending || text.trim() === "") return;
    this.isSending = true;
    this.problem.hidden = true;
    this.enable();
    try {
      const entry = await site.call("POST", `conversations/${this.id}/messages`, { text, key: site.newKey() });
      if (this.box.value === text) this.box.value = "";
      this.show([entry]);
      this.scroller.scrollTop = this.scroller.scrollHeight;
    } catch (error) {
      this.problem.textContent = error.message;
      this.problem.hidden = false;
    } finally {
      this.isSending = false;
      this.enable();
    }
  }

  close() {
    clearTimeout(this.reading);
  }
}
