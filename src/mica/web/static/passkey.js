// Passkeys: hands what the site asks to the device, and the device's answer to the form.
"use strict";
{
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const unpack = (asked) => {
    const options = { ...asked.publicKey, challenge: bytes(asked.publicKey.challenge) };
    if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"])
      if (options[list]) options[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
    return { publicKey: options };
  };
  const pack = (made) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (made.response[part]) response[part] = text(made.response[part]);
    return JSON.stringify({
      id: made.id, rawId: text(made.rawId), type: made.type, response,
      authenticatorAttachment: made.authenticatorAttachment,
      clientExtensionResults: made.getClientExtensionResults(),
    });
  };
  const options = async (form) => {
    const here = document.getElementById("passkey-options");
    return here ? JSON.parse(here.textContent) : (await fetch(form.dataset.options)).json();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const trouble = form.querySelector("[data-trouble]");
      trouble.hidden = true;
      try {
        const made = await navigator.credentials[form.dataset.passkey](unpack(await options(form)));
        form.elements.answer.value = pack(made);
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
}
