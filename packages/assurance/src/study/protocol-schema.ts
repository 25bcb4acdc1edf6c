import { z } from 'zod';
import { picaiOverlap } from '../lesions/match-lesions.ts';
import { acquisitionStrata, type AcquisitionStratum } from '../acquisition/envelope.ts';

const text = z.string().min(1);
const fileName = z
  .string()
  .regex(/^[^/\\]+(\/[^/\\]+)*$/, { error: 'the name of a file in the folder of the data, without a leading "/"' })
  .refine((name) => !name.split('/').includes('..'), { error: 'the name of a file in the folder of the data' });
const column = text.describe('The name of a column of the cases.');

const usualSeed = 1;
const usualBootstraps = 1000;
const usualLevel = 0.95;
const usualFewest = 20;
const mostBootstraps = 100_000;
const mostSeed = 4_294_967_295;

const casesOf = {
  cases: fileName.describe('CSV with a row a case, those that are excluded too; or, for detection, a scan a line.'),
  case: column.default('case').describe('The column that names each case; default "case".'),
  excluded: column
    .optional()
    .describe('The column with the reason why a case is left out; empty where it is not. Every reason is counted.'),
};

const results = fileName
  .optional()
  .describe('CSV with the case and the column of the result, where they do not stand beside the truth.');

const binary = z.strictObject({
  design: z
    .literal('cases')
    .describe('Each case has a condition or not, and the technology gives a score or an answer.'),
  ...casesOf,
  truth: z
    .strictObject({ column, positive: text, negative: text })
    .describe('The reference standard: its column, and what it says of a case with and without the condition.'),
  results,
  score: column.describe('The column of the score, a number: higher is likelier to have the condition.'),
  threshold: z
    .number()
    .optional()
    .describe('A score of at least this is a positive answer; needed by what judges answers.'),
  comparator: z
    .strictObject({ results, score: column, threshold: z.number().optional() })
    .optional()
    .describe('Another technology on the same cases, for "assure compare".'),
});

const detection = z.strictObject({
  design: z.literal('detection').describe('Findings in scans, and marks with a score; in the form of LUNA16, mm.'),
  ...casesOf,
  reference: fileName.describe('Findings that should be found: seriesuid, coordX, coordY, coordZ, diameter_mm.'),
  excludedFindings: fileName
    .optional()
    .describe('Findings that are neither right nor wrong to mark; the same columns.'),
  marks: fileName.describe('What the technology marked: seriesuid, coordX, coordY, coordZ, probability.'),
  comparator: z
    .strictObject({ marks: fileName })
    .optional()
    .describe('Another technology on the same scans, for "assure compare".'),
});

const measurements = z.strictObject({
  design: z
    .literal('measurements')
    .describe('A known or reference value and a measured one for each case; a phantom is a case too.'),
  ...casesOf,
  truth: column.describe('The column of the known or reference value.'),
  results,
  measured: column.describe('The column of the value that the technology measured, in the same unit.'),
  unit: text.describe('For DICOM SR its UCUM code, such as mm.'),
  report: z
    .strictObject({ code: text, scheme: text })
    .optional()
    .describe('Where the measured column names a DICOM SR of TID 1500: the code of the one measurement to take.'),
  comparator: z
    .strictObject({ results, measured: column })
    .optional()
    .describe('Another technology on the same cases, for "assure compare".'),
});

const otherResult = z
  .strictObject({ result: column })
  .optional()
  .describe('The column with the file of another technology on the same cases, for "assure compare".');

const labelMaps = z.strictObject({
  design: z.literal('label maps').describe('Two label maps a case, NIfTI or DICOM SEG, on one grid of voxels.'),
  ...casesOf,
  reference: column.describe('The column with the file of the reference label map.'),
  result: column.describe('The column with the file of the label map of the technology.'),
  comparator: otherResult,
  label: z
    .int()
    .min(1)
    .default(1)
    .describe('Which label is judged; default 1. Of DICOM SEG the number of the segment.'),
  tolerance: z
    .number()
    .min(0)
    .optional()
    .describe('Of the surface Dice, in mm: how far apart two readers draw. Without it 0.'),
});

const lesions = z.strictObject({
  design: z
    .literal('lesions')
    .describe('Two maps a case on one grid: the lesions, and the candidates that the technology drew.'),
  ...casesOf,
  reference: column.describe('The column with the file of the reference: a label map, NIfTI or DICOM SEG.'),
  result: column.describe(
    'The column with the file of the candidates: NIfTI with the confidence of each candidate in its voxels, else 0.',
  ),
  comparator: otherResult,
  label: z.int().min(1).default(1).describe('Which label of the reference is a lesion; default 1.'),
  overlap: z
    .number()
    .gt(0)
    .max(1)
    .default(picaiOverlap)
    .describe('The least intersection over union of a hit; default 0.1, as PI-CAI has it.'),
});

const phantom = z.strictObject({
  design: z.literal('phantom').describe('Known objects of known sizes, scanned: a row an object and scan.'),
  ...casesOf,
  known: column.describe('The column of the known size, in mm.'),
  measured: column.describe('The column of the size that the technology measured, in mm.'),
  notFound: text.describe('What stands under "measured" where the technology did not find the object.'),
  tolerance: z.number().gt(0).describe('The largest error of one size that "phantom-within" allows, in mm.'),
  scan: column.describe('The column that names the scan, of the cases and of the file of scans.'),
  scans: fileName.describe('CSV with a row a scan.'),
  falseMarks: column.describe('The column of the scans with the number of marks where there is no object.'),
});

