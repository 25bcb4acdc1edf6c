import type { Figure } from '@isocentre/evidence';
import { describe, expect, test } from 'vitest';
import { figureText } from './figure.ts';

const figure: Figure = {
  id: 'posts',
  title: 'Posts in the survey',
  subject: 'Posts',
  stated: { kind: 'number', number: 4500 },
  unit: 'WTE',
  about: { nation: 'UK', year: 2023 },
  basis: 'published',
  use: 'model',
  licence: 'quoted',
  source: { title: 'Survey', publisher: 'IPEM', year: 2023, url: 'https://example.org/', licence: 'quoted' },
  where: 'table 2',
  place: 'data/posts.yaml:4',
};

describe('figureText', () => {
  test('says what the figure is, where it comes from and who reads it', () => {
    const usedBy = new Map([['scenario a', new Map([['posts', new Set(['the baseline'])]])]]);
    expect(figureText(figure, usedBy, ['vacancy_rate'], 80).split('\n')).toEqual([
      'Posts in the survey',
      '',
      'id          posts',
      'value       4,500',
      'unit        WTE',
      'about       nation UK, year 2023',
      'basis       published',
      'source      IPEM: Survey (2023), table 2',
      'address     https://example.org/',
      'licence     quoted',
      'stands in   data/posts.yaml:4',
      '',
      'Used',
      '- for the baseline, by scenario a',
      '- in the formula of vacancy_rate',
      '',
    ]);
  });
  test('says when nothing reads it', () => {
    expect(figureText({ ...figure, use: 'context' }, new Map(), [], 80)).toContain(
      'Kept as context; nothing in the shipped scenarios reads it.',
    );
  });
  test('counts the readers where they are many', () => {
    const usedBy = new Map(
      ['a', 'b', 'c', 'd'].map((name) => [name, new Map([['posts', new Set(['the baseline'])]])] as const),
    );
    expect(figureText(figure, usedBy, [], 80)).toContain('- for the baseline, by 4 scenarios and variants');
  });
  test.each([
    [{ kind: 'fixed' }, 'range       fixed: no range'],
    [{ kind: 'pert', low: 0.1, high: 0.3 }, 'range       pert, 0.1 to 0.3'],
    [{ kind: 'uniform', low: 0.5, high: 2, as: 'multiplier' }, 'range       uniform, 0.5 to 2 times the table'],
    [{ kind: 'normal', deviation: 1 }, 'range       normal'],
  ] as const)('writes the range %j', (distribution, text) => {
    expect(figureText({ ...figure, basis: 'assumption', distribution, reason: 'R' }, new Map(), [], 80)).toContain(
      text,
    );
  });
  test('breaks long texts at the width', () => {
    const text = figureText({ ...figure, note: 'word '.repeat(40) }, new Map(), [], 40);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});
