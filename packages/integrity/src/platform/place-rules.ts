import type { IntegrityRule } from '../checks/integrity-rule.ts';

/**
 * The bucket of what is named by a merchant and no account, as an expression of SQL over a row's columns: what `homeBucket`
 * of the payment platform computes.
 */
function homeBucketSql(merchantId: string, name: string): string {
  return `get_byte(sha256(convert_to(${merchantId}::text || '/' || ${name}, 'UTF8')), 0) % bucket_count`;
}

/** Of several buckets each has its own primary key, which does not keep an id from having a row in two of them. */
const idInTwoBuckets = `
  SELECT min(bucket) AS bucket, merchant_id::text || ' ' || kind || ' ' || id AS subject, 'one bucket' AS expected,
    'buckets ' || string_agg(bucket::text, ', ' ORDER BY bucket) AS found
  FROM (
    SELECT bucket, merchant_id, 'payment' AS kind, payment_id AS id FROM platform.payments
    UNION ALL
    SELECT bucket, merchant_id, 'refund', refund_id FROM platform.refunds
    UNION ALL
    SELECT bucket, merchant_id, 'order', order_reference FROM platform.orders
  ) AS named
  GROUP BY merchant_id, kind, id HAVING count(*) > 1`;

/** A place without its payment is legal: the process died in between. A refund is written with its place. */
const placeWrong = `
  SELECT coalesce(place.bucket, named.bucket) AS bucket,
    coalesce(named.merchant_id, place.merchant_id)::text || ' ' || coalesce(named.kind, place.kind) || ' '
      || coalesce(named.id, place.id) AS subject,
    CASE WHEN named.home IS NULL THEN 'a refund' ELSE 'bucket ' || named.bucket || ', said by bucket ' || named.home END
      AS expected,
    coalesce('bucket ' || place.place || ', said by bucket ' || place.bucket, 'no place') AS found
  FROM (
    SELECT bucket, merchant_id, 'payment' AS kind, payment_id AS id, ${homeBucketSql('merchant_id', 'payment_id')} AS home
      FROM platform.payments CROSS JOIN platform.installation WHERE bucket_count > 1
    UNION ALL
    SELECT bucket, merchant_id, 'refund', refund_id, ${homeBucketSql('merchant_id', 'refund_id')}
      FROM platform.refunds CROSS JOIN platform.installation WHERE bucket_count > 1
  ) AS named
  FULL JOIN platform.places AS place
    ON place.merchant_id = named.merchant_id AND place.kind = named.kind AND place.id = named.id
  WHERE (named.home IS NULL AND place.kind = 'refund')
    OR (named.home IS NOT NULL
      AND (place.place IS DISTINCT FROM named.bucket OR place.bucket IS DISTINCT FROM named.home))`;

/** What must hold of the buckets that ids live in (docs/adr/0012). */
export const placeRules: readonly IntegrityRule[] = [
  {
    name: 'id_in_two_buckets',
    says: 'Every payment, refund and order lies in one bucket.',
    table: 'platform.payments',
    query: idInTwoBuckets,
  },
  {
    name: 'place_wrong',
    says: 'Where there are several buckets, the place of every payment and refund is the bucket that it lies in.',
    table: 'platform.places',
    query: placeWrong,
  },
];
