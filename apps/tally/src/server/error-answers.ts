import { problemDetails, TallyError } from '@tallystick/foundation';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toTallyError } from './to-tally-error.ts';

/** Where an error knows no better: the shortest time that Retry-After can say. */
const defaultRetryAfterSeconds = 1;

/** Makes every error of a server an `application/problem+json` (RFC 9457) with the words of the registry. */
export function answerErrorsAsProblems(server: FastifyInstance): void {
  server.setErrorHandler((thrown, request, reply) => sendProblem(toTallyError(thrown), request, reply));
  server.setNotFoundHandler((request, reply) => sendProblem(new TallyError('route_unknown'), request, reply));
}

export function sendProblem(error: TallyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  logError(error, request);
  const { httpStatus, retryable } = error.definition;
  if (retryable) reply.header('retry-after', Math.ceil(error.retryAfterSeconds ?? defaultRetryAfterSeconds));
  // RFC 9110, section 11.6.1: a 401 names the scheme that would be accepted.
  if (httpStatus === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(httpStatus).type('application/problem+json').send(problemDetails(error, request.id));
}

/** Only what goes wrong on our side is logged with its cause: what a caller sends may hold a code. */
function logError(error: TallyError, request: FastifyRequest): void {
  const line = {
    requestId: request.id,
    code: error.code,
    field: error.field,
    route: request.routeOptions.url,
  };
  if (error.definition.httpStatus >= 500) request.log.error({ ...line, err: error }, error.message);
  else request.log.info(line, error.message);
}
