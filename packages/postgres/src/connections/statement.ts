/** One SQL statement. `name` makes it a prepared statement: one name, one text, in the whole program. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
