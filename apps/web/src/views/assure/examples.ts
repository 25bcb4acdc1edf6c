import { givenFile, type GivenFile } from './given.ts';

/** A protocol that ships with the page, with the data of a worked example where it has some. */
export interface Example {
  readonly title: string;
  /** File name and address of each file; copied beside the page when it is built. */
  readonly files: readonly (readonly [name: string, address: URL])[];
  /** What the reader has to give, where the data are not here. */
  readonly needs?: string;
}

// Each address stands whole, since the build finds the file by it.
/** The shipped protocols. */
export const examples: readonly Example[] = [
  {
    title: 'Worked example: nodule detection at a screening round (made-up data)',
    files: [
      ['protocol.yaml', new URL('../../../../../docs/guides/example-screening/protocol.yaml', import.meta.url)],
      [
        'protocol.lock.json',
        new URL('../../../../../docs/guides/example-screening/protocol.lock.json', import.meta.url),
      ],
      ['cases.csv', new URL('../../../../../docs/guides/example-screening/cases.csv', import.meta.url)],
      ['reference.csv', new URL('../../../../../docs/guides/example-screening/reference.csv', import.meta.url)],
      ['excluded.csv', new URL('../../../../../docs/guides/example-screening/excluded.csv', import.meta.url)],
      ['marks.csv', new URL('../../../../../docs/guides/example-screening/marks.csv', import.meta.url)],
      ['marks-before.csv', new URL('../../../../../docs/guides/example-screening/marks-before.csv', import.meta.url)],
    ],
  },
  {
    title: 'LUNA16: nodules in 888 scans, by the challenge’s own files',
    files: [['luna16.yaml', new URL('../../../../../docs/guides/luna16.yaml', import.meta.url)]],
    needs: 'the challenge’s own files',
  },
];

/** Loads the files of an example from beside the page. */
export const loadExample = async ({ files }: Example): Promise<readonly GivenFile[]> =>
  Promise.all(
    files.map(async ([name, address]) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${name} is not beside the page (${answer.status})`);
      return givenFile(new File([await answer.blob()], name));
    }),
  );
