import { operationWords } from '@tallystick/foundation';
import type { FastifyPluginAsync } from 'fastify';
import type { ApiDocument } from './api-document.ts';

const words = operationWords({
  operationId: 'openApiDocument',
  tags: ['Service'],
  summary: 'Read this document',
  description:
    'OpenAPI 3.1, for generators of clients and for tools. `/v1/reference` is the same to be read by people.',
  'x-problems': [],
});

const response = {
  200: { type: 'object', description: 'An OpenAPI 3.1 document.', additionalProperties: true },
};

/** `GET /v1/openapi.json`: the document of the API, as text that is made once. */
export function documentRoute(document: () => ApiDocument): FastifyPluginAsync {
  return async (server) => {
    let text: string | undefined;
    server.get('/v1/openapi.json', { schema: { ...words, response } }, (_request, reply) => {
      text ??= JSON.stringify(document());
      return reply.type('application/json; charset=utf-8').send(text);
    });
  };
}
