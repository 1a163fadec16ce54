/**
 * Answer of `POST /v1/enrolments/{activationId}`: the server’s P-256 public key, 65 bytes, in base64url.
 * The activation id stands in the address as 32 lowercase hex digits.
 */
export interface EnrolmentOfferJson {
  readonly serverKey: string;
}

/** Body of `POST /v1/enrolments/{activationId}/proof`; both in base64url. */
export interface EnrolmentProofJson {
  /** The terminal’s P-256 public key, 65 bytes uncompressed. */
  readonly terminalKey: string;
  /** HMAC-SHA-256(proof-terminal key, transcript). */
  readonly proof: string;
}

/** Answer of the proof; both in base64url. */
export interface EnrolmentReplyJson {
  /** HMAC-SHA-256(proof-server key, transcript). */
  readonly proof: string;
  /**
   * 12-byte nonce, then AES-256-GCM of an `EnrolmentContentJson` under the enrol-reply key, then the 16-byte tag;
   * associated data = SHA-256(transcript).
   */
  readonly sealedReply: string;
}

/** What the sealed reply holds: of a credential with a clock, or of one without. */
export type EnrolmentContentJson = TimeEnrolmentContentJson | EventEnrolmentContentJson;

/** For a terminal with a clock. The oldest form: it has no `kind`. */
export interface TimeEnrolmentContentJson extends CommonEnrolmentContentJson {
  /** UTC day number (days since 1970-01-01) of the first alias. */
  readonly firstAliasDay: number;
  /** Ten digits each, one for each coming day. */
  readonly aliases: readonly string[];
}

/** For a terminal without a clock. */
export interface EventEnrolmentContentJson extends CommonEnrolmentContentJson {
  readonly kind: 'event';
  /** Ten digits, the same for ever. */
  readonly alias: string;
}

interface CommonEnrolmentContentJson {
  readonly credentialNumber: string;
  /** The issuer prefix, two digits, that starts every paycode of this operator. */
  readonly issuerPrefix: string;
  readonly capVersion: number;
  /** The most that a code of each PIN tier may be used for, in minor units; empty until tiers exist. */
  readonly caps: readonly string[];
  /** Ed25519, 32 bytes in base64url. */
  readonly operatorPublicKey: string;
  /** Unix milliseconds of the server when it made the reply. */
  readonly serverTimeMs: number;
}
