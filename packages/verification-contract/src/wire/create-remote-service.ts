import { TallyError } from '@tallystick/foundation';
import { createBatchQueue, type Waiting } from '@tallystick/postgres';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { AuthenticationService } from '../authentication-service.ts';
import type { Verdict, VerificationRequest } from '../verdict.ts';
import { createCircuit } from './circuit.ts';
import { credentialFromJson } from './credential-json.ts';
import { createHttpsExchange, type TlsIdentity } from './https-exchange.ts';
import { paths } from './interface-version.ts';
import { readVerifyAnswer, type Verified } from './read-verify-answer.ts';
import { bytesOf, requestToJson } from './verdict-json.ts';
import {
  activationAnswer,
  completeEnrolmentAnswer,
  confirmationKeyAnswer,
  credentialAnswer,
  credentialsAnswer,
  mostRequestsAtOnce,
  offerEnrolmentAnswer,
  readinessAnswer,
  verifyAnswer,
} from './wire-schemas.ts';

export interface RemoteServiceOptions {
  /** Such as `https://authentication.example:8443`. */
  readonly url: URL;
  /** Asked before each request, so that a certificate can be replaced while we run. */
  readonly identity: () => TlsIdentity;
  /** Told why the authentication server can’t be asked, and with undefined when it can again. */
  readonly onChange?: (reason: TallyError | undefined) => void;
  /** The longest that one exchange may take. */
  readonly timeoutMs?: number;
  /** Exchanges of verifications at a time. */
  readonly maximumInFlight?: number;
  /** Codes that may wait for their exchange; more are refused as `overloaded`. */
  readonly maximumQueued?: number;
  /** Between two looks whether it works again. */
  readonly probePauseMs?: number;
  /** Another one only in tests. */
  readonly version?: number;
}

type WaitingCode = Waiting<VerificationRequest, Verdict>;

/** Shorter than a till waits for its answer. */
const defaultTimeoutMs = 4_000;
const defaultMaximumInFlight = 2;
const defaultMaximumQueued = 2_048;
const defaultProbePauseMs = 500;
/** Whatever else is asked, such as enrolments, has connections of its own, so that payments never wait behind it. */
const otherConnections = 4;
const maximumOthers = 256;
const failuresToOpen = 3;

