/** What enrolment gave this terminal, apart from the keys. Nothing here is secret but the aliases of coming days. */
export type Credential = TimeCredential | EventCredential;

/** Pays by the clock: codes expire, and every day has another alias. */
export interface TimeCredential extends CommonCredential {
  readonly kind: 'time';
  /** UTC day number (days since 1970-01-01) of the first alias. */
  readonly firstAliasDay: number;
  /** Ten digits for each coming day. */
  readonly aliases: readonly string[];
}

/** Pays by the number of the press, on a device that needs no clock. */
export interface EventCredential extends CommonCredential {
  readonly kind: 'event';
  /** Ten digits, the same in every code: whoever sees two codes knows that they are of one payer. */
  readonly alias: string;
}

export interface CommonCredential {
  /** Ten digits. */
  readonly credentialNumber: string;
  /** Two digits that start every paycode of this operator. */
  readonly issuerPrefix: string;
  readonly capVersion: number;
  /** The most that a code of each PIN tier may be used for, in minor units. */
  readonly caps: readonly string[];
  /** Ed25519 key of the operator, base64url. */
  readonly operatorPublicKey: string;
}

/**
 * The four leaf keys of docs/protocol.md. In a browser they can’t be extracted; a store that writes them to a file asks
 * for extractable ones. There is no key above them on the terminal.
 */
export interface TerminalLeaves {
  /** HMAC-SHA-256: dynamic passwords. */
  readonly password: CryptoKey;
  /** AES-256-GCM: setting and changing the PIN. */
  readonly pin: CryptoKey;
  /** HMAC-SHA-256: the confirmation key of each code. */
  readonly confirmation: CryptoKey;
  /** HMAC-SHA-256: later contacts with the server. */
  readonly contact: CryptoKey;
}
