/** The routes of an open vault. Addresses hold ids, never a name or a searched word. */

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { TodayScreen } from "../screens/today/today-screen.tsx";
import { NotHere } from "./not-here.tsx";
import { PageBroke } from "./page-broke.tsx";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Shell, notFoundComponent: NotHere });

const today = createRoute({ getParentRoute: () => root, path: "/", component: TodayScreen });

const charts = createRoute({
  getParentRoute: () => root,
  path: "/charts",
  component: lazyRouteComponent(() => import("../screens/charts/charts-screen.tsx"), "ChartsScreen"),
});

const chart = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId",
  component: lazyRouteComponent(() => import("../screens/chart/chart-screen.tsx"), "ChartScreen"),
});

const bringIn = createRoute({
  getParentRoute: () => root,
  path: "/charts/$chartId/bring-in",
  component: lazyRouteComponent(() => import("../screens/bring-in/bring-in-screen.tsx"), "BringInScreen"),
});

export type NoteSearch = {
  readonly chart?: string;
  readonly kind?: "progress" | "psychotherapy";
  readonly draft?: string;
};

/** `/notes/new?chart=&kind=` begins a note, `/notes/new?draft=` goes on with one, `/notes/$noteId` opens one. */
const note = createRoute({
  getParentRoute: () => root,
  path: "/notes/$noteId",
  validateSearch: (search: Record<string, unknown>): NoteSearch => ({
    ...(typeof search["chart"] === "string" && { chart: search["chart"] }),
    ...(search["kind"] === "progress" || search["kind"] === "psychotherapy" ? { kind: search["kind"] } : {}),
    ...(typeof search["draft"] === "string" && { draft: search["draft"] }),
  }),
  component: lazyRouteComponent(() => import("../screens/note/note-screen.tsx"), "NoteScreen"),
});

const versions = createRoute({
  getParentRoute: () => root,
  path: "/notes/$noteId/versions",
  component: lazyRouteComponent(() => import("../screens/versions/versions-screen.tsx"), "VersionsScreen"),
});

const search = createRoute({
  getParentRoute: () => root,
  path: "/search",
  component: lazyRouteComponent(() => import("../screens/search/search-screen.tsx"), "SearchScreen"),
});

const devices = createRoute({
  getParentRoute: () => root,
  path: "/devices",
  component: lazyRouteComponent(() => import("../screens/devices/devices-screen.tsx"), "DevicesScreen"),
});

const gone = createRoute({
  getParentRoute: () => root,
  path: "/devices/gone",
  component: lazyRouteComponent(() => import("../screens/gone/gone-screen.tsx"), "GoneScreen"),
});

const rules = createRoute({
  getParentRoute: () => root,
  path: "/rules",
  component: lazyRouteComponent(() => import("../screens/rules/rules-screen.tsx"), "RulesScreen"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("../screens/people/people-screen.tsx"), "PeopleScreen"),
});

const member = createRoute({
  getParentRoute: () => root,
  path: "/people/$memberId",
  component: lazyRouteComponent(() => import("../screens/people/member-screen.tsx"), "MemberScreen"),
});

const leaving = createRoute({
  getParentRoute: () => root,
  path: "/people/$memberId/leaving",
  component: lazyRouteComponent(() => import("../screens/leaving/leaving-screen.tsx"), "LeavingScreen"),
});

/** `/activity` is of the whole practice, `?chart=` and `?member=` of one. */
const activity = createRoute({
  getParentRoute: () => root,
  path: "/activity",
  validateSearch: (search: Record<string, unknown>): { readonly chart?: string; readonly member?: string } => ({
    ...(typeof search["chart"] === "string" && { chart: search["chart"] }),
    ...(typeof search["member"] === "string" && { member: search["member"] }),
  }),
  component: lazyRouteComponent(() => import("../screens/activity/activity-screen.tsx"), "ActivityScreen"),
});

const emergency = createRoute({
  getParentRoute: () => root,
  path: "/emergencies/$emergencyId",
  component: lazyRouteComponent(() => import("../screens/emergency/emergency-screen.tsx"), "EmergencyScreen"),
});

const recovery = createRoute({
  getParentRoute: () => root,
  path: "/recovery",
  component: lazyRouteComponent(() => import("../screens/recovery/recovery-screen.tsx"), "RecoveryScreen"),
});

const will = createRoute({
  getParentRoute: () => root,
  path: "/will",
  component: lazyRouteComponent(() => import("../screens/will/will-screen.tsx"), "WillScreen"),
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
  bringIn,
  note,
  versions,
  search,
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
