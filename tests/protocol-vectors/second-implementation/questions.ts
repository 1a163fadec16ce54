import { hash } from './octets.ts';

/** protocol.md section 4: for each intent what its question is made of. */

type Purpose = 'any till' | 'one till or challenge' | 'exact amount';

const purposes: readonly Purpose[] = [
  ...Array<Purpose>(5).fill('any till'),
  ...Array<Purpose>(4).fill('one till or challenge'),
  'exact amount',
];

export const usesPin = (intent: number): boolean => ![0, 4, 5].includes(intent);

/** Eight digits, or undefined where the intent and the target do not go together. */
export const numericQuestion = (intent: number, target = '0000000'): string | undefined => {
  const purpose = purposes[intent];
  if (purpose === undefined || purpose === 'exact amount' || !/^[0-9]{7}$/.test(target)) return undefined;
  const bound = target !== '0000000';
  return bound === (purpose === 'one till or challenge') ? `${intent}${target}` : undefined;
};

/** 32 bytes, or undefined where a part has another spelling than its only one. */
export const exactQuestion = (
  challenge: string,
  minorUnits: string,
  currency: string,
): Buffer | undefined => {
  const spelled = /^9[0-9]{6}\n[1-9][0-9]{0,11}\n[A-Z]{3}$/;
  const lines = [challenge, minorUnits, currency].join('\n');
  return spelled.test(lines) ? hash('sha256', `tallystick/exact/v1\n${lines}`) : undefined;
};
