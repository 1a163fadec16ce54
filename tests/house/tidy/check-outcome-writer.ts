import ts from 'typescript';

import { type HouseFile, isPackageSource, isTestCode, type Violation } from '../house-file.ts';
import { lineOf, parse, visit } from '../syntax.ts';

const folder = 'packages/payment-platform/src/outcomes/';
const door = `${folder}record-outcome.ts`;

/** What an outcome is stored in; an account has its balance in its row. */
const tables = new Set(['payments', 'refunds', 'entries', 'top_ups', 'orders', 'accounts']);

/** Statements that make an empty row, on which an outcome can then be recorded: they name no column of one. */
const opensEmptyRow =
  /^INSERT INTO platform\.(orders|accounts) \((?![^)]*\b(reserved|paid|paid_by|balance)\b)[^)]*\)(?!.*\bDO UPDATE\b)/;

/** Deletes likenesses and nothing else: the type of the name allows two tables. */
const namesItsTable = 'packages/payment-platform/src/duplicates/forget-likenesses.ts';

const writes =
  /\b(?:INSERT\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|COPY)\s+"?platform"?\."?(\w+|\$\{)/gi;

/**
 * An outcome has one writer (docs/adr/0021): no source but those of its folder writes payments, refunds, top-ups, entries,
 * orders or balances. That they are reached through `recordOutcome` alone is a rule of dependency-cruiser.config.js.
 */
export function checkOutcomeWriter(files: readonly HouseFile[]): readonly Violation[] {
  const outside = files.filter(
    ({ path }) => isPackageSource(path) && !isTestCode(path) && !path.startsWith(folder),
  );
  return outside.flatMap(checkTexts);
}

function checkTexts(file: HouseFile): readonly Violation[] {
  const found: Violation[] = [];
  visit(parse(file), (node) => {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
    const text = node.getText().slice(1, -1).trim().replaceAll(/\s+/g, ' ');
    for (const [statement, table = ''] of text.matchAll(writes)) {
      // A table whose name is computed may be any.
      const isOutcome = table === '${' ? file.path !== namesItsTable : tables.has(table);
      if (!isOutcome || opensEmptyRow.test(text)) continue;
      const message = `${statement} … belongs to ${door}`;
      found.push({ path: file.path, line: lineOf(node), rule: 'outcome-writer', message });
    }
  });
  return found;
}
