import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const bin = fileURLToPath(new URL('../../apps/cli/bin/isocentre.js', import.meta.url));

/** The Chromium of this machine; undefined where there is none. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** The page as `isocentre serve` gives it, in a browser. */
export interface ServedPage {
  readonly address: string;
  /** Opens the page in a profile of its own, and watches what it must not do. */
  readonly open: (fragment?: string, options?: BrowserContextOptions) => Promise<Watched>;
  readonly close: () => Promise<void>;
}

/** A page with what it did that it must not do. */
export interface Watched {
  readonly page: Page;
  /** Addresses asked for on another host. */
  readonly elsewhere: readonly string[];
  /** What broke the security policy, and what was written to the console or thrown. */
  readonly faults: readonly string[];
}

/** Closes pages; an error says what any of them did that it must not do. */
export const closeAll = async (all: readonly Watched[]): Promise<void> => {
  for (const { page } of all) await page.context().close();
  const wrong = all.flatMap(({ elsewhere, faults }) => [...elsewhere.map((url) => `asked for ${url}`), ...faults]);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
};

/** Serves the built page with the command line and starts a browser for it. */
export const servePage = async (): Promise<ServedPage> => {
  const server: ChildProcess = spawn(process.execPath, [bin, 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((found, failed) => {
    let text = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = /^(http:\S+)/.exec(text);
      if (line?.[1] !== undefined) found(line[1]);
    });
    server.once('exit', () => {
      failed(new Error(`the page was not served: ${text}`));
    });
  });
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return {
    address,
    open: async (fragment = '', options = {}) => {
      const context = await browser.newContext({ acceptDownloads: true, ...options });
      const elsewhere: string[] = [];
      const faults: string[] = [];
      context.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(data|blob):/.test(url)) elsewhere.push(url);
      });
      const page = await context.newPage();
      page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => faults.push(error.message));
      await page.exposeFunction('tellFault', (text: string) => void faults.push(text));
      await page.addInitScript(() => {
        const scope = globalThis as unknown as {
          addEventListener(
            type: string,
            heard: (event: { violatedDirective: string; blockedURI: string }) => void,
          ): void;
          tellFault(text: string): void;
        };
        scope.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
          scope.tellFault(`policy: ${violatedDirective} ${blockedURI}`);
        });
      });
      await page.goto(`${address}${fragment}`);
      return { page, elsewhere, faults };
    },
    close: async () => {
      await browser.close();
      const ended = new Promise((done) => server.once('exit', done));
      server.kill('SIGINT');
      await ended;
    },
  };
};
