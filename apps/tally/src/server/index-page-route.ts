import { hash } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { indexPage, indexPageStyle, type IndexPageContent } from './index-page.ts';

/** The page’s one style is allowed by its hash (Content Security Policy Level 3, section 8.4), so nothing else runs. */
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', indexPageStyle, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** `GET /`: what runs here and where to go. The content is asked for each time, since what runs may change. */
export function indexPageRoute(content: () => IndexPageContent): FastifyPluginAsync {
  return async (server) => {
    server.get('/', (_request, reply) =>
      reply
        .header('content-security-policy', contentSecurityPolicy)
        .type('text/html; charset=utf-8')
        .send(indexPage(content())),
    );
  };
}
