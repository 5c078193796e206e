/** The address of a person's page; ids may hold anything, slashes too. */
export function addressOf(person: string): string {
  return `/people/${encodeURIComponent(person)}`;
}
