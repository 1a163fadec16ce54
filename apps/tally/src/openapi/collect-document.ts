import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { ApiDocument } from './api-document.ts';
import { apiExamples } from './api-examples.ts';
import { documentInfo, documentTags, securitySchemes } from './document-words.ts';
import { nameSchemas } from './name-schemas.ts';
import { withOptionalBodies } from './optional-bodies.ts';
import { readDocument } from './read-document.ts';
import { withCodeSamples } from './with-code-samples.ts';
import { withExamples } from './with-examples.ts';
import { withProblems } from './with-problems.ts';

/**
 * Makes a server collect its routes for the document of its API; to be called before they are registered.
 *
 * @returns the OpenAPI 3.1 document, made at the first call; to be called when the server is ready.
 */
export function collectDocument(server: FastifyInstance): () => ApiDocument {
  server.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: documentInfo,
      servers: [{ url: '/', description: 'This server' }],
      tags: documentTags,
      components: { securitySchemes },
    },
  });
  let document: ApiDocument | undefined;
  return () => {
    document ??= completeDocument(readDocument(server.swagger()));
    return document;
  };
}

function completeDocument(collected: ApiDocument): ApiDocument {
  const shapes = nameSchemas(withOptionalBodies(collected));
  return withCodeSamples(withExamples(withProblems(shapes), apiExamples));
}
