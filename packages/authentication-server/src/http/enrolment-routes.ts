import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { activationIdPattern } from '../enrolment/activation-id.ts';
import type { Enrolments } from '../service/authentication-service.ts';

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
  { activationId: Type.String({ pattern: activationIdPattern, description: 'Id of the activation' }) },
  { additionalProperties: false },
);

/** Nothing, or the empty object of clients that always send JSON. */
const EmptyBody = Type.Union([Type.Null(), Type.Object({}, { additionalProperties: false })]);

const EnrolmentOffer = Type.Object({ serverKey: bytes(65) }, { additionalProperties: false });

const EnrolmentProof = Type.Object(
  { terminalKey: bytes(65), proof: bytes(32) },
  { additionalProperties: false },
);

const EnrolmentReply = Type.Object(
  { proof: bytes(32), sealedReply: Type.String() },
  { additionalProperties: false },
);

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
          summary: 'Begin an enrolment: the server’s public key',
          tags: ['enrolment'],
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
          summary: 'Complete an enrolment: prove the code, get the credential',
          tags: ['enrolment'],
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
