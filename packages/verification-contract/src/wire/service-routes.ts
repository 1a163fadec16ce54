import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { TallyError } from '@tallystick/foundation';
import { base64UrlText } from '@tallystick/otp';
import type { AuthenticationService } from '../authentication-service.ts';
import type { VerificationRequest } from '../verdict.ts';
import { credentialToJson } from './credential-json.ts';
import { interfaceVersion, paths, versionHeader } from './interface-version.ts';
import { requestFromJson, verdictToJson } from './verdict-json.ts';
import {
  activationAnswer,
  changeStateBody,
  completeEnrolmentAnswer,
  completeEnrolmentBody,
  confirmationKeyAnswer,
  confirmationKeyBody,
  credentialAnswer,
  credentialsAnswer,
  emptyBody,
  issueActivationBody,
  listCredentialsBody,
  offerEnrolmentAnswer,
  offerEnrolmentBody,
  readinessAnswer,
  verifyAnswer,
  verifyBody,
  type VerifyAnswer,
} from './wire-schemas.ts';

/**
 * What a platform asks of this authentication server, over a connection on which each has proved itself by its certificate.
 * All are POST, so that no id is in an address. A request of another version is refused before its body is read.
 *
 * @param version another one only in tests.
 */
export function authenticationServiceRoutes(
  service: AuthenticationService,
  version: number = interfaceVersion,
): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.addHook('onRequest', (request, reply, next) => {
      reply.header(versionHeader, String(version));
      const asked = request.headers[versionHeader];
      next(asked === String(version) ? undefined : versionMismatch(asked, version));
    });

    app.post(
      paths.verify,
      { schema: { body: verifyBody, response: { 200: verifyAnswer } } },
      async (request): Promise<VerifyAnswer> => {
        const requests = request.body.requests.map(requestFromJson);
        return { answers: await Promise.all(requests.map((asked) => answerTo(service, asked))) };
      },
    );
    app.post(
      paths.confirmationKey,
      { schema: { body: confirmationKeyBody, response: { 200: confirmationKeyAnswer } } },
      async ({ body }) => {
        const key = await service.confirmationKeyOfClaim(body);
        return { ...body, confirmationKey: key === undefined ? null : base64UrlText(key) };
      },
    );
    app.post(
      paths.offerEnrolment,
      { schema: { body: offerEnrolmentBody, response: { 200: offerEnrolmentAnswer } } },
      ({ body }) => service.offerEnrolment(body.activationId),
    );
    app.post(
      paths.completeEnrolment,
      { schema: { body: completeEnrolmentBody, response: { 200: completeEnrolmentAnswer } } },
      ({ body: { activationId, ...proof } }) => service.completeEnrolment(activationId, proof),
    );
    app.post(
      paths.issueActivation,
      { schema: { body: issueActivationBody, response: { 200: activationAnswer } } },
      async ({ body: { accountId, shard, cap, ...asked } }) => {
        const terms = cap === undefined || cap === null ? asked : { ...asked, cap: BigInt(cap) };
        const activation = await service.issueActivation({ accountId, shard }, terms);
        return { ...activation, expiresAt: activation.expiresAt.getTime() };
      },
    );
    app.post(
      paths.listCredentials,
      { schema: { body: listCredentialsBody, response: { 200: credentialsAnswer } } },
      async ({ body: { accountId, shard, ...page } }) => {
        const credentials = await service.listCredentials({ accountId, shard }, page);
        return { credentials: credentials.map(credentialToJson) };
      },
    );
    app.post(
      paths.changeCredentialState,
      { schema: { body: changeStateBody, response: { 200: credentialAnswer } } },
      async ({ body }) => credentialToJson(await service.changeCredentialState(body)),
    );
    app.post(
      paths.readiness,
      { schema: { body: emptyBody, response: { 200: readinessAnswer } } },
      async () => {
        await service.checkReadiness();
        return { status: 'ready' as const };
      },
    );
    done();
  };
}

/** One request that can’t be served fails alone; the others of its batch have their verdicts. */
async function answerTo(
  service: AuthenticationService,
  request: VerificationRequest,
): Promise<VerifyAnswer['answers'][number]> {
  const asked = { ...request.claim, requestHash: base64UrlText(request.requestHash) };
  try {
    return { ...asked, verdict: verdictToJson(await service.verify(request)) };
  } catch (error) {
    if (!(error instanceof TallyError) || error.definition.kind !== 'problem') throw error;
    return { ...asked, refusal: { code: error.code, detail: error.message } };
  }
}

function versionMismatch(asked: unknown, version: number): TallyError {
  const theirs = typeof asked === 'string' && /^\d{1,6}$/.test(asked) ? asked : 'none';
  const detail = `The authentication server speaks version ${version} of the interface, the platform version ${theirs}.`;
  return new TallyError('authentication_version_mismatch', { detail });
}
