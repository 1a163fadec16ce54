import { parseArgs } from 'node:util';
import { TallyError } from '@tallystick/foundation';
import type { Options } from './options.ts';

/** What a command was given: the values of its options, and its operands in order. */
export interface Given<Chosen extends Options> {
  readonly values: ReturnType<typeof parseStrictly<Chosen>>['values'];
  readonly operands: readonly string[];
}

/**
 * Reads the arguments of a command strictly, by its own description.
 *
 * @throws TallyError `arguments_wrong`.
 */
export function readArguments<Chosen extends Options>(
  args: readonly string[],
  operands: readonly string[],
  options: Chosen,
): Given<Chosen> {
  const { values, positionals } = parseStrictly(args, options);
  const given = new Map<string, unknown>(Object.entries(values));
  for (const [name, value] of given) {
    // A script’s variable that was not set; a folder of this name would be the working folder.
    if (value === '') throw argumentsWrong(`--${name} is empty.`);
  }
  for (const [name, option] of Object.entries(options)) {
    const isMissing = option.type === 'string' && option.isRequired === true && !given.has(name);
    if (isMissing) throw argumentsWrong(`--${name} is missing.`);
  }
  checkOperands(positionals, operands);
  return { values, operands: positionals };
}

function parseStrictly<Chosen extends Options>(args: readonly string[], options: Chosen) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch {
    // The parser’s own message repeats the words it did not understand, and one of them may be a code.
    throw argumentsWrong('An option is unknown or lacks its value.');
  }
}

function checkOperands(given: readonly string[], operands: readonly string[]): void {
  const required = operands.filter((operand) => !operand.startsWith('['));
  const missing = required[given.length];
  if (missing !== undefined && given.length < required.length) {
    throw argumentsWrong(`${missing.replace('…', '')} is missing.`);
  }
  const takesMany = operands.some((operand) => operand.endsWith('…'));
  if (!takesMany && given.length > operands.length) throw argumentsWrong('There is one word too many.');
}

export function argumentsWrong(detail: string): TallyError {
  return new TallyError('arguments_wrong', { detail });
}
