import { TallyError } from '@tallystick/foundation';
import type { OperatorRequest } from './operator-requests.ts';

const defaultTimeoutMs = 15_000;

/** A refusal as the server worded it. */
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
}

export type OperatorAnswer =
  { readonly ok: true; readonly body: object | null } | { readonly ok: false; readonly problem: Problem };

/**
 * Sends one request with the operator’s key.
 *
 * @throws TallyError `server_unreachable`.
 */
export async function sendOperatorRequest(
  fetch: typeof globalThis.fetch,
  server: URL,
  operatorKey: string,
  { method, path, body, timeoutMs = defaultTimeoutMs }: OperatorRequest,
): Promise<OperatorAnswer> {
  const headers = { authorization: `Bearer ${operatorKey}` };
  const withBody =
    body === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(new URL(path, server), {
      method,
      ...withBody,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = response.status;
    answer = status === 204 ? null : await response.json();
  } catch (cause) {
    throw new TallyError('server_unreachable', { detail: `No answer from ${server.origin}.`, cause });
  }
  if (status < 400 && typeof answer === 'object') return { ok: true, body: answer };
  return { ok: false, problem: toProblem(answer, status) };
}

function toProblem(answer: unknown, status: number): Problem {
  const fields = typeof answer === 'object' && answer !== null ? answer : {};
  const code = 'code' in fields && typeof fields.code === 'string' ? fields.code : `http_${status}`;
  const detail =
    'detail' in fields && typeof fields.detail === 'string' ? fields.detail : 'No words were given.';
  const field = 'field' in fields && typeof fields.field === 'string' ? { field: fields.field } : {};
  return { code, detail, ...field };
}
