"use strict";
// Reads /discord/view whenever /discord/live says that something changed, at most once in 150 ms.

const byID = (id) => document.getElementById(id);
let chosen = location.hash.slice(1) || null;
const shownFiles = new Set();
let view = null;
let openModal = null;

// An element with its class, children and properties; text is always set as text, never as HTML.
function make(tag, className, children = [], properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  if (className) element.className = className;
  element.append(...[children].flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const clock = (at) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

// Discord's inline marks. Each rule: the pattern and what its content becomes.
const marks = [
  [/^```(?:\w+\n)?([\s\S]+?)```/, (inside) => make("pre", "", inside)],
  [/^`([^`]+)`/, (inside) => make("code", "", inside)],
  [/^\*\*([\s\S]+?)\*\*/, (inside) => make("strong", "", marked(inside))],
  [/^__([\s\S]+?)__/, (inside) => make("u", "", marked(inside))],
  [/^~~([\s\S]+?)~~/, (inside) => make("s", "", marked(inside))],
  [/^\|\|([\s\S]+?)\|\|/, (inside) => make("span", "spoiler", marked(inside))],
  [/^\*([^*\s][^*]*?)\*/, (inside) => make("em", "", marked(inside))],
  [/^_([^_\s][^_]*?)_(?!\w)/, (inside) => make("em", "", marked(inside))],
  [/^<t:(\d+)(?::\w)?>/, (inside) => make("time", "", new Date(inside * 1000).toLocaleString())],
  [/^<@!?(\d+)>/, (inside) => make("span", "tag", "@" + (view.users[inside] || "unknown"))],
];

function marked(source) {
  const nodes = [];
  let plain = "";
  const flush = () => { if (plain) nodes.push(plain); plain = ""; };
  let rest = source;
  outer: while (rest) {
    const escaped = rest.match(/^\\([\\*_~|>#\-+`[\]()<:.!@])/);
    if (escaped) { plain += escaped[1]; rest = rest.slice(2); continue; }
    for (const [pattern, build] of marks) {
      const match = rest.match(pattern);
      if (!match) continue;
      flush();
      nodes.push(build(match[1]));
      rest = rest.slice(match[0].length);
      continue outer;
    }
    plain += rest[0];
    rest = rest.slice(1);
  }
  flush();
  return nodes;
}

function drawList(list, entries) {
  list.replaceChildren(...entries.map((entry) => {
    const button = make("button", entry.archived ? "archived" : "", [
      make("span", "name", entry.name),
      entry.waiting ? make("span", "dot", [], { title: "Waits for a decision" }) : null,
      make("time", "", clock(entry.at)),
    ], { type: "button", onclick: () => choose(entry.id) });
    if (entry.id === chosen) button.setAttribute("aria-current", "true");
    return make("li", "", button);
  }));
}

function drawEmbed(embed) {
  const fields = (embed.fields || []).map((field) => make("div", field.inline ? "inline" : "", [
    make("dt", "", marked(field.name)), make("dd", "", marked(field.value)),
  ]));
  const element = make("section", "embed", [
    embed.author ? make("p", "faint", embed.author.name) : null,
    embed.title ? make("h3", "", marked(embed.title)) : null,
    embed.description ? make("div", "text", marked(embed.description)) : null,
    fields.length ? make("dl", "", fields) : null,
    embed.footer ? make("footer", "faint", embed.footer.text) : null,
  ]);
  if (embed.color !== undefined) element.style.borderColor = "#" + embed.color.toString(16).padStart(6, "0");
  return element;
}

function drawButton(button, message) {
  const label = [button.emoji && button.emoji.name, button.label].filter(Boolean).join(" ");
  const act = button.url
    ? () => window.open(button.url, "_blank", "noopener")
    : () => send("press", { channel: chosen, message: message.id, custom_id: button.custom_id });
  return make("button", "s" + button.style, label, { type: "button", disabled: Boolean(button.disabled), onclick: act });
}

/** A picture, which Discord hides until it is pressed when its name begins so; of another file the name. */
function drawFile({ name, type, size, description, path }) {
  const address = "/discord/" + path;
  if (!type.startsWith("image/")) {
    const label = `${name} (${size.toLocaleString()} bytes)`;
    return make("a", "file", label, { href: address, download: name, title: description });
  }
  const picture = make("img", "file", [], { src: address, alt: description || name, title: name });
  const isHidden = name.startsWith("SPOILER_") && !shownFiles.has(path);
  picture.classList.toggle("spoiler", isHidden);
  picture.onclick = () => {
    shownFiles.add(path);
    picture.classList.remove("spoiler");
  };
  return picture;
}

