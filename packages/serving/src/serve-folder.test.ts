import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from './security.ts';
import { serveFolder, type Serving } from './serve-folder.ts';
import { fileOf } from './static-file.ts';

let folder = '';
let serving: Serving;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-serve-'));
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><p>page</p>');
  writeFileSync(join(page, 'assets/main-AbCd1234.js'), 'export {};');
  writeFileSync(join(page, 'assets/solver.worker-AbCd1234.js'), 'export {};');
  writeFileSync(join(page, 'assets/highs-AbCd1234.wasm'), '');
  writeFileSync(join(page, '.built-from'), 'stamp');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  mkdirSync(join(folder, 'page-beside'));
  writeFileSync(join(folder, 'page-beside/secret.txt'), 'secret');
  const served = await serveFolder(page, 0, false);
  if (!served.ok) throw new Error(JSON.stringify(served.problems));
  serving = served.value;
});
afterAll(async () => {
  await serving.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

// Not fetch, which would tidy up the paths that an attacker would not.
const get = (path: string, method = 'GET'): Promise<Reply> =>
  new Promise((done, failed) => {
    request(serving.address, { path, method }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => {
        done({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    })
      .on('error', failed)
      .end();
  });

describe('the server of the page', () => {
  test('serves to this machine alone', () => {
    expect(serving.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  test('gives the page with a policy that lets it load nothing of another host', async () => {
    const { status, headers, body } = await get('/');
    expect({ status, body }).toEqual({ status: 200, body: '<!doctype html><p>page</p>' });
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    expect(contentSecurityPolicy).toContain("default-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|http/);
  });

  test('lets a browser keep what is named by its content', async () => {
    const { headers } = await get('/assets/main-AbCd1234.js?x=1');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  test('lets the worker that solves programs compile WebAssembly, and nothing else', async () => {
    const { headers } = await get('/assets/solver.worker-AbCd1234.js');
    expect(headers['content-security-policy']).toBe(
      contentSecurityPolicy.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
    );
    for (const path of ['/assets/main-AbCd1234.js', '/assets/highs-AbCd1234.wasm'])
      expect((await get(path)).headers['content-security-policy']).toBe(contentSecurityPolicy);
    expect((await get('/assets/highs-AbCd1234.wasm')).headers['content-type']).toBe('application/wasm');
  });

  test('answers HEAD without a body, and refuses to be written to', async () => {
    const head = await get('/', 'HEAD');
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': '26' } });
    const post = await get('/', 'POST');
    expect(post).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test.each([
    '/nothing.html',
    '/assets',
    '/assets/',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..\\secret.txt',
    '/%5c..%5csecret.txt',
    '/../page-beside/secret.txt',
    '/.built-from',
    '/assets/main-AbCd1234.js%00.html',
    '/C:/secret.txt',
    '/%',
    '//secret.txt',
    '/index.html/',
  ])('has nothing at %s', async (path) => {
    const { status, body, headers } = await get(path);
    expect({ status, body }).toEqual({ status: 404, body: 'There is no such page.\n' });
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy);
  });

  test('every address means a file inside the folder, or none', () => {
    for (const url of ['/a/../../b', 'a', '', '/a//b', '/%2F..%2F..%2Fetc/passwd'])
      expect(fileOf('/srv/page', url) ?? '/srv/page/').toMatch(/^\/srv\/page\//);
  });

  test('takes another port where the usual one is taken, and says so where it was asked for', async () => {
    const port = Number(new URL(serving.address).port);
    const other = await serveFolder(join(folder, 'page'), port, true);
    expect(other.ok && other.value.address).not.toBe(serving.address);
    if (other.ok) await other.value.close();
    expect(await serveFolder(join(folder, 'page'), port, false)).toMatchObject({
      ok: false,
      problems: [{ where: `--port ${port}`, found: 'a port that is taken' }],
    });
  });
});
