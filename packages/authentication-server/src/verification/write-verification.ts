import type { Transaction } from '@tallystick/postgres';
import type { CredentialState, StepHold } from './credential-state.ts';
import type { RaceGuards } from './race-guards.ts';
import { claimKey } from './stored-verdicts.ts';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';

/**
 * Burns the steps: one conditional update for all credentials of the batch that accepted one. It can succeed once,
 * because it names the last accepted step that the decision was made from; where another transaction was faster it
 * changes too few rows, and the whole batch is decided again.
 */
export function writeBurns(
  transaction: Transaction,
  bucket: number,
  changes: readonly { before: CredentialState; after: CredentialState }[],
  guards: RaceGuards,
): void {
  const burns = changes.filter(({ before, after }) => before.accepted !== after.accepted);
  if (burns.length === 0) return;
  const condition = guards.conditionalBurn ? 'AND credential.last_accepted_step = burn.previous_step' : '';
  const statement = {
    name: guards.conditionalBurn ? 'authentication.burn_steps' : 'authentication.burn_steps_unconditionally',
    text: `UPDATE authentication.credentials AS credential
      SET last_accepted_step = burn.step, accepted_steps = burn.accepted_steps,
        recent_offsets = burn.recent_offsets::smallint[], throttle = burn.throttle::jsonb, activation_id = NULL
      FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::text[])
        AS burn (credential_number, previous_step, step, accepted_steps, recent_offsets, throttle)
      WHERE credential.bucket = $1 AND credential.credential_number = ANY($2::bigint[])
        AND credential.credential_number = burn.credential_number ${condition}`,
    values: [
      bucket,
      burns.map(({ after }) => after.credentialNumber.toString()),
      burns.map(({ before }) => before.accepted.lastAcceptedStep),
      burns.map(({ after }) => after.accepted.lastAcceptedStep),
      burns.map(({ after }) => after.accepted.acceptedBits.toString()),
      burns.map(({ after }) => `{${after.recentOffsets.join(',')}}`),
      burns.map(({ after }) => toJson(after.throttle)),
    ],
  };
  transaction.write(statement, burns.length);
}

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

/** Keeps the charges of credentials that were guessed at and accepted nothing. */
export function writeCharges(
  transaction: Transaction,
  bucket: number,
  changes: readonly { before: CredentialState; after: CredentialState }[],
): void {
  const charged = changes.filter(
    ({ before, after }) => before.accepted === after.accepted && before.throttle !== after.throttle,
  );
  if (charged.length === 0) return;
  const statement = {
    name: 'authentication.charge_failures',
    text: `UPDATE authentication.credentials AS credential SET throttle = charge.throttle::jsonb
      FROM unnest($2::bigint[], $3::text[]) AS charge (credential_number, throttle)
      WHERE credential.bucket = $1 AND credential.credential_number = ANY($2::bigint[])
        AND credential.credential_number = charge.credential_number`,
    values: [
      bucket,
      charged.map(({ after }) => after.credentialNumber.toString()),
      charged.map(({ after }) => toJson(after.throttle)),
    ],
  };
  transaction.write(statement, charged.length);
}

/** The first good code proves that the terminal has its keys: the sealed reply of its activation is no longer needed. */
export function eraseEnrolmentReplies(
  transaction: Transaction,
  bucket: number,
  changes: readonly { before: CredentialState; after: CredentialState }[],
): void {
  const activationIds = changes.flatMap(({ before, after }) =>
    before.activationId !== null && after.activationId === null ? [before.activationId] : [],
  );
  if (activationIds.length === 0) return;
  const statement = {
    name: 'authentication.erase_enrolment_replies',
    text: `UPDATE authentication.activations SET sealed_reply = NULL
      WHERE bucket = $1 AND activation_id = ANY($2::bytea[])`,
    values: [bucket, activationIds],
  };
  transaction.write(statement, activationIds.length);
}

export function writeHolds(
  transaction: Transaction,
  bucket: number,
  holds: readonly StepHold[],
  decidedAt: Date,
): void {
  if (holds.length === 0) return;
  const statement = {
    name: 'authentication.insert_step_holds',
    text: `INSERT INTO authentication.step_holds
        (bucket, credential_number, step, state, merchant_id, payment_id, request_hash, created_at)
      SELECT $1, hold.*, $8
      FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::uuid[], $6::text[], $7::bytea[]) AS hold`,
    values: [
      bucket,
      holds.map((hold) => hold.credentialNumber.toString()),
      holds.map((hold) => hold.step),
      holds.map((hold) => hold.state),
      holds.map((hold) => hold.merchantId),
      holds.map((hold) => hold.paymentId),
      holds.map((hold) => hold.requestHash),
      decidedAt,
    ],
  };
  transaction.write(statement, holds.length);
}

export interface VerdictStoring {
  /** Whether the request stands beside the verdict; where payments are in the same database, their rows have it. */
  readonly keepsRequestHash: boolean;
}

/** Stores every verdict under its claim. A pending code has none yet. */
export function writeVerdicts(
  transaction: Transaction,
  bucket: number,
  requests: readonly VerificationRequest[],
  verdicts: readonly Verdict[],
  decidedAt: Date,
  { keepsRequestHash }: VerdictStoring,
): void {
  const inArrivalOrder = requests.flatMap((request, index) => {
    const verdict = verdicts[index];
    if (verdict === undefined || verdict.kind === 'pending') return [];
    return [{ request, reason: verdict.reason, burnt: verdict.burnt }];
  });
  // In the order of their claims on every server, so that two that meet on an id can’t wait for each other.
  const decided = inArrivalOrder.sort((left, right) =>
    claimKey(left.request.claim) < claimKey(right.request.claim) ? -1 : 1,
  );
  if (decided.length === 0) return;
  const statement = {
    name: keepsRequestHash ? 'authentication.insert_asked_verdicts' : 'authentication.insert_verdicts',
    text: `INSERT INTO authentication.verdicts
        (bucket, merchant_id, payment_id, verdict, credential_number, step, intent, question, decided_at
        ${keepsRequestHash ? ', request_hash' : ''})
      SELECT $1, merchant_id, payment_id, verdict, credential_number, step, intent, question, $9
        ${keepsRequestHash ? ', request_hash' : ''}
      FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::smallint[], $8::text[]
        ${keepsRequestHash ? ', $10::bytea[]' : ''})
        AS decided (merchant_id, payment_id, verdict, credential_number, step, intent, question
        ${keepsRequestHash ? ', request_hash' : ''})`,
    values: [
      bucket,
      decided.map(({ request }) => request.claim.merchantId),
      decided.map(({ request }) => request.claim.paymentId),
      decided.map(({ reason }) => reason),
      decided.map(({ burnt }) => burnt?.credentialNumber.toString() ?? null),
      decided.map(({ burnt }) => burnt?.step ?? null),
      decided.map(({ request }) => request.intent),
      decided.map(({ burnt }) => burnt?.question ?? null),
      decidedAt,
      ...(keepsRequestHash ? [decided.map(({ request }) => request.requestHash)] : []),
    ],
  };
  transaction.insert(statement);
}

function toJson(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
