/* What axe calls serious or critical on this page: rule and first place of each, and the looks that passed.

   Whether a text stands out from its ground follows from how both look, so each look is judged once in all pages:
   `known` are the looks that have passed. One that axe did not pass, or could not judge, is asked again each time.
   Rules whose faults are never serious are not asked at all. */
async (known) => {
  const GRAVE = ["serious", "critical"];
  const passed = new Set(known);
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

  const first = (violation) => `${violation.id}: ${violation.nodes[0].element.outerHTML.slice(0, 120)}`;
  const grave = (violations) => violations.filter((each) => GRAVE.includes(each.impact)).map(first);

  const contrast = async (elements) => {
    if (!elements.length) return [];
    elements.forEach((element) => element.setAttribute("data-new-look", ""));
    axe.configure({ rules: [{ id: "color-contrast", selector: "[data-new-look]" }] });
    const options = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true };
    const { violations, passes } = await axe.run(document, options);
    elements.forEach((element) => element.removeAttribute("data-new-look"));
    passes.forEach((rule) => rule.nodes.forEach((node) => passed.add(look(node.element))));
    return grave(violations);
  };

  const byLook = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    if (!hasText(element) || !element.checkVisibility()) continue;
    const its = look(element);
    if (!passed.has(its)) byLook.set(its, [...(byLook.get(its) || []), element]);
  }
  const faults = await contrast([...byLook.values()].map(([element]) => element));
  const unsure = [...byLook].filter(([its]) => !passed.has(its));
  faults.push(...(await contrast(unsure.flatMap(([, elements]) => elements.slice(1)))));

  const rules = { "color-contrast": { enabled: false } };
  for (const rule of axe._audit.rules) if (!GRAVE.includes(rule.impact)) rules[rule.id] = { enabled: false };
  const { violations } = await axe.run(document, { rules, resultTypes: ["violations"], elementRef: true });
  return [[...faults, ...grave(violations)], [...passed]];
}
