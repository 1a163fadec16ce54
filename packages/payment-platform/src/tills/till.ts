/** A till as its key makes it known: everything that a payment at it needs. */
export interface Till {
  readonly tillId: string;
  /** 1 to 8999999; unique in the operator. */
  readonly tillNumber: number;
  readonly tillName: string;
  readonly merchantId: string;
  readonly merchantName: string;
  readonly operatorId: string;
}

/** 9000000 and above are challenges. */
export const maximumTillNumber = 8_999_999;

/** A till as the operator’s lists show it. */
export interface TillListing {
  readonly tillId: string;
  readonly tillNumber: number;
  readonly tillName: string;
  readonly createdAt: Date;
  /** When its key was revoked; null while it is good. */
  readonly keyRevokedAt: Date | null;
}
