/** The routes of an open vault. Addresses hold ids, never a name or a searched word. */

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { TodayScreen } from "../screens/today/today-screen.tsx";
import { NotHere } from "./not-here.tsx";
import { PageBroke } from "./page-broke.tsx";
import { part } from "./part-missing.ts";
import { Shell } from "./shell.tsx";

/** A screen by its name in a module that comes when it is first gone to. */
const screen = <Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
) => lazyRouteComponent(part(load), name);

const root = createRootRoute({ component: Shell, notFoundComponent: NotHere });

const today = createRoute({ getParentRoute: () => root, path: "/", component: TodayScreen });

const charts = createRoute({
  getParentRoute: () => root,
  path: "/charts",
  component: screen(() => import("../screens/charts/charts-screen.tsx"), "ChartsScreen"),
});

const chart = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId",
  component: screen(() => import("../screens/chart/chart-screen.tsx"), "ChartScreen"),
});

const enquiries = createRoute({
  getParentRoute: () => root,
  path: "/enquiries",
  component: screen(() => import("../screens/enquiries/enquiries-screen.tsx"), "EnquiriesScreen"),
});

/** `?of=` is whose come first, in a chart with several clients; empty: those of which nobody said whose they are. */
const measures = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/measures",
  validateSearch: (search: Record<string, unknown>): { readonly of?: string } =>
    typeof search["of"] === "string" ? { of: search["of"] } : {},
  component: screen(() => import("../screens/measures/measures-screen.tsx"), "MeasuresScreen"),
});

/** `?measure=` fills one in, `?entry=` corrects one that was; without either it is chosen. */
const fill = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/measures/new",
  validateSearch: (search: Record<string, unknown>): { readonly measure?: string; readonly entry?: string } => ({
    ...(typeof search["measure"] === "string" && { measure: search["measure"] }),
    ...(typeof search["entry"] === "string" && { entry: search["entry"] }),
  }),
  component: screen(() => import("../screens/measures/fill-screen.tsx"), "FillScreen"),
});

const chartForms = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/forms",
  component: screen(() => import("../screens/forms/forms-screen.tsx"), "FormsScreen"),
});

const response = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/forms/$responseId",
  component: screen(() => import("../screens/forms/response-screen.tsx"), "ResponseScreen"),
});

/** `/charts/$chartId/forms/new/fill?form=` begins one. */
const fillForm = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/forms/$responseId/fill",
  validateSearch: (given: Record<string, unknown>): { readonly form?: string } =>
    typeof given["form"] === "string" ? { form: given["form"] } : {},
  component: screen(() => import("../screens/forms/fill-form-screen.tsx"), "FillFormScreen"),
});

const forms = createRoute({
  getParentRoute: () => root,
  path: "/forms",
  component: screen(() => import("../screens/forms/all-forms-screen.tsx"), "AllFormsScreen"),
});

/** `/forms/new` makes one, `?from=` as another one is. */
const ownForm = createRoute({
  getParentRoute: () => root,
  path: "/forms/$formId",
  validateSearch: (given: Record<string, unknown>): { readonly from?: string } =>
    typeof given["from"] === "string" ? { from: given["from"] } : {},
  component: screen(() => import("../screens/forms/own-form-screen.tsx"), "OwnFormScreen"),
});

/** `?file=` is the one that is looked at. */
const documents = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/documents",
  validateSearch: ({ file }: Record<string, unknown>): { readonly file?: string } =>
    typeof file === "string" ? { file } : {},
  component: screen(() => import("../screens/documents/documents-screen.tsx"), "DocumentsScreen"),
});

const bringIn = createRoute({
  getParentRoute: () => root,
  path: "/bring-in",
  component: screen(() => import("../screens/bring-in/bring-in-routes.tsx"), "BringInAll"),
});

const bringInOne = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/bring-in",
  component: screen(() => import("../screens/bring-in/bring-in-routes.tsx"), "BringInOne"),
});

