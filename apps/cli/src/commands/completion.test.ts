import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call, scenarioNames, testFolder } from '../../../../tests/support/quick-command.ts';

const { at, path: folder } = testFolder();

describe('completion', () => {
  const complete = async (...words: string[]): Promise<string[]> => {
    const { out: script } = await call(['completion', 'bash']);
    const { stdout, stderr, status } = spawnSync(
      'bash',
      [
        '-c',
        'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _isocentre; printf "%s\\n" "${COMPREPLY[@]}"',
        'bash',
        at('script.bash'),
        'isocentre',
        ...words,
      ],
      {
        cwd: at('here'),
        encoding: 'utf8',
        input: (mkdirSync(at('here'), { recursive: true }), writeFileSync(at('script.bash'), script), ''),
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').filter((line) => line !== '');
  };

  test('of the first word offers the commands', async () => {
    expect(await complete('')).toEqual([
      'project',
      'compare',
      'explain',
      'sensitivity',
      'plan',
      'check',
      'scenario',
      'return',
      'require',
      'evidence',
      'assure',
      'replicate',
      'organisations',
      'members',
      'ledger',
      'jobs',
      'verify-proof',
      'serve',
      'completion',
      'help',
    ]);
    expect(await complete('sc')).toEqual(['scenario']);
  });
  test('of the second word offers what belongs to the first', async () => {
    expect(await complete('scenario', '')).toEqual(['list', 'show', 'validate']);
    expect(await complete('evidence', 's')).toEqual(['show']);
    expect(await complete('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });
  test('of an option offers the options of the command', async () => {
    expect(await complete('project', '--')).toEqual([
      '--reading',
      '--years',
      '--by',
      '--scope',
      '--baseline',
      '--format',
      '--runs',
      '--seed',
      '--uncertainty',
      '--workers',
      '--ages',
      '--out',
    ]);
    expect(await complete('scenario', 'show', '--r')).toEqual(['--resolved']);
  });
  test('of the value of an option offers its values', async () => {
    expect(await complete('project', 'todays-course', '--format', '')).toEqual([
      'text',
      'json',
      'csv',
      'xlsx',
      'docx',
      'html',
    ]);
    expect(await complete('evidence', 'list', '--basis', 'p')).toEqual(['published']);
    expect(await complete('project', 'todays-course', '--years', '')).toEqual([]);
  });
  test('of an option that takes any text offers what is usual', async () => {
    expect(await complete('project', 'todays-course', '--by', 'group')).toEqual(['group', 'group,region']);
    expect(await complete('evidence', 'list', '--group', 's')).toEqual(['scientist', 'support']);
    expect(await complete('evidence', 'list', '--specialism', 'radiop')).toEqual(['radiopharmacy']);
  });
  test('of a figure offers the ids', async () => {
    expect(await complete('evidence', 'show', 'mpce_vacant_')).toContain('mpce_vacant_posts_2023');
  });
  test('of a scenario offers the shipped names and the files here', async () => {
    mkdirSync(at('here/plans'), { recursive: true });
    writeFileSync(at('here/my plan.yaml'), '');
    writeFileSync(at('here/notes.txt'), '');
    expect(await complete('project', 'the-')).toEqual(['the-2023-pledge', 'the-briefs-asks']);
    expect(await complete('scenario', 'validate', 'm')).toEqual(['my plan.yaml']);
    expect(await complete('project', 'p')).toEqual(['plans']);
    expect(await complete('')).not.toContain('my plan.yaml');
  });
  test('of --out offers any file', async () => {
    mkdirSync(at('here'));
    writeFileSync(at('here/notes.txt'), '');
    expect(await complete('project', 'todays-course', '--out', 'n')).toEqual(['notes.txt']);
  });
  test('for zsh is the script for bash after its bridge', async () => {
    const bash = (await call(['completion', 'bash'])).out;
    expect((await call(['completion', 'zsh'])).out).toBe(`autoload -U +X bashcompinit && bashcompinit\n${bash}`);
  });
  test('for fish names every command, option and scenario in whole quotes', async () => {
    const lines = (await call(['completion', 'fish'])).out.trimEnd().split('\n');
    for (const line of lines) {
      expect(line).toMatch(/^complete -c isocentre /);
      expect(line.split("'").length % 2, line).toBe(1);
    }
    const text = lines.join('\n');
    for (const word of ['project', 'scenario', 'evidence', 'completion', 'help'])
      expect(text).toContain(`-n __fish_use_subcommand -a ${word}`);
    expect(text).toContain("-l format -xa 'text json csv xlsx'");
    for (const name of scenarioNames) expect(text).toContain(name);
  });
  const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;
  test.skipIf(!has('zsh'))('for zsh can be read by zsh', async () => {
    const { out } = await call(['completion', 'zsh']);
    expect(spawnSync('zsh', ['-n'], { input: out, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
  test.skipIf(!has('fish'))('for fish completes scenarios in fish', async () => {
    const { out } = await call(['completion', 'fish']);
    writeFileSync(join(folder(), 'isocentre.fish'), out);
    const script = 'source isocentre.fish; complete -C "isocentre scenario show the-"';
    const { stdout, stderr, status } = spawnSync('fish', ['--no-config', '-c', script], {
      cwd: folder(),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual(['the-2023-pledge', 'the-briefs-asks']);
  });
});
