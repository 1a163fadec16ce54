/**
 * What to type to try an operation, on a fresh `npm start` with its demo. The commands of the document run in its order as
 * one session, after `setUp`; a test does that.
 */
export const setUp = `url=http://127.0.0.1:\${TALLY_PORT:-8080}
asTill="Authorization: Bearer $(npx tally demo-key till)"
asOperator="Authorization: Bearer $(npx tally demo-key operator)"
json='Content-Type: application/json'
npx tally payer activate $(npx tally demo-key activation Ada) --server $url

# A fresh code of Ada’s device, and the first value of a field in an answer.
code() { npx tally payer pay --once --json | grep -o '[0-9]\\{22\\}'; }
first() { grep -o "\\"$1\\":\\"[^\\"]*" | head -1 | cut -d'"' -f4; }`;

const asTill = '-H "$asTill"';
const asOperator = '-H "$asOperator"';
const json = '-H "$json"';

function charge(prefix: string, minorUnits: string): string {
  return `id=${prefix}$(date +%s)
curl -s $url/v1/payments ${asTill} ${json} -d '{
  "paymentId": "'$id'",
  "code": "'$(code)'",
  "amount": { "minorUnits": "${minorUnits}", "currency": "EUR" } }'`;
}

const findMerchant = `merchant=$(curl -s $url/v1/merchants ${asOperator} | first merchantId)`;
const findAccount = `account=$(curl -s $url/v1/accounts ${asOperator} | first accountId)`;

const spareTill = `${findMerchant}
spare=$(curl -s $url/v1/merchants/$merchant/tills \\
  ${asOperator} ${json} -d '{"name":"Spare"}' | first tillId)`;

/** The first 16 bytes of SHA-256(`tallystick/activation-id/v1` ‖ code), the code being 16 bytes in Crockford’s base 32. */
const activationId = `activation=$(python3 -c '
import sys, hashlib
digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
number = 0
for character in sys.argv[1].replace("-", ""):
    number = number * 32 + digits.index(character)
named = b"tallystick/activation-id/v1" + number.to_bytes(16, "big")
print(hashlib.sha256(named).hexdigest()[:32])' $(npx tally demo-key activation Bela))`;

/** By operation id; an operation without one is asked for in a browser. */
export const codeSamples: Readonly<Record<string, string>> = {
  pay: charge('M', '320'),
  queryPayment: `curl -s $url/v1/payments/$id ${asTill}`,
  reversePayment: `curl -s -X POST $url/v1/payments/$id/reversal ${asTill}`,
  closePaymentIfUnpaid: `curl -s -X POST $url/v1/payments/N$(date +%s)/close-if-unpaid ${asTill}`,
  listPayments: `curl -s "$url/v1/payments?outcome=approved&limit=10" ${asTill}`,
  refundPayment: `${charge('R', '410')}
curl -s $url/v1/refunds ${asTill} ${json} -d '{
  "refundId": "'$id'_part_1",
  "paymentId": "'$id'",
  "amount": { "minorUnits": "100", "currency": "EUR" } }'`,
  queryRefund: `curl -s $url/v1/refunds/\${id}_part_1 ${asTill}`,
  listRefunds: `curl -s $url/v1/refunds ${asTill}`,
  tillIdentity: `curl -s $url/v1/till ${asTill}`,
  beginEnrolment: `${activationId}
curl -s -X POST $url/v1/enrolments/$activation`,
  completeEnrolment: `# Any point of the curve will do to see the refusal; only a device can prove the code.
key=BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU
proof=$(printf 'A%.0s' $(seq 43))
curl -s $url/v1/enrolments/$activation/proof ${json} \\
  -d '{"terminalKey":"'$key'","proof":"'$proof'"}'`,
  createMerchant: `curl -s $url/v1/merchants ${asOperator} ${json} \\
  -d '{"name":"Harbour Kiosk"}'`,
  listMerchants: `curl -s $url/v1/merchants ${asOperator}`,
  createTill: `${findMerchant}
curl -s $url/v1/merchants/$merchant/tills ${asOperator} ${json} \\
  -d '{"name":"Second counter"}'`,
  listTills: `${findMerchant}
curl -s $url/v1/merchants/$merchant/tills ${asOperator}`,
  replaceTillKey: `${spareTill}
curl -s -X POST $url/v1/tills/$spare/key ${asOperator}`,
  revokeTillKey: `${spareTill}
curl -s -o /dev/null -w '%{http_code}\\n' \\
  -X DELETE $url/v1/tills/$spare/key ${asOperator}`,
  listMerchantPayments: `${findMerchant}
curl -s $url/v1/merchants/$merchant/payments ${asOperator}`,
  listMerchantRefunds: `${findMerchant}
curl -s $url/v1/merchants/$merchant/refunds ${asOperator}`,
  createAccount: `curl -s $url/v1/accounts ${asOperator} ${json} \\
  -d '{"name":"Dora","currency":"EUR"}'`,
  listAccounts: `curl -s $url/v1/accounts ${asOperator}`,
  readAccount: `${findAccount}
curl -s $url/v1/accounts/$account ${asOperator}`,
  topUpAccount: `${findAccount}
curl -s $url/v1/accounts/$account/top-ups ${asOperator} ${json} -d '{
  "topUpId": "T'$(date +%s)'",
  "amount": { "minorUnits": "5000", "currency": "EUR" } }'`,
  createActivation: `# An account of its own, so that the demo’s payers keep their devices.
account=$(curl -s $url/v1/accounts ${asOperator} ${json} \\
  -d '{"name":"Emil","currency":"EUR"}' | first accountId)
curl -s -X POST $url/v1/accounts/$account/activations ${asOperator}`,
  listCredentials: `${findAccount}
curl -s $url/v1/accounts/$account/credentials ${asOperator}`,
  changeCredentialState: `${findAccount}
credential=$(curl -s $url/v1/accounts/$account/credentials \\
  ${asOperator} | first credentialNumber)
state=$url/v1/credentials/$credential/state
curl -s $state ${asOperator} ${json} -d '{"state":"locked"}'
curl -s $state ${asOperator} ${json} -d '{"state":"active"}'`,
  readLedger: `curl -s $url/v1/ledger ${asOperator}`,
  createOperatorKey: `curl -s -X POST $url/v1/operator-keys ${asOperator}`,
  listOperatorKeys: `curl -s $url/v1/operator-keys ${asOperator}`,
  revokeOperatorKey: `other=$(curl -s -X POST $url/v1/operator-keys ${asOperator} | first keyId)
curl -s -o /dev/null -w '%{http_code}\\n' \\
  -X DELETE $url/v1/operator-keys/$other ${asOperator}`,
  alive: 'curl -s $url/healthz',
  ready: 'curl -s $url/readyz',
  openApiDocument: `curl -s $url/v1/openapi.json | grep -o '"operationId":"[^"]*'`,
};

/** The order in which operations are taught: that in which the commands run. */
export const learningOrder: readonly string[] = Object.keys(codeSamples);
