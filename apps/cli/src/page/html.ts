import { escapeHtml as escapeText } from '@isocentre/documents';
import { oneLine } from '../text/wrap.ts';

/** Makes text harmless in HTML, in an element and in a quoted attribute; a line break becomes a space. */
export const escapeHtml = (text: string): string => escapeText(oneLine(text));
