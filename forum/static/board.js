// Dragging somebody to another island is the second way; the select in each row is the first.
// A drop fills in that select and sends the same form; where an island is not possible, it opens
// the row, which says why.
for (const person of document.querySelectorAll(".pf-person[draggable]")) {
  person.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", person.id);
    event.dataTransfer.effectAllowed = "move";
  });
}
for (const column of document.querySelectorAll(".pf-board__col")) {
  const island = column.querySelector("[data-island]")?.dataset.island;
  column.addEventListener("dragover", (event) => {
    event.preventDefault();
    column.classList.add("pf-board__col--over");
  });
  column.addEventListener("dragleave", () => column.classList.remove("pf-board__col--over"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("pf-board__col--over");
    const person = document.getElementById(event.dataTransfer.getData("text/plain"));
    if (!person || column.contains(person)) return;
    const choice = person.querySelector("select[name=island]");
    if (choice && [...choice.options].some((option) => option.value === island)) {
      choice.value = island;
      choice.form.requestSubmit();
    } else {
      person.querySelector("details").open = true;
      person.querySelector("summary").focus();
    }
  });
}
