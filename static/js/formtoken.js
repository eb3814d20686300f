// Back, then Enregistrer: the browser asks the form anew and fills in what was typed. The form takes
// the token again that it was sent with, so that the server knows it (o2s_contacts/one_effect.py).
(() => {
  "use strict";
  const TEXTS = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea";
  const tokens = () => [...document.querySelectorAll("input[name=form_token]")];
  const makes = (token) => token.split(":", 1)[0];
  const isFilledAgain = (form) =>
    [...form.elements].some((control) => control.matches(TEXTS) && control.value !== control.defaultValue);

  document.addEventListener("submit", (event) => {
    const token = event.target.querySelector("input[name=form_token]");
    if (!token) return;
    const sent = { ...history.state?.sent, [tokens().indexOf(token)]: token.value };
    history.replaceState({ ...history.state, sent }, "");
  });
  window.addEventListener("pageshow", () => {
    const sent = history.state?.sent ?? {};
    tokens().forEach((token, index) => {
      const earlier = sent[index];
      if (!earlier || makes(earlier) !== makes(token.value) || !isFilledAgain(token.form)) return;
      token.value = earlier;
    });
  });
})();
