// What every skin shares: elements, requests, the live connection, words for people and times.
"use strict";

const site = (() => {
  const boot = window.PAVILION;
  let signedOut = () => location.reload();
  let troubled = () => {};
  let connected = () => {};

  /** An element with properties (or attributes, when the name has a dash) and children; null children are left out. */
  function el(tag, properties = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.includes("-") || name === "for" || name === "role") node.setAttribute(name, value);
      else node[name] = value;
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  /**
   * Asks the site's API. Throws an Error with words for the person; 401 leads to the sign-in page, 403 to what keeps
   * the user out.
   */
  async function call(method, path, body) {
    let response;
    try {
      response = await fetch("/site/api/" + path, {
        method,
        headers: body === undefined ? {} : { "Content-Type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch {
      throw new Error("The connection was lost. Please try again.");
    }
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => ({}));
    if (response.status === 401 && path !== "login") signedOut();
    if (response.status === 403) location.reload();
    if (!response.ok) throw new Error(answer.error ?? "Something went wrong.");
    return answer;
  }

  /** Events as they happen; `onGap` is called when some may have been missed. */
  function listen(onEvent, onGap) {
    let wait = 250;
    let wasOpen = false;
    function connect() {
      const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/site/live");
      socket.onopen = () => {
        wait = 250;
        connected();
        if (wasOpen) onGap();
        wasOpen = true;
      };
      socket.onmessage = (message) => {
        const event = JSON.parse(message.data);
        (event.type === "trouble" ? troubled : onEvent)(event);
      };
      socket.onclose = () => {
        connected();
        setTimeout(connect, wait);
        wait = Math.min(wait * 2, 5000);
      };
    }
    connect();
  }

  const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  const calendar = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });

  /** "14:03" today, "3 May" before. */
  function timeWords(at) {
    const date = new Date(at);
    return Date.now() - at < 86400000 && date.getDate() === new Date().getDate()
      ? clock.format(date)
      : calendar.format(date);
  }

  function clockWords(at) {
    return clock.format(new Date(at));
  }

  function avatar(id, name) {
    const initials = name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("").toUpperCase();
    const node = el("span", { className: "avatar", ariaHidden: "true", textContent: initials });
    node.style.setProperty("--hue", String((Number(id) * 47) % 360));
    return node;
  }

  /** What came with a message, each as a picture or as a link to a file. @param make the skin's own way to make them */
  function attached(entry, make) {
    return (entry.attachments ?? []).map(({ kind, address }) => (kind === "image"
      ? make("img", { src: address, alt: "Photo", width: 96, height: 96 })
      : make("a", { href: address, download: "" }, "Open the file")));
  }

  /** Takes these names and faces away for a while, when the site has that trouble. */
  function late(...nodes) {
    if (!boot.nameDelay) return;
    for (const node of nodes) {
      const words = node.textContent;
      node.textContent = "";
      setTimeout(() => { node.textContent = words; }, boot.nameDelay);
    }
  }

  /** Names a message, so that the site takes it once: the browser may send a request again by itself. */
  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  return {
    boot, el, call, newKey, listen, timeWords, clockWords, avatar, late, attached,
    onSignedOut(action) { signedOut = action; },
    /** `onConnection` is called when the live connection is there, and when it ended or could not be made. */
    onTrouble(action, onConnection) {
      troubled = action;
      connected = onConnection;
    },
  };
})();
