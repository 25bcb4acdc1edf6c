import type { Command } from './command.ts';
import type { RunInside } from './commands/replicate.ts';

/** Loads the commands that begin with a word; the word itself is the key. */
type Families = Readonly<Record<string, () => Promise<readonly Command[]>>>;

/**
 * The commands in the order in which help lists them. A call loads those that begin with its first word alone: to load
 * all takes longer than most of them work.
 */
export class CommandList {
  readonly #families: Families;

  /** @param inside Runs a command line within the process, for the command that holds pages to what is computed. */
  constructor(inside: RunInside) {
    this.#families = {
      project: async () => [(await import('./commands/project.ts')).projectCommand],
      compare: async () => [(await import('./commands/compare.ts')).compareCommand],
      explain: async () => [(await import('./commands/explain.ts')).explainCommand],
      sensitivity: async () => [(await import('./commands/sensitivity.ts')).sensitivityCommand],
      plan: async () => [(await import('./commands/plan.ts')).planCommand],
      check: async () => [(await import('./commands/check.ts')).checkCommand],
      scenario: async () => (await import('./commands/scenario.ts')).scenarioCommands,
      return: async () => (await import('./commands/return.ts')).returnCommands,
      require: async () => (await import('./commands/require.ts')).requireCommands,
      evidence: async () => (await import('./commands/evidence.ts')).evidenceCommands,
      assure: async () => (await import('./commands/assure.ts')).assureCommands,
      replicate: async () => [(await import('./commands/replicate.ts')).replicateCommand(inside)],
      organisations: async () => {
        const { importOrganisationsCommand } = await import('./commands/import-organisations.ts');
        const { registerCommands } = await import('./commands/register.ts');
        const { shownRegisters } = await import('@isocentre/registers');
        return [importOrganisationsCommand, ...shownRegisters.flatMap(registerCommands)];
      },
      members: async () => (await import('./commands/members.ts')).memberCommands,
      ledger: async () => (await import('./commands/ledger.ts')).ledgerCommands,
      jobs: async () => (await import('./commands/jobs.ts')).jobCommands,
      'verify-proof': async () => [(await import('./commands/verify-proof.ts')).verifyProofCommand],
      serve: async () => [(await import('./commands/serve.ts')).serveCommand],
      completion: async () => [(await import('./commands/completion.ts')).completionCommand(() => this.all())],
    };
  }

  /** The commands that begin with a word, and all of them where none does. */
  async startingWith(word = ''): Promise<readonly Command[]> {
    return Object.hasOwn(this.#families, word) ? ((await this.#families[word]?.()) ?? []) : this.all();
  }

  async all(): Promise<readonly Command[]> {
    return (await Promise.all(Object.values(this.#families).map((load) => load()))).flat();
  }
}
