import { amountPattern, orderReferencePattern, paymentIdPattern } from '@tallystick/foundation';
import { Type, type Static, type TObject, type TSchema } from 'typebox';

/**
 * Schemas that several routes share. Unknown fields are refused everywhere. A schema with a title becomes a component of
 * that name in the API’s document.
 */

const uuidPattern = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

export const idSchema = Type.String({ pattern: uuidPattern, description: 'A UUID in lower case' });

/** Something to read on a till or a receipt: no control characters, not only spaces. */
export const nameSchema = Type.String({
  pattern: '^(?=.*\\S)[^\\p{Cc}]+$',
  minLength: 1,
  maxLength: 100,
  description: 'A name to be read on a till or a receipt',
});

export const currencySchema = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' });

/** An amount to be moved: 1 to 999999999999 minor units. */
export const amountSchema = closed(
  {
    minorUnits: Type.String({
      pattern: amountPattern,
      description: 'A whole number of minor units (cents, pence, yen), 1 to 999999999999, as a string',
    }),
    currency: currencySchema,
  },
  { title: 'Amount', description: 'An amount to be moved' },
);

/** A sum that may be zero: a balance, or what went back so far. */
export const balanceSchema = closed(
  {
    minorUnits: Type.String({ pattern: '^-?[0-9]+$', description: 'Minor units, as a string' }),
    currency: currencySchema,
  },
  { title: 'Sum', description: 'A sum of money that may be zero' },
);

export const paymentIdSchema = Type.String({
  pattern: paymentIdPattern,
  description: 'The till’s own name for a payment, made and stored before it is sent',
});

export const orderReferenceSchema = Type.String({
  pattern: orderReferencePattern,
  description: 'The merchant’s own name of an order, 1 to 64 printable ASCII characters without spaces',
});

/** Seven digits, 0000001 to 8999999. */
export const tillNumberSchema = Type.String({
  pattern: '^(?!0{7})[0-8][0-9]{6}$',
  description: 'Seven digits, 0000001 to 8999999',
});

/** RFC 3339 in UTC, to the millisecond. */
export const timeSchema = Type.String({
  format: 'date-time',
  description: 'RFC 3339 in UTC, to the millisecond',
});

export const unixTimeSchema = Type.Integer({ minimum: 0, description: 'Unix seconds' });

/** `?after=` of a list: the `next` of the page before. */
export const pageQuerySchema = closed({
  after: Type.Optional(
    Type.String({
      pattern: uuidPattern,
      description: 'The `next` of the page before; left out for the first',
    }),
  ),
});

/** The body of a request that has nothing to say. */
export const noContentSchema = Type.Null({ description: 'Done; there is nothing to say.' });

/** What a schema says of itself in the document. */
export interface SchemaWords {
  readonly title?: string;
  readonly description?: string;
}

export function closed<Properties extends Record<string, TSchema>>(
  properties: Properties,
  words: SchemaWords = {},
) {
  return Type.Object(properties, { ...words, additionalProperties: false });
}

export function nullable<Schema extends TSchema>(schema: Schema, words: SchemaWords = {}) {
  return Type.Union([schema, Type.Null()], { ...words });
}

/** A body that may be left out. Not a union: of that, a validator can’t say which field is wrong. */
export function optional<Schema extends TObject>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: ['object', 'null'] });
}

export function pageSchema<Item extends TSchema>(item: Item, words: SchemaWords = {}) {
  return closed(
    {
      items: Type.Array(item),
      next: Type.Union([idSchema, Type.Null()], {
        description: 'To be sent as `after` for the next page; null on the last one',
      }),
    },
    words,
  );
}
