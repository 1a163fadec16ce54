import { declineErrors } from './decline-errors.ts';
import type { ErrorDefinition } from './error-definition.ts';
import { localErrors } from './local-errors.ts';
import { problemErrors } from './problem-errors.ts';

/** The one registry of everything that can go wrong. docs/errors.md is its mirror, kept so by a test. */
export const errorRegistry = { ...declineErrors, ...problemErrors, ...localErrors } as const;

export type ErrorCode = keyof typeof errorRegistry;
export type DeclineCode = keyof typeof declineErrors;
export type ProblemCode = keyof typeof problemErrors;
export type LocalCode = keyof typeof localErrors;

export function errorDefinition(code: ErrorCode): ErrorDefinition {
  return errorRegistry[code];
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorRegistry, text);
}

export function isDeclineCode(text: string): text is DeclineCode {
  return Object.hasOwn(declineErrors, text);
}

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problemErrors, text);
}

/** In the order of the alphabet. */
export const declineCodes: readonly DeclineCode[] = Object.keys(declineErrors).filter(isDeclineCode);

/** In the order of the alphabet. */
export const problemCodes: readonly ProblemCode[] = Object.keys(problemErrors).filter(isProblemCode);
