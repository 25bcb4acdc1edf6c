import { describe, expect, test } from 'vitest';
import { call, widest } from '../../../tests/support/quick-command.ts';

const commands = [
  'project',
  'scenario list',
  'scenario show',
  'scenario validate',
  'return template',
  'return check',
  'return show',
  'evidence check',
  'evidence list',
  'evidence show',
  'verify-proof',
  'serve',
  'completion',
];

describe('help', () => {
  const overviewOf = async (...args: string[]): Promise<string> => (await call(args)).out;

  test.each([...commands, 'scenario', 'evidence', ''])(
    'the page of "%s" has an example and fits 80 and 40 columns',
    async (command) => {
      const args = ['help', ...command.split(' ').filter((word) => word !== '')];
      const page = await call(args);
      expect(page).toMatchObject({ code: 0, error: '' });
      expect(page.out).toMatch(/\nExamples\n {2}\S/);
      expect(page.out.slice(page.out.indexOf('\nExamples\n'))).toContain(`isocentre ${command}`.trim());
      expect(widest(page.out)).toBeLessThanOrEqual(80);
      const narrow = (await call(args, { width: 40 })).out;
      // The one word that is longer is the path in an example, which cannot be broken.
      expect(widest(narrow.replace('    ~/.config/fish/completions/isocentre.fish', ''))).toBeLessThanOrEqual(40);
    },
  );
  test('an example that goes on over two lines is still one command for a shell', async () => {
    const page = (await call(['help', 'project'], { width: 40 })).out;
    const examples = page.slice(page.indexOf('Examples\n') + 9).replaceAll(/ \\\n\s+/g, ' ');
    expect(examples).toContain(
      '  isocentre project my-scenario.yaml --years 15 --by region --format csv > regions.csv\n',
    );
  });
  test('is the same however it is asked for', async () => {
    const page = await overviewOf('help', 'project');
    expect(await overviewOf('project', '--help')).toBe(page);
    expect(await overviewOf('--help', 'project')).toBe(page);
    expect(await overviewOf('project', 'todays-course', '-h')).toBe(page);
    const overview = await overviewOf();
    for (const args of [['help'], ['--help'], ['-h'], ['help', 'help']])
      expect(await overviewOf(...args)).toBe(overview);
    for (const command of commands) expect(overview).toContain(`  ${command} `);
  });
  test('names every option of a command', async () => {
    const page = await overviewOf('help', 'project');
    for (const option of [
      'reading ipem',
      'years N',
      'by PARTS',
      'scope surveyed|whole-mpce',
      'format text|json|csv|xlsx',
      'ages',
      'out FILE',
    ])
      expect(page).toContain(`  --${option}`);
  });
  test('says the version', async () => {
    expect(await call(['--version'])).toEqual({ code: 0, out: 'isocentre 1.2.3\n', error: '' });
  });
});
