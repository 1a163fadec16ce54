import type { Model } from './model.ts';
import type { ModelRequest, ModelTill } from './payment.ts';
import type { Command } from './script.ts';
import type { Stage } from './stage.ts';

/** A message of a till: what it says, and how model and system are asked. */
export interface Message {
  readonly says: string;
  readonly askModel: (model: Model) => string;
  readonly askSystem: (stage: Stage) => Promise<string>;
}

/** A payment as a till has sent it. */
export interface SentPayment {
  readonly at: ModelTill;
  readonly request: ModelRequest;
}

export function payMessage({ at, request }: SentPayment): Message {
  const { paymentId, code, minorUnits, order, duplicateOf } = request;
  const total = typeof order?.total === 'string' ? ` of ${order.total}` : '';
  const ofOrder = order === null ? '' : ` for ${order.reference}${total}`;
  const meant = duplicateOf === null ? '' : `, meant besides ${duplicateOf}`;
  const byCode = `by ${code.payer}’s code of step ${code.step}`;
  return {
    says: `${at.till} pays ${paymentId}, ${minorUnits}${ofOrder}${meant}, ${byCode}`,
    askModel: (model) => model.pay(at, request),
    askSystem: (stage) => stage.pay(at, request),
  };
}

/** Undefined where the script asks for a former payment and there is none. */
export function messageOf(
  { tills, payers }: Stage,
  payments: readonly SentPayment[],
  command: Extract<Command, { do: 'retry' | 'query' | 'reverse' | 'close' | 'refund' | 'top_up' }>,
): Message | undefined {
  if (command.do === 'top_up') {
    const payer = payers[command.payer]!;
    const topUpId = `T${command.topUp}`;
    return {
      says: `${payer} is topped up by ${command.minorUnits}, ${topUpId}`,
      askModel: (model) => model.topUp(payer, topUpId, BigInt(command.minorUnits)),
      askSystem: (stage) => stage.topUp(payer, topUpId, command.minorUnits),
    };
  }
  const payment = payments.at(-command.former);
  if (payment === undefined) return undefined;
  if (command.do === 'retry') return payMessage(payment);
  const { paymentId } = payment.request;
  const at = command.till === null ? payment.at : tills[command.till]!;
  if (command.do === 'refund') {
    const refund = { refundId: `R${command.refund}`, paymentId, minorUnits: command.minorUnits };
    return {
      says: `${at.till} refunds ${refund.minorUnits} of ${paymentId}, ${refund.refundId}`,
      askModel: (model) => model.refund(at, refund),
      askSystem: (stage) => stage.refund(at, refund),
    };
  }
  const verb = command.do;
  return {
    says: `${at.till} asks to ${verb} ${paymentId}`,
    askModel: (model) => model[verb](at, paymentId),
    askSystem: (stage) => stage[verb](at, paymentId),
  };
}
