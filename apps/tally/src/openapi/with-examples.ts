import {
  mapOperations,
  mapValues,
  type ApiDocument,
  type ApiExample,
  type ApiMedia,
  type ApiOperation,
} from './api-document.ts';
import type { ApiExamples, OperationExamples } from './api-examples.ts';

const none: OperationExamples = { requests: {}, answers: {} };

/** Puts the recorded requests and answers beside their schemas. */
export function withExamples(document: ApiDocument, examples: ApiExamples): ApiDocument {
  const shared = mapValues(examples.problems, toExample);
  const components = { ...document.components, examples: shared };
  return mapOperations({ ...document, components }, (operation) =>
    addExamples(operation, examples.operations[operation.operationId] ?? none, Object.keys(shared)),
  );
}

function addExamples(
  operation: ApiOperation,
  { requests, answers }: OperationExamples,
  sharedCodes: readonly string[],
): ApiOperation {
  const { requestBody } = operation;
  const responses = mapValues(operation.responses, (response, status) => {
    if (response.content === undefined) return response;
    const own = mapValues(answers[status] ?? {}, toExample);
    const content = mapValues(response.content, (media) => {
      const codes = sharedCodes.filter((code) => codesOf(media).includes(code) && own[code] === undefined);
      const shared = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
      return mediaWith(media, { ...own, ...Object.fromEntries(shared) });
    });
    return { ...response, content };
  });
  if (requestBody === undefined) return { ...operation, responses };
  const content = mapValues(requestBody.content, (media) => mediaWith(media, mapValues(requests, toExample)));
  return { ...operation, requestBody: { ...requestBody, content }, responses };
}

/** The problem codes that a media type enumerates; none for an answer that is no problem. */
export function codesOf({ schema }: ApiMedia): readonly string[] {
  const codes = schema.allOf?.flatMap(({ properties }) => properties?.['code']?.enum ?? []) ?? [];
  return codes.map(String);
}

function mediaWith(media: ApiMedia, examples: NonNullable<ApiMedia['examples']>): ApiMedia {
  return Object.keys(examples).length === 0 ? media : { ...media, examples };
}

function toExample(value: object): ApiExample {
  return { value };
}
