import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { failure, success, type Result } from '@isocentre/evidence';
import { serveFolder } from '@isocentre/serving';
import { resolve, reportProjection } from '@isocentre/workforce';
import type { Command, Given, Output, Terminal } from '../command.ts';

import { wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const usualPort = 4500;
const highestPort = 65_535;
const first = 'todays-course';

const openers: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser of this machine; where there is none nothing happens, the address is printed. */
const open = (address: string): void => {
  const [program, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
};

const headline = async (workspace: Workspace): Promise<Result<string>> => {
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const scenario = await workspace.scenario(first);
  if (!scenario.ok) return scenario;
  const resolved = resolve(scenario.value, evidence.value);
  return resolved.ok ? success(reportProjection(resolved.value, []).answer) : resolved;
};

const run = async (given: Given, workspace: Workspace, terminal: Terminal): Promise<Result<Output>> => {
  const text = given.text('port');
  if (text !== undefined && !(/^\d{1,5}$/.test(text) && Number(text) <= highestPort))
    return failure({
      where: '--port',
      found: `"${text}"`,
      expected: `a whole number from 0 to ${highestPort}; 0 takes any free port`,
    });
  const { page } = workspace;
  if (page === undefined || !existsSync(`${page}/index.html`))
    return failure({ where: page ?? 'the page', found: 'no built page', expected: 'one made by "npm run build"' });
  const answer = await headline(workspace);
  if (!answer.ok) return answer;
  const serving = await serveFolder(page, text === undefined ? usualPort : Number(text), text === undefined);
  if (!serving.ok) return serving;
  const { address, close } = serving.value;
  terminal.keepRunning?.(close);
  if (given.flag('open')) open(address);
  const lines = wrap(answer.value, terminal.width);
  return success({ content: `${address}\n\n${lines.join('\n')}\n\nCtrl-C ends it.\n` });
};

/** `isocentre serve`: the planner in the browser. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'the planner in the browser of this machine',
  operands: '',
  count: [0, 0],
  options: {
    port: {
      type: 'string',
      placeholder: 'N',
      summary: `the port; 0 takes any; default: ${usualPort}, or any if that is taken`,
    },
    open: { type: 'boolean', summary: 'open it in the browser as well' },
  },
  examples: ['isocentre serve', 'isocentre serve --port 0 --open'],
  exits: '0 it was ended by Ctrl-C',
  run,
};
