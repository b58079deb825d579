// A message's text as the desk shows it: a line an element, pictures for emoji, links, people who are mentioned.
"use strict";

const deskText = (() => {
  const { el } = site;
  const special = /(?<emoji>\p{RGI_Emoji})|(?<link>https?:\/\/\S+)|(?<mention>@\p{L}[\p{L}\p{N}_]*)/gv;

  function picture(emoji) {
    const drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">'
      + `<text y="16" font-size="16">${emoji}</text></svg>`;
    return el("img", { className: "desk-emoji", alt: emoji, src: "data:image/svg+xml," + encodeURIComponent(drawn) });
  }

  function line(text) {
    const node = el("div", {});
    let end = 0;
    const plain = (words) => words && node.append(el("span", {}, words));
    for (const match of text.matchAll(special)) {
      plain(text.slice(end, match.index));
      end = match.index + match[0].length;
      const { emoji, link } = match.groups;
      if (emoji) node.append(picture(emoji));
      else if (link) node.append(el("a", { href: link, target: "_blank", rel: "noopener" }, link));
      else node.append(el("span", { className: "desk-mention" }, match[0]));
    }
    plain(text.slice(end));
    if (!node.firstChild) node.append(el("br"));
    return node;
  }

  return (text) => el("div", { className: "desk-text" }, ...text.split("\n").map(line));
})();

/** "now", "5 min ago", "12:04", "Mon 12:04", "3 May 12:04": never more exact than that, and another one later. */
const deskTime = (() => {
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "short" });
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
  const shown = new Set();

  function words(at) {
    const minutes = Math.floor((Date.now() - at) / 60_000);
    if (minutes < 1) return "now";
    if (minutes < 60) return `${minutes} min ago`;
    if (new Date(at).toDateString() === new Date().toDateString()) return clock.format(at);
    return `${(minutes < 6 * 24 * 60 ? weekday : day).format(at)} ${clock.format(at)}`;
  }

  function update(node) {
    const now = words(node.at);
    if (node.textContent !== now) node.textContent = now;
  }

  setInterval(() => {
    for (const node of shown) {
      if (node.isConnected) update(node);
      else shown.delete(node);
    }
  }, 5000);

  /** Sets the time that `node` tells from now on, for as long as it is in the page. */
  return (node, at) => {
    node.at = at;
    update(node);
    shown.add(node);
    return node;
  };
})();