const readers = z.strictObject({
  design: z.literal('readers').describe('Several readers read every case with each of two modalities.'),
  ...casesOf,
  truth: z.strictObject({ column, positive: text, negative: text }),
  ratings: fileName.describe('CSV with a row a case, reader and modality.'),
  reader: column.describe('The column of the ratings that names the reader.'),
  modality: column.describe('The column of the ratings that names the modality.'),
  score: column.describe('The column of the rating, a number: higher is likelier to have the condition.'),
  modalities: z
    .tuple([text, text])
    .describe('The two modalities as the ratings name them: the one that is tried, and what it is set against.'),
  covariance: z.enum(['jackknife', 'delong']).default('jackknife'),
});

const several = z.array(column).min(2);

const repeats = z.strictObject({
  design: z
    .literal('repeats')
    .describe('Several values of each case: measured again under the same conditions, or by several raters.'),
  ...casesOf,
  measured: several.describe('The columns of the values, a column a measurement or rater, two or more.'),
  unit: text,
  comparator: z
    .strictObject({ measured: several })
    .optional()
    .describe('Another technology on the same cases, for "assure compare".'),
});

const criterion = z
  .strictObject({
    atLeast: z
      .number()
      .optional()
      .describe('Met where the lower bound of the interval is at least this, less the margin.'),
    atMost: z
      .number()
      .optional()
      .describe('Met where the upper bound of the interval is at most this, plus the margin.'),
    margin: z.number().min(0).default(0).describe('By how much the goal may be missed; default 0.'),
    reason: text.describe('Why this goal and margin.'),
  })
  .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, {
    error: '"atLeast", "atMost" or both',
  })
  .describe('What must hold at the bound of the interval, never of the estimate alone. With both, both must hold.');

const endpoint = {
  metric: text.describe('Id of the metric.'),
  version: z.int().min(1).describe('Version of its definition.'),
};

const acquired = z
  .union([z.strictObject({ column, unit: text.optional() }), z.strictObject({ notRecorded: text })], {
    error: 'a column, or why it was not recorded',
  })
  .describe('The column, with a unit where it is a number; or why it was not recorded.');

/** The schema of a protocol: what is tried, on whom, against what, and what must come out, fixed before the results. */
export const protocolSchema = z
  .strictObject({
    format: z.literal('isocentre-protocol'),
    version: z.literal(1),
    title: text,
    technology: z.strictObject({
      name: text,
      version: text.describe('The build that is tried.'),
      operatingPoint: text.optional().describe('Threshold and settings that change its answers.'),
    }),
    intendedPurpose: z
      .strictObject({
        indication: text,
        bodyPart: text,
        environment: text,
        user: text,
        population: text,
        operatingPrinciple: text,
      })
      .describe('The six elements of the intended purpose.'),
    population: text.describe('Whose cases these are, how and when they were drawn, and what excludes one.'),
    referenceStandard: text.describe('What is taken as the truth, and how it was found.'),
    data: z.discriminatedUnion('design', [
      binary,
      detection,
      lesions,
      measurements,
      labelMaps,
      phantom,
      readers,
      repeats,
    ]),
    primary: z.strictObject({ ...endpoint, criterion }).describe('The primary endpoint.'),
    secondary: z
      .array(z.strictObject({ ...endpoint, criterion: criterion.optional() }))
      .default([])
      .describe('Further endpoints; they decide nothing about the primary one.'),
    comparison: z
      .strictObject({ margin: z.number().min(0), reason: text })
      .optional()
      .describe('For "assure compare": not worse where the bound of the difference is not beyond this margin.'),
    subgroups: z
      .array(
        z.strictObject({
          title: text,
          column,
          bands: z
            .array(z.number())
            .min(1)
            .optional()
            .describe('For a number: where one band ends and the next begins, rising.'),
          unit: text.optional(),
        }),
      )
      .default([]),
    fewest: z
      .int()
      .min(2)
      .default(usualFewest)
      .describe('A subgroup of fewer cases is "too few": it is not estimated, and its number is not given.'),
    acquisition: z
      .strictObject(
        Object.fromEntries(acquisitionStrata.map((one) => [one, acquired])) as Record<
          AcquisitionStratum,
          typeof acquired
        >,
      )
      .optional()
      .describe('Mandatory for images: the verdict holds for what was tested, and for nothing else.'),
    notImages: text.optional().describe('In place of "acquisition": what the data are, where they are no images.'),
    sampleSize: z.strictObject({
      cases: z.int().min(1),
      reason: text.describe('The width or power that it was planned for.'),
    }),
    analysis: z.int().min(1).describe('Version of the analysis.'),
    level: z.number().gt(0).lt(1).default(usualLevel).describe('Confidence of every interval; default 0.95.'),
    bootstraps: z.int().min(100).max(mostBootstraps).default(usualBootstraps),
    seed: z.int().min(0).max(mostSeed).default(usualSeed),
  })
  .meta({ title: 'Protocol of an assurance study' });

/** The protocol of a study. */
export type Protocol = z.infer<typeof protocolSchema>;
/** A goal that is judged at the bound. */
export type Criterion = z.infer<typeof criterion>;
/** A study whose cases have a condition or not. */
export type BinaryData = z.infer<typeof binary>;
/** A study of findings in scans. */
export type DetectionData = z.infer<typeof detection>;
/** A study of lesions and candidates. */
export type LesionData = z.infer<typeof lesions>;
/** A study of measured values. */
export type MeasurementData = z.infer<typeof measurements>;
/** A study of label maps. */
export type LabelMapData = z.infer<typeof labelMaps>;
/** A study of a phantom. */
export type PhantomData = z.infer<typeof phantom>;
/** A study of readers. */
export type ReaderData = z.infer<typeof readers>;
/** A study of repeated values. */
export type RepeatData = z.infer<typeof repeats>;
