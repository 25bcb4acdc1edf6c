import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '@isocentre/evidence';

/** A folder that this process alone uses. */
export interface FolderLock {
  readonly release: () => void;
}

/** When a process was started, so that another that got its number later is not taken for it; '' where nothing says it. */
const startOf = (pid: number): string => {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name of the program stands in brackets and may hold spaces; the 20th field after it is the start.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return '';
  }
};

const isAlive = (pid: number, start: string): boolean => {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another account cannot be asked, and so is there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return startOf(pid) === start;
};

const readLock = (text: string): { readonly pid: number; readonly start: string } => {
  const [pid = '', start = ''] = text.split('\n');
  return { pid: Number(pid), start };
};

/** Tells which process uses a folder; undefined where none does. */
export const holderOf = (folder: string): number | undefined => {
  const file = join(folder, 'lock');
  if (!existsSync(file)) return undefined;
  const { pid, start } = readLock(readFileSync(file, 'utf8'));
  return isAlive(pid, start) ? pid : undefined;
};

/**
 * Locks a folder for this process by a file in it. The lock of a process that has ended, however it ended, counts no
 * more; where the system tells when a process was started (Linux), neither does one whose number another process got.
 */
export const lockFolder = (folder: string): Result<FolderLock> => {
  const file = join(folder, 'lock');
  const mine = `${process.pid}\n${startOf(process.pid)}\n`;
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  const refused = (): Result<never> =>
    failure({
      where: folder,
      found: `the process ${holderOf(folder) ?? 'of somebody else'}, which uses it`,
      expected: 'a folder that no other process uses',
    });
  try {
    if (existsSync(file)) {
      const text = readFileSync(file, 'utf8');
      const { pid, start } = readLock(text);
      if (isAlive(pid, start)) return refused();
      // Moved away, so that of two that find an old lock one takes it; what was moved must be what was read.
      renameSync(file, beside);
      const isOld = readFileSync(beside, 'utf8') === text;
      if (!isOld) linkSync(beside, file);
      rmSync(beside);
      if (!isOld) return refused();
    }
    // Made whole beside it, then given its name, which fails where somebody else was quicker.
    writeFileSync(beside, mine, { mode: 0o600 });
    linkSync(beside, file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOENT'))
      return refused();
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
  return success({
    release: () => {
      if (existsSync(file) && readFileSync(file, 'utf8') === mine) rmSync(file);
    },
  });
};
