import type { Result } from '@isocentre/evidence';
import { overlapOf } from '../overlap/overlap.ts';
import { surfaceAgreement } from '../overlap/surface.ts';
import type { ProblemList } from '../problem-list.ts';
import { readCaseList, type CaseList } from './case-list.ts';
import type { CaseRow } from './case-reading.ts';
import { readLabelMap } from './label-map-file.ts';
import { onOneGrid, type LabelMap } from './label-map.ts';
import type { LabelMapData, Protocol } from './protocol-schema.ts';
import type { FileReading } from './study-files.ts';

/** How the label maps of one technology agree with the reference, case by case; null where neither has the label. */
export interface MapAgreement {
  readonly dice: readonly (number | null)[];
  readonly iou: readonly (number | null)[];
  readonly surfaceDice: readonly (number | null)[];
  /** In mm; infinite where one of the two maps has the label and the other has not. */
  readonly hausdorff95: readonly (number | null)[];
}

/** Cases with a label map of each technology beside that of the reference. */
export interface LabelMapCases {
  readonly design: 'label maps';
  /** The technology that is tried, and then its comparator. */
  readonly tools: readonly MapAgreement[];
}

/** Reads the map that a cell names; what is wrong is told with row, column and file. */
export const mapOf = (
  reading: FileReading,
  row: CaseRow,
  column: string,
  problems: ProblemList,
  read: (bytes: Uint8Array, name: string) => Result<LabelMap>,
): LabelMap | undefined => {
  const name = row.cell(column);
  if (name === '') {
    problems.report({ where: `${row.where} ${column}`, found: 'nothing', expected: 'the name of a label map' });
    return undefined;
  }
  const bytes = reading.whole(name);
  const map = bytes.ok ? read(bytes.value, name) : bytes;
  if (map.ok) return map.value;
  problems.report(...map.problems.map((one) => ({ ...one, where: `${row.where} ${column}: ${one.where}` })));
  return undefined;
};

/** Sets a map of a technology on the grid of its reference; what does not fit is told with row, column and file. */
export const fitted = (
  reference: LabelMap | undefined,
  result: LabelMap | undefined,
  place: string,
  problems: ProblemList,
): readonly [LabelMap, LabelMap] | undefined => {
  if (!reference || !result) return undefined;
  const pair = onOneGrid(reference, result);
  if (pair.ok) return pair.value;
  problems.report(...pair.problems.map((one) => ({ ...one, where: `${place}: ${one.where}` })));
  return undefined;
};

/** Columns with the results of each technology: the one that is tried, and then its comparator. */
export const resultColumns = (data: {
  readonly result: string;
  readonly comparator?: { readonly result: string } | undefined;
}): readonly string[] => [data.result, ...(data.comparator ? [data.comparator.result] : [])];

/** Reads the label maps of each case and measures how they agree; the maps themselves are not kept. */
export const readLabelMaps = (
  reading: FileReading,
  protocol: Protocol,
  data: LabelMapData,
  problems: ProblemList,
): { readonly list: CaseList; readonly cases: LabelMapCases } => {
  const results = resultColumns(data);
  const empty = (): Record<keyof MapAgreement, (number | null)[]> => ({
    dice: [],
    iou: [],
    surfaceDice: [],
    hausdorff95: [],
  });
  const tools = results.map(empty);
  const read = (bytes: Uint8Array, name: string): Result<LabelMap> => readLabelMap(bytes, name, data.label);
  const list = readCaseList(reading, protocol, [data.reference, ...results], problems, (row) => {
    const reference = mapOf(reading, row, data.reference, problems, read);
    for (const [tool, column] of results.entries()) {
      const result = mapOf(reading, row, column, problems, read);
      const pair = fitted(reference, result, `${row.where} ${column}`, problems);
      if (!pair) continue;
      const [one, other] = pair;
      const overlap = overlapOf(one.voxels, other.voxels, one, data.label);
      const surface = surfaceAgreement(one.voxels, other.voxels, one, data.tolerance ?? 0, data.label);
      if (!overlap.ok) problems.report(...overlap.problems);
      if (!surface.ok) problems.report(...surface.problems);
      if (!overlap.ok || !surface.ok) continue;
      tools[tool]?.dice.push(overlap.value.dice);
      tools[tool]?.iou.push(overlap.value.iou);
      tools[tool]?.surfaceDice.push(surface.value.surfaceDice);
      tools[tool]?.hausdorff95.push(surface.value.hausdorff95);
    }
  });
  return { list, cases: { design: 'label maps', tools } };
};
