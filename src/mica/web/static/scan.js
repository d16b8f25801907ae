// Reads a QR code from the camera or a photo, and hands its text to the page that verifies.
"use strict";
{
  const form = document.getElementById("scan");
  const status = form.querySelector("[role=status]");
  const video = form.querySelector("video");
  const start = form.querySelector("[data-start]");
  const canvas = document.createElement("canvas");
  const pencil = canvas.getContext("2d", { willReadFrequently: true });
  const WIDEST = 1600; // more pixels only cost time

  const tell = (what) => { status.textContent = status.dataset[what]; };

  const detector = async () => {
    if (!("BarcodeDetector" in window)) return null;
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  };

  const read = async (source, width, height, own) => {
    if (own) {
      const found = await own.detect(source).catch(() => []);
      if (found.length) return found[0].rawValue;
    }
    for (const widest of [WIDEST, WIDEST / 2, WIDEST / 4]) {
      const scale = Math.min(1, widest / Math.max(width, height));
      canvas.width = Math.max(1, Math.round(width * scale));
      canvas.height = Math.max(1, Math.round(height * scale));
      pencil.drawImage(source, 0, 0, canvas.width, canvas.height);
      const pixels = pencil.getImageData(0, 0, canvas.width, canvas.height);
      const found = jsQR(pixels.data, canvas.width, canvas.height);
      if (found && found.data) return found.data;
      if (source === video) return null;
    }
    return null;
  };

  const done = (text) => {
    tell("found");
    if (video.srcObject) video.srcObject.getTracks().forEach((track) => track.stop());
    form.elements.text.value = text;
    form.submit();
  };

  const look = async (own) => {
    if (!video.srcObject) return;
    const text = video.videoWidth ? await read(video, video.videoWidth, video.videoHeight, own) : null;
    if (text) done(text);
    else setTimeout(() => look(own), 150);
  };

  start.addEventListener("click", async () => {
    tell("asking");
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      tell(error.name === "NotFoundError" ? "absent" : "refused");
      return;
    }
    start.hidden = true;
    video.hidden = false;
    await video.play();
    tell("looking");
    look(await detector());
  });

  form.querySelector("#photo").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    let picture;
    try {
      picture = await createImageBitmap(file);
    } catch {
      tell("unreadable");
      return;
    }
    const text = await read(picture, picture.width, picture.height, await detector());
    if (text) done(text);
    else tell("none");
  });

  if (!navigator.mediaDevices) start.hidden = true;
  form.hidden = false;
}
