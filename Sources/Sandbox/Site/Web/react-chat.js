// One conversation. What is sent appears at once and is confirmed, or marked as failed, afterwards.
"use strict";

class ConversationPane {
  constructor(id) {
    this.id = id;
    this.name = "";
    this.seenEnd = 0;
    this.hasMore = false;
    this.isLoaded = false;
    this.edge = null;
    /** Entries of the site by their index, then what it has not taken yet. */
    this.entries = [];
    this.pending = [];
    this.title = part("conversation-title", "h1", { dir: "auto" });
    this.scroller = part("message-list", "div", { role: "log", "aria-label": "Messages", tabIndex: 0 });
    this.typing = part("typing-indicator", "div", { hidden: true }, "typing…");
    this.node = part("conversation", "main", {},
      part(null, "header", {}, this.title), this.scroller, this.typing, this.makeForm());
    this.list = new VirtualList({
      scroller: this.scroller, estimate: 58, followsEnd: true, make: (item) => this.makeItem(item),
    });
    this.scroller.addEventListener("scroll", () => this.loadEarlier());
  }

  makeForm() {
    this.box = part("message-input", "div", {
      role: "textbox", contentEditable: "true", "aria-label": "Message", "aria-multiline": "true", tabIndex: 0,
    });
    this.button = part("send-button", "button", { type: "button", "aria-label": "Send", disabled: true }, "➤");
    this.box.addEventListener("input", () => {
      this.button.disabled = this.text.trim() === "";
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!this.button.disabled) this.send();
    });
    this.button.onclick = () => this.send();
    return part("composer", "div", { role: "form", "aria-label": "Write a message" }, this.box, this.button);
  }

  /** The box's words by its structure: innerText counts an empty line twice. */
  get text() {
    const lines = [""];
    const read = (parent) => {
      for (const node of parent.childNodes) {
        const isBreak = node.nodeName === "BR";
        // A break at a line's end is the editor's, who keeps an empty line open with it.
        if (isBreak ? node.nextSibling : node.nodeName === "DIV" && node.previousSibling) lines.push("");
        if (node.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += node.data;
        else read(node);
      }
    };
    read(this.box);
    return lines.join("\n");
  }

  // MARK: Reading

  async refresh() {
    const page = await site.call("GET", `conversations/${this.id}/messages`);
    this.name = this.title.textContent = page.name;
    this.seenEnd = page.seenEnd;
    // After a long gap the newest page does not join what is known; it is better shown alone than with a hole.
    const last = this.entries.at(-1);
    if (!this.isLoaded || (last && last.index + 1 < (page.entries[0]?.index ?? 0))) {
      this.entries = this.entries.filter(({ index }) => index > (page.entries.at(-1)?.index ?? -1));
      this.hasMore = page.more;
    }
    this.isLoaded = true;
    for (const entry of page.entries) this.add(entry);
    this.show();
  }

  handle(event) {
    if (event.conversation !== this.id) return;
    if (event.type === "entry") {
      this.typing.hidden = true;
      if (event.entry.own) this.confirm(event.entry);
      else this.markReadSoon();
      this.add(event.entry);
    } else if (event.type === "edited") {
      const place = this.entries.findIndex(({ index }) => index === event.entry.index);
      if (place >= 0) this.entries[place] = { ...this.entries[place], ...event.entry };
    } else if (event.type === "deleted") {
      this.entries = this.entries.filter(({ index }) => index !== event.entry.index);
    } else if (event.type === "typing") {
      this.typing.hidden = false;
    } else if (event.type === "seen") {
      this.seenEnd = (this.entries.at(-1)?.index ?? -1) + 1;
      this.entries = this.entries.map((entry) => (entry.own ? { ...entry } : entry));
    }
    if (this.isLoaded) this.show();
  }

  /** Puts an entry where its index belongs, once, whether it came by page, event or answer. */
  add(entry) {
    let place = this.entries.length;
    while (place > 0 && this.entries[place - 1].index > entry.index) place -= 1;
    if (place > 0 && this.entries[place - 1].index === entry.index) return;
    this.entries.splice(place, 0, { ...entry, key: entry.key ?? `entry-${entry.index}` });
  }

  show() {
    const kind = this.hasMore ? "loader" : this.entries.length + this.pending.length > 0 ? "start" : "empty";
    if (this.edge?.kind !== kind) this.edge = { key: kind, kind, isEdge: true };
    this.list.set([this.edge, ...this.entries, ...this.pending]);
  }

  async loadEarlier() {
    if (!this.isLoaded || !this.hasMore || this.isLoading || this.scroller.scrollTop > 80) return;
    this.isLoading = true;
    try {
      const page = await site.call("GET", `conversations/${this.id}/messages?before=${this.entries[0]?.index ?? 0}`);
      for (const entry of page.entries.reverse()) this.add(entry);
      this.hasMore = page.more;
      this.show();
    } catch {
      // The next scroll asks again.
    } finally {
      this.isLoading = false;
    }
  }

  markReadSoon() {
    clearTimeout(this.reading);
    this.reading = setTimeout(() => site.call("POST", `conversations/${this.id}/read`).catch(() => {}), 800);
  }

  close() {
    clearTimeout(this.reading);
  }

  // MARK: Sending

  send() {
    const text = this.text;
    if (text.trim() === "") return;
    this.box.replaceChildren();
    this.button.disabled = true;
    const key = site.newKey();
    this.pending.push({ key, text, own: true, at: Date.now(), state: "sending" });
    this.list.isAtEnd = true;
    this.show();
    this.deliver(key, text);
  }

  async deliver(key, text) {
    this.mark(key, { state: "sending" });
    try {
      const entry = await site.call("POST", `conversations/${this.id}/messages`, { text, key });
      this.pending = this.pending.filter((item) => item.key !== key);
      this.add({ ...entry, key });
    } catch (error) {
      this.mark(key, { state: "failed", problem: error.message });
    }
    this.show();
  }

  mark(key, change) {
    this.pending = this.pending.map((item) => (item.key === key ? { ...item, ...change } : item));
  }

  /** The event may come before the answer: then it stands for the first pending message with its words. */
  confirm(entry) {
    if (this.entries.some(({ index }) => index === entry.index)) return;
    const place = this.pending.findIndex((item) => item.state === "sending" && item.text === entry.text);
    if (place >= 0) entry.key = this.pending.splice(place, 1)[0].key;
  }

  // MARK: What is shown

  makeItem(item) {
    if (item.isEdge) return this.makeEdge(item);
    if (item.kind === "notice") {
      return { node: part("system-message", "div", { role: "note" }, item.text), update() {} };
    }
    const node = part(item.own ? "message-outgoing" : "message-incoming", "div", { role: "group" });
    return { node, update: (item) => this.fill(node, item) };
  }

  makeEdge({ kind }) {
    const node = {
      loader: () => part("history-loader", "div", { role: "status" }, "Loading earlier messages…"),
      start: () => part("conversation-start", "div", {}, `This is the beginning of your chat with ${this.name}.`),
      empty: () => part("conversation-empty", "div", {}, "No messages yet."),
    }[kind]();
    return { node, update() {} };
  }

  fill(node, item) {
    const clock = site.clockWords(item.at);
    node.dataset.messageId = item.state ? `local-${item.key}` : `${this.id}-${item.index}`;
    node.setAttribute("aria-label", `${item.own ? "You" : this.name}, ${clock}`);
    if (item.state === "sending") node.setAttribute("aria-busy", "true");
    else node.removeAttribute("aria-busy");
    node.replaceChildren(
      part(null, "div", {}, part("message-text", "div", { dir: "auto" }, item.text),
        ...site.attached(item, (tag, properties, ...children) =>
          part("message-attachment", tag, properties, ...children))),
      part(null, "div", {},
        part("message-time", "time", { dateTime: new Date(item.at).toISOString() }, clock),
        item.edited ? part("message-edited", "span", {}, "edited") : null,
        item.own ? this.makeStatus(item) : null));
  }

  makeStatus(item) {
    if (item.state === "failed") {
      const again = part("message-retry", "button", { type: "button" }, "Try again");
      again.onclick = () => {
        this.deliver(item.key, item.text);
        this.show();
      };
      return part("message-failed", "span", { role: "alert" }, `Not sent. ${item.problem} `, again);
    }
    const words = item.state === "sending" ? "Sending…" : item.index < this.seenEnd ? "Seen" : "Sent";
    return part("message-status", "span", {}, words);
  }
}
