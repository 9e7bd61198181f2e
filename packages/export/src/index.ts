/** What the vault shows into files that open without Alcove. */

export { type Checked, checkExport, type FoundFile, holds } from "./check.ts";
export { type ChartHead, choose, type Chosen, type LeftOut, type Material } from "./collect.ts";
export { chartBundle } from "./fhir/bundle.ts";
export { formPaper, type FormToPrint } from "./form-paper.ts";
export { type LeftOutTold, type Manifest, manifestName, type Recipient, sealName } from "./manifest.ts";
export { readZip } from "./read-zip.ts";
export { type Format, formats, includes, type Part, parts, purposes, ruleOf, type Scope, tellsApart } from "./scope.ts";
export {
  type Exported,
  exportFiles,
  type ExportRequest,
  ExportStopped,
  type ExportTools,
  type OutFile,
} from "./write-export.ts";
export { zipOf } from "./zip.ts";
