import { randomBytes } from 'node:crypto';
import { type Verifier, verifyBatch } from '@tallystick/authentication-server';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';
import { randomPaymentId, uuidV7 } from '@tallystick/foundation';
import { parseNumericPaycode } from '@tallystick/paycode';
import type { Database } from '@tallystick/postgres';
import type { CodeBook, UnspentCode } from '../codes/code-book.ts';
import { type LoadResult, runClosedLoop } from './closed-loop.ts';

export interface VerificationLoad {
  readonly database: Database;
  readonly verifier: Verifier;
  readonly issuerPrefix: string;
  readonly codes: CodeBook;
  /** Gets the claim’s payment id of every genuine verdict. */
  readonly acknowledged: Set<string>;
}

const onlyBucket = 0;
const maximumBatch = 256;
const requestHash = randomBytes(32);
const merchantId = uuidV7(0);
const tillId = uuidV7(0);

/**
 * Verifications alone: `verifyBatch` with its commit, over a lane such as payments have, without HTTP, accounts and
 * entries. Every verdict is checked to be `genuine`.
 */
export async function verifyAndCommit(
  load: VerificationLoad,
  inFlight: number,
  limitMs: number,
  maximumVerifications: number,
): Promise<LoadResult> {
  const unspent = load.codes.make(maximumVerifications);
  const lane = load.database.lane<VerificationRequest, Verdict>({
    name: 'verifications',
    maximumQueued: inFlight,
    maximumBatch,
    decide: (transaction, requests) => verifyBatch(load.verifier, transaction, onlyBucket, requests),
  });
  try {
    const result = await runClosedLoop({
      items: unspent.map((code) => toVerification(code, load.issuerPrefix)),
      inFlight,
      limitMs,
      async serve(request) {
        const verdict = await lane.submit(request);
        if (verdict.kind !== 'genuine') throw new Error(`a genuine code got the verdict ${verdict.reason}`);
        load.acknowledged.add(request.claim.paymentId);
      },
    });
    load.codes.giveBack(unspent.slice(result.served));
    return result;
  } finally {
    await lane.close();
  }
}

/** As the platform makes it of a payment: parsed, with a claim of its own. */
export function toVerification({ code }: UnspentCode, issuerPrefix: string): VerificationRequest {
  const parsed = parseNumericPaycode(code, issuerPrefix);
  if (!parsed.ok) throw new Error(`a code that was just made does not parse: ${parsed.error}`);
  return { claim: { merchantId, paymentId: randomPaymentId() }, requestHash, tillId, ...parsed.data };
}
