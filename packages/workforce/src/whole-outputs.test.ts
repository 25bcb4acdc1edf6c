import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe as tell, type Located, type Result } from '@isocentre/evidence';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleReturn } from '../../../tests/support/example-return.ts';
import { randomInput } from '../../../tests/support/random-input.ts';
import { recordRuns } from '../../../tests/support/record-runs.ts';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { snapshotText } from '../../../tests/support/snapshot-text.ts';
import { rankAssumptions, sayRanking } from './assumption-ranking.ts';
import type { Side } from './attribution/differences.ts';
import { runAttribution } from './attribution/futures.ts';
import { compareSides } from './compare.ts';
import { comparisonJson } from './comparison-report.ts';
import { attributionTable, sayAttribution } from './comparison-tables.ts';
import { runTasks, type EnsembleOptions, type EnsemblePlan, type Uncertainty } from './ensemble.ts';
import { termAmount } from './explain/terms.ts';
import { explain, explanationJson } from './explanation.ts';
import { headline, termText } from './explanation-words.ts';
import { leverWords } from './lever-words.ts';
import { flowMeasures, stateMeasures, type Measure } from './measures.ts';
import { project } from './project.ts';
import { projectionDocument } from './projection-document.ts';
import { readScenario } from './read-scenario.ts';
import { projectionJson, reportProjection } from './report.ts';
import { readReporting, type Reporting } from './reporting.ts';
import {
  reportRequirement,
  requirementDocument,
  requirementJson,
  requirementTables,
  sayModels,
  sayRequirement,
} from './requirement/report.ts';
import { readStaffingModel } from './requirement/staffing-model.ts';
import { resolve, type Resolved } from './resolve.ts';
import { readReturn } from './return-reader.ts';
import { summariseReturn } from './return-summary.ts';
import { returnTables, returnTemplate } from './return-tables.ts';
import type { Scenario } from './scenario.ts';
import { saySensitivity, sensitivityJson, sensitivityTable } from './sensitivity/report.ts';
import { studySensitivity } from './sensitivity/study.ts';
import { answerTable, courseTable, groupTable, partsTable, spreadTable } from './tables.ts';

// What the package gives, whole. Each part is derived elsewhere from closed forms and by a second computation; here a
// change that nobody meant shows itself. `vitest -u` writes them anew, and the difference is read before it is kept.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const evidence = shippedEvidence();
const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.problems.map(tell).join('\n'));
  return result.value;
};

const file = (name: string): string => `__snapshots__/${name}`;

const everyLever = `format: isocentre-scenario
version: 1
name: every-lever
title: every lever
summary: Each kind of lever once, some of them in part.
firstDecisionYear: 2025
years: 12
closureTolerance: 0.02
baseline: { retirement: minimum-age-57 }
figures:
  stp_take_up: { value: 0.9, unit: share, reason: a count of our own }
  transfers:
    value: { table: { radiotherapy_physics.technologist.radiotherapy_physics.scientist: 0.02 } }
    unit: share a year
levers:
  - { lever: training-places, name: more scientists, route: scientist_training, from: 2026, add: 40, reason: asked for }
  - { lever: training-places, name: half as many again, route: all, where: { group: technologist }, from: 2027, until: 2030, multiply: 1.5 }
  - { lever: recruitment, name: from overseas, source: international, where: { specialism: radiotherapy_physics }, add: 20 }
  - { lever: recruitment, name: returners, source: direct, from: 2028, set: 90 }
  - { lever: retention, name: a fifth fewer leave, where: { group: [scientist, technologist] }, from: 2027, multiply: 0.8 }
  - { lever: retire-and-return, name: half return, from: 2029, set: 0.5 }
  - { lever: funded-posts, name: new posts, where: { specialism: nuclear_medicine_physics }, from: 2026, until: 2028, add: 25 }
  - { lever: funding-share, name: funded sooner, from: 2026, add: 0.1 }
  - { lever: supervision, name: more supervisors, multiply: 1.2 }
  - { lever: certification, name: recognised sooner, of: rate, from: 2027, multiply: 1.5 }
  - { lever: certification, name: more assessors, of: assessors, add: 0.1 }
  - { lever: equipment-programme, name: new machines, where: { specialism: radiotherapy_physics }, from: 2026, until: 2027, machines: 14, wtePerMachine: 2.5 }
  - { lever: technology, name: contours drawn by software, where: { specialism: radiotherapy_physics }, from: 2030, multiply: 0.97 }
  - { lever: growth, name: slower growth, from: 2031, add: -0.005 }
`;
const mine = (): Located<Scenario> => valueOf(readScenario({ name: 'every-lever.yaml', text: everyLever }));
const changed = (changes: Partial<Scenario>): Located<Scenario> => {
  const { value, where } = mine();
  return { value: { ...value, ...changes }, where };
};
const shipped = (name: string): Located<Scenario> => {
  const located = shippedScenarios().get(name);
  if (!located) throw new Error(name);
  return located;
};
const resolvedOf = (located: Located<Scenario>, years?: number): Resolved => valueOf(resolve(located, evidence, years));
const reporting = (): Reporting => valueOf(readReporting(evidence));
const planOf = (
  { value: scenario }: Located<Scenario>,
  options: EnsembleOptions,
  more: Partial<EnsemblePlan> = {},
): EnsemblePlan => ({ scenario, figures: [...evidence.figures.values()], by: ['specialism'], options, ...more });
const measures: readonly Measure[] = [...stateMeasures, ...flowMeasures];

