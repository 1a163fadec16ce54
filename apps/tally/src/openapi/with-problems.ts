import { errorDefinition, type ProblemCode } from '@tallystick/foundation';
import { mapOperations, type ApiDocument, type ApiOperation, type ApiResponse } from './api-document.ts';
import { problemCodeSchema, problemSchema } from './problem-schema.ts';
import { byStatus, commonProblemsOf, ownProblemsOf } from './problems-of-operation.ts';

export const problemMediaType = 'application/problem+json';

const headers = {
  RetryAfter: {
    description: 'Seconds to wait before the same request is sent again (RFC 9110, section 10.2.3)',
    schema: { type: 'integer', minimum: 1 },
  },
  WwwAuthenticate: {
    description: 'The scheme that would be accepted (RFC 9110, section 11.6.1)',
    schema: { type: 'string', const: 'Bearer' },
  },
} as const;

/** Adds to every operation the problems that it may answer, from the registry of errors. */
export function withProblems(document: ApiDocument): ApiDocument {
  const { components } = document;
  const schemas = { ...components.schemas, Problem: problemSchema, ProblemCode: problemCodeSchema };
  return mapOperations({ ...document, components: { ...components, schemas, headers } }, addProblems);
}

function addProblems(operation: ApiOperation, method: string): ApiOperation {
  const codes = [...commonProblemsOf(operation, method), ...ownProblemsOf(operation)];
  const responses = { ...operation.responses };
  for (const [status, ofStatus] of byStatus(codes)) responses[status] = problemResponse(status, ofStatus);
  return { ...withoutList(operation), responses };
}

/** It was for this builder alone: the responses say it now. */
function withoutList({ 'x-problems': _list, ...rest }: ApiOperation): ApiOperation {
  return rest;
}

function problemResponse(status: number, codes: readonly ProblemCode[]): ApiResponse {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
  };
  const response = { description: describe(codes), content: { [problemMediaType]: { schema } } };
  const sent = headersOf(status, codes);
  return Object.keys(sent).length === 0 ? response : { ...response, headers: sent };
}

function describe(codes: readonly ProblemCode[]): string {
  return codes.map((code) => `\`${code}\`: ${errorDefinition(code).operatorWords}`).join('\n\n');
}

function headersOf(status: number, codes: readonly ProblemCode[]): Readonly<Record<string, object>> {
  const isRetryable = codes.some((code) => errorDefinition(code).retryable);
  return {
    ...(isRetryable ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}),
    ...(status === 401 ? { 'WWW-Authenticate': { $ref: '#/components/headers/WwwAuthenticate' } } : {}),
  };
}
