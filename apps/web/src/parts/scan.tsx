/** Reads a QR code with the camera; the picture never leaves the page. */

import { type ReactElement, useEffect, useRef, useState } from "react";
import { Dialog } from "./dialog.tsx";
import { ErrorLine } from "./field.tsx";

type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> };
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

/** The browser's own, which Android and macOS have; else one of the same shape. */
async function loadDetector(): Promise<DetectorClass> {
  const { BarcodeDetector } = globalThis as { readonly BarcodeDetector?: DetectorClass };
  return BarcodeDetector ?? ((await import("qr/decode.js")).BarcodeDetector as unknown as DetectorClass);
}

/** Whether a button for it should be shown at all. */
export function canScan(): boolean {
  return navigator.mediaDevices !== undefined;
}

export type ScanProps = {
  readonly title: string;
  readonly onFound: (text: string) => void;
  readonly onClose: () => void;
};

const LOOK_EVERY_MS = 200;

export function Scan({ title, onFound, onClose }: ScanProps): ReactElement {
  const video = useRef<HTMLVideoElement>(null);
  const found = useRef(onFound);
  const [error, setError] = useState<string>();
  useEffect(() => {
    found.current = onFound;
  });

  useEffect(() => {
    let stream: MediaStream | undefined;
    let ended = false;

    const look = async () => {
      const Detector = await loadDetector();
      const detector = new Detector({ formats: ["qr_code"] });
      while (!ended) {
        if (video.current && video.current.readyState >= 2) {
          const [code] = await detector.detect(video.current).catch(() => []);
          if (code && !ended) return found.current(code.rawValue);
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    };
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(
      (camera) => {
        stream = camera;
        if (ended) return stop(camera);
        if (video.current) video.current.srcObject = camera;
        look().catch(() => setError("Pictures can’t be read without the server just now. Type the text instead."));
      },
      () => setError("The camera is not there, or this page may not use it. Type the text instead."),
    );
    return () => {
      ended = true;
      if (stream) stop(stream);
    };
  }, []);

  return (
    <Dialog title={title} note="Hold the picture still in front of the camera." onClose={onClose}>
      <div className="inner">
        {error ? <ErrorLine text={error} /> : <video className="scan" ref={video} autoPlay muted playsInline />}
        <div className="acts">
          <button className="b" type="button" onClick={onClose}>
            Back
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
