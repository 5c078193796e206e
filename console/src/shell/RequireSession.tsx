/** Screens for people who are signed in; others are led to the door and back. */
import { Navigate, useLocation } from "react-router";
import { asProblem } from "@/api/problem";
import { useSession } from "@/api/queries/session";
import { Loading } from "@/parts/Loading";
import { ProblemBox } from "@/parts/ProblemBox";
import { Shell } from "./Shell";

export function RequireSession() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.isPending) return <Loading whole />;
  if (session.isError) return <ProblemBox problem={asProblem(session.error)} again={() => session.refetch()} whole />;
  if (session.data === null) {
    const next = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  return <Shell />;
}
