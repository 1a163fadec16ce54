import { amountPattern, paymentIdPattern } from '@tallystick/foundation';
import { Type, type Static, type TProperties } from 'typebox';
import { mostUsesPerDay } from '../credentials.ts';
import { activationIdPattern } from '../enrolments.ts';
import { kindNamePattern } from '../kinds-of-credentials.ts';
import { declinedReasons } from '../verdict-reasons.ts';

/** A batch is no larger than one of a platform’s lanes. */
export const mostRequestsAtOnce = 256;
/** A page of credentials is no longer than the platform’s own, and one more. */
const mostCredentialsAtOnce = 1_001;

function closed<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

function bytes(length: number) {
  const characters = Math.ceil((length * 4) / 3);
  return Type.String({ pattern: '^[A-Za-z0-9_-]+$', minLength: characters, maxLength: characters });
}

const uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
const cap = Type.Union([Type.String({ pattern: amountPattern }), Type.Null()]);
const usesPerDay = Type.Union([Type.Integer({ minimum: 1, maximum: mostUsesPerDay }), Type.Null()]);
const credentialNumber = Type.String({ pattern: '^[0-9]{10}$' });
const kind = Type.String({ pattern: kindNamePattern });
const state = Type.Union([Type.Literal('active'), Type.Literal('locked'), Type.Literal('revoked')]);
const unixMs = Type.Integer({ minimum: 0 });
const account = { accountId: uuid, shard: Type.Integer({ minimum: 0, maximum: 63 }) };

/** Names the claim and its request; every answer repeats it, so that no answer is taken for another’s. */
const claim = { merchantId: uuid, paymentId: Type.String({ pattern: paymentIdPattern }) };
const asked = { ...claim, requestHash: bytes(32) };

export const verifyBody = closed({
  requests: Type.Array(
    closed({
      ...asked,
      tillId: uuid,
      alias: Type.String({ pattern: '^[0-9]{10}$' }),
      intent: Type.Integer({ minimum: 0, maximum: 9 }),
      password: Type.String({ pattern: '^[0-9]{8}$' }),
    }),
    { minItems: 1, maxItems: mostRequestsAtOnce },
  ),
});

const burnt = closed({
  credentialNumber: Type.String({ pattern: '^[0-9]{1,10}$' }),
  accountId: uuid,
  step: Type.Integer({ minimum: 0 }),
  question: Type.String({ maxLength: 64 }),
  cap,
  confirmationKey: bytes(32),
});

const verdict = Type.Union([
  closed({ kind: Type.Literal('genuine'), burnt }),
  closed({
    kind: Type.Literal('declined'),
    reason: Type.Enum([...declinedReasons]),
    burnt: Type.Union([burnt, Type.Null()]),
  }),
  closed({ kind: Type.Literal('pending'), pollAfterMs: Type.Integer({ minimum: 0, maximum: 600_000 }) }),
]);

const refusal = closed({ code: Type.String({ maxLength: 64 }), detail: Type.String({ maxLength: 1_000 }) });

export const verifyAnswer = closed({
  answers: Type.Array(Type.Union([closed({ ...asked, verdict }), closed({ ...asked, refusal })]), {
    maxItems: mostRequestsAtOnce,
  }),
});

export const confirmationKeyBody = closed(claim);
export const confirmationKeyAnswer = closed({
  ...claim,
  confirmationKey: Type.Union([bytes(32), Type.Null()]),
});

const activationId = Type.String({ pattern: activationIdPattern });
export const offerEnrolmentBody = closed({ activationId });
export const offerEnrolmentAnswer = closed({ serverKey: bytes(65) });
export const completeEnrolmentBody = closed({ activationId, terminalKey: bytes(65), proof: bytes(32) });
export const completeEnrolmentAnswer = closed({
  proof: bytes(32),
  sealedReply: Type.String({ pattern: '^[A-Za-z0-9_-]*$', maxLength: 65_536 }),
});

export const issueActivationBody = closed({
  ...account,
  kind: Type.Optional(kind),
  cap: Type.Optional(cap),
  usesPerDay: Type.Optional(usesPerDay),
});
export const activationAnswer = closed({
  activationCode: Type.String({ maxLength: 64 }),
  qr: Type.String({ maxLength: 128 }),
  expiresAt: unixMs,
});

export const listCredentialsBody = closed({
  ...account,
  after: Type.Optional(credentialNumber),
  limit: Type.Integer({ minimum: 1, maximum: mostCredentialsAtOnce }),
});
export const changeStateBody = closed({ credentialNumber, state, operatorId: uuid });
export const credentialAnswer = closed({
  credentialNumber,
  accountId: uuid,
  kind,
  state,
  cap,
  usesPerDay,
  createdAt: unixMs,
});
export const credentialsAnswer = closed({
  credentials: Type.Array(credentialAnswer, { maxItems: mostCredentialsAtOnce }),
});

export const emptyBody = closed({});
export const readinessAnswer = closed({ status: Type.Literal('ready') });

export type VerifyBody = Static<typeof verifyBody>;
export type VerifyAnswer = Static<typeof verifyAnswer>;
export type VerdictJson = Static<typeof verdict>;
export type BurntJson = Static<typeof burnt>;
export type CredentialJson = Static<typeof credentialAnswer>;
