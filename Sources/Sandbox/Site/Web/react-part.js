// Elements as a component library makes them: told apart by data-testid and ARIA, their classes are hashes.
"use strict";

const part = (() => {
  // Another build, other classes: the script's version is part of its address.
  const build = new URL(document.currentScript.src).searchParams.get("v");

  function hash(text) {
    let hash = 0x811c9dc5;
    for (const letter of text) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193) >>> 0;
    return hash.toString(36);
  }

  /** An element that carries `testID`; with null, one that only holds others together. */
  return (testID, tag, properties = {}, ...children) => {
    const known = testID ? { "data-testid": testID } : {};
    const shape = testID ?? `${tag}${children.length}`;
    return site.el(tag, { className: `css-${hash(build + shape)} e${hash(shape + build)}`, ...known, ...properties },
      ...children);
  };
})();
