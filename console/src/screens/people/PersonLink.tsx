/** Somebody by name, leading to their page. Until the name is known, and for who is not in the list, it is the id. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { personQuery } from "@/api/queries/people";
import { addressOf } from "./address";

export function PersonLink({ id }: { readonly id: string }) {
  const { data } = useQuery({ ...personQuery(id), staleTime: 60_000, retry: false });
  return <Link to={addressOf(id)}>{data?.name ?? id}</Link>;
}
