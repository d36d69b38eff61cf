// On a phone the long parts of a page begin folded: <details data-fold open>. Without a script they stand open, and so
// does the part that the address names. Where the screen is wide again, everything is.
(function () {
  const phone = window.matchMedia("(max-width: 767.98px)");
  const named = window.location.hash.slice(1);

  function fold() {
    document.querySelectorAll("details[data-fold]").forEach((part) => {
      part.open = !phone.matches || (named !== "" && part.id === named);
    });
  }

  if (phone.matches) fold();
  phone.addEventListener("change", fold);
  window.addEventListener("hashchange", () => {
    const part = document.getElementById(window.location.hash.slice(1));
    if (part && part.matches("details[data-fold]")) part.open = true;
  });
})();
