// Text pasted from Word or a page into a textarea: paragraphs stay paragraphs, the cells of a table stand apart by tabs,
// styles, comments and pictures are dropped. The server tidies what comes without script (suggestions/typed_text.py).
(function () {
  const BLOCKS = /^(P|DIV|LI|H[1-6]|UL|OL|TABLE|BLOCKQUOTE|PRE|SECTION|ARTICLE)$/;
  const DROPPED = /^(STYLE|SCRIPT|HEAD|TITLE|META|LINK|XML|OBJECT|IFRAME|IMG|SVG)$/;

  // Word breaks its lines of HTML anywhere: between two Chinese characters that is no space.
  const BROKEN = /([\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u2e80-\u9fff\uff00-\uffef])/g;

  function walk(node, lines) {
    Array.prototype.forEach.call(node.childNodes, function (child) {
      if (child.nodeType === Node.TEXT_NODE) {
        lines[lines.length - 1] += child.nodeValue.replace(BROKEN, "$1").replace(/[ \t\r\n]+/g, " ");
        return;
      }
      if (child.nodeType !== Node.ELEMENT_NODE || DROPPED.test(child.tagName.toUpperCase())) return;
      if (/mso-(element:\s*comment|hide:\s*all)|display:\s*none/i.test(child.getAttribute("data-style") || "")) return;
      const tag = child.tagName.toUpperCase();
      if (tag === "BR") { lines.push(""); return; }
      if (tag === "TR") {
        if (lines[lines.length - 1].trim()) lines.push("");
        lines[lines.length - 1] = Array.prototype.map.call(child.cells || child.children, function (cell) {
          const inside = [""];
          walk(cell, inside);
          return inside.map(function (line) { return line.trim(); }).filter(Boolean).join(" ");
        }).join("\t");
        lines.push("");
        return;
      }
      const block = BLOCKS.test(tag);
      if (block && lines[lines.length - 1].trim()) lines.push("");
      walk(child, lines);
      if (block && lines[lines.length - 1].trim()) lines.push("");
    });
  }

  // Styles are taken out before the text is parsed: the content security policy reports them even in a page never drawn.
  function unstyled(html) {
    return html.replace(/<style[\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^>]*>/gi, function (tag) {
      return tag.replace(/([\s"'])style\s*=/gi, "$1data-style=");
    });
  }

  function plain(html) {
    const page = new DOMParser().parseFromString(unstyled(html), "text/html"); // parsed, never drawn: nothing in it runs
    const lines = [""];
    walk(page.body, lines);
    return lines
      .map(function (line) { return line.replace(/\u00a0/g, " ").replace(/[\u200b\ufeff\u00ad]/g, "").replace(/[ \t]+$/, "").replace(/^ +/, ""); })
      .filter(Boolean)
      .join("\n");
  }

  document.addEventListener("paste", function (event) {
    const field = event.target;
    if (field.tagName !== "TEXTAREA" || field.readOnly || !event.clipboardData) return;
    const html = event.clipboardData.getData("text/html");
    const text = html && plain(html);
    if (!text) return; // plain text is pasted by the browser as it is
    event.preventDefault();
    // As typed, so that it can be taken back with one step.
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
