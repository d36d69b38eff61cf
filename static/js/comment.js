// Remarks at a paragraph (批注) without leaving the page: the form opens at the paragraph, with the words marked there.
// A form with data-swap-form is sent from here; the parts of the answer named by data-swap take the place of their own.
(function () {
  const form = function () { return document.querySelector("[data-comment-form]"); };

  function marked(paragraph) {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
    const inside = paragraph.contains(selection.anchorNode) && paragraph.contains(selection.focusNode);
    return inside ? selection.toString().replace(/\s+/g, " ").trim().slice(0, 300) : "";
  }

  // A press would clear what is marked before the click is told.
  document.addEventListener("mousedown", function (event) {
    if (event.target.closest("[data-comment-place]") && form()) event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    const open = form();
    const mark = event.target.closest("[data-comment-place]");
    if (mark && open) {
      event.preventDefault();
      const paragraph = mark.parentElement;
      open.elements.paragraph.value = mark.dataset.commentPlace;
      open.elements.quote.value = marked(paragraph);
      paragraph.after(open);
      open.hidden = false;
      open.elements.text.focus();
    } else if (event.target.closest("[data-comment-cancel]") && open) {
      open.hidden = true;
      open.reset();
    }
  });

  function put(page) {
    const parts = page.querySelectorAll("[data-swap]");
    Array.prototype.forEach.call(parts, function (part) {
      const old = document.querySelector('[data-swap="' + part.dataset.swap + '"]');
      if (old) old.replaceWith(document.importNode(part, true));
    });
    const seen = page.querySelector("input[name=seen]");
    if (seen) {
      Array.prototype.forEach.call(document.querySelectorAll("input[name=seen]"), function (field) {
        field.value = seen.value;
      });
    }
    return parts.length > 0;
  }

  document.addEventListener("submit", function (event) {
    const sent = event.target;
    if (!("swapForm" in sent.dataset) || !window.fetch) return;
    event.preventDefault();
    event.stopPropagation();
    if (sent.dataset.sent) return;
    sent.dataset.sent = "1";
    const place = sent.elements.paragraph && sent.elements.paragraph.value;
    const body = new FormData(sent);
    fetch(sent.action, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      return answer.text().then(function (text) {
        const page = new DOMParser().parseFromString(text, "text/html");
        // Refused, or logged out meanwhile: sent again the plain way, whose page says why and keeps the words.
        if (!answer.ok || !answer.redirected || !put(page)) {
          sent.submit();
          return;
        }
        const mark = document.querySelector('[data-comment-place="' + place + '"]');
        if (mark) mark.focus();
      });
    }).catch(function () { delete sent.dataset.sent; });
  }, true);
})();
