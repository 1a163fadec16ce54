import { isJsonObject, isWholeNumber } from '../guards/json-guards.ts';
import type { PlatformProblem } from '../platform-client/platform-answer.ts';
import { resultOfOutcome, type PaymentResult } from '../payment-loop/payment-result.ts';
import { parseOutcome } from '../platform-client/payment-answers.ts';
import { parseProblemFields } from '../platform-client/problem-answer.ts';

/** Reads a result that a till has stored, by the guards that the answer had passed; undefined where it is none. */
export function parseStoredResult(value: unknown, paymentId: string): PaymentResult | undefined {
  if (!isJsonObject(value) || value['paymentId'] !== paymentId) return undefined;
  const { state, outcome, problem } = value;
  if (state === 'refused') {
    const parsed = parseProblem(problem);
    return parsed === undefined ? undefined : { state, paymentId, problem: parsed };
  }
  if (!isJsonObject(outcome)) return undefined;
  const answer = { ...asAnswered(outcome), earlierPayment: asAnswered(outcome['earlierPayment']) };
  const parsed = parseOutcome(answer, { paymentId, amount: null });
  const result = parsed === undefined ? undefined : resultOfOutcome(parsed);
  return result?.state === state ? result : undefined;
}

/** The guards want `final`, which every answer has and no stored outcome. */
function asAnswered(outcome: unknown): object | null {
  return isJsonObject(outcome) ? { ...outcome, final: true } : null;
}

function parseProblem(value: unknown): PlatformProblem | undefined {
  return isJsonObject(value) && isWholeNumber(value['status'])
    ? parseProblemFields(value['status'], value)
    : undefined;
}
