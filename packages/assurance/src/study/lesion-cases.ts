import { lesionCase, matchLesions, type MatchedCase } from '../lesions/match-lesions.ts';
import type { ProblemList } from '../problem-list.ts';
import { readCaseList, type CaseList } from './case-list.ts';
import { readCandidateMap, readLabelMap } from './label-map-file.ts';
import { fitted, mapOf, resultColumns } from './map-cases.ts';
import type { LesionData, Protocol } from './protocol-schema.ts';
import type { FileReading } from './study-files.ts';

/** Cases with their lesions, matched with the candidates of each technology. */
export interface LesionCases {
  readonly design: 'lesions';
  /** The technology that is tried, and then its comparator: one entry a case. */
  readonly tools: readonly (readonly MatchedCase[])[];
}

/** Reads the lesions and candidates of each case from two maps and matches them; the maps themselves are not kept. */
export const readLesions = (
  reading: FileReading,
  protocol: Protocol,
  data: LesionData,
  problems: ProblemList,
): { readonly list: CaseList; readonly cases: LesionCases } => {
  const results = resultColumns(data);
  const tools: MatchedCase[][] = results.map(() => []);
  const list = readCaseList(reading, protocol, [data.reference, ...results], problems, (row) => {
    const reference = mapOf(reading, row, data.reference, problems, (bytes, name) =>
      readLabelMap(bytes, name, data.label),
    );
    for (const [tool, column] of results.entries()) {
      const place = `${row.where} ${column}`;
      const pair = fitted(reference, mapOf(reading, row, column, problems, readCandidateMap), place, problems);
      if (!pair) continue;
      const [lesions, candidates] = pair;
      const ofLabel = Uint8Array.from(lesions.voxels, (value) => Number(value === data.label));
      const found = lesionCase(candidates.voxels, ofLabel, lesions.size);
      if (found.ok) tools[tool]?.push(matchLesions(found.value, data.overlap));
      else
        problems.report(
          ...found.problems.map(({ found: what, expected }) => ({
            where: `${place}: ${candidates.name}`,
            found: what,
            expected,
          })),
        );
    }
  });
  return { list, cases: { design: 'lesions', tools } };
};
