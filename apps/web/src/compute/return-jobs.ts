import { checkShape, failure, success, type Problem, type Result } from '@isocentre/evidence';
import { ownBaselineSchema, type OwnBaseline } from '@isocentre/workforce';
import type { Bench } from './bench.ts';
import type { Question } from './course.ts';
import type { ChosenFile, FileRead } from './return-file.ts';
import type { Summary } from './return-work.ts';

const unreadable = (file: ChosenFile): Problem => ({
  where: file.name,
  found: 'something that cannot be read, such as a folder',
  expected: 'an Excel workbook (.xlsx) or CSV',
});

// What returns need is loaded when the first of these is asked for.
const work = async () => import('./return-work.ts');

/** The jobs of a return of the reader's own. Nothing of it leaves the browser. */
export const returnJobs = {
  /** Reads a file as `isocentre return check` does; a failure where it is no return at all. */
  readReturn: async (file: ChosenFile, { model, returns }: Bench): Promise<Result<FileRead>> => {
    const { readReturn, fileRead, tooLarge } = await work();
    const large = tooLarge(file);
    if (large) return failure(large);
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (!bytes) return failure(unreadable(file));
    const read = readReturn(new Uint8Array(bytes), file.name, model.evidence);
    if (read.own) returns.set(read.own.hash, read);
    return fileRead(read);
  },

  /** Holds a return, so that scenarios can run on it. */
  hold: async (own: OwnBaseline, { model }: Bench): Promise<Result<true>> => {
    const checked = checkShape({ value: own, where: (path) => [own.file, ...path].join(' ') }, ownBaselineSchema);
    if (!checked.ok) return checked;
    model.hold(checked.value.value);
    return success(true);
  },

  /** The template that `isocentre return template` writes. */
  template: async (format: 'csv' | 'xlsx', { model }: Bench): Promise<Result<Uint8Array>> =>
    success(await (await work()).writeTemplate(format, model.evidence)),

  /** What the return did not say and was filled from the nation, in sentences. */
  filled: async (question: Question, { model }: Bench): Promise<Result<readonly string[]>> => {
    const resolved = model.resolved(question);
    return resolved.ok ? success(resolved.value.filled) : resolved;
  },

  /** What `isocentre return show` says of a return. */
  summary: async (
    { own, suppress }: { readonly own: OwnBaseline; readonly suppress: boolean },
    { model }: Bench,
  ): Promise<Result<Summary>> => (await work()).summarise(own, suppress, model.evidence),
} as const;
