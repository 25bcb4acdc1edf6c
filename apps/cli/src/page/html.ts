import { oneLine } from '../text/wrap.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text harmless in HTML, in an element and in a quoted attribute; a line break becomes a space. */
export const escapeHtml = (text: string): string =>
  oneLine(text).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
