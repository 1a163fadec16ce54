import assert from 'node:assert/strict';
import type { TestShop } from '../payments/test-shop.ts';
import { messageOf, payMessage, type Message, type SentPayment } from './messages.ts';
import { createModel } from './model.ts';
import type { ModelCode } from './payment.ts';
import type { Command, Fate, Script } from './script.ts';
import type { Stage } from './stage.ts';

/** A line as it was played, for people. */
export type Tell = (line: string) => void;

/** The first line at which the system does not say what the model says; the line behind the last stands for the end. */
export interface Mismatch {
  readonly line: number;
  readonly words: string;
}

/** Plays a script to the model and to the system, and compares every answer, in the end every balance. */
export async function runScript(
  shop: TestShop,
  stage: Stage,
  script: Script,
  tell: Tell = () => undefined,
): Promise<Mismatch | undefined> {
  const model = createModel(shop.clock);
  const late: Message[] = [];
  const codes: ModelCode[] = [];
  const payments: SentPayment[] = [];
  for (const payer of stage.payers) model.topUp(payer, 'first', stage.openingMinorUnits);

  async function deliver({ says, askModel, askSystem }: Message, times = 1): Promise<void> {
    const answers = await Promise.all(Array.from({ length: times }, () => askSystem(stage)));
    const expected = Array.from({ length: times }, () => askModel(model));
    const [said, meant] = [answers.join(' and '), expected.join(' and ')];
    tell(`${says}: ${said}`);
    if (said !== meant) throw new Error(`${says}: ${said}; the model says ${meant}`);
  }

  async function send(message: Message, fate: Fate): Promise<void> {
    switch (fate) {
      case 'lost':
        return tell(`${message.says}: lost`);
      case 'late':
        late.push(message);
        return tell(`${message.says}: late`);
      case 'doubled':
        return deliver(message, 2);
      // Nobody saw the answer; what has come of it shows in the answers behind it.
      case 'answer_lost':
        await message.askSystem(stage);
        message.askModel(model);
        return tell(`${message.says}: its answer is lost`);
      case 'arrives':
        return deliver(message);
    }
  }

  async function deliverLate(message: Message | undefined): Promise<void> {
    if (message !== undefined) await deliver({ ...message, says: `at last, ${message.says}` });
  }

  async function pay(command: Extract<Command, { do: 'pay' }>): Promise<void> {
    const former = latest(codes, command.formerCode);
    const code = former ?? (await stage.freshCode(stage.payers[command.payer]!));
    if (former === undefined) codes.push(code);
    const { minorUnits, order } = command;
    const paymentId = latest(payments, command.formerId)?.request.paymentId ?? `P${payments.length}`;
    const duplicateOf = latest(payments, command.duplicateOf)?.request.paymentId ?? null;
    const payment = {
      at: stage.tills[command.till]!,
      request: { paymentId, code, minorUnits, order, duplicateOf },
    };
    payments.push(payment);
    await send(payMessage(payment), command.fate);
  }

  async function play(command: Command): Promise<void> {
    switch (command.do) {
      case 'pay':
        return pay(command);
      case 'deliver':
        return deliverLate(late.splice(command.which % Math.max(1, late.length), 1)[0]);
      case 'wait':
        shop.clock.advance(command.seconds * 1000);
        return tell(`${command.seconds} s later`);
      case 'keep_house':
        model.endAbandoned();
        await stage.keepHouse();
        return tell('housekeeping');
      default: {
        const message = messageOf(stage, payments, command);
        if (message !== undefined) await send(message, command.fate);
      }
    }
  }

  async function end(): Promise<void> {
    for (const message of late) await deliverLate(message);
    for (const name of [...stage.payers, ...new Set(stage.tills.map(({ merchant }) => merchant))])
      assert.equal(await stage.balanceOf(name), model.balanceOf(name), `the balance of ${name}`);
  }

  let line = 0;
  try {
    for (; line < script.length; line += 1) await play(script[line]!);
    await end();
    return undefined;
  } catch (error) {
    return { line, words: error instanceof Error ? error.message : String(error) };
  }
}

/** Counted from the end, the latest being 1; undefined for 0 and where there are not so many. */
function latest<Item>(items: readonly Item[], place: number): Item | undefined {
  return place === 0 ? undefined : items.at(-place);
}
