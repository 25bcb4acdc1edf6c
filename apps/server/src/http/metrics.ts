/** Seconds up to which answers are counted: from what a read takes to what a client gives up at. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Series {
  readonly labels: string;
  value: number;
}

interface Duration {
  readonly buckets: number[];
  sum: number;
  count: number;
}

type Labels = Readonly<Record<string, string | number>>;

type Labelled = readonly [labels: Labels, value: number];

const labelsOf = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${String(value).replaceAll(/["\\\n]/g, '_')}"`)
    .join(',');

/** Counts and durations since the process began, written as Prometheus reads them (text format 0.0.4). */
export class Metrics {
  readonly #counters = new Map<string, Map<string, Series>>();
  readonly #about = new Map<string, string>();
  readonly #durations = new Map<string, Duration>();

  /** Counts one more. Labels must come from a closed set: a route, never a path. */
  count(name: string, about: string, labels: Labels = {}): void {
    this.#about.set(name, about);
    const series = this.#counters.get(name) ?? new Map<string, Series>();
    this.#counters.set(name, series);
    const text = labelsOf(labels);
    const one = series.get(text) ?? { labels: text, value: 0 };
    one.value += 1;
    series.set(text, one);
  }

  /** Adds how many seconds an answer took. */
  time(route: string, seconds: number): void {
    const labels = labelsOf({ route });
    const duration = this.#durations.get(labels) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 };
    this.#durations.set(labels, duration);
    for (const [index, bound] of bounds.entries())
      if (seconds <= bound) duration.buckets[index] = (duration.buckets[index] ?? 0) + 1;
    duration.sum += seconds;
    duration.count += 1;
  }

  /** Writes all of it, with what is measured only now: name → what it is and its value, or one for each of some labels. */
  write(now: Readonly<Record<string, readonly [about: string, value: number | readonly Labelled[]]>> = {}): string {
    const lines: string[] = [];
    const head = (name: string, about: string, type: string): void => {
      lines.push(`# HELP ${name} ${about}`, `# TYPE ${name} ${type}`);
    };
    for (const [name, series] of this.#counters) {
      head(name, this.#about.get(name) ?? '', 'counter');
      for (const { labels, value } of series.values())
        lines.push(`${name}${labels === '' ? '' : `{${labels}}`} ${value}`);
    }
    if (this.#durations.size > 0) {
      const name = 'isocentre_http_request_duration_seconds';
      head(name, 'How long answers took.', 'histogram');
      for (const [labels, { buckets, sum, count }] of this.#durations) {
        for (const [index, bound] of bounds.entries())
          lines.push(`${name}_bucket{${labels},le="${bound}"} ${buckets[index] ?? 0}`);
        lines.push(
          `${name}_bucket{${labels},le="+Inf"} ${count}`,
          `${name}_sum{${labels}} ${sum}`,
          `${name}_count{${labels}} ${count}`,
        );
      }
    }
    for (const [name, [about, value]] of Object.entries(now)) {
      head(name, about, 'gauge');
      if (typeof value === 'number') lines.push(`${name} ${value}`);
      else for (const [labels, one] of value) lines.push(`${name}{${labelsOf(labels)}} ${one}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
