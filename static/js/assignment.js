// The assignment conference: each row is saved as soon as it is chosen, by itself, and says whether it has been.
(function () {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const words = desk.dataset;
  const token = desk.querySelector("[name=csrfmiddlewaretoken]").value;
  const live = desk.querySelector("[data-live]");
  const units = {};
  JSON.parse(document.getElementById("desk-units").textContent).forEach(function (unit) { units[unit.value] = unit; });

  function rows() { return Array.prototype.slice.call(desk.querySelectorAll("[data-desk-row]")); }
  function field(row, name) { return row.querySelector('[data-field="' + name + '"]'); }

  function chosen(select) {
    return Array.prototype.filter.call(select.options, function (o) { return o.selected && o.value; }).map(function (o) { return o.value; });
  }

  // A picker that is built takes values; one that is not yet is still a plain select.
  function choose(select, values) {
    values = values.map(String);
    if (select.tomselect) {
      select.tomselect.setValue(values, true);
      return;
    }
    Array.prototype.slice.call(select.options).forEach(function (o) { if (o.value) o.remove(); });
    values.forEach(function (value) { select.add(new Option(units[value] ? units[value].text : value, value, true, true)); });
    if (!values.length && !select.multiple) select.value = "";
  }

  function read(row) {
    const separate = field(row, "is-separate").checked;
    return {
      suggestion: row.dataset.deskRow,
      separate: separate,
      leads: chosen(field(row, separate ? "separate" : "lead")),
      assisting: chosen(field(row, "assisting")),
      reason: field(row, "reason").value,
      seen: row.dataset.seen,
    };
  }

  function fill(row, state) {
    field(row, "is-separate").checked = state.separate.length > 0;
    choose(field(row, "lead"), state.lead);
    choose(field(row, "separate"), state.separate);
    choose(field(row, "assisting"), state.assisting);
    field(row, "reason").value = state.reason;
  }

  // What is shown follows what is chosen.
  function arrange(row) {
    const separate = field(row, "is-separate").checked;
    row.querySelector('[data-part="lead"]').hidden = separate;
    row.querySelector('[data-part="separate"]').hidden = !separate;
    const below = chosen(field(row, separate ? "separate" : "lead")).some(function (pk) { return units[pk] && units[pk].superior; });
    field(row, "reason").hidden = !below && !field(row, "reason").value;
  }

  function count() {
    const all = rows();
    const ready = all.filter(function (row) { return "ready" in row.dataset; }).length;
    const before = Number(desk.dataset.hiddenReady || 0); // rows that the filter leaves out are ready
    desk.querySelector("[data-count]").textContent = words.textReady + " " + (ready + before) + " / " + (all.length + before);
    const rect = desk.querySelector("[data-progress] rect");
    if (rect) rect.setAttribute("width", Math.round(100 * (ready + before) / (all.length + before)) + "%");
    const picked = desk.querySelectorAll('[name="items"]:checked').length;
    const button = desk.querySelector("[data-chosen]");
    desk.querySelector("[data-chosen-count]").textContent = picked;
    button.disabled = !picked;
  }

  function say(row, state, text, retry) {
    row.classList.toggle("is-failed", state === "failed");
    row.dataset.save = state;
    row.querySelector("[data-state]").textContent = { saving: words.textSaving, saved: words.textSaved, failed: words.textFailed }[state] || "";
    const problem = row.querySelector("[data-problem]");
    problem.textContent = text || "";
    if (retry) problem.append(" ", retry);
    if (state === "failed") live.textContent = text;
  }

  function retryButton(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.textContent = words.textRetry;
    button.addEventListener("click", function () { save(row); });
    return button;
  }

  function loginLink(url) {
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank";
    link.textContent = words.textLogin;
    return link;
  }

  function accept(row, state) {
    row.dataset.seen = state.seen;
    if (state.problems.length) delete row.dataset.ready;
    else row.dataset.ready = "";
    count();
  }

  // One request at a time for a row; what changes meanwhile goes after it.
  function save(row) {
    if (row.dataset.save === "saving") {
      row.dataset.again = "1";
      return;
    }
    say(row, "saving", row.querySelector("[data-problem]").textContent);
    fetch(words.saveUrl, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify(read(row)),
    }).then(function (response) {
      return response.json().then(function (state) { answered(row, response, state); });
    }).catch(function () {
      say(row, "failed", words.textOffline, retryButton(row));
    }).then(function () {
      if (!row.dataset.again) return;
      delete row.dataset.again;
      save(row);
    });
  }

  function answered(row, response, state) {
    if (response.ok) {
      accept(row, state);
      say(row, "saved", state.problems.join(";"));
    } else if (response.status === 401) {
      say(row, "failed", state.message, loginLink(state.login_url));
      row.querySelector("[data-problem]").append(" ", retryButton(row));
    } else if (response.status === 409 && "seen" in state) {
      fill(row, state); // somebody else was here: show what stands now
      arrange(row);
      accept(row, state);
      say(row, "failed", state.message);
      row.dataset.save = "told";
    } else if (response.status === 409) {
      say(row, "failed", state.message); // issued meanwhile: nothing to save any more
      row.dataset.save = "told";
      Array.prototype.forEach.call(row.querySelectorAll("select, input"), function (input) {
        input.disabled = true;
        if (input.tomselect) input.tomselect.disable();
        if (input.name === "items") input.checked = false;
      });
      count();
    } else {
      say(row, "failed", state.message || words.textFailed, retryButton(row));
    }
  }

  function rowOf(target) { return target.closest("[data-desk-row]"); }

  desk.addEventListener("change", function (event) {
    const target = event.target;
    if ("checkAll" in target.dataset) {
      Array.prototype.forEach.call(desk.querySelectorAll('[name="items"]'), function (box) {
        box.checked = target.checked && !rowOf(box).hidden && !box.disabled;
      });
    }
    const row = rowOf(target);
    if (row && target.dataset.field) {
      if (target.dataset.field === "is-separate") carryOver(row, target.checked);
      arrange(row);
      save(row);
    }
    count();
  });

  // Switching keeps the unit that was chosen.
  function carryOver(row, separate) {
    const from = chosen(field(row, separate ? "lead" : "separate"));
    choose(field(row, separate ? "separate" : "lead"), separate ? from : from.slice(0, 1));
    choose(field(row, separate ? "lead" : "separate"), []);
  }

  function copyFromAbove(row) {
    const shown = rows().filter(function (each) { return !each.hidden; });
    const above = shown[shown.indexOf(row) - 1];
    if (!above) return;
    const state = read(above);
    fill(row, {
      separate: state.separate ? state.leads : [],
      lead: state.separate ? [] : state.leads,
      assisting: state.assisting,
      reason: state.reason,
    });
    arrange(row);
    save(row);
    live.textContent = words.textCopied;
  }

  desk.addEventListener("keydown", function (event) {
    const row = rowOf(event.target);
    if (!row) {
      if (event.key === "Enter" && event.target.type === "search") event.preventDefault();
      return;
    }
    if (event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      copyFromAbove(row);
    }
    // Enter chooses in a list; it must not issue the whole session.
    if (event.key === "Enter" && event.target.tagName === "INPUT") event.preventDefault();
  });

  desk.addEventListener("click", function (event) {
    const button = event.target.closest("[data-adopt]");
    if (!button) return;
    const row = rowOf(button);
    field(row, "is-separate").checked = false;
    choose(field(row, "separate"), []);
    choose(field(row, "lead"), [button.dataset.adopt]);
    arrange(row);
    save(row);
  });

  desk.addEventListener("focusin", function (event) {
    const row = rowOf(event.target);
    const before = desk.querySelector(".is-current");
    if (before && before !== row) before.classList.remove("is-current");
    if (row) row.classList.add("is-current");
  });

  document.getElementById("desk-search").addEventListener("input", function () {
    const wanted = this.value.trim().toLowerCase();
    rows().forEach(function (row) {
      row.hidden = wanted !== "" && row.querySelector(".desk-what").textContent.toLowerCase().indexOf(wanted) < 0;
    });
  });

  function unsaved() {
    return rows().some(function (row) { return row.dataset.save === "saving" || row.dataset.save === "failed"; });
  }

  // Capture: before submit_once.js locks the buttons.
  desk.addEventListener("submit", function (event) {
    if (!unsaved()) return;
    event.preventDefault();
    event.stopPropagation();
    live.textContent = words.textPending;
    const row = rows().find(function (each) { return each.dataset.save === "failed"; });
    if (row) row.scrollIntoView({ block: "center" });
  }, true);

  window.addEventListener("beforeunload", function (event) {
    if (!unsaved()) return;
    event.preventDefault();
    event.returnValue = "";
  });
  window.addEventListener("online", function () {
    rows().forEach(function (row) { if (row.dataset.save === "failed") save(row); });
  });
  window.addEventListener("pageshow", count);
  count();
})();
