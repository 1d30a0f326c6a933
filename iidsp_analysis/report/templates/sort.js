/* Sorts, searches and filters the tables of class "sortable", without network. Where no script runs they stand as written.
   For old browsers too: no arrow functions, no let. What is missing comes last either way; totals stay in tfoot. */
(function () {
  var page = document;
  function each(list, act) {
    [].forEach.call(list, act);
  }
  function add(parent, tag, words) {
    var made = page.createElement(tag);
    made.textContent = words;
    return parent.appendChild(made);
  }
  function sort(body, at, numbers, way) {
    var rows = [];
    each(body.rows, function (row) {
      var cell = row.cells[at], key = cell.dataset.sort;
      rows.push([key == null ? cell.textContent : key, rows.length, row]);
    });
    rows.sort(function (a, b) {
      var x = a[0], y = b[0], order = !x - !y;
      if (x && y) order = way * (numbers ? x - y : x.localeCompare(y, page.documentElement.lang, {numeric: true}));
      return order || a[1] - b[1];
    });
    each(rows, function (row) {
      body.appendChild(row[2]);
    });
  }
  function head(body, th, at) {
    var numbers = th.dataset.sort == "number", words = th.textContent, button;
    th.textContent = "";
    button = add(th, "button", words);
    button.onclick = function () {
      var now = th.getAttribute("aria-sort"), down = now ? now == "ascending" : numbers;
      sort(body, at, numbers, down ? -1 : 1);
      each(th.parentNode.cells, function (other) {
        other.removeAttribute("aria-sort");
      });
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
    };
  }
  function plain(words) {
    return words.toLowerCase().replace(/\s+/g, " ");
  }
  function search(frame, heads, body, words) {
    var box = page.createElement("p"), input, count, rows = [], chosen = [];
    function show() {
      var left = 0, wanted = plain(input.value);
      each(rows, function (pair) {
        var row = pair[0], fits = pair[1].indexOf(wanted) >= 0;
        each(chosen, function (choice) {
          if (choice[1].value && row.cells[choice[0]].textContent != choice[1].value) fits = false;
        });
        row.hidden = !fits;
        left += fits;
      });
      count.textContent = words.shown + ": " + left + " / " + rows.length;
    }
    function labelled(words, tag) {
      return add(add(box, "label", words + " "), tag, "");
    }
    each(body.rows, function (row) {
      var told = [];
      each(row.cells, function (cell) {
        told.push(cell.textContent);
      });
      rows.push([row, plain(told.join(" "))]);
    });
    input = labelled(words.search, "input");
    input.type = "search";
    input.oninput = show;
    each(heads, function (th, at) {
      var select, seen = {};
      if (!th.dataset.filter) return;
      select = labelled(th.textContent, "select");
      add(select, "option", th.dataset.filter).value = "";
      each(rows, function (pair) {
        var told = pair[0].cells[at].textContent;
        if (!seen["_" + told]) add(select, "option", told).value = told;
        seen["_" + told] = 1;
      });
      select.onchange = show;
      chosen.push([at, select]);
    });
    count = add(box, "output", "");
    box.className = "search";
    frame.parentNode.insertBefore(box, frame);
  }
  each(page.querySelectorAll("table.sortable"), function (table) {
    var body = table.tBodies[0], heads = table.tHead.rows[0].cells;
    each(heads, function (th, at) {
      head(body, th, at);
    });
    if (table.dataset.search) search(table.parentNode, heads, body, table.dataset);
  });
})();
