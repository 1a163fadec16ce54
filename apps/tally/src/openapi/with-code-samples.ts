import { mapOperations, type ApiDocument } from './api-document.ts';
import { codeSamples } from './code-samples.ts';

/** Adds what to type to try an operation, in the extension that other pages for documents know too. */
export function withCodeSamples(document: ApiDocument): ApiDocument {
  return mapOperations(document, (operation) => {
    const source = codeSamples[operation.operationId];
    if (source === undefined) return operation;
    return { ...operation, 'x-codeSamples': [{ lang: 'Shell', label: 'curl', source }] };
  });
}
