import { admitBatch, type AdmittedBatch, type InTheWay } from './admit-batch.ts';
import { sortByClaim, type SortedClaims } from './claims.ts';
import type { PaymentRequest, StoredPayment } from './payment.ts';

/** The claims of a batch as far as they were read, and the way to read more of them in the same transaction. */
export interface KnownClaims {
  readonly stored: ReadonlyMap<string, StoredPayment>;
  readonly isRead: (request: PaymentRequest) => boolean;
  read(requests: readonly PaymentRequest[]): Promise<ReadonlyMap<string, StoredPayment>>;
}

export interface AdmittedByClaims {
  readonly claims: SortedClaims;
  readonly batch: AdmittedBatch;
}

/**
 * Admits a batch some of whose claims are only taken to be new (docs/adr/0013). Where that is wrong, the insert of the
 * outcome fails. An answer that writes no row would not be found out: before it is given its claim is read, and the whole
 * batch is looked at again.
 */
export async function admitByClaims(
  requests: readonly PaymentRequest[],
  known: KnownClaims,
  inTheWay: InTheWay,
  now: Date,
): Promise<AdmittedByClaims> {
  const admitted = admit(requests, known.stored, inTheWay, now);
  const unproved = withoutRow(admitted.batch)
    .map((index) => requests[index]!)
    .filter((request) => !known.isRead(request));
  if (unproved.length === 0) return admitted;
  const stored = new Map([...known.stored, ...(await known.read(unproved))]);
  return admit(requests, stored, inTheWay, now);
}

function admit(
  requests: readonly PaymentRequest[],
  stored: ReadonlyMap<string, StoredPayment>,
  inTheWay: InTheWay,
  now: Date,
): AdmittedByClaims {
  const claims = sortByClaim(requests, stored);
  return { claims, batch: admitBatch(requests, claims, inTheWay, now) };
}

/** Indexes of the requests that are answered and leave no row behind. */
function withoutRow({ answered }: AdmittedBatch): readonly number[] {
  return [...answered].filter(([, answer]) => answer.kind !== 'final').map(([index]) => index);
}
