import { binaryAnalyses } from './analyses-binary.ts';
import { detectionAnalyses } from './analyses-detection.ts';
import { lesionAnalyses } from './analyses-lesions.ts';
import { measuredAnalyses } from './analyses-measured.ts';
import { phantomAnalyses } from './analyses-phantom.ts';
import { predictionAnalyses } from './analyses-predictions.ts';
import { readerAnalyses } from './analyses-readers.ts';
import { repeatAnalyses } from './analyses-repeats.ts';
import type { Analysis } from './analysis.ts';

/** Version of the analysis: of what is done with a protocol and its data beyond the definitions of the metrics. */
export const analysisVersion = 1;

/** Every analysis of this program, by its metric. */
export const analyses: readonly Analysis[] = [
  ...binaryAnalyses,
  ...predictionAnalyses,
  ...detectionAnalyses,
  ...lesionAnalyses,
  ...measuredAnalyses,
  ...phantomAnalyses,
  ...readerAnalyses,
  ...repeatAnalyses,
];

/** Finds the analysis of a metric. */
export const findAnalysis = (metric: string): Analysis | undefined => analyses.find(({ id }) => id === metric);
