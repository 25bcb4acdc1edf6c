import { show } from '@isocentre/evidence';
import type { ProblemList } from '../problem-list.ts';
import { readCaseList, type CaseList } from './case-list.ts';
import { numberIn, readRows } from './case-reading.ts';
import type { Protocol, ReaderData } from './protocol-schema.ts';
import type { FileReading } from './study-files.ts';

/** Cases that several readers read with each of two modalities. */
export interface ReaderCases {
  readonly design: 'readers';
  /** 1 for a case with the condition, 0 without. */
  readonly truth: Uint8Array;
  readonly readers: number;
  /** By modality, then reader: one score a case. */
  readonly scores: readonly (readonly Float64Array[])[];
  readonly covariance: ReaderData['covariance'];
}

/** Reads what each reader said of each case with each modality; a rating that is missing or there twice is a problem. */
export const readReaders = (
  reading: FileReading,
  protocol: Protocol,
  data: ReaderData,
  problems: ProblemList,
): { readonly list: CaseList; readonly cases: ReaderCases } => {
  const { truth, modalities, case: caseColumn } = data;
  const answers: number[] = [];
  const list = readCaseList(reading, protocol, [truth.column], problems, (row) => {
    const text = row.cell(truth.column);
    if (text !== truth.positive && text !== truth.negative)
      problems.report({
        where: `${row.where} ${truth.column}`,
        found: text === '' ? 'nothing' : show(text),
        expected: `${show(truth.positive)} or ${show(truth.negative)}`,
      });
    answers.push(text === truth.positive ? 1 : 0);
  });
  const byReader = new Map<string, readonly Float64Array[]>();
  const scoresOf = (reader: string): readonly Float64Array[] => {
    const before = byReader.get(reader);
    if (before) return before;
    const fresh = modalities.map(() => new Float64Array(list.names.length).fill(Number.NaN));
    byReader.set(reader, fresh);
    return fresh;
  };
  const columns = [caseColumn, data.reader, data.modality, data.score];
  readRows(reading, data.ratings, columns, problems, (row) => {
    const [name, reader, modality] = [row.cell(caseColumn), row.cell(data.reader), row.cell(data.modality)];
    const refuse = (column: string, found: string, expected: string): void => {
      problems.report({ where: `${row.where} ${column}`, found: found === '' ? 'nothing' : show(found), expected });
    };
    const index = list.indexOf.get(name);
    const place = modalities.indexOf(modality);
    if (index === undefined) refuse(caseColumn, name, `a case of ${data.cases}`);
    else if (reader === '') refuse(data.reader, reader, 'the name of a reader');
    else if (place < 0) refuse(data.modality, modality, modalities.map(show).join(' or '));
    else if (index >= 0) {
      const scores = scoresOf(reader)[place] as Float64Array;
      if (!Number.isNaN(scores[index]))
        refuse(caseColumn, name, `one rating of each case by ${show(reader)} with ${show(modality)}`);
      const value = numberIn(row, data.score, problems);
      // One that is no number was told; it is not missing too.
      scores[index] = Number.isNaN(value) ? 0 : value;
    }
  });
  const readers = [...byReader.keys()].toSorted();
  for (const reader of readers)
    for (const [place, scores] of scoresOf(reader).entries()) {
      const missing = scores.findIndex(Number.isNaN);
      if (missing >= 0)
        problems.report({
          where: `${data.cases}:${list.lines[missing] ?? 0}`,
          found: `the case ${show(list.names[missing])} without a rating by ${show(reader)} with ${show(modalities[place])}`,
          expected: 'every case that is not excluded, by every reader with both modalities',
        });
    }
  return {
    list,
    cases: {
      design: 'readers',
      truth: Uint8Array.from(answers),
      readers: readers.length,
      scores: modalities.map((_, place) => readers.map((reader) => scoresOf(reader)[place] as Float64Array)),
      covariance: data.covariance,
    },
  };
};
