import { isJsonObject, isTextUpTo, parseJson } from '../guards/json-guards.ts';
import type { PlatformAnswer, PlatformProblem } from './platform-answer.ts';

/** A `Retry-After` beyond this is read as this. */
export const longestRetryAfterMs = 60_000;

const fallbackWords = 'The system did not take this. Call support.';

/** Reads `application/problem+json` (RFC 9457, section 3); undefined where the body is something else. */
export function parseProblem(status: number, contentType: string, body: string): PlatformProblem | undefined {
  if (!/^application\/problem\+json\b/i.test(contentType)) return undefined;
  return parseProblemFields(status, parseJson(body));
}

/** Reads a problem without what came around it. */
export function parseProblemFields(status: number, value: unknown): PlatformProblem | undefined {
  if (!isJsonObject(value)) return undefined;
  const { code, cashierWords, detail, field } = value;
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{0,63}$/.test(code)) return undefined;
  return {
    status,
    code,
    cashierWords: isTextUpTo(500, cashierWords) ? cashierWords : fallbackWords,
    detail: isTextUpTo(500, detail) ? detail : code,
    ...(isTextUpTo(100, field) ? { field } : {}),
  };
}

/**
 * What an answer that is no outcome means. A refusal counts only when it is a problem of ours: the 403 of a hotel’s
 * sign-in page and the 404 of a wrong proxy say nothing about the payment, so they are lost answers.
 */
export function answerWithoutOutcome(
  status: number,
  problem: PlatformProblem | undefined,
  retryAfterMs: number | null,
): PlatformAnswer {
  if (problem === undefined || status >= 500) return { kind: 'lost', problem: problem ?? null, retryAfterMs };
  if (status === 429) return { kind: 'throttled', problem, retryAfterMs };
  return status >= 400 ? { kind: 'refused', problem } : { kind: 'lost', problem, retryAfterMs };
}

/** Reads `Retry-After` in seconds (RFC 9110, section 10.2.3); its date form is not used by the platform. */
export function parseRetryAfterMs(header: string | null): number | null {
  if (header === null || !/^[0-9]{1,6}$/.test(header)) return null;
  return Math.min(Number(header) * 1000, longestRetryAfterMs);
}
