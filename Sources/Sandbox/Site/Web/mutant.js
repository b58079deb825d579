// The skin mutant: phoenix, drawn in a shape that comes from a seed.
"use strict";

class MutantSkin extends Skin {
  /** What stands in the place of an element among its siblings: its wrappers and the decoys beside it. */
  #settings = new WeakMap();
  #advertisements = new WeakMap();

  constructor(seed) {
    super();
    this.seed = seed;
    this.shape = makeMutantShape(seed);
    this.decoys = mutantDecoys.filter(({ name, beside }) => this.dice(`${name} beside ${beside}`).chance(0.6));
    this.isSelling = this.dice("advertisement").chance(0.7);
    this.advertisementPlace = this.dice("advertisement place").below(4);
  }

  dice(label) {
    return new Dice(this.seed, label);
  }

  // MARK: What the drawing code asks

  make(part, tag, properties, ...children) {
    const form = this.shape[part];
    if (form.isFlat) return children;
    const words = this.#rewordedChildren(form, children);
    const node = this.#compose(part, tag, this.#reworded(form, properties), words, form);
    this.note(node, part);
    const around = [this.#wrapped(part, node)];
    for (const decoy of this.decoys.filter(({ beside }) => beside === part)) {
      const drawn = decoy.draw(this);
      if (!decoy.isText) this.note(drawn, `decoy:${decoy.name}`);
      const isBefore = this.dice(`side of ${decoy.name} beside ${part}`).chance(0.5);
      if (isBefore) around.unshift(this.outer(drawn));
      else around.push(this.outer(drawn));
    }
    this.#settings.set(node, around);
    if (part === "list" && this.isSelling) {
      this.#advertisements.set(node, this.outer(this.note(drawMutantAdvertisement(this), "decoy:advertisement")));
    }
    return node;
  }

  outer(node) {
    return this.#settings.get(node)?.[0] ?? node;
  }

  avatar(id, name) {
    const node = super.avatar(id, name);
    node.className = this.shape.avatar.name;
    return node;
  }

  toggle(node, state, isOn) {
    node.classList.toggle(this.shape[state].name, isOn);
  }

  setTime(node, at) {
    node.setAttribute(this.shape.time, this.shape.time === "datetime" ? new Date(at).toISOString() : String(at));
    node.textContent = site.timeWords(at);
  }

  putFirst(list, row) {
    super.putFirst(list, row);
    const advertisement = this.#advertisements.get(list);
    if (!advertisement || list.children[this.advertisementPlace] === advertisement) return;
    advertisement.remove();
    list.insertBefore(advertisement, list.children[this.advertisementPlace] ?? null);
  }

  // MARK: What the decoys ask

  /** An element in the look of `part`, and in half of the seeds under its name, which is not that part. */
  double(part, tag, { classes = [], ...properties }, ...children) {
    const form = this.shape[part];
    if (form.isFlat) return children;
    const others = classes.map((other) => this.shape[other].name);
    const node = this.#compose(part, tag, properties, children, { ...form, id: null, classes: [form.twin, ...others] });
    // Enter in a field that only looks like one of the form's must not submit it.
    if (node.localName === "input") {
      node.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    }
    this.#settings.set(node, [this.#wrapped(part, node)]);
    return node;
  }

  plain(part, properties, ...children) {
    return this.#compose(part, this.shape[part].tag, properties, children, this.shape[part]);
  }

  /** A field that no person sees. */
  trap(tag, properties) {
    return site.el(tag, {
      ...properties, className: this.shape.honeypot.name, tabIndex: -1, "aria-hidden": "true",
    });
  }

  // MARK: Drawing

  #compose(part, tag, properties, children, form) {
    let inside = children.flat(3).filter((child) => child !== null && child !== undefined)
      .flatMap((child) => this.#settings.get(child) ?? [child]);
    if (form.isShuffled) inside = this.dice(`order in ${part}`).shuffled(inside);
    if (part === "row" && this.shape.hasLinkRows) return this.#linkRow(inside, form);

    const { className, id, type, ...rest } = properties;
    const node = site.el(this.#tag(part, form), {});
    node.className = form.classes.join(" ");
    if (form.id) node.id = form.id;
    if (form.attribute) node.setAttribute(form.attribute, "");
    const imitated = node.localName === tag ? null : mutantControls[tag];
    imitated?.(node, properties);
    if (tag === "button" && type === "submit") mutantControls.submits(node);
    if (!imitated && type) node.type = type;
    // These say nothing on an imitation.
    if (imitated) for (const name of ["placeholder", "rows", "maxLength", "noValidate", "name"]) delete rest[name];
    for (const [name, value] of Object.entries(rest)) {
      if (name.includes("-") || name === "role") node.setAttribute(name, value);
      else node[name] = value;
    }
    if (part === "list" && this.shape.hasListRoles) node.role = "list";
    if (part === "row" && this.shape.hasListRoles && form.wrappers.length === 0) node.role = "listitem";
    node.append(...inside);
    if (tag === "form") mutantControls.submitsOnEnter(node);
    return node;
  }

  /** In a list of the browser's the outermost element of a row is its item. */
  #tag(part, form) {
    return part === "row" && this.shape.list.tag !== "div" && form.wrappers.length === 0 ? "li" : form.tag;
  }

  /** The row's link is the row: what stood beside it moves in. */
  #linkRow(inside, form) {
    const link = inside.find((node) => node.localName === "a");
    link.classList.add(...form.classes);
    link.prepend(...inside.filter((node) => node !== link));
    return link;
  }

  #wrapped(part, node) {
    const { wrappers } = this.shape[part];
    return wrappers.reduce((inner, name, level) => {
      const isRowItem = part === "row" && level === wrappers.length - 1;
      const wrapper = site.el(isRowItem && this.shape.list.tag !== "div" ? "li" : "div", { className: name }, inner);
      if (isRowItem && this.shape.hasListRoles) wrapper.role = "listitem";
      return wrapper;
    }, node);
  }

  #reworded(form, properties) {
    const words = { ...properties };
    if (form.text && words.placeholder) words.placeholder = form.text;
    if (form.faded) delete words[form.faded];
    return words;
  }

  #rewordedChildren(form, children) {
    return form.text && children.length === 1 && typeof children[0] === "string" ? [form.text] : children;
  }

  // MARK: Style

  /** In mutant.css `.row` is how a row looks and `.row-at` where it stands; its rules get the names of the seed. */
  dress() {
    const list = (names) => `:is(${names.map((name) => `.${name}`).join(", ")})`;
    const selectors = new Map();
    for (const [part, form] of Object.entries(this.shape)) {
      if (!form?.name) continue;
      const names = [...new Set([form.name, form.twin])];
      selectors.set(part, form.attribute ? `[${form.attribute}]` : list(names));
      selectors.set(`${part}-at`, form.wrappers.length ? `.${form.wrappers.at(-1)}` : selectors.get(part));
    }
    const [sheet] = document.styleSheets;
    for (const rule of sheet.cssRules) {
      if (!rule.selectorText) continue;
      rule.selectorText = rule.selectorText.replace(/\.([A-Za-z]+(-at)?)/g, (all, part) => selectors.get(part) ?? all);
    }
    sheet.insertRule(`:root { --hue: ${this.shape.hue}; }`, sheet.cssRules.length);
  }
}

skin = new MutantSkin(site.boot.mutant);
skin.dress();
