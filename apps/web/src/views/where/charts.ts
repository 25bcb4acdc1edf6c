import type { Column, Table } from '@isocentre/documents';
import { groups, regions, sayCount, sayShare, specialisms } from '@isocentre/workforce';
import { tileMap, topOfScale, type Lines, type Multiples, type TileMap } from '../../charts/layout.ts';
import type { Where, WherePart } from '../../compute/where.ts';
import { yearAxis, yearCells, yearColumn, type Told } from '../../words/told.ts';
import { sayYear } from '../../years/financial-years.ts';
import type { Shown } from './measures.ts';

const names = { specialism: specialisms, group: groups, region: regions } as const;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Names a part as a heading would. */
export const namePart = (by: Where['by'], id: string): string =>
  capital((names[by] as Readonly<Record<string, string>>)[id] ?? id);

/** Writes a number of a measure as one would say it. */
export const sayValue = ({ isShare }: Shown, value: number): string => (isShare ? sayShare(value) : sayCount(value));

const bandOf = ({ sureness }: Where, part: WherePart, { spread }: Shown): Lines['band'] => {
  const quantiles = spread && part.spread?.[spread]?.quantiles;
  const low = quantiles?.[String(sureness?.levels.low)];
  const high = quantiles?.[String(sureness?.levels.high)];
  return low && high ? { low, high } : undefined;
};

/** The place of a year in the lists of a course; the last where it is not there or not said. */
export const placeOf = (years: readonly number[], year: number | undefined): number => {
  const at = year === undefined ? -1 : years.indexOf(year);
  return at < 0 ? years.length - 1 : at;
};

/** A chart of this view. */
export interface Chart<L> {
  readonly title: string;
  readonly label: string;
  readonly layout: L;
  readonly table: Table;
  readonly note: string;
}

const byWords = { specialism: 'specialism', group: 'staff group', region: 'region' } as const;

