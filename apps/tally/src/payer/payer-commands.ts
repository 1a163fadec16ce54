import { defineCommand, type CommandGroup } from '../commands/command.ts';
import {
  activateOptions,
  confirmOptions,
  payOptions,
  receiptsOptions,
  statusOptions,
} from './payer-options.ts';

/** `tally payer …`: everything that a payer’s device does. A new command is one more entry. */
export const payerCommands: CommandGroup = {
  says: 'the payer’s terminal: activate, pay, confirm',
  speaksTo: 'cashier',
  commands: {
    activate: defineCommand({
      says: 'make this device a payer terminal: the only command that uses the network',
      operands: ['CODE'],
      options: activateOptions,
      about: `CODE is the 26 characters of the activation, or - to read TALLY_ACTIVATION_CODE. Afterwards the device needs no
network. If the answer was lost, the same command finishes what it had begun. A device that is activated stays as it is,
unless --replace is given; another one on this machine is another --store.`,
      run: async (given, io) => (await import('./activate-command.ts')).runActivate(given, io),
    }),
    pay: defineCommand({
      says: 'show a code that is good for one payment',
      options: payOptions,
      about: `As QR code and as barcode, with the seconds left. In a terminal window a new code takes its place after 30 s, until
Ctrl-C; a device without a clock shows one. Needs no network.`,
      run: async (given, io) => (await import('./pay-command.ts')).runPay(given, io),
    }),
    confirm: defineCommand({
      says: 'check what the till shows after a payment',
      operands: ['CONFIRMATION…'],
      options: confirmOptions,
      about: `  tally payer confirm TALLY1:R:…
  tally payer confirm DIGITS --amount 4.50 --currency EUR

Checks the text of the till’s QR code, or its eight digits together with the amount, without any network. Ends with 0
when it is genuine, also where it proves a decline; the outcome is printed.`,
      run: async (given, io) => (await import('./confirm-command.ts')).runConfirm(given, io),
    }),
    receipts: defineCommand({
      says: 'list codes and what was proved about them',
      options: receiptsOptions,
      about: `Newest first. A code without a confirmation stands as “outcome unknown”: it may have been used, or not.`,
      run: async (given, io) => (await import('./receipts-command.ts')).runReceipts(given, io),
    }),
    status: defineCommand({
      says: 'whether this device can pay, and for how long',
      options: statusOptions,
      run: async (given, io) => (await import('./status-command.ts')).runStatus(given, io),
    }),
  },
};
