import { toValue, valueText } from '@isocentre/evidence';
import {
  groups,
  nation,
  regions,
  requirementSets,
  routes,
  scopes,
  specialisms,
  type Amount,
  type Lever,
  type Scenario,
} from '@isocentre/workforce';
import { wrap } from './wrap.ts';

const titles: Readonly<Record<string, string>> = {
  ...specialisms,
  ...groups,
  ...regions,
  ...nation,
  scientist_training: routes.scientist_training,
  technologist_training: routes.technologist_training,
};

const amountText = (amount: Amount): string => (typeof amount === 'number' ? String(amount) : amount.formula);

const changes = ['set', 'add', 'multiply', 'machines', 'wtePerMachine'] as const;
const changeWords: Readonly<Record<(typeof changes)[number], string>> = {
  set: 'set',
  add: 'add',
  multiply: 'multiply by',
  machines: 'machines',
  wtePerMachine: 'WTE a machine',
};

/** What a lever changes, where, by how much and when, in the order in which one would ask. */
const leverDetail = (lever: Lever): string => {
  const keys: Partial<Record<string, unknown>> = lever;
  const choice = ['route', 'source', 'of'].flatMap((key) => {
    const chosen = keys[key];
    return typeof chosen === 'string' ? [`${key} ${titles[chosen] ?? chosen}`] : [];
  });
  const where = Object.entries(('where' in lever ? lever.where : undefined) ?? {}).map(([dimension, ids]) => {
    const names = [ids ?? []].flat().map((id) => titles[id] ?? id);
    return `${dimension} ${names.join(' or ')}`;
  });
  const amounts = changes.flatMap((key) => {
    const amount = keys[key];
    return amount === undefined ? [] : [`${changeWords[key]} ${amountText(amount as Amount)}`];
  });
  const dates = (['from', 'until'] as const).flatMap((key) =>
    lever[key] === undefined ? [] : [`${key} ${lever[key]}`],
  );
  return [...amounts, ...choice, ...where, ...dates].join('; ');
};

const leverLines = (lever: Lever, width: number): readonly string[] => [
  ...wrap(`- ${lever.lever}: ${lever.name}`, width, '  '),
  ...wrap(leverDetail(lever), width - 4, '  ').map((line) => `    ${line}`),
  ...wrap(lever.reason ?? '', width - 4).map((line) => `    ${line}`),
];

/** Writes a scenario in words: its baseline, every lever with its amount and dates, and its own figures. */
export const scenarioText = (scenario: Scenario, width: number): string => {
  const {
    scope = 'surveyed',
    requirement = 'headline-2023',
    growth = 'stated',
    geography = 'nation',
    retirement = 'stated',
  } = scenario.baseline ?? {};
  const { levers = [], years, firstDecisionYear, closureTolerance } = scenario;
  const own = Object.entries(scenario.figures ?? {});
  const given = [
    years === undefined ? '' : ` Years: ${years}.`,
    firstDecisionYear === undefined ? '' : ` First decision year: ${firstDecisionYear}.`,
    closureTolerance === undefined ? '' : ` Closure tolerance: ${closureTolerance}.`,
  ].join('');
  return [
    ...wrap(`${scenario.name}: ${scenario.title}`, width),
    '',
    ...wrap(scenario.summary, width),
    '',
    ...wrap(
      `Scope: ${scopes[scope]}. Required: ${requirementSets[requirement]}. Growth: ${growth}. Retirement: ${retirement}. Geography: ${geography}.${given}`,
      width,
    ),
    '',
    levers.length === 0 ? 'No levers.' : 'Levers',
    ...levers.flatMap((lever) => leverLines(lever, width)),
    ...(own.length === 0
      ? []
      : [
          '',
          'Figures of its own',
          ...own.flatMap(([id, { value, unit, reason }]) =>
            wrap(
              `- ${id}: ${valueText(toValue(value))} (${unit})${reason === undefined ? '' : `: ${reason}`}`,
              width,
              '  ',
            ),
          ),
        ]),
    '',
  ].join('\n');
};
