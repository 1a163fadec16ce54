import { equalTexts } from '@tallystick/otp';

/**
 * The highest of the given steps whose password is the offered one, or undefined. All are computed and compared in constant
 * time, without early exit. The highest is burnt where several match, so that the digits are worth nothing after.
 *
 * @param steps ascending.
 */
export function highestMatch(
  passwordAt: (step: number) => string,
  password: string,
  steps: readonly number[],
): number | undefined {
  let matched: number | undefined;
  for (const step of steps) {
    const isMatch = equalTexts(passwordAt(step), password);
    matched = isMatch ? step : matched;
  }
  return matched;
}

/** Nearly every code of a credential asks the same question, so what was made for the last one is kept. */
export function rememberLast<Made>(make: (question: string) => Made): (question: string) => Made {
  let last: { readonly question: string; readonly made: Made } | undefined;
  return (question) => {
    if (last?.question !== question) last = { question, made: make(question) };
    return last.made;
  };
}
