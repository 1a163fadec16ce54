import { typeParserOf } from './type-parser-of.ts';

/** A column of a result, as the database describes it. */
export interface FieldDescription {
  readonly name: string;
  readonly dataTypeID: number;
}

export interface Column {
  readonly name: string;
  readonly parse: (text: string) => unknown;
}

export function toColumns(fields: readonly FieldDescription[]): readonly Column[] {
  return fields.map(({ name, dataTypeID }) => ({ name, parse: typeParserOf(dataTypeID) }));
}

/** A row as an object, its columns in the order of the statement. */
export function decodeRow(columns: readonly Column[], fields: readonly (string | null)[]): object {
  const row: Record<string, unknown> = {};
  columns.forEach(({ name, parse }, index) => {
    const text = fields[index] ?? null;
    row[name] = text === null ? null : parse(text);
  });
  return row;
}
