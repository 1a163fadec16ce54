import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { TallyError } from '@tallystick/foundation';
import { connectionWords } from './connection-words.ts';
import { interfaceVersion, versionHeader } from './interface-version.ts';
import { textFields, toProblem } from './to-problem.ts';

/** What one side shows and whom it believes; all PEM. */
export interface TlsIdentity {
  /** Certificates of the authorities that the other side’s certificate may come from. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** A question and its answer over a kept connection; each side has proved itself by its certificate. */
export interface HttpsExchange {
  /**
   * @returns the JSON of an answer 200.
   * @throws TallyError `authentication_unavailable`, `authentication_version_mismatch`, `overloaded`, or what the other side
   *   refuses with.
   */
  ask(path: string, body: object): Promise<unknown>;
  close(): void;
}

export interface HttpsExchangeOptions {
  readonly url: URL;
  /** Asked before each request: a certificate that was replaced is used for the next connection. */
  readonly identity: () => TlsIdentity;
  /** From the first byte to the last. */
  readonly timeoutMs: number;
  readonly maximumConnections: number;
  /** Questions on their way, or waiting for a connection; one more is refused as `overloaded`. */
  readonly maximumUnderWay: number;
  /** Another one only in tests. */
  readonly version?: number;
}

interface Answer {
  readonly status: number;
  readonly version: string | undefined;
  readonly body: unknown;
}

/** A batch of 256 verdicts has 150 kB. */
const maximumAnswerBytes = 1024 * 1024;
const retryAfterSeconds = 1;

export function createHttpsExchange(options: HttpsExchangeOptions): HttpsExchange {
  const { version = interfaceVersion } = options;
  let open: { readonly identity: TlsIdentity; readonly agent: Agent } | undefined;

  function agent(): Agent {
    const identity = options.identity();
    if (open?.identity !== identity) {
      if (open !== undefined) closeIdle(open.agent);
      open = { identity, agent: newAgent(identity, options) };
    }
    return open.agent;
  }

  let underWay = 0;
  async function answerTo(path: string, body: object): Promise<Answer> {
    if (underWay >= options.maximumUnderWay) {
      const detail = 'Too much is asked of the authentication server at once.';
      throw new TallyError('overloaded', { detail, retryAfterSeconds });
    }
    underWay += 1;
    try {
      return await sendAgainIfStale(path, body, agent, options, version);
    } finally {
      underWay -= 1;
    }
  }

  return {
    async ask(path, body) {
      const answer = await answerTo(path, body);
      if (answer.version !== String(version)) throw versionMismatch(answer.version, version);
      if (answer.status === 200) return answer.body;
      throw refusalOf(answer);
    },
    close() {
      open?.agent.destroy();
    },
  };
}

/** What is on its way is still answered; the other side closes its connection when it has been idle for a while. */
function closeIdle(agent: Agent): void {
  for (const sockets of Object.values(agent.freeSockets))
    for (const socket of sockets ?? []) socket.destroy();
}

function newAgent({ authority, certificate, key }: TlsIdentity, options: HttpsExchangeOptions): Agent {
  return new Agent({
    keepAlive: true,
    maxSockets: options.maximumConnections,
    maxFreeSockets: options.maximumConnections,
    ca: authority,
    cert: certificate,
    key,
    minVersion: 'TLSv1.3',
  });
}

/** The other side may close a kept connection just when it is used. Everything that is asked may be asked twice. */
async function sendAgainIfStale(
  path: string,
  body: object,
  agent: () => Agent,
  options: HttpsExchangeOptions,
  version: number,
): Promise<Answer> {
  const answer = await send(path, body, agent(), options, version);
  if (answer !== 'stale') return answer;
  const second = await send(path, body, agent(), options, version);
  if (second !== 'stale') return second;
  const detail = `The authentication server at ${options.url.host} closes its connections.`;
  throw new TallyError('authentication_unavailable', { detail, retryAfterSeconds });
}

function send(
  path: string,
  body: object,
  agent: Agent,
  { url, timeoutMs }: HttpsExchangeOptions,
  version: number,
): Promise<Answer | 'stale'> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        [versionHeader]: String(version),
      },
    });
    const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    function fail(cause: unknown): void {
      clearTimeout(timer);
      if (asked.reusedSocket && cause instanceof Error && 'code' in cause && cause.code === 'ECONNRESET') {
        resolve('stale');
        return;
      }
      const detail = connectionWords(cause, url);
      reject(new TallyError('authentication_unavailable', { detail, cause, retryAfterSeconds }));
    }
    asked.once('error', fail);
    asked.once('response', (response) => {
      readAnswer(response).then((answer) => {
        clearTimeout(timer);
        resolve(answer);
      }, fail);
    });
    asked.end(text);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) throw new Error('an answer without an encoding comes in bytes');
    length += chunk.length;
    if (length > maximumAnswerBytes) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  const version = response.headers[versionHeader];
  return {
    status: response.statusCode ?? 0,
    version: typeof version === 'string' ? version : undefined,
    body: parseJson(Buffer.concat(chunks).toString('utf8')),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function versionMismatch(theirs: string | undefined, ours: number): TallyError {
  const detail = `The platform speaks version ${ours} of the interface, what answers as its authentication server version ${theirs ?? 'none'}.`;
  return new TallyError('authentication_version_mismatch', { detail, retryAfterSeconds });
}

function refusalOf({ status, body }: Answer): TallyError {
  const { code, detail, field } = textFields(body);
  const refusal = toProblem(code, detail, field);
  if (refusal !== undefined) return refusal;
  const words = `The authentication server answered ${status} without a reason of ours.`;
  return new TallyError('authentication_unavailable', { detail: words, retryAfterSeconds });
}
