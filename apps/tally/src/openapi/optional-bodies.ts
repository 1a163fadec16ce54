import { mapOperations, mapValues, type ApiBody, type ApiDocument } from './api-document.ts';

/** A body that may be null is one that may be left out: OpenAPI says that beside the schema, Fastify inside it. */
export function withOptionalBodies(document: ApiDocument): ApiDocument {
  return mapOperations(document, (operation) =>
    operation.requestBody === undefined
      ? operation
      : { ...operation, requestBody: toOptional(operation.requestBody) },
  );
}

function toOptional(body: ApiBody): ApiBody {
  let { required } = body;
  const content = mapValues(body.content, (media) => {
    const { type } = media.schema;
    if (!Array.isArray(type) || !type.includes('null')) return media;
    required = false;
    return { ...media, schema: { ...media.schema, type: 'object' } };
  });
  return { required, content };
}
