import { errorDefinition, declineCodes, problemCodes, type ErrorCode } from '@tallystick/foundation';
import { html, type Html } from '../html/html.ts';
import { prose } from './prose.ts';

/** Every error that travels, with what the cashier reads and what the operator does. */
export function errorsHtml(): Html {
  return html`<h3 id="declines">Declines: final outcomes</h3>
    <p>
      HTTP 200 with <code>outcome</code> <code>declined</code> and the code in <code>errorCode</code>. No
      money has moved and none will under this payment id. A new attempt is a new id and, as a rule, a new
      code.
    </p>
    ${table(declineCodes, false)}
    <h3 id="problems">Problems: no outcome was made</h3>
    <p>
      <code>application/problem+json</code> with the code in <code>code</code>. The same id may ask again.
      <em>Again</em> says whether the very same request may succeed later; <code>Retry-After</code> then says
      in how many seconds.
    </p>
    ${table(problemCodes, true)} `;
}

function table(codes: readonly ErrorCode[], isProblem: boolean): Html {
  const wire = isProblem
    ? html`<th scope="col">HTTP</th>
        <th scope="col">Again</th>`
    : html``;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Code</th>
        ${wire}
        <th scope="col">The cashier reads</th>
        <th scope="col">For the operator</th>
      </tr>
    </thead>
    <tbody>
      ${codes.map((code) => row(code, isProblem))}
    </tbody>
  </table> `;
}

function row(code: ErrorCode, isProblem: boolean): Html {
  const { httpStatus, retryable, cashierWords, operatorWords } = errorDefinition(code);
  const wire = isProblem
    ? html`<td data-label="HTTP">${httpStatus}</td>
        <td data-label="Again">${retryable ? 'yes' : 'no'}</td>`
    : html``;
  return html`<tr id="error-${code}">
    <th scope="row"><code>${code}</code></th>
    ${wire}
    <td data-label="The cashier reads">${cashierWords}</td>
    <td data-label="For the operator">${prose(operatorWords)}</td>
  </tr> `;
}
