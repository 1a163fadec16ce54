import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FoundOperation, ServedDocument } from './read-api-document.ts';

/** What is wrong with a body by the document’s own schema for this answer; undefined where nothing is. */
export type AnswerValidator = (
  found: FoundOperation,
  status: number,
  mediaType: string,
  body: unknown,
) => string | undefined;

/** A validator of its own kind (JSON Schema 2020-12), which has nothing in common with the server’s but the document. */
export function createAnswerValidator(document: ServedDocument): AnswerValidator {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'document' });
  return ({ path, method, operation }, status, mediaType, body) => {
    const media = operation.responses[String(status)]?.content?.[mediaType];
    if (media === undefined) return `${operation.operationId} does not document ${status} ${mediaType}`;
    const pointer = [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      String(status),
      'content',
      mediaType,
      'schema',
    ];
    const validate = ajv.compile({ $ref: `document#/${pointer.map(escapePointer).join('/')}` });
    return validate(body) ? undefined : ajv.errorsText(validate.errors);
  };
}

/** RFC 6901, section 6: in a URI fragment. */
function escapePointer(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}
