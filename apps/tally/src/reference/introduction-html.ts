import { setUp } from '../openapi/code-samples.ts';
import { html, type Html } from '../html/html.ts';
import { shellBlock } from './json-block.ts';

/** What a till has to do so that nobody is ever charged twice and no payment is ever lost. */
export function loopHtml(): Html {
  return html`<p class="rule">
      Make the payment id and store it <em>before</em> you send. Whatever happens on the way, ask again with
      the same id and the same body. A final answer is final.
    </p>
    <p>
      The network fails at the worst moment: after the money has moved, and before you were told. So a till
      does not send a payment and hope. It goes round this loop until it is certain.
    </p>
    <ol class="loop">
      <li>
        <h3>Pay</h3>
        <p>
          Make a payment id that nobody has used (20 random characters will do), write it with the amount into
          your journal, and make sure that it is on the disk. Then send <a href="#pay">POST /v1/payments</a>.
        </p>
      </li>
      <li>
        <h3>Unknown</h3>
        <p>
          Nothing came back, or half of an answer, or not in time: the payment may have been made, and may
          not. This is a state of its own. Show <em>one moment</em>, never <em>failed</em>, and never scan a
          new code.
        </p>
      </li>
      <li>
        <h3>Query</h3>
        <p>
          <a href="#queryPayment">GET /v1/payments/{paymentId}</a> says how it stands and moves nothing. Never
          seen, or pending? Send the same body again: the same id is charged once, however often it is sent.
        </p>
      </li>
      <li>
        <h3>Reverse</h3>
        <p>
          The customer has left, or your patience has run out: <a href="#reversePayment">reverse</a> until
          that is answered. It works in any state, also for a payment that has not arrived yet. Then you are
          certain too.
        </p>
      </li>
    </ol>
    <h3 id="what-came-back">What came back, and what to do</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">What came back</th>
          <th scope="col">What is true</th>
          <th scope="col">What the till does</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([came, is, does]) =>
            html`<tr>
              <th scope="row">${came}</th>
              <td data-label="True">${is}</td>
              <td data-label="The till">${does}</td>
            </tr> `,
        )}
      </tbody>
    </table>
    <p>
      After a restart, the journal knows which payments are open, and the code is gone:
      <a href="#closePaymentIfUnpaid">close each unless it was paid</a>, and what was paid is shown. A whole
      till that does all of this is <code>docs/clients/till.py</code> in the repository: a hundred lines of
      Python and nothing to install. It is tested on a wire that drops every third answer.
    </p> `;
}

const rows: readonly (readonly [Html, Html, Html])[] = [
  [
    html`200 <code>approved</code>`,
    html`Paid. Final.`,
    html`Shows the confirmation, closes the entry in its journal.`,
  ],
  [
    html`200 <code>declined</code>`,
    html`Not paid, and never will be under this id. Final.`,
    html`Shows <code>cashierWords</code>. A new attempt is a new id and a new code.`,
  ],
  [
    html`202 <code>pending</code>`,
    html`No outcome yet.`,
    html`Sends the same again after <code>pollAfterMs</code>.`,
  ],
  [
    html`429, 503, 500, or any problem with <code>retryable</code> true`,
    html`No outcome was made by this request.`,
    html`Sends the same again after <code>Retry-After</code> seconds.`,
  ],
  [
    html`400, 409 and other problems`,
    html`No outcome, and this request will never have one.`,
    html`Shows <code>cashierWords</code>; <code>field</code> says what to correct. A correction is a new
      request.`,
  ],
  [
    html`401`,
    html`The key is not accepted. Says nothing of what was sent before.`,
    html`Keeps the entry open and calls support.`,
  ],
  [
    html`Nothing, a torn answer, a timeout`,
    html`Unknown.`,
    html`Waits half a second, asks by id, then sends the same again.`,
  ],
];

/** What holds for every request. */
export function groundRulesHtml(): Html {
  return html`<dl class="rules">
    <div>
      <dt>Keys</dt>
      <dd>
        <code>Authorization: Bearer till_…</code> for what a till does, <code>operator_…</code> for what the
        operator does. A till sees what its merchant owns; everything else looks never seen.
      </dd>
    </div>
    <div>
      <dt>Bodies</dt>
      <dd>
        JSON, UTF-8, at most 64 KiB. A field that is not documented is refused, and named in
        <code>field</code>.
      </dd>
    </div>
    <div>
      <dt>Money</dt>
      <dd>
        Whole minor units (cents, pence, yen) as a decimal string, with its currency:
        <code>{ "minorUnits": "450", "currency": "EUR" }</code> is 4.50 EUR.
      </dd>
    </div>
    <div>
      <dt>Times</dt>
      <dd>Unix seconds where a till reads them, RFC 3339 in UTC where the operator does.</dd>
    </div>
    <div>
      <dt>Repeats</dt>
      <dd>
        Payments, refunds and top-ups carry an id of yours. The same id with the same body gets the first
        answer again; with another body it is refused and nothing is touched.
      </dd>
    </div>
    <div>
      <dt>Codes are secrets</dt>
      <dd>
        Never log one, never put one into an address, and keep none in a journal, also when it was spent.
        <code>codeEnding</code> is for receipts.
      </dd>
    </div>
    <div>
      <dt>Machines</dt>
      <dd>
        This page is written from <a href="/v1/openapi.json">/v1/openapi.json</a> (OpenAPI 3.1), and that from
        the schemas that check your requests. Every example was answered by a real server in a test.
      </dd>
    </div>
  </dl> `;
}

/** How to run the commands of this page. */
export function tryItHtml(): Html {
  return html`<p>
      Start the system with its demo (<code>npm start</code>), open a second terminal in the same folder, and
      set the keys once. Ada’s device is activated by the last line. Then every command of this page runs as
      it stands, from the top to the bottom.
    </p>
    ${shellBlock(setUp)} `;
}
