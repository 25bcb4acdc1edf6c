import type { Problem } from '@isocentre/evidence';
import type { Given } from './given.ts';

/** A protocol as the view tells of it. */
export interface ProtocolTold {
  readonly title: string;
  readonly technology: string;
  /** What is judged, in words. */
  readonly primary: string;
  readonly hash: string;
  readonly isLocked: boolean;
  /** Files that it names itself. */
  readonly named: readonly string[];
  /** Whether cells of the cases name further files. */
  readonly namesMore: boolean;
}

/** A study as it was run on the page. */
export interface StudyMade {
  readonly title: string;
  /** The body of the report's page; every text in it is escaped. */
  readonly body: string;
  /** The page that `isocentre assure run --out report.html` writes. */
  readonly page: string;
  /** The aggregate that `isocentre assure run --out report.json` writes, to the byte. */
  readonly json: string;
  /** SHA-256 of the report, as it prints itself. */
  readonly hash: string;
}

/** What the worker of studies is asked. */
export type ToStudyWorker = { readonly id: number; readonly given: Given; readonly kind: 'look' | 'run' };

/** What it answers. */
export type FromStudyWorker = { readonly id: number } & (
  | { readonly kind: 'progress'; readonly doing: string; readonly done: number }
  | { readonly kind: 'told'; readonly told: ProtocolTold }
  | { readonly kind: 'made'; readonly made: StudyMade }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
);
