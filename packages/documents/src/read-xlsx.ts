import { strFromU8, unzipSync } from 'fflate';
import { megabytes, unreadable, type Grid, type Limits, type Reading } from './grid.ts';
import { readSheet } from './read-sheet.ts';
import { readDateStyles, readSharedTexts, readWorkbook } from './workbook-parts.ts';

const asked = 'an Excel workbook (.xlsx) or CSV';

/** What another archive is, by a file that it holds. */
const otherArchives: readonly (readonly [RegExp, string])[] = [
  [/^xl\/workbook\.bin$/, 'a binary Excel workbook (.xlsb)'],
  [/^word\//, 'a Word document'],
  [/^ppt\//, 'a PowerPoint presentation'],
  [/^content\.xml$/, 'an OpenDocument file'],
];

const wanted =
  /^(xl\/workbook\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/sharedStrings\.xml|xl\/styles\.xml|xl\/worksheets\/[^/]+\.xml)$/i;

type Parts = ReadonlyMap<string, Uint8Array>;

/** Unpacks the parts of a workbook that are read, after a look at how large they say they are. */
const unpack = (bytes: Uint8Array, file: string, limits: Limits): Reading<Parts> => {
  const names: string[] = [];
  let unpacked = 0;
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        names.push(name);
        if (wanted.test(name)) unpacked += originalSize;
        return false;
      },
    });
    const other = otherArchives.find(([pattern]) => names.some((name) => pattern.test(name)));
    if (other) return unreadable(file, other[1], asked);
    if (!names.includes('xl/workbook.xml')) return unreadable(file, 'a zip archive without a workbook', asked);
    if (unpacked > limits.unpackedBytes) {
      return unreadable(
        file,
        `a workbook that unpacks to ${megabytes(unpacked)}`,
        `at most ${megabytes(limits.unpackedBytes)}`,
      );
    }
    // A part that holds more than it says is cut off there, and is then damaged: nothing outgrows what was announced.
    const parts = unzipSync(bytes, { filter: ({ name }) => wanted.test(name) });
    return { ok: true, value: new Map(Object.entries(parts)) };
  } catch {
    return unreadable(file, 'a damaged archive', asked);
  }
};

/** Reads every sheet of a workbook (Office Open XML, .xlsx). */
export const readXlsx = (bytes: Uint8Array, file: string, limits: Limits): Reading<readonly Grid[]> => {
  const parts = unpack(bytes, file, limits);
  if (!parts.ok) return parts;
  const xml = (path: string): string => {
    const part = parts.value.get(path);
    return part ? strFromU8(part).replace(/^\uFEFF/, '') : '';
  };
  const workbook = readWorkbook(xml('xl/workbook.xml'), xml('xl/_rels/workbook.xml.rels'));
  const texts = readSharedTexts(xml('xl/sharedStrings.xml'));
  const dateStyles = readDateStyles(xml('xl/styles.xml'));
  if (!workbook || !texts || !dateStyles) return unreadable(file, 'a damaged workbook', asked);
  const context = { texts, dateStyles, from1904: workbook.from1904 };
  const grids: Grid[] = [];
  for (const sheet of workbook.sheets) {
    // Sheets that are charts have no cells.
    if (!sheet.path.startsWith('xl/worksheets/')) continue;
    const grid = readSheet(xml(sheet.path), sheet, context, file, limits);
    if (!grid.ok) return grid;
    grids.push(grid.value);
  }
  return { ok: true, value: grids };
};
