// When something happened, by what the page says of it.

/** Milliseconds since 1970, seconds since 1970, or anything that Date reads; null for what is no time. */
const time = (text) => {
  if (text === null || text === "") return null;
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? null : parsed;
};

const minute = 60_000;
const day = 24 * 60 * minute;
const units = [
  [/^s(ec(ond)?s?)?$/, 1000], [/^m(in(ute)?s?)?$/, minute], [/^h((ou)?rs?)?$/, 60 * minute], [/^d(ays?)?$/, day],
  [/^w(ee)?ks?$|^w$/, 7 * day],
];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Of "14:05" or "2:05 pm", the minutes since midnight; null when no such time is there. */
const clockOf = (text) => {
  const [, hours, minutes, half] = /(?:^|\D)(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?/i.exec(text) ?? [];
  if (hours === undefined || hours > 23 || minutes > 59) return null;
  const hour = half ? (hours % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hours);
  return hour * 60 + Number(minutes);
};

/** Midnight of the day that English words name, as far as they do; `now` is a Date. */
const dayOf = (text, now) => {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const back = (days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  if (/yesterday/i.test(text)) return back(1);
  const weekday = weekdays.findIndex((name) => new RegExp(`\\b${name}`, "i").test(text));
  const date = /\d{1,2}\s+[a-z]{3,}|[a-z]{3,}\s+\d{1,2}\b(?!:)/i.exec(text)?.[0];
  const year = /\b(19|20)\d{2}\b/.exec(text)?.[0];
  const named = date ? new Date(`${date} ${year ?? now.getFullYear()}`) : null;
  if (named !== null && !Number.isNaN(named.getTime())) {
    // Without a year it is the last such day.
    return !year && named > now ? new Date(named.setFullYear(now.getFullYear() - 1)) : named;
  }
  if (weekday >= 0) return back((now.getDay() - weekday + 7) % 7 || 7);
  return clockOf(text) === null ? null : today;
};

/**
 * Of a time in English words, such as "now", "5 min ago", "Mon 12:04" or "3 May", when it was, in milliseconds since
 * 1970, and how exact that is; null for other words. Days and clocks are those of the browser's time zone.
 */
const roughTime = (text, now = Date.now()) => {
  const given = folded(text ?? "");
  if (/^(just )?now$/i.test(given)) return { at: now, within: minute };
  const [, count, unit] = /^(\d+|an?)\s*([a-z]+)(?: ago)?$/i.exec(given) ?? [];
  const length = unit && units.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1];
  if (length) return { at: now - (Number(count) || 1) * length, within: length };
  const midnight = dayOf(given, new Date(now));
  if (midnight === null) return null;
  const clock = clockOf(given);
  const start = midnight.getTime();
  return clock === null ? { at: start, within: day } : { at: start + clock * minute, within: minute };
};

/** What a candidate's text says, rough or not, in milliseconds since 1970. */
const momentOf = (text, isRough) => isRough ? roughTime(text)?.at ?? null : time(text);

// Of what each element's rough time was taken for. "5 min ago" becomes "6 min ago" without anything having happened.
const takenFor = new WeakMap();
const takenForRow = new Map();

/** Keeps to what a rough time was taken for before, unless it says something else now. */
const steady = (memory, key, { at, within }) => {
  const before = memory.get(key);
  if (before !== undefined && Math.abs(before.at - at) <= before.within + within) return before.at;
  if (memory.size >= 5000) memory.clear();
  memory.set(key, { at, within });
  return at;
};

/** A role's time within a root, and whether it is only roughly known; a row's is remembered by its id. */
const timeOf = (root, role, rowID = null) => {
  for (const candidate of pack.roles[role] ?? []) {
    const element = pick(root, role, candidate);
    if (!element) continue;
    const text = textOf(element, candidate.attribute);
    if (!candidate.isRough) return { at: time(text), isRough: false };
    const rough = roughTime(text);
    const [memory, key] = rowID === null ? [takenFor, root] : [takenForRow, rowID];
    return { at: rough && steady(memory, key, rough), isRough: true };
  }
  return { at: null, isRough: false };
};
