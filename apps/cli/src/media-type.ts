import { extname } from "node:path";

const mediaTypes: ReadonlyMap<string, string> = new Map([
  [".csv", "text/csv"],
  [".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  [".gif", "image/gif"],
  [".heic", "image/heic"],
  [".jpeg", "image/jpeg"],
  [".jpg", "image/jpeg"],
  [".m4a", "audio/mp4"],
  [".md", "text/markdown"],
  [".mp3", "audio/mpeg"],
  [".mp4", "video/mp4"],
  [".odt", "application/vnd.oasis.opendocument.text"],
  [".pdf", "application/pdf"],
  [".png", "image/png"],
  [".rtf", "application/rtf"],
  [".txt", "text/plain"],
  [".wav", "audio/wav"],
  [".webp", "image/webp"],
]);

/** By the name only: nothing is decided on it but how an app offers to show the file. */
export function mediaTypeOf(path: string): string {
  return mediaTypes.get(extname(path).toLowerCase()) ?? "application/octet-stream";
}
