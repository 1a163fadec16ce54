import recorded from './examples.json' with { type: 'json' };

/**
 * Requests and answers as a real server gave them, with ids, keys and times made the same in every recording.
 * `npm run docs:examples` writes examples.json; a test makes each of them happen again and compares.
 */
export interface ApiExamples {
  /** By operation id. */
  readonly operations: Readonly<Record<string, OperationExamples>>;
  /** By code: problems that many operations answer alike. */
  readonly problems: Readonly<Record<string, object>>;
}

export interface OperationExamples {
  /** Bodies by the name of the example. */
  readonly requests: Readonly<Record<string, object>>;
  /** Bodies by status and name: the outcome, result or code. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

export const apiExamples: ApiExamples = recorded;
