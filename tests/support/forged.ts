import { dammCheckDigit } from '@tallystick/paycode';

/** A code of the right form and check digit that nobody made: the alias is genuine, the password is not. */
export function forged(code: string): string {
  const digits = [...code.slice(0, -1)];
  const wrong = String((Number(digits[15]) + 1) % 10);
  const body = [...digits.slice(0, 15), wrong, ...digits.slice(16)].join('');
  return body + dammCheckDigit(body);
}
