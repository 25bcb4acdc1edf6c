import { walkXml } from './xml.ts';

/** One sheet of a workbook, before its cells are read. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  /** Its path in the archive. */
  readonly path: string;
}

/** Reads the sheets of a workbook in order, and whether its dates count from 1904; undefined where it is damaged. */
export const readWorkbook = (
  workbook: string,
  relations: string,
): { readonly sheets: readonly SheetEntry[]; readonly from1904: boolean } | undefined => {
  const targets = new Map<string, string>();
  const sound = walkXml(relations, {
    open: (name, attribute) => {
      if (name === 'Relationship') targets.set(attribute('Id') ?? '', attribute('Target') ?? '');
    },
  });
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  const soundToo = walkXml(workbook, {
    open: (name, attribute) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute('date1904') ?? '');
      if (name !== 'sheet') return;
      const target = targets.get(attribute('id') ?? '') ?? '';
      sheets.push({
        name: attribute('name') ?? '',
        hidden: (attribute('state') ?? 'visible') !== 'visible',
        path: target.startsWith('/') ? target.slice(1) : `xl/${target}`,
      });
    },
  });
  return sound && soundToo ? { sheets, from1904 } : undefined;
};

/** Reads the texts that cells share; the phonetic guides of East Asian texts are left out. Undefined where they are damaged. */
export const readSharedTexts = (xml: string): readonly string[] | undefined => {
  const texts: string[] = [];
  let inText = false;
  let guides = 0;
  const sound = walkXml(xml, {
    open: (name) => {
      if (name === 'si') texts.push('');
      if (name === 'rPh') guides += 1;
      if (name === 't') inText = true;
    },
    close: (name) => {
      if (name === 'rPh') guides -= 1;
      if (name === 't') inText = false;
    },
    text: (text) => {
      if (inText && guides === 0) texts[texts.length - 1] += text;
    },
  });
  return sound ? texts : undefined;
};

/** The number formats that the standard itself gives to dates (ECMA-376, 18.8.30). */
const datesOfTheStandard: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

const isDateCode = (code: string): boolean =>
  /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '').replace(/general/i, ''));

/** Reads which styles of cells show a number as a date: one answer a style, by its index. Undefined where they are damaged. */
export const readDateStyles = (xml: string): readonly boolean[] | undefined => {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  const sound = walkXml(xml, {
    open: (name, attribute) => {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attribute('numFmtId') ?? 0);
      const own = codes.get(id);
      styles.push(
        own === undefined ? datesOfTheStandard.some(([low, high]) => id >= low && id <= high) : isDateCode(own),
      );
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return sound ? styles : undefined;
};
