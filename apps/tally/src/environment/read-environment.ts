/** Variables and their values; none of the values is empty. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The one place where variables are read. One that is set to nothing is not set: `TALLY_DATA=` in a unit file or a
 * compose file would otherwise be the working folder, which is then where keys would go.
 */
export function readEnvironment(variables: Environment = process.env): Environment {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}
