// In the lines of alerts a choice chooses the action: [data-chooses=link] holds the list of what to
// link to. Another action takes the choice back, so that what is seen is what will be saved.
(() => {
  "use strict";
  const tell = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));
  const lists = (row) => [...row.querySelectorAll("[data-chooses] select")];
  const chosenBy = (list) => list.closest("[data-chooses]").dataset.chooses;

  const takeBack = (list) => {
    const sent = [...list.options].find((option) => option.defaultSelected) ?? list.options[0];
    if (list.value === sent.value) return;
    list.value = sent.value;
    tell(list);
  };

  document.addEventListener("change", (event) => {
    const row = event.target.closest?.("[data-unit]");
    const action = row?.querySelector("[name$='-action']");
    if (!action) return;
    if (event.target !== action) {
      if (!lists(row).includes(event.target) || !event.target.value) return;
      action.value = chosenBy(event.target);
      tell(action);
    }
    lists(row)
      .filter((list) => list !== event.target && chosenBy(list) !== action.value)
      .forEach(takeBack);
  });
})();
