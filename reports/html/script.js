// SPDX-License-Identifier: LGPL-2.1-or-later
// Filters and sorts the list of clusters, copies, and opens what the address names.
// The page is whole without it.
(function () {
  "use strict";
  var form = document.getElementById("filter");
  var list = document.getElementById("list");
  var said = document.getElementById("filter-count");
  var fields = ["lsm", "source", "class", "verdict", "risk", "mode", "news", "host"];
  var rows = [];
  var more = document.createElement("button");
  var STEP = 100;
  var limit = STEP;
  var indexed = 0;
  var moved = false;

  function make(element, i) {
    var data = element.dataset;
    return {
      element: element, place: i, text: null, shown: true,
      lsm: data.lsm, source: data.source, "class": data.class, verdict: data.verdict,
      risk: data.risk, mode: data.mode, news: data.news, host: data.hosts, last: Number(data.last),
      count: Number(element.querySelector("data").value)
    };
  }

  function textOf(row) {
    if (row.text === null) {
      row.text = row.element.textContent.toLowerCase();
    }
    return row.text;
  }

  // What the texts of all clusters take is spread over idle moments.
  function indexSome(deadline) {
    while (indexed < rows.length && deadline.timeRemaining() > 2) {
      textOf(rows[indexed++]);
    }
    if (indexed < rows.length) {
      requestIdleCallback(indexSome);
    }
  }

  function value(name) {
    var field = document.getElementById("filter-" + name);
    return field ? field.value : "";
  }

  function compare(order) {
    if (order === "count" || order === "last") {
      return function (a, b) { return b[order] - a[order] || a.place - b.place; };
    }
    if (order === "name") {
      return function (a, b) {
        return a.source < b.source ? -1 : a.source > b.source ? 1 : a.place - b.place;
      };
    }
    return function (a, b) { return a.place - b.place; };
  }

  // A cluster is of one domain, and of several hosts.
  function has(row, name, wanted) {
    return name === "host" ? ("\n" + row.host).indexOf("\n" + wanted + "\n") >= 0 : row[name] === wanted;
  }

  // Hides what does not match, and what is beyond the limit; of a long list the
  // browser lays out no more than is looked at.
  function apply() {
    var words = value("text").toLowerCase().split(/\s+/).filter(Boolean);
    var wanted = fields.filter(value);
    var values = wanted.map(value);
    var all = document.createDocumentFragment();
    var count = 0;
    rows.forEach(function (row) {
      var matches = wanted.every(function (name, i) { return has(row, name, values[i]); }) &&
        words.every(function (word) { return textOf(row).indexOf(word) >= 0; });
      var shown = matches && count < limit;
      count += matches;
      if (shown !== row.shown) {
        row.element.hidden = !shown;
        row.shown = shown;
      }
      if (shown && moved) {
        all.appendChild(row.element);
      }
    });
    if (moved) {
      list.insertBefore(all, list.firstChild);
    }
    said.textContent = words.length || wanted.length ? count + " of " + rows.length : "";
    more.hidden = count <= limit;
    more.textContent = "Show more: " + (count - limit) + " are left";
  }

  function sort() {
    rows.sort(compare(value("order")));
    moved = moved || value("order") !== "";
    apply();
  }

  // As many as are matched; what is printed is whole.
  function show(many) {
    limit = many;
    apply();
  }

  function openTarget() {
    var target = document.getElementById(location.hash.slice(1));
    if (!target) {
      return;
    }
    if (target.hidden) {
      form.reset();
      show(Infinity);
    }
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") {
        at.open = true;
      }
    }
    target.scrollIntoView();
    if (target.tagName === "DETAILS") {
      target.querySelector("summary").focus({ preventScroll: true });
    }
  }

  function copied(button, done) {
    button.textContent = done ? "Copied" : "Select it and press Ctrl+C";
    setTimeout(function () { button.textContent = "Copy"; }, 2000);
  }

  // By selection, since a page from a file need not have the clipboard.
  function copy(button) {
    var text = button.parentElement.querySelector("pre");
    var range = document.createRange();
    var selection = getSelection();
    range.selectNodeContents(text);
    selection.removeAllRanges();
    selection.addRange(range);
    copied(button, document.execCommand("copy"));
  }

  document.querySelectorAll("button.copy").forEach(function (button) {
    button.hidden = false;
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button.copy");
    if (button) {
      copy(button);
    }
  });
  if (form) {
    rows = Array.prototype.map.call(list.children, make);
    form.hidden = false;
    more.type = "button";
    more.className = "more-clusters";
    list.parentNode.insertBefore(more, list.nextSibling);
    more.addEventListener("click", function () { show(limit + STEP); });
    window.addEventListener("beforeprint", function () { show(Infinity); });
    window.addEventListener("afterprint", function () { show(STEP); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("input", function (event) {
      limit = STEP;
      if (event.target.id === "filter-order") {
        sort();
      } else {
        apply();
      }
    });
    sort();
    if (window.requestIdleCallback) {
      requestIdleCallback(indexSome);
    }
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();
}());
