import { TallyError } from '@tallystick/foundation';
import { equalBytes } from '@tallystick/otp';
import { parseActivationCode } from '@tallystick/paycode';
import { hmacSha256 } from '../bytes/web-crypto-bytes.ts';
import { type ClockKnowledge, boundClock } from '../dynamic-password-module/clock-knowledge.ts';
import type { Credential } from '../terminal/credential.ts';
import type { PayerTerminal } from '../terminal/payer-terminal.ts';
import type { HalfDoneEnrolment } from '../terminal/terminal-state.ts';
import { activationIdOf } from './activation-id.ts';
import { deriveEnrolmentKeys } from './enrolment-keys.ts';
import { openReply } from './open-reply.ts';
import { type EnrolmentServer, requestOffer, requestReply } from './server-requests.ts';

export interface EnrolmentRequest {
  /** 26 characters as typed, or the payload of the activation’s QR code. */
  readonly activationCode: string;
  readonly serverUrl: string;
  readonly fetch: typeof globalThis.fetch;
  /** For each of the two requests; 10 s by default. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/**
 * Activates this terminal: the only moment at which it needs a network. What was sent is stored before it is sent, so
 * that after a lost answer the same call, with the same activation code, gets the same answer.
 *
 * A credential that the terminal had before stays until the new one is there.
 *
 * Errors: `activation_code_malformed`, `server_unreachable`, `server_answer_malformed`, `server_proof_wrong`, what the
 * server names (`activation_unknown`, `activation_expired`, `activation_used`, `activation_proof_wrong`), and those of
 * the store.
 */
export async function enrol(terminal: PayerTerminal, request: EnrolmentRequest): Promise<Credential> {
  const code = parseActivationCode(request.activationCode);
  if (!code.ok) throw new TallyError('activation_code_malformed');
  const server = { timeoutMs: defaultTimeoutMs, ...request };

  const begun = (await terminal.store.read()).halfDoneEnrolment;
  const isRepeated = begun !== undefined && equalBytes(begun.activationCode, code.code);
  const enrolment = isRepeated ? begun : await beginEnrolment(terminal, server, code.code);

  const keys = await deriveEnrolmentKeys(enrolment, terminal.store.needsExtractableKeys).catch(
    refuseServerKey,
  );
  const sentAtMs = terminal.clock.monotonicMs();
  const reply = await requestReply(server, await activationIdOf(enrolment.activationCode), {
    publicKey: enrolment.terminalPublicKey,
    proof: await hmacSha256(keys.proofTerminal, keys.transcript),
  });
  const { credential, serverTimeMs } = await openReply(keys, reply);

  const clock = clockSetByReply({
    serverTimeMs,
    deviceNowMs: terminal.clock.nowMs(),
    roundTripMs: isRepeated ? undefined : terminal.clock.monotonicMs() - sentAtMs,
  });
  const activated = { credential, leaves: keys.leaves, clock, highestOfferedStep: -1, offeredCodes: [] };
  await terminal.store.update(() =>
    Promise.resolve({ state: { halfDoneEnrolment: undefined, activated }, answer: undefined }),
  );
  return credential;
}

/** Gets the server’s key, makes this terminal’s, and stores both before anything depends on them. */
async function beginEnrolment(
  terminal: PayerTerminal,
  server: EnrolmentServer,
  activationCode: Uint8Array,
): Promise<HalfDoneEnrolment> {
  const serverPublicKey = await requestOffer(server, await activationIdOf(activationCode));
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  const { needsExtractableKeys } = terminal.store;
  const pair = await crypto.subtle.generateKey(algorithm, needsExtractableKeys, ['deriveKey']);
  const halfDoneEnrolment: HalfDoneEnrolment = {
    serverUrl: server.serverUrl,
    activationCode,
    terminalPrivateKey: pair.privateKey,
    terminalPublicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
    serverPublicKey,
  };
  return terminal.store.update((state) =>
    Promise.resolve({ state: { ...state, halfDoneEnrolment }, answer: halfDoneEnrolment }),
  );
}

function refuseServerKey(cause: unknown): never {
  throw new TallyError('server_answer_malformed', {
    detail: 'The server’s key is not a point of P-256.',
    cause,
  });
}

/**
 * Sets the terminal’s clock by the server’s time in an enrolment reply: to the middle of the round trip. A repeated
 * request may get the reply that was made for the first one, long ago; it then proves only that its time is past.
 */
function clockSetByReply(contact: {
  /** Unix milliseconds. */
  readonly serverTimeMs: number;
  /** The device’s bare clock when the reply arrived. */
  readonly deviceNowMs: number;
  /** Undefined where the request was a repeated one. */
  readonly roundTripMs: number | undefined;
}): ClockKnowledge {
  const { serverTimeMs, deviceNowMs, roundTripMs } = contact;
  if (roundTripMs !== undefined) {
    const offsetMs = Math.round(serverTimeMs + roundTripMs / 2 - deviceNowMs);
    return { offsetMs, provenMs: serverTimeMs };
  }
  const knowsNothing = { offsetMs: 0, provenMs: serverTimeMs };
  const moment = { earliestMs: serverTimeMs, latestMs: serverTimeMs, atMostAgoMs: undefined };
  return boundClock(knowsNothing, deviceNowMs, moment);
}