const exported = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/export",
  component: screen(() => import("../screens/export/export-screen.tsx"), "ExportScreen"),
});

const separation = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/separation",
  component: screen(() => import("../screens/guides/separation-screen.tsx"), "SeparationScreen"),
});

const ofAge = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/of-age",
  component: screen(() => import("../screens/guides/of-age-screen.tsx"), "OfAgeScreen"),
});

export type NoteSearch = {
  readonly chart?: string;
  readonly kind?: "progress" | "psychotherapy";
  readonly draft?: string;
  /** Of a new note: an addendum to this one. */
  readonly adds?: string;
  /** Of a new note: the day it is about, `yyyy-mm-dd`; else today. */
  readonly date?: string;
};

/** `/notes/new?chart=&kind=` begins a note, `/notes/new?draft=` goes on with one, `/notes/$noteId` opens one. */
const note = createRoute({
  getParentRoute: () => root,
  path: "/notes/$noteId",
  validateSearch: (search: Record<string, unknown>): NoteSearch => ({
    ...(typeof search["chart"] === "string" && { chart: search["chart"] }),
    ...(search["kind"] === "progress" || search["kind"] === "psychotherapy" ? { kind: search["kind"] } : {}),
    ...(typeof search["draft"] === "string" && { draft: search["draft"] }),
    ...(typeof search["adds"] === "string" && { adds: search["adds"] }),
    ...(typeof search["date"] === "string" && /^\d{4}-\d\d-\d\d$/.test(search["date"]) && { date: search["date"] }),
  }),
  component: screen(() => import("../screens/note/note-screen.tsx"), "NoteScreen"),
});

const versions = createRoute({
  getParentRoute: () => root,
  path: "/notes/$noteId/versions",
  component: screen(() => import("../screens/versions/versions-screen.tsx"), "VersionsScreen"),
});

const templates = createRoute({
  getParentRoute: () => root,
  path: "/templates",
  component: screen(() => import("../screens/templates/templates-screen.tsx"), "TemplatesScreen"),
});

/** `/templates/new` begins one, `?from=` as another one is. */
const template = createRoute({
  getParentRoute: () => root,
  path: "/templates/$templateId",
  validateSearch: (given: Record<string, unknown>): { readonly from?: string } =>
    typeof given["from"] === "string" ? { from: given["from"] } : {},
  component: screen(() => import("../screens/templates/template-screen.tsx"), "TemplateScreen"),
});

const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  component: screen(() => import("../screens/search/search-screen.tsx"), "SearchScreen"),
});

/** `?view=` week, day, month or agenda; `?day=` `yyyy-mm-dd`. */
export type CalendarSearch = { readonly day?: string; readonly view?: "week" | "day" | "month" | "agenda" };

const calendar = createRoute({
  getParentRoute: () => root,
  path: "/calendar",
  validateSearch: ({ day, view }: Record<string, unknown>): CalendarSearch => ({
    ...(typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) && { day }),
    ...(view === "week" || view === "day" || view === "month" || view === "agenda" ? { view } : {}),
  }),
  component: screen(() => import("../screens/calendar/calendar-screen.tsx"), "CalendarScreen"),
});

const cases = createRoute({
  getParentRoute: () => root,
  path: "/cases",
  component: screen(() => import("../screens/cases/cases-screen.tsx"), "CasesScreen"),
});

/** `?kind=` whom to call and what to say at once; without it what there is to choose from. */
const urgent = createRoute({
  getParentRoute: () => root,
  path: "/cases/urgent",
  validateSearch: ({ kind }: Record<string, unknown>): { readonly kind?: string } =>
    typeof kind === "string" ? { kind } : {},
  component: screen(() => import("../screens/cases/urgent-screen.tsx"), "UrgentScreen"),
});

const retention = createRoute({
  getParentRoute: () => root,
  path: "/retention",
  component: screen(() => import("../screens/retention/retention-screen.tsx"), "RetentionScreen"),
});

