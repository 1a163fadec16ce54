import { randomUUID } from 'node:crypto';
import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyPluginCallback,
  type FastifyServerFactory,
} from 'fastify';
import { collectDocument } from '../openapi/collect-document.ts';
import { documentRoute } from '../openapi/document-route.ts';
import { referenceRoute } from '../reference/reference-route.ts';
import { answerErrorsAsProblems, sendProblem } from './error-answers.ts';
import { healthRoutes, type ReadinessCheck } from './health-routes.ts';
import { defaultHttpLimits, type HttpLimits } from './http-limits.ts';
import { limitRequestsInFlight } from './in-flight-limit.ts';
import { indexPageRoute } from './index-page-route.ts';
import type { IndexPageContent } from './index-page.ts';
import { logOptions, type LogDestination, type LogLevel } from './log-options.ts';
import { createMutualTlsServer, type MutualTlsOptions } from './mutual-tls-server.ts';
import { refuseConnection } from './refused-connections.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { toTallyError } from './to-tally-error.ts';

export interface HttpServerOptions {
  /** The routes of the API; each plugin names its own paths under `/v1`. */
  readonly routes: readonly (FastifyPluginAsync | FastifyPluginCallback)[];
  readonly checkReadiness: ReadinessCheck;
  readonly indexPage: () => IndexPageContent;
  readonly logLevel: LogLevel;
  /** Standard output where it is left out. */
  readonly logDestination?: LogDestination;
  readonly limits?: Partial<HttpLimits>;
  /** Plain HTTP where it is left out. */
  readonly mutualTls?: MutualTlsOptions;
}

/** The HTTP server with everything that is the same for all routes: limits, errors, logging, health, the page at `/`. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const limits = { ...defaultHttpLimits, ...options.limits };
  const { mutualTls } = options;
  const server = Fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleSocketMs,
    keepAliveTimeout: limits.keepAliveMs,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      // Node looks for slow senders every so often, by default later than our limits would have it.
      connectionsCheckingInterval: Math.ceil(limits.headersMs / 2),
    },
    ...(mutualTls === undefined ? {} : { serverFactory: mutualTlsFactory(limits, mutualTls) }),
    forceCloseConnections: 'idle',
    // Requests that arrive on a kept connection while we close are still answered; the answer closes the connection.
    return503OnClosing: false,
    genReqId: () => randomUUID(),
    // A body is taken as it is or refused: nothing is converted, filled in or thrown away.
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false },
    },
    logger: logOptions(options.logLevel, options.logDestination),
    // A logger of its own for each request costs more than the few lines that are ever written; those name the request.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, request, reply) => void sendProblem(toTallyError(error), request, reply),
  });
  server.server.maxConnections = limits.connections;
  server.removeContentTypeParser('text/plain');
  addSecurityHeaders(server);
  answerErrorsAsProblems(server);
  if (options.logLevel === 'debug') logRequests(server);

  // Behind certificates stands the authentication server: its only callers are platforms, and their interface is no API.
  if (mutualTls === undefined) addReference(server);
  server.register(healthRoutes(options.checkReadiness));
  server.register(indexPageRoute(options.indexPage));
  server.register(async (limited) => {
    limitRequestsInFlight(limited, limits.requestsInFlight);
    for (const routes of options.routes) limited.register(routes);
  });
  return server;
}

/** Before the routes, so that each of them is in the document. */
function addReference(server: FastifyInstance): void {
  const document = collectDocument(server);
  server.register(documentRoute(document));
  server.register(referenceRoute(document));
}

function mutualTlsFactory(limits: HttpLimits, mutualTls: MutualTlsOptions): FastifyServerFactory {
  return (handler) => createMutualTlsServer(handler, limits, mutualTls);
}

/** By route, not by address: ids stay out of the log of ordinary requests, and lines of one route count together. */
function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    request.log.debug({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      elapsedMs: Math.round(reply.elapsedTime),
    });
    done();
  });
}
