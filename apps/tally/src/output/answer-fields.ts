import { TallyError } from '@tallystick/foundation';

/** A field of an answer that has it, or else is no answer of this system. */
export function fieldOf(answer: unknown, name: string): unknown {
  const fields = typeof answer === 'object' && answer !== null ? new Map(Object.entries(answer)) : undefined;
  if (fields?.has(name) === true) return fields.get(name);
  throw new TallyError('server_answer_malformed', { detail: `An answer lacks its field ${name}.` });
}

export function textOf(answer: unknown, name: string): string {
  const value = fieldOf(answer, name);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TallyError('server_answer_malformed', { detail: `The field ${name} of an answer is no text.` });
}

export function listOf(answer: unknown, name: string): readonly unknown[] {
  const value = fieldOf(answer, name);
  if (Array.isArray(value)) return value;
  throw new TallyError('server_answer_malformed', { detail: `The field ${name} of an answer is no list.` });
}
