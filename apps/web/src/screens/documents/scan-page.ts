/** One photographed page: read, turned, made clearer. Drawn anew, it holds nothing that its camera wrote. */

export type Page = {
  readonly key: string;
  readonly picture: ImageBitmap;
  /** Quarters, clockwise. */
  readonly turns: number;
};

/** The longer side of a page: 200 dots an inch on Letter. */
const MOST_PIXELS = 2200;
/** Of the letters and of the paper: below the one black, above the other white. */
const [DARK, LIGHT] = [0.02, 0.6];

/** As its camera turned it. `undefined`: no picture that this browser draws. */
export async function readPage(file: File): Promise<Page | undefined> {
  try {
    const whole = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, MOST_PIXELS / Math.max(whole.width, whole.height));
    // A phone's picture has five times as many dots as a page needs.
    const picture =
      scale === 1
        ? whole
        : await createImageBitmap(whole, {
            resizeWidth: Math.round(whole.width * scale),
            resizeHeight: Math.round(whole.height * scale),
            resizeQuality: "high",
          });
    if (picture !== whole) whole.close();
    return { key: crypto.randomUUID(), picture, turns: 0 };
  } catch {
    return undefined;
  }
}

export function drawPage({ picture, turns }: Page, clearer: boolean, most = MOST_PIXELS): OffscreenCanvas {
  const scale = Math.min(1, most / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const isOnItsSide = turns % 2 === 1;
  const canvas = new OffscreenCanvas(isOnItsSide ? height : width, isOnItsSide ? width : height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(picture, -width / 2, -height / 2, width, height);
  if (clearer) stretchLevels(context, canvas.width, canvas.height);
  return canvas;
}

/** Gray, from the darkest dots to the brightness of most of the page. */
function stretchLevels(context: OffscreenCanvasRenderingContext2D, width: number, height: number): void {
  const image = context.getImageData(0, 0, width, height);
  const { data } = image;
  const counts = new Uint32Array(256);
  for (let at = 0; at < data.length; at += 4) {
    const gray = Math.round(
      0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number),
    );
    data[at] = gray;
    counts[gray] = (counts[gray] as number) + 1;
  }
  const levelAt = (part: number): number => {
    let left = part * width * height;
    return counts.findIndex((count) => (left -= count) <= 0);
  };
  const [dark, light] = [levelAt(DARK), Math.max(levelAt(LIGHT), levelAt(DARK) + 40)];
  for (let at = 0; at < data.length; at += 4) {
    const level = Math.max(0, Math.min(255, Math.round((((data[at] as number) - dark) * 255) / (light - dark))));
    data[at] = data[at + 1] = data[at + 2] = level;
  }
  context.putImageData(image, 0, 0);
}
