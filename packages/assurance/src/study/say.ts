import type { Table } from '@isocentre/documents';
import type { AcquisitionStratum } from '../acquisition/envelope.ts';
import type { StudyEndpoint, StudyReport } from './report-schema.ts';

const digits = 3;

/** Writes a value of a metric with three decimals. */
export const sayValue = (value: number): string => value.toFixed(digits).replace('-', '−');

/** Writes a count with thousands marked. */
export const sayCount = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

const sayLevel = (level: number): string => `${Number((level * 100).toPrecision(6))} %`;

/** Says an estimate with its interval: `Sensitivity 0.912, 95 % interval 0.874 to 0.941`. */
export const sayEndpoint = ({ title, result: { estimate, interval } }: StudyEndpoint): string =>
  `${title} ${sayValue(estimate)}, ${sayLevel(interval.level)} interval ${sayValue(interval.lower)} to ${sayValue(interval.upper)}`;

/** Says what each bound had to reach: `its lower bound had to be at least 0.750`. */
export const sayLimits = ({ judged = [] }: Pick<StudyEndpoint, 'judged'>): string =>
  judged
    .map(
      ({ bound, limit }) =>
        `its ${bound} bound had to be at ${bound === 'lower' ? 'least' : 'most'} ${sayValue(limit)}`,
    )
    .join(' and ');

/** Says how an endpoint came about: its method, its counts and how it was judged. */
export const sayCounts = (endpoint: StudyEndpoint): string => {
  const { result, counts, judged, met, beside = [] } = endpoint;
  const answer = judged ? ` Judged at the bound: ${sayLimits(endpoint)}; ${met === true ? 'met' : 'not met'}.` : '';
  const counted = counts.map(({ what, count }) => `${what} ${sayCount(count)}`).join('; ');
  const more = beside
    .map(
      ({ what, estimate, interval }) =>
        ` The ${what} is ${sayValue(estimate)} (${sayValue(interval.lower)} to ${sayValue(interval.upper)}).`,
    )
    .join('');
  return `${sayEndpoint(endpoint)} (${result.interval.method}).${more} Counts: ${counted}.${answer}`;
};

/** Says the answer of a study in a sentence. */
export const sayVerdict = ({ endpoints, locked }: StudyReport): string => {
  const [primary] = endpoints;
  if (!primary) return '';
  const answer = primary.met === true ? 'Criterion met' : 'Criterion not met';
  const draft = locked ? '' : 'Draft, its protocol not locked. ';
  return `${draft}${answer}: ${sayEndpoint(primary)}; ${sayLimits(primary)}.`;
};

/** Says how many cases were read, left out and analysed, and how many were planned. */
export const sayFlow = ({ flow }: Pick<StudyReport, 'flow'>): string => {
  const excluded = flow.excluded.reduce((sum, { cases }) => sum + cases, 0);
  const short =
    flow.analysed < flow.planned
      ? ` That is ${sayCount(flow.planned - flow.analysed)} fewer than the ${sayCount(flow.planned)} that were planned.`
      : ` ${sayCount(flow.planned)} were planned.`;
  return `${sayCount(flow.read)} cases read, ${sayCount(excluded)} excluded, ${sayCount(flow.analysed)} analysed.${short}`;
};

/** The cases of a study from those read to those analysed, each reason counted. */
export const flowTable = ({ flow }: Pick<StudyReport, 'flow'>): Table => ({
  name: 'Flow of cases',
  columns: [
    { key: 'step', title: 'Step', kind: 'text' },
    { key: 'count', title: 'Count', kind: 'count' },
  ],
  rows: [
    ['cases read', flow.read],
    ...flow.excluded.map(({ reason, cases }) => [`excluded: ${reason}`, cases]),
    ['cases analysed', flow.analysed],
    ['cases planned', flow.planned],
    ...flow.leftOut.map(({ what, count }) => [`left out: ${what}`, count]),
  ],
});

/** The endpoints of a study with their bounds. */
export const endpointTable = ({ endpoints }: StudyReport): Table => ({
  name: 'Endpoints',
  columns: [
    { key: 'endpoint', title: 'Endpoint', kind: 'text' },
    { key: 'n', title: 'n', kind: 'count' },
    { key: 'estimate', title: 'Estimate', kind: 'number' },
    { key: 'lower', title: 'From', kind: 'number' },
    { key: 'upper', title: 'To', kind: 'number' },
    { key: 'answer', title: 'Criterion', kind: 'text' },
  ],
  rows: endpoints.map(({ title, result, met, role }) => [
    role === 'primary' ? `${title} (primary)` : title,
    result.n,
    sayValue(result.estimate),
    sayValue(result.interval.lower),
    sayValue(result.interval.upper),
    met === undefined ? 'none' : met ? 'met' : 'not met',
  ]),
});

/** An endpoint by subgroup: each level with its interval, and how it differs from the other cases. */
export const subgroupTable = ({ title, subgroups }: StudyEndpoint): Table => ({
  name: `${title} by subgroup`,
  columns: [
    { key: 'subgroup', title: 'Subgroup', kind: 'text' },
    { key: 'level', title: 'Level', kind: 'text' },
    { key: 'cases', title: 'Cases', kind: 'count' },
    { key: 'estimate', title: 'Estimate', kind: 'number' },
    { key: 'lower', title: 'From', kind: 'number' },
    { key: 'upper', title: 'To', kind: 'number' },
    { key: 'difference', title: 'Less the others', kind: 'text' },
  ],
  rows: subgroups.flatMap(({ title: subgroup, levels }) =>
    levels.map((level) => {
      if (level.status === 'too few') return [subgroup, level.level, null, null, null, null, 'too few'];
      if (level.status === 'not estimable') return [subgroup, level.level, null, null, null, null, level.reason];
      const { result, difference } = level;
      const less = difference
        ? `${sayValue(difference.estimate)} (${sayValue(difference.interval.lower)} to ${sayValue(difference.interval.upper)})`
        : null;
      return [
        subgroup,
        level.level,
        level.cases,
        sayValue(result.estimate),
        sayValue(result.interval.lower),
        sayValue(result.interval.upper),
        less,
      ];
    }),
  ),
});

const stratumTitles: Readonly<Record<AcquisitionStratum, string>> = {
  vendor: 'Vendor',
  model: 'Model',
  sliceThickness: 'Slice thickness',
  kernel: 'Kernel',
  dose: 'Dose index',
  contrast: 'Contrast',
  protocol: 'Protocol',
};

/** What was scanned and how: the envelope for which a verdict holds. */
export const acquisitionTable = ({ acquired }: StudyReport): Table => ({
  name: 'What was tested',
  columns: [
    { key: 'stratum', title: 'Stratum', kind: 'text' },
    { key: 'tested', title: 'Tested', kind: 'text' },
    { key: 'not_known', title: 'Not known in', kind: 'count' },
  ],
  rows: acquired.map(({ stratum, levels, range, notKnown, notRecorded }) => [
    stratumTitles[stratum],
    notRecorded === undefined
      ? range
        ? `${range.low} to ${range.high} ${range.unit}`
        : (levels ?? []).join('; ')
      : `not recorded: ${notRecorded}`,
    notKnown,
  ]),
});
