import { printable } from '@tallystick/cashier-terminal';
import { formatMoney } from '@tallystick/foundation';

/** An answer of the operator’s API for people: `name  value` lines, one block for each item of a list. */
export function tableOf(body: object | null): string {
  if (body === null) return 'Done.\n';
  if (!('items' in body) || !Array.isArray(body.items)) return block(body);
  const blocks = body.items
    .filter((item): item is object => typeof item === 'object' && item !== null)
    .map(block);
  return blocks.length === 0 ? 'None.\n' : blocks.join('\n');
}

const leastNameWidth = 16;

function block(fields: object): string {
  const entries = Object.entries(fields);
  const width = Math.max(leastNameWidth, ...entries.map(([name]) => name.length + 2));
  return entries.map(([name, value]) => `${name.padEnd(width)}${valueText(value)}\n`).join('');
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return printable(value);
  if (value === null) return '-';
  if (Array.isArray(value)) return listText(value);
  return printable(moneyText(value) ?? JSON.stringify(value));
}

/** Each item on a line of its own below the name. */
function listText(items: readonly unknown[]): string {
  if (items.length === 0) return 'none';
  const lines = items.map((item) =>
    Object.entries(item ?? {}).map(([name, value]) => `${name} ${valueText(value)}`),
  );
  return lines.map((words) => `\n  ${words.join(', ')}`).join('');
}

function moneyText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('minorUnits' in value) || !('currency' in value)) return undefined;
  const { minorUnits, currency } = value;
  if (typeof minorUnits !== 'string' || typeof currency !== 'string') return undefined;
  if (!/^-?\d{1,19}$/.test(minorUnits)) return undefined;
  return formatMoney({ minorUnits: BigInt(minorUnits), currency });
}
