import { TallyError, type ErrorCode } from '@tallystick/foundation';

/** What one look at an installation has found. */
export interface Finding {
  /** What was looked at, such as `key file`. */
  readonly about: string;
  /** `look`: it works, but somebody should know. */
  readonly state: 'ok' | 'look' | 'wrong';
  /** A sentence, and what to do where something is wrong. Never a secret. */
  readonly says: string;
  /** The code that the start would end with. */
  readonly code?: ErrorCode;
}

/** Runs one look; what it throws is what is wrong, in the words in which the start would say it. */
export async function look(
  about: string,
  work: () => Promise<string | Omit<Finding, 'about'>>,
): Promise<Finding> {
  try {
    const found = await work();
    return typeof found === 'string' ? { about, state: 'ok', says: found } : { about, ...found };
  } catch (error) {
    return wrong(about, error);
  }
}

function wrong(about: string, error: unknown): Finding {
  if (error instanceof TallyError) {
    return { about, state: 'wrong', says: error.message.replaceAll(/\s*[\r\n]+\s*/g, ' '), code: error.code };
  }
  const words = error instanceof Error ? error.message : String(error);
  return { about, state: 'wrong', says: `It could not be looked at: ${words}` };
}

export function mind(says: string): Omit<Finding, 'about'> {
  return { state: 'look', says };
}
