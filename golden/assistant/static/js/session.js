// The end of a sign-in. By time, or from elsewhere: then one comes back to the same page. On purpose: then nothing that was
// written here stays for whoever uses the browser next.
import { drafts } from "./drafts.js";

let leaving = false;

export function signingOut() {
  document.addEventListener("submit", ({ target }) => {
    if (target.getAttribute("action") !== "/logout") return;
    leaving = true;
    drafts().forget();
  });
}

export function toSignIn() {
  // The form is on its way already, and leads to the same place.
  if (!leaving) location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}
