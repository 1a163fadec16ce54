import type { DatabaseError } from 'pg';
import type { Statement } from './statement.ts';

/** A write and the number of rows that it must change. */
export interface CountedWrite {
  readonly statement: Statement;
  readonly expectedRowCount: number;
}

const invalidTextRepresentation = '22P02';
const marker = 'rows were changed where';

/**
 * Lets a write fail inside the database when it changes another number of rows than expected. The COMMIT is already on
 * its way when the row count arrives here, so only the database can still stop it: the count that doesn’t fit is cast,
 * with a sentence around it, to a number, and that error turns the COMMIT into a ROLLBACK.
 */
export function countedWrite({ statement, expectedRowCount }: CountedWrite): Statement {
  const { name, text, values } = statement;
  const expected = `$${values.length + 1}::bigint`;
  return {
    name: `${name}:counted`,
    text: `WITH written AS (${text} RETURNING 1)
      SELECT CASE WHEN count(*) = ${expected} THEN 0
        ELSE (count(*) || ' ${marker} ' || ${expected} || ' were expected')::integer END FROM written`,
    values: [...values, expectedRowCount],
  };
}

export function isRowCountMismatch(error: DatabaseError): boolean {
  return error.code === invalidTextRepresentation && error.message.includes(marker);
}
