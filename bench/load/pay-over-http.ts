import { type MoneyJson, type PaymentRequestJson, randomPaymentId } from '@tallystick/foundation';
import type { CodeBook, UnspentCode } from '../codes/code-book.ts';
import { type LoadResult, runClosedLoop } from './closed-loop.ts';
import type { HttpAnswer } from './http-answer.ts';
import { openHttpConnection } from './http-connection.ts';

export interface HttpLoad {
  readonly address: URL;
  /** API keys; each connection is that of one till, the tills taking turns. */
  readonly tillKeys: readonly string[];
  readonly codes: CodeBook;
  /** Gets the payment id of every approved answer. */
  readonly acknowledged: Set<string>;
}

interface Payment {
  readonly paymentId: string;
  readonly body: string;
}

/**
 * Whole payments over HTTP, `inFlight` at a time, one kept connection each. Codes and bodies are made before the clock
 * starts and answers are looked into after it has stopped: in between, the client only writes and reads bytes.
 *
 * @throws Error where any answer is not the approval of its payment.
 */
export async function payOverHttp(
  load: HttpLoad,
  inFlight: number,
  limitMs: number,
  maximumPayments: number,
): Promise<LoadResult> {
  const unspent = load.codes.make(maximumPayments);
  const payments = unspent.map(toPayment);
  const heads = Array.from({ length: inFlight }, (_, worker) =>
    headOf(load.address, load.tillKeys[worker % load.tillKeys.length]!),
  );
  const connections = await Promise.all(heads.map(() => openHttpConnection(load.address)));
  const answers: (readonly [Payment, HttpAnswer])[] = [];
  try {
    const result = await runClosedLoop({
      items: payments,
      inFlight,
      limitMs,
      async serve(payment, worker) {
        const request = `${heads[worker]!}${payment.body.length}\r\n\r\n${payment.body}`;
        answers.push([payment, await connections[worker]!.exchange(request)]);
      },
    });
    load.codes.giveBack(unspent.slice(result.served));
    for (const [payment, answer] of answers) load.acknowledged.add(approvedId(payment, answer));
    return result;
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Everything of a request up to the value of its last header, Content-Length. */
function headOf(address: URL, tillKey: string): string {
  return [
    'POST /v1/payments HTTP/1.1',
    `Host: ${address.host}`,
    `Authorization: Bearer ${tillKey}`,
    'Content-Type: application/json',
    'Content-Length: ',
  ].join('\r\n');
}

/** All ASCII, so that characters are bytes. */
function toPayment({ code, step }: UnspentCode): Payment {
  const request: PaymentRequestJson = { paymentId: randomPaymentId(), code, amount: amountOf(step) };
  return { paymentId: request.paymentId, body: JSON.stringify(request) };
}

/** Another amount for each payment of a terminal: payers who pay the same twice within a minute are rare. */
function amountOf(step: number): MoneyJson {
  return { minorUnits: String(100 + (step % 900)), currency: 'EUR' };
}

function approvedId({ paymentId }: Payment, { status, body }: HttpAnswer): string {
  const answer: unknown = JSON.parse(Buffer.from(body, 'latin1').toString('utf8'));
  const isObject = typeof answer === 'object' && answer !== null;
  const isApproved = isObject && 'outcome' in answer && answer.outcome === 'approved';
  const isOwn = isObject && 'paymentId' in answer && answer.paymentId === paymentId;
  if (status === 200 && isApproved && isOwn) return paymentId;
  const code = isObject && 'errorCode' in answer ? answer.errorCode : body.slice(0, 200);
  throw new Error(`a genuine code was not paid with: HTTP ${status}, ${String(code)}`);
}
