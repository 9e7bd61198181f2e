/** A picture that no PDF file takes as it is (WebP, GIF, AVIF, PNG of a rare sort), drawn by the browser and kept as PNG or JPEG. */

/** As many on a page's width as a printer shows. */
const longestSide = 2400;
/** Of more a PNG would be many megabytes. */
const mostForPng = 1_500_000;

/** Undefined: the browser takes it for no picture. A worker draws none that is made of text, so nothing of it runs. */
export async function redraw(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    const picture = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
    const context = canvas.getContext("2d");
    if (!context) return undefined;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const isSmall = canvas.width * canvas.height <= mostForPng;
    const drawn = await canvas.convertToBlob(isSmall ? { type: "image/png" } : { type: "image/jpeg", quality: 0.9 });
    return new Uint8Array(await drawn.arrayBuffer());
  } catch {
    return undefined;
  }
}
