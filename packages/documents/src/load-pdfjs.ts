/**
 * Brings pdf.js in when the first PDF comes: it is 1.6 MB. Inside of somebody else's worker it takes that worker for its
 * own, answers the page with a message of its own and listens to what the page sends (`WorkerMessageHandler`, pdf.js
 * 6.1). It asks for `window` first, so there is one for as long as it loads.
 */

/** pdf.js as unpdf packages it, for any runtime and without a canvas. */
export async function loadPdfjs() {
  const scope = globalThis as unknown as { window?: unknown };
  const isWorker = !("window" in scope) && "onmessage" in scope;
  if (isWorker) scope.window = {};
  try {
    const { getResolvedPDFJS } = await import("unpdf");
    return await getResolvedPDFJS();
  } finally {
    if (isWorker) delete scope.window;
  }
}
