import { success } from '@isocentre/evidence';
import { readerStudy } from '../reader-study/reader-study.ts';
import { chosen, lacking, type Analysis } from './analysis.ts';
import type { ReaderCases } from './reader-cases.ts';

/** Analyses of several readers with two modalities, for readers and cases like these. */
export const readerAnalyses: readonly Analysis[] = [
  {
    id: 'reader-average-auc-difference',
    version: 1,
    title: 'Difference of the readers’ average areas under the ROC curve',
    design: 'readers',
    scale: 'number',
    estimate: (cases, selection, { level }) => {
      const { truth, readers, scores, covariance } = cases as ReaderCases;
      if (readers < 2) return lacking(`${readers} reader`, 'at least two readers, to stand for others');
      const ofSelection = Uint8Array.from(selection, (index) => truth[index] as number);
      const found = readerStudy(
        scores.map((list) => list.map((one) => chosen(one, selection))),
        ofSelection,
        { covariance, level },
      );
      if (!found.ok) return found;
      const [difference] = found.value.differences;
      const [tried, other] = found.value.modalities;
      if (!difference || !tried || !other) return lacking('one modality', 'two modalities');
      const { metric, version, n, estimate, interval } = difference;
      const events = ofSelection.reduce((sum, one) => sum + one, 0);
      return success({
        result: { metric, version, n, estimate, interval },
        counts: [
          { what: 'readers', count: readers },
          { what: 'with the condition', count: events },
          { what: 'without it', count: selection.length - events },
        ],
        beside: [
          { what: 'average area with the modality that is tried', estimate: tried.estimate, interval: tried.interval },
          { what: 'average area with the other', estimate: other.estimate, interval: other.interval },
        ],
      });
    },
  },
];
