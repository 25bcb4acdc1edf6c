import { fileURLToPath } from 'node:url';
import { run } from '../../apps/cli/src/run.ts';
import { Workspace, type Folders } from '../../apps/cli/src/workspace.ts';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** The folders of this checkout. */
export const shippedFolders: Folders = {
  data: folder('data'),
  scenarios: folder('scenarios'),
  checks: folder('checks'),
};

/** Reads the evidence once for all tests of a file, which would else spend most of their time on it. */
class Remembering extends Workspace {
  #evidence: ReturnType<Workspace['evidence']> | undefined;

  override evidence(): ReturnType<Workspace['evidence']> {
    this.#evidence ??= super.evidence();
    return this.#evidence;
  }
}

/** The evidence and scenarios of this checkout. */
export const shippedWorkspace: Workspace = new Remembering(shippedFolders);

/** What a call of the command line gave. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Where a call is made: folders in place of those shipped, and a terminal. */
export interface Setting extends Partial<Folders> {
  readonly width?: number;
  readonly colour?: boolean;
  readonly isTerminal?: boolean;
}

/** Calls the command line in this process; bytes that are no text are read as Latin-1. */
export const callCommand = async (
  args: readonly string[],
  { width = 80, colour = false, isTerminal = false, ...folders }: Setting = {},
): Promise<Outcome> => {
  let [out, error] = ['', ''];
  const code = await run(
    args,
    Object.keys(folders).length === 0 ? shippedWorkspace : new Workspace({ ...shippedFolders, ...folders }),
    { width, colour, isTerminal },
    {
      out: (content) => {
        out += typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
      },
      error: (text) => {
        error += text;
      },
    },
    '1.2.3',
  );
  return { code, out, error };
};
