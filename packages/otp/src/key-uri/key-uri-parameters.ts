import { percentDecoded } from '../bytes/utf8.ts';

const names = ['secret', 'issuer', 'algorithm', 'digits', 'period', 'counter'] as const;

export type KeyUriParameters = Partial<Record<(typeof names)[number], string>>;

/**
 * The parameters that authenticators know; others (pictures, colours) are passed over. A plus is a space, as in forms:
 * many libraries write issuers like that.
 */
export function readParameters(query: string): KeyUriParameters | 'malformed' | 'repeated' {
  const parameters: KeyUriParameters = {};
  for (const part of query.split('&')) {
    const [encodedName = ''] = part.split('=', 1);
    const name = names.find((known) => known === encodedName.toLowerCase());
    if (name === undefined) continue;
    const value = percentDecoded(part.slice(encodedName.length + 1).replaceAll('+', ' '));
    if (value === undefined) return 'malformed';
    if (parameters[name] !== undefined) return 'repeated';
    parameters[name] = value;
  }
  return parameters;
}
