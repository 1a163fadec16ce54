import type { IntegrityRule } from '../checks/integrity-rule.ts';

/** What must hold of credentials, verdicts and held steps at every moment, without a word about money. */

const verdictSubject = `verdict.merchant_id::text || ' payment ' || verdict.payment_id`;

/** A verdict with a step has burnt it: the others say nothing about a step. */
const stepAcceptedTwice = `
  SELECT bucket, 'credential ' || credential_number || ' step ' || step AS subject, 'one payment' AS expected,
    count(*) || ' payments, among them ' || min(payment_id) || ' and ' || max(payment_id) AS found
  FROM authentication.verdicts WHERE step IS NOT NULL
  GROUP BY bucket, credential_number, step HAVING count(*) > 1`;

const burntWithoutStep = `
  SELECT verdict.bucket, ${verdictSubject} AS subject, 'a step of a credential' AS expected,
    verdict.verdict || ' with credential ' || coalesce(verdict.credential_number::text, 'none')
      || CASE WHEN credential.credential_number IS NULL THEN ' (which does not exist)' ELSE '' END
      || ', step ' || coalesce(step::text, 'none') || ', question ' || coalesce(question, 'none') AS found
  FROM authentication.verdicts AS verdict
  LEFT JOIN authentication.credentials AS credential USING (bucket, credential_number)
  WHERE (verdict.verdict IN ('genuine', 'early_burnt') OR verdict.step IS NOT NULL)
    AND (credential.credential_number IS NULL OR step IS NULL OR question IS NULL)`;

/** A genuine step above the last accepted one could be accepted once more. */
const lastStepBehind = `
  SELECT bucket, 'credential ' || credential_number AS subject, 'at least ' || accepted.step AS expected,
    last_accepted_step::text AS found
  FROM authentication.credentials AS credential
  JOIN (SELECT bucket, credential_number, max(step) AS step FROM authentication.verdicts WHERE verdict = 'genuine'
    GROUP BY bucket, credential_number) AS accepted USING (bucket, credential_number)
  WHERE last_accepted_step < accepted.step`;

/** Codes below it are refused, so a step that nobody has shown was taken from the payer. */
const lastStepOfNoVerdict = `
  SELECT credential.bucket, 'credential ' || credential.credential_number AS subject,
    'the step of a verdict' AS expected, last_accepted_step::text AS found
  FROM authentication.credentials AS credential
  LEFT JOIN authentication.verdicts AS verdict ON verdict.bucket = credential.bucket
    AND verdict.credential_number = credential.credential_number AND verdict.step = last_accepted_step
  WHERE last_accepted_step <> -1 AND verdict.payment_id IS NULL`;

const holdSubject = `'credential ' || hold.credential_number || ' step ' || hold.step`;

/** A held step may be accepted later, but for its own payment only; a burnt one has been, by its own. */
const holdNotAsVerdict = `
  SELECT hold.bucket, ${holdSubject} AS subject, hold.state || ' for ' || hold.payment_id AS expected,
    coalesce(verdict.verdict || ' for ' || verdict.payment_id, 'no verdict') AS found
  FROM authentication.step_holds AS hold
  LEFT JOIN authentication.verdicts AS verdict ON verdict.bucket = hold.bucket
    AND verdict.credential_number = hold.credential_number AND verdict.step = hold.step
  WHERE CASE WHEN verdict.payment_id IS NULL THEN hold.state = 'burnt'
    ELSE (verdict.merchant_id, verdict.payment_id) <> (hold.merchant_id, hold.payment_id) END
  UNION ALL
  SELECT hold.bucket, ${holdSubject}, 'a credential', 'none'
  FROM authentication.step_holds AS hold
  LEFT JOIN authentication.credentials AS credential USING (bucket, credential_number)
  WHERE credential.credential_number IS NULL`;

/** Rows are forgotten after a day, when no code can match them; until then the row is what refuses the code. */
const burntAheadUnheld = `
  SELECT verdict.bucket, ${verdictSubject} AS subject, 'a row that refuses step ' || verdict.step AS expected,
    'none' AS found
  FROM authentication.verdicts AS verdict
  JOIN authentication.credentials AS credential USING (bucket, credential_number)
  LEFT JOIN authentication.step_holds AS hold USING (bucket, credential_number, step)
  WHERE verdict.verdict = 'early_burnt' AND hold.state IS NULL AND verdict.step > credential.last_accepted_step
    AND verdict.decided_at > now() - interval '23 hours'`;

const activationWithoutCredential = `
  SELECT activation.bucket, 'activation ' || encode(activation.activation_id, 'hex') AS subject,
    'credential ' || activation.credential_number || ' of account ' || activation.account_id AS expected,
    coalesce('it is of account ' || credential.account_id, 'it does not exist') AS found
  FROM authentication.activations AS activation
  LEFT JOIN authentication.credentials AS credential USING (bucket, credential_number)
  WHERE consumed_at IS NOT NULL AND credential.account_id IS DISTINCT FROM activation.account_id`;

export const credentialRules: readonly IntegrityRule[] = [
  {
    name: 'step_accepted_twice',
    says: 'No step of a credential was accepted by two payments.',
    table: 'authentication.verdicts',
    query: stepAcceptedTwice,
  },
  {
    name: 'burnt_without_step',
    says: 'Every verdict that burnt a code names the credential and its step.',
    table: 'authentication.verdicts',
    query: burntWithoutStep,
  },
  {
    name: 'last_step_behind',
    says: 'No credential’s last accepted step lies below a step that it has paid with.',
    table: 'authentication.credentials',
    query: lastStepBehind,
  },
  {
    name: 'last_step_of_no_verdict',
    says: 'Every last accepted step was accepted by a payment.',
    table: 'authentication.credentials',
    query: lastStepOfNoVerdict,
  },
  {
    name: 'hold_not_as_verdict',
    says: 'A step that is held for a payment was accepted by no other.',
    table: 'authentication.step_holds',
    query: holdNotAsVerdict,
  },
  {
    name: 'burnt_ahead_unheld',
    says: 'A code that was burnt ahead of its time can’t be used when its time comes.',
    table: 'authentication.verdicts',
    query: burntAheadUnheld,
  },
  {
    name: 'activation_without_credential',
    says: 'Every consumed activation has its credential, of the same account.',
    table: 'authentication.activations',
    query: activationWithoutCredential,
  },
];
