// A slip's picture carries its code after the #, which no browser sends: put it into the field.
"use strict";
{
  const field = document.querySelector("[data-from-fragment]");
  if (field && location.hash.length > 1) {
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
}
