import { html } from 'hono/html';
import { apiDocument, readingDocument } from '../api/describe.ts';
import { problemKinds } from '../http/problem.ts';
import type { Markup, Page } from './layout.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: { readonly description?: string };
}

const parameterRow = (parameter: Parameter): Markup =>
  html`<li>
    <code>${parameter.name}</code> (${parameter.in}${parameter.required === true ? ', needed' : ''})
    ${parameter.description ?? parameter.schema?.description ?? ''}
  </li>`;

/** The page that describes the API: every address, and every problem. */
export const apiPage = (decides: boolean): Page => {
  const { info, paths = {} } = decides ? apiDocument() : readingDocument();
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ path, method, operation }] : [];
    }),
  );
  const content = html`<p>${info.description ?? ''}</p>
    <p>
      For programs: <a href="/api/v1/openapi.json">the description as OpenAPI 3.1</a>. Addresses begin with
      <code>/api/v1</code>.
    </p>
    ${operations.map(
      ({ path, method, operation }) =>
        html`<h2>${operation.summary ?? ''}</h2>
          <p><code>${method.toUpperCase()} ${path}</code></p>
          ${operation.description === undefined ? '' : html`<p>${operation.description}</p>`}
          ${
            operation.parameters === undefined
              ? ''
              : html`<ul>
                  ${(operation.parameters as readonly Parameter[]).map(parameterRow)}
                </ul>`
          }
          <p>Answers: ${Object.keys(operation.responses ?? {}).join(', ')}.</p>`,
    )}
    <h2>Problems</h2>
    <dl class="facts">
      ${Object.entries(problemKinds).map(
        ([kind, [status, title]]) =>
          html`<div id="${kind}">
            <dt><code>${status} ${kind}</code></dt>
            <dd>${title}</dd>
          </div>`,
      )}
    </dl>`;
  return { title: 'The API', content };
};
