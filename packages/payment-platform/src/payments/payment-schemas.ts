import {
  declineCodes,
  paymentDetailsLimits,
  type ClosureJson,
  type OutcomeJson,
  type PendingJson,
  type ReversalJson,
} from '@tallystick/foundation';
import { Type, type TSchema } from 'typebox';
import {
  amountSchema,
  balanceSchema,
  closed,
  nameSchema,
  nullable,
  orderReferenceSchema,
  paymentIdSchema,
  tillNumberSchema,
  unixTimeSchema,
} from '../http/wire-schemas.ts';

/** A scanner delivers some more characters than a code has; nothing longer than this is looked at. */
const maximumCodeLength = 512;

/** No control characters and no halves of characters: the database could not store them. */
const textPattern = '^[^\\p{Cc}\\p{Cs}]*$';
const { nameLength, metadataKeys, metadataKeyPattern, metadataValueLength } = paymentDetailsLimits;

function shortName(description: string) {
  return Type.String({ pattern: textPattern, minLength: 1, maxLength: nameLength, description });
}

export const paymentDetailsSchema = closed(
  {
    placeOfSale: Type.Optional(shortName('Where in the shop, such as `Terrace`')),
    cashier: Type.Optional(shortName('Who took the payment')),
    metadata: Type.Optional(
      Type.Record(
        Type.String({ pattern: metadataKeyPattern }),
        Type.String({ pattern: textPattern, maxLength: metadataValueLength }),
        {
          maxProperties: metadataKeys,
          additionalProperties: false,
          description: `Up to ${metadataKeys} texts of up to ${metadataValueLength} characters, for the merchant’s books`,
        },
      ),
    ),
  },
  { title: 'PaymentDetails', description: 'Stored and shown with the payment; decides nothing' },
);

const orderSchema = closed(
  { reference: orderReferenceSchema, total: Type.Optional(amountSchema) },
  {
    title: 'Order',
    description: 'What is paid for; without a total, the first payment’s amount is the total',
  },
);

export const paymentRequestSchema = closed(
  {
    paymentId: paymentIdSchema,
    code: Type.String({
      minLength: 1,
      maxLength: maximumCodeLength,
      description:
        'The 22 digits of the paycode, as scanned or typed; a scanner’s blanks and line ends may stay',
    }),
    amount: amountSchema,
    order: Type.Optional(orderSchema),
    duplicateOf: Type.Optional(
      Type.String({
        ...paymentIdSchema,
        description: 'After `duplicate_suspected`: the `earlierPayment` that this one is meant besides',
      }),
    ),
    details: Type.Optional(paymentDetailsSchema),
  },
  { title: 'PaymentRequest' },
);

export const confirmationSchema = closed(
  {
    receiptNumber: Type.Integer({
      minimum: 0,
      description: '0 for the outcome, one more for each refund and the reversal',
    }),
    qr: Type.String({ pattern: '^TALLY1:R:[A-Za-z0-9_-]+$', description: 'To be shown as a QR code' }),
    typed: Type.String({ pattern: '^[0-9]{8}$', description: 'Eight digits that the payer types instead' }),
  },
  { title: 'Confirmation', description: 'The proof that the payer’s device checks without a network' },
);

export const refundSummary = {
  refundId: Type.String({ description: 'The till’s own name for the refund' }),
  amount: amountSchema,
  refunded: balanceSchema,
  receiptNumber: Type.Integer({ minimum: 1, description: 'The number of the receipt that confirms it' }),
  tillNumber: tillNumberSchema,
  refundedAt: unixTimeSchema,
};

export const declineCodeSchema = Type.Enum([...declineCodes], {
  title: 'DeclineCode',
  type: 'string',
  description: 'Why no money has moved',
});

export const codeEndingSchema = Type.String({
  pattern: '^[0-9]{4}$',
  description: 'The last digits of the paycode',
});

/** In the order in which the answer has them. */
interface OutcomeFields {
  readonly outcome: TSchema;
  readonly errorCode: TSchema;
  readonly cashierWords: TSchema;
  readonly amount: TSchema;
  readonly refunded: TSchema;
  readonly codeEnding: TSchema;
  readonly earlierPayment: TSchema;
}

