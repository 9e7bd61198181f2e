/** What an export reads of a chart: the part of a vault's interface that it needs, as plain data. A vault fits it as it is. */

import type { FormToPrint } from "./form-paper.ts";

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ExportFailure };
/** One row of the table of failures. */
export type ExportFailure = { readonly code: string };

export type NoteHead = {
  readonly id: string;
  readonly kind: "progress" | "psychotherapy";
  readonly date: string;
  readonly title: string;
  readonly begunBy: string;
  readonly revisions: number;
  readonly adds?: string;
  /** Persons of the chart; absent: all of them. */
  readonly about?: readonly string[];
};

export type NoteVersion = {
  readonly revision: string;
  readonly number: number;
  readonly writtenAt: number;
  readonly author: string;
  readonly title: string;
  /** `doc`: the editor's tree, which names the note's pictures. */
  readonly body: { readonly text: string; readonly doc?: unknown };
};

export type Signature = {
  readonly account: string;
  readonly by: string;
  readonly intent: "sign" | "countersign";
  readonly at: number;
  readonly version?: number;
  readonly revision?: string;
  readonly broken?: string;
};

export type Measure = {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly title: string;
  readonly credit: string;
  readonly items: readonly { readonly text: string; readonly choices: string }[];
  readonly choices: Readonly<Record<string, readonly { readonly value: number; readonly label: string }[]>>;
};

export type Filled =
  | {
      readonly how: Exclude<string, "result">;
      readonly measure: string;
      readonly version: string;
      readonly answers: readonly (number | null)[];
    }
  | {
      readonly how: "result";
      readonly name: string;
      readonly version: string;
      readonly total: string | null;
      readonly parts: readonly { readonly name: string; readonly score: string }[];
      readonly scoredBy: string;
    };

export type MeasureEntry = {
  readonly id: string;
  readonly name: string;
  readonly date: string;
  readonly filled: Filled;
  readonly note: string;
  readonly enquiry?: { readonly asked: boolean; readonly words: string };
  readonly mistaken: boolean;
  /** Of the chart's people, whom it is about. */
  readonly person?: string;
  readonly author: string;
  readonly writtenAt: number;
  readonly scales: readonly {
    readonly name: string;
    readonly state: string;
    readonly score?: number;
    readonly highest: number;
    readonly band?: string;
  }[];
};

type End = { readonly on: string; readonly reason: string };
export type Diagnosis = {
  readonly kind: "diagnosis";
  readonly code?: { readonly code: string; readonly edition: string };
  readonly words: string;
  readonly certainty: "provisional" | "confirmed";
  readonly principal: boolean;
  readonly since?: string;
  readonly by: string;
  readonly ended?: End & { readonly as: "ruled-out" | "past" };
};
export type Medication = {
  readonly kind: "medication";
  readonly name: string;
  readonly dose: string;
  readonly since?: string;
  readonly prescriber: string;
  readonly source: string;
  readonly ended?: End;
};
export type Flag = {
  readonly kind: "flag";
  readonly about: string;
  readonly words: string;
  readonly since: string;
  readonly reviewBy?: string;
  readonly ended?: End;
};
export type Plan = {
  readonly kind: "plan";
  readonly problems: string;
  readonly goals: readonly {
    readonly words: string;
    readonly objectives: readonly {
      readonly words: string;
      readonly baseline: string;
      readonly target: string;
      readonly by?: string;
      readonly state: "open" | "met" | "dropped";
    }[];
    readonly interventions: string;
  }[];
  readonly discharge: string;
  readonly agreed: string;
  readonly since: string;
  readonly reviewBy?: string;
  readonly ended?: End;
};
export type Fact<Said = Diagnosis | Medication | Flag | Plan> = {
  readonly id: string;
  readonly said: Said & { readonly person?: string };
  readonly author: string;
  readonly writtenAt: number;
};

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly called: string;
  readonly roles: readonly string[];
  readonly relation: string;
  readonly bornOn?: string | undefined;
  /** In which they read forms and letters, as a tag of BCP 47; absent: English. */
  readonly language?: string | undefined;
  readonly reach: readonly {
    readonly by: "phone" | "text" | "email" | "post";
    readonly at: string;
    readonly label: string;
    readonly leave: string;
  }[];
  readonly note: string;
};

export type FaceSheet = {
  readonly status: string;
  readonly form: string;
  readonly since: string;
  readonly tags: readonly string[];
  readonly custom: readonly { readonly name: string; readonly value: string }[];
};

export type Appointment = {
  readonly ref: { readonly appointment: string } | { readonly series: string; readonly occurrence: string };
  readonly plan: {
    readonly member: string;
    readonly chart?: string;
    readonly kind: string;
    readonly zone: string;
    readonly video: boolean;
    readonly note: string;
  };
  readonly from: number;
  readonly until: number;
  readonly begins: string;
  readonly ends: string;
  readonly attendance: string;
  readonly cancelled?: { readonly by: string; readonly late: boolean; readonly reason: string };
};

