import { operationWords } from '@tallystick/foundation';
import type { FastifyPluginAsync } from 'fastify';
import type { ApiDocument } from '../openapi/api-document.ts';
import { pagePolicy } from '../html/page-policy.ts';
import { referencePage } from './reference-page.ts';
import { referenceStyle } from './reference-style.ts';

const contentSecurityPolicy = pagePolicy(referenceStyle);

const words = operationWords({
  operationId: 'referencePage',
  tags: ['Service'],
  summary: 'Read this page',
  description:
    'What `/v1/openapi.json` says, for people: one page without a script, also to be printed or saved.',
  'x-problems': [],
});

const response = {
  200: { description: 'An HTML page.', content: { 'text/html': { schema: { type: 'string' } } } },
};

/** `GET /v1/reference`: the document of the API to be read. It is written once, at the first request. */
export function referenceRoute(document: () => ApiDocument): FastifyPluginAsync {
  return async (server) => {
    let page: string | undefined;
    server.get('/v1/reference', { schema: { ...words, response } }, (_request, reply) => {
      page ??= referencePage(document());
      return reply
        .header('content-security-policy', contentSecurityPolicy)
        .type('text/html; charset=utf-8')
        .send(page);
    });
  };
}