describe('a scenario with every lever', () => {
  test.each(['nation', 'regions', 'own'] as const)('is resolved into the input of the model: %s', async (name) => {
    const { own } = readReturn(exampleReturn(), 'own.csv', evidence);
    if (!own) throw new Error('no return');
    const anywhere = (mine().value.levers ?? []).filter((lever) => lever.name !== 'new posts');
    const located = {
      nation: mine(),
      regions: changed({ baseline: { geography: 'regions', scope: 'whole-mpce' }, figures: {} }),
      own: changed({ baseline: { return: own, amounts: 'return' }, figures: {}, levers: anywhere }),
    }[name];
    const { input, drivers } = resolvedOf(located, 5);
    // Of many regions three are enough to see that they differ.
    const regions = new Set(input.regions.slice(0, 3).map(({ id }) => id));
    const cells = input.cells.filter(({ region }) => regions.has(region)).slice(0, 9);
    await expect(snapshotText({ drivers, ...input, cells })).toMatchFileSnapshot(file(`input-${name}.snap`));
  });

  test('is projected, reported and printed', async () => {
    const resolved = resolvedOf(mine(), 8);
    const options: EnsembleOptions = { runs: 12, seed: 3, uncertainty: 'both' };
    const report = reportProjection(resolved, ['specialism', 'group'], false, {
      result: runTasks(planOf(mine(), options, { by: ['specialism', 'group'], askedYears: 8 }), 4),
      options,
      levels: reporting().levels,
    });
    const json = projectionJson(report) as Readonly<Record<'groups' | 'occupations', readonly unknown[]>>;
    await expect(
      snapshotText({ ...json, groups: json.groups.slice(0, 1), occupations: json.occupations.slice(0, 2) }),
    ).toMatchFileSnapshot(file('projection.snap'));
    const tables = [answerTable, courseTable, groupTable, partsTable, spreadTable].map((of) => of(report));
    await expect(
      snapshotText(tables.map((table) => ({ ...table, rows: table?.rows.slice(0, 8) }))),
    ).toMatchFileSnapshot(file('projection-tables.snap'));
    const { uses, scenario } = resolved;
    const blocks = projectionDocument(report, evidence, uses, scenario);
    await expect(snapshotText(blocks)).toMatchFileSnapshot(file('projection-document.snap'));
    await expect(snapshotText((mine().value.levers ?? []).map((lever) => leverWords(lever)))).toMatchFileSnapshot(
      file('levers.snap'),
    );
  });

  test('has every number of it explained', async () => {
    const asked = [
      ...measures.map((measure) => ({ measure, year: 2030 })),
      ...measures.map((measure) => ({ measure, specialism: 'radiotherapy_physics', group: 'scientist', year: 2027 })),
      { measure: 'starts' as const, group: 'technologist' },
    ];
    const texts = asked.map((question) => {
      const explanation = valueOf(explain(mine(), evidence, question));
      const { terms, figures, parts, levers, asides, where } = explanation;
      return {
        headline: headline(explanation),
        terms: terms.map((term) => `${termText(term)}: ${termAmount(term).toPrecision(9)}`),
        parts: parts.slice(0, 2).map(({ title, value, unit }) => `${title} ${value.toPrecision(9)} ${unit}`),
        ...('group' in question
          ? { where, asides, levers: levers.map((one) => one.name), figures: figures.map(({ id }) => id) }
          : {}),
      };
    });
    await expect(snapshotText(texts)).toMatchFileSnapshot(file('explanations.snap'));
    await expect(
      snapshotText(explanationJson(valueOf(explain(mine(), evidence, { measure: 'recognised' })))),
    ).toMatchFileSnapshot(file('explanation.snap'));
  });
});

