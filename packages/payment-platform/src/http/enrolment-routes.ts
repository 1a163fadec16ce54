import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { operationWords } from '@tallystick/foundation';
import { Type } from 'typebox';
import { activationIdPattern, type Enrolments } from '@tallystick/verification-contract';

/** Base64url without padding of so many bytes. */
function bytes(length: number) {
  const characters = Math.ceil((length * 4) / 3);
  return Type.String({
    pattern: '^[A-Za-z0-9_-]+$',
    minLength: characters,
    maxLength: characters,
    description: `${length} bytes in base64url without padding`,
  });
}

const ActivationAddress = Type.Object(
  {
    activationId: Type.String({
      pattern: activationIdPattern,
      description: '32 hex digits: the first 16 bytes of SHA-256(`tallystick/activation-id/v1` ‖ code)',
    }),
  },
  { additionalProperties: false },
);

/** Nothing, or the empty object of clients that always send JSON. */
const EmptyBody = Type.Unsafe<object | null>({ type: ['object', 'null'], additionalProperties: false });

const EnrolmentOffer = Type.Object(
  { serverKey: bytes(65) },
  {
    additionalProperties: false,
    title: 'EnrolmentOffer',
    description: 'The server’s P-256 public key, uncompressed.',
  },
);

const EnrolmentProof = Type.Object(
  { terminalKey: bytes(65), proof: bytes(32) },
  { additionalProperties: false, title: 'EnrolmentProof' },
);

const EnrolmentReply = Type.Object(
  {
    proof: bytes(32),
    sealedReply: Type.String({
      description: 'Nonce, AES-256-GCM, tag, in base64url: the credential, for this device',
    }),
  },
  {
    additionalProperties: false,
    title: 'EnrolmentReply',
    description: 'The device is enrolled. The server proves that it knows the code too.',
  },
);

const beginWords = operationWords({
  operationId: 'beginEnrolment',
  tags: ['Enrolment'],
  summary: 'Begin an enrolment: the server’s public key',
  description:
    'The first of two steps in which a payer’s device turns an activation code into a credential, the only moment at ' +
    'which it needs a network. It can be repeated. docs/protocol.md has every byte.',
  'x-problems': ['activation_expired', 'activation_unknown'],
});

const completeWords = operationWords({
  operationId: 'completeEnrolment',
  tags: ['Enrolment'],
  summary: 'Complete an enrolment: prove the code, get the credential',
  description:
    'The device proves that it knows the activation code, without sending it. The same device asking again gets the ' +
    'same answer; ten wrong proofs end the activation.',
  'x-problems': [
    'activation_expired',
    'activation_proof_wrong',
    'activation_unknown',
    'activation_used',
    'clock_unsafe',
  ],
});

/**
 * The two steps of enrolment over HTTP. They carry no key of their own: who knows the activation id may ask, who knows
 * the code may enrol. A refusal is thrown as a TallyError for the error handler of the app.
 */
export function enrolmentRoutes(enrolments: Enrolments): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.post(
      '/v1/enrolments/:activationId',
      {
        schema: {
          ...beginWords,
          params: ActivationAddress,
          body: EmptyBody,
          response: { 200: EnrolmentOffer },
        },
      },
      (request) => enrolments.offerEnrolment(request.params.activationId),
    );
    app.post(
      '/v1/enrolments/:activationId/proof',
      {
        schema: {
          ...completeWords,
          params: ActivationAddress,
          body: EnrolmentProof,
          response: { 200: EnrolmentReply },
        },
      },
      (request) => enrolments.completeEnrolment(request.params.activationId, request.body),
    );
    done();
  };
}
