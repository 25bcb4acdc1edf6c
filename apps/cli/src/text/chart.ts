/** A line of a chart, drawn with its mark and named where it ends. */
export interface Line {
  readonly name: string;
  readonly mark: string;
  readonly values: readonly number[];
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

const narrowest = 10;

const niceStep = (span: number, steps: number): number => {
  const rough = Math.max(span, 1) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
};

/**
 * Draws lines over years in a terminal: a scale at the left, years below, names at the right. Later lines are drawn
 * over earlier ones.
 *
 * @param width Columns available; the plot uses what the labels leave, at least ten columns.
 * @param height Rows of the plot.
 */
export const drawChart = (
  years: readonly number[],
  lines: readonly Line[],
  width: number,
  height = 11,
): readonly string[] => {
  const all = lines.flatMap((line) => line.values);
  const step = niceStep(Math.max(...all) - Math.min(...all), height / 2);
  const low = Math.floor(Math.min(...all) / step) * step;
  const high = Math.max(Math.ceil(Math.max(...all) / step) * step, low + step);
  const scaleWidth = Math.max(whole.format(low).length, whole.format(high).length);
  const labels = lines.map((line) => `${line.name} ${whole.format(Math.round(line.values.at(-1) ?? 0) + 0)}`);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const plot = Math.max(narrowest, Math.min(years.length * 2 - 1, width - scaleWidth - labelWidth - 4));

  const rowOf = (value: number): number => Math.round(((high - value) / (high - low)) * (height - 1));
  const grid = Array.from({ length: height }, () => Array.from({ length: plot }, () => ' '));
  for (const line of lines) {
    for (let x = 0; x < plot; x += 1) {
      const at = plot === 1 ? 0 : (x / (plot - 1)) * (years.length - 1);
      const before = line.values[Math.floor(at)] ?? 0;
      const after = line.values[Math.ceil(at)] ?? before;
      const row = grid[rowOf(before + (after - before) * (at - Math.floor(at)))];
      if (row) row[x] = line.mark;
    }
  }
  const named = new Map<number, string>();
  const last = (line: Line): number => line.values.at(-1) ?? 0;
  for (const [index, line] of [...lines.entries()].toSorted(([, a], [, b]) => last(b) - last(a))) {
    let row = rowOf(last(line));
    while (named.has(row) && row < height - 1) row += 1;
    while (named.has(row) && row > 0) row -= 1;
    named.set(row, labels[index] ?? '');
  }
  const scale = (row: number): string => {
    const value = high - ((high - low) * row) / (height - 1);
    const onStep = Math.abs(value / step - Math.round(value / step)) < 1e-9 || row === 0 || row === height - 1;
    const text = onStep ? whole.format(value) : '';
    return `${text.padStart(scaleWidth)} ${onStep ? '┤' : '│'}`;
  };
  const rows = grid.map((row, index) => `${scale(index)}${row.join('')} ${named.get(index) ?? ''}`.trimEnd());
  const first = String(years[0] ?? '');
  const end = String(years.at(-1) ?? '');
  const axis = `${' '.repeat(scaleWidth)} └${'─'.repeat(plot)}`;
  return [
    ...rows,
    axis,
    `${' '.repeat(scaleWidth + 2)}${first}${end.padStart(Math.max(1 + end.length, plot - first.length))}`,
  ];
};
