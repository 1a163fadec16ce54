import type { Clock } from '@tallystick/foundation';
import type { Database, Lane, LaneOptions } from '@tallystick/postgres';
import type { CodesApart } from '@tallystick/verification-contract';
import type { Verified } from '../payments/book-verified.ts';
import type { PaymentAnswer, PaymentRequest } from '../payments/payment.ts';
import { toVerification } from '../payments/to-verification.ts';
import { bookBatch } from './book-batch.ts';
import { claimBatch, type ClaimResult } from './claim-batch.ts';
import { forgetPaymentInWork } from './payments-in-work.ts';

export interface StagedPaymentsParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly codes: CodesApart;
  /** An authentication server apart has one bucket so far, and so has its platform (docs/adr/0012). */
  readonly bucketCount: number;
  readonly limits: Pick<LaneOptions<never, never>, 'maximumQueued' | 'maximumBatch'>;
}

/**
 * Payments whose codes are verified by an authentication server with a database of its own: claim, verify, decide and book
 * (DESIGN §3.6). Whatever is cut off in between, the same request goes on where it was: the claim is found open, the verdict
 * is given again, and the booking happens once.
 */
export function createStagedPayments({
  limits,
  ...parts
}: StagedPaymentsParts): Lane<PaymentRequest, PaymentAnswer> {
  if (parts.bucketCount !== 1) throw new RangeError('payments in stages are of one bucket');
  const claims: Lane<PaymentRequest, ClaimResult> = parts.database.lane({
    name: 'claims',
    ...limits,
    decide: (transaction, requests, bucket) => claimBatch(parts, transaction, bucket, requests),
  });
  const bookings: Lane<Verified, PaymentAnswer> = parts.database.lane({
    name: 'bookings',
    ...limits,
    decide: (transaction, items, bucket) => bookBatch(parts, transaction, bucket, items),
  });
  return {
    async submit(request) {
      const claim = await claims.submit(request);
      if (claim.kind === 'answered') return claim.answer;
      if (claim.kind === 'unavailable') throw claim.error;
      const verdict = await parts.codes.verify(toVerification(request));
      if (verdict.kind === 'pending') {
        // It waits for its code’s time and not for us: a second scan is judged by its own code meanwhile.
        await parts.database.query(forgetPaymentInWork(request.bucket, request));
        return { kind: 'pending', reason: verdict.code, pollAfterMs: verdict.pollAfterMs };
      }
      return bookings.submit({ request, verdict, wasOpen: true });
    },
    async close() {
      await claims.close();
      await bookings.close();
    },
  };
}
