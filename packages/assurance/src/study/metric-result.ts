/** A metric of a set of cases, with its interval: what every analysis gives. */
export interface MetricResult {
  /** Id of the metric, such as `sensitivity`. */
  readonly metric: string;
  /** Version of its definition. */
  readonly version: number;
  /** How many units it is made from; the interval is as wide as they make it. */
  readonly n: number;
  readonly estimate: number;
  readonly interval: {
    readonly lower: number;
    readonly upper: number;
    /** Confidence between 0 and 1. */
    readonly level: number;
    readonly method: string;
  };
}
