/* Sorts and searches the tables of class "sortable", without network. Where no script runs they stand as written.
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
  function search(frame, body, words) {
    var box = page.createElement("p"), input, count;
    input = add(add(box, "label", words.search + " "), "input", "");
    count = add(box, "output", "");
    box.className = "search";
    input.type = "search";
    input.oninput = function () {
      var left = 0;
      each(body.rows, function (row) {
        row.hidden = plain(row.textContent).indexOf(plain(input.value)) < 0;
        left += !row.hidden;
      });
      count.textContent = words.shown + ": " + left + " / " + body.rows.length;
    };
    frame.parentNode.insertBefore(box, frame);
  }
  each(page.querySelectorAll("table.sortable"), function (table) {
    var body = table.tBodies[0];
    each(table.tHead.rows[0].cells, function (th, at) {
      head(body, th, at);
    });
    if (table.dataset.search) search(table.parentNode, body, table.dataset);
  });
})();
