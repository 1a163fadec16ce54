import type { ErrorDefinition } from './error-definition.ts';

function local(cashierWords: string, operatorWords: string): ErrorDefinition {
  return { kind: 'local', httpStatus: 0, retryable: false, cashierWords, operatorWords };
}

const callOperator = 'The system did not start. Call the operator.';

/** Errors that are shown where they happen: at start-up, in a terminal, on the command line. */
export const localErrors = {
  activation_code_malformed: local(
    'This is not an activation code. Check the 26 characters.',
    'An activation code has 26 characters of Crockford’s base 32.',
  ),
  aliases_exhausted: local(
    'This device was offline for too long. Activate it again.',
    'The terminal has no alias left for this day; it needs a contact with the server.',
  ),
  arguments_wrong: local(
    'The command was not understood.',
    'The command line is wrong; the usage line says how it goes.',
  ),
  bucket_count_wrong: local(
    callOperator,
    'The number of buckets is fixed when a database is made. This one was made with another, or can’t have several.',
  ),
  certificates_wrong: local(
    callOperator,
    'A certificate between platform and authentication server is missing, expired or wrong; tally certificates makes new ones.',
  ),
  change_unknown: local(
    'It is not known whether this was done. Look before you do it again.',
    'The request was sent and no answer came that can be believed: it may have been done.',
  ),
  data_directory_in_use: local(
    callOperator,
    'Another Tallystick is running on this data directory. Stop it, or set TALLY_DATA to another folder.',
  ),
  data_directory_not_writable: local(
    callOperator,
    'The data directory can’t be written by this user. Change its owner, or set TALLY_DATA to another folder.',
  ),
  database_of_other_role: local(
    callOperator,
    'The database belongs to another role: platform, authentication server or both in one. Nothing was changed.',
  ),
  database_start_failed: local(callOperator, 'The embedded PostgreSQL did not start; its own words follow.'),
  database_unsafe: local(
    callOperator,
    'What this database commits would not be safe: fsync or full_page_writes is off, or a session can’t have our settings.',
  ),
  device_activated: local(
    'This device is activated already.',
    'The key store holds a credential. Nothing was changed; --store names another device, --replace takes its place.',
  ),
  disk_full: local(callOperator, 'The disk is full. Free some room, then start again; nothing was lost.'),
  earlier_payment_open: local(
    'An earlier payment has no known end. Find out about it before charging.',
    'The cashier terminal’s journal holds a payment of an earlier start of the till. Let it be finished, or name it in besidesOpen.',
  ),
  earlier_payment_paid: local(
    'An earlier payment of this amount went through. Ask the customer first.',
    'A payment that an earlier command began took the same amount. Nothing was charged; name it in --besides to charge besides.',
  ),
  installation_missing: local(
    callOperator,
    'There is no database of a Tallystick here. Set TALLY_DATA or DATABASE_URL, or start the system once.',
  ),
  key_file_unreadable: local(
    callOperator,
    'The key file is missing, unreadable, not 0600 or not in its format.',
  ),
  key_file_wrong: local(
    callOperator,
    'The key file does not belong to this database. Put the right one back; nothing was changed.',
  ),
  key_store_busy: local(
    'Another program is using this device’s key store. Try again.',
    'The lock of the payer terminal’s key store was not free in time.',
  ),
  key_store_passphrase_wrong: local(
    'The passphrase is wrong.',
    'The key store did not open with this passphrase.',
  ),
  key_store_unreadable: local(
    'This device is not activated. Activate it first.',
    'The payer terminal’s key store is missing or damaged.',
  ),
  operating_system_unsupported: local(
    callOperator,
    'There is no embedded PostgreSQL for this machine. Set DATABASE_URL to a PostgreSQL of your own.',
  ),
  operator_exists: local(
    callOperator,
    'This installation has its operator already; a second operator is a second installation.',
  ),
  output_not_written: local(
    'The output could not be written.',
    'Standard output could not be written: the disk is full, or a file or device has reached its limit.',
  ),
  payer_clock_set_back: local(
    'The clock of this device was set back. Correct it.',
    'The terminal has offered a step more than the allowed number ahead of its clock.',
  ),
  picture_many_codes: local(
    'There are several codes in the picture. Show only one.',
    'The picture holds more than one barcode or QR code.',
  ),
  picture_not_readable: local(
    'This is not a picture. Use a PNG or a JPEG.',
    'The file is neither PNG nor JPEG, or it is damaged.',
  ),
  picture_too_large: local(
    'The picture is too large. Use one below 10 MB.',
    'Pictures are read up to 10 MB and 40 megapixels.',
  ),
  picture_without_code: local(
    'There is no code in the picture. Hold the code into the frame and try again.',
    'No barcode or QR code was found in the picture.',
  ),
  port_taken: local(
    callOperator,
    'The port is taken by another program. Stop it, or set TALLY_PORT to another port.',
  ),
  receipt_invalid: local(
    'This receipt does not belong to this code.',
    'The confirmation’s tag does not match any open code of this terminal.',
  ),
  receipt_typed_locked: local(
    'There were too many wrong entries. Scan the QR code of the receipt.',
    'Five wrong entries of typed digits for a code; only the QR receipt is taken now.',
  ),
  schema_newer: local(
    callOperator,
    'The database was written by a newer Tallystick. Start that version; nothing was changed.',
  ),
  schema_older: local(
    callOperator,
    'The database is of an older Tallystick. Start this version once, which brings it up to date.',
  ),
  schema_unknown: local(
    callOperator,
    'The database’s migrations are not those of this Tallystick. Use the version that made it; nothing was changed.',
  ),
  server_answer_malformed: local(
    'The system answered in a way that this program does not understand.',
    'The answer does not have the documented shape. Is this address a Tallystick server of a fitting version?',
  ),
  server_proof_wrong: local(
    'This server is not the one that made the activation code. Do not use it.',
    'The server’s proof does not match the activation: it never knew the code, or the exchange was changed on its way.',
  ),
  server_unreachable: local(
    'No answer from the system. The till asks again by itself.',
    'The server could not be reached over the network.',
  ),
  till_busy: local(
    'This till has too many payments open. Wait until one has ended.',
    'The cashier terminal’s limit of payments at once, or of open payments in its journal, is reached.',
  ),
  till_journal_in_use: local(
    'This till is open in another program. Close that one first.',
    'Another process holds the cashier terminal’s journal of open payments.',
  ),
  till_journal_unreadable: local(
    'The till’s memory is damaged. Call support.',
    'The cashier terminal’s journal of open payments can’t be read.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
