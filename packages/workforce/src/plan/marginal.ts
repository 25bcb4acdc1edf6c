import type { Table } from '@isocentre/documents';
import { groups, type Group } from '../taxonomy.ts';
import { sayCount } from '../words.ts';
import { planMeasures, planMeasureTitles, regionOf, type PlanMeasure } from './decisions.ts';
import type { WorkforcePlan } from './plan.ts';

const thousand = 1e3;

/** What a WTE more in post costs by one measure in one occupation, decided in the year in which it costs least. */
export interface MarginalCost {
  readonly measure: PlanMeasure;
  readonly occupation: string;
  readonly region: string;
  /** The year in which it is decided. */
  readonly year: number;
  /** Present cost of one WTE more in post at the start of the year asked for, in every occupation added up, GBP. */
  readonly cost: number;
}

/**
 * Works out what one WTE more in post at the start of the year asked for costs by each measure and occupation, about the
 * plan and while supervision does not bind: the present cost of a unit by the WTE that it brings.
 */
export const marginalCosts = ({ input, decisions, centre, question }: WorkforcePlan): readonly MarginalCost[] => {
  const from = question.closeBy - input.baselineYear;
  const brings = new Float64Array(decisions.length);
  for (const { t, slopes } of centre.lines.inPost)
    if (t === from) for (const [j, slope] of slopes) brings[j] = (brings[j] ?? 0) + slope;
  const least = new Map<string, MarginalCost>();
  decisions.forEach((decision, j) => {
    const { measure, occupation, t, cost } = decision;
    const wte = brings[j] ?? 0;
    if (wte <= 0) return;
    const region = regionOf({ input }, decision);
    const key = `${measure} ${occupation} ${region}`;
    const one = { measure, occupation, region, year: input.baselineYear + t, cost: cost / wte };
    if (one.cost < (least.get(key)?.cost ?? Infinity)) least.set(key, one);
  });
  return [...least.values()];
};

/** Lists marginal costs by measure and group: the least and the most over their occupations, in thousands of pounds. */
export const marginalTable = (plan: WorkforcePlan): Table => {
  const costs = marginalCosts(plan);
  const groupOf = new Map(plan.input.occupations.map(({ id, group }) => [id, group]));
  return {
    name: 'What a WTE costs',
    columns: [
      { key: 'measure', title: `A WTE in ${plan.question.closeBy} by`, kind: 'text' },
      { key: 'least', title: 'from £000', kind: 'number' },
      { key: 'most', title: 'to £000', kind: 'number' },
    ],
    rows: planMeasures.flatMap((measure) =>
      (Object.keys(groups) as Group[]).flatMap((group): Table['rows'] => {
        const of = costs.filter((one) => one.measure === measure && groupOf.get(one.occupation) === group);
        const thousands = of.map(({ cost }) => cost / thousand).toSorted((a, b) => a - b);
        return thousands.length === 0
          ? []
          : [
              [
                `${planMeasureTitles[measure]}, ${groups[group]}`,
                sayCount(thousands[0] ?? 0),
                sayCount(thousands.at(-1) ?? 0),
              ],
            ];
      }),
    ),
  };
};
