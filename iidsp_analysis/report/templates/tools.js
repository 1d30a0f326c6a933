/* Enlarges figures, copies tables, and closes the contents that stay in view. Without it the page lacks nothing else.
   Copying goes through the selection, which works for a file on a disk, too, and keeps the table for Word and Excel. */
(function () {
  var page = document, words = page.body.dataset;
  function each(list, act) {
    [].forEach.call(list, act);
  }
  function button(parent, text, act) {
    var made = page.createElement("button");
    made.type = "button";
    made.className = "tool";
    made.textContent = text;
    made.onclick = act;
    return parent.appendChild(made);
  }
  function copy(table, told) {
    var chosen = window.getSelection(), range = page.createRange();
    range.selectNode(table);
    chosen.removeAllRanges();
    chosen.addRange(range);
    told.textContent = page.execCommand("copy") ? words.copied : words.uncopied;
    chosen.removeAllRanges();
    setTimeout(function () {
      told.textContent = "";
    }, 4000);
  }
  function enlarge(figure) {
    var large = page.createElement("dialog"), picture = figure.querySelector("img").cloneNode(),
      caption = figure.querySelector("figcaption");
    large.className = "large";
    button(large, words.close, function () {
      large.close();
    });
    picture.className = "natural";
    picture.removeAttribute("width");
    picture.removeAttribute("height");
    large.appendChild(picture);
    if (caption) large.appendChild(page.createElement("p")).textContent = caption.firstChild.textContent;
    large.setAttribute("aria-label", picture.alt.slice(0, 120));
    large.onclose = function () {
      large.remove();
    };
    page.body.appendChild(large);
    large.showModal();
  }
  each(page.querySelectorAll("p.download"), function (line) {
    var frame = line.previousElementSibling, table = frame && frame.querySelector("table"), told;
    if (!table) return;
    button(line, words.copy, function () {
      copy(table, told);
    }).setAttribute("aria-label", words.copy + ": " + table.caption.textContent);
    told = line.appendChild(page.createElement("output"));
  });
  each(page.querySelectorAll("main figure"), function (figure) {
    var picture = figure.querySelector("img"), caption = figure.querySelector("figcaption");
    if (!picture || !window.HTMLDialogElement) return;
    picture.onclick = function () {
      enlarge(figure);
    };
    picture.className += " grows";
    button(caption || figure, words.enlarge, picture.onclick)
      .setAttribute("aria-label", words.enlarge + ": " + picture.alt.slice(0, 120));
  });
  each(page.querySelectorAll(".toc-bar a"), function (link) {
    link.onclick = function () {
      link.closest("details").open = false;
    };
  });
})();
