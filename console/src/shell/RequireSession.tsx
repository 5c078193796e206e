/** Screens for people who are signed in; others are led to the door and back. Who was signed in stays where they are. */
import { Navigate, useLocation } from "react-router";
import { asProblem } from "@/api/problem";
import { useSession, useSessionEnded } from "@/api/queries/session";
import { Loading } from "@/parts/Loading";
import { ProblemBox } from "@/parts/ProblemBox";
import { Shell } from "./Shell";
import { SignInAgain } from "./SignInAgain";
import { useTypingPause } from "./useTypingPause";

export function RequireSession() {
  const session = useSession();
  const ended = useSessionEnded();
  const isAsked = useTypingPause(ended);
  const { pathname, search } = useLocation();
  if (session.isPending) return <Loading whole />;
  if (session.isError) return <ProblemBox problem={asProblem(session.error)} again={() => session.refetch()} whole />;
  if (session.data === null) {
    const next = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  return (
    <>
      <Shell />
      {isAsked && <SignInAgain />}
    </>
  );
}
