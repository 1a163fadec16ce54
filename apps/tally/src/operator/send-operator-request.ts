import { TallyError } from '@tallystick/foundation';

const defaultTimeoutMs = 15_000;

/** One request to the operator’s API. */
export interface OperatorRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** How long the answer may take; 15 s where it is not given. */
  readonly timeoutMs?: number;
}

export function get(path: string, timeoutMs = defaultTimeoutMs): OperatorRequest {
  return { method: 'GET', path, timeoutMs };
}

export function post(path: string, body?: object): OperatorRequest {
  return { method: 'POST', path, ...(body === undefined ? {} : { body }) };
}

export function remove(path: string): OperatorRequest {
  return { method: 'DELETE', path };
}

/** A refusal as the server worded it. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
}

export type OperatorAnswer =
  { readonly ok: true; readonly body: object | null } | { readonly ok: false; readonly problem: Problem };

/** What `fetch` and the operating system say where not even a connection was made. */
const connectionErrors: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends one request with the operator’s key.
 *
 * @throws TallyError `server_unreachable` where nothing was changed; `change_unknown` where a request that changes something
 *   was sent and not answered, or answered in a way that settles nothing.
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
    if (method === 'GET' || isWithoutConnection(cause))
      throw new TallyError('server_unreachable', { detail: `No answer from ${server.origin}.`, cause });
    throw changeUnknown(`No answer from ${server.origin}`, cause);
  }
  if (status < 400 && typeof answer === 'object') return { ok: true, body: answer };
  const problem = toProblem(answer, status);
  if (method !== 'GET' && (status < 400 || status >= 500))
    throw changeUnknown(`${problem.detail} (${problem.code})`);
  return { ok: false, problem };
}

function changeUnknown(reason: string, cause?: unknown): TallyError {
  const detail = `${reason.replace(/\.$/, '')}: it may have been done. Look before you do it again.`;
  return new TallyError('change_unknown', { detail, cause });
}

function isWithoutConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && connectionErrors.has(cause.code);
}

function toProblem(answer: unknown, status: number): Problem {
  const fields = typeof answer === 'object' && answer !== null ? answer : {};
  const code = 'code' in fields && typeof fields.code === 'string' ? fields.code : `http_${status}`;
  const detail =
    'detail' in fields && typeof fields.detail === 'string' ? fields.detail : 'No words were given.';
  const field = 'field' in fields && typeof fields.field === 'string' ? { field: fields.field } : {};
  return { code, detail, ...field };
}
