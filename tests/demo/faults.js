/* What axe calls serious or critical on this page: rule and first place of each.

   Whether a text stands out from its ground follows from how both look, so each look is judged once in all pages:
   the window remembers which have passed. One that axe did not pass, or could not judge, is asked again each time.
   Rules whose faults are never serious are not asked at all. Each run measures the whole page anew, so all others are
   asked in one; a second one is for further elements of a look that this page has shown to be doubtful. */
async () => {
  const GRAVE = ["serious", "critical"];
  const CONTRAST = "color-contrast";
  const looks = new Map(JSON.parse(sessionStorage.getItem("looks") || "[]")); // of each look: did it pass?
  const grounds = new Map();

  const ground = (element) => {
    if (!element) return "";
    if (!grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position, clip, clipPath } =
        getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position, clip, clipPath].join();
      const plain = "rgba(0, 0, 0, 0),none,1,none,normal,static,auto,none";
      grounds.set(element, (own === plain ? "" : `${own};`) + ground(element.parentElement));
    }
    return grounds.get(element);
  };
  const look = (element) => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const self = `${element.tagName}.${element.className}`;
    return [self, color, fontSize, fontWeight, textShadow, ground(element)].join();
  };
  const hasText = (element) =>
    element.matches("input, select, textarea, button") ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

  const byLook = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    if (!hasText(element) || !element.checkVisibility()) continue;
    const its = look(element);
    if (!looks.get(its)) byLook.set(its, [...(byLook.get(its) || []), element]);
  }

  const rules = {};
  for (const rule of axe._audit.rules) if (!GRAVE.includes(rule.impact)) rules[rule.id] = { enabled: false };
  const first = (violation) => `${violation.id}: ${violation.nodes[0].element.outerHTML.slice(0, 120)}`;

  const ask = async (elements, which) => {
    elements.forEach((element) => element.setAttribute("data-new-look", ""));
    axe.configure({ rules: [{ id: CONTRAST, selector: "[data-new-look]" }] });
    const options = { ...which, resultTypes: ["violations", "passes"], elementRef: true, selectors: false };
    const { violations, passes } = await axe.run(document, options);
    elements.forEach((element) => element.removeAttribute("data-new-look"));
    const contrast = passes.find((rule) => rule.id === CONTRAST);
    contrast?.nodes.forEach((node) => looks.set(look(node.element), true));
    return violations.filter((each) => GRAVE.includes(each.impact)).map(first);
  };

  const doubtful = new Set(looks.keys());
  byLook.forEach((_, its) => looks.set(its, false));
  const asked = ([its, elements]) => (doubtful.has(its) ? elements : elements.slice(0, 1));
  const faults = await ask([...byLook].flatMap(asked), { rules });
  const others = ([its, elements]) => (doubtful.has(its) || looks.get(its) ? [] : elements.slice(1));
  const left = [...byLook].flatMap(others);
  if (left.length) faults.push(...(await ask(left, { runOnly: [CONTRAST] })));
  sessionStorage.setItem("looks", JSON.stringify([...looks]));
  return faults;
}
