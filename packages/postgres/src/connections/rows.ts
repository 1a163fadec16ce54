import { types } from 'pg';

type Parser = (text: string) => unknown;

const int8Oid = 20;
const int8ArrayOid = 1016;

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

/**
 * How the text of a column becomes a value: by the driver’s own parsers, but bigint columns arrive as `bigint`. The
 * driver’s strings can be added up by mistake, and numbers lose digits above 2^53.
 */
function typeParserOf(oid: number): Parser {
  if (oid === int8Oid) return BigInt;
  if (oid === int8ArrayOid) return parseBigintArray;
  return types.getTypeParser(oid, 'text') as Parser;
}

/** An array of one dimension, such as `{1,NULL,-3}`; numbers are never quoted in it. */
function parseBigintArray(text: string): (bigint | null)[] {
  if (text === '{}') return [];
  const elements = text.slice(1, -1).split(',');
  return elements.map((element) => (element === 'NULL' ? null : BigInt(element)));
}
