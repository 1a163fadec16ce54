import { errorDefinition, isProblemCode, type ProblemCode } from '@tallystick/foundation';
import type { ApiOperation } from './api-document.ts';

/** What any route that works on the database may answer. */
const problemsOfWork: readonly ProblemCode[] = ['overloaded', 'database_unavailable', 'internal_error'];

const problemsOfKeys: Readonly<Record<string, ProblemCode>> = {
  tillKey: 'till_key_unknown',
  operatorKey: 'operator_key_unknown',
};

/** Problems that an operation answers because of what it is, and not because of what it does. */
export function commonProblemsOf(operation: ApiOperation, method: string): readonly ProblemCode[] {
  const keys = (operation.security ?? []).flatMap((scheme) => Object.keys(scheme));
  const takesBody = method !== 'get';
  const takesInput = takesBody || (operation.parameters ?? []).length > 0;
  return [
    ...keys.flatMap((key) => problemsOfKeys[key] ?? []),
    ...(takesInput ? (['malformed_request'] as const) : []),
    ...(takesBody ? (['body_too_large'] as const) : []),
    ...(operation.tags.includes('Service') ? [] : problemsOfWork),
  ];
}

/** Problems that the operation’s route names itself. */
export function ownProblemsOf(operation: ApiOperation): readonly ProblemCode[] {
  return (operation['x-problems'] ?? []).filter(isProblemCode);
}

/** By the status that they are answered with, the lowest first. */
export function byStatus(codes: readonly ProblemCode[]): ReadonlyMap<number, readonly ProblemCode[]> {
  const groups = Map.groupBy([...codes].sort(), (code) => errorDefinition(code).httpStatus);
  return new Map([...groups].sort(([one], [other]) => one - other));
}
