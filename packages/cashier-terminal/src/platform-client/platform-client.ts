import {
  TallyError,
  type PaymentRequestJson,
  type RefundJson,
  type RefundRequestJson,
} from '@tallystick/foundation';
import { boundedExchange, type ExchangeAnswer } from './bounded-exchange.ts';
import { parseJson } from '../guards/json-guards.ts';
import {
  parseClosure,
  parseOutcome,
  parsePending,
  parseReversal,
  type AskedPayment,
} from './payment-answers.ts';
import { parsePaymentPage, type PaymentListQuery, type PaymentPage } from './payment-list-answer.ts';
import { parseRefund } from './refund-answers.ts';
import type { PaymentOutcome, PlatformAnswer } from './platform-answer.ts';
import { answerWithoutOutcome, parseProblem, parseRetryAfterMs } from './problem-answer.ts';
import { parseServerUrl } from './server-url.ts';
import { parseTillIdentity, type TillIdentity } from './till-identity.ts';

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

export interface PlatformClientOptions {
  /** `https://…`, or `http://` on the loopback. */
  readonly serverUrl: string;
  /** The till’s API key; sent as a bearer token (RFC 6750, section 2.1), never in an address. */
  readonly tillKey: string;
  readonly fetch: Fetch;
  /** How long one request may take, body included. */
  readonly requestTimeoutMs: number;
}

export type Found<Answer> = Answer & { readonly kind: 'found' };

/** The platform as a till sees it. No method rejects for what the network or the server does. */
export interface PlatformClient {
  pay(request: PaymentRequestJson, signal?: AbortSignal): Promise<PlatformAnswer>;
  query(asked: AskedPayment, signal?: AbortSignal): Promise<PlatformAnswer>;
  reverse(asked: AskedPayment): Promise<PlatformAnswer>;
  refund(request: RefundRequestJson): Promise<Found<{ readonly refund: RefundJson }> | PlatformAnswer>;
  closeIfUnpaid(asked: AskedPayment): Promise<Found<{ readonly outcome: PaymentOutcome }> | PlatformAnswer>;
  listPayments(query: PaymentListQuery): Promise<Found<{ readonly page: PaymentPage }> | PlatformAnswer>;
  whoAmI(): Promise<TillIdentity | PlatformAnswer>;
}

const maximumAnswerBytes = 64 * 1024;

/** @throws TallyError `arguments_wrong` for an address or a key that can’t be one. */
export function createPlatformClient(options: PlatformClientOptions): PlatformClient {
  const baseUrl = parseServerUrl(options.serverUrl);
  const headers = { authorization: `Bearer ${checkedKey(options.tillKey)}`, accept: 'application/json' };

  function send(method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal) {
    const init: RequestInit = {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would carry the key and the code to a place that nobody chose.
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
    };
    return boundedExchange(
      (timeLimit) => options.fetch(new URL(path, baseUrl), { ...init, signal: timeLimit }),
      { timeoutMs: options.requestTimeoutMs, maximumBodyBytes: maximumAnswerBytes },
      signal,
    );
  }

  return {
    async pay(request, signal) {
      return readPayment(await send('POST', 'v1/payments', request, signal), request);
    },
    async query(asked, signal) {
      const answer = await send(
        'GET',
        `v1/payments/${encodeURIComponent(asked.paymentId)}`,
        undefined,
        signal,
      );
      const read = readPayment(answer, asked);
      const isNeverSeen = read.kind === 'refused' && read.problem.code === 'payment_never_seen';
      return isNeverSeen ? { kind: 'never_seen' } : read;
    },
    async reverse(asked) {
      const answer = await send('POST', `v1/payments/${encodeURIComponent(asked.paymentId)}/reversal`, {});
      const outcome = answer?.status === 200 ? parseReversal(parseJson(answer.body), asked) : undefined;
      return outcome === undefined ? readFailure(answer) : { kind: 'outcome', outcome };
    },
    async refund(request) {
      const answer = await send('POST', 'v1/refunds', request);
      const refund = answer?.status === 200 ? parseRefund(parseJson(answer.body), request) : undefined;
      return refund === undefined ? readFailure(answer) : { kind: 'found', refund };
    },
    async closeIfUnpaid(asked) {
      const path = `v1/payments/${encodeURIComponent(asked.paymentId)}/close-if-unpaid`;
      const answer = await send('POST', path, {});
      const outcome = answer?.status === 200 ? parseClosure(parseJson(answer.body), asked) : undefined;
      return outcome === undefined ? readFailure(answer) : { kind: 'found', outcome };
    },
    async listPayments(query) {
      const words = Object.entries(query).map(([name, value]) => [name, String(value)]);
      const answer = await send('GET', `v1/payments?${new URLSearchParams(words).toString()}`);
      const page = answer?.status === 200 ? parsePaymentPage(parseJson(answer.body)) : undefined;
      return page === undefined ? readFailure(answer) : { kind: 'found', page };
    },
    async whoAmI() {
      const answer = await send('GET', 'v1/till');
      const identity = answer?.status === 200 ? parseTillIdentity(parseJson(answer.body)) : undefined;
      return identity ?? readFailure(answer);
    },
  };
}

function readPayment(answer: ExchangeAnswer | undefined, asked: AskedPayment): PlatformAnswer {
  if (answer?.status === 200) {
    const outcome = parseOutcome(parseJson(answer.body), asked);
    if (outcome !== undefined) return { kind: 'outcome', outcome };
  }
  const pending = answer?.status === 202 ? parsePending(parseJson(answer.body), asked) : undefined;
  return pending ?? readFailure(answer);
}

function readFailure(answer: ExchangeAnswer | undefined): PlatformAnswer {
  if (answer === undefined) return { kind: 'lost', problem: null, retryAfterMs: null };
  const problem = parseProblem(answer.status, answer.contentType, answer.body);
  return answerWithoutOutcome(answer.status, problem, parseRetryAfterMs(answer.retryAfter));
}

function checkedKey(tillKey: string): string {
  if (/^[\x21-\x7e]{1,200}$/.test(tillKey)) return tillKey;
  throw new TallyError('arguments_wrong', {
    detail: 'The till’s key is missing or not one line of text.',
    field: 'tillKey',
  });
}