/** A chart for each part, on one scale: the course, its band and the reference. */
export const multiples = (where: Where, reference: Where | undefined, measure: Shown, told: Told): Chart<Multiples> => {
  const { years, parts, by, sureness } = where;
  const before = new Map(reference?.parts.map((part) => [part.id, part]));
  const bare = parts.map((part): { readonly part: WherePart; readonly lines: Lines } => {
    const values = measure.values(part.measures);
    const other = before.get(part.id);
    const otherValues = other && measure.values(other.measures);
    const band = bandOf(where, part, measure);
    return {
      part,
      lines: {
        xs: years,
        x: yearAxis(told.years),
        isMoney: false,
        isShare: measure.isShare,
        lines: [
          ...(otherValues
            ? [{ name: sayValue(measure, otherValues.at(-1) ?? 0), role: 'reference' as const, values: otherValues }]
            : []),
          { name: sayValue(measure, values.at(-1) ?? 0), role: 'yours' as const, values },
        ],
        ...(band ? { band } : {}),
      },
    };
  });
  const top = Math.max(...bare.map(({ lines }) => topOfScale(lines)), 0);
  const letters = Math.max(...bare.flatMap(({ lines }) => lines.lines.map(({ name }) => name.length)), 0);
  const withBands = bare.some(({ lines }) => lines.band !== undefined);
  const share = sureness && sayShare(sureness.levels.high - sureness.levels.low);
  const title = `${measure.title} by ${byWords[by]}${measure.isShare ? '' : `, ${measure.unit}`}`;
  const kinds: Column['kind'] = measure.isShare ? 'share' : 'count';
  return {
    title,
    label: `${title}, all on one scale. At the end: ${bare.map(({ part, lines }) => `${namePart(by, part.id)} ${sayValue(measure, lines.lines.at(-1)?.values.at(-1) ?? 0)}`).join('; ')}.`,
    layout: {
      kind: 'multiples',
      panels: bare.map(({ part, lines }) => ({ title: namePart(by, part.id), lines: { ...lines, top, letters } })),
    },
    table: {
      name: title,
      columns: [
        yearColumn(told.years),
        ...bare.flatMap(({ part, lines }): readonly Column[] => [
          { key: part.id, title: namePart(by, part.id), kind: kinds },
          ...(lines.band && sureness
            ? [
                { key: `${part.id}_low`, title: `quantile ${sureness.levels.low}`, kind: kinds },
                { key: `${part.id}_high`, title: `quantile ${sureness.levels.high}`, kind: kinds },
              ]
            : []),
          ...(lines.lines.length > 1
            ? [{ key: `${part.id}_reference`, title: `in ${reference?.title ?? ''}`, kind: kinds }]
            : []),
        ]),
      ],
      rows: yearCells(told.years, years).map((year, t) => [
        year,
        ...bare.flatMap(({ lines }) => [
          lines.lines.at(-1)?.values[t] ?? null,
          ...(lines.band ? [lines.band.low[t] ?? null, lines.band.high[t] ?? null] : []),
          ...(lines.lines.length > 1 ? [lines.lines[0]?.values[t] ?? null] : []),
        ]),
      ]),
    },
    note: [
      'All on one scale; the number is that of the last year.',
      reference ? `The thick line is what the page shows, the thin one “${reference.title}”.` : '',
      withBands ? `The band holds ${share ?? ''} of ${sayCount(sureness?.runs ?? 0)} futures.` : '',
      sureness && !withBands ? 'How sure this is, is kept in whole-time equivalents alone, so there is no band.' : '',
      measure.hasNoPeople
        ? 'Posts, and what is required or missing, are working time: they have no form in people.'
        : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
  };
};

/** The regions as a map of tiles in one year. */
export const regionMap = (where: Where, measure: Shown, told: Told, year: number | undefined): Chart<TileMap> => {
  const at = placeOf(where.years, year);
  const said = sayYear(told.years, where.years[at] ?? 0);
  const places = where.parts.map((part) => ({
    id: part.id,
    name: namePart('region', part.id),
    value: measure.values(part.measures)[at] ?? 0,
  }));
  const layout = tileMap(places, (value) => sayValue(measure, value));
  const title = `${measure.title} in ${said}${measure.isShare ? '' : `, ${measure.unit}`}`;
  return {
    title,
    label: `${title}: ${places.map(({ name, value }) => `${name} ${sayValue(measure, value)}`).join('; ')}.`,
    layout,
    table: {
      name: `${title}, map`,
      columns: [
        { key: 'region', title: 'Region', kind: 'text' },
        { key: measure.id, title: measure.title, kind: measure.isShare ? 'share' : 'count' },
      ],
      rows: places.map(({ name, value }) => [name, value]),
    },
    note:
      layout.scale.length === 0
        ? 'A schematic map: a tile is a region, whatever its size. Every region has the same number, and so one colour.'
        : 'A schematic map: a tile is a region, whatever its size, with its number in it; the darker, the more.',
  };
};

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** A part within a sentence, as the place where somebody is missing. */
const among = (by: Where['by'], name: string): string => {
  if (by === 'group') return `among ${lower(name)}`;
  if (by === 'specialism') return `in ${lower(name)}`;
  return `in ${/^(North [EW]|South [EW]|East|Midlands)/.test(name) ? 'the ' : ''}${name}`;
};

/** Says where most are missing. */
export const sayWhere = (where: Where, told: Told, year: number | undefined): string => {
  const { parts, by, years, title } = where;
  const at = placeOf(years, year);
  const missing = parts.map((part) => ({
    name: namePart(by, part.id),
    count: part.measures.shortfall[at] ?? 0,
    share: (part.measures.shortfall[at] ?? 0) / Math.max(part.measures.requirement[at] ?? 0, Number.MIN_VALUE),
  }));
  const total = missing.reduce((sum, { count }) => sum + count, 0);
  const when = sayYear(told.years, years[at] ?? 0);
  const scope = `In “${title}”`;
  if (sayCount(total) === '0') return `${scope} nobody is missing in ${when}.`;
  const most = missing.reduce((a, b) => (b.count > a.count ? b : a));
  const worst = missing.reduce((a, b) => (b.share > a.share ? b : a));
  if (parts.length === 1)
    return `${scope}, ${sayCount(total)} WTE are missing in ${when} ${among(by, most.name)}, ${sayShare(most.share)} of what is required.`;
  const first = `${scope}, ${sayCount(most.count)} of the ${sayCount(total)} WTE missing in ${when} are ${among(by, most.name)}, more than in any other ${byWords[by]}`;
  if (new Set(missing.map(({ share }) => sayShare(share))).size === 1)
    return `${first}. Each ${byWords[by]} lacks the same share of what it requires, ${sayShare(worst.share)}.`;
  return worst === most
    ? `${first}; the largest share of what is required is missing there too, ${sayShare(worst.share)}.`
    : `${first}; the largest share of what is required is missing ${among(by, worst.name)}, ${sayShare(worst.share)}.`;
};
