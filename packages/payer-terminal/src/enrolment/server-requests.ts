import { TallyError, isErrorCode } from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import { type JsonRecord, ShapeError, readRecord, readText } from '../json/read-fields.ts';

/** What enrolment needs of the network: `fetch`, and a bound on how long it may take. */
export interface EnrolmentServer {
  /** Where the system answers, such as `https://pay.example`; a path before `/v1` is kept. */
  readonly serverUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

const maximumAnswerBytes = 128 * 1024;
const publicKeyBytes = 65;
const proofBytes = 32;

/** Asks for the server’s public key of an activation, 65 bytes. */
export async function requestOffer(server: EnrolmentServer, activationId: Uint8Array): Promise<Uint8Array> {
  const answer = await post(server, `v1/enrolments/${hexOf(activationId)}`, {});
  return understood(() => bytesField(answer, 'serverKey', publicKeyBytes));
}

export interface EnrolmentReply {
  /** 32 bytes. */
  readonly proof: Uint8Array<ArrayBuffer>;
  /** 12-byte nonce, then AES-256-GCM. */
  readonly sealedReply: Uint8Array<ArrayBuffer>;
}

/** Sends the terminal’s key and proof. May be repeated with the same key: the answer stays the same. */
export async function requestReply(
  server: EnrolmentServer,
  activationId: Uint8Array,
  terminal: { readonly publicKey: Uint8Array; readonly proof: Uint8Array },
): Promise<EnrolmentReply> {
  const answer = await post(server, `v1/enrolments/${hexOf(activationId)}/proof`, {
    terminalKey: base64UrlText(terminal.publicKey),
    proof: base64UrlText(terminal.proof),
  });
  return understood(() => ({
    proof: bytesField(answer, 'proof', proofBytes),
    sealedReply: bytesField(answer, 'sealedReply'),
  }));
}

/** Errors: `server_unreachable`, `server_answer_malformed`, and the code of a problem that the server named. */
async function post(server: EnrolmentServer, path: string, body: object): Promise<JsonRecord> {
  const { status, text } = await exchange(server, path, body);
  const answer = understood(() => readRecord(JSON.parse(text), 'answer'));
  if (status === 200 || status === 201) return answer;
  const code = answer['code'];
  if (typeof code === 'string' && isErrorCode(code)) throw new TallyError(code);
  throw new TallyError('server_answer_malformed', {
    detail: `The server answered with HTTP status ${status}.`,
  });
}

async function exchange(
  server: EnrolmentServer,
  path: string,
  body: object,
): Promise<{ status: number; text: string }> {
  const url = addressOf(server.serverUrl, path);
  try {
    const response = await server.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(server.timeoutMs),
    });
    return { status: response.status, text: await boundedText(response) };
  } catch (error) {
    if (error instanceof TallyError) throw error;
    throw new TallyError('server_unreachable', { cause: error });
  }
}

function addressOf(serverUrl: string, path: string): URL {
  if (!URL.canParse(serverUrl))
    throw new TallyError('arguments_wrong', { detail: 'The server is not a URL.' });
  const base = new URL(serverUrl.endsWith('/') ? serverUrl : `${serverUrl}/`);
  if (base.protocol === 'https:' || base.protocol === 'http:') return new URL(path, base);
  throw new TallyError('arguments_wrong', { detail: 'The server’s URL starts with https:// or http://.' });
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let received = 0;
  for await (const chunk of response.body ?? []) {
    received += chunk.length;
    if (received > maximumAnswerBytes) throw new TallyError('server_answer_malformed');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function bytesField(record: JsonRecord, field: string, length?: number): Uint8Array<ArrayBuffer> {
  const bytes = base64UrlBytes(readText(record, field, { maximumLength: maximumAnswerBytes }));
  if (bytes === undefined || (length !== undefined && bytes.length !== length)) throw new ShapeError(field);
  return bytes;
}

/** Lowercase, two digits a byte: the spelling of an activation id in an address. */
function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function understood<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new TallyError('server_answer_malformed', { cause: error });
  }
}
