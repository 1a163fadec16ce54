import { asciiBytes, concatBytes } from '@tallystick/otp';

/** An uncompressed P-256 point: 04 ‖ x ‖ y (SEC 1, section 2.3.3). */
const publicKeyLength = 65;

/** What both sides have seen of one enrolment. Keys and proofs are made over it, so that a changed part shows. */
export interface EnrolmentParts {
  /** 16 bytes. */
  readonly activationId: Uint8Array;
  /** The terminal’s P-256 public key, uncompressed, 65 bytes. */
  readonly terminalKey: Uint8Array;
  /** The server’s P-256 public key, uncompressed, 65 bytes. */
  readonly serverKey: Uint8Array;
}

/** The bytes of the transcript. Throws RangeError where a part has the wrong length. */
export function enrolmentTranscript(parts: EnrolmentParts): Uint8Array<ArrayBuffer> {
  if (parts.activationId.length !== 16) throw new RangeError('an activation id has 16 bytes');
  if (parts.terminalKey.length !== publicKeyLength || parts.serverKey.length !== publicKeyLength) {
    throw new RangeError('an uncompressed P-256 key has 65 bytes');
  }
  return concatBytes(
    asciiBytes('tallystick/enrol/v1'),
    parts.activationId,
    parts.terminalKey,
    parts.serverKey,
  );
}
