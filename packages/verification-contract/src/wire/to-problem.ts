import { errorRegistry, isErrorCode, TallyError } from '@tallystick/foundation';

/** The refusal of another server as one of our own; undefined where its code is none that may travel. */
export function toProblem(
  code: string | undefined,
  detail: string | undefined,
  field?: string,
): TallyError | undefined {
  if (code === undefined || !isErrorCode(code) || errorRegistry[code].kind !== 'problem') return undefined;
  const retry = errorRegistry[code].retryable ? { retryAfterSeconds: 1 } : {};
  return new TallyError(code, {
    ...(detail === undefined ? {} : { detail }),
    ...(field === undefined ? {} : { field }),
    ...retry,
  });
}

export function textFields(body: unknown): { code?: string; detail?: string; field?: string } {
  if (typeof body !== 'object' || body === null) return {};
  const fields = new Map<string, unknown>(Object.entries(body));
  const found: { code?: string; detail?: string; field?: string } = {};
  for (const name of ['code', 'detail', 'field'] as const) {
    const value = fields.get(name);
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}
