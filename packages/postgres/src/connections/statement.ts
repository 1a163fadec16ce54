/** One SQL statement. `name` makes it a prepared statement: one name, one text, in the whole program. */
export interface Statement {
  /** Empty where a statement is run once and not prepared; its text may then hold several statements without values. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Without name and values it goes by the simple protocol, which takes several statements in one text. */
export function isSimple({ name, values }: Statement): boolean {
  return name === '' && values.length === 0;
}
