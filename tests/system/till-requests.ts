import assert from 'node:assert/strict';

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly field: string;
  /** The whole answer as text. */
  readonly text: string;
}

/** A till that sends whatever a test likes. */
export interface RawTill {
  /** `POST /v1/payments` with these bytes as its body. */
  post(body: string, contentType?: string): Promise<Problem>;
  get(paymentId: string): Promise<Problem>;
}

export function createRawTill(address: string, key: string): RawTill {
  const url = `${address}/v1/payments`;
  const authorization = `Bearer ${key}`;
  return {
    async post(body, contentType = 'application/json') {
      const headers = { authorization, 'content-type': contentType };
      return problemOf(await answerOf(url, { method: 'POST', headers, body }));
    },
    async get(paymentId) {
      return problemOf(await fetch(`${url}/${paymentId}`, { headers: { authorization } }));
    },
  };
}

/**
 * A server that refuses a large body closes the connection while it is still being sent (RFC 9110, section 15.5.14). Whether
 * the sender meets the answer or the closed connection first is chance; one who met the latter asks again.
 */
async function answerOf(url: string, request: RequestInit): Promise<Response> {
  for (let triesLeft = 10; ; triesLeft -= 1) {
    try {
      return await fetch(url, request);
    } catch (error) {
      if (triesLeft === 0 || !isCutWhileSending(error)) throw error;
    }
  }
}

function isCutWhileSending(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && (cause.code === 'EPIPE' || cause.code === 'ECONNRESET');
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  assert.equal(response.headers.get('content-type'), 'application/problem+json; charset=utf-8', text);
  const { code, field = '' } = JSON.parse(text);
  return { status: response.status, code: String(code), field: String(field), text };
}

/** A payment that nothing is wrong with but its code, which nobody made. */
export function paymentBody(changes: Record<string, unknown> = {}): string {
  const amount = { minorUnits: '450', currency: 'EUR' };
  return JSON.stringify({ paymentId: 'BAD1', code: inventedCode, amount, ...changes });
}

/** Of the right form, with the right check digit. */
export const inventedCode = '8301234567890246813575';
