/** What one side shows and whom it believes; all PEM. */
export interface TlsIdentity {
  /** Certificates of the authorities that the other side’s certificate may come from. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}
