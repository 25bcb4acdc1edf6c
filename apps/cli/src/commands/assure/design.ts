import { sampleSize, studyDesigns, type SampleSize } from '@isocentre/assurance';
import { failure, success, type Problem } from '@isocentre/evidence';
import { formatOption, outOption, type Command, type Option } from '../../command.ts';
import { wrap } from '../../text/wrap.ts';

const where = 'isocentre assure design';

const summaries: Readonly<Record<string, string>> = {
  expected: 'the value that the study is expected to find',
  margin: 'what the bound of the interval must clear',
  'half-width': 'half the width that the interval may have, instead of a margin',
  power: 'chance that the bound clears the margin; default 0.8',
  level: 'confidence of the two-sided interval; default 0.95',
  ratio: 'auc, groups: cases without the finding, or of the others, for each with it; default 1',
  difference: 'paired, reader-study: difference that is expected',
  discordant: 'paired: share of cases on which the two tools differ',
  readers: 'reader-study: number of readers',
  'pilot-cases': 'reader-study: cases of the pilot that gave the variances',
  'reader-variance': 'reader-study: variance of reader by way of reading',
  'error-variance': 'reader-study: variance of error',
  'covariance-1': 'reader-study: covariance of error, one reader both ways',
  'covariance-2': 'reader-study: covariance of error, two readers one way',
  'covariance-3': 'reader-study: covariance of error, two readers two ways',
  deviation: 'agreement, mean: standard deviation of differences, or over cases',
  bias: 'agreement: bias that is expected; default 0',
  allowed: 'agreement: the largest difference that is allowed',
  nodules: 'froc: nodules a scan on average',
  'false-marks': 'froc: false marks a scan on average, of any score',
  simulations: 'froc: simulated studies; default 1000',
  seed: 'froc: seed of the simulation; default 1',
  prevalence: 'calibration, net-benefit: share of cases with the event',
  'observed-half-width': 'calibration: half-width of ln(observed/expected)',
  'slope-half-width': 'calibration: half-width of the slope',
  'logit-mean': 'calibration: mean of the logits of the probabilities',
  'logit-deviation': 'calibration: standard deviation of the logits',
  sensitivity: 'net-benefit: sensitivity at the threshold',
  specificity: 'net-benefit: specificity at the threshold',
  threshold: 'net-benefit: threshold probability',
  others: 'groups: the share that is expected of the others',
  each: 'repeatability, icc: measurements or raters of each subject; default 2',
};

const names = [...new Set(studyDesigns.flatMap(({ needs, may }) => [...needs, ...may]))];
const options = Object.fromEntries(
  names.map((name): [string, Option] => [name, { type: 'string', placeholder: 'N', summary: summaries[name] ?? '' }]),
);

const whole = (count: number): string => count.toLocaleString('en-GB');
const share = (value: number): string => `${Number((value * 100).toPrecision(3))} %`;
const said = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What the interval is to do: the bound that must clear the margin, by the side on which the margin lies. */
const sayAim = ({ level, detail: { expected, margin } }: SampleSize): string => {
  const interval = `of the ${share(level)} interval`;
  if (expected === undefined || margin === undefined) return `the bound ${interval} clears the margin`;
  return margin < expected
    ? `the lower bound ${interval} is above ${margin}`
    : `the upper bound ${interval} is below ${margin}`;
};

const designText = (size: SampleSize, title: string, width: number): string => {
  const gives =
    size.power === undefined
      ? `a ${share(size.level)} interval of ± ${Number((size.halfWidth ?? 0).toPrecision(3))}`
      : `a power of ${share(size.power)} that ${sayAim(size)}`;
  const detail = Object.entries(size.detail).map(
    ([name, value]) =>
      `${said(name)} ${Number(value.toPrecision(4)).toLocaleString('en-GB', { maximumSignificantDigits: 4 })}`,
  );
  return [
    ...wrap(`${whole(size.n)} ${size.unit}, for ${title}: ${gives}.`, width),
    '',
    ...wrap(`With ${detail.join('; ')}. Method: ${size.method}.`, width),
    '',
  ].join('\n');
};

/** `isocentre assure design`: how many cases a study needs, before it begins. */
export const designCommand: Command = {
  name: 'assure design',
  summary: 'gives the number of cases that a study needs, before it begins',
  operands: 'METRIC',
  count: [0, 1],
  completes: studyDesigns.map(({ id }) => id),
  options: { ...options, format: formatOption(['text', 'json']), out: outOption },
  examples: [
    'isocentre assure design proportion --expected 0.95 --margin 0.90',
    'isocentre assure design auc --expected 0.9 --margin 0.85 --ratio 3',
    'isocentre assure design agreement --deviation 1.2 --half-width 0.3',
    'isocentre assure design froc --expected 0.84 --margin 0.80 --nodules 1.3 --false-marks 20',
  ],
  exits: '0 the number was found; 2 a value is missing or wrong, or no number of cases is enough',
  run: (given, _workspace, terminal) => {
    const [id] = given.words;
    const design = studyDesigns.find((one) => one.id === id);
    if (!design) {
      const expected = `one of ${studyDesigns.map((one) => `${one.id} (${one.title})`).join(', ')}`;
      return Promise.resolve(failure({ where, found: id === undefined ? 'no METRIC' : `"${id}"`, expected }));
    }
    const problems: Problem[] = [];
    const values: Record<string, number> = {};
    for (const name of names) {
      const text = given.text(name);
      if (text === undefined) continue;
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (Number.isFinite(value)) values[name] = value;
      else problems.push({ where: `--${name}`, found: `"${text}"`, expected: 'a number with a decimal point' });
    }
    if (problems.length > 0) return Promise.resolve(failure(...problems));
    const size = sampleSize(design.id, values);
    if (!size.ok) return Promise.resolve(size);
    const json = given.text('format') === 'json';
    const content = json
      ? `${JSON.stringify({ format: 'isocentre-sample-size', ...size.value }, null, 2)}\n`
      : designText(size.value, design.title, terminal.width);
    return Promise.resolve(success({ content }));
  },
};
