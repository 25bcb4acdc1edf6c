import { failure, success, type Result } from '@isocentre/evidence';
import {
  explain,
  explanationJson,
  flowMeasures,
  scenarioWithRegion,
  stateMeasures,
  type Measure,
} from '@isocentre/workforce';
import { outOption, type Command, type Given, type Output, type Terminal } from '../command.ts';
import { explanationHtml } from '../page/explanation.ts';
import { explanationText } from '../text/explanation.ts';
import type { Workspace } from '../workspace.ts';

const formats = ['text', 'html', 'json'] as const;
const measures: readonly Measure[] = [...stateMeasures, ...flowMeasures];
const otherwise = 'todays-course';

const yearOf = (given: Given): Result<number | undefined> => {
  const text = given.text('year');
  if (text === undefined) return success(undefined);
  return /^\d{4}$/.test(text)
    ? success(Number(text))
    : failure({ where: '--year', found: `"${text}"`, expected: 'a calendar year, such as 2033' });
};

const run = async (given: Given, workspace: Workspace, terminal: Terminal): Promise<Result<Output>> => {
  const format = formats.find((one) => one === given.text('format')) ?? 'text';
  const year = yearOf(given);
  if (!year.ok) return year;
  const located = await workspace.scenario(given.words[1] ?? otherwise);
  if (!located.ok) return located;
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const region = given.text('region');
  const scenario = scenarioWithRegion(located.value.value, region);
  const explanation = explain({ ...located.value, value: scenario }, evidence.value, {
    measure: given.words[0] as Measure,
    year: year.value,
    specialism: given.text('specialism'),
    group: given.text('group'),
    region,
  });
  if (!explanation.ok) return explanation;
  switch (format) {
    case 'json':
      return success({ content: `${JSON.stringify(explanationJson(explanation.value), null, 2)}\n` });
    case 'html':
      return success({ content: explanationHtml(explanation.value) });
    case 'text':
      return success({ content: explanationText(explanation.value, terminal) });
  }
};

/** `isocentre explain`: where a number of a projection comes from. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'where a number comes from: its equation, the lines that add up to it, the figures behind it',
  operands: 'MEASURE [SCENARIO]',
  count: [1, 2],
  completes: measures,
  options: {
    year: { type: 'string', placeholder: 'N', summary: 'the calendar year; default: the last' },
    specialism: { type: 'string', placeholder: 'ID', summary: 'only this specialism' },
    group: { type: 'string', placeholder: 'ID', summary: 'only this staff group' },
    region: { type: 'string', placeholder: 'ID', summary: 'only this region' },
    format: { type: 'string', values: formats, summary: 'how to write it; default: by the ending of --out, else text' },
    out: outOption,
  },
  examples: [
    'isocentre explain shortfall',
    'isocentre explain inPost the-briefs-asks --year 2033 --group scientist',
    'isocentre explain requirement --out requirement.html',
  ],
  run,
};
