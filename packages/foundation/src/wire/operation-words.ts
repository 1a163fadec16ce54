import type { ProblemCode } from '../errors/registry.ts';

/** The chapters of the API’s document. */
export type OperationTag =
  | 'Payments'
  | 'Refunds'
  | 'Till'
  | 'Enrolment'
  | 'Merchants and tills'
  | 'Accounts and credentials'
  | 'Operator'
  | 'Service';

/** What the document of the API says of a route besides its shapes, which stand in the route’s schemas. */
export interface OperationWords {
  /** The name that generated clients give to it. */
  readonly operationId: string;
  readonly tags: readonly [OperationTag];
  /** What it is for, in a few words that begin with a verb. */
  readonly summary: string;
  /** When to use it, and what one has to know. */
  readonly description: string;
  /**
   * What it refuses by name. What any route may answer (a wrong key or body, a server that is too busy) is not listed at
   * the routes: the document’s builder knows it.
   */
  readonly 'x-problems': readonly ProblemCode[];
}

/** Checks the words where they are written. */
export function operationWords<const Words extends OperationWords>(words: Words): Words {
  return words;
}
