// What of a page may be kept: how it is built, never what anybody wrote or is called.

/** Words of controls, which name and quote nobody. Any other word in a label is replaced. */
const controlWords = new Set((
  "a about accept account add address again agree all allow an and answer apply archive ask at attach back cancel "
  + "change chat chats clear click close code comment compose confirm connect contact continue conversation "
  + "conversations create decline delete discard dismiss done down e-mail earlier edit email emoji enable enter exit "
  + "file filter find finish first follow for forgot forward from get gif go got groups hide history home image in "
  + "inbox it keep last later learn leave list load log login logout mail media menu message messages mic more "
  + "mute name new next no not notification notifications now of off older on open options or page password people "
  + "phone photo photos picture pin post previous profile read recent refresh reload remember remove reply report "
  + "request requests resend reset resume retry save scroll search see select send settings share show sign signin "
  + "signout sound start stop submit text the this to try turn type unarchive unmute unpin unread up update upload "
  + "use user username verify video view voice write you your something here block").split(" "));

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;

/** Text of the same form: letters, digits, spaces and line breaks stand where they stood. */
const shapeOf = (text) => text
  .replace(/\p{Lu}|\p{Lt}/gu, "X").replace(/[^X\P{L}]|\p{M}/gu, "x").replace(/\p{N}/gu, "0")
  .replace(/[^\sXx0.,;:!?'"()/+\-–—…·‹›«»|]/gu, "*");

/** The words of the selectors and addresses that the pack itself has. */
const wordsOfPack = () => {
  const own = Object.values(pack.roles).flat().filter(({ isFound }) => !isFound);
  const texts = own.flatMap(({ css, name, attribute }) => [css, name ?? "", attribute ?? ""])
    .concat(pack.overlays.flatMap(({ shown, dismiss }) => [shown, ...dismiss]))
    .concat(Object.values(pack.urls).filter((url) => typeof url === "string"));
  const all = texts.flatMap((text) => text.toLowerCase().match(wordPattern) ?? []);
  return new Set(all.filter((word) => !/^\d/.test(word)));
};

/** Other names for ids, always the same for the same id and of its form: digits for digits, letters for letters. */
const makePseudonyms = () => {
  const alphabets = ["0123456789", "abcdef", "ghijklmnopqrstuvwxyz", "ABCDEF", "GHIJKLMNOPQRSTUVWXYZ"];
  const given = new Map();
  const taken = new Set();
  // From the order of the ids alone: nothing in a name comes from the id that it stands for.
  let seed = 1;
  const any = (count) => {
    seed = (seed * 48271) % 2147483647;
    return seed % count;
  };
  const other = (letter) => {
    const alphabet = alphabets.find((letters) => letters.includes(letter));
    if (alphabet) return alphabet[any(alphabet.length)];
    return /[\p{L}\p{M}]/u.test(letter) ? "x" : letter;
  };
  return (id) => {
    if (given.has(id)) return given.get(id);
    let name = "";
    for (let tries = 0; tries < 50 && (name === "" || name === id || taken.has(name)); tries += 1) {
      name = [...id].map(other).join("");
      if (/^[1-9]/.test(id)) name = name.replace(/^0/, "1");
    }
    while (name === id || taken.has(name)) name += any(10);
    given.set(id, name);
    taken.add(name);
    return name;
  };
};

const leastTime = Date.UTC(2000, 0);
const greatestTime = Date.UTC(2100, 0);

/** The time that a text gives, if it is one that a message may have. */
const plausibleTime = (text) => {
  const at = time(text);
  return at !== null && at >= leastTime && at < greatestTime ? at : null;
};

const timeName =
  /(^|[-_:])(time|date|datetime|timestamp|ts|when|at|(created|sent|received|updated|edited)(at|on)?)$/;

const isoDate = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/;

/** Whether an attribute may give a time: a date is also read from much that is none. */
const givesTime = (name, text) => {
  if (timeName.test(name) || isoDate.test(text)) return true;
  const isOfPack = ["rowTime", "bubbleTime"].some((role) =>
    (pack.roles[role] ?? []).some((candidate) => candidate.attribute === name));
  return (isOfPack || name === "title") && /\d{4}/.test(text);
};

/** The times that an element's attributes give. */
const timesOf = (element) => [...element.attributes].filter(({ name, value: given }) => givesTime(name, given))
  .map(({ value: given }) => plausibleTime(given)).filter((at) => at !== null);

/** Times of a page that keep their day and their order, and nothing else. */
const makeCoarseTimes = (times) => {
  const day = 86400000;
  const coarse = new Map();
  const days = Map.groupBy([...new Set(times)].sort((left, right) => left - right), (at) => Math.floor(at / day));
  for (const [start, moments] of days) {
    const step = Math.min(60000, Math.floor(day / (moments.length + 1)));
    for (const [place, at] of moments.entries()) coarse.set(at, start * day + place * step);
  }
  const coarseText = (text) => {
    const at = coarse.get(plausibleTime(text));
    if (at === undefined) return null;
    if (/^\d{9,11}$/.test(text)) return String(Math.floor(at / 1000));
    return /^\d{12,14}$/.test(text) ? String(at) : new Date(at).toISOString();
  };
  return { coarseText, coarseAt: (at) => coarse.get(at) ?? null };
};

/** UUIDs, and long letters with digits among them. */
const longID = /(?<![\p{L}\p{N}])([0-9a-f]{8}-[0-9a-f-]{27}|(?=\p{L}*\d)[\p{L}\p{N}]{20,})(?![\p{L}\p{N}])/giu;

const testAttributes = ["data-testid", "data-test", "data-test-id", "data-qa", "data-cy"];
const idAttributes = ["id", "for", "class", "name", "form", "list", "headers", "aria-labelledby", "aria-controls",
  "aria-owns", "aria-describedby", "aria-details", "aria-activedescendant", "aria-flowto", "itemprop", "slot", "part",
  ...testAttributes];
const labelAttributes = ["title", "alt", "aria-label", "placeholder", "aria-placeholder", "data-placeholder", "label",
  "aria-roledescription", "aria-description", "aria-valuetext"];
const addressAttributes = ["href", "src", "action", "formaction", "poster", "data", "xlink:href"];
/** Their values are words of HTML or ARIA, or numbers that count what is on the page. */
const plainAttributes = new Set(("role type autocomplete autocapitalize autocorrect inputmode enterkeyhint method "
  + "enctype dir lang hidden disabled readonly required checked selected multiple open contenteditable spellcheck "
  + "draggable translate tabindex rows cols wrap colspan rowspan scope width height min max maxlength minlength step "
  + "size rel target loading decoding crossorigin novalidate popover inert aria-atomic aria-autocomplete aria-busy "
  + "aria-checked aria-colcount aria-colindex aria-current aria-disabled aria-expanded aria-haspopup aria-hidden "
  + "aria-invalid aria-level aria-live aria-modal aria-multiline aria-multiselectable aria-orientation aria-posinset "
  + "aria-pressed aria-readonly aria-relevant aria-required aria-rowcount aria-rowindex aria-selected aria-setsize "
  + "aria-sort").split(" "));
/** Left out: code, styles, and what a person typed. */
const droppedAttributes = /^(on.*|style|srcdoc|srcset|sizes|imagesrcset|nonce|integrity|ping|value|content)$/;

/**
 * What attributes and texts of this page become.
 *
 * @param times all times that the page gives, see `plausibleTime`
 * @param ids the conversations' ids that its links give
 */
const makeRedaction = (times, ids) => {
  const packWords = wordsOfPack();
  const hostWords = new Set(location.host.toLowerCase().match(wordPattern) ?? []);
  const isOfPack = (word) => packWords.has(word.toLowerCase());
  const pseudonym = makePseudonyms();
  const { coarseText: coarse, coarseAt } = makeCoarseTimes(times);

  /** The words of controls, and the form of all others. What is mostly other words is no label. */
  const label = (text) => {
    const isKept = (word) => isOfPack(word) || controlWords.has(word.toLowerCase());
    const all = text.match(wordPattern) ?? [];
    if (all.length > 8 || all.filter(isKept).length * 2 < all.length) return shapeOf(limit(text, 300));
    return text.replace(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu, (part) => (isKept(part) ? part : shapeOf(part)));
  };

  const packSelectors = Object.values(pack.roles).flat().map(({ css }) => css).join(" ");

  /** Names that the site's makers gave, with others in the place of what may be somebody's id in them. */
  const identifiers = new Map();
  const identifier = (text) => {
    if (!identifiers.has(text)) identifiers.set(text, makeIdentifier(text));
    return identifiers.get(text);
  };
  const makeIdentifier = (text) => text.split(/(\s+)/).map((token) => {
    if (token.trim() === "" || packSelectors.includes(token)) return token;
    return token.replace(longID, (id) => pseudonym(id)).replace(/(?<![\p{L}\p{N}])\d+(?![\p{L}\p{N}])/gu, (number) =>
      (number.length >= 4 || ids.has(number) ? pseudonym(number) : number));
  }).join("");

  /** Ids and words in something that is no text: known words stay, and the rest gets another name. */
  const token = (text, isKept = isOfPack) => {
    const parts = text.split(longID);
    return parts.map((part, place) => (place % 2 === 1 ? pseudonym(part)
      : part.replace(wordPattern, (word) => (isKept(word) ? word : pseudonym(word))))).join("");
  };

  const addressValue = (given) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(given)?.[1].toLowerCase() ?? "";
    if (!["", "http", "https", "ws", "wss", "file"].includes(scheme)) return `${scheme}:`;
    const text = limit(given, 2000);
    const isKept = (word) => isOfPack(word) || hostWords.has(word.toLowerCase()) || /^(https?|wss?|file)$/.test(word);
    const match = new RegExp(pack.urls.conversationID, "d").exec(text);
    if (match === null || match[1] === undefined) return token(text.split("?")[0], isKept);
    const [start, end] = match.indices[1];
    const whole = match.indices[0];
    const lead = text.slice(0, whole[0]);
    // What is asked behind a question mark stays only as far as it names the conversation.
    const before = lead.includes("?") && !match[0].includes("?") ? `${lead.split("?")[0]}?` : lead;
    return token(before + text.slice(whole[0], start), isKept) + pseudonym(match[1])
      + token(text.slice(end, whole[1]), isKept);
  };

  /** What an attribute's value becomes; null when the attribute is left out. */
  const attribute = ({ name, value: given }, isLabel) => {
    if (droppedAttributes.test(name) || !/^[^\s"'<>/=]+$/.test(name)) return null;
    if (plainAttributes.has(name)) return limit(given, 100);
    if (idAttributes.includes(name)) return identifier(limit(given, 1000));
    if (addressAttributes.includes(name)) return addressValue(given);
    if (given === "" || given === "true" || given === "false") return given;
    const at = givesTime(name, given) ? coarse(given) : null;
    if (at !== null) return at;
    if (labelAttributes.includes(name)) return isLabel ? label(given) : shapeOf(limit(given, 300));
    return /^[\p{L}\p{N}_.:#/-]+$/u.test(given) ? token(limit(given, 300)) : shapeOf(limit(given, 300));
  };

  /** What is known of the conversations whose ids are on the page, in the form that the page has in the snapshot. */
  const known = ({ rows, name, messages, notices }) => ({
    rows: Object.fromEntries(Object.entries(rows).filter(([id]) => ids.has(id)).map(([id, row]) => [pseudonym(id), {
      name: shapeOf(row.name), preview: shapeOf(row.preview), at: coarseAt(row.at), isUnread: row.isUnread,
    }])),
    name: shapeOf(name),
    messages: messages.map(({ text, isOwn, at }) => ({ text: shapeOf(limit(text, 4000)), isOwn, at: coarseAt(at) })),
    notices: notices.map(shapeOf),
  });

  return { label, attribute, address: addressValue, coarse, known };
};