/** The authentication server on another machine: what `createAuthenticationService` does there, asked over mutual TLS. */
export function createRemoteService(options: RemoteServiceOptions): AuthenticationService {
  const { timeoutMs = defaultTimeoutMs, maximumInFlight = defaultMaximumInFlight } = options;
  const forCodes = createHttpsExchange({
    ...options,
    timeoutMs,
    maximumConnections: maximumInFlight + 1,
    maximumUnderWay: maximumInFlight + 1,
  });
  const forOthers = createHttpsExchange({
    ...options,
    timeoutMs,
    maximumConnections: otherConnections,
    maximumUnderWay: maximumOthers,
  });

  async function ask<Schema extends TSchema>(
    path: string,
    body: object,
    { check }: Answer<Schema>,
    exchange = forOthers,
  ): Promise<Static<Schema>> {
    const answer = await exchange.ask(path, body);
    if (check(answer)) return answer;
    throw answerWrong('it does not have the shape of the interface');
  }
  const circuit = createCircuit({
    probe: async () => void (await ask(paths.readiness, {}, answers.readiness, forCodes)),
    pauseMs: options.probePauseMs ?? defaultProbePauseMs,
    failuresToOpen,
    onChange: options.onChange ?? (() => undefined),
  });
  async function verifyBatch(batch: readonly WaitingCode[]): Promise<void> {
    try {
      const requests = batch.map(({ request }) => request);
      const body = { requests: requests.map(requestToJson) };
      const answer = await ask(paths.verify, body, answers.verify, forCodes);
      const verified = readVerifyAnswer(requests, answer);
      const away = verified.find(isAway);
      if (away === undefined) circuit.succeeded();
      else circuit.failed(away);
      batch.forEach((waiting, index) => settle(waiting, verified[index]!));
    } catch (error) {
      if (error instanceof TallyError) circuit.failed(error);
      for (const { reject } of batch) reject(error);
    }
  }
  async function drain(waiting: WaitingCode[]): Promise<void> {
    while (waiting.length > 0) await verifyBatch(waiting.splice(0, mostRequestsAtOnce));
  }
  const queue = createBatchQueue<VerificationRequest, Verdict>({
    maximumQueued: options.maximumQueued ?? defaultMaximumQueued,
    fullDetail: 'Too many codes wait to be verified.',
    workers: Array.from({ length: maximumInFlight }, () => drain),
  });

  return {
    assertAvailable() {
      circuit.assertClosed();
      queue.assertRoom();
    },
    async verify(request) {
      circuit.assertClosed();
      return queue.submit(request);
    },
    async confirmationKeyOfClaim({ merchantId, paymentId }) {
      const claim = { merchantId, paymentId };
      const answer = await ask(paths.confirmationKey, claim, answers.confirmationKey);
      if (answer.merchantId !== merchantId || answer.paymentId !== paymentId)
        throw answerWrong('it is about another payment');
      return answer.confirmationKey === null ? undefined : bytesOf(answer.confirmationKey);
    },
    offerEnrolment: (activationId) => ask(paths.offerEnrolment, { activationId }, answers.offerEnrolment),
    completeEnrolment: (activationId, { terminalKey, proof }) =>
      ask(paths.completeEnrolment, { activationId, terminalKey, proof }, answers.completeEnrolment),
    async issueActivation({ accountId, shard }, { cap, ...asked }) {
      const terms = cap === undefined || cap === null ? asked : { ...asked, cap: cap.toString() };
      const body = { accountId, shard, ...terms };
      const { expiresAt, ...activation } = await ask(paths.issueActivation, body, answers.activation);
      return { ...activation, expiresAt: new Date(expiresAt) };
    },
    async listCredentials({ accountId, shard }, { after, limit }) {
      const body = { accountId, shard, limit, ...(after === undefined ? {} : { after }) };
      const { credentials } = await ask(paths.listCredentials, body, answers.credentials);
      return credentials.map(credentialFromJson);
    },
    async changeCredentialState({ credentialNumber, state, operatorId }) {
      const body = { credentialNumber, state, operatorId };
      return credentialFromJson(await ask(paths.changeCredentialState, body, answers.credential));
    },
    async checkReadiness() {
      await ask(paths.readiness, {}, answers.readiness);
    },
    async close() {
      circuit.stop();
      await queue.settled();
      forCodes.close();
      forOthers.close();
    },
  };
}

interface Answer<Schema extends TSchema> {
  check(value: unknown): value is Static<Schema>;
}

function answerOf<Schema extends TSchema>(schema: Schema): Answer<Schema> {
  const compiled = Compile(schema);
  return { check: (value): value is Static<Schema> => compiled.Check(value) };
}

/** Compiled once: a batch is looked at in a fraction of a millisecond. */
const answers = {
  verify: answerOf(verifyAnswer),
  confirmationKey: answerOf(confirmationKeyAnswer),
  offerEnrolment: answerOf(offerEnrolmentAnswer),
  completeEnrolment: answerOf(completeEnrolmentAnswer),
  activation: answerOf(activationAnswer),
  credentials: answerOf(credentialsAnswer),
  credential: answerOf(credentialAnswer),
  readiness: answerOf(readinessAnswer),
};

function settle({ resolve, reject }: WaitingCode, verified: Verified): void {
  if (verified instanceof TallyError) reject(verified);
  else resolve(verified);
}

/** It answers, but can’t verify now: nothing more is claimed until it can. */
function isAway(verified: unknown): verified is TallyError {
  return (
    verified instanceof TallyError &&
    (verified.code === 'database_unavailable' || verified.code === 'clock_unsafe')
  );
}

function answerWrong(reason: string): TallyError {
  const detail = `The answer of the authentication server can’t be used: ${reason}.`;
  return new TallyError('authentication_unavailable', { detail, retryAfterSeconds: 1 });
}
