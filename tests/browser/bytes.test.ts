import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evidence } from '@isocentre/evidence';
import { runTasks, projectionJson, reportProjection, resolve, type EnsemblePlan } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../support/shipped.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const levels = { all: [0.1, 0.5, 0.9], low: 0.1, high: 0.9 };

const planOf = (evidence: Evidence): EnsemblePlan => {
  const located = shippedScenarios().get('the-2023-pledge');
  if (!located) throw new Error('no scenario');
  return {
    scenario: located.value,
    figures: [...evidence.figures.values()],
    by: ['specialism'],
    options: { runs: 40, seed: 12, uncertainty: 'both' },
    askedYears: 20,
  };
};

/** The page does what the command line does, with the very files that Node runs. */
const page = `<!doctype html><title>bytes</title>
<script type="importmap">{"imports":{
  "@isocentre/workforce":"/packages/workforce/dist/index.js",
  "@isocentre/documents":"/packages/documents/dist/index.js",
  "@isocentre/evidence":"/packages/evidence/dist/index.js",
  "@isocentre/solver":"/packages/solver/dist/index.js",
  "@isocentre/statistics":"/packages/statistics/dist/index.js",
  "@noble/hashes/":"/node_modules/@noble/hashes/",
  "fflate":"/node_modules/fflate/esm/browser.js",
  "saxen":"/node_modules/saxen/dist/index.js",
  "write-excel-file/universal":"/node_modules/write-excel-file/universal/index.js",
  "yaml":"/node_modules/yaml/browser/index.js",
  "zod":"/node_modules/zod/index.js"}}</script>
<pre id="answer"></pre>
<script type="module">
  const answer = document.getElementById('answer');
  try {
    const { projectionJson, reportProjection, resolve, runTasks } = await import('@isocentre/workforce');
    const plan = await (await fetch('/plan.json')).json();
    const result = runTasks(plan, 7);
    const evidence = { figures: new Map(plan.figures.map((figure) => [figure.id, figure])) };
    const resolved = resolve({ value: plan.scenario, where: () => '' }, evidence, plan.askedYears);
    const report = reportProjection(resolved.value, plan.by, true, { result, options: plan.options, levels: ${JSON.stringify(levels)} });
    const bytes = new TextEncoder().encode(JSON.stringify(projectionJson(report)));
    const hash = await crypto.subtle.digest('SHA-256', bytes);
    answer.textContent = 'sha256 ' + [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('') + ' ' + bytes.length;
  } catch (error) { answer.textContent = 'failed ' + error; }
  await fetch('/done', { method: 'POST', body: answer.textContent });
</script>`;

const serve = (plan: EnsemblePlan, heard: (answer: string) => void): Promise<Server> =>
  new Promise((ready) => {
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/'));
      if (path === '/done') {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          heard(body);
          response.end();
        });
        return;
      }
      const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.json': 'application/json' };
      if (path === '/') response.setHeader('content-type', 'text/html').end(page);
      else if (path === '/plan.json') response.setHeader('content-type', 'application/json').end(JSON.stringify(plan));
      else if (/^\/(packages|node_modules)\//.test(path) && existsSync(join(root, path))) {
        response.setHeader('content-type', types[extname(path)] ?? 'text/plain').end(readFileSync(join(root, path)));
      } else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1', () => {
      ready(server);
    });
  });

describe('Chromium', () => {
  test.skipIf(chromium === undefined)('gives the bytes of Node for a seed', async () => {
    const evidence = shippedEvidence();
    const plan = planOf(evidence);
    const result = runTasks(plan, 32);
    const resolved = resolve({ value: plan.scenario, where: () => '' }, evidence, plan.askedYears);
    if (!resolved.ok) throw new Error('does not resolve');
    const json = JSON.stringify(
      projectionJson(reportProjection(resolved.value, plan.by, true, { result, options: plan.options, levels })),
    );

    const profile = mkdtempSync(join(tmpdir(), 'isocentre-chromium-'));
    const open: { browser?: ChildProcess; server?: Server } = {};
    try {
      const answer = await new Promise<string>((heard, failed) => {
        void serve(plan, heard).then((started) => {
          open.server = started;
          const { port } = started.address() as AddressInfo;
          const flags = [
            '--headless',
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ];
          const address = `http://127.0.0.1:${port}/`;
          // A group of its own, so that the browser's own processes end with it.
          const browser = spawn(
            chromium ?? '',
            [...flags, `--user-data-dir=${profile}`, '--remote-debugging-port=0', address],
            {
              detached: true,
              stdio: 'ignore',
            },
          );
          open.browser = browser;
          browser.once('error', failed);
          setTimeout(() => {
            failed(new Error('Chromium gave no answer within a minute'));
          }, 60_000).unref();
        });
      });
      expect(answer).toBe(`sha256 ${createHash('sha256').update(json).digest('hex')} ${Buffer.byteLength(json)}`);
    } finally {
      const { browser, server } = open;
      if (browser?.pid !== undefined) {
        const ended = new Promise((done) => {
          browser.once('exit', done);
        });
        process.kill(-browser.pid, 'SIGKILL');
        await ended;
      }
      // A browser's idle connection must not keep the server, and with it the test, alive.
      server?.closeAllConnections();
      server?.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 8, retryDelay: 50 });
    }
  });
});
