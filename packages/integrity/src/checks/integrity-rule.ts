import { lookAt, maximumDifferences, type Difference, type IntegrityCheck } from './integrity-check.ts';

/** A check that is one SQL statement. */
export interface IntegrityRule {
  readonly name: string;
  readonly says: string;
  readonly isNotice?: boolean;
  /** The table whose rows are counted as looked at, with its schema: `platform.entries`. */
  readonly table: string;
  /** Gives a row (bucket, subject, expected, found) for every violation. Set-based: it reads the whole table. */
  readonly query: string;
}

export function checkOfRule({ name, says, isNotice = false, table, query }: IntegrityRule): IntegrityCheck {
  return {
    name,
    says,
    isNotice,
    async look(snapshot) {
      const count = await snapshot.countOf(table);
      const found = await snapshot.read<Difference>(
        `${query} ORDER BY bucket, subject LIMIT ${maximumDifferences + 1}`,
      );
      return lookAt({ count, what: wordsOf(table) }, found);
    },
  };
}

/** `platform.top_ups` → `top ups` */
function wordsOf(table: string): string {
  return table.slice(table.indexOf('.') + 1).replaceAll('_', ' ');
}
