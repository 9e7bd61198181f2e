/** Files of charts: in and out piece by piece, and what is said of them. */

import { type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { FilePiece, Vault } from "../facade.ts";
import { accessTo } from "../features/access-log/record.ts";
import type { Reading } from "../features/files/open.ts";
import { attachmentView } from "../features/files/view.ts";
import { within } from "../features/guarded/view.ts";
import { idFrom } from "../features/open-charts.ts";
import { type Context, inside, withPart } from "./context.ts";

const loadSeal = () => import("../features/files/seal.ts");
const loadOpen = () => import("../features/files/open.ts");
const loadDocuments = () => import("../features/files/documents.ts");

/** Files that are read at a time; of more, which a closed tab may have left, the oldest ends. */
const readingsAtOnce = 16;

export function documentsMethods(context: Context) {
  const { ports, disk, random, life, noteShown, stoppedTasks } = context;
  const { opened, mustOpen, guarded, change } = life;
  const readings = new Map<string, Reading & { readonly running: Opened; readonly record: string }>();

  /** A file of a chart, once it is written down that it was looked at. */
  async function begin(running: Opened, id: string): Promise<Result<Reading, Failure>> {
    return inside(running, { record: id }, async (view) => {
      const record = idFrom(id);
      if (!record || (view.fold.attachment(record)?.["chart"] ?? null) === null)
        return fail(failure("attachment-unknown"));
      await noteShown(running, () => {
        const access = accessTo(running, "viewed", record);
        return access ? [access] : [];
      });
      return withPart(loadOpen, (part) => part.openFile(ports, disk, view, record));
    });
  }

  async function readOn(id: string): Promise<Result<FilePiece, Failure>> {
    const reading = readings.get(id);
    if (!reading || reading.running !== opened()) {
      readings.delete(id);
      return fail(failure(opened() ? "attachment-unknown" : "locked"));
    }
    return inside(reading.running, { record: reading.record }, () =>
      guarded(async () => {
        const piece = await reading.next();
        if (!piece.ok) return piece;
        const done = reading.isDone();
        if (done) readings.delete(id);
        return ok({ bytes: piece.value, done });
      }, reading.running),
    );
  }

  return {
    attach: (request) => {
      let stopped = false;
      const { task } = request;
      return change((running) =>
        inside(running, { chart: request.chart }, (view) =>
          withPart(loadSeal, (part) =>
            part.attach(ports, disk, view, request, {
              stopped: () => (stopped ||= task !== undefined && stoppedTasks.delete(task)) || opened() !== running,
              progress: (done) => {
                if (task === undefined) return;
                const { bytes } = request;
                const total = bytes instanceof Uint8Array ? bytes.length : bytes.size;
                life.emit({ kind: "progress", task, done, total });
              },
            }),
          ),
        ),
      );
    },
    async attachments(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      return view ? view.fold.attachmentsOf(id).map((row) => attachmentView(disk, row)) : [];
    },
    async documents(chart) {
      const id = idFrom(chart);
      const running = opened();
      const view = running && id && within(running, id);
      const part = view && (await loadDocuments().catch(() => undefined));
      return running && view && id && part ? part.documentViews(running, view, disk, id) : [];
    },
    describeDocument: (request) =>
      change((running) =>
        inside(running, { record: request.file }, (view) =>
          withPart(loadDocuments, (part) => part.describeDocument(ports, view, request)),
        ),
      ),
    async openAttachment(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      const begun = await begin(running.value, id);
      if (!begun.ok) return begun;
      const reading = toHex(random(16));
      readings.set(reading, { ...begun.value, running: running.value, record: id });
      for (const [oldest] of readings) if (readings.size > readingsAtOnce) readings.delete(oldest);
      const { row, hash } = begun.value;
      return ok({ view: attachmentView(disk, row), reading, sha256: hash });
    },
    readOn,
    async endReading(reading) {
      readings.delete(reading);
    },
    async readAttachment(id) {
      const running = mustOpen();
      if (!running.ok) return running;
      const begun = await begin(running.value, id);
      if (!begun.ok) return begun;
      const view = attachmentView(disk, begun.value.row);
      const bytes: Bytes = new Uint8Array(view.bytes);
      for (let at = 0; !begun.value.isDone(); ) {
        const piece = await guarded(() => begun.value.next(), running.value);
        if (!piece.ok) return piece;
        bytes.set(piece.value, at);
        at += piece.value.length;
      }
      return ok({ view, bytes });
    },
  } satisfies Partial<Vault>;
}
