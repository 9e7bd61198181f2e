/** Clinical record types: pure shapes, no storage, no keys. */
export {
  type Certainty,
  certainties,
  type DiagnosisEnd,
  diagnosisEnds,
  factCharacters,
  type FlagKind,
  flagKinds,
  type MedicationSource,
  medicationSources,
  type ObjectiveState,
  objectiveStates,
  planLines,
} from "./facts.ts";
export {
  type ChartForm,
  chartForms,
  type ChartStatus,
  chartStatuses,
  type PersonRole,
  personRoles,
  mostHoursBefore,
  type ReachRule,
  reachRules,
  type ReminderAct,
  type ReminderOutcome,
  reminderOutcomes,
} from "./administrative.ts";
export {
  administrativeCaseKinds,
  caseCharacters,
  type CaseKind,
  caseKinds,
  type CaseOutcome,
  caseOutcomes,
  paperKinds,
  rightsKinds,
  safetyKinds,
} from "./cases.ts";
export { type CountedOfChart, countedOfCharts, destroyedReasonCharacters } from "./destroyed.ts";
export {
  type AccessAct,
  isOfNumbers,
  accessActs,
  type EmergencyWants,
  emergencyWants,
  isForm,
  type NoteKind,
  noteKinds,
} from "./chart.ts";
export { type DisclosureBasis, disclosureBases, disclosureCharacters } from "./disclosures.ts";
export { type DocumentCategory, documentCategories, documentCharacters } from "./documents.ts";
export { isBlank, isDay } from "./fields.ts";
export { type FilledHow, filledHow } from "./measures/record.ts";
export { concerns, type MovedReason, movedReasons } from "./notes.ts";
export { type NoteTemplate, noteTemplate, type TemplateSection } from "./note-template.ts";
export { type Decision, decisions } from "./practice.ts";
export * from "./revision.ts";
export {
  type AppointmentKind,
  appointmentKinds,
  type Attendance,
  attendances,
  type Canceller,
  cancellers,
} from "./schedule/shapes.ts";
export { speaksOfDanger } from "./forms/questionnaire.ts";
