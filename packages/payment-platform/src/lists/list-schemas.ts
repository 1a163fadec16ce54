import type { PaymentListJson, RefundListJson } from '@tallystick/foundation';
import { Type } from 'typebox';
import { listCursorPattern } from './list-cursor.ts';
import {
  codeEndingSchema,
  declineCodeSchema,
  paymentDetailsSchema,
  refundSummary,
} from '../payments/payment-schemas.ts';
import {
  amountSchema,
  balanceSchema,
  closed,
  idSchema,
  nullable,
  orderReferenceSchema,
  paymentIdSchema,
  tillNumberSchema,
  unixTimeSchema,
} from '../http/wire-schemas.ts';

function unixSeconds(description: string) {
  return Type.Optional(Type.String({ pattern: '^[0-9]{1,11}$', description }));
}
const listQuery = {
  after: Type.Optional(
    Type.String({
      pattern: listCursorPattern,
      description: 'The `next` of the page before; left out for the first',
    }),
  ),
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]?|100)$',
      description: 'Items of a page, 1 to 100; 100 where it is left out',
    }),
  ),
  till: Type.Optional(Type.String({ ...tillNumberSchema, description: 'Those of one till, seven digits' })),
  from: unixSeconds('Unix seconds: from this one on'),
  to: unixSeconds('Unix seconds: before this one'),
};
export const refundQuery = closed(listQuery);
export const paymentQuery = closed({
  ...listQuery,
  outcome: Type.Optional(
    Type.Enum(['approved', 'declined', 'pending'], { type: 'string', description: 'Those that stand so' }),
  ),
  order: Type.Optional(orderReferenceSchema),
});
export const merchantAddress = closed({ merchantId: idSchema });
const listCursorSchema = Type.String({
  description: 'To be sent as `after` for the next page; null on the last one',
});

export const paymentListSchema = Type.Unsafe<PaymentListJson>(
  closed(
    {
      items: Type.Array(
        closed(
          {
            paymentId: paymentIdSchema,
            outcome: Type.Enum(['approved', 'declined', 'pending'], { type: 'string' }),
            errorCode: nullable(declineCodeSchema),
            amount: nullable(amountSchema),
            refunded: nullable(balanceSchema),
            tillNumber: tillNumberSchema,
            codeEnding: nullable(codeEndingSchema),
            orderReference: nullable(orderReferenceSchema),
            details: nullable(paymentDetailsSchema),
            claimedAt: unixTimeSchema,
            decidedAt: nullable(unixTimeSchema),
          },
          { title: 'PaymentListItem', description: 'A payment in a list; asked for by its id it says more' },
        ),
      ),
      next: nullable(listCursorSchema),
    },
    { title: 'PaymentList', description: 'A page of payments, the newest first.' },
  ),
);

export const refundListSchema = Type.Unsafe<RefundListJson>(
  closed(
    {
      items: Type.Array(
        closed({ ...refundSummary, paymentId: paymentIdSchema }, { title: 'RefundListItem' }),
      ),
      next: nullable(listCursorSchema),
    },
    { title: 'RefundList', description: 'A page of refunds, the newest first.' },
  ),
);
