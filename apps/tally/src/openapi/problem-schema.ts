import { problemCodes } from '@tallystick/foundation';

/** The body of every `application/problem+json` answer (RFC 9457, section 3): `ProblemDetails` of foundation. */
export const problemSchema = {
  type: 'object',
  description:
    'No outcome was made, and the same id may ask again. `code` says what is wrong; where `retryable` is true the very ' +
    'same request may succeed after `Retry-After` seconds.',
  required: ['type', 'title', 'status', 'detail', 'code', 'retryable', 'cashierWords'],
  additionalProperties: false,
  properties: {
    type: { type: 'string', pattern: '^urn:tallystick:error:[a-z_]+$' },
    title: { type: 'string', description: 'What happened, for the operator' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string', description: 'What is known about this occurrence' },
    code: { $ref: '#/components/schemas/ProblemCode' },
    retryable: { type: 'boolean', description: 'The very same request, sent again later, may succeed' },
    cashierWords: { type: 'string', description: 'What the cashier does now, ready for the screen' },
    field: { type: 'string', description: 'The field that is wrong, as a JSON pointer or a name' },
    requestId: { type: 'string', description: 'Finds the occurrence in the server’s log' },
  },
} as const;

export const problemCodeSchema = {
  type: 'string',
  enum: problemCodes,
  description: 'The codes of the error registry that go over the wire',
} as const;
