import type { Database } from '@tallystick/postgres';
import type { RunStatement } from './record-statements.ts';

/** They have no plan. */
const withoutPlan = /^(BEGIN|COMMIT|ROLLBACK|LOCK)\b/;
const partition = /"Relation Name":"\w+_b(\d+)"/g;

/**
 * The buckets whose partitions PostgreSQL would look into for a statement with its values. None for one about other tables,
 * and for a plain INSERT, whose rows find their partition when they are there.
 */
export async function bucketsLookedInto(
  database: Database,
  { text, values }: RunStatement,
): Promise<ReadonlySet<number>> {
  if (withoutPlan.test(text)) return new Set();
  const rows = await database.query<Readonly<Record<string, unknown>>>({
    name: '',
    text: [
      'SET LOCAL plan_cache_mode = force_custom_plan',
      `PREPARE asked AS ${text}`,
      `EXPLAIN (FORMAT JSON) EXECUTE asked${values.length === 0 ? '' : `(${values.join(', ')})`}`,
      'DEALLOCATE asked',
    ].join('; '),
    values: [],
  });
  const plan = JSON.stringify(rows.map((row) => row['QUERY PLAN']));
  if (!plan.includes('"Node Type"')) throw new Error(`no plan: ${plan}`);
  return new Set([...plan.matchAll(partition)].map(([, bucket]) => Number(bucket)));
}
