// SPDX-License-Identifier: LGPL-2.1-or-later
// Filters the list of clusters, and opens the one that the address names. The
// page is whole without it.
(function () {
  "use strict";
  var box = document.getElementById("filter");
  var input = document.getElementById("filter-text");
  var count = document.getElementById("filter-count");
  var clusters = Array.prototype.slice.call(document.querySelectorAll("details.cluster"));
  var texts = null;
  var timer = 0;

  function apply() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    if (!texts) {
      texts = clusters.map(function (cluster) {
        return cluster.textContent.toLowerCase();
      });
    }
    clusters.forEach(function (cluster, i) {
      var matches = words.every(function (word) {
        return texts[i].indexOf(word) >= 0;
      });
      cluster.hidden = !matches;
      shown += matches;
    });
    count.textContent = words.length ? shown + " of " + clusters.length : "";
  }

  function openTarget() {
    var target = document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
  }

  if (box) {
    box.hidden = false;
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(apply, 120);
    });
    if (input.value) {
      apply();
    }
  }
  window.addEventListener("hashchange", openTarget);
  openTarget();
}());
