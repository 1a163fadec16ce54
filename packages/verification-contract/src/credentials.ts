/** What an operator does to the credentials of an account. */
export interface Credentials {
  /** One more credential of an account. */
  issueActivation(account: AccountOfCredentials, asked: Partial<CredentialTerms>): Promise<Activation>;
  listCredentials(
    account: AccountOfCredentials,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly CredentialListing[]>;
  changeCredentialState(change: CredentialStateChange): Promise<CredentialListing>;
}

export interface AccountOfCredentials {
  readonly accountId: string;
  readonly shard: number;
}

export type StateOfCredential = 'active' | 'locked' | 'revoked';

/** What one credential may be used for. */
export interface CredentialLimits {
  /** The most that one code may be used for, in minor units of the account’s currency. */
  readonly cap: bigint;
  /** Codes that are taken in one UTC day. */
  readonly usesPerDay: number;
}

/** Above it a count protects nobody. */
export const mostUsesPerDay = 1000;

/** What an activation makes of a terminal. */
export interface CredentialTerms {
  /** The name of a kind, such as `time`. */
  readonly kind: string;
  /** Null without a cap. */
  readonly cap: bigint | null;
  /** Null without a limit. */
  readonly usesPerDay: number | null;
}

/** Shown once to the owner of the account and stored nowhere in the clear. */
export interface Activation {
  /** 26 characters to be typed. */
  readonly activationCode: string;
  /** The same as the text of a QR. */
  readonly qr: string;
  readonly expiresAt: Date;
}

/** A credential as its operator sees it: nothing here makes a code, and no alias is given away. */
export interface CredentialListing {
  /** Ten digits; the payer’s terminal shows them too. */
  readonly credentialNumber: string;
  readonly accountId: string;
  readonly kind: string;
  readonly state: StateOfCredential;
  /** In minor units of the account’s currency; null without a cap. */
  readonly cap: bigint | null;
  /** Null without a limit. */
  readonly usesPerDay: number | null;
  readonly createdAt: Date;
}

export interface CredentialStateChange {
  /** Ten digits. */
  readonly credentialNumber: string;
  readonly state: StateOfCredential;
  /** Who asks for it, for the record. */
  readonly operatorId: string;
}
