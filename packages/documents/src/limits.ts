/** How much a file from outside may cost before it is refused. */

export type DocumentLimits = {
  /** Bytes of one file as it lies on disk. */
  readonly maxFileBytes: number;
  /** Bytes that all parts of one docx or odt that are read, or the content streams of one PDF, may inflate to. */
  readonly maxInflatedBytes: number;
  /** Inflated bytes per compressed byte; counted from `inflationRatioFromBytes` on, small parts may compress better. */
  readonly maxInflationRatio: number;
  readonly inflationRatioFromBytes: number;
  readonly maxPdfPages: number;
  /** Bytes of one note's text as UTF-8. */
  readonly maxNoteBytes: number;
  /** Bytes of one HTML, FHIR or CDA file: its tree takes many times as much memory. */
  readonly maxMarkupBytes: number;
  /** Records of one CSV. */
  readonly maxRows: number;
};

const MIB = 1024 * 1024;

export const defaultDocumentLimits: DocumentLimits = {
  maxFileBytes: 64 * MIB,
  maxInflatedBytes: 256 * MIB,
  maxInflationRatio: 200,
  inflationRatioFromBytes: 10 * MIB,
  maxPdfPages: 2_000,
  maxNoteBytes: 4 * MIB,
  maxMarkupBytes: 16 * MIB,
  maxRows: 200_000,
};
