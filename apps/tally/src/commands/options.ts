/** An option with a value, such as `--amount 4.50`. */
export interface TextOption {
  readonly type: 'string';
  /** What stands for the value in the help, such as `FILE`. */
  readonly value: string;
  readonly says: string;
  readonly isRequired?: boolean;
  readonly default?: string;
}

/** An option that is there or not, such as `--json`. */
export interface FlagOption {
  readonly type: 'boolean';
  readonly says: string;
}

/** The options of a command, by their names without the dashes. */
export type Options = Readonly<Record<string, TextOption | FlagOption>>;

/** Every command has it. */
export const jsonOption = {
  json: { type: 'boolean', says: 'one line of JSON for each result, and for an error' },
} as const satisfies Options;

export const serverOption = {
  server: {
    type: 'string',
    value: 'URL',
    says: 'the running system; otherwise TALLY_SERVER, otherwise 127.0.0.1 on TALLY_PORT (8080)',
  },
} as const satisfies Options;
