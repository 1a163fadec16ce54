import type { KeyObject } from 'node:crypto';
import {
  TallyError,
  currencyExponent,
  isPaymentId,
  parseAmountMinorUnits,
  type Clock,
  type ClosureJson,
  type OutcomeJson,
  type PaymentAnswerJson,
  type PaymentRequestJson,
  type ProblemCode,
  type ReversalJson,
} from '@tallystick/foundation';
import type { HmacKey } from '@tallystick/otp';
import { parseNumericPaycode } from '@tallystick/paycode';
import type { Database, Lane } from '@tallystick/postgres';
import type { Till } from '../tills/till.ts';
import { pendingJson } from './answer-json.ts';
import { createPaymentPlacing, type PaymentPlacing } from '../places/place-payments.ts';
import type { Places } from '../places/places.ts';
import type { AuthenticationServer } from '@tallystick/verification-contract';
import { claimKey } from './claims.ts';
import { closeUnpaid, type CloseRequest } from './close-unpaid.ts';
import { payBatch } from './pay-batch.ts';
import { toOrder } from '../orders/to-order.ts';
import { readStoredPayment } from './payment-rows.ts';
import type { CheckedRequest, FinalPayment, PaymentAnswer, PaymentRequest } from './payment.ts';
import { presentOutcome } from './present-outcome.ts';
import { leaveOnGrid } from './refusal-grid.ts';
import { requestHash, requestHashKeyOf } from './request-hash.ts';
import { reverse } from './reverse.ts';
import { createSeenKeys, type SeenKeys } from './seen-keys.ts';
import { createStagedPayments } from '../staged-payments/create-staged-payments.ts';

/** A batch larger than this gains nothing and makes its first request wait. */
const maximumBatch = 256;
/** Requests that may wait for the next batch; more are refused as `overloaded`. */
const maximumQueued = 4096;
const limits = { maximumBatch, maximumQueued };
/** Some ten megabytes; a till asks again within minutes. */
const claimsRemembered = 50_000;
/** What a till waits before it asks again for a payment that is being decided. */
const inWorkPollAfterMs = 1000;

export interface PaymentServiceParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly authenticationServer: AuthenticationServer;
  readonly places: Places;
  readonly issuerPrefix: string;
  readonly requestHashKey: KeyObject;
  /** Where a merchant’s takings in one currency go; made on first use. */
  readonly clearingAccountId: (merchantId: string, currency: string, bucket: number) => Promise<string>;
  /** Throws `clock_unsafe` while time can’t be believed. */
  readonly assertClockSafe: () => void;
}

export interface PaymentService {
  pay(till: Till, request: PaymentRequestJson): Promise<PaymentAnswerJson>;
  query(till: Till, paymentId: string): Promise<PaymentAnswerJson>;
  reverse(till: Till, paymentId: string): Promise<ReversalJson>;
  closeIfUnpaid(till: Till, paymentId: string): Promise<ClosureJson>;
  /** Waits for the batch that is under way and everything queued behind it. */
  close(): Promise<void>;
}

/** The payments of one installation: pay, query and reversal over one write lane. */
export function createPaymentService(parts: PaymentServiceParts): PaymentService {
  const { database, clock, places } = parts;
  const { codes } = parts.authenticationServer;
  const seenClaims = createSeenKeys(claimsRemembered);
  const lane = openLane(parts, seenClaims);
  const placing = openPlacing(parts);
  const hashKey = requestHashKeyOf(parts.requestHashKey);

  function present(till: Till, bucket: number, payment: FinalPayment): Promise<OutcomeJson> {
    return presentOutcome(parts, bucket, payment, till.merchantName);
  }

  async function pay(till: Till, request: PaymentRequestJson): Promise<PaymentAnswerJson> {
    const startedMs = clock.monotonicMs();
    parts.assertClockSafe();
    const checked = toCheckedRequest(parts, hashKey, till, request);
    const bucket = placing === undefined ? 0 : await placing.place(checked);
    const { merchantId, amount } = checked;
    const clearingAccountId = await parts.clearingAccountId(merchantId, amount.currency, bucket);
    const answer = await lane.submit({ ...checked, bucket, clearingAccountId });
    if (answer.kind === 'refused') throw new TallyError(answer.code, { field: fieldOf(answer.code) });
    if (answer.kind === 'pending') return pendingJson(request.paymentId, answer);
    if (answer.payment.errorCode === 'code_refused') await leaveOnGrid(clock, startedMs);
    return present(till, bucket, answer.payment);
  }

  async function query(till: Till, paymentId: string): Promise<PaymentAnswerJson> {
    const { merchantId } = till;
    const id = checkedPaymentId(paymentId);
    const bucket = await places.find({ kind: 'payment', merchantId, id });
    if (bucket === undefined) throw new TallyError('payment_never_seen');
    const stored = await readStoredPayment(database, bucket, merchantId, id);
    if (stored === undefined) throw new TallyError('payment_never_seen');
    return stored.state === 'final'
      ? present(till, bucket, stored)
      : pendingJson(paymentId, { reason: reasonOfOpen[codes.kind], pollAfterMs: inWorkPollAfterMs });
  }

  function toCloseRequest(till: Till, paymentId: string): CloseRequest {
    parts.assertClockSafe();
    const { merchantId, merchantName, tillNumber } = till;
    const request = { merchantId, merchantName, tillNumber, paymentId: checkedPaymentId(paymentId) };
    // What is closed before it comes would else cost the batch that it comes in a second run.
    seenClaims.mark(claimKey(merchantId, request.paymentId));
    return request;
  }

  async function reversePayment(till: Till, paymentId: string): Promise<ReversalJson> {
    const request = toCloseRequest(till, paymentId);
    const { result, payment, bucket } = await parts.authenticationServer.withConfirmationKey(
      request,
      (confirmationKeyOf) =>
        database.transaction((transaction) =>
          reverse({ clock, places, confirmationKeyOf }, transaction, request),
        ),
    );
    return { paymentId, result, payment: await present(till, bucket, payment) };
  }

  async function closeIfUnpaid(till: Till, paymentId: string): Promise<ClosureJson> {
    const request = toCloseRequest(till, paymentId);
    const { result, payment, bucket } = await database.transaction((transaction) =>
      closeUnpaid(parts, transaction, request),
    );
    return { paymentId, result, payment: await present(till, bucket, payment) };
  }

  async function close(): Promise<void> {
    await placing?.close();
    await lane.close();
  }

  return { pay, query, reverse: reversePayment, closeIfUnpaid, close };
}

