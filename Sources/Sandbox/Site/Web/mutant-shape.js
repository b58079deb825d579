// From a seed to the shape of every part. What is drawn for one part does not depend on the others, so that a part
// more or less leaves the rest of a seed as it was.
"use strict";

/** Chance for one label of a seed (mulberry32 over an FNV-1a hash of both). */
class Dice {
  constructor(seed, label) {
    this.state = Dice.hash(`${seed}/${label}`);
  }

  static hash(text) {
    let hash = 0x811c9dc5;
    for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193);
    return hash >>> 0;
  }

  /** From 0 up to 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  }

  chance(share) { return this.next() < share; }

  /** A whole number from 0 up to `end`, without it. */
  below(end) { return Math.floor(this.next() * end); }

  pick(choices) { return choices[this.below(choices.length)]; }

  shuffled(choices) {
    const rest = [...choices];
    for (let end = rest.length - 1; end > 0; end -= 1) {
      const other = this.below(end + 1);
      [rest[end], rest[other]] = [rest[other], rest[end]];
    }
    return rest;
  }

  letters(count) {
    return Array.from({ length: count }, () => this.pick("abcdefghijklmnopqrstuvwxyz0123456789")).join("");
  }
}

/** The ways in which sites name their classes. */
const mutantNamings = {
  hashed: (dice) => `${dice.pick("abcdefghijkmnpqrstuvwxyz")}${dice.letters(6)}`,
  prefixed: (dice) => `css-${dice.letters(7)}`,
  module: (dice, [first, second]) => `${first[0].toUpperCase()}${first.slice(1)}_${second}__${dice.letters(5)}`,
  kebab: (dice, [first, second]) => `${first}-${second}`,
  block: (dice, [first, second]) => `pv-${first}__${second}`,
  camel: (dice, [first, second]) => `${first}${second[0].toUpperCase()}${second.slice(1)}`,
};

/** The shape of each part: `tag`, `classes`, `twin` (a second name for look-alikes), `id`, `wrappers`, `isFlat`, … */
const makeMutantShape = (seed) => {
  const dice = (label) => new Dice(seed, label);
  const naming = mutantNamings[dice("naming").pick(Object.keys(mutantNamings))];
  const taken = new Set();
  const newName = (label, words) => {
    const chance = dice(`name ${label}`);
    const plain = naming(chance, chance.shuffled(words));
    let name = plain;
    for (let number = 2; taken.has(name); number += 1) name = `${plain}-${number}`;
    taken.add(name);
    return name;
  };

  const shape = {};
  for (const [part, { words, tags = ["div"], wrap = 0, flat, shuffle, id }] of Object.entries(mutantParts)) {
    const chance = dice(part);
    const name = newName(part, words);
    shape[part] = {
      name, classes: [name], tag: chance.pick(tags), isFlat: Boolean(flat) && chance.chance(0.5),
      wrappers: Array.from({ length: chance.below(wrap + 1) },
        (_, level) => newName(`${part} wrapper ${level}`, ["wrap", "inner", "cell", "holder", "slot"])),
      isShuffled: Boolean(shuffle) && chance.chance(0.5),
      id: id && chance.chance(0.4) ? newName(`${part} id`, words) : null,
      twin: chance.chance(0.5) ? name : newName(`${part} twin`, [...words, "alt", "side"]),
    };
  }

  // What belongs together.
  const frame = dice("frame");
  if (frame.chance(0.4)) shape.marketingHeader.classes = [shape.topbar.name];
  // A row is a link in some seeds; what holds it is then no list of the browser's.
  shape.hasLinkRows = shape.list.tag === "div" && frame.chance(0.4);
  shape.hasListRoles = shape.list.tag === "div" && frame.chance(0.8);
  if (shape.hasLinkRows) shape.rowLink.wrappers = [];

  // An own bubble: one more name, another name, or an attribute. Drawn as the others otherwise.
  const own = dice("own").pick(["more", "other", "attribute"]);
  const name = shape.bubbleOwn.name;
  shape.bubbleOwn = {
    ...shape.bubble, name, twin: name, isShuffled: shape.bubbleOwn.isShuffled,
    wrappers: shape.bubble.wrappers.map((_, level) => newName(`own wrapper ${level}`, ["wrap", "end", "right"])),
    classes: own === "more" ? [shape.bubble.name, name] : own === "other" ? [name] : [shape.bubble.name],
    attribute: own === "attribute" ? dice("own attribute").pick(["data-own", "data-from-me", "data-outgoing"]) : null,
  };
  if (dice("notice").chance(0.5)) shape.systemNotice.classes = [shape.bubble.name, shape.systemNotice.name];

  // Where the exact time is.
  shape.time = dice("time").pick(["data-timestamp", "data-ts", "data-at", "data-epoch", "datetime", "datetime"]);
  if (shape.time === "datetime") shape.rowTime.tag = "time";

  // One seed in four words one thing in another way, another one in four leaves out a label.
  const chance = dice("words");
  const having = (property) => Object.keys(mutantParts).filter((part) => mutantParts[part][property]);
  if (chance.chance(0.25)) {
    const part = chance.pick(having("texts"));
    shape[part].text = chance.pick(mutantParts[part].texts);
  }
  if (chance.chance(0.25)) {
    const part = chance.pick(having("fades"));
    shape[part].faded = chance.pick(mutantParts[part].fades);
  }
  shape.hue = dice("colour").below(360);
  return shape;
};
