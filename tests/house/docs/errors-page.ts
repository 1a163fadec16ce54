import type { ErrorDefinition, ErrorKind } from '@tallystick/foundation';
import { format } from 'prettier';

const sections: readonly { readonly kind: ErrorKind; readonly heading: string; readonly words: string }[] = [
  {
    kind: 'decline',
    heading: 'Declines',
    words:
      'Outcomes of a payment that moved no money: HTTP 200, `"outcome": "declined"`, the code in `errorCode`. ' +
      'Each is stored and final for its payment id; a new attempt needs a new id and, as a rule, a new code.',
  },
  {
    kind: 'problem',
    heading: 'Problems',
    words:
      'No outcome was made, so the same payment id may ask again. The body is `application/problem+json` (RFC 9457) ' +
      'with the code in `code`; `type` is `urn:tallystick:error:{code}`. *Again* says whether the very same request, ' +
      'sent later, may succeed; `Retry-After` then says when.',
  },
  {
    kind: 'local',
    heading: 'Local errors',
    words:
      'Shown where they happen: at start-up, in a terminal, on the command line. They never travel over the network.',
  },
];

/** docs/errors.md as the registry says it, in the format that the formatter would give it. */
export async function errorsPage(registry: Readonly<Record<string, ErrorDefinition>>): Promise<string> {
  const text = [
    '# Errors',
    'Everything that can go wrong has one code, with words for the cashier and words for the operator. This page is ' +
      'written from the registry in [packages/foundation/src/errors](../packages/foundation/src/errors) by ' +
      '`npm run docs:errors`; a test fails when the two differ.',
    ...sections.flatMap(({ kind, heading, words }) => [`## ${heading}`, words, table(kind, registry)]),
  ].join('\n\n');
  return format(text, { parser: 'markdown', printWidth: 110 });
}

function table(kind: ErrorKind, registry: Readonly<Record<string, ErrorDefinition>>): string {
  const rows = Object.entries(registry)
    .filter(([, definition]) => definition.kind === kind)
    .map(([code, definition]) => row(code, definition));
  const head = kind === 'problem' ? ['Code', 'HTTP', 'Again'] : ['Code'];
  const columns = [...head, 'The cashier reads', 'The operator reads'];
  return [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function row(
  code: string,
  { kind, httpStatus, retryable, cashierWords, operatorWords }: ErrorDefinition,
): string[] {
  const wire = kind === 'problem' ? [String(httpStatus), retryable ? 'yes' : 'no'] : [];
  return [`\`${code}\``, ...wire, cashierWords, operatorWords];
}
