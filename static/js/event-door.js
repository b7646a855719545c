// The door: the cursor waits in the field for the next code; a phone that can read QR codes may use its camera.

const PAUSE = 2500; // ms before the same code is read once more

function field() { return document.getElementById("door-code"); }

document.addEventListener("htmx:afterSwap", () => { field()?.focus(); offerCamera(); });

let stream = null;
let last = { code: "", at: 0 };

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

async function watch(video, reader) {
  if (!stream || !video.isConnected) { stop(); return; }
  const found = await reader.detect(video).catch(() => []);
  const code = found[0]?.rawValue ?? "";
  if (code && (code !== last.code || Date.now() - last.at > PAUSE)) {
    last = { code, at: Date.now() };
    field().value = code;
    stop();
    field().form.requestSubmit();
    return;
  }
  setTimeout(() => watch(video, reader), 200);
}

function offerCamera() {
  const button = document.querySelector("[data-camera]");
  if (!button || typeof window.BarcodeDetector !== "function" || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const video = document.querySelector("[data-video]");
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      window.nhipCau.toast("Không mở được máy ảnh. Hãy gõ mã trên giấy mời.", "warning");
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    watch(video, new window.BarcodeDetector({ formats: ["qr_code"] }));
  });
}

offerCamera();
