import { Parser } from 'saxen';

/** What is told while an XML document is read. Names come without a namespace's prefix. */
export interface XmlListener {
  readonly open?: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Walks an XML document in order; entities that a document defines itself are not expanded. False where it is damaged. */
export const walkXml = (xml: string, { open, close, text }: XmlListener): boolean => {
  let sound = true;
  const parser = new Parser();
  parser.on('openTag', (name, attributes, decode) => {
    if (!open) return;
    let read: Record<string, string> | undefined;
    open(local(name), (wanted) => {
      read ??= Object.fromEntries(Object.entries(attributes()).map(([key, value]) => [local(key), decode(value)]));
      return read[wanted];
    });
  });
  parser.on('closeTag', (name) => close?.(local(name)));
  parser.on('text', (raw, decode) => text?.(decode(raw)));
  parser.on('cdata', (raw) => text?.(raw));
  parser.on('error', () => {
    sound = false;
    parser.stop();
  });
  parser.parse(xml);
  return sound;
};
