/** Which address shows which screen. Each screen is loaded when it is first asked for. */
import { createBrowserRouter, type RouteObject } from "react-router";
import { Loading } from "@/parts/Loading";
import { RequireSession } from "@/shell/RequireSession";
import { ScreenFailed } from "@/shell/ScreenFailed";

export const ROUTES: RouteObject[] = [
  { path: "/sign-in", lazy: () => import("@/screens/sign-in/SignIn"), ErrorBoundary: ScreenFailed },
  {
    path: "/",
    Component: RequireSession,
    HydrateFallback: () => <Loading whole />,
    ErrorBoundary: ScreenFailed,
    children: [
      {
        ErrorBoundary: ScreenFailed,
        children: [
          { index: true, lazy: () => import("@/screens/home/Home") },
          { path: "templates", lazy: () => import("@/screens/templates/Gallery") },
          { path: "templates/:templateId", lazy: () => import("@/screens/templates/TemplateDetail") },
          { path: "rule-sets", lazy: () => import("@/screens/rule-sets/RuleSets") },
          { path: "rule-sets/:ruleSetId", lazy: () => import("@/screens/rule-sets/RuleSet") },
          { path: "rule-sets/:ruleSetId/edit", lazy: () => import("@/screens/editor/Editor") },
          { path: "rule-sets/:ruleSetId/versions", lazy: () => import("@/screens/rule-sets/versions/Versions") },
          {
            path: "rule-sets/:ruleSetId/versions/:number",
            lazy: () => import("@/screens/rule-sets/versions/Version"),
          },
          { path: "people", lazy: () => import("@/screens/people/People") },
          { path: "people/:personId", lazy: () => import("@/screens/people/Person") },
          { path: "people/:personId/statement", lazy: () => import("@/screens/people/results/Statement") },
          { path: "runs", lazy: () => import("@/screens/runs/Runs") },
          { path: "runs/:runId", lazy: () => import("@/screens/runs/run/Run") },
          { path: "data", lazy: () => import("@/screens/data/Data") },
          { path: "data/import", lazy: () => import("@/screens/data/import/Import") },
          { path: "data/datasets/:dataset", lazy: () => import("@/screens/data/datasets/Dataset") },
          { path: "settings", lazy: () => import("@/screens/settings/Settings") },
          { path: "*", lazy: () => import("@/screens/not-found/NotFound") },
        ],
      },
    ],
  },
];

export function makeRouter() {
  return createBrowserRouter(ROUTES);
}
