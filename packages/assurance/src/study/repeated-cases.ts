import type { ProblemList } from '../problem-list.ts';
import { readCaseList, type CaseList } from './case-list.ts';
import { numberExpected, numberIn } from './case-reading.ts';
import type { Protocol, RepeatData } from './protocol-schema.ts';
import type { FileReading } from './study-files.ts';

/** Cases that were measured several times. */
export interface RepeatedCases {
  readonly design: 'repeats';
  /** The technology that is tried, and then its comparator: by measurement, one value a case. */
  readonly tools: readonly (readonly Float64Array[])[];
}

/** Reads the values of each case, each of its columns a number. */
export const readRepeats = (
  reading: FileReading,
  protocol: Protocol,
  data: RepeatData,
  problems: ProblemList,
): { readonly list: CaseList; readonly cases: RepeatedCases } => {
  const columns = [data.measured, ...(data.comparator ? [data.comparator.measured] : [])];
  const tools = columns.map((list) => list.map((): number[] => []));
  const list = readCaseList(reading, protocol, columns.flat(), problems, (row) => {
    for (const [tool, names] of columns.entries())
      for (const [at, name] of names.entries())
        tools[tool]?.[at]?.push(numberIn(row, name, problems, numberExpected(data.excluded)));
  });
  return {
    list,
    cases: { design: 'repeats', tools: tools.map((lists) => lists.map((values) => Float64Array.from(values))) },
  };
};
