import { success } from '@isocentre/evidence';
import { phantomAcceptance, type PhantomAcceptance } from '../acquisition/phantom.ts';
import { chosen, type Analysis } from './analysis.ts';
import type { PhantomCases } from './phantom-cases.ts';

// What must come out is the protocol's to say, and is judged as every criterion is.
const open = { leastFound: 0, mostBias: Infinity, leastWithin: 0, mostFalseMarks: Infinity };

const ofPhantom = (
  id: string,
  title: string,
  scale: Analysis['scale'],
  part: keyof Pick<PhantomAcceptance, 'found' | 'bias' | 'within' | 'falseMarks'>,
): Analysis => ({
  id,
  version: 1,
  title,
  design: 'phantom',
  scale,
  estimate: (cases, selection, { level }) => {
    const { known, measured, scanOf, falseMarks, tolerance } = cases as PhantomCases;
    const scans = [...new Set(Array.from(selection, (index) => scanOf[index] as number))];
    const marks = scans.reduce((sum, scan) => sum + (falseMarks[scan] as number), 0);
    const readings = {
      size: chosen(known, selection),
      measured: chosen(measured, selection),
      scans: scans.length,
      falseMarks: marks,
    };
    const judged = phantomAcceptance(readings, { ...open, tolerance }, level);
    if (!judged.ok) return judged;
    const { metric, version, n, estimate, interval } = judged.value[part];
    const found = judged.value.bias.n;
    return success({
      result: { metric, version, n, estimate, interval },
      counts: [
        { what: 'objects found', count: found },
        { what: 'objects not found', count: selection.length - found },
        { what: 'scans', count: scans.length },
        { what: 'false marks', count: marks },
      ],
    });
  },
});

/** Analyses of known objects of known sizes. */
export const phantomAnalyses: readonly Analysis[] = [
  ofPhantom('phantom-found', 'Objects found', 'share', 'found'),
  ofPhantom('phantom-bias', 'Mean error of size, mm', 'number', 'bias'),
  ofPhantom('phantom-within', 'Sizes within the tolerance', 'share', 'within'),
  ofPhantom('phantom-false-marks', 'False marks a scan', 'number', 'falseMarks'),
];
