import { compareCourses, readChecks, runChecks, takeCourses, type CheckResult } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { resolveShipped, shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { behaviourPage } from './behaviour.ts';
import { drawChart, spread, ticksOf } from './chart.ts';
import { escapeHtml } from './html.ts';

test('text cannot leave its place', () => {
  expect(escapeHtml(`<b title="x" id='y'>&`)).toBe('&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;');
});

describe('a chart', () => {
  test.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [0.1, 0.3, 4, [0.1, 0.15, 0.2, 0.25, 0.3]],
    [-30, 30, 4, [-20, 0, 20]],
    [5, 5, 4, [5]],
  ])('from %d to %d has round ticks', (low, high, wanted, ticks) => {
    expect(ticksOf(low, high, wanted)).toEqual(ticks);
  });

  test('labels keep apart, in order and inside', () => {
    expect(spread([50, 51, 10], 15, 0, 100)).toEqual([50, 65, 10]);
    expect(spread([98, 99, 100], 15, 0, 100)).toEqual([70, 85, 100]);
  });

  test('draws every curve with its name, whatever the values', () => {
    for (const values of [[1, 2, 3], [0, 0, 0], [7], [], [Infinity, 1, 2], [-1, -1]]) {
      const svg = drawChart({
        label: 'a "chart"',
        firstYear: 2023,
        curves: [{ label: '<one>', values, look: 'high' }],
        say: String,
      });
      expect(svg).toContain('role="img" aria-label="a &quot;chart&quot;"');
      expect(svg).toContain('&lt;one&gt;</text>');
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

const text = `format: isocentre-checks
version: 1
checks:
  - id: planted
    title: <script>alert(1)</script>
    reason: a test
    scenario: todays-course
    lever: { lever: retention, from: 2027 }
    amounts: { multiply: [0, 1, 2] }
    measure: inPost
    holds: rises
`;

describe('the page', () => {
  const checks = readChecks({ name: 'c.yaml', text });
  const run = checks.ok ? runChecks(checks.value, shippedScenarios(), shippedEvidence()) : checks;
  const results: readonly CheckResult[] = run.ok ? run.value : [];
  const now = takeCourses([resolveShipped('todays-course')]);
  const page = behaviourPage(results, compareCourses({ ...now, modelVersion: '0.9.0' }, now, 1e-9), 'old.json', []);

  test('asks nobody for anything', () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=|href=/);
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('&lt;script&gt;alert(1)');
  });

  test('shows a failure with its values, and a table with a caption beside each chart', () => {
    expect(page).toMatch(/<p class="fails">planted: .* at multiply 0, .* at multiply 1, .* at multiply 2 in 2053</);
    const charts = page.match(/<svg role="img" aria-label="/g) ?? [];
    expect(charts).toHaveLength(3);
    expect(page.match(/<table><caption>/g)).toHaveLength(charts.length);
  });

  test('draws the earlier version grey and the present one strong, each named where it ends', () => {
    expect(page).toMatch(/<text class="name quiet"[^>]*>0\.9\.0<\/text>/);
    expect(page).toMatch(/<text class="name high"[^>]*>1\.\d+\.\d+<\/text>/);
  });
});
