/** Reads a QR code with the camera where the browser can; the picture never leaves the page. */

import { type ReactElement, useEffect, useRef, useState } from "react";
import { Dialog } from "./dialog.tsx";
import { ErrorLine } from "./field.tsx";

type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> };
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

function detectorClass(): DetectorClass | undefined {
  return (globalThis as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector;
}

/** Whether a button for it should be shown at all. */
export function canScan(): boolean {
  return detectorClass() !== undefined && navigator.mediaDevices !== undefined;
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
    const Class = detectorClass();
    if (!Class) return;
    const detector = new Class({ formats: ["qr_code"] });
    let stream: MediaStream | undefined;
    let ended = false;

    const look = async () => {
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
        void look();
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
