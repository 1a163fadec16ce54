/** One SQL statement. `name` makes it a prepared statement: one name, one text, in the whole program. */
export interface Statement {
  /** Empty where a statement is run once and not prepared; its text may then hold several statements without values. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
