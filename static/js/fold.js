// On a phone the long parts of a page begin folded: <details data-fold open>. Without a script they stand open, and so
// does the part that the address names. Where the screen is wide again, what was folded here is open again.
(function () {
  const phone = window.matchMedia("(max-width: 767.98px)");
  let folded = [];

  function isNamed(part) {
    return part.id !== "" && part.id === window.location.hash.slice(1);
  }

  function settle() {
    folded.forEach((part) => { part.open = true; });
    folded = phone.matches ? Array.from(document.querySelectorAll("details[data-fold][open]")).filter((part) => !isNamed(part)) : [];
    folded.forEach((part) => { part.open = false; });
  }

  settle();
  phone.addEventListener("change", settle);
  window.addEventListener("hashchange", () => {
    document.querySelectorAll("details[data-fold]").forEach((part) => { if (isNamed(part)) part.open = true; });
  });
})();
