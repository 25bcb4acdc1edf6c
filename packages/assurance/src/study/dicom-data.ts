import { failure, success, type Result } from '@isocentre/evidence';
import dicomParser, { type DataSet } from 'dicom-parser';

/** Where the mark "DICM" stands in a DICOM file, after the preamble (PS3.10, 7.1). */
const markAt = 128;

/** Tells whether bytes are a DICOM file, by its mark. */
export const isDicom = (bytes: Uint8Array): boolean =>
  Array.from('DICM').every((letter, index) => bytes[markAt + index] === letter.charCodeAt(0));

/** Reads the elements of a DICOM file; a file that is cut off or broken is a problem. */
export const readDicom = (bytes: Uint8Array, name: string): Result<DataSet> => {
  try {
    return success(dicomParser.parseDicom(bytes));
  } catch (error) {
    // The parser throws texts and objects where an element does not end within the file.
    const message = error instanceof Error ? error.message : typeof error === 'string' ? error : 'a broken element';
    return failure({
      where: name,
      found: `DICOM that is cut off or broken: ${message}`,
      expected: 'a whole DICOM file',
    });
  }
};

/** The items of a sequence; none where it is absent. */
export const itemsOf = (data: DataSet | undefined, tag: string): readonly DataSet[] =>
  (data?.elements[tag]?.items ?? []).flatMap(({ dataSet }) => (dataSet ? [dataSet] : []));

/** The first item of a path of sequences. */
export const itemAt = (data: DataSet | undefined, ...tags: readonly string[]): DataSet | undefined =>
  tags.reduce<DataSet | undefined>((at, tag) => itemsOf(at, tag)[0], data);

/** The decimal numbers of an element (DS); NaN where one is none. */
export const numbersOf = (data: DataSet | undefined, tag: string): readonly number[] =>
  (data?.string(tag) ?? '')
    .split('\\')
    .filter((text) => text.trim() !== '')
    .map(Number);
