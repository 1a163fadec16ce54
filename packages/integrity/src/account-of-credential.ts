import { streamCredentialAccounts } from '@tallystick/authentication-server';
import { type Difference, type Snapshot, lookAt, maximumDifferences } from '@tallystick/postgres';
import type { CrossCheck } from './cross-check.ts';
import { compareKeys, mergeByKey } from './merge-by-key.ts';

interface PayerRow {
  readonly bucket: number;
  readonly accountId: string;
}

/** Credentials against accounts; walked side by side, for the same reason as verdicts. */
export const accountOfCredential: CrossCheck = {
  name: 'credential_of_no_account',
  says: 'Every credential pays from an account that a payer has.',
  isNotice: false,
  async look({ platform, authentication, apartSince }) {
    const differences: Difference[] = [];
    let count = 0;
    await mergeByKey(
      streamCredentialAccounts(authentication),
      streamPayers(platform),
      (credential, payer) =>
        compareKeys([credential.bucket, credential.accountId], [payer.bucket, payer.accountId]),
      (credential, payer) => {
        if (credential === undefined) return;
        count += 1;
        if (payer !== undefined || differences.length > maximumDifferences) return;
        // Where the snapshots are not of one moment, the account of a young credential may be younger than the first.
        if (apartSince !== null && credential.createdAt > apartSince) return;
        const { bucket, credentialNumber, accountId } = credential;
        const found = `account ${accountId}, which does not exist`;
        differences.push({
          bucket,
          subject: `credential ${credentialNumber}`,
          expected: 'a payer’s account',
          found,
        });
      },
    );
    return lookAt({ count, what: 'credentials' }, differences);
  },
};

function streamPayers(snapshot: Snapshot): AsyncGenerator<readonly PayerRow[], void, undefined> {
  return snapshot.stream<PayerRow>(`
    SELECT bucket, account_id::text AS "accountId" FROM platform.accounts WHERE kind = 'payer'
    ORDER BY bucket, account_id`);
}
