// A study of a million cases by the whole command: its time and memory, and one bad row named by its line.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashText, streamOf, uniformAt } from '@isocentre/statistics';
import { root } from '../prepare.mjs';

const cases = 1_000_000;
const badLine = 777_777;

const protocol = `format: isocentre-protocol
version: 1
title: A million cases of nobody
technology: { name: Example, version: '1' }
intendedPurpose: { indication: a, bodyPart: b, environment: c, user: d, population: e, operatingPrinciple: f }
population: made up
referenceStandard: made up
notImages: made-up scores
data: { design: cases, cases: cases.csv, truth: { column: truth, positive: '1', negative: '0' }, score: score, threshold: 0.5 }
primary: { metric: auc, version: 1, criterion: { atLeast: 0.5, reason: none } }
secondary: [{ metric: sensitivity, version: 1 }]
sampleSize: { cases: ${cases}, reason: the bar }
analysis: 1
`;

export const measure = async () => {
  const bar =
    'a study of a million cases by the whole command; with one bad row it is named by its line and nothing is computed';
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-bar-'));
  try {
    const { a, b } = streamOf(1, hashText('bar of studies'));
    const rows = Array.from({ length: cases }, (_, i) => {
      const truth = uniformAt(a, b, 2 * i) < 0.1 ? 1 : 0;
      return `case-${i},${truth},${(0.7 * uniformAt(a, b, 2 * i + 1) + 0.3 * truth).toFixed(6)}`;
    });
    writeFileSync(join(folder, 'protocol.yaml'), protocol);
    const run = () => {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [
          '-e',
          `process.argv.splice(1, 0, 'isocentre'); process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write('\\n' + JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: Math.round(maxRSS / 1024) })); }); import('${root}apps/cli/dist/main.js')`,
          'assure',
          'run',
          `${folder}/protocol.yaml`,
          '--data',
          folder,
          '--draft',
          '--format',
          'json',
        ],
        { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
      );
      const used = JSON.parse(stderr.trim().split('\n').at(-1));
      return { status, stdout, stderr, used };
    };
    writeFileSync(join(folder, 'cases.csv'), `case,truth,score\n${rows.join('\n')}\n`);
    const whole = run();
    if (whole.status !== 0) throw new Error(whole.stderr);
    const report = JSON.parse(whole.stdout);
    rows[badLine - 2] = rows[badLine - 2].replace(/,[^,]*$/, ',nan');
    writeFileSync(join(folder, 'cases.csv'), `case,truth,score\n${rows.join('\n')}\n`);
    const broken = run();
    const named = broken.stderr.startsWith(`cases.csv:${badLine} score: found "nan"`);
    return {
      bar,
      passed: report.flow.analysed === cases && broken.status === 2 && broken.stdout === '' && named,
      figures: {
        cases: report.flow.analysed,
        processorSeconds: Number(whole.used.seconds.toFixed(1)),
        peakMebibytes: whole.used.mebibytes,
        badRow: {
          status: broken.status,
          said: broken.stderr.split('\n')[0],
          processorSeconds: Number(broken.used.seconds.toFixed(1)),
        },
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