/** One commit where codes are burnt in this database, three stages where they are burnt in another. */
function openLane(
  {
    database,
    clock,
    places: { bucketCount },
    authenticationServer: { codes },
    assertClockSafe,
  }: PaymentServiceParts,
  seenClaims: SeenKeys,
): Lane<PaymentRequest, PaymentAnswer> {
  if (codes.kind === 'apart') return createStagedPayments({ database, clock, codes, bucketCount, limits });
  return database.lane({
    name: 'payments',
    ...limits,
    ...(bucketCount === 1 ? {} : { bucketOf: ({ bucket }) => bucket }),
    decide: (transaction, requests, bucket) =>
      payBatch({ clock, codes, bucketCount, seenClaims, assertClockSafe }, transaction, bucket, requests),
  });
}

/** Nothing where there is one bucket: a payment then costs no statement more. */
function openPlacing({
  database,
  clock,
  places,
  authenticationServer: { codes },
}: PaymentServiceParts): PaymentPlacing | undefined {
  if (places.bucketCount === 1 || codes.kind === 'apart') return undefined;
  return createPaymentPlacing({ database, clock, codes, places, limits });
}

/** Why a payment that has no outcome yet is open: in one commit only a code that is early leaves it so. */
const reasonOfOpen = { in_transaction: 'code_early', apart: 'in_work' } as const;

/** Checks everything that can be known to be wrong before the database is asked. */
function toCheckedRequest(
  parts: PaymentServiceParts,
  hashKey: HmacKey,
  till: Till,
  request: PaymentRequestJson,
): CheckedRequest {
  const { currency } = request.amount;
  const minorUnits = parseAmountMinorUnits(request.amount.minorUnits);
  if (minorUnits === undefined) throw new TallyError('amount_invalid', { field: '/amount/minorUnits' });
  if (currencyExponent(currency) === undefined) {
    throw new TallyError('currency_unknown', { field: '/amount/currency' });
  }
  const parsed = parseNumericPaycode(request.code, parts.issuerPrefix);
  if (!parsed.ok) throw new TallyError(parsed.error, { field: '/code' });

  const { merchantId, merchantName, tillId, tillNumber } = till;
  const amount = { minorUnits, currency };
  const order = toOrder(request.order, amount);
  const duplicateOf = request.duplicateOf === undefined ? null : checkedPaymentId(request.duplicateOf);
  return {
    merchantId,
    merchantName,
    tillId,
    tillNumber,
    paymentId: checkedPaymentId(request.paymentId),
    amount,
    ...parsed.data,
    codeEnding: parsed.digits.slice(-4),
    details: request.details ?? null,
    order,
    duplicateOf,
    requestHash: requestHash(hashKey, {
      ...parsed.data,
      tillNumber,
      amount,
      order,
      duplicateOf,
    }),
  };
}

/** Which field of the request a refusal is about. */
function fieldOf(code: ProblemCode): string {
  return code === 'payment_id_reused' ? '/paymentId' : '/order';
}

function checkedPaymentId(paymentId: string): string {
  if (!isPaymentId(paymentId)) throw new TallyError('malformed_request', { field: '/paymentId' });
  return paymentId;
}
