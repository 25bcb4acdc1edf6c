import { failure, success, type Result } from '@isocentre/evidence';
import {
  compareCourses,
  measureTitles,
  resolve,
  runChecks,
  sayFailure,
  sayList,
  takeCourses,
  keyMeasures,
  type CheckResult,
  type CourseDifference,
  type Resolved,
  type VersionComparison,
} from '@isocentre/workforce';
import { outOption, type Command, type Given, type Output, type Terminal } from '../command.ts';
import { writeWhole } from '../files.ts';
import { behaviourPage } from '../page/behaviour.ts';
import { wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const formats = ['text', 'html', 'json'] as const;

/** A smaller relative difference between two versions is none. */
const tolerance = 1e-9;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Writes JSON with each list of numbers on one line, so that a change of it reads well. */
const oneLineEach = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(
    /\[\s+(-?\d[^\]]*?)\s+\]/g,
    (_, numbers: string) => `[${numbers.replaceAll(/\s+/g, ' ')}]`,
  );

const differenceText = ({ scenario, measure, year, years, before, after, relative }: CourseDifference): string => {
  const value = (number: number): string =>
    Number.isNaN(number) ? 'no value' : String(Number(number.toPrecision(12)));
  const size = Number.isFinite(relative) ? ` (relative ${relative.toExponential(1)})` : '';
  return `${scenario}: ${measureTitles[measure]} differs in ${counted(years, 'year')}, most in ${year}: ${value(before)} before, ${value(after)} now${size}`;
};

const versionSentence = (comparison: VersionComparison, name: string): string => {
  const { before, after, differences, gone, added, otherInputs } = comparison;
  const shared = after.scenarios.length - added.length;
  const scope = `${counted(shared, 'scenario')}, ${counted(keyMeasures.length, 'measure')} each`;
  const listOf = (names: readonly string[], what: string): string =>
    names.length === 0 ? '' : ` ${what}: ${sayList(names)}.`;
  const also = `${listOf(gone, 'No longer there')}${listOf(added, 'New')}${listOf(otherInputs, 'The numbers that the model reads are no longer the same in')}`;
  if (shared === 0) return `${name} has none of the shipped scenarios: nothing was compared.${also}`;
  if (differences.length === 0)
    return `Model ${after.modelVersion} gives the courses of ${name} (model ${before.modelVersion}): ${scope}, no difference.${also}`;
  const many = `${counted(differences.length, 'course')} of ${shared * keyMeasures.length} ${differences.length === 1 ? 'differs' : 'differ'}`;
  return before.modelVersion === after.modelVersion
    ? `${many} from ${name}, and the model's version is still ${after.modelVersion}. If that is meant, give the model a new version, or where figures changed, save new courses (--save).${also}`
    : `Model ${after.modelVersion} against model ${before.modelVersion} of ${name}: ${many}, as a new version may.${also}`;
};

const checksSentence = (results: readonly CheckResult[]): string => {
  const failed = results.filter((one) => !one.holds).length;
  const all = `${counted(results.length, 'check')} of how the model behaves`;
  return failed === 0 ? `${all}: all hold.` : `${all}: ${failed} ${failed === 1 ? 'fails' : 'fail'}.`;
};

const text = (
  results: readonly CheckResult[],
  comparison: VersionComparison,
  name: string,
  terminal: Terminal,
): string => {
  const failures = results.filter((one) => !one.holds).map((one) => `fails  ${sayFailure(one)}`);
  const differences = comparison.differences.map((one) => `differs  ${differenceText(one)}`);
  return [
    ...failures,
    ...differences,
    ...wrap(checksSentence(results), terminal.width),
    ...wrap(versionSentence(comparison, name), terminal.width),
    '',
  ].join('\n');
};

const json = (results: readonly CheckResult[], comparison: VersionComparison, name: string): string => {
  const { before, after, ...rest } = comparison;
  const numbers = (values: readonly number[]): readonly (number | null)[] =>
    values.map((value) => (Number.isFinite(value) ? value : null));
  return `${JSON.stringify(
    {
      format: 'isocentre-check-results',
      version: 1,
      modelVersion: after.modelVersion,
      holds: comparison.holds && results.every((one) => one.holds),
      checks: results.map(({ check, holds, courses, violations }) => ({
        ...check,
        claim: check.holds,
        holds,
        courses: courses.map(({ label, amount, firstYear, values }) => ({
          label,
          amount,
          firstYear,
          values: numbers(values),
        })),
        violations,
      })),
      against: { file: name, modelVersion: before.modelVersion, ...rest },
    },
    null,
    2,
  )}\n`;
};

const run = async (given: Given, workspace: Workspace, terminal: Terminal): Promise<Result<Output>> => {
  const format = formats.find((one) => one === given.text('format')) ?? 'text';
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const scenarios = await workspace.scenarios();
  if (!scenarios.ok) return scenarios;
  const resolved: Resolved[] = [];
  for (const scenario of scenarios.value) {
    const one = resolve(scenario, evidence.value);
    if (!one.ok) return one;
    resolved.push(one.value);
  }
  const courses = takeCourses(resolved);

  const save = given.text('save');
  if (save !== undefined) {
    const other = ['format', 'out', 'against'].find((name) => given.text(name) !== undefined);
    if (other !== undefined)
      return failure({ where: `--${other}`, found: 'it beside --save', expected: '--save alone' });
    const written = await writeWhole(save, `${oneLineEach(courses)}\n`);
    if (!written.ok) return written;
    return success({
      content: `Kept the courses of ${counted(resolved.length, 'scenario')} under model ${courses.modelVersion} in ${save}\n`,
    });
  }

  const checks = await workspace.checks();
  if (!checks.ok) return checks;
  const kept = await workspace.courses(given.text('against'));
  if (!kept.ok) return kept;
  const results = runChecks(checks.value, new Map(scenarios.value.map((one) => [one.value.name, one])), evidence.value);
  if (!results.ok) return results;
  const comparison = compareCourses(kept.value.courses, courses, tolerance);
  const { name } = kept.value;
  const failed = !comparison.holds || results.value.some((one) => !one.holds);
  const summary = text(results.value, comparison, name, terminal);
  switch (format) {
    case 'json':
      return success({ content: json(results.value, comparison, name), failed, beside: summary });
    case 'html': {
      const lines = [checksSentence(results.value), versionSentence(comparison, name)];
      return success({ content: behaviourPage(results.value, comparison, name, lines), failed, beside: summary });
    }
    case 'text':
      return success({ content: summary, failed });
  }
};

/** `isocentre check`: whether the model behaves as it must, and as it did. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'whether the model behaves as it must, and gives the courses that it gave',
  operands: '',
  count: [0, 0],
  options: {
    against: {
      type: 'string',
      placeholder: 'FILE',
      summary: 'courses to compare with; default: those of the newest version in the folder checks',
    },
    save: {
      type: 'string',
      placeholder: 'FILE',
      summary: 'keep the present courses of the shipped scenarios in FILE, and check nothing',
    },
    format: { type: 'string', values: formats, summary: 'how to write it; default: by the ending of --out, else text' },
    out: outOption,
  },
  examples: [
    'isocentre check',
    'isocentre check --out behaviour.html',
    'isocentre check --save checks/model-1.1.0.json',
    'isocentre check --against checks/model-1.0.0.json --format json',
  ],
  run,
};
