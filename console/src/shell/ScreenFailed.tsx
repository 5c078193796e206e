/** Shown in place of a screen that failed while it was drawn. */
import { useRouteError } from "react-router";
import { asProblem } from "@/api/problem";
import { ProblemBox } from "@/parts/ProblemBox";

export function ScreenFailed() {
  const thrown = useRouteError();
  return <ProblemBox problem={asProblem(thrown)} again={() => window.location.reload()} />;
}
