/** What was scanned and how: mandatory strata of a study of images. */
export const acquisitionStrata = [
  'vendor',
  'model',
  'sliceThickness',
  'kernel',
  'dose',
  'contrast',
  'protocol',
] as const;

/** One of the mandatory strata. */
export type AcquisitionStratum = (typeof acquisitionStrata)[number];

/** What was scanned of one stratum: a part of the envelope that a result can hold for. */
export interface Acquired {
  readonly stratum: AcquisitionStratum;
  /** Levels found, by name, for a text. */
  readonly levels?: readonly string[] | undefined;
  /** Least and greatest, for a number; none where it is not known of any scan. */
  readonly range?: { readonly low: number; readonly high: number; readonly unit: string } | undefined;
  /** Scans of which it is not known. */
  readonly notKnown: number;
  /** Why it was not recorded, where it was not. */
  readonly notRecorded?: string | undefined;
}

/** Gathers one stratum scan by scan: levels of a text, or the range of a number in a unit. */
export class AcquiredStratum {
  readonly #stratum: AcquisitionStratum;
  readonly #unit: string | undefined;
  readonly #levels = new Set<string>();
  #low = Infinity;
  #high = -Infinity;
  #notKnown = 0;

  /** @param unit For a number; without it the stratum is a text. */
  constructor(stratum: AcquisitionStratum, unit?: string) {
    this.#stratum = stratum;
    this.#unit = unit;
  }

  /** Takes what a scan has; null, or a number that is none, where it is not known. */
  take(value: string | number | null): void {
    if (typeof value === 'string') this.#levels.add(value);
    else if (value === null || Number.isNaN(value)) this.#notKnown += 1;
    else {
      this.#low = Math.min(this.#low, value);
      this.#high = Math.max(this.#high, value);
    }
  }

  /** Gives what was tested so far. */
  made(): Acquired {
    const [low, high, unit] = [this.#low, this.#high, this.#unit];
    return {
      stratum: this.#stratum,
      notKnown: this.#notKnown,
      ...(unit === undefined
        ? { levels: [...this.#levels].toSorted() }
        : low <= high
          ? { range: { low, high, unit } }
          : {}),
    };
  }
}

/** How one scan was acquired: a text, a number in the unit of the study, or null where it is not known. */
export type Acquisition = Readonly<Record<AcquisitionStratum, string | number | null>>;

/** Why a scan is not covered by a result. */
export interface OutsideEnvelope {
  readonly stratum: AcquisitionStratum;
  /** What the scan has; null where it is not known, which is outside too. */
  readonly found: string | number | null;
}

/**
 * Says in which strata a scan lies outside what a study tested, as its report has it under `acquired`: a level that was not
 * among its scans, a number beyond their range, one that is not known, or a stratum that the study did not record. A scan
 * outside in any is not covered by the result.
 *
 * Strata are judged one by one: that a vendor and a kernel were each tested does not say that they were tested together.
 *
 * @returns the strata in which it is outside, in a fixed order; none where the scan is covered. Of a report without strata,
 *   which is of no images, all.
 */
export const outsideEnvelope = (acquired: readonly Acquired[], scan: Acquisition): readonly OutsideEnvelope[] =>
  acquisitionStrata.flatMap((stratum): readonly OutsideEnvelope[] => {
    const found = scan[stratum];
    const tested = acquired.find((one) => one.stratum === stratum);
    const inside =
      typeof found === 'number'
        ? tested?.range !== undefined && found >= tested.range.low && found <= tested.range.high
        : found !== null && (tested?.levels ?? []).includes(found);
    return inside ? [] : [{ stratum, found }];
  });
