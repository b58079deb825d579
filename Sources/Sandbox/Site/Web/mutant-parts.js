// What a seed may make of each part. `words`: what its class and id are made of. `tags`: what it may be; a control
// drawn with another tag is imitated. `wrap`: the most wrappers around it. `flat`: may be left out, its children then
// take its place. `shuffle`: its children may stand in another order. `id`: may have one. `texts`: other words for the
// same thing. `fades`: what may be left out.
"use strict";

const mutantParts = {
  // Signed out
  marketingHeader: { words: ["top", "bar", "head", "site"], tags: ["header", "div"] },
  brand: { words: ["logo", "mark", "name"], tags: ["span", "strong", "div"] },
  loginCorner: { words: ["actions", "corner", "end"], tags: ["div", "nav"], flat: true, id: true },
  loginOpen: {
    words: ["signin", "enter", "open", "cta"], tags: ["button", "div"], wrap: 1, id: true, texts: ["Sign in"],
  },
  marketing: { words: ["hero", "landing", "intro"], tags: ["main", "section", "div"] },
  marketingTitle: { words: ["headline", "claim", "lead"], tags: ["h1", "h2", "div"] },
  marketingText: { words: ["sub", "copy", "para"], tags: ["p", "div"] },
  loginModal: { words: ["overlay", "layer", "auth", "scrim"], tags: ["div", "section"], id: true },
  loginForm: { words: ["sheet", "auth", "fields", "box"], tags: ["form", "div"], wrap: 1 },
  dialogTitle: { words: ["title", "caption", "head"], tags: ["h3", "h2", "div"] },
  loginUsername: {
    words: ["mail", "user", "account", "login"], tags: ["input"], wrap: 2, id: true,
    fades: ["placeholder", "ariaLabel"],
  },
  loginPassword: {
    words: ["secret", "pass", "key", "pw"], tags: ["input"], wrap: 2, id: true, fades: ["placeholder", "ariaLabel"],
  },
  loginGroup: { words: ["foot", "actions", "group"], tags: ["div", "p"], id: true },
  loginSubmit: {
    words: ["go", "submit", "confirm", "cta"], tags: ["button", "div"], wrap: 1, id: true,
    texts: ["Sign in", "Continue"],
  },
  loginError: { words: ["warn", "problem", "alert", "note"], tags: ["div", "p", "span"] },

  // Frame
  topbar: { words: ["top", "bar", "frame", "masthead"], tags: ["header", "div"], shuffle: true, id: true },
  brandLink: { words: ["logo", "home", "mark"], tags: ["a"] },
  navBar: { words: ["menu", "tabs", "links"], tags: ["nav", "div"], wrap: 1 },
  navLink: { words: ["tab", "link", "place"], tags: ["a"] },
  navBadge: { words: ["dot", "sum", "count"], tags: ["span", "sup"] },
  userMenu: { words: ["me", "profile", "owner", "account"], tags: ["div", "section"], id: true },
  userName: { words: ["who", "self", "label"], tags: ["span", "strong"] },
  logout: { words: ["leave", "exit", "out"], tags: ["button", "div"] },
  stage: { words: ["page", "content", "view", "main"], tags: ["main", "div"] },
  avatar: { words: ["face", "pic", "photo", "disc"], tags: ["span"] },
  pageError: { words: ["failure", "broken", "page"], tags: ["div", "p"] },
  active: { words: ["on", "current", "here"] },

  // Meet
  panel: { words: ["panel", "area", "block"], tags: ["section", "div"] },
  panelHeader: { words: ["cap", "strip", "lid"], tags: ["header", "div"] },
  panelTitle: { words: ["heading", "topic", "text"], tags: ["h2", "h1", "div"] },
  meetCards: { words: ["people", "grid", "nearby"], tags: ["div", "section"] },
  meetCard: { words: ["person", "tile", "match"], tags: ["div", "article"] },
  meetName: { words: ["person", "name", "age"], tags: ["strong", "div", "h3"] },
  meetCity: { words: ["city", "place", "where"], tags: ["small", "div", "span"] },

  // List
  listPanel: { words: ["inbox", "panel", "threads", "side"], tags: ["section", "div", "aside"], id: true },
  listHeader: { words: ["inbox", "head", "strip"], tags: ["header", "div"] },
  listTitle: { words: ["inbox", "heading", "caption"], tags: ["h2", "h1", "div"], texts: ["Inbox", "Messages"] },
  listEmpty: { words: ["nothing", "blank", "void"], tags: ["div", "p"] },
  emptyTitle: { words: ["blank", "title", "none"], tags: ["strong", "b"] },
  emptyText: { words: ["blank", "text", "why"], tags: ["span", "small"] },
  list: { words: ["threads", "items", "feed", "roll"], tags: ["ol", "ul", "div"], wrap: 2, id: true },
  row: { words: ["thread", "item", "entry", "line"], tags: ["div", "article"], wrap: 1 },
  rowLink: { words: ["open", "body", "go", "to"], tags: ["a"], wrap: 1, shuffle: true },
  rowLine: { words: ["pair", "strip", "split"], tags: ["div", "span"], flat: true, shuffle: true },
  rowName: { words: ["person", "who", "name", "title"], tags: ["h5", "span", "strong", "div", "h3"], wrap: 1 },
  rowDate: { words: ["meta", "when", "side"], tags: ["small", "div", "span"], flat: true },
  rowTime: { words: ["ago", "stamp", "date", "at"], tags: ["span", "small", "abbr"], wrap: 1 },
  rowText: { words: ["snippet", "lines", "under"], tags: ["div", "span"], flat: true, shuffle: true },
  rowPreview: { words: ["excerpt", "last", "teaser", "said"], tags: ["p", "span", "div"], wrap: 1 },
  rowStatus: { words: ["receipt", "state", "tick"], tags: ["p", "span", "div"] },
  rowTyping: { words: ["writing", "dots", "busy"], tags: ["p", "span", "div"] },
  rowUnread: { words: ["new", "bubble", "fresh", "num"], tags: ["span", "b", "div"], wrap: 1 },
  unread: { words: ["bold", "fresh", "hot"] },

  // Conversation
  chatPanel: { words: ["talk", "panel", "room", "dialog"], tags: ["section", "div", "article"], id: true },
  chatHeader: { words: ["talk", "head", "partner"], tags: ["header", "div"], shuffle: true },
  back: { words: ["back", "return", "arrow"], tags: ["a"] },
  conversationName: {
    words: ["partner", "with", "title", "person"], tags: ["h4", "h2", "div", "span"], wrap: 1, id: true,
  },
  messages: { words: ["stream", "log", "history", "scroll"], tags: ["div", "section"], id: true },
  loadEarlier: {
    words: ["older", "more", "past", "load"], tags: ["button", "div"], wrap: 1,
    texts: ["Show older messages", "Earlier messages"],
  },
  emptyConversation: { words: ["fresh", "start", "quiet"], tags: ["div", "p"], texts: ["Nothing here yet"] },
  bubble: { words: ["msg", "said", "balloon", "turn"], tags: ["div", "article", "section"], wrap: 1, shuffle: true },
  bubbleOwn: { words: ["mine", "sent", "out", "self"], shuffle: true },
  bubbleText: { words: ["words", "body", "content", "text"], tags: ["div", "p", "span"], wrap: 1 },
  bubbleStatus: { words: ["info", "meta", "tail"], tags: ["div", "small", "span"] },
  bubbleEdited: { words: ["revised", "changed", "redo"], tags: ["span", "em"] },
  bubbleAttachment: { words: ["media", "photo", "shot", "file"], tags: ["img"], flat: true },
  systemNotice: { words: ["event", "system", "hint", "activity"], tags: ["div", "p", "section"] },
  noticeText: { words: ["event", "copy", "line"], tags: ["span", "div"] },
  typing: { words: ["writing", "dots", "live"], tags: ["div", "p"] },
  chatForm: { words: ["composer", "reply", "write", "dock"], tags: ["form", "div"], wrap: 1, shuffle: true },
  textBox: {
    words: ["editor", "input", "draft", "box"], tags: ["textarea", "div"], wrap: 2, id: true,
    texts: ["Write a message…", "Say something nice…"], fades: ["placeholder"],
  },
  send: { words: ["go", "send", "fire", "post"], tags: ["button", "div"], wrap: 1, id: true, texts: ["Reply", "Post"] },
  sendError: { words: ["trouble", "fail", "oops", "notice"], tags: ["div", "p", "span"] },

  // Pop-up
  popup: { words: ["prompt", "layer", "push", "ask"], tags: ["div", "section"], id: true },
  popupBox: { words: ["prompt", "card", "inner"], tags: ["div", "article"] },
  popupBody: { words: ["prompt", "body", "copy"], tags: ["div"], flat: true },
  popupText: { words: ["prompt", "text", "para"], tags: ["p", "div"] },
  popupFooter: { words: ["prompt", "foot", "choices"], tags: ["div", "footer"], shuffle: true },
  dismiss: { words: ["later", "skip", "no"], tags: ["button", "div"] },
  dismissPrimary: { words: ["fine", "okay", "yes"], tags: ["button", "div"] },

  // Decoys that are like no part of the page
  suggestion: { words: ["promo", "discover", "pick"], tags: ["div", "aside"] },
  label: { words: ["tag", "mini", "small"], tags: ["span", "small"] },
  honeypot: { words: ["extra", "site", "company"], tags: ["input"] },
};