function outcomeSchema(own: OutcomeFields, words: { title: string; description: string }) {
  return closed(
    {
      final: Type.Literal(true),
      outcome: own.outcome,
      paymentId: paymentIdSchema,
      errorCode: own.errorCode,
      cashierWords: own.cashierWords,
      amount: own.amount,
      refunded: own.refunded,
      refunds: Type.Array(closed(refundSummary, { title: 'RefundSummary' }), {
        description: 'The parts that went back, in the order of their receipts; a reversal is not among them',
      }),
      tillNumber: tillNumberSchema,
      merchantName: nameSchema,
      decidedAt: Type.Integer({ minimum: 0, description: 'Unix seconds of the decision' }),
      codeEnding: own.codeEnding,
      details: nullable(paymentDetailsSchema, { description: 'What the till said when it was decided' }),
      orderReference: nullable(orderReferenceSchema, { description: 'The order that it was for' }),
      earlierPayment: own.earlierPayment,
      confirmation: nullable(confirmationSchema, {
        description: 'Null where nothing may be confirmed: refusals that burnt no code, and replays',
      }),
    },
    words,
  );
}

const approvedSchema = outcomeSchema(
  {
    outcome: Type.Literal('approved'),
    errorCode: Type.Null(),
    cashierWords: Type.Null(),
    amount: amountSchema,
    refunded: balanceSchema,
    codeEnding: codeEndingSchema,
    earlierPayment: Type.Null(),
  },
  { title: 'Approved', description: 'The money has moved. Final; what goes back later is in `refunded`.' },
);

const declinedSchema = outcomeSchema(
  {
    outcome: Type.Literal('declined'),
    errorCode: declineCodeSchema,
    cashierWords: Type.String({ description: 'What the cashier does now, ready for the screen' }),
    amount: nullable(amountSchema, { description: 'Null where the id was closed before any payment came' }),
    refunded: nullable(balanceSchema),
    codeEnding: nullable(codeEndingSchema),
    earlierPayment: nullable(approvedSchema, {
      description:
        'Of `order_already_paid` and `duplicate_suspected`: the payment in the way, as it now stands',
    }),
  },
  { title: 'Declined', description: 'No money has moved, and none will under this payment id. Final.' },
);

/** `Unsafe` says the type that the service returns; that the two agree is tested on real answers. */
export const finalAnswerSchema = Type.Unsafe<OutcomeJson>(
  Type.Union([approvedSchema, declinedSchema], {
    title: 'Outcome',
    description: 'An outcome, final for its payment id: the same on every repeat and query.',
    discriminator: {
      propertyName: 'outcome',
      mapping: { approved: '#/components/schemas/Approved', declined: '#/components/schemas/Declined' },
    },
  }),
);

export const pendingSchema = Type.Unsafe<PendingJson>(
  closed(
    {
      final: Type.Literal(false),
      outcome: Type.Literal('pending'),
      paymentId: paymentIdSchema,
      errorCode: nullable(Type.Enum(['code_early', 'order_busy'], { type: 'string' })),
      cashierWords: Type.String(),
      pollAfterMs: Type.Integer({
        minimum: 0,
        description: 'Wait so long, then send the same request again',
      }),
    },
    { title: 'Pending', description: 'No outcome yet. Send the same request again after `pollAfterMs`.' },
  ),
);

function resultSchema(results: readonly string[], description: string) {
  return Type.Enum([...results], { type: 'string', description });
}

const neverSeenOrClosed =
  '`never_seen`: no payment came under this id, and none will. `closed`: it was declined or open, and moves nothing.';

export const reversalSchema = Type.Unsafe<ReversalJson>(
  closed(
    {
      paymentId: paymentIdSchema,
      result: resultSchema(
        ['never_seen', 'closed', 'refunded'],
        `${neverSeenOrClosed} \`refunded\`: it was approved, and all of it went back.`,
      ),
      payment: finalAnswerSchema,
    },
    { title: 'Reversal', description: 'Nothing is left of the payment; its outcome as it now stands.' },
  ),
);

export const closureSchema = Type.Unsafe<ClosureJson>(
  closed(
    {
      paymentId: paymentIdSchema,
      result: resultSchema(
        ['never_seen', 'closed', 'paid', 'refunded'],
        `${neverSeenOrClosed} \`paid\`: it was approved and stays so. \`refunded\`: all of it has gone back.`,
      ),
      payment: finalAnswerSchema,
    },
    {
      title: 'Closure',
      description: 'Nothing will come under this id any more; its outcome as it now stands.',
    },
  ),
);