export type Document = {
  readonly id: string;
  readonly note?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly addedAt: number;
  /** What somebody says of it. */
  readonly said?: DocumentWords;
};
export type DocumentWords = {
  readonly category: string;
  readonly title: string;
  readonly date?: string | undefined;
  readonly from: string;
};

/** What a client asked as their right, and what became of it. */
export type ClientCase = {
  readonly id: string;
  readonly kind: string;
  readonly received: string;
  readonly said: {
    readonly person?: string;
    readonly from: string;
    readonly asked: string;
    /** The note that an amendment is about. */
    readonly note?: string;
    readonly extension?: { readonly on: string; readonly until: string; readonly reason: string };
    readonly decision?: {
      readonly on: string;
      readonly outcome: "granted" | "in-part" | "denied";
      readonly grounds: readonly string[];
      readonly words: string;
    };
    readonly ended?: { readonly on: string; readonly words: string };
    readonly disagreement?: { readonly on: string; readonly statement: string; readonly rebuttal: string };
    readonly closed?: { readonly on: string; readonly words: string };
  };
  /** A restriction that was agreed to and has not ended. */
  readonly restricts: boolean;
  /** A denied amendment whose client disagrees: both go along with what is disclosed. */
  readonly goesAlong: boolean;
  readonly author: string;
  readonly writtenAt: number;
};

/** A kind of case in words. */
export type CaseKindWords = {
  readonly kind: string;
  readonly name: string;
  readonly grounds: readonly { readonly id: string; readonly letter: string }[];
  readonly outcomes: { readonly granted: string; readonly "in-part": string; readonly denied: string };
};

export type FormHead = {
  readonly id: string;
  readonly title: string;
  readonly standing: string;
  readonly on: string;
  readonly ends?: string;
  /** Of the chart's people, whom it is about. */
  readonly person?: string;
};

export type FilledForm = Pick<FormToPrint, "asked" | "answers" | "acts"> & { readonly head: FormHead };

export type Sitting = {
  readonly name: string;
  readonly device: string;
  readonly from: number;
  readonly acts: readonly {
    readonly act: string;
    readonly kind: string;
    readonly all: boolean;
    readonly notes: readonly unknown[];
  }[];
};

export type Disclosure = {
  readonly on: string;
  readonly to: string;
  readonly address: string;
  readonly what: string;
  readonly rule: string;
  readonly purpose: string;
  /** Which one of the client's, else empty. */
  readonly authorisation: string;
  readonly mistaken: boolean;
};

export type ChartSource = {
  notes(chart: string): Promise<readonly NoteHead[]>;
  note(id: string): Promise<Outcome<{ readonly current: NoteVersion; readonly others: readonly NoteVersion[] }>>;
  history(note: string): Promise<Outcome<readonly NoteVersion[]>>;
  noteSignatures(note: string): Promise<Outcome<{ readonly signatures: readonly Signature[] }>>;
  measures(chart: string): Promise<{ readonly entries: readonly MeasureEntry[] }>;
  offeredMeasures(): Promise<readonly Measure[]>;
  ownMeasures(): Promise<readonly { readonly measure: Measure }[]>;
  facts(chart: string): Promise<readonly Fact[]>;
  administrative(
    chart: string,
  ): Promise<{ readonly people: readonly Person[]; readonly faceSheet?: FaceSheet } | undefined>;
  calendar(request: { readonly from: string; readonly until: string; readonly zone: string }): Promise<
    Outcome<{
      readonly entries: readonly Appointment[];
      readonly calendars: readonly { readonly member: string; readonly name: string }[];
    }>
  >;
  formsOfChart(chart: string): Promise<{ readonly responses: readonly FormHead[] }>;
  formResponse(id: string): Promise<Outcome<FilledForm>>;
  documents(chart: string): Promise<readonly Document[]>;
  cases(chart: string): Promise<readonly ClientCase[]>;
  caseGuide(): Promise<{ readonly kinds: readonly CaseKindWords[] } | undefined>;
  /** `sha256`: of all of it, 32 bytes; the last piece proves it. */
  openAttachment(id: string): Promise<Outcome<{ readonly reading: string; readonly sha256: Uint8Array<ArrayBuffer> }>>;
  readOn(reading: string): Promise<Outcome<{ readonly bytes: Uint8Array; readonly done: boolean }>>;
  endReading(reading: string): Promise<void>;
  accessLog(chart: string): Promise<{ readonly sittings: readonly Sitting[] }>;
  disclosures(chart: string): Promise<readonly Disclosure[]>;
};
