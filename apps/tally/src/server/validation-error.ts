import { TallyError, type ProblemCode } from '@tallystick/foundation';

/** What the schema validator says about the first thing that is wrong. */
export interface ValidationFailure {
  readonly keyword: string;
  /** JSON pointer to the value. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Fields with an error of their own: the cashier can do something about an amount, but not about a wrong shape. */
const codesOfFields: Readonly<Record<string, ProblemCode>> = {
  minorUnits: 'amount_invalid',
  currency: 'currency_unknown',
};

const maximumFieldLength = 80;

/** Turns a refusal of the schema validator into the error that names the field. The value itself is never repeated. */
export function validationError(failure: ValidationFailure, context: string): TallyError {
  const field = fieldOf(failure);
  const isValueWrong = !['required', 'additionalProperties'].includes(failure.keyword);
  const name = failure.instancePath.split('/').at(-1) ?? '';
  const code = isValueWrong ? codesOfFields[name] : undefined;
  if (code !== undefined) return new TallyError(code, { field });
  return new TallyError('malformed_request', { field, detail: `${placeOf(context)}: ${reasonOf(failure)}.` });
}

function fieldOf({ instancePath, params }: ValidationFailure): string {
  const missing = params['missingProperty'] ?? params['additionalProperty'];
  const pointer = typeof missing === 'string' ? `${instancePath}/${missing}` : instancePath;
  return printable(pointer);
}

/** The name of an unknown field is the sender’s text: it goes back shortened and without control characters. */
function printable(pointer: string): string {
  return pointer.slice(0, maximumFieldLength).replaceAll(/[^\x20-\x7e]/g, '?');
}

function placeOf(context: string): string {
  const places: Readonly<Record<string, string>> = {
    body: 'The body does not fit',
    params: 'The address does not fit',
    querystring: 'The query does not fit',
  };
  return places[context] ?? 'The request does not fit';
}

function reasonOf({ keyword }: ValidationFailure): string {
  const reasons: Readonly<Record<string, string>> = {
    additionalProperties: 'this field is not known',
    maxLength: 'this field is too long',
    minLength: 'this field is too short',
    pattern: 'this field is not in the documented form',
    required: 'this field is missing',
    type: 'this field has another type than documented',
  };
  return reasons[keyword] ?? 'this field breaks the documented schema';
}
