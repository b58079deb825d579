// A long list of which only what is in view, and a little around it, is in the page.
"use strict";

class VirtualList {
  /**
   * @param scroller holds the list and scrolls it
   * @param estimate height in pixels of what was not measured yet
   * @param followsEnd stay at the end when there, and otherwise keep what is read in its place, whatever comes above it
   * @param make gives `{ node, update(item) }` for an item, which has a `key`; `update` is called with its successors
   */
  constructor({ scroller, estimate, followsEnd, make }) {
    Object.assign(this, { scroller, estimate, followsEnd, make });
    this.items = [];
    this.tops = [];
    this.heights = new Map();
    this.views = new Map();
    this.isAtEnd = followsEnd;
    this.spacer = part(null, "div", { role: "presentation" });
    this.spacer.style.position = "relative";
    scroller.append(this.spacer);
    scroller.addEventListener("scroll", () => {
      this.isAtEnd = followsEnd && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
      this.render();
    });
    new ResizeObserver(() => this.render()).observe(scroller);
  }

  static overscan = 160;

  /** Shows these items; an item that is the same object is not touched. */
  set(items) {
    const anchor = this.anchor();
    this.items = items;
    this.render(anchor);
  }

  render(anchor = this.anchor()) {
    // What comes into view is measured, which moves the rest; that is over after a few rounds.
    for (let round = 0; round < 4; round += 1) {
      this.place();
      this.scroll(anchor);
      this.mount();
      if (!this.measure()) break;
    }
  }

  height(item) {
    return this.heights.get(item.key) ?? this.estimate;
  }

  /** What is read: the first item in view, and how far from the top. */
  anchor() {
    const top = this.scroller.scrollTop;
    const place = this.items.findIndex((item, place) => !item.isEdge && this.tops[place] + this.height(item) > top);
    return place < 0 ? null : { key: this.items[place].key, offset: this.tops[place] - top };
  }

  place() {
    let top = 0;
    this.tops = this.items.map((item) => {
      const own = top;
      top += this.height(item);
      return own;
    });
    this.spacer.style.height = `${top}px`;
  }

  scroll(anchor) {
    if (!this.followsEnd) return;
    if (this.isAtEnd) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    } else if (anchor) {
      const place = this.items.findIndex(({ key }) => key === anchor.key);
      if (place >= 0) this.scroller.scrollTop = this.tops[place] - anchor.offset;
    }
  }

  mount() {
    const from = this.scroller.scrollTop - VirtualList.overscan;
    const to = this.scroller.scrollTop + this.scroller.clientHeight + VirtualList.overscan;
    const shown = this.items.map((item, place) => ({ item, place }))
      .filter(({ item, place }) => this.tops[place] + this.height(item) > from && this.tops[place] < to);
    const keys = new Set(shown.map(({ item }) => item.key));
    for (const [key, view] of this.views) {
      if (keys.has(key)) continue;
      view.node.remove();
      this.views.delete(key);
    }
    let next = this.spacer.firstChild;
    for (const { item, place } of shown) {
      let view = this.views.get(item.key);
      if (!view) {
        view = this.make(item);
        view.node.style.cssText = "position: absolute; left: 0; right: 0;";
        this.views.set(item.key, view);
      }
      if (view.item !== item) {
        view.update(item);
        view.item = item;
      }
      if (view.top !== this.tops[place]) view.node.style.top = `${(view.top = this.tops[place])}px`;
      if (view.node === next) next = next.nextSibling;
      else this.spacer.insertBefore(view.node, next);
    }
  }

  /** @returns whether a height was another than it was taken for */
  measure() {
    let isOther = false;
    for (const [key, { node }] of this.views) {
      const height = node.offsetHeight;
      if (height === 0 || this.heights.get(key) === height) continue;
      isOther ||= height !== this.estimate || this.heights.has(key);
      this.heights.set(key, height);
    }
    return isOther;
  }
}
