import { TallyError } from '@tallystick/foundation';
import { validationError, type ValidationFailure } from './validation-error.ts';

/** Words for what the HTTP framework refuses before any route sees it. */
const malformedDetails: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The Content-Type of a body must be application/json.',
};

const unknownRoutes = ['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH'];

/** Whatever was thrown, as an error of the registry that may go over the wire. Anything unexpected is `internal_error`. */
export function toTallyError(thrown: unknown): TallyError {
  if (thrown instanceof TallyError) return wireErrorOf(thrown);
  if (!isObject(thrown)) return internalError(thrown);
  const failure = firstFailure(thrown['validation']);
  if (failure !== undefined) return validationError(failure, String(thrown['validationContext']));
  const code = String(thrown['code']);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new TallyError('body_too_large');
  if (unknownRoutes.includes(code)) return new TallyError('route_unknown');
  const detail = malformedDetails[code];
  if (detail !== undefined) return new TallyError('malformed_request', { detail });
  // `__proto__` in a body: the JSON parser throws a plain SyntaxError with this status.
  if (thrown['statusCode'] === 400) return new TallyError('malformed_request');
  return internalError(thrown);
}

/** Outcomes and errors of other machines have no business as a problem; where one gets here, it is a fault of ours. */
function wireErrorOf(error: TallyError): TallyError {
  return error.definition.kind === 'problem' ? error : internalError(error);
}

function internalError(cause: unknown): TallyError {
  return new TallyError('internal_error', { cause });
}

function firstFailure(validation: unknown): ValidationFailure | undefined {
  const failure: unknown = Array.isArray(validation) ? validation[0] : undefined;
  return isFailure(failure) ? failure : undefined;
}

function isFailure(value: unknown): value is ValidationFailure {
  return (
    isObject(value) &&
    typeof value['keyword'] === 'string' &&
    typeof value['instancePath'] === 'string' &&
    isObject(value['params'])
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
