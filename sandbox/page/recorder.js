/** Recording a voice note with the browser's microphone. */

const KINDS = [
  ["audio/ogg;codecs=opus", "ogg"],
  ["audio/mp4", "m4a"],
  ["audio/webm;codecs=opus", "webm"],
];

/** Starts recording; rejects where there is no microphone or no permission. `stop()` answers the File, `discard()` forgets it. */
export async function record() {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) throw new Error("no microphone");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [type, ending] = KINDS.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? ["", "webm"];
  const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
  const finished = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
  recorder.start();

  const end = async () => {
    if (recorder.state !== "inactive") recorder.stop();
    await finished;
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    async stop() {
      await end();
      const plain = (recorder.mimeType || "audio/webm").split(";")[0];
      return new File(parts, `voice.${ending}`, { type: plain });
    },
    discard: end,
  };
}
