/** The options of all till commands together; each command of the table has some of them. */
export interface TillArguments {
  readonly amount?: string | undefined;
  readonly currency?: string | undefined;
  readonly code?: string | undefined;
  readonly picture?: string | undefined;
  readonly order?: string | undefined;
  readonly 'order-total'?: string | undefined;
  readonly 'duplicate-of'?: string | undefined;
  /** Payment ids joined by commas. */
  readonly besides?: string | undefined;
  readonly place?: string | undefined;
  readonly cashier?: string | undefined;
  readonly 'refund-id'?: string | undefined;
  readonly server?: string | undefined;
  readonly 'key-file'?: string | undefined;
  readonly state?: string | undefined;
  readonly receipt?: string | undefined;
  readonly qr?: boolean | undefined;
  readonly json?: boolean | undefined;
}
