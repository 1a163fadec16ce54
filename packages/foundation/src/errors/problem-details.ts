import type { ErrorCode } from './registry.ts';
import type { TallyError } from './tally-error.ts';

/** RFC 9457, section 3: the body of an `application/problem+json` answer, with our extension members. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly cashierWords: string;
  readonly field?: string;
  readonly requestId?: string;
}

/** Builds the problem body of an error; `requestId` lets an operator find the occurrence in the log. */
export function problemDetails(error: TallyError, requestId?: string): ProblemDetails {
  return {
    type: `urn:tallystick:error:${error.code}`,
    title: error.definition.operatorWords,
    status: error.definition.httpStatus,
    detail: error.message,
    code: error.code,
    retryable: error.definition.retryable,
    cashierWords: error.definition.cashierWords,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
