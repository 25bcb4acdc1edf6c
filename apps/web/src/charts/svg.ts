type Attributes = Readonly<Record<string, string | number>>;

/** Makes an element of a drawing. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
};

/** Makes a drawing of a size in CSS pixels. */
export const drawing = (width: number, height: number, ...children: readonly Node[]): SVGSVGElement =>
  svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, class: 'plot', fill: 'currentColor' }, ...children);

// Bold letters, in parts of their height; on the safe side, so that names are seldom cut in two.
export const letterWidth = 0.6;

/** Breaks a name into lines that fit a width in pixels, between words. */
export const breakName = (name: string, width: number, fontSize: number): readonly string[] => {
  const most = Math.max(1, Math.floor(width / (fontSize * letterWidth)));
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};
