export { shardOfAccountId } from './accounts/account-id.ts';
export type { Account } from './accounts/account.ts';
export { createPayerAccount } from './accounts/create-payer-account.ts';
export { findAccount } from './accounts/find-account.ts';
export { createLedgerAccounts, type LedgerAccounts } from './accounts/ledger-accounts.ts';
export { listAccounts } from './accounts/list-accounts.ts';
export {
  type ClockGuard,
  type ClockGuardOptions,
  startClockGuard,
  trustingClockGuard,
} from './clock-guard/clock-guard.ts';
export { acceptClock, type ClockAcceptance } from './clock-guard/accept-clock.ts';
export {
  type ClockLimits,
  type ClockReading,
  defaultClockLimits,
  durationWords,
  judgeClock,
} from './clock-guard/judge-clock.ts';
export { readClocks } from './clock-guard/read-clocks.ts';
export { forgetRecentPayments } from './duplicates/forget-likenesses.ts';
export { enrolmentRoutes } from './http/enrolment-routes.ts';
export { operatorRoutes, type OperatorRoutesContext } from './operators/operator-routes.ts';
export { createRequireOperator, type RequireOperator } from './operators/require-operator.ts';
export { createRequireTill, type RequireTill } from './tills/require-till.ts';
export { tillIdentityRoute } from './tills/till-identity-route.ts';
export {
  allowedBucketCounts,
  type Installation,
  openInstallation,
} from './installation/open-installation.ts';
export { createMerchant, type Merchant } from './merchants/create-merchant.ts';
export { listMerchants } from './merchants/list-merchants.ts';
export { createOperator, type Operator } from './operators/create-operator.ts';
export { createOperatorKey } from './operators/operator-keys.ts';
export { findOperator, findOperatorByKey } from './operators/find-operator.ts';
export {
  createOperatorAuthenticator,
  type OperatorAuthenticator,
} from './operators/operator-authenticator.ts';
export type { Page, PageRequest } from './page.ts';
export type { BucketedContext, PlatformContext } from './platform-context.ts';
export { createTill } from './tills/create-till.ts';
export { listTills } from './tills/list-tills.ts';
export { replaceTillKey } from './tills/replace-till-key.ts';
export { revokeTillKey } from './tills/revoke-till-key.ts';
export { createTillAuthenticator, type TillAuthenticator } from './tills/till-authenticator.ts';
export type { Till, TillListing } from './tills/till.ts';
export type { TopUp, TopUpRequest } from './top-ups/stored-top-up.ts';
export { topUp, type TopUpContext } from './top-ups/top-up.ts';
export { platformMigrations } from './schema/migrations.ts';
export { authenticationServerApart } from './staged-payments/authentication-server-apart.ts';
export { forgetPaymentsInWork } from './staged-payments/payments-in-work.ts';
export { verdictLifetimeMs } from './staged-payments/verdict-lifetime.ts';
export { createPlaces, type Places } from './places/places.ts';
export { paymentRoutes } from './payments/payment-routes.ts';
export { newRequestHashKeyText, parseRequestHashKey } from './payments/request-hash-key.ts';
export { endAbandonedPayments } from './payments/end-abandoned-payments.ts';
export {
  type PaymentService,
  type PaymentServiceParts,
  createPaymentService,
} from './payments/payment-service.ts';
export { refundRoutes } from './refunds/refund-routes.ts';
export {
  type RefundService,
  type RefundServiceParts,
  createRefundService,
} from './refunds/refund-service.ts';
export { tillListRoutes } from './lists/list-routes.ts';
