import { toValue, valueText } from '@isocentre/evidence';
import { leverWords, requirementSets, scopes, type Lever, type Scenario } from '@isocentre/workforce';
import { wrap } from './wrap.ts';

/** What a lever changes and when. */
const leverDetail = (lever: Lever): string =>
  [
    leverWords(lever),
    ...(['from', 'until'] as const).flatMap((key) => (lever[key] === undefined ? [] : [`${key} ${lever[key]}`])),
  ].join('; ');

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
