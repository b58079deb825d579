// What stands in the place of every page: a challenge that only a person can answer, or the end of the account.
"use strict";

(() => {
  const { el, call, boot } = site;
  const app = document.getElementById("app");

  /** The letters, bent and crossed out as such pictures are. */
  function picture(letters) {
    const make = (tag, attributes, text = "") => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      node.append(text);
      return node;
    };
    const width = letters.length * 34 + 20;
    const svg = make("svg", {
      viewBox: `0 0 ${width} 70`, width, height: 70, role: "img", "aria-label": "Letters to read",
    });
    [...letters].forEach((letter, place) => {
      const [x, y] = [14 + place * 34, 46 + (place * 13) % 9];
      const transform = `rotate(${(place * 29) % 41 - 20} ${x + 12} ${y - 10})`;
      svg.append(make("text", { x, y, "font-size": 34, transform }, letter));
    });
    const line = `M4 40 Q ${width / 3} 4 ${width / 2} 38 T ${width - 4} 26`;
    svg.append(make("path", { d: line, fill: "none", stroke: "#555", "stroke-width": 2 }));
    return svg;
  }

  function showChallenge({ kind, letters }) {
    const isCode = kind === "second-factor";
    const field = el("input", { id: "challenge-answer", type: "text", autocomplete: isCode ? "one-time-code" : "off" });
    if (isCode) Object.assign(field, { inputMode: "numeric", maxLength: 6 });
    const problem = el("p", { id: "challenge-error", role: "alert", hidden: true });
    const form = el("form", { id: "challenge" },
      el("h1", {}, isCode ? "Enter your code" : "Are you a person?"),
      isCode ? null : picture(letters),
      el("label", { htmlFor: field.id },
        isCode ? "We sent a code of six digits to your phone." : "Type the letters in the picture."),
      field, problem, el("button", { type: "submit", id: "challenge-submit" }, "Continue"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      try {
        await call("POST", "challenge", { answer: field.value });
        location.reload();
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
        field.value = "";
      }
    });
    app.replaceChildren(form);
    field.focus();
  }

  if (boot.gate.kind === "banned") {
    app.replaceChildren(el("div", { id: "suspended", role: "alert" }, el("h1", {}, "Your account has been suspended"),
      el("p", {}, "It does not follow our community's rules.")));
  } else {
    showChallenge(boot.gate);
  }
  site.listen((event) => {
    if (event.type === "reload" || event.type === "signed-out") location.reload();
  }, () => {});
})();
