import { operationWords } from '@tallystick/foundation';
import type { FastifyPluginAsync } from 'fastify';
import { pagePolicy } from '../html/page-policy.ts';
import { indexPage, indexPageStyle, type IndexPageContent } from './index-page.ts';

const contentSecurityPolicy = pagePolicy(indexPageStyle);

const words = operationWords({
  operationId: 'indexPage',
  tags: ['Service'],
  summary: 'Say what runs here',
  description: 'A page for people: what runs here and where to go.',
  'x-problems': [],
});

const response = {
  200: { description: 'An HTML page.', content: { 'text/html': { schema: { type: 'string' } } } },
};

/** `GET /`: what runs here and where to go. The content is asked for each time, since what runs may change. */
export function indexPageRoute(content: () => IndexPageContent): FastifyPluginAsync {
  return async (server) => {
    server.get('/', { schema: { ...words, response } }, (_request, reply) =>
      reply
        .header('content-security-policy', contentSecurityPolicy)
        .type('text/html; charset=utf-8')
        .send(indexPage(content())),
    );
  };
}
