import { extname } from 'node:path';
import { failure, success, type Result } from '@isocentre/evidence';

const endings: Readonly<Record<string, string>> = {
  text: '.txt',
  json: '.json',
  csv: '.csv',
  xlsx: '.xlsx',
  docx: '.docx',
  html: '.html',
  yaml: '.yaml',
};

/**
 * Finds the format of a result from `--format` and the ending of `--out`; undefined where neither says one.
 *
 * An ending that names none of the formats that a command has, or another than the one asked for, is a failure: the
 * file would not be what its name says.
 *
 * @param formats The formats that the command has.
 */
export const formatOfEnding = (
  out: string,
  asked: string | undefined,
  formats: readonly string[],
): Result<string | undefined> => {
  const ending = extname(out).toLowerCase();
  if (ending === '') return success(asked);
  const named = formats.find((format) => endings[format] === ending);
  const allowed = formats.map((format) => endings[format] ?? '');
  if (named === undefined)
    return failure({
      where: '--out',
      found: `the ending "${ending}"`,
      expected: `${allowed.join(', ')} or no ending`,
    });
  if (asked !== undefined && asked !== named)
    return failure({
      where: '--out',
      found: `the ending "${ending}" with --format ${asked}`,
      expected: `the ending ${endings[asked] ?? ''} or none`,
    });
  return success(named);
};
