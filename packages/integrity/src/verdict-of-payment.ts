import { codeOfReason } from '@tallystick/verification-contract';
import { streamVerdicts, type VerdictRow } from './authentication/verdict-rows.ts';
import { lookAt, maximumDifferences, type Difference } from './checks/integrity-check.ts';
import type { Snapshot } from './checks/snapshot.ts';
import type { CrossCheck } from './cross-check.ts';
import { compareKeys, mergeByKey } from './merge-by-key.ts';

/** A payment as the authentication server’s verdicts can be compared with it. */
interface ClaimRow {
  readonly bucket: number;
  readonly merchantId: string;
  readonly paymentId: string;
  readonly state: 'open' | 'final';
  readonly outcome: 'approved' | 'declined' | null;
  readonly errorCode: string | null;
  readonly accountId: string | null;
  readonly isConfirmed: boolean;
}

/** How a payment must have ended, by its verdict (DESIGN §3.6, “Answers”); null: the platform decides about the code. */
const codesOfVerdicts = new Set([...Object.values(codeOfReason), 'reversed']);
/** Declines that ask no verdict: nothing was burnt. */
const codesWithoutVerdict = new Set(['reversed', 'order_already_paid', 'duplicate_suspected']);

/**
 * Burnt codes against payments. The two sides have a schema each, and where they stand apart a database each, so no
 * statement reads both: their rows are walked side by side, in the order of the claim, a batch of each in memory.
 */
export const verdictOfPayment: CrossCheck = {
  name: 'verdict_not_of_payment',
  says: 'Every approved payment burnt one genuine code of its account, and every verdict ended its payment as it should.',
  isNotice: false,
  async look({ platform, authentication, apartSince }) {
    const differences: Difference[] = [];
    let count = 0;
    const claims = streamClaims(platform);
    await mergeByKey(claims, streamVerdicts(authentication), compareClaims, (payment, verdict) => {
      count += 1;
      if (apartSince !== null && isBetweenStages(payment, verdict, apartSince)) return;
      const difference = differenceOf(payment, verdict);
      if (difference !== undefined && differences.length <= maximumDifferences) differences.push(difference);
    });
    return lookAt({ count, what: 'payments and verdicts' }, differences);
  },
};

/**
 * Legal where each server has a commit of its own (DESIGN §3.6, “Split”): a code is burnt whose payment is not booked yet,
 * or was closed before it could be; what was burnt stays burnt. A verdict without any payment is younger than the platform’s
 * snapshot, because its claim came first.
 */
function isBetweenStages(
  payment: ClaimRow | undefined,
  verdict: VerdictRow | undefined,
  apartSince: Date,
): boolean {
  if (verdict === undefined) return false;
  if (payment === undefined) return verdict.decidedAt > apartSince;
  if (payment.state === 'open') return true;
  return payment.errorCode === 'reversed' && payment.accountId === null && !payment.isConfirmed;
}

function streamClaims(snapshot: Snapshot): AsyncGenerator<readonly ClaimRow[], void, undefined> {
  return snapshot.stream<ClaimRow>(`
    SELECT bucket, merchant_id::text AS "merchantId", payment_id AS "paymentId", state, outcome,
      error_code AS "errorCode", account_id::text AS "accountId", receipt_tag IS NOT NULL AS "isConfirmed"
    FROM platform.payments ORDER BY bucket, merchant_id, payment_id COLLATE "C"`);
}

function compareClaims(payment: ClaimRow, verdict: VerdictRow): number {
  return compareKeys(
    [payment.bucket, payment.merchantId, payment.paymentId],
    [verdict.bucket, verdict.merchantId, verdict.paymentId],
  );
}

function differenceOf(
  payment: ClaimRow | undefined,
  verdict: VerdictRow | undefined,
): Difference | undefined {
  const row = payment ?? verdict;
  if (row === undefined) return undefined;
  const expected = verdict === undefined ? withoutVerdict(payment) : withVerdict(payment, verdict);
  if (expected === undefined) return undefined;
  const { bucket, merchantId, paymentId } = row;
  return { bucket, subject: `${merchantId} payment ${paymentId}`, expected, found: wordsOf(payment) };
}

/** Legal without a verdict: a code that is still held, what was closed before its code was looked at, and tombstones. */
function withoutVerdict(payment: ClaimRow | undefined): string | undefined {
  if (payment === undefined || payment.state === 'open') return undefined;
  const isDeclined = payment.outcome === 'declined' && codesWithoutVerdict.has(payment.errorCode ?? '');
  return isDeclined ? undefined : 'a verdict on its code';
}

function withVerdict(payment: ClaimRow | undefined, { verdict, accountId }: VerdictRow): string | undefined {
  const code = codeOfReason[verdict];
  const words = `${verdict}: ${code ?? 'approved, or declined by the platform'}`;
  if (payment?.state !== 'final') return words;
  if (payment.accountId !== accountId) return `account ${accountId ?? 'none'}`;
  if (payment.isConfirmed !== (accountId !== null)) return accountId === null ? 'no receipt' : 'a receipt';
  if (code !== null) return payment.errorCode === code ? undefined : words;
  const isDecided = payment.outcome === 'approved' || !codesOfVerdicts.has(payment.errorCode);
  return isDecided ? undefined : words;
}

function wordsOf(payment: ClaimRow | undefined): string {
  if (payment === undefined) return 'no payment';
  const { state, outcome, errorCode, accountId, isConfirmed } = payment;
  const end = outcome === null ? state : `${outcome}${errorCode === null ? '' : ` ${errorCode}`}`;
  return `${end}, account ${accountId ?? 'none'}, ${isConfirmed ? 'a receipt' : 'no receipt'}`;
}
