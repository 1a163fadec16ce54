import type { Transaction } from '@tallystick/postgres';
import type { CredentialState } from './credential-state.ts';

/**
 * Keeps the day’s count of credentials that have one. A statement of its own, so that the burn of all the others carries
 * nothing for it; it follows the burn, whose condition guards it too.
 */
export function writeUses(
  transaction: Transaction,
  bucket: number,
  changes: readonly { before: CredentialState; after: CredentialState }[],
): void {
  const counted = changes.flatMap(({ before, after }) =>
    after.uses === null || after.uses === before.uses ? [] : [{ after, uses: after.uses }],
  );
  if (counted.length === 0) return;
  const statement = {
    name: 'authentication.count_uses',
    text: `UPDATE authentication.credentials AS credential SET used_day = used.day, used_count = used.count
      FROM unnest($2::bigint[], $3::integer[], $4::smallint[]) AS used (credential_number, day, count)
      WHERE credential.bucket = $1 AND credential.credential_number = ANY($2::bigint[])
        AND credential.credential_number = used.credential_number`,
    values: [
      bucket,
      counted.map(({ after }) => after.credentialNumber.toString()),
      counted.map(({ uses }) => uses.day),
      counted.map(({ uses }) => uses.count),
    ],
  };
  transaction.write(statement, counted.length);
}
