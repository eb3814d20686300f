// Rows of a list dropped on a category of the rail: [data-contact] onto [data-onto].
// All ticked rows go with the one that is dragged. The keyboard's way is Actions > Changer de catégorie.
(() => {
  "use strict";
  const form = document.getElementById("regroup");
  if (!form) return;
  let dragged = [];

  const target = (event) => (dragged.length ? event.target.closest?.("[data-onto]") : null);
  const clear = () => document.querySelectorAll("[data-onto].is-drop").forEach((place) => place.classList.remove("is-drop"));

  document.addEventListener("dragstart", (event) => {
    const row = event.target.closest?.("[data-contact]");
    if (!row) return;
    const picked = [...document.querySelectorAll("input[data-pick]:checked")].map((pick) => pick.value);
    dragged = picked.includes(row.dataset.contact) ? picked : [row.dataset.contact];
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.querySelector(".name").textContent.trim());
  });
  document.addEventListener("dragover", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    if (!place.classList.contains("is-drop")) {
      clear();
      place.classList.add("is-drop");
    }
  });
  document.addEventListener("dragleave", (event) => {
    if (event.target.closest?.("[data-onto]")) clear();
  });
  document.addEventListener("dragend", () => {
    dragged = [];
    clear();
  });
  document.addEventListener("drop", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    form.elements.category.value = place.dataset.onto;
    for (const key of dragged) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = "contact";
      input.value = key;
      form.append(input);
    }
    dragged = [];
    form.requestSubmit();
  });
})();
