/** How one scan was acquired: the mandatory strata of an imaging study. Null where it is not known. */
export interface Acquisition {
  readonly vendor: string | null;
  readonly model: string | null;
  /** mm. */
  readonly sliceThickness: number | null;
  /** Reconstruction kernel, or in other modalities what stands for it. */
  readonly kernel: string | null;
  /** Dose index, such as CTDIvol in mGy; one unit for a study. */
  readonly dose: number | null;
  readonly contrast: string | null;
  readonly protocol: string | null;
}

/** One of the mandatory strata. */
export type AcquisitionField = keyof Acquisition;

/** What was tested of one stratum. */
export type TestedRange =
  | {
      readonly kind: 'levels';
      /** Each level with its scans, by name. */
      readonly levels: readonly { readonly level: string; readonly scans: number }[];
      readonly notKnown: number;
    }
  | {
      readonly kind: 'range';
      /** Least and greatest; null where it is not known of any scan. */
      readonly range: { readonly lower: number; readonly upper: number } | null;
      readonly scans: number;
      readonly notKnown: number;
    };

/** What a result was made from, and so what it can hold for. */
export interface AcquisitionEnvelope {
  readonly version: 1;
  readonly scans: number;
  readonly tested: Readonly<Record<AcquisitionField, TestedRange>>;
}

/** Why a scan is not covered by a result. */
export interface OutsideEnvelope {
  readonly field: AcquisitionField;
  /** What the scan has; null where it is not known, which is outside too. */
  readonly found: string | number | null;
}

const texts = ['vendor', 'model', 'kernel', 'contrast', 'protocol'] as const;
const numbers = ['sliceThickness', 'dose'] as const;

const levelsOf = (values: readonly (string | null)[]): TestedRange => {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return {
    kind: 'levels',
    levels: [...counts]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([level, scans]) => ({ level, scans })),
    notKnown: values.filter((value) => value === null).length,
  };
};

const rangeOf = (values: readonly (number | null)[]): TestedRange => {
  let [lower, upper, scans] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (value === null || Number.isNaN(value)) continue;
    lower = Math.min(lower, value);
    upper = Math.max(upper, value);
    scans += 1;
  }
  return { kind: 'range', range: scans > 0 ? { lower, upper } : null, scans, notKnown: values.length - scans };
};

/**
 * Gives the envelope of a result: of each mandatory stratum the levels or the range that were tested, with how many scans,
 * and of how many it is not known. A number that is no number is not known.
 */
export const envelopeOf = (acquisitions: readonly Acquisition[]): AcquisitionEnvelope => {
  const entries = [
    ...texts.map((field) => [field, levelsOf(acquisitions.map((one) => one[field]))] as const),
    ...numbers.map((field) => [field, rangeOf(acquisitions.map((one) => one[field]))] as const),
  ];
  return {
    version: 1,
    scans: acquisitions.length,
    tested: Object.fromEntries(entries) as Record<AcquisitionField, TestedRange>,
  };
};

/**
 * Says in which strata a scan lies outside what was tested: a level that was not among the scans, a number beyond their
 * range, or one that is not known. A scan outside in any is not covered by the result.
 *
 * Strata are judged one by one: that a vendor and a kernel were each tested does not say that they were tested together.
 *
 * @returns the strata in which it is outside, in a fixed order; none where the scan is covered.
 */
export const outsideEnvelope = (envelope: AcquisitionEnvelope, scan: Acquisition): readonly OutsideEnvelope[] =>
  [...texts, ...numbers].flatMap((field): readonly OutsideEnvelope[] => {
    const tested = envelope.tested[field];
    const found = scan[field];
    const inside =
      tested.kind === 'levels'
        ? tested.levels.some(({ level }) => level === found)
        : tested.range !== null &&
          typeof found === 'number' &&
          found >= tested.range.lower &&
          found <= tested.range.upper;
    return inside ? [] : [{ field, found }];
  });