describe('random inputs of any shape', () => {
  test('are projected, and simulated with chance', async () => {
    const inputs = fc.sample(fc.gen(), { seed: 11, numRuns: 6 }).map((draw) => randomInput(draw));
    const courses = inputs.map((input) => {
      const { values } = project(input);
      const runs = recordRuns(input, 2, 5);
      return {
        shape: [input.years, input.cells.length, input.routes.length],
        expected: Object.fromEntries(measures.map((measure) => [measure, values[measure]])),
        runs: Object.fromEntries(
          measures.map((measure) => [measure, runs[measure].map((list) => [...list].join(' '))]),
        ),
      };
    });
    await expect(snapshotText(courses)).toMatchFileSnapshot(file('random.snap'));
  });
});

describe('two scenarios', () => {
  const sideOf = (located: Located<Scenario>, options?: EnsembleOptions): Side => ({
    located,
    resolved: resolvedOf(located, 8),
    ...(options ? { result: runTasks(planOf(located, options, { askedYears: 8, by: [] }), 8) } : {}),
  });
  test.each([
    ['expected', undefined],
    ['futures', { runs: 12, seed: 5, uncertainty: 'both' }],
  ] as const)('are compared, and what differs is told apart: %s', async (name, options) => {
    const other = changed({ levers: (mine().value.levers ?? []).slice(0, 5), years: 8 });
    const sides = [sideOf(changed({ levers: [], figures: {}, years: 8 }), options), sideOf(other, options)] as const;
    const given = { ...reporting(), attributedFutures: 6 };
    const report = valueOf(
      await compareSides(...sides, evidence, given, options, 'shortfall', async (plan) => runAttribution(plan, 8)),
    );
    const { rows, ...table } = attributionTable(report);
    await expect(
      snapshotText({ ...comparisonJson(report), table: { ...table, rows }, said: sayAttribution(report) }),
    ).toMatchFileSnapshot(file(`comparison-${name}.snap`));
  });
});

describe('what is not known', () => {
  test.each(['none', 'chance', 'ignorance', 'both'] as const satisfies readonly Uncertainty[])(
    'varies between runs: %s',
    async (uncertainty) => {
      const { total, occupations, pulledIn } = runTasks(
        planOf(mine(), { runs: 5, seed: 9, uncertainty }, { by: [], askedYears: 5 }),
        2,
      );
      await expect(
        snapshotText({ pulledIn, total: total.values, occupations: occupations.values }),
      ).toMatchFileSnapshot(file(`runs-${uncertainty}.snap`));
    },
  );
  test('is ranked, and studied one by one', async () => {
    const plan = planOf(
      shipped('todays-course'),
      { runs: 160, seed: 2, uncertainty: 'ignorance' },
      { askedYears: 6, by: [] },
    );
    const ranking = valueOf(rankAssumptions(plan, runTasks(plan, 20), 'shortfall'));
    const ranked = ranking.assumptions.map(({ figure, coefficient }) => [figure.id, coefficient]);
    const steps = studySensitivity(shipped('todays-course'), evidence, {
      method: 'sobol',
      askedYears: 6,
      trajectories: 2,
      assumptions: 3,
      points: 16,
      seed: 1,
      resamples: 20,
      level: 0.8,
    });
    let step = steps.next();
    while (!step.done) step = steps.next();
    const study = valueOf(step.value);
    await expect(
      snapshotText({
        ranking: { ...ranking, assumptions: ranked },
        said: sayRanking(ranking),
        study: saySensitivity(study),
        json: sensitivityJson(study),
        table: sensitivityTable(study),
      }),
    ).toMatchFileSnapshot(file('sensitivity.snap'));
  });
});

describe('a department', () => {
  const models = readdirSync(`${root}staffing-models`).map((name) =>
    valueOf(readStaffingModel({ name, text: readFileSync(`${root}staffing-models/${name}`, 'utf8') })),
  );
  test('has what its staffing models require', async () => {
    const department = readReturn(readFileSync(`${root}docs/guides/saltmarsh-service.csv`), 'own.csv', evidence);
    const report = valueOf(reportRequirement(department, models, undefined, evidence));
    await expect(
      snapshotText({
        said: sayRequirement(report),
        models: sayModels(report),
        json: requirementJson(report),
        tables: requirementTables(report),
        document: requirementDocument(report),
      }),
    ).toMatchFileSnapshot(file('requirement.snap'));
  });
  test('has a template of a return, and a summary of one', async () => {
    const read = readReturn(exampleReturn(), 'own.csv', evidence);
    await expect(
      snapshotText({
        template: returnTemplate({ first: 20, last: 75 }),
        tables: returnTables({ first: 20, last: 75 }),
      }),
    ).toMatchFileSnapshot(file('return-template.snap'));
    if (!read.own) throw new Error('no return');
    await expect(
      snapshotText({ read, all: summariseReturn(read.own.data), hidden: summariseReturn(read.own.data, 5) }),
    ).toMatchFileSnapshot(file('return-summary.snap'));
  });
});
