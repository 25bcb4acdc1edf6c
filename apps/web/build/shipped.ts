import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, readEvidence, type Evidence, type Figure, type Problem, type TextFile } from '@isocentre/evidence';
import {
  checkWorked,
  modelVersion,
  readReporting,
  readScenario,
  readStaffingModel,
  reportProjection,
  resolve,
  sayCount,
  unitsNote,
  type Scenario,
} from '@isocentre/workforce';
import { pageLevers } from '../src/levers/levers.ts';
import type { Catalogue } from '../src/shipped/catalogue.ts';
import { figureTold } from '../src/shipped/figure-told.ts';
import type { Staffing } from '../src/shipped/staffing.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the page is built with. */
export interface ShippedAtBuild {
  readonly figures: readonly Figure[];
  readonly scenarios: readonly { readonly scenario: Scenario; readonly file: TextFile }[];
  readonly catalogue: Catalogue;
  readonly staffing: Staffing;
  readonly evidence: Evidence;
}

const filesOf = (folder: string): readonly TextFile[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(`${root}${folder}/${name}`, 'utf8') }));

const refuse = (problems: readonly Problem[]): void => {
  if (problems.length > 0) throw new Error(problems.map(describe).join('\n'));
};

const exampleFile = 'saltmarsh-service.csv';

/** The staffing models, each of which gives the department that was worked by hand, and a return that they can be tried on. */
export const readStaffing = (evidence: Evidence): Staffing => ({
  models: filesOf('staffing-models').map((file) => {
    const read = readStaffingModel(file);
    if (!read.ok) throw new Error(read.problems.map(describe).join('\n'));
    refuse(checkWorked(read.value, evidence));
    return { model: read.value.value, file: file.name };
  }),
  example: { file: exampleFile, text: readFileSync(`${root}docs/guides/${exampleFile}`, 'utf8') },
});

/** Reads `data/` and `scenarios/` with the readers that the command line uses; any problem ends the build. */
export const readShipped = (): ShippedAtBuild => {
  const data = filesOf('data');
  const scenarioFiles = filesOf('scenarios');
  const { evidence, problems } = readEvidence(data);
  refuse(problems);
  const scenarios = scenarioFiles.map((file) => {
    const read = readScenario(file);
    if (!read.ok) throw new Error(read.problems.map(describe).join('\n'));
    return { scenario: read.value.value, file };
  });
  const reporting = readReporting(evidence);
  if (!reporting.ok) throw new Error(reporting.problems.map(describe).join('\n'));
  const hash = createHash('sha256');
  for (const { name, text } of [...data, ...scenarioFiles]) hash.update(`${name}\n${text.replaceAll('\r\n', '\n')}`);
  const named = [...new Set(pageLevers.flatMap((lever) => lever.figures))];
  const decision = evidence.figures.get('first_decision_year')?.stated;
  return {
    figures: [...evidence.figures.values()],
    scenarios,
    staffing: readStaffing(evidence),
    evidence,
    catalogue: {
      scenarios: scenarios.map(({ scenario: { name, title, summary } }) => ({ name, title, summary })),
      data: `${hash.digest('hex').slice(0, 8)}-${modelVersion}`,
      figures: Object.fromEntries(
        named.map((id) => {
          const figure = evidence.figures.get(id);
          if (!figure) throw new Error(`a lever names the figure "${id}", which data/ does not have`);
          return [id, figureTold(figure)];
        }),
      ),
      firstDecisionYear: decision?.kind === 'number' ? decision.number : 0,
      runs: reporting.value.runs,
    },
  };
};

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const columns = ['requirement', 'posts', 'inPost', 'shortfall'] as const;
const titles = { requirement: 'Required', posts: 'Posts', inPost: 'In post', shortfall: 'Shortfall' } as const;
const everyYears = 5;

/** The shipped scenarios as text and tables, for a browser that runs no script. */
export const withoutScript = ({ scenarios, evidence }: ShippedAtBuild): string => {
  const sections = scenarios.map(({ scenario, file }) => {
    const resolved = resolve({ value: scenario, where: () => file.name }, evidence);
    if (!resolved.ok) throw new Error(resolved.problems.map(describe).join('\n'));
    const report = reportProjection(resolved.value, []);
    const head = ['Year', ...columns.map((column) => titles[column])].map((title) => `<th scope="col">${title}</th>`);
    const rows = report.years.flatMap((year, t) =>
      t % everyYears === 0
        ? [
            `<tr><th scope="row">${year}</th>${columns.map((column) => `<td>${sayCount(report.total.measures[column][t] ?? 0)}</td>`).join('')}</tr>`,
          ]
        : [],
    );
    return `<h2>${escape(scenario.title)}</h2><p>${escape(report.answer)}</p><p>${escape(scenario.summary)}</p><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
  });
  return `<h1>Isocentre: the medical physics and clinical engineering workforce</h1><p>Moving levers needs JavaScript, which is off in this browser. These are the expected courses of the scenarios that ship. ${escape(unitsNote)}</p>${sections.join('')}`;
};
