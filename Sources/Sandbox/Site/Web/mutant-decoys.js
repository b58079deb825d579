// What stands beside the parts and is none of them. `beside`: the part. `draw`: one element; `skin.double` draws it in
// the look of a part, often under its very class. `isText`: nothing to click, also not by mistake.
"use strict";

const mutantDecoys = [
  // Signed out
  {
    name: "sign up", beside: "loginOpen",
    draw: (skin) => skin.double("loginOpen", "button", { type: "button" }, "Sign up"),
  },
  {
    name: "newsletter", beside: "loginUsername",
    draw: (skin) => skin.double("loginUsername", "input",
      { type: "email", placeholder: "E-mail for our newsletter", ariaLabel: "Newsletter e-mail" }),
  },
  {
    name: "honeypot", beside: "loginPassword",
    draw: (skin) => skin.trap("input", { type: "text", name: "website", autocomplete: "off" }),
  },
  {
    name: "facebook", beside: "loginSubmit",
    draw: (skin) => skin.double("loginSubmit", "button", { type: "button" }, "Log in with Facebook"),
  },
  {
    name: "password advice", beside: "loginGroup", isText: true,
    draw: (skin) => skin.double("loginError", "div", {}, "We never ask for your password by e-mail."),
  },

  // List
  {
    name: "suggestion", beside: "listTitle",
    draw: (skin) => skin.plain("suggestion", {}, skin.plain("label", {}, "Suggested for you"),
      skin.double("rowLink", "a", { href: "#meet" }, skin.double("rowName", "h5", {}, "Ana Duarte"))),
  },
  {
    name: "activity", beside: "rowTime", isText: true,
    draw: (skin) => {
      const node = skin.double("rowTime", "span", {});
      // In some seeds it is as exact as the time of the message.
      if (skin.dice("exact activity").chance(0.3)) skin.setTime(node, Date.now() - 300000);
      node.textContent = "Active 5 min ago";
      return node;
    },
  },
  {
    name: "place", beside: "rowName", isText: true,
    draw: (skin) => skin.double("rowName", "h5", {}, "Lisbon · online"),
  },
  {
    name: "rank", beside: "rowUnread", isText: true,
    draw: (skin) => skin.double("rowUnread", "span", {}, "VIP"),
  },

  // Conversation
  {
    name: "presence", beside: "conversationName", isText: true,
    draw: (skin) => skin.double("conversationName", "h4", {}, "Active now"),
  },
  {
    name: "delete conversation", beside: "loadEarlier",
    draw: (skin) => skin.double("loadEarlier", "button", { type: "button" }, "Delete conversation"),
  },
  {
    name: "advice", beside: "emptyConversation", isText: true,
    draw: (skin) => skin.note(
      skin.double("bubble", "div", { classes: ["systemNotice"] },
        skin.double("bubbleText", "div", {}, "Pavilion: never send money to people you have not met.")),
      "systemNotice"),
  },
  {
    name: "search", beside: "textBox",
    draw: (skin) => skin.double("textBox", "textarea", { placeholder: "Search in this chat", rows: 1 }),
  },
  {
    name: "honeypot", beside: "textBox",
    draw: (skin) => skin.trap("textarea", { name: "comment", rows: 1 }),
  },
  {
    name: "report", beside: "send",
    draw: (skin) => skin.double("send", "button", { type: "button" }, skin.dice("report").pick(["Report", "Block"])),
  },
  {
    name: "house rules", beside: "sendError", isText: true,
    draw: (skin) => skin.double("sendError", "div", {}, "Be kind: messages are moderated."),
  },
];

/** An advertisement in the shape of a row. It keeps its place in the list, whatever happens above it. */
const drawMutantAdvertisement = (skin) => {
  const isOutside = skin.dice("advertisement link").chance(0.5);
  return skin.double("row", "li", {},
    skin.avatar("3", "Pavilion Gold"),
    skin.double("rowLink", "a",
      isOutside ? { href: "https://ads.example.test/gold", target: "_blank" } : { href: "#ad" },
      skin.double("rowLine", "div", {},
        skin.double("rowName", "h5", {}, "Pavilion Gold"),
        skin.double("rowDate", "small", {}, skin.plain("label", {}, "Sponsored"))),
      skin.double("rowLine", "div", {},
        skin.double("rowText", "div", {},
          skin.double("rowPreview", "p", {}, "See who likes you. The first week is free.")))));
};
