import type { ErrorDefinition } from './error-definition.ts';
import { errorDefinition, type ErrorCode } from './registry.ts';

export interface TallyErrorOptions {
  /** One sentence about this occurrence. Never a secret, a PIN or the text of a code. */
  readonly detail?: string;
  /** The field of the request that is wrong, as a JSON pointer or a name. */
  readonly field?: string;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** The only error this system throws on purpose: a code of the registry and what is known about this occurrence. */
export class TallyError extends Error {
  readonly code: ErrorCode;
  readonly definition: ErrorDefinition;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, options: TallyErrorOptions = {}) {
    const definition = errorDefinition(code);
    super(options.detail ?? definition.operatorWords, 'cause' in options ? { cause: options.cause } : {});
    this.name = 'TallyError';
    this.code = code;
    this.definition = definition;
    this.field = options.field;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
