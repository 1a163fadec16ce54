/** One step of the schema. Once it is released its text never changes. */
export interface Migration {
  /** Package and file without its ending: `platform/001-platform`. */
  readonly id: string;
  readonly sql: string;
}
