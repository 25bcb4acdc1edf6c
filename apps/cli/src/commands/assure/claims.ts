import {
  claimsReport,
  claimsTemplate,
  readClaims,
  readModelCard,
  reviewCard,
  type ClaimsRead,
  type ClaimsReport,
} from '@isocentre/assurance';
import { toCsv } from '@isocentre/documents';
import { failure, success, type Problem, type TextFile } from '@isocentre/evidence';
import { formatOption, outOption, type Command } from '../../command.ts';
import { readText } from '../../files.ts';
import { claimsHeadline, claimsTable, claimsText } from '../../text/claims.ts';

const read = (file: TextFile): ClaimsRead =>
  /^\s*(\uFEFF)?\s*</.test(file.text) ? readModelCard(file) : readClaims(file);

const write = (report: ClaimsReport, format: string | undefined, width: number): string => {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'csv':
      return toCsv(claimsTable(report));
    default:
      return claimsText(report, width);
  }
};

/** `isocentre assure claims`: recomputes the figures that a model card or a file of claims prints. */
export const claimsCommand: Command = {
  name: 'assure claims',
  summary: 'recomputes published figures: the counts behind them, and contradictions',
  operands: 'FILE…',
  count: [0, Infinity],
  options: {
    template: { type: 'boolean', summary: 'print a CSV file of claims to fill in, and nothing else' },
    strict: { type: 'boolean', summary: 'exit code 1 where anything is contradicted' },
    format: formatOption(['text', 'json', 'csv']),
    out: outOption,
  },
  examples: [
    'isocentre assure claims card.xml',
    'isocentre assure claims --template --out claims.csv',
    'isocentre assure claims claims.csv --format json',
  ],
  exits:
    '0 the claims were read, whatever was found; 1 with --strict, something is contradicted; 2 a file could not be read whole: what could be is shown, the rest named on standard error',
  run: async (given, _workspace, terminal) => {
    const { words } = given;
    const where = 'isocentre assure claims';
    if (given.flag('template')) {
      const format = given.text('format') ?? 'csv';
      if (format !== 'csv') {
        return failure({ where: `${where} --template`, found: `the format ${format}`, expected: 'csv' });
      }
      if (words.length === 0) return success({ content: claimsTemplate() });
      return failure({ where: `${where} --template`, found: `"${words.join(' ')}"`, expected: 'no FILE beside it' });
    }
    if (words.length === 0) {
      const expected = 'FILE…, as in: isocentre assure claims card.xml';
      return failure({ where, found: 'no FILE', expected });
    }
    const problems: Problem[] = [];
    const reviews = [];
    for (const word of words) {
      const file = await readText(word);
      const found = file.ok ? read(file.value) : { cards: [], problems: file.problems };
      problems.push(...found.problems);
      reviews.push(...found.cards.map(reviewCard));
    }
    if (reviews.length === 0) return failure(...problems);
    const report = claimsReport(reviews);
    const { answers, contradictions } = report.summary;
    const failed = given.flag('strict') && answers.contradicted + contradictions > 0;
    return success({
      content: write(report, given.text('format'), terminal.width),
      problems,
      ...(failed ? { failed, beside: `${claimsHeadline(report)}\n` } : {}),
    });
  },
};