function drawMessage(message, previous) {
  const isSystem = message.type === 18 || message.type === 21;
  const isFirst = isSystem || !previous || previous.author !== message.author || message.at - previous.at > 420000;
  const name = isSystem ? { 18: "Thread started: " + message.content, 21: "The thread begins here." }[message.type] : null;
  const head = make("div", "head", [
    make("strong", "", message.author), message.bot ? make("span", "tag", "APP") : null,
    make("time", "", clock(message.at)),
  ]);
  return make("article", isFirst ? "first" : "", [
    isFirst ? make("div", "avatar", message.author[0].toUpperCase()) : null,
    isFirst ? head : null,
    isSystem ? make("div", "system", name) : make("div", "text", marked(message.content)),
    message.thinking ? make("div", "system", "is thinking…") : null,
    ...message.embeds.map(drawEmbed),
    ...message.attachments.map(drawFile),
    ...message.components.map((row) => make("div", "row", row.components.map((button) => drawButton(button, message)))),
    message.edited ? make("span", "faint", "(edited)") : null,
    message.ephemeral ? make("span", "faint", "Only you can see this") : null,
  ]);
}

function drawLog() {
  const log = byID("log");
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const messages = view.chosen ? view.chosen.messages : [];
  byID("title").textContent = view.chosen ? "# " + view.chosen.name : "";
  log.replaceChildren(...messages.map((message, index) => drawMessage(message, messages[index - 1])));
  if (!messages.length) log.append(make("p", "", "Nothing here yet.", { id: "empty" }));
  if (isAtEnd || log.dataset.channel !== chosen) log.scrollTop = log.scrollHeight;
  log.dataset.channel = chosen;
}

function drawModal() {
  const dialog = byID("modal");
  const modal = view.modal;
  if (!modal) { if (dialog.open) dialog.close(); openModal = null; return; }
  if (openModal === modal.interaction) return;
  openModal = modal.interaction;
  const fields = modal.inputs.map((input) => make(input.paragraph ? "textarea" : "input", "", [], {
    name: input.id, value: input.value, minLength: input.least, maxLength: input.most, required: input.least > 0,
  }));
  const form = make("form", "", [
    make("strong", "", modal.title),
    ...modal.inputs.map((input, index) => make("label", "", [input.label, fields[index]])),
    make("menu", "", [
      make("button", "", "Cancel", { type: "button", onclick: () => dialog.close() }),
      make("button", "s1", "Submit", { type: "submit" }),
    ]),
  ], { onsubmit: (event) => {
    event.preventDefault();
    const values = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    send("modal", { interaction: modal.interaction, values });
    dialog.close();
  } });
  dialog.replaceChildren(form);
  dialog.showModal();
}

// "/snippet save hello Hi there": each option takes a word, and the last one what is left.
function readCommand(text) {
  const words = text.slice(1).split(" ");
  const command = view.commands.find((command) => command.name === words[0]);
  if (!command) return null;
  words.shift();
  const subcommand = (command.options || []).find((option) => option.type === 1 && option.name === words[0]);
  if (subcommand) words.shift();
  const options = (subcommand || command).options || [];
  const values = options.map((option, index) =>
    [option.name, index === options.length - 1 ? words.splice(0).join(" ") : words.shift() || ""]);
  return {
    channel: chosen, name: command.name, subcommand: subcommand && subcommand.name,
    options: Object.fromEntries(values.filter(([, value]) => value)),
  };
}

byID("write").onsubmit = (event) => {
  event.preventDefault();
  const field = event.target.elements.content;
  const text = field.value.trim();
  if (!text || !chosen) return;
  const command = text[0] === "/" ? readCommand(text) : null;
  if (text[0] === "/" && !command) { byID("notice").textContent = "There is no such command."; return; }
  field.value = "";
  if (command) send("command", command);
  else send("write", { channel: chosen, content: text });
};

async function send(path, body) {
  const answer = await fetch("/discord/" + path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  }).catch(() => null);
  byID("notice").textContent = !answer ? "The sandbox does not answer." : answer.ok ? "" : await answer.text();
}

function choose(id) {
  chosen = id;
  history.replaceState(null, "", "#" + id);
  refresh();
}

let isReading = false;
let isStale = false;
async function refresh() {
  if (isReading) { isStale = true; return; }
  isReading = true;
  do {
    isStale = false;
    const answer = await fetch("/discord/view" + (chosen ? "?channel=" + chosen : "")).catch(() => null);
    if (answer && answer.ok) {
      view = await answer.json();
      if (!chosen && view.threads.length) { chosen = view.threads[0].id; isStale = true; }
      byID("guild").textContent = view.guild;
      byID("bot").textContent = view.connected ? "bot connected" : "bot offline";
      byID("bot").classList.toggle("on", view.connected);
      byID("count").textContent = view.threads.length || "";
      drawList(byID("channels"), view.channels);
      drawList(byID("threads"), view.threads);
      drawLog();
      drawModal();
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  } while (isStale);
  isReading = false;
}

function listen() {
  const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/discord/live");
  socket.onopen = refresh;
  socket.onmessage = refresh;
  socket.onclose = () => setTimeout(listen, 1000);
}
refresh();
listen();
