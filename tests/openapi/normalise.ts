/** Makes what differs from run to run the same: ids, keys, times, proofs. Everything else of an answer stays. */
export interface Normaliser {
  body(body: unknown): object;
}

const exampleCode = '8301234567890246813575';
const exampleTime = '2026-11-23T12:00:00.000Z';
const exampleUnixTime = 1_795_435_200;
const exampleKeyId = '0123456789abcdef';
const exampleReceipt = `TALLY1:R:${'RXhhbXBsZVJlY2VpcHQ'.repeat(8)}`;

const constants: Readonly<Record<string, unknown>> = {
  requestId: '1b4e28ba-2fa1-11d2-883f-b9a761bde3fb',
  key: 'shown_once',
  keyId: exampleKeyId,
  code: exampleCode,
  tillNumber: '0004711',
  codeEnding: exampleCode.slice(-4),
  typed: '48151623',
  activationCode: '0123456789ABCDEFGHJKMNPQRS',
  credentialNumber: '0123456789',
  decidedAt: exampleUnixTime,
  claimedAt: exampleUnixTime,
  refundedAt: exampleUnixTime,
  createdAt: exampleTime,
  bookedAt: exampleTime,
  expiresAt: exampleTime,
  revokedAt: exampleTime,
  keyRevokedAt: exampleTime,
};
const lengths: Readonly<Record<string, number>> = {
  serverKey: 87,
  terminalKey: 87,
  proof: 43,
  sealedReply: 96,
};
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createNormaliser(): Normaliser {
  const uuids = new Map<string, string>();

  /** The same id is the same wherever it stands in one example. */
  function uuidOf(text: string): string {
    const known = uuids.get(text) ?? `0193a000-0000-7000-8000-${String(uuids.size + 1).padStart(12, '0')}`;
    uuids.set(text, known);
    return known;
  }

  function valueOf(name: string, value: unknown): unknown {
    if (value === null || typeof value === 'boolean') return value;
    if (Array.isArray(value)) return value.map((item) => valueOf(name, item));
    if (typeof value === 'object') return recordOf(value);
    // A problem calls its own name code, and a request a code that was misread; neither is a paycode.
    if (name === 'code' && typeof value === 'string' && !/^\d{22}$/.test(value)) return value;
    if (name === 'requestId') return constants[name];
    if (typeof value === 'string' && uuid.test(value)) return uuidOf(value);
    if (Object.hasOwn(constants, name)) return constants[name];
    if (Object.hasOwn(lengths, name)) return 'A'.repeat(lengths[name]!);
    return typeof value === 'string' ? textOf(value) : value;
  }

  function textOf(text: string): string {
    return (
      text
        .replace(/^TALLY1:R:.*/, exampleReceipt)
        .replace(/^TALLY1:A:.*/, 'TALLY1:A:0123456789ABCDEFGHJKMNPQRS')
        .replace(/^\d{13}\./, '1795435200000.')
        // How a server that is going is met, by a closed connection or by nobody, is chance.
        .replace(
          /\b127\.0\.0\.1:\d+ can’t be asked: .*/,
          'authentication.example:8443 can’t be asked: nobody listens there.',
        )
    );
  }

  function recordOf(record: object): object {
    return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, valueOf(name, value)]));
  }

  return {
    body(body) {
      uuids.clear();
      const normalised = valueOf('', body);
      if (typeof normalised !== 'object' || normalised === null)
        throw new TypeError('a body is a JSON object');
      return normalised;
    },
  };
}
