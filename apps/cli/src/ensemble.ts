import { availableParallelism } from 'node:os';
import { failure, success, type Evidence, type Problem, type Result } from '@isocentre/evidence';
import { threadRunner, type EnsembleRunner, type Progress } from '@isocentre/runner';
import {
  readReporting,
  uncertainties,
  type Dimension,
  type EnsembleOptions,
  type Reporting,
  type Runs,
  type Scenario,
  type Uncertainty,
} from '@isocentre/workforce';
import { wholeNumber, type Given, type Option, type Terminal } from './command.ts';

const mostRuns = 100_000;
const mostWorkers = 64;
// More threads than this wait for each other's memory more than they gain.
const workersByDefault = 8;

/** The options of every command that runs an ensemble. */
export const ensembleOptions = {
  runs: { type: 'string', placeholder: 'N', summary: 'futures to run; default: 1,000' },
  seed: { type: 'string', placeholder: 'N', summary: 'the seed: the same gives the same bytes; default: 1' },
  uncertainty: {
    type: 'string',
    placeholder: 'WHAT',
    values: uncertainties,
    summary: 'what varies between futures: none, chance, ignorance or both; default: both',
  },
  workers: { type: 'string', placeholder: 'N', summary: 'threads; changes how long it takes and nothing else' },
} as const satisfies Readonly<Record<string, Option>>;

/** How the options ask for an ensemble to be run. */
export interface AskedRuns {
  /** None where only the expected course is asked for. */
  readonly options: EnsembleOptions | undefined;
  readonly workers: number;
  readonly reporting: Reporting;
}

/** Reads how the options ask for an ensemble to be run. */
export const askedRuns = (given: Given, evidence: Evidence): Result<AskedRuns> => {
  const reporting = readReporting(evidence);
  if (!reporting.ok) return reporting;
  const runs = wholeNumber(given, 'runs', reporting.value.runs, mostRuns);
  const seed = wholeNumber(given, 'seed', 1, 2 ** 32 - 1, 0);
  const workers = wholeNumber(given, 'workers', Math.min(availableParallelism(), workersByDefault), mostWorkers);
  const problems: Problem[] = [runs, seed, workers].flatMap((one) => (one.ok ? [] : one.problems));
  if (!runs.ok || !seed.ok || !workers.ok) return failure(...problems);
  const uncertainty = (given.text('uncertainty') ?? 'both') as Uncertainty;
  return success({
    options: uncertainty === 'none' ? undefined : { runs: runs.value, seed: seed.value, uncertainty },
    workers: workers.value,
    reporting: reporting.value,
  });
};

/** Does something with threads and ends them, and the line of progress, whatever comes of it. */
export const withThreads = async <T>(
  workers: number,
  terminal: Terminal,
  use: (runner: EnsembleRunner, progressOf: (what: string) => Progress) => Promise<T>,
): Promise<T> => {
  const runner = threadRunner(workers);
  try {
    return await use(runner, (what) => (done) => {
      terminal.progress?.(`${what}: ${Math.floor(done * 100)} %`);
    });
  } finally {
    terminal.progress?.('');
    await runner.close();
  }
};

/** Runs the ensemble that the options ask for; none gives `undefined`. */
export const runEnsemble = async (
  given: Given,
  scenario: Scenario,
  evidence: Evidence,
  by: readonly Dimension[],
  askedYears: number | undefined,
  terminal: Terminal,
): Promise<Result<Runs | undefined>> => {
  const asked = askedRuns(given, evidence);
  if (!asked.ok) return asked;
  const { options, workers, reporting } = asked.value;
  if (!options) return success(undefined);
  return withThreads(workers, terminal, async (runner, progressOf) => {
    const plan = { scenario, figures: [...evidence.figures.values()], askedYears, by, options };
    const result = await runner.run(plan, progressOf(`Running ${options.runs} futures`));
    return success({ result, options, levels: reporting.levels });
  });
};
