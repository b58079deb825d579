// What can be proposed for a role, and what has to speak for it.

/** So much must speak for an element, and so much more than for the next one. */
const leastScore = 5;
const leastLead = 2;

/** What nobody wants pressed by mistake. */
const dangerous = new RegExp(
  "report|block|delete|remove|unmatch|hide|call|gift|coin|buy|claim|upgrade|subscribe|facebook|google|apple"
    + "|sign up|join|log ?out|sign ?out", "i");

/** Candidates of the pack itself, without those that were found later. */
const ownSelectors = (role) => (pack.roles[role] ?? []).filter(({ isFound }) => !isFound).map(({ css }) => css);

/** Whether the pack has the role, and leads to nothing of it in the roots. */
const isLost = (role, roots = [document]) => {
  const own = ownSelectors(role);
  return own.length > 0 && !own.some((css) => roots.some((root) =>
    root.matches?.(css) || [...root.querySelectorAll(css)].some((element) => isSeen(element))));
};

const found = (role, css, evidence, agreeing, attribute = null, name = null) =>
  ({ role, css, attribute, name, evidence, agreeing });

/** Whether the pack leads to other elements than those that are known to be right, in most of the roots. */
const isContradicted = (role, targets) => {
  const own = (pack.roles[role] ?? []).filter(({ isFound }) => !isFound);
  const differs = ([root, target]) => {
    const element = own.map((candidate) => pick(root, role, candidate)).find((element) => element !== null) ?? null;
    return element === null || folded(words(element)) !== folded(words(target));
  };
  return own.length > 0 && most([...targets].filter(differs).length, targets.size);
};

/** The best of the elements, by what speaks for each: `[weight, words]`, or a falsy value. */
const best = (elements, reasonsFor) => {
  const scored = elements.map((element) => {
    const reasons = reasonsFor(element).filter(Boolean);
    return {
      element,
      score: reasons.reduce((sum, [weight]) => sum + weight, 0),
      words: reasons.filter(([weight]) => weight > 0).map(([, words]) => words),
    };
  }).sort((left, right) => right.score - left.score);
  const [first, second] = scored;
  if (!first || first.score < leastScore || (second && first.score - second.score < leastLead)) return null;
  return first;
};

const proposeOne = (role, choice, isReading = false) => {
  if (choice === null) return [];
  const evidence = choice.words.join("; ");
  const css = exactSelector([choice.element], role);
  if (css !== null) return [found(role, css, evidence, 1)];
  // Among others that are built alike it is told by its label.
  const name = nameOf(choice.element);
  if (name === "" || isReading) {
    const place = isReading ? placeSelector(choice.element) : null;
    return place === null ? [] : [found(role, place, evidence, 1)];
  }
  const named = [...selectorsFor([choice.element], role)].find((selector) =>
    [...document.querySelectorAll(selector)].filter((element) => isNamed(element, { name })).length === 1);
  return named === undefined ? [] : [found(role, named, evidence, 1, null, name)];
};

/** The best of what stands in an element, or else around it, a few levels up. */
const nearest = (element, isMeant, reasonsFor) => {
  for (const around of [element, ...ancestorsOf(element).slice(0, 3)]) {
    const choice = best(seenElements(around).filter(isMeant), reasonsFor);
    if (choice !== null) return choice;
  }
  return null;
};

const isCalled = (element, portrait) => portrait !== undefined && portrait.name !== ""
  && nameOf(element).toLowerCase() === portrait.name.toLowerCase();

/** The innermost elements below a root that read like the text. */
const readingLike = (root, text) => {
  const wanted = folded(text);
  const all = [...root.querySelectorAll("*")].filter((element) => folded(words(element)) === wanted);
  return all.filter((element) => !all.some((other) => other !== element && element.contains(other)));
};
