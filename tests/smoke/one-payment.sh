#!/usr/bin/env bash
# Makes one payment on a running system, as a person would: opens an account, activates a payer terminal, shows its code
# as a picture, pays, asks again, confirms. Ends with 0 when all of it is right, otherwise says in a sentence what is not.
#
#   TALLY_URL=http://127.0.0.1:8080 TALLY_DATA=./data tests/smoke/one-payment.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

url=${TALLY_URL:?Set TALLY_URL to the address of the running system.}
: "${TALLY_DATA:?Set TALLY_DATA to the data folder of the running system.}"

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
export TALLY_SERVER=$url TALLY_PAYER_STORE=$scratch/payer.json TALLY_TILL_STATE=$scratch/till

fail() {
  printf 'smoke: %s\n' "$*" >&2
  exit 1
}

tally() { npx --no-install tally "$@"; }

# The text behind a field of one line of JSON.
field() { sed -E "s/.*\"$1\":\"([^\"]*)\".*/\1/"; }

curl -fsS --max-time 5 "$url/readyz" >"$scratch/ready" || fail "$url is not ready for payments."

TALLY_OPERATOR_KEY=$(tally demo-key operator) || fail 'There is no key of an operator in TALLY_DATA.'
TALLY_TILL_KEY=$(tally demo-key till) || fail 'There is no key of a till in TALLY_DATA.'
export TALLY_OPERATOR_KEY TALLY_TILL_KEY

account=$(tally operator add-account Smoke --currency EUR | awk '$1 == "accountId" { print $2 }')
[ -n "$account" ] || fail 'No account could be opened.'
tally operator top-up "$account" 20.00 --currency EUR >/dev/null || fail 'The account could not be topped up.'
activation=$(tally operator activate "$account" | awk '$1 == "activationCode" { print $2 }')
tally payer activate "$activation" --server "$url" >/dev/null || fail 'The payer terminal could not be activated.'

tally payer pay --once --png "$scratch/code.png" >/dev/null || fail 'The payer terminal made no code.'
paid=$(tally till pay --picture "$scratch/code.png" --amount 4.50 --currency EUR --json) ||
  fail "The payment was not approved: $paid"
payment=$(field paymentId <<<"$paid")
receipt=$(field qr <<<"$paid")

# The key goes by a file: everybody on the machine can read the arguments of a running program.
(umask 077 && printf 'Authorization: Bearer %s\n' "$TALLY_TILL_KEY" >"$scratch/till-key")
asked=$(curl -fsS --max-time 5 -H "@$scratch/till-key" "$url/v1/payments/$payment") ||
  fail "The payment $payment can't be asked for."
[ "$(field outcome <<<"$asked")" = approved ] || fail "The payment was approved, but is stored otherwise: $asked"
[ "$(field qr <<<"$asked")" = "$receipt" ] || fail 'The payment has another receipt when it is asked for again.'

confirmed=$(tally payer confirm "$receipt") || fail 'The payer terminal does not believe the receipt.'
case $confirmed in
  Genuine:*approved*'4.50 EUR'*) ;;
  *) fail "The payer terminal reads another receipt: $confirmed" ;;
esac

# A second scan is asked about first; where it is meant, the code turns out to be spent.
refused_as() {
  local expected=$1 status=0 again
  again=$(tally till pay --picture "$scratch/code.png" --amount 4.50 --currency EUR --json "${@:2}") || status=$?
  [ "$status" -eq 4 ] && [ "$(field errorCode <<<"$again")" = "$expected" ] ||
    fail "The same code was shown again, and was not refused as $expected: $again"
}
refused_as duplicate_suspected
refused_as code_used --duplicate-of "$payment"

balance=$(tally operator account "$account" | awk '$1 == "balance" { print $2 }')
[ "$balance" = 15.50 ] || fail "20.00 less 4.50 is 15.50, but the account has $balance."

printf 'One payment at %s: 4.50 EUR, approved, stored, confirmed, and its code is used up.\n' "$url"
