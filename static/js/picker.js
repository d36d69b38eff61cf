// Choosing a unit (or another long list) by typing: <select data-picker>. Name, short name and pinyin are searched;
// an option says them in data-search. With data-picker-source="units" the options come from <script id="units"
// type="application/json">[{"value": "3", "text": "市水务局", "search": "水务 swj"}]</script>, once for many selects.
// A picker is built when it is first used, so a page with hundreds of them opens at once.
(function () {
  if (!window.TomSelect) return;
  const texts = document.getElementById("texts").dataset;
  const sources = {};

  function shared(id) {
    if (!(id in sources)) sources[id] = JSON.parse(document.getElementById(id).textContent);
    return sources[id];
  }

  // The × of a chosen item is read aloud with the item's name.
  function nameRemovers(picker) {
    function name(value, item) {
      const button = item && item.querySelector(".remove");
      if (button) button.setAttribute("aria-label", texts.remove + " " + picker.options[value].text);
    }
    picker.items.forEach(function (value) { name(value, picker.getItem(value)); });
    picker.on("item_add", name);
  }

  function build(select) {
    if (select.tomselect) return select.tomselect;
    const source = select.dataset.pickerSource;
    const blank = select.querySelector('option[value=""]');
    const settings = {
      plugins: select.multiple ? { remove_button: { title: texts.remove } } : {},
      searchField: ["text", "search"],
      maxOptions: 300,
      refreshThrottle: 0, // whoever types fast and presses Enter gets what was typed, not what was listed before
      allowEmptyOption: false,
      closeAfterSelect: !select.multiple,
      hidePlaceholder: true,
      placeholder: select.dataset.placeholder || (blank ? blank.textContent : ""),
      sortField: [{ field: "$score" }, { field: "$order" }],
      render: {
        no_results: function () {
          const box = document.createElement("div");
          box.className = "no-results";
          box.textContent = texts.noMatch;
          return box;
        },
      },
    };
    // Copies: Tom Select keeps its own <option> on each of them, and would move it from one select to another.
    // Left out without a source: an empty setting would hide the select's own options.
    if (source) settings.options = shared(source).map(function (option) { return Object.assign({}, option); });
    const picker = new window.TomSelect(select, settings);
    nameRemovers(picker);
    select.setAttribute("aria-hidden", "true"); // the field beside it has the label now
    if (select.classList.contains("is-invalid")) picker.wrapper.classList.add("is-invalid");
    const described = select.getAttribute("aria-describedby");
    if (described) picker.control_input.setAttribute("aria-describedby", described);
    return picker;
  }

  function pickerOf(event) {
    const target = event.target;
    return target.matches && target.matches("select[data-picker]") && !target.disabled ? target : null;
  }

  // The mouse would open the native list; the keyboard arrives by focus.
  document.addEventListener("mousedown", function (event) {
    const select = pickerOf(event);
    if (!select || select.tomselect) return;
    event.preventDefault();
    build(select).focus();
  });
  document.addEventListener("focusin", function (event) {
    const select = pickerOf(event);
    if (select && !select.tomselect) build(select).focus();
  });

  // A native multiple list is a tall box and does not say what it holds: these are built when they come into view.
  const many = document.querySelectorAll("select[data-picker][multiple]");
  if (!("IntersectionObserver" in window)) {
    Array.prototype.forEach.call(many, build);
    return;
  }
  const watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (!entry.isIntersecting) return;
      watcher.unobserve(entry.target);
      build(entry.target);
    });
  }, { rootMargin: "200px" });
  Array.prototype.forEach.call(many, function (select) { watcher.observe(select); });
})();