const oneCase = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/cases/$caseId",
  component: screen(() => import("../screens/cases/case-screen.tsx"), "CaseScreen"),
});

/** `?day=` `yyyy-mm-dd`; else today. */
const dayList = createRoute({
  getParentRoute: () => root,
  path: "/calendar/day-list",
  validateSearch: ({ day }: Record<string, unknown>): { readonly day?: string } =>
    typeof day === "string" && /^\d{4}-\d\d-\d\d$/.test(day) ? { day } : {},
  component: screen(() => import("../screens/calendar/day-list.tsx"), "DayListScreen"),
});

const reminders = createRoute({
  getParentRoute: () => root,
  path: "/calendar/reminders",
  component: screen(() => import("../screens/calendar/reminders/reminders-screen.tsx"), "RemindersScreen"),
});

const devices = createRoute({
  getParentRoute: () => root,
  path: "/devices",
  component: screen(() => import("../screens/devices/devices-screen.tsx"), "DevicesScreen"),
});

const gone = createRoute({
  getParentRoute: () => root,
  path: "/devices/gone",
  component: screen(() => import("../screens/gone/gone-screen.tsx"), "GoneScreen"),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: "/rules",
  component: screen(() => import("../screens/rules/rules-screen.tsx"), "RulesScreen"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: screen(() => import("../screens/people/people-screen.tsx"), "PeopleScreen"),
});

const member = createRoute({
  getParentRoute: () => root,
  path: "/people/$memberId",
  component: screen(() => import("../screens/people/member-screen.tsx"), "MemberScreen"),
});

const leaving = createRoute({
  getParentRoute: () => root,
  path: "/people/$memberId/leaving",
  component: screen(() => import("../screens/leaving/leaving-screen.tsx"), "LeavingScreen"),
});

/** `/activity` is of the whole practice, `?chart=` and `?member=` of one. */
const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  validateSearch: (search: Record<string, unknown>): { readonly chart?: string; readonly member?: string } => ({
    ...(typeof search["chart"] === "string" && { chart: search["chart"] }),
    ...(typeof search["member"] === "string" && { member: search["member"] }),
  }),
  component: screen(() => import("../screens/activity/activity-screen.tsx"), "ActivityScreen"),
});

const emergency = createRoute({
  getParentRoute: () => root,
  path: "/emergencies/$emergencyId",
  component: screen(() => import("../screens/emergency/emergency-screen.tsx"), "EmergencyScreen"),
});

const recovery = createRoute({
  getParentRoute: () => root,
  path: "/recovery",
  component: screen(() => import("../screens/recovery/recovery-screen.tsx"), "RecoveryScreen"),
});

const will = createRoute({
  getParentRoute: () => root,
  path: "/will",
  component: screen(() => import("../screens/will/will-screen.tsx"), "WillScreen"),
});

const begin = createRoute({
  getParentRoute: () => root,
  path: "/index.html",
  beforeLoad: () => {
    throw redirect({ to: "/" });
  },
});

const routes = root.addChildren([
  today,
  charts,
  chart,
  enquiries,
  measures,
  fill,
  chartForms,
  response,
  fillForm,
  forms,
  ownForm,
  documents,
  bringIn,
  exported,
  bringInOne,
  note,
  versions,
  templates,
  template,
  search,
  calendar,
  cases,
  urgent,
  retention,
  separation,
  ofAge,
  oneCase,
  dayList,
  reminders,
  people,
  member,
  leaving,
  devices,
  gone,
  rules,
  activity,
  emergency,
  recovery,
  will,
  begin,
]);

export function createAppRouter() {
  return createRouter({
    routeTree: routes,
    defaultErrorComponent: PageBroke,
    defaultPreload: "intent",
    defaultPendingMs: 1000,
    // Scroll positions are kept by `Places`, in memory: the library's own go to session storage with the address.
    scrollRestoration: false,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
